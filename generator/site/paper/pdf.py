"""Headings, paragraphs and tables → a PDF, the same bytes for the same content; and what every PDF here is made with.

Forms and reports are made here; the booklet, with its contents and running heads, in `booklet`.

The font is one of the Asian fonts every PDF reader supplies (Adobe-GB1, STSong-Light): nothing is embedded, a form takes 4 KB, and
no font of ten megabytes travels with the program. Poppler needs its data package (`poppler-data`) for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, SimpleDocTemplate, Table
from reportlab.platypus import Paragraph as Text

from generator.annual.tables import Cell
from generator.site.paper.blocks import Block, Grid, Heading, Paragraph

FONT = "STSong-Light"

MARGIN = 20 * mm

LINE = 9 * mm
"""Least height of a row, so that it can be filled in by hand."""


def style(name: str, size: float, leading: float | None = None, **changes: Any) -> ParagraphStyle:
    """A style of paragraphs in the one font: size and line height in points, the latter half as much again unless given."""
    return ParagraphStyle(
        name, fontName=FONT, fontSize=size, leading=leading or size * 1.5, wordWrap="CJK", **changes
    )


STYLES = (
    style("title", 18, 26, spaceAfter=4 * mm, alignment=TA_CENTER),
    style("heading", 13, 20, spaceBefore=3 * mm),
)
"""Of headings, by their level; all below the first look alike."""

TEXT = style("text", 10, 16, spaceAfter=1 * mm)

CELL = style("cell", 10.5, 15)


def pdf_file(title: str, author: str, blocks: Iterable[Block]) -> bytes:
    """A PDF on A4 with page numbers. Every value is text."""
    saved = BytesIO()
    document = SimpleDocTemplate(
        saved,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=title,
        author=author,
        lang="zh-CN",
        invariant=1,
    )
    with reproducible():
        document.build(
            [_flowable(block, document.width) for block in blocks], onFirstPage=_number, onLaterPages=_number
        )
    return saved.getvalue()


@contextmanager
def reproducible() -> Iterator[None]:
    """Within it a file is built: the font is known, and SOURCE_DATE_EPOCH is not, by which reportlab dates even a file that is to
    have no date."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    day = os.environ.pop("SOURCE_DATE_EPOCH", None)
    try:
        yield
    finally:
        if day is not None:
            os.environ["SOURCE_DATE_EPOCH"] = day


def _flowable(block: Block, width: float) -> Flowable:
    if isinstance(block, Heading):
        return Text(markup(block.text), STYLES[min(block.level, 1)])
    if isinstance(block, Paragraph):
        return Text(markup(block.text), TEXT)
    return _table(block, width)


def _table(block: Grid, width: float) -> Table:
    rows = max(c.row + c.height for c in block.cells)
    matrix: list[list[Any]] = [["" for _ in block.widths] for _ in range(rows)]
    for cell in block.cells:
        matrix[cell.row][cell.column] = _content(cell.text)
    spans = [
        ("SPAN", (c.column, c.row), (c.column + c.width - 1, c.row + c.height - 1))
        for c in block.cells
        if c.height * c.width > 1
    ]
    shares = [width * share / sum(block.widths) for share in block.widths]
    style = [
        ("FONT", (0, 0), (-1, -1), FONT, CELL.fontSize),
        ("GRID", (0, 0), (-1, -1), 0.5, black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *spans,
    ]
    return Table(
        matrix,
        colWidths=shares,
        rowHeights=[_height(block.cells, n, shares) for n in range(rows)],
        style=style,
        repeatRows=0,
        spaceBefore=2 * mm,
        spaceAfter=3 * mm,
    )


def _height(cells: Iterable[Cell], row: int, shares: list[float]) -> float:
    """The height of a row: what its own cells need, and room for a pen; a cell over several rows takes what they have."""
    needed = [
        _tall(_content(c.text), sum(shares[c.column : c.column + c.width]) - 12)
        for c in cells
        if c.row == row and c.height == 1
    ]
    return float(max([LINE, *(8 + height for height in needed)]))


def _content(text: str) -> Text | str:
    """Text that wraps; room to write in, which begins blank, keeps its spaces and lines as they are."""
    return Text(markup(text), CELL) if text[:1].strip() else text


def _tall(content: Text | str, width: float) -> float:
    return (
        CELL.leading * (content.count("\n") + 1)
        if isinstance(content, str)
        else float(content.wrap(width, A4[1])[1])
    )


def markup(text: str) -> str:
    """Text for a library that reads tags in it."""
    return escape(text, quote=False).replace("\n", "<br/>")


def _number(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 10 * mm, f"第 {document.page} 页")
