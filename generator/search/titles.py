"""Documents → the titles index: what the search page needs for its first answer, for facets, dates and sorting."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from generator.model.catalog import Catalog
from generator.model.document import Document

COLUMNS = (
    "address",
    "title",
    "doc_no",
    "formed",
    "published",
    "issuer",
    "category",
    "theme",
    "genre",
    "validity",
)
"""What is known of a document; from `issuer` on numbers of `names`, `issuer` a list of them (the lead first)."""


def titles_index(documents: Sequence[Document], catalog: Catalog) -> str:
    """The JSON of `search/titles.json`: `names` (the values of each facet) and `columns`, each with a value for every
    document, newest first. Column by column it packs a fifth smaller than row by row."""
    facets: dict[str, Callable[[Document], Iterable[str | None]]] = {
        "issuer": lambda d: [
            catalog.body_by_name[name].name if name in catalog.body_by_name else name
            for name in (d.issuer, *d.joint_issuers)
            if name
        ],
        "category": lambda d: [d.category],
        "theme": lambda d: [d.theme],
        "genre": lambda d: [d.genre],
        "validity": lambda d: [d.standing],
    }
    names = {
        facet: sorted({v for d in documents for v in values(d) if v}) for facet, values in facets.items()
    }
    number = {facet: {name: n for n, name in enumerate(known)} for facet, known in names.items()}

    def row(document: Document) -> list[object]:
        numbers = {
            facet: [number[facet][v] for v in values(document) if v] for facet, values in facets.items()
        }
        single = [next(iter(numbers[facet]), None) for facet in COLUMNS[6:]]
        return [
            document.address,
            document.title,
            document.doc_no,
            _day(document.formed),
            _day(document.published),
            numbers["issuer"],
            *single,
        ]

    newest = sorted(documents, key=lambda d: (d.published or date.min, d.index_no or ""), reverse=True)
    rows = [row(d) for d in newest]
    columns = {column: [values[n] for values in rows] for n, column in enumerate(COLUMNS)}
    table = {"names": names, "columns": columns}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
