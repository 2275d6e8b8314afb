"""Registers as far as they are in force → their pages and files in the stage; what is known from before is taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec

from generator.machine.cache import key_of
from generator.machine.site_folder import Files, write_file, write_pieces
from generator.model.catalog import Catalog
from generator.model.shown_rows import Shown, ShownRow
from generator.model.tables import Table
from generator.planning.tables import (
    Bucket,
    TablePage,
    books,
    bucket_title,
    buckets_of,
    file_names,
    parts_of,
    table_pages,
)
from generator.publishing.documents import write_page
from generator.publishing.file_groups import By, FileGroups, Group, called, one
from generator.publishing.pieces import cut, in_pieces
from generator.publishing.work import Keys
from generator.site.feeds.tables import book, dictionary, rows_files, stream_files
from generator.site.pages.tables import first_page, render_bucket, render_table_page, render_tables
from generator.site.press import Press

P = ParamSpec("P")


def table_rows(press: Press, tables: Sequence[Shown], keys: Keys, groups: FileGroups) -> Iterator[Group[Any]]:
    """Rows of everything that the site has of registers: their pages, files, streams of changes and workbooks."""
    stage = groups.stage.folder
    if tables:
        listed = [(t.slug, t.table.title, t.table.category, len(t.rows)) for t in tables]
        yield one("tables", key_of(keys.theme, listed), partial(_overview, press, tables, stage))
    for shown in tables:
        yield from _table(press, shown, keys, groups)


def _table(press: Press, shown: Shown, keys: Keys, groups: FileGroups) -> Iterator[Group[Any]]:
    catalog, table, stage = press.catalog, shown.table, groups.stage.folder
    look, data = key_of(keys.theme, shown.slug, table), key_of(keys.program, shown.slug, table)
    parts = parts_of(shown, catalog)
    context = first_page(shown, parts, file_names(shown))
    around = key_of(
        context["figures"],
        str(context["chart"]),
        context["parts"],
        context["files"],
        context["recent"],
    )

    def key(rows: Iterable[ShownRow], *beside: object) -> bytes:
        return key_of(b"".join([row.mark for row in rows]), *beside)

    yield Group(
        f"table-page {shown.slug}",
        {
            key(page.rows, look, page._replace(rows=()), page.number == 1 and not page.name and around): page
            for page in table_pages(shown, parts)
        },
        partial(_page, press, table, context, stage),
        By.WORKERS,
        stage="登记表",
    )
    yield Group(
        f"table-row {shown.slug}",
        {key(bucket.rows, look, bucket.address, bucket.over): bucket for bucket in buckets_of(shown)},
        partial(_bucket, press, table, stage),
        By.WORKERS,
        stage="登记表的条目",
    )
    yield in_pieces(
        groups,
        f"table-files {shown.slug}",
        key(shown.rows, data),
        rows_files(shown, catalog),
        cut(shown.rows, data),
    )
    name, text = dictionary(shown, catalog)
    yield one(
        f"table-schema {shown.slug}",
        key_of(data),
        lambda: (write_file(stage, name, text),),
        By.HERE,
    )
    yield one(
        f"table-stream {shown.slug}",
        key_of(data, shown.outline, () if shown.happened else press.today),
        partial(_plain, stage, stream_files, shown, catalog, press.today),
        By.HERE,
    )
    yield Group(
        f"table-book {shown.slug}",
        {
            key(rows, data, name): partial(_book, name, rows, _bare(shown), catalog, stage)
            for name, rows in books(shown)
        },
        called,
        By.EACH,
    )


def _overview(press: Press, tables: Sequence[Shown], stage: Path) -> Iterator[tuple[str, str]]:
    yield write_page(stage, render_tables(press, tables))


def _bare(shown: Shown) -> Shown:
    """What a workbook needs besides its rows."""
    return Shown(shown.slug, shown.table, (), (), (), 0, b"")


def _page(press: Press, table: Table, context: Mapping[str, Any], stage: Path, page: TablePage) -> Files:
    return (write_page(stage, render_table_page(press, table, context, page)),)


def _bucket(press: Press, table: Table, stage: Path, bucket: Bucket) -> Files:
    return (write_page(stage, render_bucket(press, table, bucket.slug, bucket_title(table, bucket), bucket)),)


def _plain(
    stage: Path, make: Callable[P, Iterator[tuple[str, Any]]], *arguments: P.args, **named: P.kwargs
) -> Files:
    return tuple(write_pieces(stage, name, pieces) for name, pieces in make(*arguments, **named))


def _book(name: str, rows: Sequence[ShownRow], shown: Shown, catalog: Catalog, stage: Path) -> Files:
    return tuple(write_pieces(stage, file, pieces) for file, pieces in book(name, rows, shown, catalog))
