"""The plan → `catalog.json` and its parts by year."""

from __future__ import annotations

from collections.abc import Iterator

from generator.feeds.records import dump, records
from generator.model import Catalog
from generator.plan import Plan


def catalog_json(catalog: Catalog, plan: Plan, year: int | None = None) -> Iterator[str]:
    """The catalog, or what was formed in one year, in pieces: the site, then one record a line."""
    site = {"name": catalog.site.name, "url": catalog.site.url}
    yield f'{{"site": {dump(site)},\n"documents": ['
    for n, record in enumerate(records(catalog, plan, year)):
        yield f"{',' if n else ''}\n{dump(record)}"
    yield "\n]}\n"
