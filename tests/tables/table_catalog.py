"""A root's catalog."""

from __future__ import annotations

from pathlib import Path

from generator.checking.rules import CODES, LOCKED
from generator.model.catalog import Catalog
from generator.reading.catalog_file import load_catalog


def catalog_of(root: Path) -> Catalog:
    catalog, problems, _ = load_catalog(root, codes=CODES, locked=LOCKED)
    assert catalog, problems
    return catalog
