"""The rows of a Word table → rows of the same width, as the converter needs them."""

from __future__ import annotations

from generator.tools.importing.wordtree import W_, Tree, added, at, new_element, value


def square(table: Tree) -> None:
    """Every row gets as many places as the table has columns; old horizontal merges become spans."""
    rows = table.findall(f"{W_}tr")
    grid = at(table, "tblGrid")
    widths = [sum(_span(c) for c in r.findall(f"{W_}tc")) + _shift(r, "Before") for r in rows]
    columns = max([0 if grid is None else len(grid), *widths])
    for row in rows:
        first: Tree | None = None
        for cell in row.findall(f"{W_}tc"):
            merge = at(cell, "tcPr", "hMerge")
            if merge is not None and value(merge) != "restart" and first is not None:
                _set_span(first, _span(first) + _span(cell))
                row.remove(cell)
                continue
            if merge is not None:
                cell.find(f"{W_}tcPr").remove(merge)
            first = cell
        cells = row.findall(f"{W_}tc")
        if not cells:
            continue
        if shift := _shift(row, "Before"):
            cells[0].addprevious(_empty_cell(shift))
        missing = columns - shift - sum(_span(c) for c in cells)
        if missing > 0:
            cells[-1].addnext(_empty_cell(missing))
        properties = at(row, "trPr")
        for name in ("gridBefore", "gridAfter", "wBefore", "wAfter"):
            if properties is not None and (setting := at(properties, name)) is not None:
                properties.remove(setting)
    if grid is None:
        grid = new_element("tblGrid")
        table.insert(0 if at(table, "tblPr") is None else 1, grid)
    for _ in range(columns - len(grid)):
        added(grid, "gridCol")
    for column in grid:
        column.set(f"{W_}w", "1000")  # pandoc counts only columns that have a width


def _span(cell: Tree) -> int:
    text = value(at(cell, "tcPr", "gridSpan"))
    return int(text) if text and text.isdigit() else 1


def _shift(row: Tree, side: str) -> int:
    text = value(at(row, "trPr", f"grid{side}"))
    return int(text) if text and text.isdigit() else 0


def _set_span(cell: Tree, count: int) -> None:
    properties = at(cell, "tcPr")
    if properties is None:
        properties = new_element("tcPr")
        cell.insert(0, properties)
    span = at(properties, "gridSpan")
    if span is None:
        span = added(properties, "gridSpan")
    span.set(f"{W_}val", str(count))


def _empty_cell(count: int) -> Tree:
    cell = new_element("tc")
    if count > 1:
        _set_span(cell, count)
    cell.append(new_element("p"))
    return cell
