"""Text → the citizen numbers, mobile numbers and bank cards in it.

Digits are gathered first, however they are written and split (`digits`); then every number of the right length is judged.
A number with a valid check digit speaks for itself: words before it may explain what it is instead, but only the very
name of another number does, and never beside a person. Numbers without a check digit need their surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from generator.reading.privacy.digits import Group, runs
from generator.reading.privacy.persons import beside_person
from generator.reading.privacy.tables import Columns


class Leak(NamedTuple):
    """One personal datum in a text. `shown` is masked; the value itself is nowhere kept."""

    slug: str
    start: int
    end: int
    shown: str


_LENGTHS = (11, 13, 14, 15, 16, 17, 18, 19, 20)
"""Digits of telephones, the country before them too, of cards and of identity numbers."""
_OLD = 15
"""Digits of the identity numbers that were given until 1999."""
_BEGINS = re.compile(r"1[3-9]|0{0,2}86|[34569]|[1-9][0-9]{5}(?:18|19|20)")
"""How numbers of persons begin that are written in several groups; most starting points are passed over here."""
_PROVINCE = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])(?!00)[0-9]{2}(?!00)[0-9]{2}|8[123]0000"
)
"""Province, city and county of GB/T 2260, and the codes for residents from Hong Kong, Macao and Taiwan."""
_FOREIGNER = re.compile(r"9(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|0[0-9])[0-9]{3}")
"""A foreigner's permanent residence card (2023): 9, province, country."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_TENTH = re.compile(r"[xXХхⅩⅹΧχ×✕Ｘｘ*＊]")
"""Signs that stand for the check digit X."""
_TENTH_AFTER = re.compile(r"[\s\u200b\u00ad·\-—_|*~`]{0,6}?" + _TENTH.pattern)
_MOBILE = re.compile(r"1(?:3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
_UNIONPAY = re.compile(r"62\d{14,17}|9558\d{12,15}|9559[59]\d{14}|955100\d{13}|436742\d{10,13}|601382\d{13}")
"""Prefixes of mainland cards; anything else needs a word that says it is an account."""
_FOREIGN = re.compile(r"4\d{15}|5[1-5]\d{14}|35\d{14}|60\d{14,17}|9[0-9]\d{14,17}")

_ID_WORDS = re.compile(
    r"身份证|证件号|公民身份|自然人|身份号|居住证|永久居留|[Ii][Dd]\s*(?:[Nn][Oo]|[Cc]ard|[Nn]umber)"
)
_LONG = re.compile(r"[0-9]{6}")
_PERSONS = re.compile(
    r"姓名|户主|申请人|当事人|权利人|承租人|业主|监护人|学生|村民|对象|受益人|被征收人|自然人|负责人|联系人|身份证"
)
_CREDIT_WORDS = re.compile(r"信用代码|机构代码|信用码|纳税人识别|税号|登记证号")
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CASE_WORDS = re.compile(
    r"(?:(?:受理|收件|办件|业务|案件?|流水|订单|工单|咨询单?|投诉单?|登记|预约|取件|取号|索引|文|单|备案|许可|项目|合同|交易|处罚|决定书|申请|凭证|时间|"
    r"发票|报告|检验|准考证|学|编)(?:编?号码?|编码|代码|码|戳|单)|[工订]单|(?:咨询|投诉|受理|登记|取件)单)[（(]?[^\n\t|，。；]{0,4}$"
)
"""The name of another number, directly before it."""
_FIRST_CASE = "2013"
"""Case numbers that hold a date are those of computer systems; an earlier year is one of birth."""
_FIRST_FREE = "2024"
"""A case number of these years is believed by its name even beside a person, who would be an infant."""
_DISABILITY = re.compile(r"残疾")
_CARD_WORDS = re.compile(
    r"卡号|账号|帐号|账户|帐户|银行卡|一卡通|存折|打卡|卡（折）|卡\(折\)|工资卡|社保卡|支付宝|汇款|收款|转入"
)
_CARD_BEHIND = re.compile(r"[）)\s]{0,2}[的]?(?:账户|帐户|账号|银行|卡)")
_PHONE_WORDS = re.compile(
    r"电话|手机|联系|联络|移动|微信|咨询|值班|致电|拨打|热线|[Tt][Ee][Ll]|[Pp]hone|[Mm]obile|号码(?<!编号码)"
)
_NAMED = re.compile(
    r"(?:编号|编码|代码|条码|条形码|批号|批次|单号|合同号|流水号|序列号|订单号?|文号|证号|案号|备案号|索引号|[验识标]码|发动机号|座位号|学号|考证号|"
    r"户号|表号|号牌|型号|版本|[Nn][Oo]\.?|ISBN|IMEI[）)]?|HT-?|合同|许可证|号)(?:[（(][^）)\n]{0,8}[）)])?[：:为是\s|]*$"
)
"""The name of a number that is no telephone, directly before it."""
_NOT_NAMED = re.compile(r"手机号|电话号|联系号|驾驶证|证件号|身份证|单位编号|微信号|账号")
_AMOUNT_WORDS = re.compile(
    r"(?:金额|资金|价款|收入|支出|产值|总额|余额|合计|面积|产量|数量|预算|决算数?|投资|资本|授信|GDP|税额|贷款|资产|发电量达?|产量达?)[^\n\t|，。；：:]{0,3}[：:\s|为]*$|(?:达|[合总累小共]计|共)[约近超过为了人民币]{0,4}[：:\s|]*$|"
    r"[（(](?:万|亿|千)?(?:元|吨|公斤|千瓦时|立方米|平方米|人|户|辆|件)[）)]"
)
_AMOUNT_HEADING = re.compile(
    r"金额|资金|收入|支出|产值|总额|余额|合计|面积|产量|数量|预算|决算|投资|资本|授信|GDP|生产总值|税|贷款|资产|[（(](?:万|亿|千)?元[）)]"
)
_MONEY_TABLE = re.compile(r"单位[：:]\s*[（(]?(?:人民币)?(?:万|亿|千|百万)?元")
_UNIT = re.compile(
    r"\s?(?:元(?!旦)|万(?:元|吨|人|户|千|亩|平|股|美|$|[，。、；\s）)])|亿|千(?:克|瓦|米|元|[，。；\s])|百万|吨|公斤|平方|立方|公里|米(?![A-Za-z])|度(?=[，。；\s]|$)|"
    r"人次|人(?=[，。；\s]|$)|户(?=[，。；\s]|$)|次(?=[，。；\s]|$)|件(?=[，。；\s]|$)|个(?=[，。；\s]|$)|辆|台(?=[，。；\s]|$)|股|美元|%|％|㎡)"
)
_NEAR = 14
"""Characters before a number in which a word still names it."""
_INLINE = re.compile(r"[ \u00a0\u3000\u2002-\u200a.\-‐‑–—－·•/_()（）]+|&\w+;|[ ]*[-–—][ ]*")
"""What may split a telephone or an account within a line."""
_WEAK_ID = re.compile(
    r"(?<![0-9*])[1-9][0-9]{3,16}[*＊×•●xX○]{1,4}(?![*＊×•●xX○])[0-9]{0,13}[0-9Xx]?(?![0-9*])"
)
MOST_BOXES = 20
"""Numbers in boxes, one behind the other, that are looked back and ahead for."""
_MASKED = re.compile(r"[*＊×•●xX○](?<=[0-9].)")
"""A sign of a mask behind a digit; a text without any has no weakly masked number."""
_WEAK_PHONE = re.compile(r"(?<![0-9*<>+/-])1[3-9](?=[0-9*＊]{9}(?![0-9*＊]))[0-9]*[*＊]{1,2}[0-9]+")


def identifiers(text: str, today: date = date.max) -> Iterator[Leak]:
    """Every number in a text that belongs to a person, in order. Nobody is born after `today`."""
    columns = Columns(text)
    for groups in runs(text):
        ends = list(accumulate(len(group.digits) for group in groups))
        digits = "".join(group.digits for group in groups)
        places = {end: number for number, end in enumerate(ends)}
        yield from _in_run(_Run(text, groups, columns, today, digits, [0, *ends], places))
    if _MASKED.search(text):
        yield from _weakly_masked(text, today)


class _Run(NamedTuple):
    """Groups of digits that stand one after the other, and what is around them."""

    text: str
    groups: list[Group]
    columns: Columns
    today: date
    digits: str
    """Of all groups."""
    begins: list[int]
    """Where each group begins in `digits`."""
    ends: dict[int, int]
    """Where a group ends in `digits` → its number."""


class _Window(NamedTuple):
    """Some neighbouring groups taken as one number."""

    digits: str
    first: int
    last: int
    end: int


def _in_run(run: _Run) -> Iterator[Leak]:
    number = 0
    while number < len(run.groups):
        leak, used = _at(run, number)
        if leak:
            yield leak
        number += used if leak else 1


def _at(run: _Run, first: int) -> tuple[Leak | None, int]:
    """What begins at a group, and how many groups it takes."""
    start = run.begins[first]
    if len(run.groups[first].digits) < _OLD and not _BEGINS.match(run.digits, start):
        return None, 1
    windows = list(_windows(run, first))
    for judge in (_citizen, _phone, _labelled):
        for window in windows:
            if leak := judge(run, window):
                return leak, window.last - first + 1
    for window in reversed(
        windows
    ):  # of an account in groups of four the first sixteen digits may be a valid number too
        if 15 <= len(window.digits) <= 19 and _is_card(run, window):
            return Leak(
                "bank-card", run.groups[first].start, window.end, masked_card(window.digits)
            ), window.last - first + 1
    return None, 1


def _phone(run: _Run, window: _Window) -> Leak | None:
    if len(window.digits) not in (11, 13, 14, 15) or not _is_phone(run, window):
        return None
    begins = window.first + (
        len(run.groups[window.first].digits) == len(window.digits) - 11
    )  # 86 and the number
    return Leak("mobile-phone", run.groups[begins].start, window.end, masked_phone(window.digits[-11:]))


def _labelled(run: _Run, window: _Window) -> Leak | None:
    digits = window.digits
    if len(digits) not in (15, 17, 18, 19, 20):
        return None
    split = window.last > window.first
    if split and not (len(digits) == 18 and shaped_like_id(digits, run.today) and _may_be_split(run, window)):
        return None
    if not _by_its_label(run, window):
        return None
    return Leak("citizen-id", run.groups[window.first].start, window.end, masked_id(digits))


def _windows(run: _Run, first: int) -> Iterator[_Window]:
    """The numbers that may begin at a group and end with one, the shortest first."""
    start = run.begins[first]
    for length in _LENGTHS:
        last = run.ends.get(start + length)
        if last is not None:
            yield _Window(run.digits[start : start + length], first, last, run.groups[last].end)


def _citizen(run: _Run, window: _Window) -> Leak | None:
    digits, end = window.digits, window.end
    if len(digits) not in (17, 18):
        return None
    if len(digits) == 17:
        sign = _TENTH_AFTER.match(run.text, end)
        if sign is None or _goes_on(run, window, sign.end()):
            return None
        digits, end = f"{digits}X", sign.end()
    if not is_citizen(digits, run.today) or _is_fraction(run, window) or _is_explained(run, window, digits):
        return None
    if window.last > window.first and not _may_be_split(run, window):
        return None
    return Leak("citizen-id", run.groups[window.first].start, end, masked_id(digits))


def _goes_on(run: _Run, window: _Window, end: int) -> bool:
    """Whether an X is the beginning of a word or of another number; a disability certificate goes on behind it."""
    after = run.text[end : end + 1]
    return after.isascii() and (
        after.isalpha() or (after.isdigit() and not _DISABILITY.search(_label(run, window.first)))
    )


def _may_be_split(run: _Run, window: _Window) -> bool:
    """Whether the gaps inside are those of one number: signs of one line, or the bounds of boxes and of a few cells."""
    groups = run.groups[window.first : window.last + 1]
    inside = groups[1:]
    if all(len(g.digits) == 1 for g in groups):
        return _in_boxes(run, window)
    if len(groups) > _PIECES and len({g.gap for g in inside}) > 1:
        return False
    if (
        any("，" in g.gap or "," in g.gap or "；" in g.gap or ":" in g.gap for g in inside)
        and len(groups) > 2
    ):
        return len({g.gap for g in inside}) == 1
    broken = any("\n" in g.gap or "\t" in g.gap or "|" in g.gap for g in inside)
    if (
        broken
        and len(groups[0].digits) not in (6, *range(8, 18))
        and not _ID_WORDS.search(_label(run, window.first))
    ):
        return False  # cells of a table of figures
    return len(groups) <= (6 if broken else 18)


def _in_boxes(run: _Run, window: _Window) -> bool:
    """Whether signs of one digit each are the boxes of a form: all the same way apart, and beside them none, or whole numbers again."""
    groups, size = run.groups, window.last - window.first + 1
    gaps = {g.gap for g in groups[window.first + 1 : window.last + 1]}
    if len(gaps) != 1:
        return False
    gap = gaps.pop()
    far = MOST_BOXES * size
    first, last = window.first, window.last
    while groups[first].gap == gap and window.first - first < far:
        first -= 1
    while last + 1 < len(groups) and groups[last + 1].gap == gap and last - window.last < far:
        last += 1
    beside = groups[first : window.first] + groups[window.last + 1 : last + 1]
    return (
        (window.first - first) % size == 0
        and (last - window.last) % size == 0
        and all(len(g.digits) == 1 for g in beside)
    )


def is_citizen(digits: str, today: date = date.max) -> bool:
    """GB 11643: region, date of birth and check digit."""
    return (
        shaped_like_id(digits, today)
        and _CHECKS[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11] == digits[17]
    )


def shaped_like_id(digits: str, today: date = date.max) -> bool:
    """Region and date of birth; 18 digits, or 15 of the old numbers."""
    born = digits[6:14] if len(digits) == 18 else "19" + digits[6:12]
    if (
        not (_PROVINCE.match(digits) or _FOREIGNER.match(digits))
        or not digits[:17].isdecimal()
        or not "1900" <= born[:4] <= "2099"
    ):
        return False
    try:
        return date(int(born[:4]), int(born[4:6]), int(born[6:])) <= today
    except ValueError:
        return False


def _is_fraction(run: _Run, window: _Window) -> bool:
    """The digits behind a decimal point; behind the number of an item of a list stands a number of its own."""
    if window.first == 0 or run.groups[window.first].gap not in (".", "．"):
        return False
    whole = run.groups[window.first - 1]
    item = (
        whole.digits != "0"
        and len(whole.digits) < 3
        and run.text[: whole.start][-1:] in ("", "\n", "\t", "|", " ")
    )
    comma = any("," in g.gap for g in run.groups[window.first + 1 : window.last + 1])
    return not item and (window.first == window.last or comma)


def _is_explained(run: _Run, window: _Window, digits: str) -> bool:
    """Whether the number is another one by name: a credit code that is valid as such, a case number made of region, date and serial."""
    before, heading = _line_before(run, window.first), _heading(run, window.first)
    label = f"{before} {heading}"
    if _ID_WORDS.search(label):
        return False
    if _CREDIT_WORDS.search(label) and _is_credit_code(digits):
        return True
    year = digits[6:10]
    if year < _FIRST_CASE or not (
        _CASE_WORDS.search(before.rstrip("：: |为是")) or _says(heading, _CASE_WORDS)
    ):
        return False
    return year >= _FIRST_FREE or not _of_person(run, window)


def _of_person(run: _Run, window: _Window) -> bool:
    """Whether a number stands in a table of persons, or beside a name."""
    start = run.groups[window.first].start
    if _heading(run, window.first):
        return any(_PERSONS.search(head) for head in run.columns.heads(start) if not _LONG.search(head))
    return beside_person(run.text, start, window.end)


def _says(heading: str, pattern: re.Pattern[str]) -> bool:
    """Whether one cell above a number ends in the words."""
    return any(pattern.search(cell) for cell in heading.split(" "))


def _is_credit_code(digits: str) -> bool:
    """GB 32100."""
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, n, 31) for n, sign in enumerate(digits[:17]))
    return digits[17] in _CREDIT_SIGNS and (31 - total % 31) % 31 == _CREDIT_SIGNS.index(digits[17])


def _by_its_label(run: _Run, window: _Window) -> bool:
    """Numbers that are meant as identity numbers: with a wrong, missing or doubled digit, rounded by a spreadsheet, of the old length."""
    digits, label = window.digits, _label(run, window.first)
    if len(digits) == 20:  # a disability certificate: the identity number, kind and degree
        return is_citizen(digits[:18], run.today)
    if (
        len(digits) == 18
        and digits.endswith("000")
        and digits[6:10] < _FIRST_CASE
        and not _NAMED.search(_line_before(run, window.first))
    ):
        return shaped_like_id(digits, run.today)
    if not _ID_WORDS.search(label):
        return len(digits) == 15 and _old_number(run, window)
    if len(digits) in (15, 18):
        return shaped_like_id(digits, run.today)
    return bool(_PROVINCE.match(digits)) and digits[6:8] in ("19", "20")


def _old_number(run: _Run, window: _Window) -> bool:
    """Fifteen digits without a label: only directly beside a person."""
    return (
        shaped_like_id(window.digits, run.today)
        and not _NAMED.search(_line_before(run, window.first))
        and beside_person(run.text, run.groups[window.first].start, window.end, near=True)
    )


def masked_id(digits: str) -> str:
    """First two and last three, as official notices prescribe: 35*************123."""
    return f"{digits[:2]}{'*' * (len(digits) - 5)}{digits[-3:]}"


def masked_phone(digits: str) -> str:
    """138****1234."""
    return f"{digits[:3]}****{digits[-4:]}"


def masked_card(digits: str) -> str:
    """The bank's prefix and the last three digits."""
    return f"{digits[:4]}{'*' * (len(digits) - 7)}{digits[-3:]}"


_PIECES = 7
"""Groups in which a number may be written with different signs between them."""
_SPLITS = frozenset({(3, 4, 4), (4, 4, 3), (4, 3, 4), (3, 8)})
"""How a telephone is split into groups by people who write no word beside it."""
_COUNTED = re.compile(r"[年月第〔〕]\s*$")
_MODEL = re.compile(r"[A-Za-z]-?$")
_CALLING = re.compile(r"(?:村医|医生|老师|主任|师傅|书记|队长|家属|[老小][\u4e00-\u9fff]|员)[:： ]?$")
_TOUCHING = re.compile(r"(?:[Tt][Ee][Ll]|[Ww][Xx]|QQ|qq|[Pp]hone|[Mm]ob(?:ile)?|[Tt]|[Mm])[.:：]?\Z")


def _is_phone(run: _Run, window: _Window) -> bool:
    """Eleven digits may also be a sum, a code or three columns of a table: words and units around them decide."""
    digits = window.digits
    country = len(digits) - 11
    if country and digits[:country] not in ("86", "086", "0086"):
        return False
    if not _MOBILE.fullmatch(digits[country:]):
        return False
    groups = run.groups[window.first : window.last + 1]
    before, heading = _line_before(run, window.first), _heading(run, window.first)
    called = bool(_PHONE_WORDS.search(f"{before} {heading}")) and not _CASE_WORDS.search(
        before.rstrip("：: ")
    )
    if len(groups) > 1 and not _phone_gaps(
        run, window, country, called or bool(country) or _is_called(run, window)
    ):
        return False
    start, end = groups[0].start, window.end
    if (
        not country
        and _MODEL.search(run.text[max(0, start - 2) : start])
        and not _TOUCHING.search(run.text[max(0, start - 6) : start])
    ):
        return False  # G13812345678
    if _is_fraction(run, window) or (
        run.text[end : end + 1] in "._" and run.text[end + 1 : end + 2].isdigit() and len(groups) == 1
    ):
        return False
    if re.match(r"[A-Za-z]\w", run.text[end : end + 2]) or _within_url(run.text, start):
        return False
    if called:
        return True
    if _COUNTED.search(before):
        return False
    if _UNIT.match(run.text, end) or _AMOUNT_WORDS.search(before) or _AMOUNT_HEADING.search(heading):
        return False
    if _NAMED.search(before) and not _NOT_NAMED.search(before):
        return False
    if _says(heading, _NAMED) and not _NOT_NAMED.search(heading):
        return False
    return not (heading and _in_accounts(run.columns.heads(start))) and not _in_figures(run, start, heading)


def _in_figures(run: _Run, start: int, heading: str) -> bool:
    """Whether the row of a table without headings holds figures and nothing else."""
    line = run.text.rfind("\n", 0, start) + 1
    stop = run.text.find("\n", start)
    row = run.text[line : stop if stop >= 0 else len(run.text)]
    cells = [cell for cell in re.split(r"[\t|]", row) if cell.strip()]
    numbers = not any(sign.isalpha() for sign in row + heading)
    return len(cells) > 2 and numbers and any(len(re.sub(r"\D", "", cell)) != 11 for cell in cells)


def _in_accounts(heads: tuple[str, ...]) -> bool:
    """Whether a table is one of sums, and not one of persons."""
    words = [head for head in heads if not _LONG.search(head)]
    return any(_MONEY_TABLE.search(head) for head in heads) or (
        any(_AMOUNT_HEADING.search(head) for head in words)
        and not any(_PERSONS.search(head) or _PHONE_WORDS.search(head) for head in words)
    )


def _is_called(run: _Run, window: _Window) -> bool:
    """Whether the line speaks of calling, or of a person beside the number."""
    start = run.groups[window.first].start
    behind = run.text[window.end : window.end + 10].partition("\n")[0]
    words = _line(run, window) + " " + behind
    touching = _TOUCHING.search(run.text[max(0, start - 6) : start]) or _CALLING.search(
        run.text[max(0, start - 6) : start]
    )
    return bool(_PHONE_WORDS.search(words) or touching) or beside_person(run.text, start, window.end)


def _phone_gaps(run: _Run, window: _Window, country: int, called: bool) -> bool:
    """Whether a telephone may be split so: by one sign after three and seven digits anywhere, otherwise only where it is called one."""
    groups = run.groups[window.first : window.last + 1]
    gaps = {g.gap for g in groups[1:]}
    lengths = [len(g.digits) for g in groups]
    if country and lengths[0] == country:
        lengths, gaps = lengths[1:], {g.gap for g in groups[2:]}
    elif country and run.text[groups[0].start - 1 : groups[0].start] not in ("+", "＋"):
        return False
    if not gaps:
        return True
    if lengths[0] == 1 and not all(length == 1 for length in lengths):
        return False  # 1 312 555 0100, the country first
    if all(length == 1 for length in lengths):
        return called and _in_boxes(run, window)
    if not all(_INLINE.fullmatch(gap) for gap in gaps):
        return False
    marks = {gap.strip() for gap in gaps}
    if "." in marks and len(marks) > 1:
        return False  # decimals beside each other
    if (
        len(marks) == 1
        and tuple(lengths) in _SPLITS
        and (marks != {""} or tuple(lengths) == (3, 4, 4))
        and _stands_apart(run, window)
    ):
        return True
    return called and len(lengths) <= 6 and lengths != [11]


def _stands_apart(run: _Run, window: _Window) -> bool:
    """Whether no other number stands beside it on its line, as in a row of figures."""
    before, after = run.groups[window.first].gap, run.groups[window.last + 1 :]
    return (window.first == 0 or "\n" in before or "\t" in before or "|" in before) and (
        not after or any(sign in after[0].gap for sign in "\n\t|、,，;；")
    )


def _is_card(run: _Run, window: _Window) -> bool:
    digits = window.digits
    if not (_UNIONPAY.fullmatch(digits) or _FOREIGN.fullmatch(digits)) or not luhn(digits):
        return False
    if _is_fraction(run, window):
        return False
    before, label = _line_before(run, window.first), _label(run, window.first)
    groups = run.groups[window.first : window.last + 1]
    if len(groups) > 1:
        gaps = {g.gap for g in groups[1:]}
        if len(gaps) > 1 and any("." in gap for gap in gaps):
            return False
        lengths = {len(g.digits) for g in groups[:-1]}
        single = lengths == {1} and len(groups[-1].digits) == 1 and _in_boxes(run, window)
        if not single and not all(_INLINE.fullmatch(gap) for gap in gaps):
            return False
        told = _CARD_WORDS.search(_line(run, window)) or _CARD_BEHIND.match(run.text, window.end)
        if not (single or lengths == {4} or told) or len(groups) > 19:
            return False
    start = groups[0].start
    if (
        run.text[max(0, start - 1) : start].isascii()
        and run.text[max(0, start - 1) : start].isalpha()
        and not _CARD_WORDS.search(label)
    ):
        return False
    if _CARD_WORDS.search(label) or _CARD_BEHIND.match(run.text, window.end):
        return True
    return (
        bool(_UNIONPAY.fullmatch(digits))
        and not _within_url(run.text, start)
        and not (_NAMED.search(before) or _says(_heading(run, window.first), _NAMED))
    )


def luhn(digits: str) -> bool:
    """The check digit of bank cards."""
    doubled = (int(d) * 2 for d in digits[-2::-2])
    return (sum(int(d) for d in digits[-1::-2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def _weakly_masked(text: str, today: date) -> Iterator[Leak]:
    """Masks that leave a number to be guessed: up to four digits of an identity number, one or two of a telephone."""
    for found in _WEAK_ID.finditer(text):
        signs = found[0]
        hidden = len(signs) - len(re.sub(r"[*＊×•●○]", "", signs))
        if (
            len(signs) == 18
            and 1 <= hidden <= 4
            and _PROVINCE.match(re.sub(r"\D", "1", signs))
            and "19" <= signs[6:8] <= "20"
        ):
            yield Leak("citizen-id", found.start(), found.end(), masked_id(signs))
    for found in _WEAK_PHONE.finditer(text):
        yield Leak("mobile-phone", found.start(), found.end(), masked_phone(found[0]))


def _label(run: _Run, number: int) -> str:
    """The words that name a number: just before it in its line and cell, and the heading of its column."""
    return f"{_line_before(run, number)} {_heading(run, number)}"


def _heading(run: _Run, number: int) -> str:
    return run.columns.heading(run.groups[number].start)


def _line_before(run: _Run, number: int) -> str:
    """The words directly before a number in its clause; in a table without headings, those of the cell before it."""
    start = run.groups[number].start
    parts = re.split(r"[\n\t|，,；;。]", run.text[max(0, start - _NEAR) : start])
    if len(parts) > 1 and not parts[-1].strip() and run.text[start - 1 : start] in "\t|":
        heading = _heading(run, number)
        if not any(sign.isalpha() for sign in heading):
            return parts[-2]
    return parts[-1]


def _line(run: _Run, window: _Window) -> str:
    """The line up to the number, as far as it may still speak of it."""
    start = run.groups[window.first].start
    return run.text[max(run.text.rfind("\n", 0, start) + 1, start - 40) : start]


def _within_url(text: str, start: int) -> bool:
    before = text[max(0, start - 200) : start]
    return (
        "://"
        in before[
            len(
                before.rstrip(
                    "!#$%&'*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
                )
            ) :
        ]
    )
