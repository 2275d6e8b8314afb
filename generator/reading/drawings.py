"""A rendered text and the `charts` of its front matter → the numbers that are to be drawn, or why they cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.model.diagnostics import Text, did_you_mean
from generator.model.document import Chart
from generator.reading.markdown import plain_text

MOST_ROWS, MOST_COLUMNS = 30, 3
"""More bars than these are no picture."""

_TABLE = re.compile(r"<table class=\"gk-grid\">.*?</table>", re.DOTALL)

_ROW = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)

_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)

_NUMBER = re.compile(r"([+\-－−]?)(\d+(?:\.\d+)?)[%％‰]?")

_SUM = re.compile(r"(?:合|总|小|共)\s*计")


class Series(NamedTuple):
    """One column that is drawn."""

    name: str
    values: tuple[float | None, ...]
    """As long as the rows; None where a cell holds no number."""
    written: tuple[str, ...]
    """The same as they stand in the table."""


class Drawing(NamedTuple):
    """What is drawn of one table: a bar for each row and column. Rows of sums are left out."""

    rows: tuple[str, ...]
    series: tuple[Series, ...]


class Fault(NamedTuple):
    """Why a chart cannot be drawn, and what to do."""

    message: Text
    hint: Text


def table_places(safe: str) -> list[int]:
    """Where each table of a rendered text ends, in order: what draws it is put there."""
    return [match.end() + len("</div>") for match in _TABLE.finditer(safe)]


def drawing_of(safe: str, chart: Chart) -> Drawing | Fault:
    """The numbers that a chart names."""
    tables = _TABLE.findall(safe)
    if chart.table > len(tables):
        return Fault(
            Text(
                f"正文里没有第 {chart.table} 张表格，一共 {len(tables)} 张",
                f"the text has {len(tables)} tables",
            ),
            Text("写正文里表格的序号，从 1 数起", "write the number of a table of the text, the first is 1"),
        )
    heads, *rows = (
        [plain_text(c) for c in _CELL.findall(row)] for row in _ROW.findall(tables[chart.table - 1])
    )
    rows = [row for row in rows if row and not _SUM.search(row[0])]
    if unknown := next((name for name in chart.columns if name not in heads[1:]), None):
        return Fault(
            Text(
                f"第 {chart.table} 张表格没有“{unknown}”这一列",
                f"table {chart.table} has no column “{unknown}”",
            ),
            did_you_mean(unknown, heads[1:]),
        )
    wanted = [n for n, head in enumerate(heads) if n and (not chart.columns or head in chart.columns)]
    found = [series for n in wanted for series in _series(heads[n], [row[n] for row in rows])]
    if not found or len(rows) > MOST_ROWS:
        return Fault(
            Text(
                f"第 {chart.table} 张表格有 {len(rows)} 行"
                if found
                else f"第 {chart.table} 张表格没有一列是数字",
                f"table {chart.table} has {len(rows)} rows"
                if found
                else f"table {chart.table} has no numbers",
            ),
            Text(
                f"图表最多画 {MOST_ROWS} 行（合计不算）；换一张表格，或者删去这个图表",
                f"a chart has {MOST_ROWS} rows at most; name another table, or take the chart out",
            ),
        )
    return Drawing(tuple(row[0] for row in rows), tuple(found[: MOST_COLUMNS if chart.columns else 1]))


def _series(name: str, cells: Sequence[str]) -> Iterator[Series]:
    """The column, if at least half of its cells are numbers."""
    values = tuple(map(_number, cells))
    if sum(value is not None for value in values) * 2 > len(values):
        yield Series(name, values, tuple(cells))


def _number(cell: str) -> float | None:
    found = _NUMBER.fullmatch(re.sub(r"[,，\s]", "", cell))
    return (-1 if found[1] not in ("", "+") else 1) * float(found[2]) if found else None
