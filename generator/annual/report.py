"""Registers and documents → the annual report of a year in the six sections of the official form (条例 art. 50, 国办公开办函〔2021〕30号)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.annual.form import Registers
from generator.annual.reconcile import Check, reconcile, stocks
from generator.annual.tables import Table, disclosure_tables, disputes_table, requests_table, written
from generator.machine.csv_text import csv_text
from generator.machine.json_text import json_text
from generator.model.catalog import Catalog
from generator.model.document import Document

_OFFICE = re.compile(r"人民政府(办公[室厅])?$")
"""A government reports on its whole area, not on its office."""


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections: words as Markdown, or tables."""

    title: str
    text: str = ""
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The report on one year, with the outcome of every rule between its numbers."""

    year: int
    title: str
    authority: str
    opening: str
    sections: tuple[Section, ...]
    checks: tuple[Check, ...]


def annual_report(
    year: int, registers: Registers, documents: Sequence[Document], catalog: Catalog, supervision: str = ""
) -> AnnualReport | None:
    """The report on a year; None when one of its three register files is missing or cannot be used.

    `supervision` is what the registers of evaluations, complaints and training say of the year.
    """
    if year not in registers.reported:
        return None
    requests, figures, words = registers.requests[year], registers.figures[year], registers.narratives[year]
    first = disclosure_tables(stocks(year, figures, documents, catalog), figures)
    sections = (
        Section("一、总体情况", "\n\n".join(part for part in (words.overall, supervision) if part)),
        Section("二、主动公开政府信息情况", tables=first),
        Section("三、收到和处理政府信息公开申请情况", tables=(requests_table(requests),)),
        Section("四、政府信息公开行政复议、行政诉讼情况", tables=(disputes_table(requests),)),
        Section("五、存在的主要问题及改进情况", words.problems),
        Section("六、其他需要报告的事项", words.other),
    )
    authority = catalog.site.sponsor or catalog.authority.name
    about = authority if catalog.authority.level == "department" else _OFFICE.sub("", authority)
    return AnnualReport(
        year,
        f"{about}{year}年政府信息公开工作年度报告",
        authority,
        words.opening,
        sections,
        tuple(reconcile(year, registers, documents, catalog)),
    )


def tables_of(report: AnnualReport) -> Iterator[Table]:
    """Its tables in the order of the sections."""
    for section in report.sections:
        yield from section.tables


def report_json(report: AnnualReport) -> str:
    """The report for programs: words, numbers under the keys of the registers, and the reconciliation."""
    record = {
        "year": report.year,
        "title": report.title,
        "authority": report.authority,
        "opening": report.opening,
        "sections": [
            {"title": s.title, "text": s.text, "tables": [_table(t) for t in s.tables]}
            for s in report.sections
        ],
        "checks": [{"rule": c.slug, "holds": c.holds, "message": c.message.zh} for c in report.checks],
    }
    return json_text(record)


def report_csv(report: AnnualReport) -> str:
    """Every number of the report on a line of its own, for spreadsheets."""
    rows = (
        [report.year, table.caption, "／".join(line.label), "／".join(column), written(value)]
        for table in tables_of(report)
        for line in table.lines
        for column, value in zip(table.columns, line.values, strict=True)
    )
    return csv_text([["年份", "表", "行", "列", "数值"], *rows])


def _table(table: Table) -> dict[str, Any]:
    return {
        "key": table.key,
        "caption": table.caption,
        "columns": ["／".join(c) for c in table.columns],
        "rows": [
            {"key": line.key, "label": list(line.label), "values": list(line.values)} for line in table.lines
        ],
    }
