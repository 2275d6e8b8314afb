"""One document → its own JSON file: the record, its attachments' addresses and its relations in both directions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.machine.json_text import json_text
from generator.model.catalog import Catalog
from generator.model.document import PublishedDocument
from generator.planning.plan import Relation
from generator.site.feeds.records import attachment_links, link, public_record
from generator.site.feeds.schema import DOCUMENT_SCHEMA


def api_file(document: PublishedDocument, catalog: Catalog, relations: Sequence[Relation]) -> tuple[str, str]:
    """Name on the site and text of `api/documents/<index_no>.json`."""
    return f"api/documents/{document.index_no}.json", json_text(
        api_record(document, catalog, relations), indent=2
    )


def api_record(
    document: PublishedDocument, catalog: Catalog, relations: Sequence[Relation]
) -> dict[str, Any]:
    """A published document as its file in the static API has it."""
    record = {"$schema": link(catalog, DOCUMENT_SCHEMA)} | public_record(
        document, catalog, {row.index_no for _, row in relations}
    )
    if "attachments" in record:
        record["attachments"] = [
            attachment | {"url": url}
            for attachment, url in zip(record["attachments"], attachment_links(record), strict=True)
        ]
    if relations:
        record["relations"] = [_relation(catalog, relation) for relation in relations]
    return record


def _relation(catalog: Catalog, relation: Relation) -> dict[str, str]:
    label, row = relation
    url = {"url": link(catalog, row.address)} if row.address else {}
    return {"relation": label, "index_no": row.index_no, "title": row.title, **url}
