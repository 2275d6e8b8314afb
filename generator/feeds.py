"""The plan → machine-readable copies of the catalog."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from generator.model import FIELDS, Catalog, Document
from generator.plan import Plan, row_of

_PRIVATE = frozenset({"review"})
"""Internal records: the review is checked, not published."""


def catalog_json(catalog: Catalog, plan: Plan) -> Iterator[str]:
    """`catalog.json` in pieces: the site, then one record a line. Keys are those of the front matter, plus `url`."""
    site = {"name": catalog.site.name, "url": catalog.site.url}
    yield f'{{"site": {_dump(site)},\n"documents": ['
    public = {d.index_no: d for d in plan.published}
    for n, row in enumerate(plan.rows):
        document = public.get(row.index_no)
        record = _record(document, catalog) if document else _withheld(row._asdict())
        yield f"{',' if n else ''}\n{_dump(record)}"
    yield "\n]}\n"


def _record(document: Document, catalog: Catalog) -> dict[str, Any]:
    record = {key: _plain(getattr(document, key)) for key in FIELDS if key not in _PRIVATE}
    record["issuer"] = row_of(document, catalog).issuer
    record["url"] = f"{catalog.site.url}{document.address}"
    return {key: value for key, value in record.items() if value not in (None, [], "")}


def _withheld(row: dict[str, Any]) -> dict[str, Any]:
    record = {key: row[key] for key in ("index_no", "title", "formed", "issuer")} | {"openness": row["withheld"]}
    return {key: value for key, value in record.items() if value}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if is_dataclass(value):
        pairs: Iterable[tuple[str, Any]] = ((f.name, _plain(getattr(value, f.name))) for f in fields(value))
        return {key: entry for key, entry in pairs if entry is not None}
    return value


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=date.isoformat)
