"""The working days for the browser: `data/workdays.json`, read by the reply-date calculator."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from generator.model.workdays import WorkCalendar

FIRST = date(2015, 1, 1)
"""Receipts before this day are not calculated."""


UNKNOWN = 2 * 366
"""Days after the last known year of which it is said whether they may be worked; a reply can take no longer."""


def workdays_json(calendar: WorkCalendar) -> str:
    """The first and the last known day, and one sign for each day between: 1 worked, 0 off.

    `perhaps` and `surely` have a sign for each day after the last known one: whether it may turn out to be worked, and whether it
    will be whatever the next notice of holidays says. With the first a term ends as early as it can, with the second as late.
    """
    last = calendar.last.toordinal()
    worked = frozenset(calendar.days)
    after = [date.fromordinal(last + n) for n in range(1, UNKNOWN + 1)]
    return (
        json.dumps(
            {
                "first": FIRST.isoformat(),
                "last": calendar.last.isoformat(),
                "days": _signs(day in worked for day in range(FIRST.toordinal(), last + 1)),
                "perhaps": _signs(calendar.may_be_worked(day) for day in after),
                "surely": _signs(calendar.surely_worked(day) for day in after),
            }
        )
        + "\n"
    )


def _signs(worked: Iterable[bool]) -> str:
    return "".join("1" if day else "0" for day in worked)
