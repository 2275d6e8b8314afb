"""One document's events → its own feeds beside its page: `changes.xml` (Atom) and `changes.json` (JSON Feed)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.model.catalog import Catalog
from generator.model.events import Event
from generator.site.feeds.atom import atom
from generator.site.feeds.channels import Channel
from generator.site.feeds.jsonfeed import json_feed

NAME = "changes"


def by_document(happened: Iterable[Event]) -> Mapping[str, tuple[Event, ...]]:
    """The events of each document by its index number, newest first. Every published document has at least one."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in happened:
        found[event.document.index_no].append(event)
    return {number: tuple(reversed(events)) for number, events in found.items()}


def document_feeds(catalog: Catalog, events: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """Name on the site and text of both feeds of the document that these events happened to."""
    document = events[0].document
    channel = Channel(
        f"{document.title}：变化",
        f"{document.address}{NAME}",
        document.address,
        tuple(events),
        events[0].change.day,
    )
    yield f"{channel.address}.xml", atom(catalog, channel)
    yield f"{channel.address}.json", json_feed(catalog, channel)
