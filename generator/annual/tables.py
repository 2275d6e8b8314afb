"""The tables of the annual report as data, with the exact labels of the official form (国办公开办函〔2021〕30号), and their grid of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from generator.annual.form import APPLICANTS, Figures, Outcome, Requests, Stock
from generator.model.document import described

Label = tuple[str, ...]
"""What a row or a column is called, from the outermost heading inwards."""

Number = int | Decimal

RESULT = "三、本年度办理结果"

CORNER = "信息内容"

BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

_GROUPS = {
    "（三）不予公开": (
        "state_secret",
        "law_forbidden",
        "safety",
        "third_party",
        "internal",
        "process",
        "case_file",
        "inquiry",
    ),
    "（四）无法提供": ("not_held", "not_made", "unclear"),
    "（五）不予处理": ("petition", "repeated", "publication", "excessive", "reissue"),
    "（六）其他处理": ("not_corrected", "fee_unpaid", "other"),
}

RESULTS = (
    ("予以公开", ("granted",)),
    ("部分公开", ("partial",)),
    *((name[3:], keys) for name, keys in _GROUPS.items()),
)
"""The results of table 3 by kind: name → rows."""

_OUTSIDE = ("received", "carried_in", "carried_out")

_DISPUTES = {
    "reconsideration": ("行政复议",),
    "litigation_direct": ("行政诉讼", "未经复议直接起诉"),
    "litigation_after": ("行政诉讼", "复议后起诉"),
}


class Line(NamedTuple):
    """One row of numbers. `key` is the name in the register."""

    key: str
    label: Label
    values: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the report."""

    key: str
    caption: str
    corner: str
    """What stands above the row labels."""
    columns: tuple[Label, ...]
    lines: tuple[Line, ...]


class Cell(NamedTuple):
    """One cell of a printed table; rows and columns are counted from 0."""

    row: int
    column: int
    height: int
    width: int
    text: str
    scope: str
    """What a heading is the heading of, as in HTML; empty for a value."""


def row_label(key: str) -> Label:
    """The label of a row of table 3 with the headings it stands under."""
    title = str(described(Requests)[key].title)
    if key in _OUTSIDE:
        return (title,)
    group = next((name for name, keys in _GROUPS.items() if key in keys), None)
    return (RESULT, group, title) if group else (RESULT, title)


def requests_table(requests: Requests) -> Table:
    """Table 3: 25 rows, six applicants and the computed total."""
    columns = ((APPLICANTS[0],), *(("法人或其他组织", name) for name in APPLICANTS[1:]), ("总计",))
    keys = [key for key in described(Requests) if key not in _DISPUTES]
    lines = ((key, getattr(requests, key)) for key in keys)
    return Table(
        "requests",
        "收到和处理政府信息公开申请情况",
        BALANCE,
        columns,
        tuple(Line(key, row_label(key), (*row, sum(row))) for key, row in lines),
    )


def disputes_table(requests: Requests) -> Table:
    """Table 4: one row of 15 cells."""
    cells = {key: str(info.title) for key, info in described(Outcome).items()}
    columns = tuple((*label, name) for label in _DISPUTES.values() for name in cells.values())
    values = tuple(getattr(getattr(requests, key), cell) for key in _DISPUTES for cell in cells)
    return Table(
        "disputes", "政府信息公开行政复议、行政诉讼情况", "", columns, (Line("disputes", (), values),)
    )


def disclosure_tables(stocks: Mapping[str, Stock], figures: Figures) -> tuple[Table, ...]:
    """Table 2 in its four parts."""
    titles = {key: str(info.title) for key, info in described(Figures).items()}
    made = tuple((str(info.title),) for info in described(Stock).values())
    stock_lines = (Line(key, (titles[key],), (s.made, s.repealed, s.in_force)) for key, s in stocks.items())

    def part(item: str, caption: str, column: str, *keys: str) -> Table:
        lines = (Line(key, (titles[key],), (getattr(figures, key),)) for key in keys)
        return Table(f"disclosure-{item}", caption, CORNER, ((column,),), tuple(lines))

    return (
        Table("disclosure-1", "第二十条第（一）项", CORNER, made, tuple(stock_lines)),
        part("5", "第二十条第（五）项", "本年处理决定数量", "licences"),
        part("6", "第二十条第（六）项", "本年处理决定数量", "penalties", "coercions"),
        part("8", "第二十条第（八）项", "本年收费金额（单位：万元）", "charges"),
    )


def written(value: Number) -> str:
    """A number as it is printed; amounts keep the decimals that were written."""
    return str(value)


def grid(table: Table) -> tuple[Cell, ...]:
    """All cells of a table, row by row, headings merged as in the form."""
    above, beside = _depth(table.columns), _depth([line.label for line in table.lines])
    corner = [Cell(0, 0, above, beside, table.corner, "col")] if beside else []
    heads = [
        Cell(c.column, c.row + beside, c.width, c.height, c.text, "colgroup" if c.height > 1 else "col")
        for c in _merged(table.columns, above)
    ]
    sides = [c._replace(row=c.row + above) for c in _merged([line.label for line in table.lines], beside)]
    values = [
        Cell(n + above, beside + m, 1, 1, written(value), "")
        for n, line in enumerate(table.lines)
        for m, value in enumerate(line.values)
    ]
    return tuple(sorted([*corner, *heads, *sides, *values]))


def column_shares(table: Table) -> tuple[int, ...]:
    """How wide the columns of the grid are on paper, relative to each other: the innermost row label needs most."""
    beside = _depth([line.label for line in table.lines])
    return (*(3,) * (beside - 1), *(8,) * bool(beside), *(2 if beside != 1 else 6,) * len(table.columns))


def cell_rows(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Cells in rows, for a renderer that writes one row after the other."""
    return [[c for c in cells if c.row == row] for row in range(max(c.row for c in cells) + 1)]


def _depth(labels: Sequence[Label]) -> int:
    return max((len(label) for label in labels), default=0)


def _merged(labels: Sequence[Label], depth: int) -> Iterator[Cell]:
    """Labels one below the other: neighbours with the same headings share a cell, the last one fills the depth."""
    for row, label in enumerate(labels):
        for level, text in enumerate(label):
            head = label[: level + 1]
            if row and labels[row - 1][: level + 1] == head:
                continue
            height = next(
                (n for n, other in enumerate(labels[row:]) if other[: level + 1] != head), len(labels) - row
            )
            yield Cell(
                row,
                level,
                height,
                depth - level if level == len(label) - 1 else 1,
                text,
                "rowgroup" if height > 1 else "row",
            )
