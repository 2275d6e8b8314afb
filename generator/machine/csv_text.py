"""Rows → CSV (RFC 4180) that office programs open as it is meant: Chinese stays Chinese, and no cell is run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

BOM = "\ufeff"
"""Without it Excel and WPS take UTF-8 for the local encoding."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins like this is run as a formula by office programs (OWASP, “CSV Injection”)."""


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """A whole file. A text that looks like a formula gets a leading apostrophe; numbers stay numbers."""
    return "".join(csv_lines(rows))


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The same line by line, the byte-order mark with the first."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write(BOM)
    for row in rows:
        writer.writerow([_inert(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
