"""The plan → `sitemap.xml` with the true date of the last change, and `robots.txt`.

A page whose last change nothing in the data tells has no date: an invented one would make searchers distrust all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from generator.machine.xml_text import HEADER, escaped
from generator.model.catalog import Catalog
from generator.model.events import Event
from generator.planning.plan import Plan
from generator.site.feeds.records import link

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

MAX_URLS = 50_000
"""URLs of one sitemap (sitemaps.org)."""

Url = tuple[str, date | None]
"""An address on the site and the day of its last change."""


def sitemap_files(
    plan: Plan,
    happened: Sequence[Event],
    pages: Iterable[str],
    limit: int = MAX_URLS,
) -> Iterator[tuple[str, Iterable[str]]]:
    """`sitemap.xml`; with more URLs than one file may hold it is the index of `sitemap-1.xml`, `sitemap-2.xml` … beside it.

    `pages` are the addresses of those that are no document and no catalog view.
    """
    catalog = plan.catalog
    urls = list(site_urls(plan, happened, pages))
    parts = [urls[n : n + limit] for n in range(0, len(urls), limit)]
    if len(parts) == 1:
        yield "sitemap.xml", _sitemap(catalog, "urlset", "url", urls)
        return
    names = [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    yield (
        "sitemap.xml",
        _sitemap(
            catalog, "sitemapindex", "sitemap", [(n, _newest(p)) for n, p in zip(names, parts, strict=True)]
        ),
    )
    for name, part in zip(names, parts, strict=True):
        yield name, _sitemap(catalog, "urlset", "url", part)


def site_urls(plan: Plan, happened: Sequence[Event], pages: Iterable[str]) -> Iterator[Url]:
    """The pages of the site: documents first, the oldest before the others, so that a new one leaves the full parts as they are."""
    changed = last_changes(plan, happened)
    for document in reversed(plan.published):
        if not document.has_text:
            continue  # its page asks search engines to forget the text, so they are not invited to it
        yield document.address, changed.get(document.index_no)
    yield "", max(changed.values(), default=None)
    listed = {listing.address for listing in plan.listings}
    yield from ((address, None) for address in pages if address not in listed)
    for listing in plan.listings:
        newest = max((changed[row.index_no] for row in listing.rows if row.index_no in changed), default=None)
        yield listing.address, newest
        if listing.view == "body":
            yield listing.address.removeprefix("catalog/"), newest


def last_changes(plan: Plan, happened: Sequence[Event]) -> Mapping[str, date]:
    """By index number: the day of the last event, or the day on which the last related document appeared on its page."""
    changed = {event.document.index_no: event.change.day for event in happened}
    for number, relations in plan.relations.items():
        days = [row.published for _, row in relations if row.published and row.published <= plan.today]
        if number in changed and days:
            changed[number] = max(changed[number], *days)
    return changed


def robots_txt(catalog: Catalog) -> str:
    """Everything may be read and indexed. Read by robots only at the root of a host; below a path it is there to be copied."""
    return f"User-agent: *\nAllow: /\nSitemap: {link(catalog, 'sitemap.xml')}\n"


def _sitemap(catalog: Catalog, tag: str, item: str, urls: Iterable[Url]) -> Iterator[str]:
    yield f'{HEADER}<{tag} xmlns="{NAMESPACE}">\n'
    for address, day in urls:
        modified = f"<lastmod>{day}</lastmod>" if day else ""
        yield f"<{item}><loc>{escaped(link(catalog, address))}</loc>{modified}</{item}>\n"
    yield f"</{tag}>\n"


def _newest(urls: Iterable[Url]) -> date | None:
    return max((day for _, day in urls if day), default=None)
