"""Documents → what the search page shows of them and what facets, dates and order go by: in blocks, fetched when they are used.

docs/search-format.md says what is in the files.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from generator.machine.json_text import json_line
from generator.model.document import PublishedDocument
from generator.model.faults import SearchError
from generator.search.fold import folded_lengths
from generator.search.packing import packed, unpacked

ENTRY = "search/index.json"
ROWS = 16
"""Documents in a block of rows: a result whose neighbours nobody asks for costs the whole block."""
SHOWN = 110
"""Characters of a summary that a result shows."""
COLUMNS = 16384
"""Documents in a block of columns."""
FACETS = ("issuer", "category", "theme", "genre", "year", "validity")
SINGLE = tuple(facet for facet in FACETS if facet not in ("issuer", "year"))
"""Facets of which a document has one value at most: fields of `Row`, each under the name of its facet."""
_EPOCH = date(1970, 1, 1)


class Row(NamedTuple):
    """A document as search lists it: everything but its texts."""

    address: str
    title: str
    doc_no: str | None
    formed: date | None
    published: date
    issuer: tuple[str, ...]
    """The lead first."""
    category: str | None
    theme: str | None
    genre: str | None
    validity: str | None
    until: date | None
    """The last day on which a draft can be commented on; None for all but consultations."""
    keywords: tuple[str, ...]
    summary: str
    """The first `SHOWN` characters, which are what a result shows; "" where there is none."""

    @property
    def names(self) -> list[str]:
        """The names that are looked for before all else: title, document number ("" for none), index number, then the keywords."""
        return [self.title, self.doc_no or "", self.address.rstrip("/"), *self.keywords]


def row_of(document: PublishedDocument, body_names: Mapping[str, str]) -> Row:
    """The row of a document; `body_names` has the full name of a body by every name it goes by."""
    issuers = tuple(body_names.get(name, name) for name in (document.issuer, *document.joint_issuers) if name)
    return Row(
        document.address,
        document.title,
        document.doc_no,
        document.formed,
        document.published,
        issuers,
        document.category,
        document.theme,
        document.genre,
        document.standing,
        document.consultation.closes if document.consultation else None,
        document.keywords,
        " ".join(document.summary.split())[:SHOWN],
    )


def rows_block(rows: Sequence[Row]) -> bytes:
    """A block of rows, column by column, which packs better than row by row."""
    return _packed({column: [_plain(row[n]) for row in rows] for n, column in enumerate(Row._fields)})


def columns_block(rows: Sequence[Row]) -> bytes:
    """A block of columns."""
    names: dict[str, list[str]] = {"issuer": sorted({name for row in rows for name in row.issuer})}
    names |= {facet: sorted({value for row in rows if (value := _facet(row, facet))}) for facet in SINGLE}
    number: dict[str, dict[str | None, int]] = {
        facet: {name: n for n, name in enumerate(known)} for facet, known in names.items()
    }
    columns: dict[str, list[Any]] = {
        "published": list(_steps(row.published for row in rows)),
        "formed": [None if row.formed is None else (row.published - row.formed).days for row in rows],
        "lengths": [folded_lengths([row.names[n] for row in rows]) for n in range(3)],
        "issuer": [[number["issuer"][name] for name in row.issuer] for row in rows],
    }
    columns |= {facet: [number[facet].get(_facet(row, facet), -1) for row in rows] for facet in SINGLE}
    return _packed({"names": names, **columns})


def facets_of(rows: Iterable[Row]) -> dict[str, list[tuple[str, int]]]:
    """Facet → pairs (value, number of documents that have it), the most frequent first; years from the newest."""
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for row in rows:
        counts["issuer"].update(row.issuer)
        for facet in SINGLE:
            if value := _facet(row, facet):
                counts[facet][value] += 1
        if row.formed:
            counts["year"][str(row.formed.year)] += 1
    by_count: Callable[[tuple[str, int]], tuple[int, str]] = lambda item: (-item[1], item[0])  # noqa: E731
    return {
        facet: sorted(found.items(), reverse=True) if facet == "year" else sorted(found.items(), key=by_count)
        for facet, found in counts.items()
    }


def block_name(kind: str, data: bytes) -> str:
    """The name of a block, from what is in it."""
    return f"search/{kind}/{sha256(data).hexdigest()[:12]}.gz"


def stem(name: str) -> str:
    """The name of a block or bundle in `search/entry.json`."""
    return name.rpartition("/")[2].removesuffix(".gz")


def read_rows(site: Path) -> Iterator[dict[str, Any]]:
    """The rows of a built site, newest first. Raises SearchError when it has none."""
    try:
        entry = json.loads((site / ENTRY).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SearchError(f"{site} 里没有检索索引：请先运行 gongkai build") from error
    for bundle in entry["bundles"]:
        for name in bundle["rows"]:
            block: dict[str, list[Any]] = json.loads(unpacked((site / f"search/rows/{name}.gz").read_bytes()))
            yield from (dict(zip(block, row, strict=True)) for row in zip(*block.values(), strict=True))


def _packed(block: object) -> bytes:
    return packed(json_line(block).encode())


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _facet(row: Row, facet: str) -> str | None:
    value: str | None = getattr(row, facet)
    return value.replace("/", "\\").split("\\")[0] if facet == "theme" and value else value


def _steps(days: Iterable[date]) -> Iterator[int]:
    before = 0
    for day in days:
        number = (day - _EPOCH).days
        yield number - before
        before = number
