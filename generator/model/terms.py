"""The publication terms of one document and when they were met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from generator.model.catalog import Term
from generator.model.document import PUBLIC, Document
from generator.model.setting import Setting
from generator.model.tables import RowDocument
from generator.model.workdays import FIRST_TERM, Deadline


class Span(NamedTuple):
    """A term of one document and the day on which it was met."""

    deadline: Deadline
    met: date | None
    """None: the document is still waiting to be published."""
    key: str
    """The key that holds `met`, or the one that started the term."""


def spans(document: Document, setting: Setting) -> Iterator[Span]:
    """The terms of a document that is to be public: of the document and, if it was changed later, of the change.

    Nothing for what was formed before the first Regulations or is dated after today, nor for a term that begins with
    another document's publication (`late-interpretation` looks at those).
    """
    term = document.term if isinstance(document, RowDocument) else setting.catalog.term(document)
    if term is None:
        return
    if document.openness not in PUBLIC or document.formed is None or term.start == "interpreted":
        return
    start = start_of(document, term) or document.formed
    if FIRST_TERM <= start <= setting.today:
        yield Span(
            setting.calendar.deadline(start, term),
            document.published,
            "published" if document.published else "formed",
        )
    if (
        document.revised
        and document.published
        and max(document.published, FIRST_TERM) < document.revised <= setting.today
    ):
        yield from _change(document, document.revised, setting.calendar.deadline(document.revised, term))


def start_of(document: Document, term: Term) -> date | None:
    """The day a term runs from: approval or formation, or the change if the document was changed before it was published."""
    first = document.approved if term.start == "approved" and document.approved else document.formed
    revised = document.revised
    if (
        first
        and revised
        and first < revised
        and (document.published is None or revised <= document.published)
    ):
        return revised
    return first


def _change(document: Document, revised: date, deadline: Deadline) -> Iterator[Span]:
    """The term of a change made after publication, met on the day of the first correction since; unknown without one."""
    for n, correction in enumerate(document.corrections):
        if correction.date >= revised:
            yield Span(deadline, correction.date, f"corrections.{n}.date")
            return
