"""Documents and registers → everything the ledger's pages and tables show, worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import NamedTuple

from generator.model.catalog import Catalog
from generator.model.counted_rows import alike_documents, row_documents
from generator.model.document import PUBLIC, Document, PublishedDocument
from generator.model.duties import Duty, duties_of
from generator.model.setting import Setting
from generator.planning.ledger.consultations import Draft, drafts_of
from generator.planning.ledger.coverage import Coverage, coverage_of
from generator.planning.ledger.forecast import Column, columns_of
from generator.planning.ledger.interpretations import Answer, Policy, answers_of, policies_of
from generator.planning.ledger.statistics import Statistics, statistics_of
from generator.planning.ledger.timeliness import Timeliness, timeliness_of
from generator.planning.normative import Normative, normative_documents
from generator.planning.plan import Plan, Row
from generator.planning.standing import Standing
from generator.reading.registers.items import Item, documents_by_item
from generator.reading.registers.nil import Nil

NEWEST = 3
"""Documents shown below each duty."""


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
    by_item: Mapping[str, Sequence[PublishedDocument]]
    """Published documents of each item, newest first."""
    normative: tuple[Normative, ...]
    duties: tuple[DutyEntry, ...]
    drafts: tuple[Draft, ...]
    policies: tuple[Policy, ...]
    answers: tuple[Answer, ...]
    standings: Mapping[str, Standing]
    """Index number → standing of every published document."""


def make_ledger(
    plan: Plan,
    setting: Setting,
    items: tuple[Item, ...] = (),
    nil: tuple[Nil, ...] = (),
) -> Ledger:
    """The ledger of documents that have passed validation. Withheld records count only where catalog.yml lists them."""
    catalog, today = setting.catalog, setting.today
    alike = list(alike_documents(plan.tables))
    published: list[PublishedDocument] = [*plan.published, *alike]
    documents: list[Document] = [*plan.documents, *alike]
    of_items = (table for table in plan.tables if table.table.item)
    shown = documents if catalog.withheld == "list" else [d for d in documents if d.openness in PUBLIC]
    return Ledger(
        catalog,
        today,
        coverage_of(shown, nil, catalog, today),
        columns_of(published, catalog, today),
        timeliness_of(chain(plan.published, row_documents(plan.tables)), setting),
        statistics_of(published, shown, catalog, today),
        items,
        documents_by_item(chain(plan.published, row_documents(of_items))),
        normative_documents(plan.published, catalog, today),
        tuple(_duty_entry(duty, plan, catalog) for duty in duties_of(catalog)),
        drafts_of(plan.published),
        policies_of(plan.published, setting),
        answers_of(plan.published),
        plan.standings,
    )


def _duty_entry(duty: Duty, plan: Plan, catalog: Catalog) -> DutyEntry:
    slugs = catalog.slugs["category"]
    names = [category.name for category in catalog.categories if category.duty == duty.key]
    held = {
        listing.name: listing
        for listing in plan.listings
        if listing.view == "category" and listing.name in names
    }
    public = (
        row
        for listing in held.values()
        for row in islice((row for row in listing.rows if row.address), NEWEST)
    )
    rows = sorted(public, key=lambda row: row.published or date.min, reverse=True)
    categories = tuple(
        Served(
            name,
            f"catalog/category/{slugs[name]}/" if name in held else None,
            held[name].public if name in held else 0,
        )
        for name in names
    )
    return DutyEntry(duty, categories, sum(category.total for category in categories), tuple(rows[:NEWEST]))
