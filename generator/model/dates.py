"""Calendar dates as editors write them."""

from __future__ import annotations

import re
from datetime import date, timedelta, timezone

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

LOOSE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)

CHINA = timezone(timedelta(hours=8))
"""The days of the law are those of Beijing, whatever zone a clock or a commit is in."""

LAST_YEAR = 2999
"""Later years are slips of the keyboard, or mean «never»; no term could be counted from them."""


def parse_date(text: str) -> date | str | None:
    """The date `YYYY-MM-DD`; for another spelling of a real date the right spelling; None for no date at all."""
    if ISO.fullmatch(text):
        return _real(text)
    loose = LOOSE.fullmatch(text.strip())
    if loose is None:
        return None
    year, month, day = (int(part) for part in loose.groups())
    meant = f"{year:04}-{month:02}-{day:02}"
    return meant if _real(meant) else None


def _real(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year <= LAST_YEAR else None
