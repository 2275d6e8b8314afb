"""What a printed file is made of: headings, paragraphs of plain text, and tables."""

from __future__ import annotations

from typing import NamedTuple

from generator.annual.tables import Cell


class Heading(NamedTuple):
    """A heading; level 0 is the title."""

    text: str
    level: int


class Paragraph(NamedTuple):
    """A paragraph of plain text."""

    text: str


class Grid(NamedTuple):
    """A table of cells, some of them merged; `widths` are the columns' shares of the line."""

    cells: tuple[Cell, ...]
    widths: tuple[int, ...]
    room: int = 0
    """Millimetres that a row of a Word file has at least, to write in from the left; 0: as high as its words, which are centred."""


Block = Heading | Paragraph | Grid
