"""Whether last year's annual report is on the site in time: departments by 31 January, governments by 31 March (条例 art. 49)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from generator.annual.form import Registers
from generator.model.catalog import Catalog
from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import AnyDocument, Document
from generator.model.setting import Setting
from generator.model.term import Term
from generator.model.workdays import Deadline

DUE = {"department": (1, 31), "province": (3, 31), "city": (3, 31), "county": (3, 31)}
"""Level of the authority → month and day. Townships are not named in art. 49."""


def due_date(year: int, level: str) -> date | None:
    """The last day for the report on `year`; None when the law sets none."""
    return date(year + 1, *DUE[level]) if level in DUE else None


def report_deadline(year: int, level: str) -> Deadline | None:
    """The same day as a term that began with the new year (条例 art. 49)."""
    due = due_date(year, level)
    if due is None:
        return None
    begun = date(year, 12, 31)
    term = Term(
        number=(due - begun).days,
        unit="day",
        start="year",
        basis="《中华人民共和国政府信息公开条例》第四十九条",
    )
    return Deadline(begun, term, due, due, provisional=False)


def report_due(
    registers: Registers, documents: Sequence[Document], setting: Setting
) -> Iterator[tuple[Severity, Finding]]:
    """A warning while last year's report is awaited, an error once it is overdue; nothing for a catalog without reports."""
    year = setting.today.year - 1
    due = due_date(year, setting.catalog.authority.level)
    names = _names(setting.catalog)
    awaited = registers.figures or any(d.published and d.category in names for d in documents)
    if (
        due is None
        or not awaited
        or year in registers.reported
        or report_on(year, documents, setting.catalog)
    ):
        return
    left = (due - setting.today).days
    when = (
        Text(f"已经超过 {-left} 天", f"{-left} days ago")
        if left < 0
        else Text(f"还有 {left} 天", f"{left} days left")
    )
    yield (
        Severity.ERROR if left < 0 else Severity.WARNING,
        Finding(
            1,
            Text(
                f"{year}年政府信息公开工作年度报告应当在 {due} 前公布，{when.zh}",
                f"the annual report on {year} is due by {due}, {when.en}",
            ),
            Text(
                f"补齐 content/data/requests/{year}.yml、content/data/annual/{year}.yml 和 {year}.md",
                "write the three files of the year",
            ),
            {"year": year, "deadline": due},
        ),
    )


def report_on(year: int, documents: Iterable[AnyDocument], catalog: Catalog) -> AnyDocument | None:
    """The published document that is the report on a year; its title names it (关于2025年…、2025年度…)."""
    names = _names(catalog)
    return next(
        (d for d in documents if d.published and d.category in names and d.title and f"{year}年" in d.title),
        None,
    )


def _names(catalog: Catalog) -> set[str]:
    return {category.name for category in catalog.categories if category.block == "年报"}
