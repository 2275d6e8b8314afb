"""Published documents → what happened to them, in order: published, corrected, changed, repealed, expired, withdrawn, moved, and why.

Everything comes from the dates in the documents, never from a clock or from git, so that the same documents always tell
the same story. Only what happened after publication is a change of the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.machine.json_text import json_line
from generator.model.catalog import Catalog
from generator.model.duties import body_name
from generator.model.events import Event
from generator.site.feeds.records import link


def changes_ndjson(catalog: Catalog, happened: Iterable[Event]) -> Iterator[str]:
    """`changes.ndjson`: one event a line."""
    for event in happened:
        yield json_line(change_record(catalog, event)) + "\n"


def change_record(catalog: Catalog, event: Event) -> dict[str, Any]:
    """An event as plain values (`schema/change-1.json`)."""
    document = event.document
    record = {
        "id": event.id,
        "date": event.change.day.isoformat(),
        "kind": event.change.kind,
        "why": event.change.why,
        "index_no": document.index_no,
        "title": document.title,
        "issuer": body_name(catalog, document.issuer),
        "category": document.category,
        "validity": document.validity,
        "by": list(event.change.by),
        "url": link(catalog, document.address),
    }
    return {key: value for key, value in record.items() if value}
