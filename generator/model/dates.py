"""Calendar dates as editors write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta, timezone

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

LOOSE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)

_LETTERED = re.compile(r"[〇○零一二三四五六七八九十廿卅OＯo０-９年月日]+")
_NUMERALS = {sign: str(n) for n, signs in enumerate(("〇○零OＯo", *"一二三四五六七八九")) for sign in signs}
_SHORT = re.compile(r"(?P<year>\d{2})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})([-/.])(?P<month>\d{1,2})\2(?P<year>\d{4})", re.ASCII)
_CLOSED_UP = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_CLOCK = re.compile(r"(?<=\d)[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$", re.ASCII)
_BEHIND = re.compile(r"[ \u3000]*[（(]?(?:星期|周)[一二三四五六日天][）)]?$|[。.]+$")
_PARTED = re.compile(r"(?<=\d)[ _\\]+(?=\d)")
_WIDE = {**{0xFF10 + n: str(n) for n in range(10)}, **dict.fromkeys(map(ord, "－–—‐‑−／．。、"), "-")}

CHINA = timezone(timedelta(hours=8))
"""The days of the law are those of Beijing, whatever zone a clock or a commit is in."""

LAST_YEAR = 2999
"""Later years are slips of the keyboard, or mean «never»; no term could be counted from them."""


def parse_date(text: str) -> date | str | None:
    """The date `YYYY-MM-DD`; for another spelling of a real date the right spelling; None for no date at all."""
    if ISO.fullmatch(text):
        return _real(text)
    for year, month, day in _meant(text.strip()):
        meant = f"{year:04}-{month:02}-{day:02}"
        if _real(meant):
            return meant
    return None


def _meant(text: str) -> Iterator[tuple[int, int, int]]:
    """What a text may mean as year, month and day, the likeliest first: in figures of any kind, with an hour behind it, the day first."""
    text = _BEHIND.sub("", text)
    plain = _CLOCK.sub("", _in_figures(text) if _LETTERED.fullmatch(text) else text.translate(_WIDE))
    plain = _PARTED.sub("-", plain.rstrip("-. "))
    if found := LOOSE.fullmatch(plain) or _CLOSED_UP.fullmatch(plain):
        year, month, day = (int(part) for part in found.groups())
        yield year, month, day
    elif found := _DAY_FIRST.fullmatch(plain):
        year, month, day = (int(found[part]) for part in ("year", "month", "day"))
        if month > 12:
            yield year, day, month
        elif day > 12 or day == month:
            yield year, month, day
    elif found := _SHORT.fullmatch(plain):
        yield 2000 + int(found["year"]), int(found["month"]), int(found["day"])


def _in_figures(text: str) -> str:
    """二〇二六年十一月二十八日 → 2026年11月28日."""
    text = text.translate(_WIDE).replace("廿", "二十").replace("卅", "三十")
    text = re.sub(r"(?<![一二三])十(?=[一二三四五六七八九])", "1", text)
    text = re.sub(r"(?<![一二三])十", "10", text)
    text = re.sub(r"(?<=[一二三])十(?=[一二三四五六七八九])", "", text).replace("十", "0")
    return "".join(_NUMERALS.get(sign, sign) for sign in text)


def _real(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year <= LAST_YEAR else None
