"""A channel → a JSON Feed (jsonfeed.org, version 1.1)."""

from __future__ import annotations

from typing import Any

from generator.machine.json_text import json_text
from generator.model.catalog import Catalog
from generator.model.duties import body_name
from generator.model.events import Event
from generator.site.feeds.atom import headline, midnight
from generator.site.feeds.changes import change_record
from generator.site.feeds.channels import Channel
from generator.site.feeds.records import link

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(catalog: Catalog, channel: Channel) -> str:
    """The feed with its items, newest first. `_change` holds the event as in `changes.ndjson`."""
    return json_text(
        {
            "version": VERSION,
            "title": channel.title,
            "home_page_url": link(catalog, channel.page),
            "feed_url": link(catalog, f"{channel.address}.json"),
            "language": "zh-CN",
            "authors": [{"name": catalog.authority.name}],
            "items": [_item(catalog, event) for event in channel.events],
        },
        indent=2,
    )


def _item(catalog: Catalog, event: Event) -> dict[str, Any]:
    document = event.document
    return {
        "id": event.id,
        "url": link(catalog, document.address),
        "title": headline(event),
        "content_text": event.change.why,
        "date_published": midnight(event.change.day),
        "authors": [{"name": body_name(catalog, document.issuer)}],
        "tags": [tag for tag in (event.change.kind, document.category) if tag],
        "_change": change_record(catalog, event),
    }
