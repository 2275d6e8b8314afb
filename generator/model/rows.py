"""A row of a register: its cells and its life, when it ends, where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from generator.model.tables import LIFE_KEYS, RowTerm, Table, parts_of_cell
from generator.model.workdays import ONE_DAY, lapse

ENDS: Mapping[str, str] = {"已修复": "修复", "已撤销": "撤下", "期满": "期满"}
"""A state that ends a row → what the stream of changes calls it."""


BUCKET = 3
"""Characters of a row's id that name the page on which its address is."""


class Life(NamedTuple):
    """What happened to a row."""

    published: date | None = None
    state: str = "有效"
    since: date | None = None
    """The day on which it was corrected, repaired, withdrawn or ended."""
    note: str = ""
    objected: date | None = None
    settled: date | None = None
    late: str = ""
    """Why it was published after its term."""


class Past(NamedTuple):
    """A row as the last release left it, from the register's lock file."""

    id: str
    published: date
    end: date | None
    kind: str
    """How it ended; empty: it was in force, with or without a known end."""
    key: str
    """Empty once it has ended."""
    line: int = 0
    mark: str = ""
    """A digest of every cell of the row; empty once the row has ended, and in a file of an earlier version of this program."""

    body: str = ""
    """The body as the row names it; empty: written by a version of the program that did not note it."""
    start: date | None = None
    """The day from which on its publication was due; None: no term ran for it."""


class Row(NamedTuple):
    """One row as the office keeps it."""

    line: int
    """The line of its file on which it begins."""
    cells: tuple[str, ...]
    """One text for each column, in the order of the columns and in one spelling: `2026-03-02`, `1200.50`."""
    life: Life


def key_of_row(table: Table, row: Row) -> str:
    """The key of a row as one text."""
    return "｜".join([row.cells[table.place[name]] for name in table.key])


def row_id(slug: str, key: str) -> str:
    """The id of a row, from its key alone, so that it never changes."""
    return blake2b(f"{slug}\x1f{key}".encode(), digest_size=6).hexdigest()


def row_mark(table: Table, row: Row) -> str:
    """A digest of every cell of a row, under the keys of the columns; an empty cell counts like an absent one."""
    said = [f"{name}\x1e{cell}" for name, cell in zip(table.columns, row.cells, strict=True) if cell]
    life = ["" if value is None else str(value) for value in row.life]
    return blake2b("\x1f".join([*said, *life]).encode(), digest_size=16).hexdigest()


def row_address(slug: str, identity: str) -> str:
    """Where a row stands for as long as it is in force: a page that few rows share, and a mark on it."""
    return f"{row_page(slug, identity)}#{identity}"


def row_page(slug: str, identity: str) -> str:
    """The page of `row_address`."""
    return f"tables/{slug}/r/{identity[:BUCKET]}/"


def body_of(table: Table, row: Row) -> str:
    """The body of a row, as it is written in it or in the table."""
    return row.cells[table.place[table.by_column]] if table.by_column else table.body or ""


def start_of(table: Table, row: Row) -> date | None:
    """The day from which on the publication of a row is due; None: no term runs for it."""
    term = table.publish
    return event_day(table, row, term.start) if term and applies(table, row, term) else None


def state_on(life: Life, today: date) -> str:
    """The state of a row that has not ended."""
    if life.objected and life.objected <= today and not (life.settled and life.settled <= today):
        return "异议处理中"
    if life.state == "已更正" and life.since and life.since <= today:
        return "已更正"
    return "有效"


class End(NamedTuple):
    """From which day on a row is no longer public, and why."""

    day: date
    kind: str
    """修复, 撤下 or 期满."""


def ended(table: Table, row: Row) -> End | None:
    """The end of a row: what the office entered, or the end of its term, whichever comes first.

    The end of a term is not put off to a working day: that would keep a name public for longer than the law says.
    """
    return ended_under(table, row, keep_terms(table, row))


def ended_under(table: Table, row: Row, terms: Sequence[RowTerm]) -> End | None:
    """The end of a row that is kept for the first of some terms whose day is known."""
    entered = End(row.life.since, ENDS[row.life.state]) if row.life.state in ENDS and row.life.since else None
    for term in terms:
        if start := event_day(table, row, term.start):
            lapsed = End(lapse(start, term) + ONE_DAY, "期满")
            return min(entered, lapsed) if entered else lapsed
    return entered


def keep_terms(table: Table, row: Row) -> tuple[RowTerm, ...]:
    """The terms for which such a row is public; the first of them whose day is written in the row holds."""
    return tuple(term for term in table.keep if applies(table, row, term))


def applies(table: Table, row: Row, term: RowTerm) -> bool:
    """Whether a term is meant for such a row: of a cell with several values, whether it is meant for each."""
    return all(
        row.cells[table.place[name]] in values
        or set(parts_of_cell(row.cells[table.place[name]])) <= set(values)
        for name, values in term.when.items()
    )


def event_day(table: Table, row: Row, event: str) -> date | None:
    """The day of an event of a row: of its life, or a date column."""
    if event in LIFE_KEYS:
        day: date | None = getattr(row.life, event)
        return day
    return day_of_cell(row.cells[table.place[event]]) if event in table.place else None


@lru_cache(maxsize=20_000)
def day_of_cell(text: str) -> date | None:
    """The day that the cell of a date column says; None: it is empty."""
    return date.fromisoformat(text) if text else None
