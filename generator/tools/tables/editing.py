"""A register on disk → the same register with other rows: imported, corrected, repaired, objected to, ended, cleared."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.machine.files import replace_file
from generator.model.catalog import Catalog
from generator.model.diagnostics import Text
from generator.model.rows import Row, ended, row_id
from generator.model.tables import LIFE, NOTE, PUBLISHED, SINCE, STATE, Table
from generator.reading.registers.cells import shown_cell
from generator.reading.registers.sheets import Fault, heading, read_sheet
from generator.reading.registers.table_locks import read_past
from generator.reading.registers.tables import Loaded
from generator.reading.registers.typed_rows import first_of, labels_of, like_heading, typed
from generator.tools.tables.presets import BOM, csv_text, headings


class Change(NamedTuple):
    """What becomes of one row."""

    key: str
    name: str
    """As its title says it; empty: the key says it all."""
    cells: tuple[tuple[str, str, str], ...]
    """Heading, before, after; empty for a new row."""

    @property
    def is_new(self) -> bool:
        """Whether the row is not in the register yet."""
        return not self.cells


@dataclass
class Sheet:
    """The rows of a register as they were typed, under their headings, to be written again."""

    path: Path
    head: list[str]
    rows: list[list[str]]
    keys: dict[str, int] = field(default_factory=dict)
    """Key → place of its row."""

    def cell(self, row: int, label: str) -> str:
        """A cell; empty when there is no such column."""
        return self.rows[row][self.head.index(label)] if label in self.head else ""

    def put(self, row: int, label: str, text: str) -> None:
        """Change a cell, with a new column if need be."""
        if label not in self.head:
            if not text:
                return
            self.head.append(label)
            for cells in self.rows:
                cells.append("")
        self.rows[row][self.head.index(label)] = text

    def write(self) -> Path:
        """Put the file in the place of the old one. A workbook becomes a CSV file beside it."""
        target = self.path.with_suffix(".csv")
        replace_file(target, (BOM + csv_text([self.head, *self.rows])).encode())
        if target != self.path:
            self.path.unlink()
        return target


def open_sheet(path: Path, loaded: Loaded) -> Sheet:
    """The rows of a register for editing."""
    table = loaded.register.table
    raw = read_sheet(path.read_bytes(), labels_of(table))
    head = list(raw.head) or headings(table)
    keys = {loaded.register.key_of(row): n for n, row in enumerate(loaded.register.rows)}
    return Sheet(path, head, [cells for _, cells in raw.rows], keys)


class Imported(NamedTuple):
    """What an import does, or why it does nothing."""

    changes: tuple[Change, ...]
    same: int
    faults: tuple[Fault, ...]
    unused: tuple[tuple[str, str], ...]
    """Headings of the file that the register does not have; with the column of the register that each may be, or nothing."""
    taken: tuple[tuple[str, str], ...] = ()
    """Headings of the file that are otherwise in the register, and what they are there."""
    unpublished: int = 0
    """Rows that come in without a day of publication."""


def import_rows(sheet: Sheet, loaded: Loaded, data: bytes, catalog: Catalog, today: date) -> Imported:
    """Bring the rows of a file into a sheet; with any fault the sheet stays as it is.

    A row whose key is known is changed, and marked as corrected if it was public; others are added. None is removed.
    """
    table = loaded.register.table
    labels = labels_of(table)
    raw = read_sheet(data, labels)
    unused = tuple(name for name in raw.head if name and name not in labels.values())
    free = [column for column in table.columns.values() if column.label not in raw.head]
    left = tuple(
        (word, near.label if (near := like_heading(word, free)) else "") for word in dict.fromkeys(unused)
    )
    kept = raw._replace(head=tuple("" if name in unused else name for name in raw.head))
    rows, found = typed(
        kept._replace(rows=[(n, _without(cells, kept.head)) for n, cells in kept.rows]),
        table,
        catalog,
        unused,
    )
    empty = {(fault.line, fault.column) for fault in found}
    unread = {fault.column for fault in found}
    faults = [*found, *(f for f in _keys(rows, table, unread) if (f.line, f.column) not in empty)]
    if faults or not raw.head:
        return Imported((), 0, tuple(sorted(faults, key=lambda f: (f.line, f.column))), left)
    known = {loaded.register.key_of(row): row for row in loaded.register.rows}
    given = [name for name, column in table.columns.items() if column.label in raw.head]
    life = [label for label in LIFE if label in raw.head]
    changes, same = [], 0
    for row, (_, cells) in zip(rows, raw.rows, strict=True):
        key = loaded.register.key_of(row)
        typed_life = {label: cells[raw.head.index(label)] for label in life}
        if key not in known:
            sheet.rows.append([""] * len(sheet.head))
            sheet.keys[key] = len(sheet.rows) - 1
            _fill(sheet, len(sheet.rows) - 1, table, row, given, typed_life)
            changes.append(Change(key, _name(table, row), ()))
        elif different := _differences(known[key], row, table, given, sheet, sheet.keys[key], typed_life):
            at = sheet.keys[key]
            _fill(sheet, at, table, row, given, typed_life)
            if (published := known[key].life.published) and published <= today and STATE not in typed_life:
                public = [label for label, _, _ in different if _is_public(table, label)]
                if public:
                    sheet.put(at, STATE, "已更正")
                    sheet.put(at, SINCE, str(today))
                    sheet.put(at, NOTE, f"更正：{'、'.join(public)}")
            changes.append(Change(key, _name(table, row), different))
        else:
            same += 1
    taken = tuple(
        (word, label)
        for word, label in zip(raw.words, raw.head, strict=True)
        if label not in unused and label not in (word, heading(word))
    )
    waiting = sum(
        not (known[c.key].life.published if c.key in known else None)
        and not sheet.cell(sheet.keys[c.key], PUBLISHED)
        for c in changes
    )
    return Imported(tuple(changes), same, (), left, taken, waiting)


def _name(table: Table, row: Row) -> str:
    """The title of a row, where its key is another text."""
    at = table.name_column
    return shown_cell(row.cells[table.place[at]]) if at and at not in table.key else ""


def _without(cells: list[str], head: Sequence[str]) -> list[str]:
    return [cell if name else "" for cell, name in zip(cells, head, strict=True)]


def _keys(rows: Sequence[Row], table: Table, unread: Collection[str]) -> list[Fault]:
    """Missing and repeated keys in a file that is imported. A key of which a cell could not be read is not compared."""
    doubtful = [table.place[name] for name in table.key if table.label(name) in unread]
    label = "、".join(table.label(name) for name in table.key)
    seen: dict[str, Row] = {}
    faults, twice = [], []
    for row in rows:
        key = "｜".join(row.cells[table.place[name]] for name in table.key)
        if not key.strip("｜"):
            missing = Text("没有主键", "the key is missing")
            faults.append(Fault(row.line, label, missing, Text("填写这一格", "fill it in")))
        elif any(not row.cells[at] for at in doubtful):
            continue
        elif key in seen:
            twice.append(Fault(row.line, label, *_same_key(row, seen[key], label)))
        else:
            seen[key] = row
    return [*first_of(faults), *first_of(twice)]


def _same_key(row: Row, first: Row, label: str) -> tuple[Text, Text]:
    """That two rows have one key, and what to do about it."""
    if row.cells == first.cells:
        return (
            Text(f"与第 {first.line} 行完全相同", f"the same as row {first.line}"),
            Text(
                "重复的删去；是两件事的，加一列编号，写进登记表说明的 key",
                "delete it; if they are two matters, add a column with a number and name it in `key` of the schema",
            ),
        )
    return (
        Text(f"与第 {first.line} 行的主键相同", f"the same key as in row {first.line}"),
        Text(
            f"改正写错的一格；两行都对的，只凭“{label}”分不开，在登记表说明的 key 里再写一列",
            f"correct what is wrong; if both are right, “{label}” does not tell them apart: name one more column in `key` of the schema",
        ),
    )


def _fill(
    sheet: Sheet, at: int, table: Table, row: Row, given: Sequence[str], life: Mapping[str, str]
) -> None:
    for name in given:
        sheet.put(at, table.columns[name].label, row.cells[table.place[name]])
    for label, text in life.items():
        if text:
            sheet.put(at, label, text)


def _differences(
    before: Row,
    after: Row,
    table: Table,
    given: Sequence[str],
    sheet: Sheet,
    at: int,
    life: Mapping[str, str],
) -> tuple[tuple[str, str, str], ...]:
    found = [
        (table.columns[name].label, _shown(table, name, before), _shown(table, name, after))
        for name in given
        if before.cells[table.place[name]] != after.cells[table.place[name]]
    ]
    found += [
        (label, sheet.cell(at, label), text)
        for label, text in life.items()
        if text and text != sheet.cell(at, label)
    ]
    return tuple(found)


def _shown(table: Table, name: str, row: Row) -> str:
    """A cell as a terminal may show it: nothing of a column that stays inside."""
    return shown_cell(row.cells[table.place[name]]) if table.columns[name].public else "…"


def _is_public(table: Table, label: str) -> bool:
    return any(column.label == heading(label) and column.public for column in table.columns.values())


def cleared(sheet: Sheet, loaded: Loaded, root: Path, today: date) -> int:
    """Remove the rows whose end the last release has written down; returns how many."""
    register = loaded.register
    noted = {
        past.id for past in read_past(root, register.slug) if past.end and past.end <= today and past.kind
    }
    gone = {
        n
        for n, row in enumerate(register.rows)
        if (end := ended(register.table, row))
        and end.day <= today
        and row_id(register.slug, register.key_of(row)) in noted
    }
    sheet.rows = [cells for n, cells in enumerate(sheet.rows) if n not in gone]
    return len(gone)
