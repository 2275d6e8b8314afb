"""A register and the `chart` of its schema → what is drawn of its rows: sums or counts by the values of one column."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from generator.model.shown_rows import Shown
from generator.model.tables import Column, Table, TableChart
from generator.reading.drawings import MOST_ROWS, Drawing, Series
from generator.site.pages.chart import figure, numbers

Group = tuple[str, list[Decimal]]
"""What a bar stands for, and its sums."""


def table_charts(shown: Shown) -> list[Markup]:
    """The charts of a register, each with a table of the same numbers below it; none of fewer than two bars."""
    return [
        _with_numbers(f"{shown.slug}-{n}", shown.table, chart, drawing)
        for n, chart in enumerate(shown.table.chart, 1)
        if len((drawing := drawn(shown, chart)).rows) > 1
    ]


def drawn(shown: Shown, chart: TableChart) -> Drawing:
    """The numbers of one chart. Of more groups than a picture holds, the smallest are told together as 其余."""
    table = shown.table
    groups = _most(_groups(shown, chart), table.columns[chart.by])
    heads = [table.columns[name].label for name in chart.columns] or ["条数"]
    return Drawing(
        tuple(words for words, _ in groups),
        tuple(
            Series(
                head, tuple(float(sums[n]) for _, sums in groups), tuple(f"{sums[n]:,}" for _, sums in groups)
            )
            for n, head in enumerate(heads)
        ),
    )


def _groups(shown: Shown, chart: TableChart) -> list[Group]:
    """By the value of the column, in the order in which a reader looks for it: choices as they are declared, else the oldest first."""
    table, place = shown.table, {name: n for n, name in enumerate(shown.table.public)}
    column, by = table.columns[chart.by], place[chart.by]
    found: dict[str, list[Decimal]] = {}
    for row in shown.oldest_first:
        words = row.cells[by][:4] + " 年" if column.type == "date" and row.cells[by] else row.cells[by]
        sums = found.setdefault(words or "没有填写", [Decimal()] * (len(chart.columns) or 1))
        new = [Decimal(row.cells[place[name]] or 0) for name in chart.columns] or [Decimal(1)]
        sums[:] = [one + other for one, other in zip(sums, new, strict=True)]
    if column.type == "date":
        return sorted(found.items())
    order = {value: n for n, value in enumerate(column.values)}
    return sorted(found.items(), key=lambda group: order.get(group[0], len(order)))


def _most(groups: Sequence[Group], column: Column) -> list[Group]:
    if len(groups) <= MOST_ROWS:
        return list(groups)
    if column.type == "date":
        kept = list(groups[-MOST_ROWS + 1 :])
    else:
        largest = sorted(groups, key=lambda group: group[1][0], reverse=True)[: MOST_ROWS - 1]
        kept = [group for group in groups if group in largest]
    rest = [sums for words, sums in groups if all(words != one for one, _ in kept)]
    others = (f"其余 {len(rest)} 项", [sum(some, Decimal()) for some in zip(*rest, strict=True)])
    return [others, *kept] if column.type == "date" else [*kept, others]


def _with_numbers(name: str, table: Table, chart: TableChart, drawing: Drawing) -> Markup:
    unit = next((u for c in chart.columns if (u := table.columns[c].unit)), None)
    column = table.columns[chart.by]
    by = f"{column.label}（年）" if column.type == "date" else column.label
    words = "、".join(series.name for series in drawing.series)
    title = f"{words}{f'（{unit}）' if unit else ''}，按{by}"
    return figure(name, title, drawing, f"{title}；只计现在公示的") + numbers(title, by, drawing)
