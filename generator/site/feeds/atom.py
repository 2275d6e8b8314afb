"""A channel → an Atom feed (RFC 4287)."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

from generator.machine.xml_text import add, root, xml_file
from generator.model.catalog import Catalog
from generator.model.duties import body_name
from generator.model.events import Event
from generator.site.feeds.channels import Channel
from generator.site.feeds.records import link

NAMESPACE = "http://www.w3.org/2005/Atom"


def atom(catalog: Catalog, channel: Channel) -> str:
    """The feed with its entries, newest first. It is as old as its newest entry."""
    here = link(catalog, f"{channel.address}.xml")
    feed = root("feed", NAMESPACE, **{"xml:lang": "zh-CN"})
    add(feed, "id", here)
    add(feed, "title", channel.title)
    add(feed, "updated", midnight(channel.updated))
    add(feed, "link", attributes={"rel": "self", "type": "application/atom+xml", "href": here})
    add(
        feed,
        "link",
        attributes={"rel": "alternate", "type": "text/html", "href": link(catalog, channel.page)},
    )
    add(add(feed, "author"), "name", catalog.authority.name)
    for event in channel.events:
        _entry(feed, catalog, event)
    return xml_file(feed, f"{'../' * channel.address.count('/')}assets/gongkai/feed.xsl")


def midnight(day: date) -> str:
    """The beginning of a day in China (RFC 3339)."""
    return f"{day}T00:00:00+08:00"


def headline(event: Event) -> str:
    """What happened to which document, in one line."""
    return f"【{event.change.kind}】{event.document.title}"


def _entry(feed: ET.Element, catalog: Catalog, event: Event) -> None:
    document = event.document
    entry = add(feed, "entry")
    add(entry, "id", event.id)
    add(entry, "title", headline(event))
    add(entry, "updated", midnight(event.change.day))
    add(entry, "published", midnight(event.change.day))
    add(
        entry,
        "link",
        attributes={"rel": "alternate", "type": "text/html", "href": link(catalog, document.address)},
    )
    add(add(entry, "author"), "name", body_name(catalog, document.issuer))
    for term in filter(None, (event.change.kind, document.category)):
        add(entry, "category", attributes={"term": term})
    add(entry, "summary", event.change.why)
