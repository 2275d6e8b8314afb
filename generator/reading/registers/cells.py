"""A cell as it was typed → its one spelling, or what is wrong with it and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from generator.model.dates import LOOSE, parse_date
from generator.model.diagnostics import Text, did_you_mean
from generator.model.organisation_codes import check_character
from generator.model.tables import BETWEEN_VALUES, OTHER, Column, Mask
from generator.reading.privacy.masking import without_leaks
from generator.reading.registers.sheets import SHORTENED
from generator.reading.registers.workbooks import ERRORS

SHOWN = 24
"""Characters of a cell that a message repeats."""

_SERIAL = re.compile(r"[234]\d{4}(?:\.0)?", re.ASCII)
"""A day as Excel counts it: 45678 is 2025-01-21."""

_TIME = re.compile(
    r"[ T]+(?:[上下]午 ?)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M|Z|[+-]\d{2}:?\d{2})?$", re.ASCII
)
"""The time of a day, which a date does without."""

_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)

_EXCEL_DAY = date(1899, 12, 30)

_LINK = re.compile(r"https?://[^\s/]+(/\S*)?")

_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?", re.ASCII | re.IGNORECASE)
"""An address without its beginning."""

_STAR = "[*＊×xX某○●]"

_MASKED: Mapping[Mask, re.Pattern[str]] = {
    "name": re.compile(
        rf"(?:[\u4e00-\u9fff·]{{0,2}}{_STAR}{{1,3}}[\u4e00-\u9fff]?|[\u4e00-\u9fff]某[某\u4e00-\u9fff]?)"
    ),
    "id": re.compile(rf"[0-9A-Za-z]{{0,6}}{_STAR}{{4,}}[0-9A-Za-z]{{0,4}}"),
    "phone": re.compile(rf"[0-9-]{{0,5}}{_STAR}{{3,}}[0-9]{{0,4}}"),
    "account": re.compile(rf"[0-9]{{0,6}}{_STAR}{{4,}}[0-9]{{0,4}}"),
    "address": re.compile(r"(?!.*[0-9０-９一二三四五六七八九十](?:号|室|栋|幢|单元|组|社|队)).*"),
}

_UNMASKED: Mapping[Mask, tuple[Text, Text]] = {
    "name": (
        Text("姓名没有遮盖", "a name is not masked"),
        Text("只留姓，其余写星号，如 张**", "keep the surname: 张**"),
    ),
    "id": (
        Text("证件号码没有遮盖", "a number of a person is not masked"),
        Text("写成 330***********123X 的样子，中间至少 4 个星号", "mask at least four places with asterisks"),
    ),
    "phone": (
        Text("电话号码没有遮盖", "a telephone is not masked"),
        Text("写成 138****1234", "write 138****1234"),
    ),
    "account": (
        Text("账号没有遮盖", "an account is not masked"),
        Text("只留后 4 位，其余写星号", "keep the last four digits"),
    ),
    "address": (
        Text("住址写到了村组、门牌或者房号", "an address goes below township or village"),
        Text("写到乡镇、街道或者村为止", "stop at township, street or village"),
    ),
}


class Wrong(NamedTuple):
    """Why a cell cannot stay as it is."""

    message: Text
    hint: Text


def shown_cell(text: str) -> str:
    """A cell as a message may repeat it."""
    text = without_leaks(text)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def reader_of(column: Column, bodies: Mapping[str, object]) -> Callable[[str], tuple[str, Wrong | None]]:
    """What reads the cells of a column. An empty cell is not given to it."""
    check = {
        "date": _date,
        "integer": _integer,
        "number": _number,
        "choice": lambda text: (
            _choices(text, column.values) if column.several else _choice(text, column.values)
        ),
        "code": _code,
        "body": lambda text: _choice(text, tuple(bodies)),
        "link": _link,
    }.get(column.type, _text)
    if column.mask is None:
        return check
    mask = column.mask

    def masked(text: str) -> tuple[str, Wrong | None]:
        value, wrong = check(text)
        return value, wrong or (None if _MASKED[mask].fullmatch(value) else Wrong(*_UNMASKED[mask]))

    return masked


_DITTO = ("同上", "同上。", "同前", "同左", "〃", "″", "''", '""', "//", "ditto")


def _text(text: str) -> tuple[str, Wrong | None]:
    if text[0] == "#" and (text in ERRORS or not text.strip("#")):
        return text, Wrong(
            Text(f"这一格是错误值 {text}", f"the cell is the error {text}"),
            Text("填写正确的内容", "fill in what is right"),
        )
    if text in _DITTO:
        return text, Wrong(
            Text(f"“{text}”离开上一行就没有意思", f"“{text}” means nothing without the row above"),
            Text("写上一行的内容", "write what the row above says"),
        )
    if SHORTENED.fullmatch(text):
        return text, Wrong(
            Text(f"长号码被表格软件写成了 {text}", f"a long number was shortened to {text}"),
            Text("把这一列设为“文本”，重新填写完整的号码", "make the column text and enter the number again"),
        )
    return text, None


def date_cell(text: str) -> tuple[date | None, Wrong | None]:
    """The day in a cell; every usual spelling that begins with a year of four digits is read, for spreadsheets change it when they save."""
    plain = _TIME.sub("", unicodedata.normalize("NFKC", text).strip())
    plain = re.sub("[号號]$", "日", plain)
    if eight := _EIGHT.fullmatch(plain):
        plain = "-".join(eight.groups())
    found = parse_date(plain)
    if isinstance(found, str) and LOOSE.fullmatch(plain):
        found = date.fromisoformat(found)
    if isinstance(found, date):
        return found, None
    said = shown_cell(text)
    if _SERIAL.fullmatch(plain):
        meant = [str(_EXCEL_DAY + timedelta(days=int(float(plain))))]
        message = Text(f"日期成了数字 {plain}", f"a date became the number {plain}")
    else:
        meant = [found] if found else _otherwise(plain)
        message = Text(f"“{said}”不是日期", f"“{said}” is no date")
    if meant:
        told = Text(f"写成 {'或者 '.join(meant)}（请核对）", f"write {' or '.join(meant)} (please check)")
    elif _NONE.fullmatch(plain):
        told = Text("没有的、长期的，这一格留空", "leave the cell empty where there is none or no end")
    else:
        told = Text(
            "写成 2026-03-02 的样子，并核对这一天是否存在", "write it like 2026-03-02; the day must exist"
        )
    return None, Wrong(message, told)


_NONE = re.compile(r"长期(?:有效)?|永久(?:有效)?|无(?:固定期限|期限)?|不限|[/\\—-]+|9999\D.*")
"""What offices write where there is no day."""

_YEAR_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)

_REPUBLIC = re.compile(r"(民[国國]\s*)?(\d{2,3})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
"""A year counted from 1912, as in 民國112年3月5日 and 112/03/05."""


def _otherwise(text: str) -> list[str]:
    """The days that a date can mean whose year stands at the end, after the month or after the day, or is counted from 1912."""
    both = set()
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = map(int, found.groups())
        both = {f"{year}-{month:02}-{day:02}" for month, day in ((first, second), (second, first))}
    elif (found := _REPUBLIC.fullmatch(text)) and (found[1] or int(found[2]) >= 100):
        both = {f"{int(found[2]) + 1911}-{int(found[3]):02}-{int(found[4]):02}"}
    return sorted(day for day in both if isinstance(parse_date(day), date))


def _date(text: str) -> tuple[str, Wrong | None]:
    day, wrong = date_cell(text)
    return (str(day) if day else ""), wrong


_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
"""A number in groups of three digits; any other comma may stand for a point."""


def _decimal(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").strip()
    if ("," in plain and not _GROUPED.fullmatch(plain)) or "e" in plain.lower():
        return None
    try:
        value = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 16 else None


def _number(text: str) -> tuple[str, Wrong | None]:
    value = _decimal(text)
    if value is None:
        plain = unicodedata.normalize("NFKC", text).replace(" ", "")
        meant = _AMOUNT.fullmatch(re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain))
        return "", Wrong(
            Text(f"“{shown_cell(text)}”不是数", f"“{shown_cell(text)}” is no number"),
            Text(f"写成 {meant[1]}（请核对单位）；单位写在表头里", f"write {meant[1]} (check the unit)")
            if meant
            else Text("只写数字，如 1236.40；单位写在表头或者说明里", "write digits only, such as 1236.40"),
        )
    return format(value, "f"), None


_AMOUNT = re.compile(
    r"(?:人民币|RMB|[¥￥$])?([+-]?\d+(?:\.\d+)?)(?:元|万元|亿元|[%‰]|[\u4e00-\u9fff]{1,3})?(?:整)?"
)
"""A number with its unit."""


def _integer(text: str) -> tuple[str, Wrong | None]:
    value = _decimal(text)
    if value is None or value != value.to_integral_value():
        return "", Wrong(
            Text(f"“{shown_cell(text)}”不是整数", f"“{shown_cell(text)}” is no whole number"),
            Text("写一个整数，如 12", "write a whole number, such as 12"),
        )
    return str(int(value)), None


def _choice(text: str, values: tuple[str, ...]) -> tuple[str, Wrong | None]:
    if text in values or (OTHER in values and _SPECIFIED.match(text)):
        return text, None
    shown = shown_cell(text)
    return text, Wrong(Text(f"不能写“{shown}”", f"“{shown}” cannot stand here"), did_you_mean(text, values))


_SPECIFIED = re.compile(rf"{OTHER}\s*(?:[-－—:：]\s*\S|[（(].)")
"""“其他” with what it is, as the templates of 双公示 ask for: 其他-补办."""


def _choices(text: str, values: tuple[str, ...]) -> tuple[str, Wrong | None]:
    """A cell with several values, whatever stands between them. Some values hold such a sign themselves, so the longest is taken first."""
    left, found = text.strip(_SIGNS), []
    longest = sorted(values, key=len, reverse=True)
    while left:
        part = next(
            (
                value
                for value in longest
                if left == value or left.startswith(tuple(value + s for s in _SIGNS))
            ),
            None,
        )
        if part is None:
            part = re.split(f"[{_SIGNS}]", left, maxsplit=1)[0]
            if wrong := _choice(part, values)[1]:
                return text, wrong
        found.append(part)
        left = left[len(part) :].strip(_SIGNS)
    return BETWEEN_VALUES.join(dict.fromkeys(found)), None


_SIGNS = ";；,，/|、 \u3000"
"""What offices write between the values of a cell."""


def _code(text: str) -> tuple[str, Wrong | None]:
    code = unicodedata.normalize("NFKC", text).upper().replace(" ", "")
    if SHORTENED.fullmatch(text):
        return _text(text)
    right = check_character(code.replace("-", ""))
    if right is None:
        return text, Wrong(
            Text("不是统一社会信用代码或者组织机构代码", "it is no credit code and no organisation code"),
            Text(
                "写 18 位统一社会信用代码；自然人不写", "write the 18 characters; leave it empty for a person"
            ),
        )
    if right != code[-1]:
        return text, Wrong(
            Text("代码的校验位不对", "the check character is wrong"),
            Text("对照登记证书核对代码", "check the code against the certificate"),
        )
    return code, None


def _link(text: str) -> tuple[str, Wrong | None]:
    if _LINK.fullmatch(text):
        return text, None
    return text, Wrong(
        Text(f"“{shown_cell(text)}”不是网址", f"“{shown_cell(text)}” is no address"),
        Text(f"写成 https://{text}（请核对）", f"write https://{text} (please check)")
        if _HOST.fullmatch(text)
        else Text("写完整的网址，以 https:// 开头", "write it whole, from https:// on"),
    )
