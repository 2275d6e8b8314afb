"""A workbook → the text of its sheets row by row, hidden sheets, rows and columns, comments and caches.

Read from the XML itself: openpyxl's fast mode does not know which rows and columns are hidden and never shows
comments, pivot caches and cached external links.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Part, Read, Role, filled
from generator.reading.attachments.docx import comment_parts, embedded, plain_text, property_parts
from generator.reading.attachments.package import Element, Package, attribute, child, local

_CACHES = r"xl/(pivotCache/pivotCache\w+|externalLinks/externalLink\d+)\.xml"

_COMMENTS = r"xl/(comments\d*|threadedComments/threadedComment\d+|comments/comment\d+)\.xml"

MAX_COLUMNS = 16_384

MAX_GAP = 500
"""Rows left empty or hidden that are kept as lines without words."""


class _Sheet(NamedTuple):
    name: str
    member: str
    hidden: bool


class _Row(NamedTuple):
    number: int
    cells: tuple[str, ...]
    hidden: bool


class _Grid(NamedTuple):
    """One sheet as stored."""

    rows: list[_Row]
    hidden_columns: frozenset[int]
    margins: str


def read_xlsx(package: Package) -> Read:
    """One part for each run of rows of a sheet; a row is a line, its cells are separated by tabs."""
    strings = tuple(_string(item) for item in package.stream("xl/sharedStrings.xml", "si"))
    sheets = [
        part
        for sheet in _sheets(package)
        for part in _sheet_parts(sheet, _grid(package, sheet.member, strings))
    ]
    comments = comment_parts([package.xml(name) for name in package.matching(_COMMENTS)])
    return Read(
        (*filled([*sheets, *_beside(package)]), *comments, *property_parts(package)), inside=embedded(package)
    )


def _beside(package: Package) -> Iterator[Part]:
    boxes = [plain_text(package.xml(name)) for name in package.matching(r"xl/drawings/drawing\d+\.xml")]
    caches = [_cached(package.xml(name)) for name in package.matching(_CACHES)]
    yield Part("\n".join(boxes), Text("文本框", "text boxes"))
    yield Part(
        "\n".join(caches),
        Text("数据缓存（数据透视表、外部链接）", "caches of pivot tables and links"),
        Role.LEFTOVER,
    )


def _sheets(package: Package) -> list[_Sheet]:
    relations = {
        e.get("Id"): "xl/" + (e.get("Target") or "").removeprefix("/xl/")
        for e in package.xml("xl/_rels/workbook.xml.rels")
    }
    sheets = [e for e in package.xml("xl/workbook.xml").iter() if local(e) == "sheet"]
    return [
        _Sheet(
            e.get("name", ""), relations.get(attribute(e, "id"), ""), e.get("state", "visible") != "visible"
        )
        for e in sheets
    ]


def _grid(package: Package, member: str, strings: tuple[str, ...]) -> _Grid:
    rows: list[_Row] = []
    columns: set[int] = set()
    margins = ""
    for element in package.stream(member, "row", "col", "headerFooter"):
        match local(element):
            case "row":
                rows.append(_row(element, len(rows) + 1, strings))
            case "col":
                columns |= _hidden_columns(element)
            case _:
                margins = "\n".join(e.text for e in element if e.text)
    return _Grid(rows, frozenset(columns), margins)


def _sheet_parts(sheet: _Sheet, grid: _Grid) -> Iterator[Part]:
    place = Text(f"工作表“{sheet.name}”", f"sheet “{sheet.name}”")
    if sheet.hidden:
        yield from _runs(grid.rows, Text(f"隐藏的{place.zh}", f"hidden {place.en}"), Role.HIDDEN)
        return
    yield from _runs(
        [_shown(row, grid.hidden_columns) for row in grid.rows if not row.hidden], place, Role.TEXT
    )
    concealed = [
        _concealed(row, grid.hidden_columns) for row in grid.rows if row.hidden or grid.hidden_columns
    ]
    yield from _runs(
        [row for row in concealed if any(row.cells)],
        Text(f"{place.zh}隐藏的行或者列", f"hidden rows or columns of {place.en}"),
        Role.HIDDEN,
    )
    yield Part(grid.margins, Text(f"{place.zh}的页眉页脚", f"header and footer of {place.en}"))


def _runs(rows: list[_Row], place: Text, role: Role) -> Iterator[Part]:
    """Lines stand for consecutive rows, so that a row's number can be told from its line; only a wide gap begins a new part."""
    lines: list[str] = []
    first = 0
    for row in rows:
        missing = row.number - first - len(lines)
        if lines and not 0 <= missing <= MAX_GAP:
            yield Part("\n".join(lines), place, role, first)
            lines = []
        first, missing = (first, missing) if lines else (row.number, 0)
        lines += ["\t"] * missing
        lines.append("\t".join(row.cells))
    yield Part("\n".join(lines), place, role, first)


def _row(row: Element, count: int, strings: tuple[str, ...]) -> _Row:
    cells = {_column(cell.get("r", ""), position): _value(cell, strings) for position, cell in enumerate(row)}
    width = min(max(cells, default=-1) + 1, MAX_COLUMNS)
    number = row.get("r", "")
    return _Row(
        int(number) if number.isdecimal() else count,
        tuple(cells.get(n, "") for n in range(width)),
        row.get("hidden") in ("1", "true"),
    )


def _column(reference: str, position: int) -> int:
    """`AB12` → 27; the position in the row when the reference is left out."""
    letters = reference.rstrip("0123456789").upper()
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return position
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: Element, strings: tuple[str, ...]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _flat(_string(cell))
    value = child(cell, "v")
    text = (value.text or "") if value is not None else ""
    if kind == "s":
        return _flat(strings[int(text)]) if text.isdecimal() and int(text) < len(strings) else ""
    return _flat(text) if kind != "n" else _number(text)


def _number(text: str) -> str:
    """Written out: Excel stores a long number in a numeric cell as 1.3800138E10."""
    if "E" not in text:
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return format(number, "f") if abs(number.adjusted()) < 40 else text


def _string(item: Element) -> str:
    """Rich text without its phonetic guides."""
    return "".join(t.text or "" for part in item for t in ([part] if local(part) == "t" else _runs_of(part)))


def _runs_of(part: Element) -> list[Element]:
    return [t for t in part.iter() if local(t) == "t"] if local(part) in ("r", "is") else []


def _flat(text: str) -> str:
    return " ".join(text.split()) if any(c in text for c in "\n\r\t") else text


def _hidden_columns(column: Element) -> set[int]:
    if column.get("hidden") not in ("1", "true"):
        return set()
    return set(range(int(column.get("min", 1)) - 1, min(int(column.get("max", 1)), MAX_COLUMNS)))


def _shown(row: _Row, hidden: frozenset[int]) -> _Row:
    return (
        row._replace(cells=tuple("" if n in hidden else cell for n, cell in enumerate(row.cells)))
        if hidden
        else row
    )


def _concealed(row: _Row, hidden: frozenset[int]) -> _Row:
    """A hidden row as it is; of another row only the cells in hidden columns."""
    return (
        row
        if row.hidden
        else row._replace(cells=tuple(cell if n in hidden else "" for n, cell in enumerate(row.cells)))
    )


def _cached(tree: Element) -> str:
    return "\n".join(value for e in tree.iter() for value in (e.get("v"), e.text) if value and value.strip())
