"""The plan → `catalog.json`, and records → its parts by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.machine.json_text import json_line
from generator.model.catalog import Catalog
from generator.planning.plan import Plan
from generator.site.feeds.records import lines, numbers, records


def catalog_json(catalog: Catalog, plan: Plan) -> Iterator[str]:
    """The whole catalog in pieces."""
    return records_json(catalog, records(catalog, numbers(plan), lines(plan)))


def records_json(catalog: Catalog, found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Records in pieces: the site, then one record a line. Keys are those of the front matter, plus `url`."""
    site = {"name": catalog.site.name, "url": catalog.site.url}
    yield f'{{"site": {json_line(site)},\n"documents": ['
    for n, record in enumerate(found):
        yield f"{',' if n else ''}\n{json_line(record)}"
    yield "\n]}\n"
