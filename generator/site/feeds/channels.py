"""Events → what one can subscribe to: the whole site, each category, theme and body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from generator.model.catalog import Catalog
from generator.model.document import PublishedDocument
from generator.model.events import Event
from generator.planning.plan import Plan, category_slugs, issuers_of, top_theme

FEEDS = ("category", "theme", "body")
"""The views whose groups have feeds."""

NEWEST = 50
"""Entries of a feed."""


class Channel(NamedTuple):
    """One feed, in whatever format."""

    title: str
    address: str
    """Relative to the site, without the ending of a format."""
    page: str
    """Address of the page that lists the same documents."""
    events: tuple[Event, ...]
    """Newest first."""
    updated: date
    """The day of the newest event; of an empty feed the day of the build."""


def channels(plan: Plan, happened: Sequence[Event]) -> Iterator[Channel]:
    """All feeds. An empty group has one too: a reader may wait for its first document."""
    catalog = plan.catalog
    newest = _newest(catalog, happened)
    pages = {listing.address for listing in plan.listings}
    for view, groups in {"all": {"全部信息": ""}, **group_slugs(catalog)}.items():
        for name, slug in groups.items():
            found = tuple(newest.get((view, name), ()))
            page = f"catalog/{view}/{slug}/"
            title = f"{catalog.site.name}：{name}" if slug else catalog.site.name
            yield Channel(
                title,
                channel_address(view, slug),
                page if page in pages else "catalog/",
                found,
                found[0].change.day if found else plan.today,
            )


def group_slugs(catalog: Catalog) -> dict[str, dict[str, str]]:
    """For each view with feeds: the address part of each of its groups."""
    return {
        "category": category_slugs(catalog),
        "theme": {name: f"{n:02}" for n, name in enumerate(catalog.themes, 1)},
        "body": {body.name: body.code for body in catalog.bodies},
    }


def channel_address(view: str, slug: str) -> str:
    """`feeds/category/20-1`, or `feeds/all` for the whole site; without the ending of a format."""
    return f"feeds/{view}/{slug}" if slug else f"feeds/{view}"


def _newest(catalog: Catalog, happened: Sequence[Event]) -> Mapping[tuple[str, str], list[Event]]:
    found: dict[tuple[str, str], list[Event]] = {}
    for event in reversed(happened):
        for key in _groups(catalog, event.document):
            entries = found.setdefault(key, [])
            if len(entries) < NEWEST:
                entries.append(event)
    return found


def _groups(catalog: Catalog, document: PublishedDocument) -> Iterator[tuple[str, str]]:
    yield "all", "全部信息"
    yield "category", document.category
    yield "theme", top_theme(document.theme)
    yield from (("body", name) for name in issuers_of(document, catalog))
