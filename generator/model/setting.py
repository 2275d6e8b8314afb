"""Root, catalog, calendar and day: what every check and page may know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.model.catalog import Catalog
from generator.model.term import Term
from generator.model.workdays import WorkCalendar


class Setting(NamedTuple):
    """What every rule may know besides what it looks at."""

    root: Path
    catalog: Catalog
    calendar: WorkCalendar
    today: date
    lines: Mapping[str, int] = {}
    """Line of every key of catalog.yml; nested keys are joined with dots (`bodies.0.code`)."""
    item_terms: Mapping[str, Term] = {}
    """The terms of the standard items that have one a program can read, by the number of the item."""
