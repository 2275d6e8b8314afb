"""Rows → CSV (RFC 4180) that office programs open as it is meant: Chinese stays Chinese, and no cell is run as a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice

BOM = "\ufeff"
"""Without it Excel and WPS take UTF-8 for the local encoding."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins like this is run as a formula by office programs (OWASP, “CSV Injection”)."""

ROWS_AT_ONCE = 500
"""Rows that are made together."""


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """A whole file. A text that looks like a formula gets a leading apostrophe; numbers stay numbers."""
    return "".join(csv_lines(rows))


def csv_lines(rows: Iterable[Sequence[object]], mark: str = BOM) -> Iterator[str]:
    """The same in pieces of some lines, the byte-order mark with the first unless they are to follow others."""
    left = iter(rows)
    while block := list(islice(left, ROWS_AT_ONCE)):
        text = _written(block)
        if _MAY_START.search(text):
            text = _written([_inert(cell) for cell in row] for row in block)
        yield mark + text
        mark = ""


def _written(rows: Iterable[Sequence[object]]) -> str:
    buffer = StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _STARTS else cell


_STARTS = frozenset(FORMULA_STARTS)

_MAY_START = re.compile(r'(?:^|[,\n"])[=+\-@\t＝＋－＠]|(?:^|[,\n])"[\r\n]')
"""What stands in a written text wherever a cell begins like a formula; a cell that begins with an end of a line is in quotes."""
