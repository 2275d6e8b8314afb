"""Registers as far as they are in force → their files: CSV, XLSX, JSON, JSON Schema, feeds and the stream of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from generator.machine.csv_text import ROWS_AT_ONCE, csv_lines, csv_text
from generator.machine.json_text import json_line, json_lines, json_text
from generator.model.catalog import Catalog
from generator.model.duties import body_name
from generator.model.rows import row_address
from generator.model.shown_rows import Happening, Shown, ShownRow
from generator.model.tables import OTHER, Column, Table
from generator.planning.tables import table_events, why
from generator.site.feeds.atom import atom
from generator.site.feeds.channels import NEWEST, Channel
from generator.site.feeds.jsonfeed import json_feed
from generator.site.feeds.records import link
from generator.site.feeds.schema import DRAFT
from generator.site.feeds.table import xlsx_pieces

EXTRA = ("状态", "公开日期", "公示截止", "网址")
"""Headings after the columns of a register."""

_TYPES = {"integer": "integer", "number": "number"}


def plain_files(shown: Shown, catalog: Catalog, today: date) -> Iterator[tuple[str, Any]]:
    """Name on the site and content, in pieces, of every file but the workbooks."""
    for file in rows_files(shown, catalog):
        yield file.name, [file.head, *([file.text(shown.rows)] if shown.rows else []), file.end]
    yield dictionary(shown, catalog)
    yield from stream_files(shown, catalog, today)


class RowsFile(NamedTuple):
    """A file that tells of all rows, one after another."""

    name: str
    head: str
    between: str
    """Stands between two pieces of rows."""
    end: str
    text: Callable[[Sequence[ShownRow]], str]
    """What it says of some rows."""


def rows_files(shown: Shown, catalog: Catalog) -> tuple[RowsFile, RowsFile]:
    """CSV and JSON."""
    place = f"{shown.address}{shown.slug}"
    about = {"title": shown.table.title, "schema": link(catalog, f"{shown.address}schema.json")}
    record = partial(
        _record, shown.slug, catalog, _numbers(shown.table), shown.table.public, link(catalog, "")
    )
    return (
        RowsFile(
            f"{place}.csv",
            csv_text([headings(shown)]),
            "",
            "",
            lambda rows: "".join(csv_lines(cells_of(rows, shown.slug, catalog), mark="")),
        ),
        RowsFile(
            f"{place}.json",
            json_line(about)[:-1] + ',"rows":[\n',
            ",\n",
            "\n]}\n",
            lambda rows: json_lines([record(row) for row in rows], ",\n"),
        ),
    )


def dictionary(shown: Shown, catalog: Catalog) -> tuple[str, str]:
    """Name and content of the file that says what its columns are."""
    return f"{shown.address}schema.json", json_text(schema(shown, catalog), indent=2)


def stream_files(shown: Shown, catalog: Catalog, today: date) -> Iterator[tuple[str, Any]]:
    """Name and content of the files that tell what happened to rows: the stream and the feeds."""
    yield f"{shown.address}changes.ndjson", _stream(shown, catalog)
    happened = table_events(shown, catalog, NEWEST)
    channel = Channel(
        f"{catalog.site.name}：{shown.table.title}",
        f"{shown.address}feed",
        shown.address,
        happened,
        happened[0].change.day if happened else today,
    )
    yield f"{channel.address}.xml", [atom(catalog, channel)]
    yield f"{channel.address}.json", [json_feed(catalog, channel)]


def book(name: str, rows: Sequence[ShownRow], shown: Shown, catalog: Catalog) -> Iterator[tuple[str, Any]]:
    """Name and content of one workbook."""
    newest = max((row.published for row in rows), default=date(2008, 5, 1))
    table = shown.table
    numeric = [n for n, key in enumerate(table.public) if table.columns[key].type in _TYPES]
    cells = cells_of(rows, shown.slug, catalog)
    yield name, xlsx_pieces(table.title, headings(shown), cells, newest, numeric=numeric)


def headings(shown: Shown) -> list[str]:
    """The headings of CSV and XLSX."""
    columns = (shown.table.columns[name] for name in shown.table.public)
    return [*(f"{c.label}（{c.unit}）" if c.unit else c.label for c in columns), *EXTRA]


def cells_of(rows: Iterable[ShownRow], slug: str, catalog: Catalog) -> Iterator[list[str]]:
    """Rows as texts, under `headings`."""
    base = link(catalog, "")
    for row in rows:
        until = row.until.isoformat() if row.until else ""
        yield [
            *row.cells,
            row.state,
            row.published.isoformat(),
            until,
            base + row_address(slug, row.id),
        ]


def _numbers(table: Table) -> list[tuple[str, Callable[[str], float]]]:
    """The public columns that hold numbers, and what makes them of a cell."""
    made: dict[str, Callable[[str], float]] = {"integer": int, "number": float}
    kinds = [(name, table.columns[name].type) for name in table.public]
    return [(name, made[kind]) for name, kind in kinds if kind in made]


def _record(
    slug: str,
    catalog: Catalog,
    numbers: Sequence[tuple[str, Callable[[str], float]]],
    names: Sequence[str],
    base: str,
    row: ShownRow,
) -> dict[str, Any]:
    values: dict[str, Any] = {name: cell for name, cell in zip(names, row.cells, strict=True) if cell}
    for name, made in numbers:
        if name in values:
            values[name] = made(values[name])
    values["_id"] = row.id
    values["_body"] = body_name(catalog, row.body)
    values["_state"] = row.state
    values["_published"] = row.published
    if row.until:
        values["_until"] = row.until
    if row.note:
        values["_note"] = row.note
    if row.late:
        values["_late"] = row.late
    values["_url"] = base + row_address(slug, row.id)
    return values


def schema(shown: Shown, catalog: Catalog) -> dict[str, Any]:
    """The JSON Schema of a row: the data dictionary of the register."""
    table = shown.table
    properties: dict[str, Any] = {}
    for name in table.public:
        column = table.columns[name]
        notes = [n for n in (column.note, f"单位：{column.unit}" if column.unit else None) if n]
        properties[name] = {
            "title": column.label,
            "type": _TYPES.get(column.type, "string"),
            **({"format": "date"} if column.type == "date" else {}),
            **({_known(column): list(column.values)} if column.values else {}),
            **({"description": "；".join(notes)} if notes else {}),
        }
    properties |= {
        "_id": {"title": "编号", "type": "string"},
        "_body": {"title": "发布机构", "type": "string"},
        "_state": {"title": "状态", "type": "string"},
        "_published": {"title": "公开日期", "type": "string", "format": "date"},
        "_until": {"title": "公示截止", "type": "string", "format": "date"},
        "_note": {"title": "状态说明", "type": "string"},
        "_late": {"title": "逾期原因", "type": "string"},
        "_url": {"title": "网址", "type": "string", "format": "uri"},
    }
    required = [name for name in table.public if table.columns[name].required]
    row = {
        "type": "object",
        "properties": properties,
        "required": [*required, "_id", "_body", "_state", "_published", "_url"],
        "additionalProperties": False,
    }
    return {
        "$schema": DRAFT,
        "$id": link(catalog, f"{shown.address}schema.json"),
        "title": table.title,
        **({"description": table.source} if table.source else {}),
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "schema": {"type": "string"},
            "rows": {"type": "array", "items": row},
        },
    }


def _known(column: Column) -> str:
    """The key under which a schema tells the values of a column: one of them and no other, or such values as these."""
    return "examples" if column.several or OTHER in column.values else "enum"


def _stream(shown: Shown, catalog: Catalog) -> Iterator[str]:
    """One event a line, the oldest first. Of a row that has ended nothing is said but its id."""
    base = link(catalog, "")
    left = reversed(shown.happened)
    while block := list(islice(left, ROWS_AT_ONCE)):
        yield json_lines([_told(happening, base, shown.slug) for happening in block]) + "\n"


def _told(happening: Happening, base: str, slug: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": happening.id,
        "date": happening.day,
        "kind": happening.kind,
        "why": why(happening),
    }
    if happening.row:
        told["name"] = happening.row.name
        told["url"] = base + row_address(slug, happening.id)
    return told
