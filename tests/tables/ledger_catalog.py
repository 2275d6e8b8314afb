"""A root's catalog."""

from __future__ import annotations

from pathlib import Path

from generator.checking.rules import RULES
from generator.model.catalog import Catalog
from generator.reading.catalog_file import load_catalog


def catalog_of(root: Path) -> Catalog:
    catalog, problems = load_catalog(root, slugs=[r.slug for r in RULES], locked=())
    assert catalog, problems
    return catalog
