"""The straight line from a root to a site, and its first half, the check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.config import load_catalog
from generator.diagnostics import Diagnostic
from generator.jobs import workers
from generator.load import load_documents
from generator.model import Catalog, Document
from generator.rules import RULES
from generator.rules.rule import Setting
from generator.validate import validate
from generator.workdays import work_calendar


@dataclass(frozen=True)
class Checked:
    """A root after the check. Without a catalog (catalog.yml is wrong) nothing else was looked at."""

    setting: Setting | None
    documents: tuple[Document, ...]
    diagnostics: list[Diagnostic]


def check_root(root: Path, *, today: date, jobs: int = 1, progress: Callable[[str, int], object] = lambda stage, count: None) -> Checked:
    """Load and validate a root. Writes nothing."""
    catalog, problems = load_catalog(root, slugs=[r.slug for r in RULES], locked=[r.slug for r in RULES if r.locked])
    if catalog is None:
        return Checked(None, (), problems)
    setting = setting_of(root, catalog, today)
    with workers(jobs) as executor:
        loaded = load_documents(setting, executor, lambda count: progress("check", count))
    return Checked(setting, loaded.documents, [*problems, *validate(loaded, setting)])


def setting_of(root: Path, catalog: Catalog, today: date) -> Setting:
    """What rules and pages know: the catalog, its working days and the day of the build."""
    return Setting(root, catalog, work_calendar(catalog.calendar), today)
