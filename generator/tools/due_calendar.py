"""Documents that wait to be published → an iCalendar file of the days on which they are due.

For the office only: what is not published has not passed its review either, so the file is never part of the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from uuid import uuid5

from icalendar import Calendar, Event

from generator.model.document import Document, waiting
from generator.model.setting import Setting
from generator.model.terms import Span, spans
from generator.model.workdays import ONE_DAY
from generator.planning.events import NAMESPACE

Due = tuple[Document, Span]


def due_calendar(setting: Setting, documents: Iterable[Document]) -> bytes:
    """The calendar, most urgent first. A provisional term is entered with the earliest day that may turn out to be its last."""
    calendar = Calendar()
    for name, value in (
        ("prodid", "-//gongkai//due dates//ZH"),
        ("version", "2.0"),
        ("x-wr-calname", f"{setting.catalog.site.name}：公开期限"),
    ):
        calendar.add(name, value)
    for document, span in sorted(
        _dues(setting, documents), key=lambda due: (due[1].deadline.earliest, due[0].path)
    ):
        calendar.add_component(_entry(document, span, setting))
    return bytes(calendar.to_ical())


def _dues(setting: Setting, documents: Iterable[Document]) -> Iterator[Due]:
    for document in waiting(documents):
        for span in spans(document, setting):
            yield document, span


def _entry(document: Document, span: Span, setting: Setting) -> Event:
    deadline, term = span.deadline, span.deadline.term
    doubt = "（暂算）" if deadline.provisional else ""
    unit = "个工作日" if term.unit == "workday" else "日"
    name = document.index_no or document.path
    entry = Event()
    entry.add("uid", uuid5(NAMESPACE, f"{name}#due").urn)
    entry.add("dtstamp", datetime.combine(setting.today, time(), UTC))
    entry.add("dtstart", deadline.earliest)
    entry.add("dtend", deadline.earliest + ONE_DAY)
    entry.add("transp", "TRANSPARENT")
    entry.add("summary", f"最迟公开{doubt}：{document.title}")
    entry.add("description", f"{name}，{deadline.start} 起 {term.number} {unit}，{term.basis}")
    return entry
