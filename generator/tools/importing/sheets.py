"""A workbook or CSV → a source: each visible sheet a table, its title rows paragraphs above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Part, Read, Role, unreadable
from generator.reading.attachments.package import Budget, Package
from generator.reading.attachments.plain import read_csv
from generator.reading.attachments.spreadsheets import read_spreadsheet
from generator.reading.attachments.xlsx import read_xlsx
from generator.tools.importing.blocks import paragraph
from generator.tools.importing.pandoc import Node
from generator.tools.importing.source import PATIENCE, Source

KINDS = frozenset({"xlsx", "xlsm", "xls", "et", "xlsb", "ods", "csv"})
MANY = 1_000
"""Rows from which on a table is better kept as a register or an attachment."""


def read_sheets(name: str, kind: str, data: bytes) -> Source:
    """Read a workbook. Raises Refused for one without a visible row."""
    read = _read(kind, data)
    shown = [part for part in read.parts if part.role is Role.TEXT]
    hidden = [part.place.zh for part in read.parts if part.role is Role.HIDDEN]
    blocks: list[Node] = []
    lines: list[str] = []
    cells: list[str] = []
    count = 0
    for part in shown:
        rows = _rows(part)
        count += len(rows)
        lines += ["\t".join(filter(None, row)) for row in rows]
        cells += [cell for row in rows for cell in row if cell]
        blocks += _blocks(rows)
    if not blocks:
        raise unreadable(
            Text("表格里没有可见的内容", "there is nothing to be seen in the workbook"),
            Text(
                "取消隐藏的工作表和行列，或者换成有内容的文件",
                "show hidden sheets and rows, or take another file",
            ),
        )
    notes = []
    if hidden:
        listed = "、".join(dict.fromkeys(hidden))
        notes.append(Text(f"隐藏的内容没有带入：{listed}", f"hidden parts were left out: {listed}"))
    if count > MANY:
        notes.append(
            Text(
                f"有 {count} 行，作为附件或者登记表（gongkai table）更便于查找",
                f"{count} rows: an attachment or a register suits them better",
            )
        )
    return Source(name, kind, blocks, tuple(lines), tuple(cells), notes=tuple(notes))


def _read(kind: str, data: bytes) -> Read:
    if kind == "csv":
        return read_csv(data)
    if kind in ("xlsx", "xlsm"):
        return read_xlsx(Package(data, Budget(PATIENCE)))
    return read_spreadsheet(data, Budget(PATIENCE))


def _rows(part: Part) -> list[list[str]]:
    """The rows of a sheet without those and the columns that are empty."""
    rows = [[" ".join(cell.split()) for cell in line.split("\t")] for line in part.text.split("\n")]
    rows = [row for row in rows if any(row)]
    width = max((len(row) for row in rows), default=0)
    full = [row + [""] * (width - len(row)) for row in rows]
    kept = [n for n in range(width) if any(row[n] for row in full)]
    return [[row[n] for n in kept] for row in full]


def _blocks(rows: Sequence[Sequence[str]]) -> list[Node]:
    """Rows with a single cell at the beginning and the end are text; what is between them is the table."""
    first, last = 0, len(rows)
    while first < last and sum(map(bool, rows[first])) == 1:
        first += 1
    while last > first and sum(map(bool, rows[last - 1])) == 1:
        last -= 1
    text = [[paragraph(cell) for row in part for cell in row if cell] for part in (rows[:first], rows[last:])]
    return [*text[0], *([table_of(rows[first:last])] if first < last else []), *text[1]]


def table_of(rows: Sequence[Sequence[str]]) -> Node:
    """A plain table in pandoc's tree; the first row is its head."""

    def row(cells: Sequence[str]) -> list[Any]:
        made = [
            [
                ["", [], []],
                {"t": "AlignDefault"},
                1,
                1,
                [{"t": "Plain", "c": [{"t": "Str", "c": cell}] if cell else []}],
            ]
            for cell in cells
        ]
        return [["", [], []], made]

    widths = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in rows[0]]
    head, body = [row(rows[0])], [row(cells) for cells in rows[1:]]
    empty: list[Any] = ["", [], []]
    return {
        "t": "Table",
        "c": [empty, [None, []], widths, [empty, head], [[empty, 0, [], body]], [empty, []]],
    }
