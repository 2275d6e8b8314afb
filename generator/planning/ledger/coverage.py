"""Documents and nil returns → for every duty, body and year: how much is public, or why nothing is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from generator.model.catalog import Catalog
from generator.model.counted_rows import number_of
from generator.model.document import PUBLIC, Document
from generator.model.duties import Duty, body_name, duties_of
from generator.model.visibility import is_published
from generator.planning.plan import issuers_of
from generator.reading.registers.nil import Nil

FIRST_YEAR = 2008
"""The first Regulations came into force on 2008-05-01; nobody owed anything before."""

State = Literal["documents", "on_request", "withheld", "nil", "missing"]


class Place(NamedTuple):
    """Where a document counts."""

    duty: str
    """The key of a `Duty`."""
    body: str
    """Full name."""
    year: int
    """In which it was formed."""


class Cell(NamedTuple):
    """One place of the matrix."""

    documents: int = 0
    withheld: int = 0
    grounds: tuple[str, ...] = ()
    """Reason codes of the records that are not public, each once."""
    nil: str | None = None
    """The note of an explicit nil return."""
    on_request: int = 0
    """Records that are given to those who ask (依申请公开): disclosed in another way, not withheld (条例 art. 13)."""

    @property
    def state(self) -> State:
        """The state of the cell. Public documents come before those given on request, these before withheld ones, these before a nil return."""
        if self.documents:
            return "documents"
        if self.on_request:
            return "on_request"
        if self.withheld:
            return "withheld"
        return "missing" if self.nil is None else "nil"


@dataclass(frozen=True)
class Coverage:
    """The matrix; a place that `cells` does not hold is missing."""

    duties: tuple[Duty, ...]
    bodies: tuple[str, ...]
    years: tuple[int, ...]
    """Newest first."""
    cells: Mapping[Place, Cell]

    def cell(self, duty: Duty, body: str, year: int) -> Cell:
        """The cell of one place."""
        return self.cells.get(Place(duty.key, body, year), Cell())

    def places(self) -> Iterator[tuple[Duty, str, int, Cell]]:
        """Duty, body (full name), year and cell of every place, newest year first."""
        for year in self.years:
            for duty in self.duties:
                for body in self.bodies:
                    yield duty, body, year, self.cell(duty, body, year)


def coverage_of(documents: Sequence[Document], nil: Sequence[Nil], catalog: Catalog, today: date) -> Coverage:
    """The matrix from the year of the oldest published document (not before 2008) to the year of `today`."""
    held = _held(documents, catalog)
    published = (year for (_, _, year), records in held.items() if any(is_published(d) for d in records))
    first = min((year for year in published if year >= FIRST_YEAR), default=today.year)
    years = tuple(range(today.year, first - 1, -1))
    notes = _notes(nil, catalog, years)
    cells = {place: _cell(held.get(place, ()), notes.get(place)) for place in {*held, *notes}}
    return Coverage(duties_of(catalog), tuple(body.name for body in catalog.bodies), years, cells)


def _held(documents: Iterable[Document], catalog: Catalog) -> Mapping[Place, list[Document]]:
    """The documents and records of each place, a joint one at the place of every issuer; those that wait count as nothing."""
    held: dict[Place, list[Document]] = defaultdict(list)
    for document in documents:
        category = catalog.category_of(document)
        if category and document.formed and (is_published(document) or document.openness not in PUBLIC):
            for name in issuers_of(document, catalog):
                held[Place(category.duty, name, document.formed.year)].append(document)
    return held


def _cell(documents: Sequence[Document], nil: str | None) -> Cell:
    public = sum(number_of(document) for document in documents if is_published(document))
    records = [document for document in documents if document.openness not in PUBLIC]
    on_request = sum(document.openness == "依申请公开" for document in records)
    grounds = dict.fromkeys(code for document in records for code in document.openness_reason)
    return Cell(public, len(records) - on_request, tuple(grounds), nil, on_request)


def _notes(nil: Iterable[Nil], catalog: Catalog, years: Sequence[int]) -> dict[Place, str]:
    """The note of each place; that of a single year goes before that of every year."""
    ordered = sorted(nil, key=lambda entry: entry.year is not None)
    return {
        Place(duty, body_name(catalog, body), year): entry.note
        for entry in ordered
        for duty in entry.duty
        for body in entry.body
        for year in (years if entry.year is None else (entry.year,))
    }
