"""A workbook → the text of its sheets row by row, hidden sheets, rows and columns, comments and caches.

Read from the XML itself: openpyxl's fast mode does not know which rows and columns are hidden and never shows
comments, pivot caches and cached external links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.reading.attachments.cellformats import unseen_formats
from generator.reading.attachments.content import STARTS_PROGRAM, Part, Read, Role, filled
from generator.reading.attachments.markup import told_in_attributes, words_of
from generator.reading.attachments.package import Element, Package, child, local
from generator.reading.attachments.parts import identifier, linked, relations, remaining

MAIN = "xl/workbook.xml"
_COMMENTS = re.compile(rb"<(?:\w+:)?(?:comments|ThreadedComments)[\s>]")
_DDE = re.compile(r"^[=+\-@]?[\w.'\\:/]+\s*\|[^|\n]+!", re.MULTILINE)
"""A formula that asks another program, and starts it: `cmd|'/c calc'!A1`."""
_SERVICE = re.compile(r"\bWEBSERVICE\(\s*\"([^\"]*)", re.IGNORECASE)
_LONG = re.compile(r"[0-9]{7}")
MAX_COLUMNS = 16_384

MIN_SIZE = 0.5
"""Points of a row's height, or characters of a column's width."""

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
    faint: frozenset[int] = frozenset()
    """The columns whose cells are written so that nobody sees them."""


class _Grid(NamedTuple):
    """One sheet as stored."""

    rows: list[_Row]
    hidden_columns: frozenset[int]
    margins: str
    beside: str
    """What stands in no cell: prompts and lists of validation, targets of links, conditions, scenarios, formulas."""


def read_xlsx(package: Package) -> Read:
    """One part for each run of rows of a sheet; a row is a line, its cells are separated by tabs."""
    main = next(
        (name for kind, name in relations(package, "").values() if kind == "officeDocument" and name), MAIN
    )
    known = relations(package, main)
    tables = [name for kind, name in known.values() if kind == "sharedStrings" and name] or [
        "xl/sharedStrings.xml"
    ]
    strings = _Strings(tuple(_string(item) for name in tables for item in package.stream(name, "si")))
    sheets = _sheets(package, main, known)
    faint = _faint(package, known)
    parts = [
        part for sheet in sheets for part in _sheet_parts(sheet, _grid(package, sheet.member, strings, faint))
    ]
    notes = [name for name in package.names if name.endswith(".xml") and _COMMENTS.search(package.head(name))]
    noted = "\n".join(words_of(package.xml(name)) for name in notes)
    comments = filled([Part(noted, Text("批注", "comments"), Role.COMMENT)])
    book = Part(
        told_in_attributes(package.xml(main)) + "\n" + words_of(package.xml(main)),
        Text("工作表名称、定义的名称和数据源", "names of sheets, defined names and sources"),
        Role.LEFTOVER,
    )
    unused = Part(
        "\n".join(strings.unused()), Text("单元格里已经删去的文字", "words deleted from cells"), Role.LEFTOVER
    )
    rest = remaining(package, {main, *tables, *notes, *(sheet.member for sheet in sheets)})
    starting = any(_DDE.search(part.text) for part in parts if part.role is Role.LEFTOVER) or any(
        b"<ddeLink" in package.head(name) for name in package.matching(r"xl/externalLinks/[^/]+\.xml")
    )
    return Read(
        (*filled([*parts, book, unused]), *comments, *rest.parts),
        inside=rest.inside,
        unread=(*rest.unread, *(linked(target) for target in dict.fromkeys(_afar(package, parts)))),
        refusal=STARTS_PROGRAM if starting else None,
    )


def _afar(package: Package, parts: list[Part]) -> Iterator[str]:
    """Where a workbook fetches values from when it is opened: web pages and services."""
    for part in parts:
        if part.role is Role.LEFTOVER:
            yield from (found[1] for found in _SERVICE.finditer(part.text))
    for name in package.matching(r"xl/connections\.xml"):
        yield from (e.get("url", "") for e in package.xml(name).iter() if local(e) == "webPr")


class _Strings:
    """The words of a workbook by number, and which of them a cell shows."""

    def __init__(self, items: tuple[str, ...]) -> None:
        self._items = items
        self._used = bytearray(len(items))

    def __call__(self, number: str) -> str:
        if not number.isdecimal() or int(number) >= len(self._items):
            return ""
        self._used[int(number)] = 1
        return self._items[int(number)]

    def unused(self) -> list[str]:
        """What no cell shows any more."""
        return [item for item, used in zip(self._items, self._used, strict=True) if not used]


def _sheets(package: Package, main: str, known: Mapping[str, tuple[str, str]]) -> list[_Sheet]:
    sheets = [e for e in package.xml(main).iter() if local(e) == "sheet"]
    listed = [
        _Sheet(
            e.get("name", ""), known.get(identifier(e), ("", ""))[1], e.get("state", "visible") != "visible"
        )
        for e in sheets
    ]
    placed = {sheet.member for sheet in listed}
    strays = [
        name
        for name in package.matching(r"xl/(work|chart|dialog|macro)sheets/[^/]+\.xml")
        if name not in placed
    ]
    return [*(sheet for sheet in listed if sheet.member), *(_Sheet(name, name, True) for name in strays)]


def _faint(package: Package, known: Mapping[str, tuple[str, str]]) -> frozenset[str]:
    styles = next((name for kind, name in known.values() if kind == "styles" and name), "xl/styles.xml")
    return unseen_formats(package.xml(styles))


def _grid(package: Package, member: str, strings: _Strings, faint: frozenset[str]) -> _Grid:
    rows: list[_Row] = []
    columns: set[int] = set()
    margins: list[str] = []
    beside: list[str] = []
    for element in package.stream_all(member, "row", "col", "headerFooter"):
        match local(element):
            case "row":
                rows.append(_row(element, len(rows) + 1, strings, faint))
                beside += _formulas(element)
            case "col":
                columns |= _hidden_columns(element)
            case "headerFooter":
                margins += [e.text for e in element if e.text]
            case _:
                beside += [told_in_attributes(element), words_of(element)]
                if _is_coloured(element):
                    rows = [row._replace(faint=frozenset()) for row in rows]
    return _Grid(rows, frozenset(columns), "\n".join(margins), "\n".join(dict.fromkeys(filter(None, beside))))


def _is_coloured(sheet: Element) -> bool:
    """Whether the ground of cells may come from elsewhere: from the style of a table, or from a condition."""
    return any(local(e) in ("tableParts", "conditionalFormatting", "picture") for e in sheet)


def _formulas(row: Element) -> list[str]:
    """Words and long numbers written into formulas."""
    texts = (f.text for cell in row for f in cell if f.text and local(f) == "f")
    return [
        text.replace('"&"', "") for text in texts if '"' in text or _LONG.search(text) or _DDE.search(text)
    ]


def _sheet_parts(sheet: _Sheet, grid: _Grid) -> Iterator[Part]:
    place = Text(f"工作表“{sheet.name}”", f"sheet “{sheet.name}”")
    if sheet.hidden:
        yield from _runs(grid.rows, Text(f"隐藏的{place.zh}", f"hidden {place.en}"), Role.HIDDEN)
        yield Part(grid.beside, Text(f"隐藏的{place.zh}", f"hidden {place.en}"), Role.LEFTOVER)
        return
    yield from _runs(
        [_shown(row, grid.hidden_columns) for row in grid.rows if not row.hidden], place, Role.TEXT
    )
    concealed = [
        _concealed(row, grid.hidden_columns)
        for row in grid.rows
        if row.hidden or row.faint or grid.hidden_columns
    ]
    yield from _runs(
        [row for row in concealed if any(row.cells)],
        Text(f"{place.zh}隐藏的行、列或者单元格", f"hidden rows, columns or cells of {place.en}"),
        Role.HIDDEN,
    )
    yield Part(
        grid.beside,
        Text(f"{place.zh}的公式、有效性和链接", f"formulas, validation and links of {place.en}"),
        Role.LEFTOVER,
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


def _row(row: Element, count: int, strings: _Strings, faint: frozenset[str]) -> _Row:
    places = [_column(cell.get("r", ""), position) for position, cell in enumerate(row)]
    cells = {place: _value(cell, strings) for place, cell in zip(places, row, strict=True)}
    width = min(max(cells, default=-1) + 1, MAX_COLUMNS)
    number = row.get("r", "")
    return _Row(
        int(number) if number.isdecimal() else count,
        tuple(cells.get(n, "") for n in range(width)),
        row.get("hidden") in ("1", "true") or _is_flat(row.get("ht", "")),
        frozenset(p for p, cell in zip(places, row, strict=True) if cell.get("s") in faint)
        if faint
        else frozenset(),
    )


def _is_flat(size: str) -> bool:
    """A height in points or a width in characters in which nothing can be seen."""
    try:
        return float(size) < MIN_SIZE
    except ValueError:
        return False


def _column(reference: str, position: int) -> int:
    """`AB12` → 27; the position in the row when the reference is left out."""
    letters = reference.rstrip("0123456789").upper()
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return position
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: Element, strings: _Strings) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _flat(_string(cell))
    value = child(cell, "v")
    text = (value.text or "") if value is not None else ""
    if kind == "s":
        return _flat(strings(text))
    return _flat(text) if kind != "n" else _number(text)


def _number(text: str) -> str:
    """Written out: Excel stores a long number in a numeric cell as 1.3800138E10."""
    if "E" not in text and "e" not in text:
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
    if column.get("hidden") not in ("1", "true") and not _is_flat(column.get("width", "")):
        return set()
    return set(range(int(column.get("min", 1)) - 1, min(int(column.get("max", 1)), MAX_COLUMNS)))


def _shown(row: _Row, hidden: frozenset[int]) -> _Row:
    unseen = hidden | row.faint
    return (
        row._replace(cells=tuple("" if n in unseen else cell for n, cell in enumerate(row.cells)))
        if unseen
        else row
    )


def _concealed(row: _Row, hidden: frozenset[int]) -> _Row:
    """A hidden row as it is; of another row only the cells that are not seen."""
    unseen = hidden | row.faint
    return (
        row
        if row.hidden
        else row._replace(cells=tuple(cell if n in unseen else "" for n, cell in enumerate(row.cells)))
    )
