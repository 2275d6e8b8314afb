"""Published documents → counts by body, category and channel, for every month; months without any are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, get_args

from generator.model.catalog import Catalog
from generator.model.counted_rows import number_of
from generator.model.document import PUBLIC, Document, Openness, PublishedDocument
from generator.model.duties import body_name
from generator.model.visibility import is_published
from generator.planning.ledger.periods import Month, Quarter, month_of, months, quarters

Dimension = Literal["发布机构", "目录类别", "公开渠道"]

WEBSITE = "政府网站"
"""The channel of every document on the platform, whether `channels` names it or not."""


class Group(NamedTuple):
    """A group of documents that are counted together: those of one body, category or channel."""

    dimension: Dimension
    name: str


@dataclass(frozen=True)
class Statistics:
    """Counts by month of publication. A group or month that `counts` does not hold has none."""

    groups: tuple[Group, ...]
    """Bodies and categories in the order of catalog.yml, blank ones included; channels by frequency."""
    months: tuple[Month, ...]
    """From the first publication to the month of today."""
    counts: Mapping[tuple[Group, Month], int]
    totals: Mapping[Month, int]
    by_quarter: Mapping[tuple[Group, Quarter], int]
    openness: Mapping[Openness, int]
    """All records that the catalog shows, by how public they are."""

    @property
    def quarters(self) -> list[Quarter]:
        """The quarters of all months."""
        return quarters(self.months[0].quarter, self.months[-1].quarter)

    def of(self, dimension: Dimension) -> list[Group]:
        """The groups of one dimension."""
        return [group for group in self.groups if group.dimension == dimension]

    def total(self, group: Group) -> int:
        """All documents of a group."""
        return sum(self.by_quarter.get((group, quarter), 0) for quarter in self.quarters)


def statistics_of(
    documents: Iterable[PublishedDocument], shown: Iterable[Document], catalog: Catalog, today: date
) -> Statistics:
    """The counts of all published documents; of everything `shown`, records that are not public included, by openness.

    A joint document counts for the body that leads (条例 art. 10), so that the bodies add up to the whole.
    """
    alike: Counter[tuple[str, str, tuple[str, ...], int, int]] = Counter()
    for d in documents:
        alike[d.issuer, d.category, d.channels, d.published.year, d.published.month] += number_of(d)
    counts: Counter[tuple[Group, Month]] = Counter()
    totals: Counter[Month] = Counter()
    for (issuer, category, channels, year, number), held in alike.items():
        month = month_of(date(year, number, 1))
        totals[month] += held
        for group in _groups(issuer, category, channels, catalog):
            counts[group, month] += held
    by_quarter: Counter[tuple[Group, Quarter]] = Counter()
    for (group, month), number in counts.items():
        by_quarter[group, month.quarter] += number
    now = month_of(today)
    span = months(min([*totals, now]), max([*totals, now]))
    return Statistics(
        tuple(_all_groups(counts, catalog)), tuple(span), counts, totals, by_quarter, _by_openness(shown)
    )


def _by_openness(shown: Iterable[Document]) -> dict[Openness, int]:
    kinds: tuple[Openness, ...] = get_args(Openness)
    found: Counter[Openness | None] = Counter()
    for document in shown:
        if is_published(document) or document.openness not in PUBLIC:
            found[document.openness] += number_of(document)
    return {kind: found[kind] for kind in kinds if found[kind]}


def _groups(issuer: str, category: str, channels: Sequence[str], catalog: Catalog) -> Iterator[Group]:
    yield Group("发布机构", body_name(catalog, issuer))
    yield Group("目录类别", category)
    for channel in {WEBSITE, *channels}:
        yield Group("公开渠道", channel)


def _all_groups(counts: Mapping[tuple[Group, Month], int], catalog: Catalog) -> Iterator[Group]:
    yield from (Group("发布机构", body.name) for body in catalog.bodies)
    yield from (Group("目录类别", category.name) for category in catalog.categories)
    channels: Counter[Group] = Counter()
    for (group, _), number in counts.items():
        if group.dimension == "公开渠道":
            channels[group] += number
    yield from sorted(channels, key=lambda group: (-channels[group], group.name))


def blank_months(statistics: Statistics, today: date) -> Sequence[Month]:
    """The finished months in which nothing was published."""
    return [
        month for month in statistics.months if not statistics.totals.get(month) and month < month_of(today)
    ]
