"""Old and binary workbooks (xls, et, xlsb, ods) → the text of their sheets, by calamine.

It runs in a process of its own under a limit on memory: a workbook of two far-apart cells asks for the whole field
between them, and the library then gives up in a way that ends the process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Part, Read, Role, filled, too_large, unreadable
from generator.reading.attachments.package import DAMAGED, Budget, Package, strings
from generator.reading.attachments.parts import remaining

MAX_MEMORY = 1_500_000_000
MAX_SECONDS = 15
_PROGRAM = """
import io, json, sys
import python_calamine as calamine
book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
for sheet in book.sheets_metadata:
    shown = sheet.visible == calamine.SheetVisibleEnum.Visible
    if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
        rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        rows = [[c if isinstance(c, (str, int, float)) else str(c) for c in row] for row in rows]
        merged = [(a + 1, c + 1, b, d) for (a, b), (c, d) in book.get_sheet_by_name(sheet.name).merged_cell_ranges or ()]
        json.dump([sheet.name, shown, rows, merged], sys.stdout)
        print()
"""


def read_spreadsheet(data: bytes, budget: Budget) -> Read:
    """One part for each sheet; a row is a line, its cells are separated by tabs. The rest of the file by its strings."""
    package = Package(data, budget) if data.startswith(b"PK") else None
    sheets = list(_sheets(data))
    rest = remaining(package, ()) if package else Read()
    words = {line for part in sheets for cell in part.text.split("\n") for line in cell.split("\t")}
    beside = "" if package else "\n".join(text for text in strings(data) if text.strip() not in words)
    left = Part(beside, Text("批注、隐藏行列和残留", "comments, hidden rows and remains"), Role.LEFTOVER)
    unread = tuple(
        u for u in rest.unread if not u.place.zh.strip().endswith(".bin")
    )  # the parts that calamine has read
    return Read(filled([*sheets, left, *rest.parts]), inside=rest.inside, unread=unread)


def _sheets(data: bytes) -> Iterator[Part]:
    for name, shown, rows, _ in read_grids(data):
        text = "\n".join("\t".join(map(_cell, row)) for row in rows)
        place = Text(
            f"{'' if shown else '隐藏的'}工作表“{name}”", f"{'' if shown else 'hidden '}sheet “{name}”"
        )
        yield Part(text, place, Role.TEXT if shown else Role.HIDDEN, 1)


class Grid(NamedTuple):
    """A sheet of a workbook."""

    name: str
    shown: bool
    """Whether it is seen when the workbook is opened."""
    rows: list[list[str | int | float]]
    """Its cells; dates and truth values are texts."""
    merged: list[tuple[int, int, int, int]]
    """Of merged cells the first and the last row, from 1, and column, from 0; none in .ods, of which they are not known."""


def read_grids(data: bytes) -> Iterator[Grid]:
    """The sheets of a workbook. Raises Refused."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _PROGRAM],
            input=data,
            capture_output=True,
            timeout=MAX_SECONDS,
            check=False,
            preexec_fn=_limited if os.name == "posix" else None,
        )
    except subprocess.TimeoutExpired:
        raise too_large(Text("内容过多，无法全部检查", "too much content to be checked")) from None
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise too_large(Text("内容过多，无法全部检查", "too much content to be checked"))
    if done.returncode:
        raise unreadable(*DAMAGED)
    for line in done.stdout.splitlines():
        yield Grid(*json.loads(line))


def _cell(value: str | int | float) -> str:
    """Numbers written out: a long number is no 1.1E+17."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e20:
        return str(int(value))
    return " ".join(str(value).split())


def _limited() -> None:
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
