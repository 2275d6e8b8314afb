"""Documents → for every column of the catalog the day on which it will be blank, or count as not updated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from generator.model.catalog import Catalog, Category
from generator.model.counted_rows import number_of
from generator.model.document import PublishedDocument
from generator.model.duties import longest_gap

SOON = 30
"""Calendar days before the day from which a column is reported."""

State = Literal["blank", "stale", "soon", "good"]


class Column(NamedTuple):
    """One category of the catalog and how long it will hold."""

    category: Category
    documents: int
    """How many are public and have not reached their `public_until`."""
    last: date | None
    """The latest publication or correction; None when nothing is public."""
    limit: int
    """Calendar days after which it counts as not updated."""
    stale: date | None
    """The first day on which it counts as not updated; None for a blank column and for institutional rules."""
    blank: date | None
    """The first day with nothing in it; None as long as one of its documents is public without limit."""

    @property
    def turns(self) -> date:
        """The day on which the column first becomes a fault; `date.max` for never, `date.min` for a column without documents."""
        return (
            min((day for day in (self.stale, self.blank) if day), default=date.max)
            if self.documents
            else date.min
        )

    def state(self, today: date) -> State:
        """The state of the column as an inspector finds it on a day."""
        if not self.documents or (self.blank and self.blank <= today):
            return "blank"
        if self.turns <= today:
            return "stale"
        return "soon" if self.turns <= today + timedelta(SOON) else "good"


def columns_of(documents: Iterable[PublishedDocument], catalog: Catalog, today: date) -> tuple[Column, ...]:
    """Every column, the most urgent first. Thresholds are those of the rule `stale-category`."""
    held: dict[str, list[PublishedDocument]] = defaultdict(list)
    for document in documents:
        if document.category and not document.ended:
            held[document.category].append(document)
    columns = (_column(category, held.get(category.name, ())) for category in catalog.categories)
    return tuple(sorted(columns, key=lambda column: column.turns))


def _column(category: Category, documents: Sequence[PublishedDocument]) -> Column:
    limit = longest_gap(category)
    last = max((_updated(document) for document in documents), default=None)
    kept_up = last is not None and category.block != "制度"
    ends = [document.public_until for document in documents if document.public_until]
    return Column(
        category,
        sum(map(number_of, documents)),
        last,
        limit,
        last + timedelta(limit + 1) if last and kept_up else None,
        max(ends) + timedelta(1) if ends and len(ends) == len(documents) else None,
    )


def _updated(document: PublishedDocument) -> date:
    """The latest publication of a document; a correction counts as an update."""
    return max([document.published, *(correction.date for correction in document.corrections)])
