"""A document → its public record: the front matter without what is internal, as plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from operator import attrgetter
from typing import Any
from urllib.parse import quote

from generator.model.catalog import Catalog
from generator.model.document import FrontMatter, PublishedDocument
from generator.model.duties import body_name
from generator.model.relations import RELATIONS
from generator.model.visibility import PUBLISHED
from generator.planning.plan import Plan, Row

_KEYS = PUBLISHED[FrontMatter]

_VALUES = attrgetter(*_KEYS)


def link(catalog: Catalog, address: str) -> str:
    """The absolute URL of an address on the site, with everything escaped that a URL may not hold."""
    return f"{catalog.site.url.rstrip('/')}/{quote(address)}"


def lines(plan: Plan) -> list[PublishedDocument | Row]:
    """The lines of the catalog, newest first: the documents that are public, the rows of those that are not."""
    public = {d.index_no: d for d in plan.published}
    return [public.get(row.index_no, row) for row in plan.rows]


def numbers(plan: Plan) -> frozenset[str]:
    """The index numbers of all lines of the catalog."""
    return frozenset(row.index_no for row in plan.rows)


def by_year(entries: Iterable[PublishedDocument | Row]) -> Mapping[int, list[PublishedDocument | Row]]:
    """The lines by the year in which the document was formed, newest first."""
    found: dict[int, list[PublishedDocument | Row]] = defaultdict(list)
    for entry in entries:
        if entry.formed:
            found[entry.formed.year].append(entry)
    return dict(sorted(found.items(), reverse=True))


def records(
    catalog: Catalog, known: Collection[str], entries: Iterable[PublishedDocument | Row]
) -> Iterator[dict[str, Any]]:
    """The records of lines of the catalog; `known` are the index numbers of all of its lines."""
    for entry in entries:
        yield (
            public_record(entry, catalog, known)
            if isinstance(entry, PublishedDocument)
            else withheld_record(entry)
        )


def public_record(document: PublishedDocument, catalog: Catalog, known: Collection[str]) -> dict[str, Any]:
    """A published document under the keys of the front matter, plus `url`, and `status` when it was withdrawn. Empty keys are left out.

    Of related documents only those are named that are `known` to the public.
    """
    record = {
        key: value if type(value) is str else _plain(value)
        for key, value in zip(_KEYS, _VALUES(document), strict=True)
        if value
    }
    for key in record.keys() & RELATIONS.keys():
        record[key] = [other for other in record[key] if other in known]
        if not record[key]:
            del record[key]
    status = {"status": document.status} if document.status else {}
    return record | {
        "issuer": body_name(catalog, document.issuer),
        **status,
        "url": link(catalog, document.address),
    }


def withheld_record(row: Row) -> dict[str, Any]:
    """A record that is not public: what it is called and how it can be had, nothing of what it says."""
    record = {
        "index_no": row.index_no,
        "title": row.title,
        "formed": row.formed,
        "issuer": row.issuer,
        "openness": row.withheld,
        "ground": row.ground,
        "left_out": row.left_out,
    }
    return {key: _plain(value) for key, value in record.items() if value}


def record_key(entry: PublishedDocument | Row, known: Collection[str]) -> object:
    """What the record of a line of the catalog is made from."""
    if isinstance(entry, Row):
        return entry
    return (
        entry.head,
        entry.index_no,
        entry.ended,
        [other for key in RELATIONS for other in getattr(entry, key) if other in known],
    )


def attachment_links(record: Mapping[str, Any]) -> list[str]:
    """The URLs of the attachments of a public record."""
    return [
        f"{record['url']}files/{quote(attachment['file'])}" for attachment in record.get("attachments", ())
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if type(value) in PUBLISHED:
        return {key: _plain(entry) for key in PUBLISHED[type(value)] if (entry := getattr(value, key))}
    return value
