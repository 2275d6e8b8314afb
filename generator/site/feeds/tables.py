"""Registers as far as they are in force → their files: CSV, XLSX, JSON, JSON Schema, feeds and the stream of changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any

from generator.machine.csv_text import csv_lines
from generator.machine.json_text import json_line, json_text
from generator.model.catalog import Catalog
from generator.model.duties import body_name
from generator.model.tables import Shown, ShownRow, row_address
from generator.planning.tables import table_events, why
from generator.site.feeds.atom import atom
from generator.site.feeds.channels import NEWEST, Channel
from generator.site.feeds.jsonfeed import json_feed
from generator.site.feeds.records import link
from generator.site.feeds.schema import DRAFT
from generator.site.feeds.table import xlsx_pieces

BOOK_ROWS = 10_000
"""Rows of one workbook; a larger register has several, so that a change costs one of them."""

EXTRA = ("状态", "公开日期", "公示截止", "网址")
"""Headings after the columns of a register."""

_TYPES = {"integer": "integer", "number": "number"}


def plain_files(shown: Shown, catalog: Catalog, today: date) -> Iterator[tuple[str, Any]]:
    """All files but the workbooks, in pieces."""
    place = f"{shown.address}{shown.slug}"
    yield (
        f"{place}.csv",
        csv_lines(chain([headings(shown)], (cells(row, shown, catalog) for row in shown.rows))),
    )
    yield f"{place}.json", _json(shown, catalog)
    yield f"{shown.address}schema.json", [json_text(schema(shown, catalog), indent=2)]
    yield f"{shown.address}changes.ndjson", _stream(shown, catalog)
    happened = table_events(shown, catalog, NEWEST)
    channel = Channel(
        f"{catalog.site.name}：{shown.table.title}",
        f"{shown.address}feed",
        shown.address,
        happened,
        happened[0].day if happened else today,
    )
    yield f"{channel.address}.xml", [atom(catalog, channel)]
    yield f"{channel.address}.json", [json_feed(catalog, channel)]


def books(shown: Shown) -> list[tuple[str, Sequence[ShownRow]]]:
    """The workbooks of a register: name and rows; the oldest rows are in the first."""
    rows = shown.rows[::-1]
    parts = [rows[n : n + BOOK_ROWS] for n in range(0, len(rows), BOOK_ROWS)] or [rows]
    if len(parts) == 1:
        return [(f"{shown.address}{shown.slug}.xlsx", parts[0])]
    return [(f"{shown.address}{shown.slug}-{n}.xlsx", part) for n, part in enumerate(parts, 1)]


def book(name: str, rows: Sequence[ShownRow], shown: Shown, catalog: Catalog) -> Iterator[tuple[str, Any]]:
    """One workbook."""
    newest = max((row.published for row in rows), default=date(2008, 5, 1))
    yield (
        name,
        xlsx_pieces(shown.table.title, headings(shown), (cells(row, shown, catalog) for row in rows), newest),
    )


def file_names(shown: Shown) -> list[str]:
    """What there is to download, relative to the site."""
    place = f"{shown.address}{shown.slug}"
    return [f"{place}.csv", *(name for name, _ in books(shown)), f"{place}.json"]


def headings(shown: Shown) -> list[str]:
    """The headings of CSV and XLSX."""
    columns = (shown.table.columns[name] for name in shown.table.public)
    return [*(f"{c.label}（{c.unit}）" if c.unit else c.label for c in columns), *EXTRA]


def cells(row: ShownRow, shown: Shown, catalog: Catalog) -> list[str]:
    """A row as texts."""
    return [
        *row.cells,
        row.state,
        str(row.published),
        str(row.until or ""),
        link(catalog, "") + row_address(shown.slug, row.id),
    ]


def _json(shown: Shown, catalog: Catalog) -> Iterator[str]:
    yield json_line({"title": shown.table.title, "schema": link(catalog, f"{shown.address}schema.json")})[:-1]
    yield ',"rows":[\n'
    kinds = [_TYPES.get(shown.table.columns[name].type) for name in shown.table.public]
    base = link(catalog, "")
    for n, row in enumerate(shown.rows):
        yield (",\n" if n else "") + json_line(_record(row, shown, catalog, kinds, base))
    yield "\n]}\n"


def _record(
    row: ShownRow, shown: Shown, catalog: Catalog, kinds: Sequence[str | None], base: str
) -> dict[str, Any]:
    values = {
        name: int(cell) if kind == "integer" else float(cell) if kind else cell
        for name, cell, kind in zip(shown.table.public, row.cells, kinds, strict=True)
        if cell
    }
    own = {
        "_id": row.id,
        "_body": body_name(catalog, row.body),
        "_state": row.state,
        "_published": str(row.published),
        "_until": str(row.until) if row.until else None,
        "_note": row.note or None,
        "_late": row.late or None,
        "_url": base + row_address(shown.slug, row.id),
    }
    return values | {key: value for key, value in own.items() if value}


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
            **({"enum": list(column.values)} if column.values else {}),
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


def _stream(shown: Shown, catalog: Catalog) -> Iterator[str]:
    """One event a line, the oldest first. Of a row that has ended nothing is said but its id."""
    base = link(catalog, "")
    for happening in reversed(shown.happened):
        row = happening.row
        record = {
            "id": happening.id,
            "date": str(happening.day),
            "kind": happening.kind,
            "why": why(happening),
            "name": row.name if row else None,
            "url": base + row_address(shown.slug, happening.id) if row else None,
        }
        yield json_line({key: value for key, value in record.items() if value}) + "\n"
