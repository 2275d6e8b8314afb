"""A register with its rows, and what of it may leave the office on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter, itemgetter
from typing import NamedTuple

from generator.model.packing import pack
from generator.model.rows import (
    End,
    Life,
    Past,
    Row,
    day_of_cell,
    ended_under,
    event_day,
    keep_terms,
    key_of_row,
    row_id,
    start_of,
    state_on,
)
from generator.model.tables import STATE_SLUGS, TABLES, RowTerm, Table, name_of
from generator.model.workdays import ONE_DAY

MARK = 32
"""Bytes of the digest of a row as it is shown: the first half is about its cells, the second about all else."""


class Known(NamedTuple):
    """What is known of neighbouring rows of a register whatever the day: each list has an entry for each row, in their order."""

    lines: list[int]
    """The lines of the file on which they begin."""
    keys: list[str]
    ends: list[End | None]
    rows: list[ShownRow | None]
    """Each as it is shown as long as nothing happens to it; None: it has no day of publication."""
    moving: frozenset[int]
    """The places of the rows whose state depends on the day."""
    asking: list[int]
    """The places of the rows of which a rule may have something to tell."""

    def quiet(self, today: date) -> bool:
        """Whether all of its rows are shown on a day as they are here."""
        days = [row.published if row else None for row in self.rows]
        return (
            not self.moving
            and all(day and day <= today for day in days)
            and all(end.day > today for end in self.ends if end)
        )


@dataclass(frozen=True)
class Block:
    """Neighbouring rows of a register, which are worked on together, and read when they are asked for."""

    key: bytes
    """A digest of all that its rows were read from; empty: they are in no cache."""
    read: Callable[[], Sequence[Row]]
    """Gives the rows, which most blocks need no more once they are known."""
    known: Known


@dataclass(frozen=True)
class Register:
    """A table with its rows, for checks and for the office. Nothing public is made from it but by `shown`."""

    slug: str
    path: str
    """The file of the rows, relative to the root."""
    table: Table
    blocks: tuple[Block, ...]
    """The rows, in their order."""
    digest: bytes
    """A digest of the bytes of the schema and of the rows."""
    past: tuple[Past, ...] = ()
    """The rows that were public at the last release."""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return tuple(row for block in self.blocks for row in block.read())

    @cached_property
    def lines(self) -> tuple[int, ...]:
        """The lines on which they begin, in order."""
        return tuple(line for block in self.blocks for line in block.known.lines)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of its rows, in order."""
        return tuple(key for block in self.blocks for key in block.known.keys)

    @cached_property
    def ends(self) -> tuple[End | None, ...]:
        """The ends of its rows, in order."""
        return tuple(end for block in self.blocks for end in block.known.ends)

    @cached_property
    def asking(self) -> tuple[Row, ...]:
        """The rows of which a rule may have something to tell."""
        asking = [block for block in self.blocks if block.known.asking]
        return tuple(rows[n] for block in asking for rows in [block.read()] for n in block.known.asking)

    @property
    def schema_path(self) -> str:
        """Where it is said what a row is."""
        return f"{TABLES}/{self.slug}.yml"

    def key_of(self, row: Row) -> str:
        """The key of a row as one text."""
        return key_of_row(self.table, row)


def known_of(table: Table, slug: str, rows: Sequence[Row]) -> Known:
    """What is known of neighbouring rows of a register. Rows share their kinds, so which terms are meant for one is looked up once."""
    showing = _Showing.of(table, date.min)
    at = [table.place[name] for term in table.keep for name in term.when]
    terms: dict[tuple[str, ...], tuple[RowTerm, ...]] = {}
    known = Known([], [], [], [], frozenset(n for n, row in enumerate(rows) if _moves(row.life)), [])
    for n, row in enumerate(rows):
        kind = tuple([row.cells[place] for place in at])
        if kind not in terms:
            terms[kind] = keep_terms(table, row)
        key, end = key_of_row(table, row), ended_under(table, row, terms[kind])
        seen = showing.row(row, row_id(slug, key), end) if row.life.published else None
        known.lines.append(row.line)
        known.keys.append(key)
        known.ends.append(end)
        known.rows.append(seen)
        if _asks(table, row):
            known.asking.append(n)
    return known


def _mark(cells: tuple[str, ...], others: object) -> bytes:
    """The digest of a row: of its cells and of all else."""
    half = MARK // 2
    return b"".join([blake2b(pack(part), digest_size=half).digest() for part in (cells, others)])


def _moves(life: Life) -> bool:
    """Whether the state of a row that has not ended depends on the day."""
    return life.objected is not None or life.state == "已更正"


def _asks(table: Table, row: Row) -> bool:
    """Whether a rule may have something to tell of a row: most rows were published in time, name their instrument and no document."""
    if row.life.objected or any(row.cells[n] for n in table.documents):
        return True
    if table.instrument and not row.cells[table.place[table.instrument]]:
        return True
    term, published = table.publish, row.life.published
    start = event_day(table, row, term.start) if term else None
    return bool(
        term
        and start
        and not (published and start <= published <= start + term.number * ONE_DAY)  # no unit is shorter
    )


class ShownRow(NamedTuple):
    """A row in force, with its public columns only."""

    id: str
    cells: tuple[str, ...]
    """One text for each public column, in the order of `Table.public`."""
    state: str
    published: date
    since: date | None
    note: str
    body: str
    """The body that is responsible, as the row or the schema names it."""
    day: date
    """The day that counts for its year: of the year column, or of publication."""
    start: date | None
    """The day from which on its publication was due; None: no term runs for it."""
    until: date | None
    """The last day on which it is public; None: no end is known."""
    name: str
    late: str
    """Why it was published after its term."""
    size: int
    """Bytes of its cells."""
    mark: bytes
    """A digest of it (`MARK`): rows are told apart by it, and nothing is made from it."""


class Over(NamedTuple):
    """A row that has ended, as far as it is still counted: whom it named is not known."""

    id: str
    body: str
    published: date
    formed: date
    start: date | None
    """The day from which on its publication was due; None: no term ran for it."""
    explained: bool
    """Whether it was said why it was published after its term."""
    end: date
    """The first day on which it was no longer public."""
    kind: str
    """修复, 撤下 or 期满."""


class Happening(NamedTuple):
    """One line of the stream. Of a row that has ended nothing is known but its id."""

    day: date
    kind: str
    """列入, 变更, 修复, 撤下 or 期满."""
    id: str
    row: ShownRow | None
    """None: the row has ended."""
    body: str


@dataclass(frozen=True)
class Shown:
    """What of a register may leave the office on a day. Everything public is made from this."""

    slug: str
    table: Table
    rows: tuple[ShownRow, ...]
    """The newest first; those of one day in the order of the office's file."""
    over: tuple[Over, ...]
    """The rows that have ended: what was published of a year is not less because of that."""
    happened: tuple[Happening, ...]
    """The newest first."""
    ever: int
    """Rows that have been public so far, those that have ended included."""
    digest: bytes
    """A digest of everything in it, and of the day."""

    @cached_property
    def outline(self) -> bytes:
        """A digest (16 bytes) of everything in it but the cells of its rows, their names excepted."""
        rows = b"".join([row.mark[MARK // 2 :] for row in self.rows])
        besides = [(h.day, h.kind, h.id) for h in self.happened if h.row is None or h.kind != "列入"]
        return blake2b(
            rows + pack((self.slug, self.table.title, self.over, besides)), digest_size=16
        ).digest()

    @property
    def address(self) -> str:
        """Of its first page."""
        return f"tables/{self.slug}/"

    @property
    def oldest_first(self) -> list[ShownRow]:
        """The rows; those of one day in the order of the office's file."""
        return sorted(self.rows, key=attrgetter("published"))


class _Entered(NamedTuple):
    """A row that is or has been public, on a day."""

    row: ShownRow
    end: End | None
    """Its end, if that has come."""
    corrected: date | None
    """The day on which it was corrected, if that has come."""


def shown(register: Register, today: date) -> Shown:
    """The rows in force on a day, and what happened up to it."""
    table = register.table
    days: dict[date, list[_Entered]] = defaultdict(list)
    for block in register.blocks:
        for entered in _entered(table, block, today):
            days[entered.row.published].append(entered)
    rows: list[ShownRow] = []
    over: list[Over] = []
    happened: list[Happening] = []
    for day in sorted(days):
        for seen, end, corrected in reversed(days[day]):
            identity, left = seen.id, None if end else seen
            if end:
                formed = seen.start or seen.day
                over.append(
                    Over(identity, seen.body, day, formed, seen.start, bool(seen.late), end.day, end.kind)
                )
                happened.append(Happening(end.day, end.kind, identity, None, seen.body))
            else:
                rows.append(seen)
            happened.append(Happening(day, "列入", identity, left, seen.body))
            if corrected:
                happened.append(Happening(corrected, "变更", identity, left, seen.body))
    known = {h.id for h in happened} if register.past else set()
    for past in register.past:
        if past.id not in known and past.end and past.end <= today:
            body = past.body or table.body or ""
            formed, kind = past.start or past.published, past.kind or "期满"
            over.append(Over(past.id, body, past.published, formed, past.start, True, past.end, kind))
            happened.append(Happening(past.published, "列入", past.id, None, body))
            happened.append(Happening(past.end, kind, past.id, None, body))
    happened.sort(key=itemgetter(0, 2, 1), reverse=True)
    return Shown(
        register.slug,
        table,
        tuple(reversed(rows)),
        tuple(over),
        tuple(happened),
        len(rows) + len(over),
        register.digest,
    )


def _entered(table: Table, block: Block, today: date) -> Iterator[_Entered]:
    """The rows of a block that are or have been public on a day, in the order of the file."""
    known = block.known
    if known.quiet(today):
        yield from (_Entered(seen, None, None) for seen in known.rows if seen)
        return
    showing = _Showing.of(table, today)
    rows = block.read() if known.moving else ()
    for n, (seen, end) in enumerate(zip(known.rows, known.ends, strict=True)):
        if seen is None or seen.published > today:
            continue
        corrected = None
        if n in known.moving:
            row = rows[n]
            seen = showing.row(row, seen.id, end)
            changed = row.life.since if row.life.state == "已更正" else None
            if changed and changed <= today and not (end and end.day <= changed):
                corrected = changed  # what is written of a row after its end changes nothing that was public
        yield _Entered(seen, end if end and end.day <= today else None, corrected)


class _Showing(NamedTuple):
    """What has to be known of a register, and only once, to show its rows on a day."""

    table: Table
    today: date
    public: tuple[int, ...]
    year: int | None
    """The place of the column that counts for the year."""
    body: int | None
    start: int | None
    """The place of the column from whose day on the publication of every row is due."""

    @classmethod
    def of(cls, table: Table, today: date) -> _Showing:
        """How the rows of a register are shown on a day."""
        place, term = table.place, table.publish
        start = place.get(term.start) if term and not term.when else None
        year, body = table.year_column, table.by_column
        public = tuple(place[name] for name in table.public)
        return cls(table, today, public, place[year] if year else None, place[body] if body else None, start)

    def row(self, row: Row, identity: str, end: End | None) -> ShownRow:
        """A row that is public."""
        table, life, cells = self.table, row.life, row.cells
        state = state_on(life, self.today)
        corrected = state == "已更正"
        assert life.published
        public = tuple([cells[n] for n in self.public])
        others = (
            state,
            life.published,
            life.since if corrected else life.objected if state == "异议处理中" else None,
            life.note if corrected else "",
            table.body or "" if self.body is None else cells[self.body],
            (day_of_cell(cells[self.year]) if self.year is not None else None) or life.published,
            start_of(table, row) if self.start is None else day_of_cell(cells[self.start]),
            end.day - ONE_DAY if end and end.kind == "期满" else None,
            name_of(table, cells),
            life.late,
        )
        size = len("".join(public).encode())
        return ShownRow(identity, public, *others, size, _mark(public, (identity, *others)))


def by_state(rows: Iterable[ShownRow]) -> Iterator[tuple[str, list[ShownRow]]]:
    """The rows in force by state, in the order of `STATE_SLUGS`."""
    found: dict[str, list[ShownRow]] = {state: [] for state in STATE_SLUGS}
    for row in rows:
        found[row.state].append(row)
    yield from ((state, some) for state, some in found.items() if some)
