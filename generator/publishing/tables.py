"""Registers as far as they are in force → their pages and files in the stage; what is known from before is taken over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from generator.machine.cache import key_of
from generator.machine.site_folder import Files, write_pieces
from generator.model.catalog import Catalog
from generator.model.tables import Shown, ShownRow, Table
from generator.planning.tables import Bucket, TablePage, bucket_title, buckets_of, parts_of, table_pages
from generator.publishing.documents import write_page
from generator.publishing.file_groups import Run
from generator.publishing.inputs import Keys, Means
from generator.site.feeds.tables import book, books, file_names, plain_files
from generator.site.pages.tables import first_page, render_bucket, render_table_page, render_tables
from generator.site.press import Press


def publish_tables(
    run: Run, press: Press, tables: Sequence[Shown], keys: Keys, stage: Path, means: Means
) -> None:
    """All that the site has of registers."""
    if not tables:
        return
    run.one(
        "tables",
        key_of(keys.look, [(t.slug, t.table.title, t.table.category, len(t.rows)) for t in tables]),
        lambda: [write_page(stage, render_tables(press, tables))],
    )
    for shown in tables:
        _table(run, press, shown, keys, stage, means)


def _table(run: Run, press: Press, shown: Shown, keys: Keys, stage: Path, means: Means) -> None:
    catalog, table = press.catalog, shown.table
    look, data = key_of(keys.look, shown.slug, table), key_of(keys.data, shown.slug, table)
    digests = {row.id: key_of(row) for row in shown.rows}
    parts = parts_of(shown, catalog)
    context = first_page(shown, parts, file_names(shown))
    around = key_of(
        context["figures"],
        str(context["chart"]),
        [(p.address, p.name, len(p.rows)) for p in parts],
        context["files"],
        context["recent"],
    )

    def page_key(page: TablePage) -> bytes:
        first = around if page.number == 1 and not page.name else b""
        return key_of(look, page._replace(rows=()), b"".join(digests[row.id] for row in page.rows), first)

    run.many(
        f"table-page {shown.slug}",
        {page_key(page): page for page in table_pages(shown, parts)},
        partial(_page, press, table, context, stage),
        means.executor,
        partial(means.progress, "登记表"),
    )
    run.many(
        f"table-row {shown.slug}",
        {
            key_of(look, bucket.address, b"".join(digests[row.id] for row in bucket.rows)): bucket
            for bucket in buckets_of(shown)
        },
        partial(_bucket, press, table, stage),
        means.executor,
        partial(means.progress, "登记表的条目"),
    )
    run.beside(
        f"table-files {shown.slug}",
        {
            key_of(
                data,
                press.today if not shown.happened else None,
                shown.digest,
                b"".join(digests.values()),
                len(shown.happened),
            ): partial(_plain, shown, catalog, press.today, stage)
        },
        None,
    )
    run.beside(
        f"table-book {shown.slug}",
        {
            key_of(data, name, b"".join(digests[row.id] for row in rows)): partial(
                _book, name, rows, _bare(shown), catalog, stage
            )
            for name, rows in books(shown)
        },
        means.executor,
    )


def _bare(shown: Shown) -> Shown:
    """What a workbook needs besides its rows."""
    return Shown(shown.slug, shown.table, (), (), (), 0, b"")


def _page(press: Press, table: Table, context: Mapping[str, Any], stage: Path, page: TablePage) -> Files:
    return (write_page(stage, render_table_page(press, table, context, page)),)


def _bucket(press: Press, table: Table, stage: Path, bucket: Bucket) -> Files:
    return (write_page(stage, render_bucket(press, table, bucket.slug, bucket_title(table, bucket), bucket)),)


def _plain(shown: Shown, catalog: Catalog, today: date, stage: Path) -> Files:
    return tuple(write_pieces(stage, name, pieces) for name, pieces in plain_files(shown, catalog, today))


def _book(name: str, rows: Sequence[ShownRow], shown: Shown, catalog: Catalog, stage: Path) -> Files:
    return tuple(write_pieces(stage, file, pieces) for file, pieces in book(name, rows, shown, catalog))
