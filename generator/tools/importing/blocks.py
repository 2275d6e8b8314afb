"""Pandoc's tree → plain blocks: one paragraph a block, tables without merged cells, layout tables opened.

A table of CommonMark has no merged cells: the text of a merged cell stands once, where the cell begins, and the other
places it covered are empty. Repeating it would put figures into the text that the original does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from generator.tools.importing.pandoc import Node

_LIST_SIGN = re.compile(r"(?:[-+*]|\(?\d{1,9}[.)]) +(?=\S)")

_PLAIN = frozenset({"Underline", "SmallCaps", "Emph", "Strong"})
"""Emphasis is dropped: beside Chinese punctuation, CommonMark would show its asterisks."""

_OPENED = frozenset({"BlockQuote"})
"""Word's left indents, which official layout uses for signatures and lists of annexes."""

_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")

_GONE = object()

SMALL = 60
"""Cells; a larger table lists other documents, whose marks are not those of this one."""

_LAYOUT = re.compile(
    r"(?:^|政府|办公室|办公厅|局|委|委员会|厅|部|院)文件$|^(?:抄送|主送|报送)[：:]|印发$|[〔\[［]\d{4}[〕\]］]\d+号$"
)
"""Words of the head and of the end of an official document."""
_SIGNED = re.compile(
    r".{2,28}(?:政府|办公室|局|委员会|厅|部|院|中心|公司|指挥部|领导小组)"
    r"|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
    r"|[（(](?:盖章|印章|公章)[）)]"
)
"""A cell of a signature."""
_REMARK = re.compile(r"[备附]?注\s*\d*[：:、.]|说明[：:]|填表|制表|审核人")


def plain_blocks(blocks: list[Node]) -> list[Node]:
    """Paragraphs, headings, lists and simple tables, in their order."""
    return [plain for block in blocks for plain in _plain(block)]


def words(node: Any) -> str:
    """The text of a node, without notes."""
    if isinstance(node, list):
        return "".join(words(part) for part in node)
    if not isinstance(node, dict):
        return ""
    kind: Any = node.get("t")
    content: Any = node.get("c")
    if kind == "Str":
        return str(content)
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Code", "CodeBlock", "Math"):
        return str(content[1])
    return "" if kind in ("Note", "Image") else words(content)


def paragraph(text: str) -> Node:
    """A paragraph of plain text. The blank behind “1.” is a node of its own, or the writer takes it for the sign of a list."""
    if sign := _LIST_SIGN.match(text):
        rest = {"t": "Str", "c": text[sign.end() :]}
        return {"t": "Para", "c": [{"t": "Str", "c": sign[0].strip()}, {"t": "Space"}, rest]}
    return {"t": "Para", "c": [{"t": "Str", "c": text}]}


def merged_cells(blocks: list[Node]) -> int:
    """How many cells of data tables cover more than one place."""
    tables = [b for b in walk(blocks) if b["t"] == "Table" and not _is_layout(b)]
    return sum(cell[2] > 1 or cell[3] > 1 for table in tables for row in _rows(table) for cell in row)


def nested_tables(blocks: list[Node]) -> int:
    """How many tables stand in cells of data tables."""
    tables = [b for b in walk(blocks) if b["t"] == "Table" and not _is_layout(b)]
    return sum(b["t"] == "Table" for t in tables for b in walk(t["c"]))


def told_in_tables(blocks: list[Node]) -> list[str]:
    """Label and value of neighbouring cells in small tables, as lines: forms of approval carry their marks so."""
    lines = []
    for table in (b for b in blocks if b["t"] == "Table"):
        rows = [[words(cell[4]).strip() for cell in row] for row in _rows(table)]
        if sum(map(len, rows)) <= SMALL:
            lines += [f"{a}：{b}" for row in rows for a, b in pairwise(row) if a and b]
            lines += [cell for row in rows for cell in row if cell]
    return lines


def walk(node: Any) -> Iterator[Node]:
    """Every node of a tree, the outer before the inner."""
    if isinstance(node, list):
        for part in node:
            yield from walk(part)
    elif isinstance(node, dict):
        if "t" in node:
            yield node
        yield from walk(node.get("c"))


def replace_images(blocks: list[Node], renamed: Callable[[str], str | None]) -> list[Node]:
    """The same tree with other addresses of images; an image for which there is none is left out."""

    def changed(node: Any) -> Any:
        if isinstance(node, list):
            return [new for part in node if (new := changed(part)) is not _GONE]
        if not isinstance(node, dict):
            return node
        if node.get("t") == "Image":
            attributes, inlines, (target, _) = node["c"]
            name = renamed(target)
            shown = (
                inlines or [{"t": "Str", "c": name.rpartition("/")[2].partition(".")[0]}] if name else inlines
            )
            return {"t": "Image", "c": [attributes, shown, [name, ""]]} if name else _GONE
        return {key: changed(value) if key == "c" else value for key, value in node.items()}

    result: list[Node] = changed(blocks)
    return [block for block in result if block["t"] != "Para" or block["c"]]


def _plain(block: Node) -> Iterator[Node]:
    kind: str = block["t"]
    content: Any = block.get("c")
    if kind in ("Para", "Plain"):
        yield from ({"t": "Para", "c": line} for line in _lines(content))
    elif kind == "Header":
        yield from (
            {"t": "Header", "c": [min(content[0] + 1, 6), ["", [], []], line]}
            for line in _lines(content[2])[:1]
        )
        yield from ({"t": "Para", "c": line} for line in _lines(content[2])[1:])
    elif kind in _OPENED:
        yield from plain_blocks(content)
    elif kind in ("Div", "Figure"):
        yield from plain_blocks(content[-1])
    elif kind == "LineBlock":
        yield from ({"t": "Para", "c": line} for inlines in content for line in _lines(inlines))
    elif kind == "BulletList":
        yield {"t": kind, "c": [plain_blocks(item) for item in content]}
    elif kind == "OrderedList":
        yield {"t": kind, "c": [content[0], [plain_blocks(item) for item in content[1]]]}
    elif kind == "DefinitionList":
        yield from plain_blocks(
            [
                b
                for term, parts in content
                for b in [{"t": "Para", "c": term}, *(b for part in parts for b in part)]
            ]
        )
    elif kind == "Table":
        yield from _opened(block) if _is_layout(block) else _table(block)
    elif kind == "CodeBlock":
        yield block


def _lines(inlines: list[Node]) -> list[list[Node]]:
    """The lines of a paragraph, each trimmed, the empty ones left out."""
    lines: list[list[Node]] = [[]]
    for inline in _inlines(inlines):
        if inline["t"] == "LineBreak":
            lines.append([])
        else:
            lines[-1].append(inline)
    return [line for line in map(_trimmed, lines) if line]


def _inlines(inlines: list[Node]) -> Iterator[Node]:
    for n, inline in enumerate(inlines):
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind in _PLAIN:
            yield from _inlines(content)
        elif kind in ("Span", "Cite"):
            yield from _inlines(content[1])
        elif kind == "Quoted":
            marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
            yield from ({"t": "Str", "c": marks[0]}, *_inlines(content[1]), {"t": "Str", "c": marks[1]})
        elif kind == "SoftBreak":
            between = words(inlines[n - 1 : n])[-1:] + words(inlines[n + 1 : n + 2])[:1]
            if not _HAN.search(between):
                yield {"t": "Space"}
        elif kind == "Note":
            yield {"t": "Note", "c": plain_blocks(content)}
        elif kind == "Link" and not content[2][0].startswith(("http://", "https://", "mailto:", "tel:")):
            yield from _inlines(content[1])  # into the old site or the file itself: dead here
        elif kind != "RawInline":
            yield inline


def _trimmed(line: list[Node]) -> list[Node]:
    while line and (line[0]["t"] == "Space" or (line[0]["t"] == "Str" and not line[0]["c"].strip())):
        line = line[1:]
    while line and (line[-1]["t"] == "Space" or (line[-1]["t"] == "Str" and not line[-1]["c"].strip())):
        line = line[:-1]
    if line and line[0]["t"] == "Str":
        line = [{"t": "Str", "c": line[0]["c"].lstrip()}, *line[1:]]
    if line and line[-1]["t"] == "Str":
        line = [*line[:-1], {"t": "Str", "c": line[-1]["c"].rstrip()}]
    return line


def _rows(table: Node) -> list[list[Any]]:
    _, _, _, head, bodies, foot = table["c"]
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    return [row[1] for row in rows]


def _is_layout(table: Node) -> bool:
    """Whether a table only places text: one cell, little beside the tables in it, the head or the end of an official document."""
    cells = [cell for row in _rows(table) for cell in row]
    texts = [text for cell in cells if (text := "".join(words(cell[4]).split()))]
    inner = sum(len("".join(words(t).split())) for cell in cells for t in walk(cell[4]) if t["t"] == "Table")
    return (
        len(texts) <= 1
        or inner > 0.8 * sum(map(len, texts))
        or (len(cells) <= 8 and any(_LAYOUT.search(text) for text in texts))
        or (len(cells) <= 12 and all(_SIGNED.fullmatch(text) for text in texts))
    )


def _opened(table: Node) -> Iterator[Node]:
    for row in _rows(table):
        for cell in row:
            yield from plain_blocks(cell[4])


def _table(table: Node) -> Iterator[Node]:
    rows = _rows(table)
    columns = len(table["c"][2])
    first, last = 0, len(rows)
    while last - first > 1 and columns > 1 and _is_across(rows[first], columns):
        first += 1
    while last - first > 1 and _is_across(rows[last - 1], columns) and _is_remark(rows[last - 1]):
        last -= 1
    yield from _across(rows[:first])  # headings over the whole table
    rows = rows[first:last]
    grid = _grid(rows, columns)
    head = _head_rows(rows, columns)
    grid[:head] = [_joined_head(rows[:head], columns)] if head > 1 else grid[:head]
    made = [
        [
            ["", [], []],
            [[["", [], []], {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": cell}]] for cell in row],
        ]
        for row in grid
    ]
    widths = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in range(columns)]
    yield {
        "t": "Table",
        "c": [
            ["", [], []],
            [None, []],
            widths,
            [["", [], []], made[:1]],
            [[["", [], []], 0, [], made[1:]]],
            [["", [], []], []],
        ],
    }
    yield from _across(_rows(table)[last:])


def _is_across(row: list[Any], columns: int) -> bool:
    """Whether a row is one cell over the whole width."""
    return len(row) == 1 and row[0][3] == columns


def _is_remark(row: list[Any]) -> bool:
    return bool(_REMARK.match("".join(words(row[0][4]).split())))


def _across(rows: list[list[Any]]) -> Iterator[Node]:
    for row in rows:
        yield from plain_blocks(row[0][4])


_DEEPEST_HEAD = 4
"""Rows of a head above which a table is a form."""


def _head_rows(rows: list[list[Any]], columns: int) -> int:
    """How many rows make up the head: more than one where a cell of the head covers several columns.

    A form has no head: its first row has places to be filled in, or its cells go on covering columns row after row.
    """
    if not rows or not any(cell[3] > 1 for cell in rows[0]):
        return 1
    if sum(not words(cell[4]).strip() for cell in rows[0]) > 1:
        return 1
    deep = max(cell[2] for cell in rows[0])
    head = 1
    while head < len(rows) - 1 and (head < deep or any(cell[3] > 1 for cell in rows[head - 1])):
        if any(_is_figure(words(cell[4])) for cell in rows[head]):
            break
        head += 1
    return head if head <= _DEEPEST_HEAD else 1


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[-+−]?[\d,，.]+[%％]?", "".join(text.split())))


def _joined_head(rows: list[list[Any]], columns: int) -> list[list[Node]]:
    """One head for each column: what stands above it, from the top down, each once."""
    above: list[list[list[Node]]] = [[] for _ in range(columns)]
    for placed in _placed(rows):
        for column in range(placed.column, min(placed.column + placed.across, columns)):
            if cell := _cell(placed.content):
                above[column].append(cell)
    return [
        [inline for n, part in enumerate(parts) for inline in ([{"t": "Space"}] if n else []) + part]
        for parts in above
    ]


def _grid(rows: list[list[Any]], columns: int) -> list[list[list[Node]]]:
    """One list of inlines for each place of the table; places covered by a merged cell are empty."""
    grid: list[list[list[Node]]] = [[[] for _ in range(columns)] for _ in rows]
    for placed in _placed(rows):
        if placed.column < columns:
            grid[placed.row][placed.column] = _cell(placed.content)
    return grid


class _Placed(NamedTuple):
    """A cell of a table, and the place of its upper left corner; both counted from 0."""

    row: int
    column: int
    across: int
    """How many columns it covers."""
    content: list[Node]


def _placed(rows: list[list[Any]]) -> Iterator[_Placed]:
    """The cells of pandoc's rows, each where those that reach down from above leave room for it."""
    covered: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = 0
        for _, _, down, across, content in row:
            while (y, x) in covered:
                x += 1
            covered |= {(y + j, x + i) for j in range(down) for i in range(across)}
            yield _Placed(y, x, across, content)
            x += across


def _cell(content: list[Node]) -> list[Node]:
    """The paragraphs of a cell in one line."""
    inlines: list[Node] = []
    for line in _all_lines(plain_blocks(content)):
        inlines += ([{"t": "Space"}] if inlines else []) + line
    return inlines


def _all_lines(blocks: list[Node]) -> Iterator[list[Node]]:
    for block in blocks:
        kind, content = block["t"], block["c"]
        if kind == "Para":
            yield content
        elif kind == "Header":
            yield content[2]
        elif kind == "CodeBlock":
            yield [{"t": "Str", "c": content[1]}]
        elif kind == "Table":
            yield from _rows_as_lines(block)
        else:
            for item in content if kind == "BulletList" else content[1]:
                yield from _all_lines(item)


def _rows_as_lines(table: Node) -> Iterator[list[Node]]:
    """A table in a cell: its rows, their cells apart by a blank, ended by a semicolon."""
    rows = [[cell for c in row if (cell := _cell(c[4]))] for row in _rows(table)]
    for row in rows:
        line = [inline for n, cell in enumerate(row) for inline in ([{"t": "Space"}] if n else []) + cell]
        yield [*line, *([] if row is rows[-1] else [{"t": "Str", "c": "；"}])]
