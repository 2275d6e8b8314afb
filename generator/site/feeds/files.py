"""The plan → every machine-readable file of the site, in pieces: those of single documents are made where their pages are.

Text is UTF-8 with the line ends it has. Only metadata is ever in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from generator.model.catalog import Catalog
from generator.model.document import PublishedDocument
from generator.model.events import Event
from generator.planning.plan import Plan, Row
from generator.site.feeds.atom import atom
from generator.site.feeds.catalog_json import records_json
from generator.site.feeds.changes import changes_ndjson
from generator.site.feeds.channels import channels
from generator.site.feeds.dcat import dcat
from generator.site.feeds.jsonfeed import json_feed
from generator.site.feeds.records import lines, numbers, records
from generator.site.feeds.schema import schema_files
from generator.site.feeds.sitemap import robots_txt, sitemap_files
from generator.site.feeds.table import catalog_csv, catalog_xlsx
from generator.site.feeds.wellknown import well_known

Pieces = Iterable[str | bytes]


def year_files(
    catalog: Catalog, known: Collection[str], year: int, entries: Sequence[PublishedDocument | Row]
) -> Iterator[tuple[str, Pieces]]:
    """The files of the lines of the catalog that were formed in one year; `known` are the index numbers of all lines."""
    found = list(records(catalog, known, entries))
    newest = max(day for entry in entries for day in (entry.published, entry.formed) if day)
    yield f"data/{year}.json", records_json(catalog, found)
    yield f"data/{year}.csv", catalog_csv(found)
    yield f"data/{year}.xlsx", catalog_xlsx(found, newest)


def workbook(
    catalog: Catalog, known: Collection[str], entries: Sequence[PublishedDocument | Row], latest: date
) -> Iterator[tuple[str, Pieces]]:
    """The lines of the catalog as a workbook, which takes as long as all other files about it; `latest` is the day of the last change."""
    yield "catalog.xlsx", catalog_xlsx(records(catalog, known, entries), latest)


def whole_files(plan: Plan, happened: Sequence[Event], pages: Iterable[str]) -> Iterator[tuple[str, Pieces]]:
    """All other files about the whole catalog and what `happened` in it; `pages` are the addresses of those that are no document."""
    catalog = plan.catalog
    entries, read = lines(plan), partial(records, catalog, numbers(plan))
    yield "catalog.json", records_json(catalog, read(entries))
    yield "catalog.csv", catalog_csv(read(entries))
    yield "changes.ndjson", changes_ndjson(catalog, happened)
    for channel in channels(plan, happened):
        yield f"{channel.address}.xml", [atom(catalog, channel)]
        yield f"{channel.address}.json", [json_feed(catalog, channel)]
    yield from sitemap_files(plan, happened, pages)
    yield "catalog.jsonld", [dcat(plan, happened)]
    yield "robots.txt", [robots_txt(catalog)]
    yield ".well-known/gongkai.json", [well_known(catalog)]
    for name, text in schema_files(catalog):
        yield name, [text]
