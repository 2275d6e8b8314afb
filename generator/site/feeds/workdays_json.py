"""The working days for the browser: `data/workdays.json`, read by the reply-date calculator."""

from __future__ import annotations

from datetime import date

from generator.machine.json_text import json_text
from generator.model.workdays import WorkCalendar

FIRST = date(2015, 1, 1)
"""Receipts before this day are not calculated."""


AHEAD = 2
"""Years after the last known one for which the file says what may be a working day and what surely is."""


def workdays_json(calendar: WorkCalendar) -> str:
    """The first and the last known day, and one sign for each day between: 1 worked, 0 off.

    `may` and `surely` go on from there: the days of the next years that may turn out to be worked, and those that surely are,
    so that a term has an earliest and a latest end as long as the holiday notice is not out.
    """
    known = range(FIRST.toordinal(), calendar.last.toordinal() + 1)
    worked = frozenset(calendar.days)
    end = date(calendar.last.year + AHEAD, 12, 31)
    ahead = [date.fromordinal(day) for day in range(calendar.last.toordinal() + 1, end.toordinal() + 1)]
    signs = {
        "days": (day in worked for day in known),
        "may": (calendar.may_be_worked(day) for day in ahead),
        "surely": (calendar.surely_worked(day) for day in ahead),
    }
    head = {"first": FIRST.isoformat(), "last": calendar.last.isoformat()}
    return json_text(head | {key: "".join("01"[sign] for sign in row) for key, row in signs.items()})
