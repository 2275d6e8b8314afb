"""Documents and registers → everything the ledger's pages and tables show, worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from generator.model.catalog import Catalog
from generator.model.diagnostics import Diagnostic
from generator.model.document import PUBLIC, Document
from generator.model.duties import Duty, duties_of
from generator.model.setting import Setting
from generator.planning.ledger.consultations import Draft, drafts_of
from generator.planning.ledger.coverage import Coverage, coverage_of
from generator.planning.ledger.forecast import Column, columns_of
from generator.planning.ledger.normative import Normative, normative_documents
from generator.planning.ledger.statistics import Statistics, statistics_of
from generator.planning.ledger.timeliness import Timeliness, timeliness_of
from generator.planning.plan import Plan, Row, category_slugs
from generator.reading.registers.items import Item, documents_by_item, load_items
from generator.reading.registers.nil import Nil, load_nil
from generator.reading.registers.questions import FILE as QUESTIONS
from generator.reading.registers.questions import load_questions
from generator.reading.registers.synonyms import Synonyms, load_synonyms

NEWEST = 3
"""Documents shown below each duty."""


class Registers(NamedTuple):
    """The registers of content/data that pages are made from and reports are not."""

    items: tuple[Item, ...] = ()
    nil: tuple[Nil, ...] = ()
    synonyms: Synonyms = {}


class Served(NamedTuple):
    """A category that serves a duty."""

    name: str
    address: str | None
    """None while nothing is listed in it."""
    total: int


class DutyEntry(NamedTuple):
    """A duty, the categories that serve it, and the newest of what they hold."""

    duty: Duty
    categories: tuple[Served, ...]
    total: int
    newest: tuple[Row, ...]


@dataclass(frozen=True)
class Ledger:
    """All of it, as of one day."""

    catalog: Catalog
    today: date
    coverage: Coverage
    columns: tuple[Column, ...]
    timeliness: Timeliness
    statistics: Statistics
    items: tuple[Item, ...]
    by_item: Mapping[str, Sequence[Document]]
    """Published documents of each item, newest first."""
    normative: tuple[Normative, ...]
    duties: tuple[DutyEntry, ...]
    drafts: tuple[Draft, ...]


def load_registers(root: Path, catalog: Catalog) -> tuple[Registers, list[Diagnostic]]:
    """The registers of a root, and every problem in them."""
    items, wrong_items = load_items(root, catalog)
    nil, wrong_nil = load_nil(root, catalog)
    synonyms, wrong_synonyms = load_synonyms(root)
    _, wrong_questions = load_questions(root / QUESTIONS)
    found = [*wrong_items, *wrong_nil, *wrong_synonyms, *wrong_questions]
    return Registers(items.items if items else (), nil, synonyms), found


def make_ledger(documents: Sequence[Document], plan: Plan, setting: Setting, registers: Registers) -> Ledger:
    """The ledger of documents that have passed validation. Withheld records count only where catalog.yml lists them."""
    catalog, today, published = setting.catalog, setting.today, plan.published
    shown = documents if catalog.withheld == "list" else [d for d in documents if d.openness in PUBLIC]
    return Ledger(
        catalog,
        today,
        coverage_of(shown, registers.nil, catalog, today),
        columns_of(published, catalog, today),
        timeliness_of(published, setting),
        statistics_of(published, catalog, today),
        registers.items,
        documents_by_item(published),
        normative_documents(published, today),
        tuple(_duty_entry(duty, plan, catalog) for duty in duties_of(catalog)),
        drafts_of(published),
    )


def _duty_entry(duty: Duty, plan: Plan, catalog: Catalog) -> DutyEntry:
    slugs = category_slugs(catalog)
    names = [category.name for category in catalog.categories if category.duty == duty.key]
    held = {
        listing.name: listing.rows
        for listing in plan.listings
        if listing.view == "category" and listing.name in names
    }
    public = (
        row for name in names for row in islice((row for row in held.get(name, ()) if row.address), NEWEST)
    )
    rows = sorted(public, key=lambda row: row.published or date.min, reverse=True)
    categories = tuple(
        Served(name, f"catalog/category/{slugs[name]}/" if name in held else None, len(held.get(name, ())))
        for name in names
    )
    return DutyEntry(duty, categories, sum(category.total for category in categories), tuple(rows[:NEWEST]))
