"""A large file of rows in blocks of lines: what a block says depends on its lines, the heading and the schema alone, so each is read once.

Only what is plainly well formed is read so: CSV in UTF-8 without a fault and without a cell of several lines. Everything else
is read as a whole, which also tells what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from datetime import date
from functools import lru_cache, partial
from io import BytesIO
from itertools import islice, repeat
from sys import intern
from typing import NamedTuple, TypeVar
from zlib import compress, crc32, decompress

from generator.machine.cache import Cache, key_of, program_key
from generator.machine.workers import each
from generator.model.catalog import Catalog
from generator.model.packing import pack, unpack
from generator.model.rows import End, Life, Row
from generator.model.shown_rows import MARK, Block, Known, ShownRow, known_of
from generator.model.tables import Table
from generator.reading.registers.sheets import HEAD_ROWS, read_sheet
from generator.reading.registers.typed_rows import labels_of, typed
from generator.reading.registers.workbooks import is_workbook

LARGE = 100_000
"""Bytes from which on a file is read in blocks."""

LINES = 256
"""Lines of a block, about: it ends at a line whose digest says so, and one that is put in or taken out changes one block."""

KIND, KNOWN = "typed", "known rows"
"""Under which the cache keeps blocks, and what is known of their rows."""

T = TypeVar("T")


AT_ONCE = 1000
"""Rows of a block of a file that is read as a whole."""

S = TypeVar("S")

_Few = tuple[list[T], list[int]]
"""The different values of a column, and which of them each row has; nothing of this where all rows have the same or each another."""


class _Rows(NamedTuple):
    """The rows of a block as the cache keeps them."""

    lines: list[int]
    """Where each begins, counted from the first line of the block, from 0."""
    cells: list[_Few[str]]
    lives: _Few[Life]


class _Known(NamedTuple):
    """What is known of the rows of a block as the cache keeps it; days are counted from that of date 1."""

    lines: list[int]
    """As for `_Rows`."""
    keys: list[str]
    sizes: list[int]
    ids: list[str]
    """Empty for a row without a day of publication."""
    cells: list[_Few[str]]
    """The public ones."""
    days: list[_Few[int]]
    """Those of publication, for the year, of the start of the term and the last one; 0 for none."""
    texts: list[_Few[str]]
    """Body, name and reason for being late."""
    ends: _Few[tuple[int, str]]
    """Day and kind; 0 for none."""
    marks: bytes
    moving: list[int]
    asking: list[int]


def read_in_blocks(
    data: bytes, slug: str, table: Table, catalog: Catalog, cache: Cache, executor: Executor | None = None
) -> tuple[Block, ...] | None:
    """The rows of a file, of which those blocks are read that the cache does not know, by the workers if there are many; None: it is to
    be read as a whole."""
    if len(data) < LARGE or is_workbook(data):
        return None
    top = read_sheet(b"".join(islice(BytesIO(data), 2 * HEAD_ROWS)), labels_of(table))
    head = b"".join(islice(BytesIO(data), top.head_line))
    if not top.head or _QUOTE in head:
        return None
    ground = key_of(program_key(), slug, repr(table), sorted(catalog.body_by_name))
    spans = list(_cut(data, top.head_line))
    keys = [key_of(ground, head, data[span.begin : span.end]) for span in spans]
    read, known = cache.get(KIND, keys), cache.get(KNOWN, keys)
    left = {
        key: head + data[span.begin : span.end]
        for span, key in zip(spans, keys, strict=True)
        if key not in read or key not in known
    }
    new: dict[bytes, bytes] = {}
    looked: dict[bytes, bytes] = {}
    look = partial(_looked_into, slug, table, catalog, top.head_line)
    for key, found in zip(left, each(executor, look, list(left.values())), strict=True):
        if found is None:
            return None
        new[key], looked[key] = found
    left.clear()
    cache.put(KIND, new)
    cache.put(KNOWN, looked)
    read, known = read | new, known | looked
    return tuple(
        Block(key, partial(_unpacked, read[key], span.line), _unpacked_known(known[key], span.line))
        for span, key in zip(spans, keys, strict=True)
    )


def in_blocks(slug: str, table: Table, rows: Sequence[Row]) -> tuple[Block, ...]:
    """Rows that were read as a whole."""
    return tuple(
        Block(b"", partial(_same, part), known_of(table, slug, part))
        for part in (rows[n : n + AT_ONCE] for n in range(0, len(rows), AT_ONCE))
    )


def _same(rows: Sequence[Row]) -> Sequence[Row]:
    return rows


_QUOTE = b'"'


class _Span(NamedTuple):
    """Where a block lies in its file."""

    line: int
    """The number of its first line, from 1."""
    begin: int
    end: int


def _cut(data: bytes, above: int) -> Iterator[_Span]:
    """The blocks below so many lines of heading."""
    at = begin = 0
    first = above + 1
    for number, line in enumerate(BytesIO(data), 1):
        at += len(line)
        if number <= above:
            begin = at
        elif crc32(line) % LINES == 0 or at == len(data):
            yield _Span(first, begin, at)
            first, begin = number + 1, at


_CELL = rb'(?:[^",;|\t\r\n]*|"(?:[^"\r\n]|"")*")'
_WELL_FORMED = re.compile(rb"%b(?:[,;|\t]%b)*\r?" % (_CELL, _CELL))
"""A line with quotes that is a row by itself, whatever separates its cells."""


def _looked_into(
    slug: str, table: Table, catalog: Catalog, above: int, block: bytes
) -> tuple[bytes, bytes] | None:
    """The rows of a block and what is known of them, as the cache keeps both; None when it is not plainly well formed."""
    rows = _read(block, table, catalog)
    if rows is None:
        return None
    return _packed(rows, above), _packed_known(known_of(table, slug, rows), above)


def _read(block: bytes, table: Table, catalog: Catalog) -> tuple[Row, ...] | None:
    """The rows of a block that has the heading before it; None when it is not plainly well formed."""
    try:
        block.decode()
    except UnicodeDecodeError:
        return None
    if _QUOTE in block and not all(
        _WELL_FORMED.fullmatch(line) for line in block.split(b"\n") if _QUOTE in line
    ):
        return None
    rows, faults = typed(read_sheet(block, labels_of(table)), table, catalog)
    return None if faults else rows


def _packed(rows: Sequence[Row], above: int) -> bytes:
    columns = list(zip(*(row.cells for row in rows), strict=True))
    block = _Rows(
        [row.line - above - 1 for row in rows],
        [_few(column) for column in columns],
        _few([row.life for row in rows]),
    )
    return compress(pack(block), 1)  # all are kept while a build lasts, and few are asked for


def _packed_known(known: Known, above: int) -> bytes:
    rows = [row or _ABSENT for row in known.rows]
    width = max(len(row.cells) for row in rows) if rows else 0
    cells = [row.cells or ("",) * width for row in rows]
    return pack(
        _Known(
            [line - above - 1 for line in known.lines],
            known.keys,
            [row.size for row in rows],
            [row.id for row in rows],
            [_few(column) for column in zip(*cells, strict=True)],
            [_few([_number(getattr(row, name)) for row in rows]) for name in _DAYS],
            [_few([getattr(row, name) for row in rows]) for name in _TEXTS],
            _few([(_number(end.day), end.kind) if end else (0, "") for end in known.ends]),
            b"".join([row.mark for row in rows]),
            sorted(known.moving),
            known.asking,
        )
    )


_DAYS = ("published", "day", "start", "until")
_TEXTS = ("body", "name", "late")
_ABSENT = ShownRow("", (), "", date.min, None, "", "", date.min, None, None, "", "", 0, bytes(MARK))


def _few(values: Sequence[S]) -> tuple[list[S], list[int]]:
    number = {value: n for n, value in enumerate(dict.fromkeys(values))}
    plain = len(number) in (1, len(values))
    return list(number), [] if plain else list(map(number.__getitem__, values))


def _of_rows(values: Sequence[S], numbers: Sequence[int], rows: int) -> Iterable[S]:
    """The value of each row: `_few`, the other way round."""
    if numbers:
        return map(values.__getitem__, numbers)
    return values if len(values) == rows else repeat(values[0], rows)


def _number(day: date | None) -> int:
    return day.toordinal() if day else 0


@lru_cache(maxsize=20_000)
def _day(number: int) -> date | None:
    return date.fromordinal(number) if number else None


@lru_cache(maxsize=20_000)
def _end(number: int, kind: str) -> End | None:
    day = _day(number)
    return End(day, kind) if day else None


def _unpacked(packed: bytes, first: int) -> Sequence[Row]:
    """The rows of a block that begins at a line."""
    block = unpack(decompress(packed), _Rows)
    number = len(block.lines)
    lives = _of_rows(*block.lives, number)
    lines = map(first.__add__, block.lines)
    return list(map(Row._make, zip(lines, _cells(block.cells, number), lives, strict=True)))


def _cells(columns: Sequence[_Few[str]], rows: int) -> Iterable[tuple[str, ...]]:
    """The cells of each row."""
    return zip(*(_of_rows(*column, rows) for column in columns), strict=True) if columns else [()] * rows


def _unpacked_known(packed: bytes, first: int) -> Known:
    """What is known of a block that begins at a line."""
    block = unpack(packed, _Known)
    rows = len(block.lines)
    published, day, start, until = (
        _of_rows(list(map(_day, values)), numbers, rows) for values, numbers in block.days
    )
    columns = [values if len(values) == rows else list(map(intern, values)) for values, _ in block.cells]
    cells = [(values, numbers) for values, (_, numbers) in zip(columns, block.cells, strict=True)]
    body, name, late = (_of_rows(_shared(values, columns), numbers, rows) for values, numbers in block.texts)
    shown: list[ShownRow | None] = list(
        map(
            ShownRow._make,
            zip(
                block.ids,
                _cells(cells, rows),
                *(
                    repeat("有效"),
                    published,
                    repeat(None),
                    repeat(""),
                    body,
                    day,
                    start,
                    until,
                    name,
                    late,
                    block.sizes,
                ),
                [block.marks[n : n + MARK] for n in range(0, len(block.marks), MARK)],
                strict=False,
            ),
        )
    )
    if "" in block.ids:
        shown = [row if row and row.id else None for row in shown]
    ends = [_end(*end) for end in block.ends[0]]
    return Known(
        list(map(first.__add__, block.lines)),
        _shared(block.keys, columns),
        list(_of_rows(ends, block.ends[1], rows)),
        shown,
        frozenset(block.moving),
        block.asking,
    )


def _shared(values: list[str], columns: Iterable[list[str]]) -> list[str]:
    """The same texts, those of a column if one has them: the name and the key of a row are often one of its cells."""
    return next((column for column in columns if column == values), values)
