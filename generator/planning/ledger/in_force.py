"""Documents → the days on which each is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from generator.machine.cache import key_of
from generator.model.catalog import Catalog
from generator.model.document import PublishedDocument
from generator.model.in_force import ENDED, acts_of, amended_since, last_day
from generator.model.normative import is_normative, kind_of
from generator.model.workdays import ONE_DAY
from generator.planning.normative import note_of


class Span(NamedTuple):
    """The time in which a document is in force, as far as the catalog knows today."""

    document: PublishedDocument
    kind: str
    since: date
    until: date | None
    """The last day; None while no end is known."""
    amended: tuple[date, ...]
    """From when on it was amended, oldest first."""
    note: str
    """题注, as in the list of today."""

    @property
    def key(self) -> bytes:
        """Digest (16 bytes) of all that a list shows of the span."""
        return key_of(self.document.index_no, self.document.head, *self[1:])

    def changed(self, day: date) -> bool:
        """Whether it had been amended by a day."""
        return bool(self.amended) and self.amended[0] <= day


def spans_of(
    documents: Iterable[PublishedDocument], catalog: Catalog, today: date
) -> tuple[list[Span], list[PublishedDocument]]:
    """A pair: the spans of all published regulations and normative documents, newest first; and the documents that are no longer in force
    but give no day on which they ended.
    """
    published = sorted(
        documents,
        key=lambda d: (d.effective or d.formed or date.min, d.index_no),
        reverse=True,
    )
    acts = acts_of(published)
    spans: list[Span] = []
    undated: list[PublishedDocument] = []
    for document in published:
        since = document.effective or document.formed
        if not is_normative(document, catalog) or not document.has_text or since is None:
            continue
        done = acts.get(document.index_no, ())
        until = last_day(document, done)
        if until is None and document.validity in ENDED:
            undated.append(document)
            continue
        amended = amended_since(document, done)
        so_far = [act for act in done if act.since and act.since <= today]
        spans.append(Span(document, kind_of(document), since, until, amended, note_of(document, so_far)))
    return spans, undated


Held = Mapping[int, Sequence[tuple[int, bool]]]
"""Year (ended ones only, newest first) → pairs (position in the list of spans, whether it had been amended) of all that were in force
on 31 December."""


def by_year_end(spans: Sequence[Span], today: date) -> Held:
    """The spans in force at the end of each year, from the first span's year to the year before `today`."""
    first = min((span.since.year for span in spans), default=today.year)
    held: dict[int, list[tuple[int, bool]]] = {year: [] for year in range(today.year - 1, first - 1, -1)}
    ends = {year: date(year, 12, 31) for year in held}
    for number, span in enumerate(spans):
        last = (span.until + ONE_DAY).year - 1 if span.until else today.year - 1
        for year in range(span.since.year, min(last, today.year - 1) + 1):
            held[year].append((number, span.changed(ends[year])))
    return held
