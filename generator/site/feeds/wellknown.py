"""The catalog → `.well-known/gongkai.json`: where a harvester finds the guide, the catalog, the feeds and the contacts.

RFC 8615 looks for the folder at the root of a host; for a site below a path the host passes the request on.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from generator.machine.json_text import json_text
from generator.model.catalog import Catalog
from generator.site.feeds.records import link
from generator.site.feeds.schema import CATALOG_SCHEMA, CHANGE_SCHEMA, DOCUMENT_SCHEMA

VERSION = 1

PLACES = {
    "guide": "guide/",
    "system": "system/",
    "catalog": "catalog/",
    "annual": "annual/",
    "request": "request/",
    "search": "search/",
    "data": "data/",
    "fields": "data/fields/",
    "accessibility": "accessibility/",
    "sitemap": "sitemap.xml",
    "changes": "changes.ndjson",
    "downloads": {
        "json": "catalog.json",
        "csv": "catalog.csv",
        "xlsx": "catalog.xlsx",
        "dcat": "catalog.jsonld",
    },
    "feeds": {"atom": "feeds/all.xml", "json": "feeds/all.json"},
    "schemas": {"document": DOCUMENT_SCHEMA, "catalog": CATALOG_SCHEMA, "change": CHANGE_SCHEMA},
}


def well_known(catalog: Catalog) -> str:
    """The pointer file. All addresses are absolute; `api` is a template."""
    site = {"name": catalog.site.name, "url": catalog.site.url, "id_code": catalog.site.id_code}
    bodies = [{"code": body.code, "name": body.name} for body in catalog.bodies]
    return json_text(
        {
            "version": VERSION,
            "site": _filled(site),
            **_linked(catalog, PLACES),
            "api": f"{link(catalog, 'api/documents/')}{{index_no}}.json",
            "contact": _filled(asdict(catalog.authority)),
            "bodies": bodies,
        },
        indent=2,
    )


def _linked(catalog: Catalog, places: dict[str, Any]) -> dict[str, Any]:
    return {
        key: link(catalog, place) if isinstance(place, str) else _linked(catalog, place)
        for key, place in places.items()
    }


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _filled(value) if isinstance(value, dict) else value
        for key, value in values.items()
        if value is not None
    }
