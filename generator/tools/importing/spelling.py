"""Numbers and dates of official documents, however they were typed → their regular form.

GB/T 9704 asks for 青政办发〔2026〕5号 and 2026年3月5日; offices type six kinds of brackets, full-width figures, a Latin O
for 〇, and series of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

_OPEN, _CLOSE = "〔\\[［(（【﹝〖〈<＜「『{", "〕\\]］)）】﹞〗〉>＞」』}"
_WIDE = str.maketrans({chr(0xFF01 + n): chr(0x21 + n) for n in range(94) if chr(0x21 + n).isalnum()})
_DASHES = re.compile(r"[－–—―‐‑−]")
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_SERIAL = r"(?:第|字第|字)?0*(?P<serial>[1-9]\d{0,4}(?:(?:-|之)[\d一二三四五六七八九十]{1,3})?)号"
_SIGN = r"[\u3400-\u9fffA-Za-z·]{1,20}(?:（[\u3400-\u9fff]{1,6}）[\u3400-\u9fff]{0,8})?"
_LABEL = r"(?:(?:发文字号|文号|文件编号|编号|发文号)[：:])?"

_USUAL = re.compile(rf"{_LABEL}(?P<sign>{_SIGN})[{_OPEN}]{_YEAR}年?[{_CLOSE}]{_SERIAL}")
_YEAR_FIRST = re.compile(
    rf"{_LABEL}[{_OPEN}]{_YEAR}年?[{_CLOSE}](?P<sign>(?!第|字)[\u3400-\u9fff0-9A-Za-z]{{1,12}}?)(?P<link>字第|第|字)?0*(?P<serial>[1-9]\d{{0,4}}(?:-\d{{1,3}})?)号"
)
_SERIES = re.compile(rf"{_LABEL}(?P<series>[A-Z]{{2,8}}\d{{0,6}}-(?:19|20)\d{{2}}-\d{{3,6}})", re.IGNORECASE)
_ORDER = re.compile(
    r"(?P<kind>[\u3400-\u9fff]{0,28}(?:令|公告|通告|布告|决定|命令))?[（(]?(?:(?P<year>(?:19|20)\d{2})年)?"
    rf"(?:[{_OPEN}](?P<bracket>(?:19|20)\d{{2}})年?[{_CLOSE}])?第?(?P<serial>[1-9]\d{{0,4}}|[〇○零一二三四五六七八九十百]{{1,6}})号[）)]?"
)
_BEHIND = re.compile(r"签发人[：:].{0,20}$|会签人?[：:].{0,20}$")
_FRAME = re.compile(r"^[（(【\[](?P<inner>.+)[）)】\]]$")

_ZERO = "〇○零OoＯ0О◯Οο"
"""Latin, full-width, Cyrillic and Greek letters that look like 〇, and the figure."""
_CHINESE_YEAR = rf"[一二][{_ZERO}一二三四五六七八九]{{3}}"
_DAY = r"\d{1,2}|[初元]?[一二三四五六七八九十廿卅〇○]{1,4}"
_SEALED = r"(?:[（(【\[]?(?:印章?|公?章|盖章|代章|此印)[）)】\]]?)?"
SPOKEN = re.compile(
    rf"(?P<year>(?:19|20)\d{{2}}|{_CHINESE_YEAR})年(?P<month>\d{{1,2}}|[一二三四五六七八九十元正]{{1,2}})月(?P<day>{_DAY})[日曰号]"
)
"""A date in words, in a text without blanks and full-width figures."""
_PLAIN = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<dash>[-./])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})")
_ALONE = re.compile(
    rf"(?P<who>.{{0,60}}?)(?:(?:成文|签发|发布|印发|落款)?日期[：:])?(?:{SPOKEN.pattern}|"
    rf"{_PLAIN.pattern.replace('?P<year>', '?P<year2>').replace('?P<month>', '?P<month2>').replace('?P<day>', '?P<day2>')})"
    rf"(?P<seal>{_SEALED})"
)
_FIGURES = {"〇": 0, "○": 0, "零": 0, **{sign: n for n, sign in enumerate("一二三四五六七八九", 1)}}


class Numbered(NamedTuple):
    """The number of a document."""

    number: str
    """The number in its regular form: 测政办发〔2026〕2号."""
    written: str
    """The number as it was written."""
    order: bool = False
    """Whether it counts the orders or announcements of a body, whose name stands above it."""
    series: bool = False
    """Whether it is a number of a register of normative documents, which stands beside the number proper."""


class Dated(NamedTuple):
    """A line that is a date."""

    day: date | None
    """None: there is no such day."""
    who: str
    """What stands before the date on its line."""


def tight(text: str) -> str:
    """Without blanks, with ordinary figures and letters."""
    return "".join(text.split()).translate(_WIDE)


def read_number(line: str, above: str = "") -> Numbered | None:
    """The number that a line is; `above` is the line before, which names the body of an order. None: it is no number."""
    bare = _BEHIND.sub("", _DASHES.sub("-", tight(line)))
    written = re.sub(rf"^{_LABEL}", "", bare)
    if match := _USUAL.fullmatch(bare):
        sign = match["sign"].removesuffix("字")
        if not re.search(r"[，。；]", sign):
            return Numbered(f"{sign}〔{match['year']}〕{match['serial']}号", written)
    if match := _YEAR_FIRST.fullmatch(bare):
        link = match["link"] or ""
        return Numbered(f"（{match['year']}）{match['sign']}{link}{match['serial']}号", written)
    if match := _SERIES.fullmatch(bare):
        return Numbered(match["series"].upper(), written, series=True)
    framed = _FRAME.match(bare)
    match = _ORDER.fullmatch(framed["inner"] if framed else bare)
    if match and (match["kind"] or re.search(r"(?:令|公告|通告|布告|纪要)$", tight(above))):
        whose = match["kind"] or tight(above)
        if match["bracket"]:
            return Numbered(f"{whose}〔{match['bracket']}〕{match['serial']}号", written, order=True)
        year = f"{match['year']}年" if match["year"] else ""
        return Numbered(f"{whose}{year}第{match['serial']}号", written, order=True)
    return None


def find_number(text: str) -> str | None:
    """The number within a text, such as a note below a title."""
    match = re.search(
        rf"(?P<sign>[\u3400-\u9fffA-Za-z·]{{1,20}})[{_OPEN}]{_YEAR}[{_CLOSE}]{_SERIAL}", tight(text)
    )
    if match is None:
        return None
    sign = re.sub(r"^.*(?:[日，,]|以|经)", "", match["sign"])
    return f"{sign}〔{match['year']}〕{match['serial']}号"


def read_date(line: str) -> Dated | None:
    """The date that a line is or ends with, perhaps behind a name and before a seal; None when it is none."""
    match = _ALONE.fullmatch(tight(line))
    if match is None or match["who"].endswith(
        ("于", "自", "从", "至", "到", "在", "为", "以前", "截止", "（")
    ):
        return None
    year, month, day = (match[key] or match[f"{key}2"] for key in ("year", "month", "day"))
    return Dated(_date(year, month, day), match["who"])


def find_date(text: str) -> date | None:
    """The first date in a text, in any spelling."""
    bare = tight(text)
    found: Sequence[re.Match[str] | None] = (SPOKEN.search(bare), _PLAIN.search(bare))
    first = min((m for m in found if m), key=lambda m: m.start(), default=None)
    return _date(first["year"], first["month"], first["day"]) if first else None


def counted(figures: str) -> int | None:
    """12 of 十二, 20 of 二十, 25 of 廿五; None when it is no number."""
    if figures.isascii():
        return int(figures) if figures.isdigit() else None
    text = figures.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    if text in ("元", "正"):
        return 1
    if len(text) == 2 and text[0] in "一二三" and text[1] in "〇○":
        return int(_FIGURES[text[0]]) * 10
    tens, ten, ones = text.rpartition("十")
    if (tens and tens not in _FIGURES) or (ones and ones not in _FIGURES):
        return None
    return (_FIGURES[tens] if tens else 1) * 10 * bool(ten) + (_FIGURES[ones] if ones else 0)


def _date(year: str, month: str, day: str) -> date | None:
    if not year.isdigit() or not year.isascii():
        year = "".join(str(0 if sign in _ZERO else _FIGURES[sign]) for sign in year)
    try:
        return date(int(year), counted(month) or 0, counted(day) or 0)
    except ValueError:
        return None
