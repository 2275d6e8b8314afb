"""Documents → how many rules and normative documents a year made, ended and left in force (table 2, 条例 art. 20 (1))."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from generator.annual.form import Stock
from generator.model.catalog import Catalog
from generator.model.document import Document
from generator.model.normative import is_normative, kind_of
from generator.model.visibility import is_published
from generator.model.workdays import ONE_DAY


def count_stocks(year: int, documents: Sequence[Document], catalog: Catalog) -> tuple[Stock, Stock]:
    """The counts of a year as a pair (规章, 行政规范性文件), from the public documents that are normative; 规章 are those issued by an order."""
    normative = [d for d in documents if is_published(d) and d.formed and is_normative(d, catalog)]
    orders = [d for d in normative if kind_of(d) == "规章"]
    return _stock(year, orders), _stock(year, (d for d in normative if d not in orders))


def _stock(year: int, documents: Iterable[Document]) -> Stock:
    spans = [(d.formed or date.min, ended(d)) for d in documents]
    return Stock(
        made=sum(formed.year == year for formed, _ in spans),
        repealed=sum(end is not None and end.year == year for _, end in spans),
        in_force=sum(formed.year <= year and (end is None or end.year > year) for formed, end in spans),
    )


def ended(document: Document) -> date | None:
    """The first day on which a document is no longer in force: repealed, or the day after the last one (`expires`)."""
    lapsed = document.expires + ONE_DAY if document.expires else None
    return min((day for day in (document.repealed, lapsed) if day), default=None)
