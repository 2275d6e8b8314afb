"""Root, catalog, calendar and day: what every check and page may know."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.model.catalog import Catalog
from generator.model.workdays import WorkCalendar


class Setting(NamedTuple):
    """What every rule may know besides what it looks at."""

    root: Path
    catalog: Catalog
    calendar: WorkCalendar
    today: date
