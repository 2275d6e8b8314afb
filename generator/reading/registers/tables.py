"""content/data/tables → registers with rows: `<slug>.yml` says what a row is, `<slug>.csv` (or `.xlsx`) holds the rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Executor
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from generator.machine.cache import Cache
from generator.model.catalog import Catalog
from generator.model.diagnostics import Text
from generator.model.shown_rows import Register
from generator.model.tables import ROWS, TABLES, Table
from generator.reading.registers.register import Read
from generator.reading.registers.row_blocks import in_blocks, read_in_blocks
from generator.reading.registers.sheets import Fault, read_sheet
from generator.reading.registers.table_locks import read_past
from generator.reading.registers.table_schemas import read_schema, schema_problem
from generator.reading.registers.typed_rows import labels_of, typed

SLUG = re.compile(r"[a-z][a-z0-9-]{0,40}", re.ASCII)
"""The name of a register, which is part of its address."""


class Loaded(NamedTuple):
    """A register as read, the faults of its rows, and where its rows begin."""

    register: Register
    faults: tuple[Fault, ...]


def load_tables(
    root: Path,
    catalog: Catalog,
    governed: Callable[[str, Table], Table] = lambda path, table: table,
    cache: Cache | None = None,
    executor: Executor | None = None,
) -> tuple[tuple[Loaded, ...], dict[str, Read]]:
    """Every register of a root whose schema is right, and the schemas as files, with what is wrong in them.

    The rows are read by what `governed` makes of the path and the table of each schema; the cache keeps those of large registers, and
    the `executor` reads them.
    """
    folder = root / TABLES
    loaded: list[Loaded] = []
    files: dict[str, Read] = {}
    schemas = (
        sorted(p for p in folder.glob("*.yml") if p.is_file() and not p.is_symlink())
        if folder.is_dir()
        else []
    )
    for schema in schemas:
        path = f"{TABLES}/{schema.name}"
        table, file = read_schema(root, path, catalog)
        problems = []
        rows = rows_file(root, schema.stem)
        if not SLUG.fullmatch(schema.stem):
            problems = [
                schema_problem(
                    1,
                    Text(
                        "文件名要用小写字母、数字和连字符",
                        "the name must be lower-case letters, digits and hyphens",
                    ),
                    Text("如 penalties.yml", "such as penalties.yml"),
                ),
            ]
        elif rows is None:
            problems = [
                schema_problem(
                    1,
                    Text(f"没有 {schema.stem}.csv", f"there is no {schema.stem}.csv"),
                    Text("新建一个，第一行写表头", "make one with the headings in its first row"),
                ),
            ]
        files[path] = file.with_problems(problems)
        if table and rows and not files[path].problems:
            loaded.append(read_rows(root, schema, rows, governed(path, table), catalog, cache, executor))
    return tuple(loaded), files


def rows_file(root: Path, slug: str) -> Path | None:
    """The file with the rows of a register."""
    places = (root / TABLES / f"{slug}{ending}" for ending in ROWS)
    return next((p for p in places if p.is_file() and not p.is_symlink()), None)


def read_rows(
    root: Path,
    schema: Path,
    rows: Path,
    table: Table,
    catalog: Catalog,
    cache: Cache | None = None,
    executor: Executor | None = None,
) -> Loaded:
    """The rows of a register with their faults; what cannot be used is as it was typed."""
    data = rows.read_bytes()
    digest = blake2b(schema.read_bytes() + b"\0" + data, digest_size=16).digest()
    blocks = read_in_blocks(data, schema.stem, table, catalog, cache, executor) if cache else None
    faults: tuple[Fault, ...] = ()
    if blocks is None:
        entries, faults = typed(read_sheet(data, labels_of(table)), table, catalog)
        blocks = in_blocks(schema.stem, table, entries)
    path = rows.relative_to(root).as_posix()
    past = read_past(root, schema.stem)
    return Loaded(Register(schema.stem, path, table, blocks, digest, past), faults)
