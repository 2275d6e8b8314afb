"""The publication terms of one document and when they were met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from generator.model.counted_rows import RowDocument, WaitingRow
from generator.model.document import PUBLIC, Document, FrontMatter
from generator.model.legal_terms import DEFAULT_TERM, legal_term
from generator.model.setting import Setting
from generator.model.term import Term
from generator.model.workdays import FIRST_TERM, Deadline


class Chosen(NamedTuple):
    """The term that holds for a document, and the number of the standard item that sets it."""

    term: Term
    item: str | None = None


class Span(NamedTuple):
    """A term of one document and the day on which it was met."""

    deadline: Deadline
    met: date | None
    """None: the document is still waiting to be published."""
    key: str
    """The key that holds `met`, or the one that started the term."""
    item: str | None = None
    """The standard item that sets the term."""


def terms_of(document: FrontMatter, setting: Setting) -> Iterator[Chosen]:
    """Every term that is written for a document, the first before the others: of its standard items, of its category or
    genre in catalog.yml, of the law, and the general one (条例 art. 26).
    """
    for item in document.items:
        if item in setting.item_terms:
            yield Chosen(setting.item_terms[item], item)
    own = setting.catalog.own_term(document)
    if own:
        yield Chosen(own)
        return
    legal = legal_term(document, setting.catalog)
    if legal:
        yield Chosen(legal)
    yield Chosen(DEFAULT_TERM)


def term_of(document: FrontMatter, setting: Setting) -> Chosen:
    """The term that holds for a document. One that runs from an approval nobody has written down gives way to the next:
    `missing-approval` asks for the day.
    """
    known = [c for c in terms_of(document, setting) if c.term.start != "approved" or document.approved]
    items = [c for c in known if c.item and document.formed]
    if len(items) > 1:
        return min(items, key=lambda c: setting.calendar.deadline(start_of(document, c.term), c.term).latest)
    return known[0] if known else next(terms_of(document, setting))


def spans(document: Document, setting: Setting) -> Iterator[Span]:
    """The terms of a document that is to be public: of the document and, if it was changed later, of the change.

    Nothing for what was formed before the first Regulations or is dated after today, nor for a term that begins with
    another document's publication (`late-interpretation` looks at those).
    """
    if document.openness not in PUBLIC or document.formed is None:
        return
    if isinstance(document, (RowDocument, WaitingRow)):
        if document.term and FIRST_TERM <= document.formed <= setting.today:
            yield Span(
                setting.calendar.deadline(document.formed, document.term), document.published, "published"
            )
        return
    term, item = term_of(document, setting)
    if term.start == "interpreted":
        return
    start = start_of(document, term)
    if FIRST_TERM <= start <= setting.today:
        key = "published" if document.published else "formed"
        yield Span(setting.calendar.deadline(start, term), document.published, key, item)
    revised, published = document.revised, document.published
    if revised and published and max(published, FIRST_TERM) < revised <= setting.today:
        yield from _change(document, revised, setting.calendar.deadline(revised, term), item)


def start_of(document: FrontMatter, term: Term) -> date:
    """The day a term runs from: approval or formation, or the change if the document was changed before it was published.

    The document has a date of formation.
    """
    first = document.approved if term.start == "approved" and document.approved else document.formed
    assert first is not None, "asked for the term of a document without a date"
    revised, published = document.revised, document.published
    if revised and first < revised and (published is None or revised <= published):
        return revised
    return first


def _change(document: Document, revised: date, deadline: Deadline, item: str | None) -> Iterator[Span]:
    """The term of a change made after publication, met on the day of the first correction since; unknown without one."""
    for n, correction in enumerate(document.corrections):
        if correction.date >= revised:
            yield Span(deadline, correction.date, f"corrections.{n}.date", item)
            return
