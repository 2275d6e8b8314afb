"""Registers with rows for the tests: a small root, a penalties register, and spreadsheets as offices make them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
from helpers.program import gongkai
from helpers.roots import TESTS, make_root

from generator.model.diagnostics import Diagnostic

CATALOG = (
    (TESTS / "rules/catalog.yml")
    .read_text(encoding="utf-8")
    .replace(
        '  - {name: 民生政策, duty: "20-11"}',
        '  - {name: 行政处罚与行政强制, duty: "20-6"}\n  - {name: 民生政策与措施, duty: "20-11"}\n'
        '  - {name: 政府集中采购, duty: "20-9"}\n  - {name: 机关职能与机构设置, duty: "20-2"}\n  - {name: 政府信息公开制度, duty: "20-15", block: 制度}',
    )
)
PLACE = "content/data/tables"
TABLE = """\
title: 行政处罚结果信息
category: 行政处罚与行政强制
by_column: authority
year_column: decided
name_column: party
key: [doc_no]
instrument: doc_no
publish: {number: 7, unit: workday, from: decided, basis: 双公示}
keep:
  - {number: 3, unit: month, from: published, when: {kind: [警告]}, basis: 较轻的}
  - {number: 1, unit: year, from: published, basis: 其他的}
objection: {number: 15, unit: workday, from: objected, basis: 异议处理}
columns:
  party: {label: 当事人, required: true}
  code: {label: 统一社会信用代码, type: code}
  boss: {label: 法定代表人, public: false}
  doc_no: {label: 文书号}
  kind: {label: 处罚类别, type: choice, required: true, values: [警告, 罚款, 没收]}
  fine: {label: 罚款金额, type: number, unit: 万元, total: true}
  cases: {label: 件数, type: integer}
  decided: {label: 决定日期, type: date, required: true}
  authority: {label: 处罚机关, type: body, required: true}
  document: {label: 决定书, type: document}
"""
ROW: dict[str, str] = {
    "当事人": "云岭餐饮店",
    "文书号": "测综罚〔2026〕1号",
    "处罚类别": "罚款",
    "罚款金额": "0.5",
    "决定日期": "2026-09-01",
    "处罚机关": "县府办",
    "公开日期": "2026-09-03",
}


def row(number: int = 1, **cells: str) -> dict[str, str]:
    """A sound row with its own document number, and other cells."""
    return {**ROW, "文书号": f"测综罚〔2026〕{number}号", **cells}


def csv_bytes(rows: Sequence[Mapping[str, str]], encoding: str = "utf-8") -> bytes:
    """Rows as a CSV file under all headings they have."""
    head = list(dict.fromkeys(name for entry in rows for name in entry)) or list(ROW)
    out = StringIO()
    writer = csv.DictWriter(out, head, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def workbook(grid: Sequence[Sequence[Any]], change: Any = None) -> bytes:
    """A workbook with these rows, changed by a function of its sheet."""
    book = openpyxl.Workbook()
    for cells in grid:
        book.active.append(list(cells))
    if change:
        change(book.active)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def table_root(
    folder: Path,
    rows: Sequence[Mapping[str, str]] | bytes = (ROW,),
    table: str = TABLE,
    slug: str = "penalties",
) -> Path:
    """A root with one register."""
    root = make_root(folder, {}, CATALOG)
    place = root / PLACE
    place.mkdir(parents=True)
    (place / f"{slug}.yml").write_text(table, encoding="utf-8")
    data = rows if isinstance(rows, bytes) else csv_bytes(rows)
    (place / f"{slug}.{'xlsx' if data[:2] == b'PK' else 'csv'}").write_bytes(data)
    return root


def told(found: Sequence[Diagnostic]) -> set[tuple[int, str, str]]:
    """Line, rule and column of every finding about a register."""
    return {(d.line, d.rule, str(d.data.get("column", ""))) for d in found if d.path.startswith(PLACE)}


def days(first: str, number: int) -> list[date]:
    """Days in a row."""
    start = date.fromisoformat(first)
    return [start + timedelta(days=n) for n in range(number)]


def run(root: Path, *arguments: str, today: str = "2026-11-22") -> Any:
    """`gongkai table …` on a root."""
    return gongkai(
        "table", *arguments, "--root", root, *(["--today", today] if arguments[0] != "new" else [])
    )
