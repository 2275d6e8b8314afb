"""The ruled tables of a PDF → their cells and where they stand, by pdfplumber: it finds the cells that lines enclose.

It is slow (some tenths of a second a page), so only pages with enough ruling are given to it, and not more than MOST.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

MOST = 200
"""Pages that are searched for tables."""
_RULES = 4
"""Paths a page must draw before it is searched."""


class PdfTable(NamedTuple):
    """A table on a page; lengths in points from the page's left and lower edges."""

    left: float
    bottom: float
    right: float
    top: float
    rows: list[list[str]]


def ruled_pages(document: pdfium.PdfDocument) -> list[int]:
    """The pages, counted from 0, that draw enough lines for a table and stand upright."""
    found = []
    for number in range(len(document)):
        page = document[number]
        paths = sum(o.type == raw.FPDF_PAGEOBJ_PATH for o in page.get_objects(max_depth=2))
        if paths >= _RULES and page.get_rotation() == 0:
            found.append(number)
        page.close()
    return found


def ruled_tables(data: bytes, pages: Sequence[int]) -> dict[int, list[PdfTable]]:
    """The tables of some pages, by page. Tables of one cell or one column are frames and left out."""
    import pdfplumber

    found: dict[int, list[PdfTable]] = {}
    with pdfplumber.open(io.BytesIO(data)) as document:
        for number in pages[:MOST]:
            page = document.pages[number]
            height = float(page.height)
            for table in page.find_tables():
                rows = [[_cell(cell) for cell in row] for row in table.extract()]
                if len(rows) > 1 and max(map(len, rows)) > 1 and any(cell for row in rows for cell in row):
                    left, top, right, bottom = table.bbox
                    found.setdefault(number, []).append(
                        PdfTable(left, height - bottom, right, height - top, rows)
                    )
            page.close()
    return found


def _cell(text: str | None) -> str:
    """The words of a cell in one line; between Chinese characters a line break is no blank."""
    lines = [line.strip() for line in (text or "").split("\n")]
    out = ""
    for line in lines:
        out += (" " if out[-1:].isascii() and line[:1].isascii() and out else "") + line
    return " ".join(out.split())
