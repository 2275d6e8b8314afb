"""CSV and plain text → text with cells separated by tabs."""

from __future__ import annotations

import csv
import re
from io import StringIO

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.content import STARTS_PROGRAM, Part, Read, unreadable

_DDE = re.compile(r"[=+\-@].*\|.*!")
"""A cell that a spreadsheet takes for a formula which starts another program."""
MAX_FIELD = 1_000_000


def read_txt(data: bytes) -> Read:
    """Plain text as it is."""
    return Read((Part(_decoded(data).replace("\r\n", "\n"), first_line=1),))


def read_csv(data: bytes) -> Read:
    """One line for each row."""
    text = _decoded(data)
    csv.field_size_limit(MAX_FIELD)
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    try:
        rows = [
            "\t".join(" ".join(cell.split()) for cell in row)
            for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error:
        return Read((Part(text, first_line=1),))
    starting = any(_DDE.match(cell) for row in rows for cell in row.split("\t")) if "|" in text else False
    return Read((Part("\n".join(rows), first_line=1),), refusal=STARTS_PROGRAM if starting else None)


def _decoded(data: bytes) -> str:
    text = decoded(data)
    if text is None:
        raise unreadable(
            Text("文字编码无法识别", "the encoding is not known"),
            Text("用 UTF-8 编码另存", "save it as UTF-8"),
        )
    return text
