"""Safe HTML of a document's text → headings, paragraphs and tables for a printed file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from generator.reports.blocks import Block, Grid, Heading, Paragraph
from generator.reports.tables import Cell

_PART = re.compile(r"<h([2-6])\b[^>]*>(.*?)</h\1>|<table\b.*?</table>|<(p|li|pre)\b[^>]*>(.*?)</\3>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[dh])\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def text_blocks(safe: str) -> Iterator[Block]:
    """The blocks of a text in its order; `safe` is what `render_text` makes."""
    for part in _PART.finditer(safe):
        if part[1]:
            yield Heading(_words(part[2]), 1 if part[1] == "2" else 2)
        elif part[3]:
            yield Paragraph(_words(part[4]))
        elif (grid := _grid(part[0])).cells:
            yield grid


def _grid(table: str) -> Grid:
    rows = [_CELL.findall(row) for row in _ROW.findall(table)]
    cells = tuple(Cell(n, m, 1, 1, _words(text), "col" if tag == "th" else "")
                  for n, row in enumerate(rows) for m, (tag, text) in enumerate(row))
    return Grid(cells, (1,) * max((len(row) for row in rows), default=0))


def _words(inner: str) -> str:
    return html.unescape(_TAG.sub("", inner)).strip()
