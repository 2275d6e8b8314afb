"""The ready-made schemas that come with the program."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from generator.machine.csv_text import FORMULA_STARTS
from generator.machine.files import replace_file
from generator.model.tables import PUBLISHED, SINCE, STATE, TABLES, Table
from generator.reading.registers.register import read_register

FOLDER = Path(__file__).parent / "presets"

BOM = "\ufeff"
"""Without it Excel and WPS take UTF-8 for the local encoding."""


def presets() -> Mapping[str, str]:
    """The name of every preset and its title."""
    found = {}
    for path in sorted(FOLDER.glob("*.yml")):
        table, _ = read_register(FOLDER, path.name, Table)
        found[path.stem] = table.title if table else ""
    return found


def preset_named(word: str) -> str | None:
    """The preset of a name or title; a title may be shortened as long as one alone is meant."""
    known = presets()
    if word in known:
        return word
    meant = [name for name, title in known.items() if word in title]
    return meant[0] if len(meant) == 1 else None


def start_register(root: Path, preset: str, slug: str) -> tuple[Path, Path]:
    """Write the schema of a preset and a file of rows with its headings. Raises FileExistsError."""
    schema, rows = root / TABLES / f"{slug}.yml", root / TABLES / f"{slug}.csv"
    for place in (schema, rows):
        if place.exists():
            raise FileExistsError(place.relative_to(root).as_posix())
    source = FOLDER / f"{preset}.yml"
    table, _ = read_register(FOLDER, source.name, Table)
    assert table
    schema.parent.mkdir(parents=True, exist_ok=True)
    replace_file(schema, source.read_bytes())
    replace_file(rows, BOM.encode() + csv_text([headings(table)]).encode())
    return schema, rows


def headings(table: Table) -> list[str]:
    """The headings of a new file of rows; the columns for objections can be added when they are needed."""
    return [*(column.label for column in table.columns.values()), PUBLISHED, STATE, SINCE]


def csv_text(rows: list[list[str]]) -> str:
    """Rows as CSV. A text that a spreadsheet would run gets an apostrophe before it, which is taken away when it is read."""
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([[_inert(cell) for cell in row] for row in rows])
    return buffer.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(cell) else cell


_NUMBER = re.compile(r"[+-][0-9][0-9.,]*", re.ASCII)
