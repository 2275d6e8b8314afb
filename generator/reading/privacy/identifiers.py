"""Text → the citizen numbers, mobile numbers and bank cards in it.

One regular expression finds numbers of the right shape in a single pass; what they are is decided by their digits and,
where digits do not suffice, by the words before them and above their column. Masked numbers have no shape to find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from generator.reading.privacy.tables import Columns


class Leak(NamedTuple):
    """One personal datum in a text. `shown` is masked; the value itself is nowhere kept."""

    slug: str
    start: int
    end: int
    shown: str


_NUMBER = re.compile(
    r"""
    [0-9](?:(?<![0-9A-Za-z_][0-9])|(?<=G[0-9])(?<![0-9A-Za-z_]G[0-9]))(?<![0-9]\.[0-9])(?<![0-9A-Za-z]-[0-9])     # not within a number, a code or a decimal
    (?: [0-9]{16}[0-9Xx][0-9]{2} | [0-9]{16}[Xx] | [0-9]{14,18} | [0-9]{10}
      | [0-9]{5}[ \u00a0\u3000-](?:[0-9]{8}[ \u00a0\u3000-][0-9]{3}[0-9Xx] | (?:[0-9]{4}[ \u00a0-]){2}[0-9]{3}[0-9Xx] | [0-9]{10,13})
      | [0-9]{3}(?:[ \u00a0-][0-9]{4}){3}(?:[ \u00a0-]?[0-9]{1,3})?
      | [0-9]{2}[ \u00a0.-][0-9]{4}[ \u00a0.-][0-9]{4}
      | (?:086|6)[ \u00a0-]?1[3-9][0-9][ \u00a0-]?[0-9]{4}[ \u00a0-]?[0-9]{4} )
    (?![0-9A-Za-z_])(?!\.[0-9])(?!-[0-9])
""",
    re.VERBOSE,
)

_SEPARATORS = re.compile(r"[ \u00a0\u3000.-]")

_WIDE_DIGITS = "０１２３４５６７８９"

_NARROW = str.maketrans(_WIDE_DIGITS + "Ｘ－", "0123456789X-")

_REGION = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])(?!00)[0-9]{2}(?!00)[0-9]{2}")
"""Province, city and county of GB/T 2260."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_CHECKS = "10X98765432"

_MOBILE = re.compile(r"(?:0086|86)?(1(?:3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8})")

_UNIONPAY = re.compile(r"62\d{14,17}|9558\d{12,15}|95599\d{14}|955100\d{13}|436742\d{10,13}|601382\d{13}")
"""Prefixes of mainland cards; anything else needs a word that says it is an account."""

_FOREIGN = re.compile(r"4\d{15}|5[1-5]\d{14}|35\d{14}|60\d{14,17}|9[0-9]\d{14,17}")

_ID_WORDS = re.compile(r"身份证|证件号|公民身份")

_CODE_OF_ORGANISATION = re.compile(r"代码|信用")

_CASE_WORDS = re.compile(r"受理|收件|业务|项目|案号|案件|许可|备案|流水|订单|索引号|文号|编号|编码|单号")

_FIRST_CASE = "2000"
"""Case numbers that hold a date are those of computer systems; an earlier year is one of birth."""

_DISABILITY = re.compile(r"残疾")

_CARD_WORDS = re.compile(r"卡号|账号|帐号|账户|帐户|银行卡|一卡通|存折")

_PHONE_WORDS = re.compile(r"电话|手机|联系|联络|移动|号码|微信|[Tt]el|TEL|[Pp]hone")

_CODE_WORDS = re.compile(
    r"编号|编码|代码|条码|条形码|批号|批次|单号|合同号|流水号|序列号|订单号?|文号|证号|案号|备案号|索引号|许可|[验识标]码|[Nn][Oo]\.|ISBN"
)

_AMOUNT_WORDS = re.compile(
    r"金额|资金|价款|收入|支出|产值|总额|余额|合计|面积|产量|数量|预算|决算|投资|"
    r"[（(](?:万|亿|千)?(?:元|吨|公斤|千瓦时|立方米|平方米|人|户|辆|件)[）)]"
)

_SERIAL = re.compile(r"号[：:为是\s]*$")
"""Any 某某号 that is not a telephone: engine, frame, seat, meter."""

_UNIT = re.compile(
    r"\s?(?:元|万|亿|千|百|吨|公斤|平方|立方|公里|米|度|人次|人|户|次|件|个|辆|台|股|美元|%|％|㎡)"
)

_NEAR = 14
"""Characters before a number in which a word still names it."""


def identifiers(text: str) -> Iterator[Leak]:
    """Every number in a text that belongs to a person, in order."""
    if any(digit in text for digit in _WIDE_DIGITS):
        text = text.translate(_NARROW)
    columns = Columns(text)
    for match in _NUMBER.finditer(text):
        if leak := _leak(match, columns):
            yield leak


def _leak(match: re.Match[str], columns: Columns) -> Leak | None:
    digits = _SEPARATORS.sub("", match[0]).upper()
    start, end = match.span()
    if len(digits) == 20:  # a disability certificate: the identity number, kind and degree
        return (
            Leak("citizen-id", start, end, masked_id(digits))
            if _is_citizen(digits[:18]) and _DISABILITY.search(_label(match, columns))
            else None
        )
    if len(digits) == 18 and _is_citizen(digits) and not _is_serial(match, columns):
        return Leak("citizen-id", start, end, masked_id(digits))
    if (
        match.string[start - 1 : start] == "G"
    ):  # a pupil's number is G and the identity number, other codes begin so too
        return None
    if mobile := _MOBILE.fullmatch(digits):
        return (
            Leak("mobile-phone", start, end, masked_phone(mobile[1]))
            if _is_phone(match, digits, columns)
            else None
        )
    if len(digits) in (15, 18) and _shaped_like_id(digits) and _ID_WORDS.search(_label(match, columns)):
        return Leak("citizen-id", start, end, masked_id(digits))
    return Leak("bank-card", start, end, masked_card(digits)) if _is_card(match, digits, columns) else None


def masked_id(digits: str) -> str:
    """First two and last three, as official notices prescribe: 35*************123."""
    return f"{digits[:2]}{'*' * (len(digits) - 5)}{digits[-3:]}"


def masked_phone(digits: str) -> str:
    """138****1234."""
    return f"{digits[:3]}****{digits[-4:]}"


def masked_card(digits: str) -> str:
    """The bank's prefix and the last three digits."""
    return f"{digits[:4]}{'*' * (len(digits) - 7)}{digits[-3:]}"


def _is_citizen(digits: str) -> bool:
    """GB 11643: region, date of birth and check digit."""
    return (
        _shaped_like_id(digits)
        and _CHECKS[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11] == digits[17]
    )


def _is_serial(match: re.Match[str], columns: Columns) -> bool:
    """Case numbers made of region, date and serial, and credit codes of digits alone, pass the check digit once in eleven."""
    label = _label(match, columns)
    if _ID_WORDS.search(label):
        return False
    year = _SEPARATORS.sub("", match[0])[6:10]
    return bool(_CODE_OF_ORGANISATION.search(label) or (year >= _FIRST_CASE and _CASE_WORDS.search(label)))


def _shaped_like_id(digits: str) -> bool:
    born = digits[6:14] if len(digits) == 18 else "19" + digits[6:12]
    if not _REGION.match(digits) or "X" in digits[:17] or not "1900" <= born[:4] <= "2049":
        return False
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    return True


def _is_phone(match: re.Match[str], digits: str, columns: Columns) -> bool:
    """Eleven digits may also be a sum, a code or three columns of a table: words and units around them decide."""
    if (
        len(digits) == 11
        and {" ", "\u00a0", "."} & set(match[0])
        and not _PHONE_WORDS.search(_line_before(match))
    ):
        return False
    if _UNIT.match(match.string, match.end()) or _within_url(match):
        return False
    label = _label(match, columns)
    other = _CODE_WORDS.search(label) or _AMOUNT_WORDS.search(label) or _SERIAL.search(_line_before(match))
    return bool(_PHONE_WORDS.search(label)) or not other


def _is_card(match: re.Match[str], digits: str, columns: Columns) -> bool:
    if "X" in digits or not _luhn(digits) or not (_UNIONPAY.fullmatch(digits) or _FOREIGN.fullmatch(digits)):
        return False
    label = _label(match, columns)
    if _CARD_WORDS.search(label):
        return True
    return bool(_UNIONPAY.fullmatch(digits)) and not _CODE_WORDS.search(label) and not _within_url(match)


def _luhn(digits: str) -> bool:
    doubled = (int(d) * 2 for d in digits[-2::-2])
    return (sum(int(d) for d in digits[-1::-2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def _label(match: re.Match[str], columns: Columns) -> str:
    """The words that name a number: just before it in its line and cell, and the heading of its column."""
    return f"{_line_before(match)} {columns.heading(match.start())}"


def _line_before(match: re.Match[str]) -> str:
    near = match.string[max(0, match.start() - _NEAR) : match.start()]
    return re.split(r"[\n\t|，,；;。]", near)[-1]


def _within_url(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 200) : match.start()]
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
