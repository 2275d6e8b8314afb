"""Text → other numbers and addresses of a person: passports, permits, plates, patients, accounts with services.

They have no check digit, so each needs its name before it, above its column, or a person beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.reading.privacy.digit_runs import Leak
from generator.reading.privacy.persons import GIVEN, SURNAME, beside_person
from generator.reading.privacy.tables import Columns

_NEAR = 16
MAX_HEAD = 20
"""Characters of the longest heading of a column; more is a text in a cell."""


class _Kind(NamedTuple):
    """A number of a person."""

    shape: re.Pattern[str]
    words: re.Pattern[str]
    """What names it. Each alternative begins with a certain character: in most texts there is none, and that is found out quickly."""
    unless: re.Pattern[str] | None = None
    """Words around it that say it is an office's."""
    direct: re.Pattern[str] | None = None
    """The words with what may stand between them and the number; None: anything in the same clause."""


_OFFICE = re.compile(
    r"公众号|信箱|单位|机关|办公|政府|公开|咨询|受理|监督|举报|投诉|征求|反馈|报名|邮寄|业务|客服|公司|中心|委员会|[局委办院校厅处科所]\s*(?:邮箱|[Ee]-?mail)|服务号|订阅号|意见|发送至|发至|联系方式"
)
_SERVICES = (
    r"微信号?(?![公小群])|薇信号?|V信号?|VX(?![A-Za-z0-9])号?|vx(?![A-Za-z0-9])号?|Vx(?![A-Za-z0-9])号?|WeChat|Wechat|wechat|支付宝(?:账号|号)?|QQ(?<![A-Za-z]QQ)号?(?!群|交流|[Gg]roup)"
    r"|qq(?<![A-Za-z]qq)号?(?!群|交流|[Gg]roup)|Qq(?<![A-Za-z]Qq)号?(?!群|交流|[Gg]roup)"
)
_MAIL = re.compile(r"@")
"""It names nothing: an address of mail does without a name."""
_KINDS: tuple[_Kind, ...] = (
    _Kind(
        re.compile(
            r"(?<![A-Z0-9])(?:[EeKk][A-Za-z0-9]\d{7}|[DEGPSdegps][A-Za-z]?\d{7,8}|1[45]\d{7})(?![0-9])"
        ),
        re.compile(r"护照|Passport|passport"),
    ),
    _Kind(
        re.compile(
            r"(?<![A-Z0-9])(?:[HMCWLTRKhmcwlt][A-Za-z0-9]?\d{7,10}|\d{8}(?:\d{2})?|[A-Z]\d{6}[（(][0-9A][)）]|\d{7}[（(]\d[)）])(?![0-9])"
        ),
        re.compile(r"通行证|回乡证|台胞证|港澳证|港澳居民|台湾居民|身份证明|返乡证"),
        re.compile(r"车辆通行证|通行证办理|工程"),
    ),
    _Kind(re.compile(r"(?<![A-Z])[A-Z]{3}\d{12}(?![0-9])"), re.compile(r"居留|外国人")),
    _Kind(
        re.compile(r"[\u4e00-\u9fff]字第?\d{5,8}号?|(?<![0-9])\d{6,10}(?![0-9])"),
        re.compile(r"军官证|士兵证|警官证|军人证|文职证|退役军人优待证"),
    ),
    _Kind(
        re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{0,3}\d{6,20}(?![0-9])"),
        re.compile(
            r"社保号|社会保[障险]卡?(?:编)?号|社保卡|社保编号|医保(?:卡|编)?号|医疗证|病历号|病案号|住院号|门诊号|就诊卡?号|低保证|优抚证|残疾证|户口[簿本]号?|户籍号|存折(?:[号账帐]|[：:（(\s]*$)|折号|准生证|出生(?:医学)?证"
        ),
        re.compile(r"定点|项目|目录"),
    ),
    _Kind(
        re.compile(
            r"(?<![\w.])[A-Za-z0-9][\w.+-]{2,40}@(?:qq|163|126|139|189|vip\.\w+|gmail|hotmail|outlook|live|msn|sina|sohu|foxmail|yeah|aliyun|tom|21cn|icloud|yahoo)\.(?:com|cn|net)(?:\.cn)?"
        ),
        _MAIL,
        _OFFICE,
    ),
    _Kind(
        re.compile(
            r"(?<![A-Za-z0-9_@.])(?!We[Cc]hat|wechat)(?=[A-Z]*[a-z0-9_-])(?:(?=[A-Za-z_-]*\d)|(?<![A-Za-z] )(?![A-Za-z_-]+ [A-Za-z]))"
            r"[A-Za-z][A-Za-z0-9_-]{5,19}(?![A-Za-z0-9_@.])|(?<![\w.])[1-9]\d{5,10}(?![\w.])"
        ),
        re.compile(_SERVICES),
        _OFFICE,
        re.compile(rf"(?:{_SERVICES})[\u4e00-\u9fff、/]{{0,4}}[：:（(是为\s|]*$"),
    ),
)
_WITHOUT_DIGITS = (_MAIL, _KINDS[-1].words)
_DIGITS = re.compile(r"\d\d{4}")
"""What a number of any other kind holds; looked for by its first digit, in half the time."""
_ANY = re.compile(
    r"护照|assport|通行证|回乡证|返乡证|台胞证|港澳|台湾居民|居留|外国人|军官证|士兵证|警官证|军人证|文职证|优待证|社保|社会保|医保|医疗证|病历|病案|住院号|门诊号|就诊|低保证|优抚证|残疾证|户口|户籍号|存折|折号|准生证|出生|@|微信|薇信|V信|VX|vx|Vx|WeChat|Wechat|wechat|QQ|qq|Qq|支付宝|身份证明"
)
"""A text without any of these words holds none of the numbers."""
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z][·•. ]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_PLATE_ANY = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z][·•. ]?[A-HJ-NP-Z0-9]{5}"
)
_DRIVES = re.compile(rf"{SURNAME}{GIVEN}(?:驾驶|驾|名下|所有)[^，。；\n]{{0,8}}$")
"""A person who drives or owns the car that follows."""
_OWNERS = re.compile(r"姓名|车主|驾驶人|当事人|违法人|所有人")


def other_numbers(text: str) -> Iterator[Leak]:
    """Every such number in a text; what stands between is masked but for the first and the last two signs."""
    if _ANY.search(text):
        yield from _named(text)
    if _PLATE_ANY.search(text):
        yield from _plates(text)


def _named(text: str) -> Iterator[Leak]:
    taken: set[int] = set()
    digits = _DIGITS.search(text)
    for kind in _KINDS:
        if not (digits or kind.words in _WITHOUT_DIGITS) or not kind.words.search(text):
            continue
        columns = Columns(text)
        for found in kind.shape.finditer(text):
            if found.start() in taken:
                continue
            line = text.rfind("\n", 0, found.start()) + 1
            before = text[max(line, found.start() - _NEAR) : found.start()]
            # Only a word in the same clause names a number; in a table, the heading of its column.
            clause = re.split(r"[，,；;。\t|]", before.rstrip("\t| "))[-1]
            heading = columns.heading(found.start())
            if kind.words is not _MAIL:
                named = (kind.direct or kind.words).search(clause) or any(
                    kind.words.search(head) for head in heading.split(" ") if len(head) <= MAX_HEAD
                )
            else:
                named = _private_mail(text, found)
            around = (
                text[max(line, found.start() - 24) : found.start()]
                + heading
                + text[found.end() : found.end() + 8]
            )
            if named and not (kind.unless and kind.unless.search(around)):
                taken.add(found.start())
                yield Leak("personal-number", found.start(), found.end(), masked(found[0]))


def _private_mail(text: str, found: re.Match[str]) -> bool:
    """A mailbox that is a telephone or an account, or that stands beside a person."""
    name = found[0].partition("@")[0]
    return name.isdecimal() or beside_person(text, found.start(), found.end())


def _plates(text: str) -> Iterator[Leak]:
    columns = Columns(text)
    for found in _PLATE.finditer(text):
        heading = columns.heading(found.start())
        owned = any(_OWNERS.search(head) for head in columns.heads(found.start())) if heading else False
        driven = _DRIVES.search(text, max(0, found.start() - _NEAR), found.start())
        if owned or driven or beside_person(text, found.start(), found.end()):
            yield Leak("personal-number", found.start(), found.end(), masked(found[0]))


def masked(value: str) -> str:
    """The first and the last two signs."""
    return f"{value[:2]}{'*' * max(1, len(value) - 4)}{value[-2:]}"
