"""The working days for the browser: `data/workdays.json`, read by the reply-date calculator."""

from __future__ import annotations

import json
from datetime import date

from generator.model.workdays import WorkCalendar

FIRST = date(2015, 1, 1)
"""Receipts before this day are not calculated."""


def workdays_json(calendar: WorkCalendar) -> str:
    """The first and the last known day, and one sign for each day between: 1 worked, 0 off."""
    span = range(FIRST.toordinal(), calendar.last.toordinal() + 1)
    worked = frozenset(calendar.days)
    days = "".join("1" if day in worked else "0" for day in span)
    return json.dumps({"first": FIRST.isoformat(), "last": calendar.last.isoformat(), "days": days}) + "\n"
