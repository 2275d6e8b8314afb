"""What is due → an iCalendar file of the days on which it is due.

For the office only: what is not published has not passed its review either, so the file is never part of the site.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from uuid import uuid5

from icalendar import Calendar, Event

from generator.model.events import NAMESPACE
from generator.model.workdays import ONE_DAY
from generator.planning.ledger.dues import Due, most_urgent_first

PUBLISH = "最迟公开"


def due_calendar(name: str, found: Iterable[Due], today: date) -> bytes:
    """The calendar of a site, most urgent first. A provisional term is entered with the earliest day that may turn out to be its last."""
    calendar = Calendar()
    for key, value in (
        ("prodid", "-//gongkai//due dates//ZH"),
        ("version", "2.0"),
        ("x-wr-calname", f"{name}：公开期限"),
    ):
        calendar.add(key, value)
    for due in most_urgent_first(found):
        calendar.add_component(_entry(due, today))
    return bytes(calendar.to_ical())


def _entry(due: Due, today: date) -> Event:
    deadline = due.deadline
    doubt = "（暂算）" if deadline.provisional else ""
    # The entry of a publication keeps the name that it had when nothing else was in the calendar.
    kind = "" if due.what.zh == PUBLISH else f"-{due.what.en}"
    entry = Event()
    entry.add("uid", uuid5(NAMESPACE, f"{due.number}#due{kind}").urn)
    entry.add("dtstamp", datetime.combine(today, time(), UTC))
    entry.add("dtstart", deadline.earliest)
    entry.add("dtend", deadline.earliest + ONE_DAY)
    entry.add("transp", "TRANSPARENT")
    entry.add("summary", f"{due.what.zh}{doubt}：{due.title}")
    entry.add("description", f"{due.number}，{deadline.arithmetic.zh}")
    return entry
