"""Documents → how many rules and normative documents a year made, ended and left in force (table 2, 条例 art. 20 (1))."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from generator.annual.form import Stock
from generator.model.catalog import Catalog
from generator.model.document import Document
from generator.model.in_force import ENDED, acts_of, last_day
from generator.model.normative import is_normative, kind_of
from generator.model.visibility import is_published
from generator.model.workdays import ONE_DAY


def count_stocks(year: int, documents: Sequence[Document], catalog: Catalog) -> tuple[Stock, Stock]:
    """The counts of a year as a pair (规章, 行政规范性文件), from the public documents that are normative; 规章 are those issued by an order."""
    public = [d for d in documents if is_published(d)]
    acts = acts_of(public)
    normative = [
        (kind_of(d), Force(d.formed, last_day(d, acts.get(d.index_no, ())), d.validity in ENDED))
        for d in public
        if d.formed and is_normative(d, catalog)
    ]
    return (
        _stock(year, [force for kind, force in normative if kind == "规章"]),
        _stock(year, [force for kind, force in normative if kind != "规章"]),
    )


class Force(NamedTuple):
    """When a document was made and ceased to be in force."""

    formed: date
    until: date | None
    """The last day in force; None: no end is known."""
    ended: bool
    """Whether it says itself that it is no longer in force, be the day known or not."""


def _stock(year: int, documents: Sequence[Force]) -> Stock:
    """A document made in a year and not yet in effect counts as in force, or 上年现行有效 + 制发 - 废止 would not be 现行有效."""
    ends = [(one, one.until + ONE_DAY if one.until else None) for one in documents]
    return Stock(
        made=sum(one.formed.year == year for one in documents),
        repealed=sum(end is not None and end.year == year for _, end in ends),
        in_force=sum(
            one.formed.year <= year and (not one.ended if end is None else end.year > year)
            for one, end in ends
        ),
    )
