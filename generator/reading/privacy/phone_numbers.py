"""Digits → mobile numbers. They have no check digit, so the words and units around them decide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.reading.privacy.digit_runs import (
    CASE_WORDS,
    INLINE,
    LONG,
    NAMED,
    PERSONS,
    Leak,
    Run,
    Window,
    heading_of,
    in_boxes,
    is_fraction,
    line_before,
    says,
    within_url,
    words_before,
)
from generator.reading.privacy.persons import beside_person

_MOBILE = re.compile(r"1(?:3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
_PHONE_WORDS = re.compile(
    r"电话|手机|联系|联络|移动|微信|咨询|值班|致电|拨打|热线|[Tt][Ee][Ll]|[Pp]hone|[Mm]obile|号码(?<!编号码)"
)
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
_WEAK_PHONE = re.compile(r"(?<![0-9*<>+/-])1[3-9](?=[0-9*＊]{9}(?![0-9*＊]))[0-9]*[*＊]{1,2}[0-9]+")
_SPLITS = frozenset({(3, 4, 4), (4, 4, 3), (4, 3, 4), (3, 8)})
"""How a telephone is split into groups by people who write no word beside it."""
_COUNTED = re.compile(r"[年月第〔〕]\s*$")
_MODEL = re.compile(r"[A-Za-z]-?$")
_CALLING = re.compile(r"(?:村医|医生|老师|主任|师傅|书记|队长|家属|[老小][\u4e00-\u9fff]|员)[:： ]?$")
_TOUCHING = re.compile(r"(?:[Tt][Ee][Ll]|[Ww][Xx]|QQ|qq|[Pp]hone|[Mm]ob(?:ile)?|[Tt]|[Mm])[.:：]?\Z")


def phone_number(run: Run, window: Window) -> Leak | None:
    """The window as a mobile number, the country before it or not; None when it is none."""
    if len(window.digits) not in (11, 13, 14, 15) or not _is_phone(run, window):
        return None
    begins = window.first + (
        len(run.groups[window.first].digits) == len(window.digits) - 11
    )  # 86 and the number
    return Leak("mobile-phone", run.groups[begins].start, window.end, masked_phone(window.digits[-11:]))


def masked_phone(digits: str) -> str:
    """138****1234."""
    return f"{digits[:3]}****{digits[-4:]}"


def _is_phone(run: Run, window: Window) -> bool:
    """Eleven digits may also be a sum, a code or three columns of a table: words and units around them decide."""
    digits = window.digits
    country = len(digits) - 11
    if country and digits[:country] not in ("86", "086", "0086"):
        return False
    if not _MOBILE.fullmatch(digits[country:]):
        return False
    groups = run.groups[window.first : window.last + 1]
    before, heading = words_before(run, window.first), heading_of(run, window.first)
    called = bool(_PHONE_WORDS.search(f"{before} {heading}")) and not CASE_WORDS.search(before.rstrip("：: "))
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
    if is_fraction(run, window) or (
        run.text[end : end + 1] in "._" and run.text[end + 1 : end + 2].isdigit() and len(groups) == 1
    ):
        return False
    if re.match(r"[A-Za-z]\w", run.text[end : end + 2]) or within_url(run.text, start):
        return False
    if called:
        return True
    if _COUNTED.search(before):
        return False
    if _UNIT.match(run.text, end) or _AMOUNT_WORDS.search(before) or _AMOUNT_HEADING.search(heading):
        return False
    if NAMED.search(before) and not _NOT_NAMED.search(before):
        return False
    if says(heading, NAMED) and not _NOT_NAMED.search(heading):
        return False
    return not (heading and _in_accounts(run.columns.heads(start))) and not _in_figures(run, start, heading)


def _in_figures(run: Run, start: int, heading: str) -> bool:
    """Whether the row of a table without headings holds figures and nothing else."""
    line = run.text.rfind("\n", 0, start) + 1
    stop = run.text.find("\n", start)
    row = run.text[line : stop if stop >= 0 else len(run.text)]
    cells = [cell for cell in re.split(r"[\t|]", row) if cell.strip()]
    numbers = not any(sign.isalpha() for sign in row + heading)
    return len(cells) > 2 and numbers and any(len(re.sub(r"\D", "", cell)) != 11 for cell in cells)


def _in_accounts(heads: tuple[str, ...]) -> bool:
    """Whether a table is one of sums, and not one of persons."""
    words = [head for head in heads if not LONG.search(head)]
    return any(_MONEY_TABLE.search(head) for head in heads) or (
        any(_AMOUNT_HEADING.search(head) for head in words)
        and not any(PERSONS.search(head) or _PHONE_WORDS.search(head) for head in words)
    )


def _is_called(run: Run, window: Window) -> bool:
    """Whether the line speaks of calling, or of a person beside the number."""
    start = run.groups[window.first].start
    behind = run.text[window.end : window.end + 10].partition("\n")[0]
    words = line_before(run, window) + " " + behind
    touching = _TOUCHING.search(run.text[max(0, start - 6) : start]) or _CALLING.search(
        run.text[max(0, start - 6) : start]
    )
    return bool(_PHONE_WORDS.search(words) or touching) or beside_person(run.text, start, window.end)


def _phone_gaps(run: Run, window: Window, country: int, called: bool) -> bool:
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
        return called and in_boxes(run, window)
    if not all(INLINE.fullmatch(gap) for gap in gaps):
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


def _stands_apart(run: Run, window: Window) -> bool:
    """Whether no other number stands beside it on its line, as in a row of figures."""
    before, after = run.groups[window.first].gap, run.groups[window.last + 1 :]
    return (window.first == 0 or "\n" in before or "\t" in before or "|" in before) and (
        not after or any(sign in after[0].gap for sign in "\n\t|、,，;；")
    )


def weak_phone_numbers(text: str) -> Iterator[Leak]:
    """Mobile numbers with a mask of one or two digits, which can be guessed."""
    for found in _WEAK_PHONE.finditer(text):
        yield Leak("mobile-phone", found.start(), found.end(), masked_phone(found[0]))
