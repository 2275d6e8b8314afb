"""A PDF → a source: its lines joined to paragraphs by where they stand. Tables are read where lines enclose their cells."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from generator.model.diagnostics import Text
from generator.reading.attachments.content import GARBLED
from generator.reading.attachments.package import Budget
from generator.reading.attachments.pdf import read_pdf
from generator.tools.importing.blocks import paragraph
from generator.tools.importing.layertext import PAGE_NUMBER, Layers, PageWords, page_words, unseen_lines
from generator.tools.importing.pandoc import Node
from generator.tools.importing.pdftables import MOST, PdfTable, ruled_pages, ruled_tables
from generator.tools.importing.sheets import table_of
from generator.tools.importing.source import PATIENCE, Pictured, Source


class Sign(NamedTuple):
    """A character, its box and the line it stands on, in points from the page's left and lower edges."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    foot: float
    """Height of the base line: letters and figures of several fonts differ in everything else."""


_NUMBERED = re.compile(r"第[一二三四五六七八九十百零〇]{1,5}[编章节条]")

_FULL = 14
"""Signs that a full line has at least."""

_EDGE = 0.12
"""Share of a page's height, above and below, in which page numbers stand."""

_SCANNED = Text("这份 PDF 是扫描的图像，没有文字，读不出内容", "this PDF is a scanned picture without text")


_GARBLED = Text(
    "文字无法正确读出（字体没有对应表）", "the text cannot be read: its fonts have no table of characters"
)


class Line(NamedTuple):
    """A line of a page; lengths in points, from the page's left and lower edges."""

    text: str
    left: float
    right: float
    middle: float
    size: float
    pieces: int
    """Pieces that stand apart, as the cells of a row do."""
    outside: bool = False
    """Whether it stands where running heads and page numbers do."""
    page: int = 0
    """Counted from 0."""
    breadth: float = 0
    """Width of the page, in points."""


def read_pdf_text(name: str, data: bytes, layers: Layers) -> Source:
    """Read a PDF; pages that are pictures are read by their text layer, or marked in the draft.

    Raises Refused for one that is damaged, locked, too large, or a picture without text.
    """
    read = read_pdf(data, Budget(PATIENCE))
    document = pdfium.PdfDocument(data)
    unseen, told = unseen_lines(read)
    pages = [
        [line._replace(page=n) for line in _page_lines(page) if "".join(line.text.split()) not in unseen]
        for n, page in enumerate(document)
    ]
    ruled = ruled_pages(document)
    document.close()
    unread = {u.page for u in read.unread}
    garbled = [u.page for u in read.unread if u.why == GARBLED]
    if garbled and len(garbled) > 0.5 * len([page for page in pages if page]):
        raise Pictured(_GARBLED)
    running = _running(pages)
    kept = [
        []
        if number in unread
        else [line for line in page if not (line.outside and _without_figures(line.text) in running)]
        for number, page in enumerate(pages, 1)
    ]
    if not any(kept):
        raise Pictured(_SCANNED)
    tables = ruled_tables(data, ruled) if ruled else {}
    scanned = page_words(read.unread, layers)
    blocks, cells = _blocks(kept, tables, scanned)
    lines: list[str] = []
    for number, page in enumerate(kept, 1):
        lines += [line.text for line in page if not _within(line, tables)]
        lines += scanned.lines.get(number, ())
    return Source(
        name,
        "pdf",
        blocks,
        tuple(lines),
        tuple(cells),
        files=read.inside,
        notes=(*_notes(kept, tables, running, len(ruled)), *told, *scanned.notes),
    )


def _notes(pages: Sequence[Sequence[Line]], tables: Tables, running: set[str], ruled: int) -> Iterator[Text]:
    if tables:
        count = sum(map(len, tables.values()))
        yield Text(
            f"按格线读出 {count} 个表格，核对合并的单元格；图片没有带入",
            f"{count} ruled tables were read: check merged cells; pictures were left out",
        )
    else:
        yield Text(
            "PDF 没有表格和图片的结构：表格的文字成为普通的行，图片没有带入",
            "tables became lines, pictures were left out",
        )
    if ruled > MOST:
        yield Text(
            f"有格线的页超过 {MOST} 页，后面的没有按表格读",
            f"only {MOST} ruled pages were searched for tables",
        )
    if running:
        shown = "、".join(sorted(running)[:3])
        yield Text(f"每页重复的页眉页脚没有带入：{shown}", f"running heads were left out: {shown}")
    if any(line.pieces > 2 for page in pages for line in page if not _within(line, tables)):
        yield Text("像是有表格，按原件重排", "there seem to be tables: set them again from the original")


Tables = Mapping[int, Sequence[PdfTable]]
"""Number of the page, counted from 0 → its tables, from top to bottom."""


def _within(line: Line, tables: Tables) -> bool:
    """Whether a line stands in a table."""
    return any(
        t.bottom <= line.middle <= t.top and t.left - 2 <= line.left <= t.right
        for t in tables.get(line.page, ())
    )


def _blocks(
    pages: Sequence[Sequence[Line]], tables: Tables, scanned: PageWords
) -> tuple[list[Node], list[str]]:
    """Paragraphs and tables in their order, and the cells of the tables. A table goes on over a page with the same columns."""
    every = [line for page in pages for line in page if not _within(line, tables)]
    pieces: list[_Piece] = []
    for number, page in enumerate(pages):
        left = sorted(tables.get(number, ()), key=lambda table: -table.top)
        for line in page:
            while left and line.middle < left[0].top and not _within(line, tables):
                _add_table(pieces, left.pop(0).rows)
            if not _within(line, tables):
                _add_line(pieces, line)
        for table in left:
            _add_table(pieces, table.rows)
        pieces += scanned.paragraphs(number + 1)
    blocks: list[Node] = []
    cells: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            blocks.append(paragraph(piece))
        elif isinstance(piece[0], Line):
            lines = [line for line in piece if isinstance(line, Line)]
            blocks += [paragraph(text) for text in paragraphs(lines, every)]
        else:
            rows = [row for row in piece if isinstance(row, list)]
            cells += [cell for row in rows for cell in row if cell]
            blocks.append(table_of(rows))
    return blocks, cells


_Piece = list[Line] | list[list[str]] | str
"""Lines that follow each other, the rows of a table, or a paragraph of a page that is a picture."""


def _add_line(pieces: list[_Piece], line: Line) -> None:
    before = pieces[-1] if pieces else None
    if isinstance(before, list) and isinstance(before[0], Line):
        before.append(line)
    else:
        pieces.append([line])


def _add_table(pieces: list[_Piece], rows: list[list[str]]) -> None:
    before = pieces[-1] if pieces else None
    if isinstance(before, list) and isinstance(before[0], list) and len(before[0]) == len(rows[0]):
        before.extend(rows[1:] if rows[0] == before[0] else rows)
    else:
        pieces.append(list(rows))


def paragraphs(lines: Sequence[Line], every: Sequence[Line] = ()) -> Iterator[str]:
    """Lines joined: one that begins at the margin goes on with a line before it that is full; margins are those of `every` line."""
    margin, edge = _margins(every or lines)
    text, before = "", None
    for line in lines:
        goes_on = (
            before is not None
            and before.right > edge - 2.2 * before.size
            and line.left < margin + 0.6 * line.size
            and line.pieces < 3
            and abs(line.size - before.size) < 2
        )
        if text and not goes_on:
            yield text
            text = ""
        text += (" " if text[-1:].isascii() and line.text[:1].isascii() and text else "") + line.text
        before = line
    if text:
        yield text


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Where the lines of a text begin, and where those end that are full.

    A single line that is longer than all others ends where its words end; it is full only when it reaches as near to the edge
    of the page as the text does on the left.
    """
    broad = max(line.right - line.left for line in lines)
    margin = min(line.left for line in lines if line.right - line.left > broad * 0.6)
    longest = max(lines, key=lambda line: line.right)
    alike = sum(line.right > longest.right - 1.5 * line.size for line in lines)
    mirrored = longest.breadth - margin - 2.5 * longest.size
    full = longest.right > mirrored or (alike > 2 and broad > _FULL * longest.size)
    return margin, longest.right if full else math.inf


def _page_lines(page: pdfium.PdfPage) -> Iterator[Line]:
    """The lines of a page, those in the direction of most of its words first; letters set upright are read upright."""
    words = page.get_textpage()
    signs: dict[int, list[Sign]] = {}
    for n in range(words.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(words, n))
        if not sign.isspace() and sign != "\ufffe":
            angle = -round(math.degrees(raw.FPDFText_GetCharAngle(words, n))) % 360
            box = words.get_charbox(n, loose=True)
            signs.setdefault(angle, []).append(_turned(sign, box, _origin(words, n), angle))
    words.close()
    corners = [(0.0, 0.0), (page.get_mediabox()[2], page.get_mediabox()[3])]
    for angle, placed in sorted(signs.items(), key=lambda pair: -len(pair[1])):
        levels = [_turned_point(x, y, angle)[1] for x, _ in corners for _, y in corners]
        low, high = min(levels), max(levels)
        across = [_turned_point(x, y, angle)[0] for x, _ in corners for _, y in corners]
        breadth = max(across) - min(across)
        for row in _rows(placed):
            line = _line(row)
            edge = (high - low) * _EDGE
            outside = line.middle < low + edge or line.middle > high - edge
            if not (outside and PAGE_NUMBER.fullmatch(line.text)):
                yield line._replace(outside=outside, breadth=breadth)


def _origin(words: pdfium.PdfTextPage, n: int) -> tuple[float, float]:
    """Where a sign stands on its base line."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(words, n, x, y)
    return x.value, y.value


def _turned(
    sign: str, box: tuple[float, float, float, float], origin: tuple[float, float], angle: int
) -> Sign:
    """A sign with its box as it is when its line runs from left to right."""
    left, bottom, right, top = box
    corners = [_turned_point(x, y, angle) for x in (left, right) for y in (bottom, top)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return Sign(sign, min(across), min(up), max(across), max(up), _turned_point(*origin, angle)[1])


def _turned_point(x: float, y: float, angle: int) -> tuple[float, float]:
    turn = math.radians(angle)
    return x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)


def _running(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Heads and feet that come again on most pages, by their words without figures."""
    seen = Counter(key for page in pages for key in {_without_figures(li.text) for li in page if li.outside})
    return {key for key, count in seen.items() if len(pages) > 2 and count > max(2, 0.5 * len(pages))}


def _without_figures(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)


def _rows(signs: Sequence[Sign]) -> Iterator[list[Sign]]:
    """Characters whose feet agree stand on one line; within it they are read from the left."""
    levels: list[float] = []
    placed = sorted(signs, key=lambda sign: -sign.foot)
    for sign in placed:
        near = levels and abs(levels[-1] - sign.foot) < 0.35 * (sign.top - sign.bottom)
        levels.append(levels[-1] if near else sign.foot)
    for _, row in groupby(zip(levels, placed, strict=True), key=lambda pair: pair[0]):
        yield sorted((sign for _, sign in row), key=lambda sign: sign.left)


def _line(row: Sequence[Sign]) -> Line:
    text, count, right = "", 1, row[0].left
    size = max(sign.top - sign.bottom for sign in row) / 1.4
    for sign in row:
        gap = sign.left - right
        apart = bool(text) and gap > 1.2 * size
        numbered = gap > 0.25 * size and _NUMBERED.fullmatch(text)
        latin = sign.text.isascii() and text[-1:].isascii() and gap > 0.2 * size
        text += ("　" if numbered else "  " if apart else " " if text and latin else "") + sign.text
        count += apart and not numbered
        right = sign.right
    middle = (min(sign.bottom for sign in row) + max(sign.top for sign in row)) / 2
    return Line(text, row[0].left, right, middle, size, count)
