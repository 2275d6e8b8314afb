"""Documents and nil returns → for every duty, body and year: how much is public, or why nothing is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from generator.model.catalog import Catalog
from generator.model.document import PUBLIC, Document
from generator.model.duties import Duty, body_name, duties_of
from generator.model.visibility import is_published
from generator.reading.registers.nil import Nil

FIRST_YEAR = 2008
"""The first Regulations came into force on 2008-05-01; nobody owed anything before."""

State = Literal["documents", "withheld", "nil", "missing"]

Place = tuple[str, str, int]
"""Duty, body (full name), year of formation."""


class Cell(NamedTuple):
    """One place of the matrix."""

    documents: int = 0
    withheld: int = 0
    grounds: tuple[str, ...] = ()
    """Reason codes of the records withheld (条例 art. 13–16), each once."""
    nil: str | None = None
    """The note of an explicit nil return."""

    @property
    def state(self) -> State:
        """What the cell says; documents outweigh a withheld record, and that a nil return."""
        return (
            "documents"
            if self.documents
            else "withheld"
            if self.withheld
            else "missing"
            if self.nil is None
            else "nil"
        )


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
        return self.cells.get((duty.key, body, year), Cell())

    def places(self) -> Iterator[tuple[Duty, str, int, Cell]]:
        """Every place with its cell, newest year first."""
        for year in self.years:
            for duty in self.duties:
                for body in self.bodies:
                    yield duty, body, year, self.cell(duty, body, year)


def coverage_of(documents: Sequence[Document], nil: Sequence[Nil], catalog: Catalog, today: date) -> Coverage:
    """The matrix from the year of the oldest published document (not before 2008) to the year of `today`."""
    public, withheld = _counted(documents, catalog)
    first = min((year for _, _, year in public if year >= FIRST_YEAR), default=today.year)
    years = tuple(range(today.year, first - 1, -1))
    notes = _notes(nil, catalog, years)
    cells = {
        place: Cell(
            public.get(place, 0),
            len(withheld.get(place, ())),
            _each_once(withheld.get(place, ())),
            notes.get(place),
        )
        for place in {*public, *withheld, *notes}
    }
    return Coverage(duties_of(catalog), tuple(body.name for body in catalog.bodies), years, cells)


def _counted(
    documents: Iterable[Document], catalog: Catalog
) -> tuple[Mapping[Place, int], Mapping[Place, list[tuple[str, ...]]]]:
    """How many are public at each place, and the grounds of every record that is withheld; waiting documents count as neither."""
    public: dict[Place, int] = defaultdict(int)
    withheld: dict[Place, list[tuple[str, ...]]] = defaultdict(list)
    for document in documents:
        category = catalog.category_by_name.get(document.category or "")
        if category and document.formed:
            place = (category.duty, body_name(catalog, document.issuer), document.formed.year)
            if is_published(document):
                public[place] += 1
            elif document.openness not in PUBLIC:
                withheld[place].append(document.openness_reason)
    return public, withheld


def _notes(nil: Iterable[Nil], catalog: Catalog, years: Sequence[int]) -> dict[Place, str]:
    """The note of each place; that of a single year goes before that of every year."""
    ordered = sorted(nil, key=lambda entry: entry.year is not None)
    return {
        (duty, body_name(catalog, body), year): entry.note
        for entry in ordered
        for duty in entry.duty
        for body in entry.body
        for year in (years if entry.year is None else (entry.year,))
    }


def _each_once(grounds: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for codes in grounds for code in codes))
