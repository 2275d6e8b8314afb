"""A large file of rows in blocks of lines: what a block says depends on its lines, the heading and the schema alone, so each is read once.

Only what is plainly well formed is read so: CSV in UTF-8 without a fault and without a cell of several lines. Everything else
is read as a whole, which also tells what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar
from zlib import crc32

from generator.machine.cache import Cache, key_of, program_key
from generator.model.catalog import Catalog
from generator.model.packing import pack, unpack
from generator.model.tables import Life, Row, Table
from generator.reading.registers.sheets import HEAD_ROWS, read_sheet
from generator.reading.registers.typed_rows import labels_of, typed
from generator.reading.registers.workbooks import is_workbook

LARGE = 100_000
"""Bytes from which on a file is read in blocks."""

LINES = 256
"""Lines of a block, about: it ends at a line whose digest says so, and one that is put in or taken out changes one block."""

KIND = "typed"
"""Under which the cache keeps blocks."""

T = TypeVar("T")


class _Block(NamedTuple):
    """The rows of a block as the cache keeps them: of each column its different cells, and which of them each row has."""

    lines: list[int]
    """Where each begins, counted from the first line of the block, from 0."""
    cells: list[tuple[list[str], list[int]]]
    lives: tuple[list[Life], list[int]]


def read_in_blocks(data: bytes, table: Table, catalog: Catalog, cache: Cache) -> tuple[Row, ...] | None:
    """The rows of a file, of which those blocks are read that the cache does not know; None: it is to be read as a whole."""
    if len(data) < LARGE or is_workbook(data):
        return None
    lines = data.split(b"\n")
    top = read_sheet(b"\n".join(lines[: 2 * HEAD_ROWS]), labels_of(table))
    head = b"".join(line + b"\n" for line in lines[: top.head_line])
    if not top.head or _QUOTE in head:
        return None
    ground = key_of(program_key(), repr(table), sorted(catalog.body_by_name))
    firsts, parts = zip(*_cut(lines, top.head_line), strict=True)
    keys = [key_of(ground, head, part) for part in parts]
    known = cache.get(KIND, keys)
    rows: list[Sequence[Row]] = []
    new: dict[bytes, bytes] = {}
    for first, part, key in zip(firsts, parts, keys, strict=True):
        if key in known:
            rows.append(_unpacked(known[key], first))
            continue
        found = _read(head + part, table, catalog)
        if found is None:
            return None
        new[key] = _packed(found, top.head_line)
        rows.append(_unpacked(new[key], first))  # equal cells are one
    cache.put(KIND, new)
    return tuple(chain.from_iterable(rows))


_QUOTE = b'"'


def _cut(lines: Sequence[bytes], first: int) -> Iterator[tuple[int, bytes]]:
    """The blocks below the heading: the number of the first line of each, from 1, and its bytes."""
    start = first
    for n in range(first, len(lines)):
        if n + 1 == len(lines) or crc32(lines[n]) % LINES == 0:
            yield start + 1, b"\n".join(lines[start : n + 1])
            start = n + 1


_CELL = rb'(?:[^",;|\t\r\n]*|"(?:[^"\r\n]|"")*")'
_WELL_FORMED = re.compile(rb"%b(?:[,;|\t]%b)*\r?" % (_CELL, _CELL))
"""A line with quotes that is a row by itself, whatever separates its cells."""


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
    block = _Block(
        [row.line - above - 1 for row in rows],
        [_different(column) for column in columns],
        _different([row.life for row in rows]),
    )
    return pack(block)


def _different(values: Sequence[T]) -> tuple[list[T], list[int]]:
    number = {value: n for n, value in enumerate(dict.fromkeys(values))}
    return list(number), list(map(number.__getitem__, values))


def _unpacked(packed: bytes, first: int) -> Sequence[Row]:
    """The rows of a block that begins at a line."""
    block = unpack(packed, _Block)
    columns = [map(values.__getitem__, numbers) for values, numbers in block.cells]
    lives = map(block.lives[0].__getitem__, block.lives[1])
    return list(
        map(
            Row._make,
            zip(map(first.__add__, block.lines), zip(*columns, strict=True), lives, strict=True),
        )
    )
