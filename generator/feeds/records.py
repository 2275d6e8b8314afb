"""A document → its public record: the front matter without what is internal, as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from generator.model import FIELDS, Catalog, Document
from generator.plan import Plan, Row, row_of

PRIVATE = frozenset({"review", "approved_by"})
"""Keys that never leave the office, at whatever depth: the review is checked, not published; who agreed to a delay is internal."""
EMPTY: tuple[object, ...] = (None, [], "", {})


def link(catalog: Catalog, address: str) -> str:
    """The absolute URL of an address on the site, with everything escaped that a URL may not hold."""
    return f"{catalog.site.url.rstrip('/')}/{quote(address)}"


def records(catalog: Catalog, plan: Plan, year: int | None = None) -> Iterator[dict[str, Any]]:
    """The records of the whole catalog or of what was formed in one year, newest first."""
    public = {d.index_no: d for d in plan.published}
    for row in plan.rows:
        if year is None or (row.formed is not None and row.formed.year == year):
            document = public.get(row.index_no)
            yield public_record(document, catalog) if document else withheld_record(row)


def years(plan: Plan) -> list[int]:
    """The years in which the documents of the catalog were formed, newest first."""
    return sorted({row.formed.year for row in plan.rows if row.formed}, reverse=True)


def public_record(document: Document, catalog: Catalog) -> dict[str, Any]:
    """A published document under the keys of the front matter, plus `url`. Empty keys are left out."""
    record = {key: _plain(getattr(document, key)) for key in FIELDS if key not in PRIVATE}
    record["issuer"] = row_of(document, catalog).issuer
    record["url"] = link(catalog, document.address)
    return _filled(record)


def withheld_record(row: Row) -> dict[str, Any]:
    """A record that is not public: what it is called and how it can be had, nothing of what it says."""
    return _filled({"index_no": row.index_no, "title": row.title, "formed": _plain(row.formed), "issuer": row.issuer,
                    "openness": row.withheld})


def attachment_links(record: Mapping[str, Any]) -> list[str]:
    """The URLs of the attachments of a public record."""
    return [f"{record['url']}files/{quote(attachment['file'])}" for attachment in record.get("attachments", ())]


def dump(value: Any) -> str:
    """One line of JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False)


def dump_pretty(value: Any) -> str:
    """A small JSON file that people read too."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if is_dataclass(value):
        pairs: Iterable[tuple[str, Any]] = ((f.name, _plain(getattr(value, f.name))) for f in fields(value) if f.name not in PRIVATE)
        return {key: entry for key, entry in pairs if entry is not None}
    return value


def _filled(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value not in EMPTY}
