"""What a file holds against what its draft holds: characters, table cells, pictures."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from generator.reading.markdown import render_text
from generator.tools.importing.source import Source

_CELL = re.compile(r"<t([dh])[^>]*>(.*?)</t\1>", re.DOTALL)

_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)

_PART = re.compile(r"；?\s+")
"""Between the parts of a cell that was made of several."""

_TAG = re.compile(r"<[^>]*>")

SHORT = 4
"""Characters; a shorter cell counts as kept outside a table only as a line of its own."""


class Fidelity(NamedTuple):
    """Numbers in and out. What is lost is given as it was written."""

    characters_in: int
    characters_out: int
    lost_lines: tuple[str, ...]
    cells_in: int
    cells_out: int
    lost_cells: tuple[str, ...]
    merged: int
    pictures_in: int
    pictures_out: int


def compare(source: Source, body: str, frame: Iterable[str], pictures: int) -> Fidelity:
    """Compare a file with the Markdown of its draft and the lines of its frame that became metadata."""
    shown = render_text(body)
    text = html.unescape(_TAG.sub("\n", _TABLE.sub("\n", shown.html)))
    outside = [tight(line) for line in [*text.split("\n"), *frame]]
    contents = [html.unescape(_TAG.sub("", content)) for _, content in _CELL.findall(shown.html)]
    cells = Counter(map(tight, contents))
    del cells[""]
    parts = Counter(tight(part) for cell in contents for part in _PART.split(cell.strip()) if part)
    beyond = "".join(outside)
    everything = beyond + "".join(cells.elements()) + tight(shown.text)
    written = {tight(cell): cell for cell in source.cells}
    lost_cells = [
        cell
        for cell in (Counter(map(tight, source.cells)) - cells).elements()
        if cell not in (outside if len(cell) < SHORT else beyond)
        and not _is_part(cell, parts, cells)
        and not _is_text(written[cell], beyond, cells)
    ]
    lost_lines = [
        part.strip() for line in source.lines for part in line.split("\t") if tight(part) not in everything
    ]
    kept = len(beyond) + sum(len(cell) * count for cell, count in cells.items())
    return Fidelity(
        sum(len(tight(line)) for line in source.lines),
        kept,
        tuple(lost_lines),
        len(source.cells),
        cells.total(),
        tuple(lost_cells),
        source.merged,
        len(source.pictures),
        pictures,
    )


def _is_text(cell: str, beyond: str, cells: Iterable[str]) -> bool:
    """Whether the paragraphs of a cell all stand in the text, because it only places them, or in one cell, with their numbers."""
    lines = [line for part in cell.split("\n") if (line := tight(part))]
    if len(lines) > 2 and all(line in beyond for line in lines):
        return True
    return len(lines) > 1 and any(all(line in other for line in lines) for other in cells)


def _is_part(cell: str, parts: Counter[str], cells: Counter[str]) -> bool:
    """Whether a cell stands in another one: heads of several rows and tables in a cell are joined there."""
    if parts[cell] > 0:
        parts[cell] -= 1
        return True
    return len(cell) >= SHORT and any(cell in other for other in cells)


def tight(text: str) -> str:
    """Text as it is compared: without blanks and invisible characters, wide and raised forms folded."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKC", text)
        if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc")
    )
