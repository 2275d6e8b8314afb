"""Registers as far as they are in force → their pages, what search knows of them, and what their feeds tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from generator.machine.cache import key_of
from generator.model.catalog import Body, Catalog
from generator.model.document import PublishedDocument
from generator.model.duties import body_name
from generator.model.events import KINDS, Change, Event
from generator.model.rows import BUCKET, row_page
from generator.model.shown_rows import Happening, Over, Shown, ShownRow, by_state
from generator.model.tables import STATE_SLUGS, TABLES, Table

PAGE_ROWS = 100
"""Rows on one page of a register."""


class TablePage(NamedTuple):
    """One page of a register or of a part of it. Old pages keep their number: a new row changes only the first page."""

    slug: str
    name: str
    """Name of the part; empty: the whole register."""
    listing: str
    """Address of the first page."""
    address: str
    number: int
    """Counted from the newest, from 1."""
    last: int
    total: int | None
    """Rows of all pages together, on the first page."""
    rows: tuple[ShownRow, ...]
    newer: str | None
    older: str | None


class Part(NamedTuple):
    """The rows of one body, year or state."""

    view: str
    name: str
    address: str
    rows: list[ShownRow]


def parts_of(shown: Shown, catalog: Catalog) -> list[Part]:
    """The parts of a register by body, year and state; none where everything would be in one."""
    parts = []
    bodies: dict[str, list[ShownRow]] = defaultdict(list)
    years: dict[int, list[ShownRow]] = defaultdict(list)
    names = {name: body_name(catalog, name) for name in {row.body for row in shown.rows}}
    for row in shown.rows:
        bodies[names[row.body]].append(row)
        years[row.day.year].append(row)
    if len(bodies) > 1:
        parts += [
            Part("机构", body.name, f"{shown.address}body-{body.code}/", bodies[body.name])
            for body in catalog.bodies
            if body.name in bodies
        ]
    if len(years) > 1:
        parts += [
            Part("年份", f"{year}年", f"{shown.address}year-{year}/", years[year])
            for year in sorted(years, reverse=True)
        ]
    for state, rows in by_state(shown.rows):
        if state != "有效":
            parts.append(Part("状态", state, f"{shown.address}state-{STATE_SLUGS[state]}/", rows))
    return parts


def table_pages(shown: Shown, parts: Sequence[Part]) -> Iterator[TablePage]:
    """Every page of a register and its parts; the whole register has a first page even without rows."""
    yield from _pages(shown.slug, "", shown.address, shown.rows)
    for part in parts:
        yield from _pages(shown.slug, part.name, part.address, part.rows)


def _pages(slug: str, name: str, listing: str, rows: Sequence[ShownRow]) -> Iterator[TablePage]:
    full = max(0, len(rows) // PAGE_ROWS - 1)
    first = len(rows) - full * PAGE_ROWS
    starts = [0, *range(first, len(rows), PAGE_ROWS)]
    addresses = [listing, *(f"{listing}{number}/" for number in range(full, 0, -1))]
    for n, (start, end) in enumerate(zip(starts, [*starts[1:], len(rows)], strict=True)):
        yield TablePage(
            slug,
            name,
            listing,
            addresses[n],
            n + 1,
            len(starts),
            None if n else len(rows),
            tuple(rows[start:end]),
            addresses[n - 1] if n else None,
            addresses[n + 1] if n + 1 < len(starts) else None,
        )


class Bucket(NamedTuple):
    """The page on which the addresses of a few rows are."""

    slug: str
    address: str
    rows: tuple[ShownRow, ...]
    over: tuple[Over, ...] = ()
    """Those of its rows that have ended: their addresses stay, and say so without telling whom they named."""


def buckets_of(shown: Shown) -> list[Bucket]:
    """The pages of single rows, in a fixed order."""
    found: dict[str, list[ShownRow]] = defaultdict(list)
    gone: dict[str, list[Over]] = defaultdict(list)
    for row in shown.rows:
        found[row.id[:BUCKET]].append(row)
    for over in shown.over:
        gone[over.id[:BUCKET]].append(over)
    return [
        Bucket(
            shown.slug,
            row_page(shown.slug, begin),
            tuple(sorted(found.get(begin, ()), key=attrgetter("id"))),
            tuple(sorted(gone.get(begin, ()), key=attrgetter("id"))),
        )
        for begin in sorted(found.keys() | gone.keys())
    ]


def bucket_name(bucket: Bucket) -> str:
    """What a page of single rows is called in its register; empty when all of its rows have ended."""
    more = f" 等 {len(bucket.rows)} 条" if len(bucket.rows) > 1 else ""
    return f"{bucket.rows[0].name}{more}" if bucket.rows else ""


def bucket_title(table: Table, bucket: Bucket) -> str:
    """What a page of single rows is called."""
    return f"{bucket_name(bucket) or '已经结束的条目'} - {table.title}"


BOOK_ROWS = 10_000
"""Rows of one workbook; a larger register has several, so that a change costs one of them."""


def books(shown: Shown) -> list[tuple[str, Sequence[ShownRow]]]:
    """The workbooks of a register: name and rows; the oldest rows are in the first."""
    rows = shown.oldest_first
    parts = [rows[n : n + BOOK_ROWS] for n in range(0, len(rows), BOOK_ROWS)] or [rows]
    if len(parts) == 1:
        return [(f"{shown.address}{shown.slug}.xlsx", parts[0])]
    return [(f"{shown.address}{shown.slug}-{n}.xlsx", part) for n, part in enumerate(parts, 1)]


def file_names(shown: Shown) -> list[str]:
    """What there is to download, relative to the site."""
    place = f"{shown.address}{shown.slug}"
    return [f"{place}.csv", *(name for name, _ in books(shown)), f"{place}.json"]


FEEDS = ("schema.json", "changes.ndjson", "feed.xml", "feed.json")
"""The other files in the folder of a register."""


def places_of_register(shown: Shown, catalog: Catalog) -> set[str]:
    """Every address below a register that a link may lead to, without the slash at its end."""
    pages = [page.address for page in table_pages(shown, parts_of(shown, catalog))]
    rows = [bucket.address for bucket in buckets_of(shown)]
    files = [*file_names(shown), *(f"{shown.address}{name}" for name in FEEDS)]
    return {address.rstrip("/") for address in (*pages, *rows, *files)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsPage(PublishedDocument):
    """A page of single rows as search knows documents."""

    rows: tuple[ShownRow, ...]
    labels: tuple[str, ...]
    """Of their cells; empty for the one that is the name."""
    first: date
    """The day on which the first of its rows was published, those that have ended included."""

    @property
    def begun(self) -> date:
        """That day: a row that is added does not move the page."""
        return self.first

    @property
    def entries(self) -> Mapping[str, str]:
        """For each row by its id what it says: its name, its state unless it is simply in force, then every cell that is public."""
        return {row.id: _words(self.labels, row) for row in self.rows}


def searchable(
    published: Sequence[PublishedDocument], tables: Sequence[Shown], catalog: Catalog
) -> list[PublishedDocument]:
    """All that search finds as documents: what is published, and the pages of rows of registers."""
    return [*published, *(document for table in tables for document in search_documents(table, catalog))]


def search_documents(shown: Shown, catalog: Catalog) -> Iterator[RowsPage]:
    """The pages of single rows as search knows documents: each row is found by its name and its key, and by every cell that is public.

    The title leaves the register out, whose own page is what is wanted by who asks for its name.
    """
    table = shown.table
    labels = tuple(table.columns[name].label if name != table.name_column else "" for name in table.public)
    around = len(BETWEEN.join(labels).encode())
    key = [n for n, name in enumerate(table.public) if name in table.key]
    look = key_of(shown.slug, table.title, table.category, table.key, labels)
    for bucket in buckets_of(shown):
        if not bucket.rows:
            continue
        named = dict.fromkeys([row.body for row in bucket.rows])
        bodies = list(dict.fromkeys([body_name(catalog, name) for name in named]))
        newest = max(bucket.rows, key=attrgetter("published", "id"))
        numbers = (
            [row.cells[key[0]] for row in bucket.rows]
            if len(key) == 1
            else [" ".join([row.cells[n] for n in key]) for row in bucket.rows]
        )
        others = [
            name for row, number in zip(bucket.rows, numbers, strict=True) for name in (row.name, number)
        ]
        digest = key_of(look, [row.mark for row in bucket.rows]).hex()
        yield RowsPage(
            index_no=bucket.address.rstrip("/"),
            title=bucket_name(bucket),
            doc_no=None if numbers[0].isdecimal() or numbers[0] == bucket.rows[0].name else numbers[0],
            keywords=tuple(dict.fromkeys(filter(None, others[2:]))),
            summary=table.title,
            category=table.category,
            theme=table.title,
            issuer=bodies[0],
            joint_issuers=tuple(bodies[1:]),
            formed=newest.day,
            published=newest.published,
            openness="主动公开",
            path=f"{TABLES}/{shown.slug}.csv",
            lines={},
            body_line=1,
            digest=digest,
            head=digest,
            size=sum([row.size for row in bucket.rows]) + around * len(bucket.rows),
            rows=bucket.rows,
            labels=labels,
            first=min([*(row.published for row in bucket.rows), *(over.published for over in bucket.over)]),
        )


def _words(labels: Sequence[str], row: ShownRow) -> str:
    """All that a row says; what stands before the first sign of `BETWEEN` is its name, so the column of names has no label here."""
    told = [f"{label} {cell}" for label, cell in zip(labels, row.cells, strict=True) if cell and label]
    state = [] if row.state == "有效" else [row.state]
    return BETWEEN.join([row.name, *state, *told, *([row.note] if row.note else [])])


BETWEEN = " ｜ "
"""Between the name, the state and the cells of a row in its text."""


def table_events(shown: Shown, catalog: Catalog, number: int) -> tuple[Event, ...]:
    """The newest of what happened, as feeds tell it. Of a row that has ended nothing is said but its id."""
    return tuple(_event(shown, happening, catalog) for happening in shown.happened[:number])


def why(happening: Happening) -> str:
    """What a line of the stream says in words."""
    if happening.row is None:
        return _ENDED[happening.kind]
    return happening.row.note if happening.kind == "变更" else "列入"


def register_events(tables: Sequence[Shown], catalog: Catalog) -> list[Event]:
    """What happened in all registers as the whole site tells it, the oldest first: one event for the rows of a body, a day and a kind.

    The stream of a register itself tells of each row.
    """
    found = []
    for shown in tables:
        groups: dict[tuple[date, str, str], list[Happening]] = defaultdict(list)
        for happening in shown.happened:
            groups[happening.day, happening.kind, happening.body].append(happening)
        found += [_events_of(shown, some, catalog) for some in groups.values()]
    return sorted(
        found, key=lambda e: (e.change.day, e.document.index_no, KINDS.index(e.change.kind), e.change.name)
    )


def _events_of(shown: Shown, some: Sequence[Happening], catalog: Catalog) -> Event:
    first, number = some[0], len(some)
    alone = number == 1 and first.row
    title = f"{shown.table.title}：{first.row.name}" if alone and first.row else shown.table.title
    document = _told(shown, shown.address, title, first.body or catalog.authority.name, first.day)
    told = why(first) if alone else f"{first.kind} {number} 条"
    return Event(document, Change(f"{first.day}-{first.kind}-{first.body}", first.day, first.kind, told))


_ENDED = {
    "列入": "列入（已经结束）",
    "变更": "变更（已经结束）",
    "修复": "信用已经修复，不再公示",
    "撤下": "已经撤下，不再公示",
    "期满": "公示期届满，不再公示",
}


def _event(shown: Shown, happening: Happening, catalog: Catalog) -> Event:
    row = happening.row
    address = row_page(shown.slug, happening.id) if row else shown.address
    title = f"{shown.table.title}：{row.name if row else f'编号 {happening.id}'}"
    document = _told(shown, address, title, row.body if row else catalog.authority.name, happening.day)
    name = f"{happening.id}-{happening.kind}-{happening.day}"
    return Event(document, Change(name, happening.day, happening.kind, why(happening)))


def _told(shown: Shown, address: str, title: str, issuer: str, day: date) -> PublishedDocument:
    """What feeds tell of a register, as the document that an event is about."""
    return PublishedDocument(
        index_no=address.rstrip("/"),
        title=title,
        category=shown.table.category,
        issuer=issuer,
        published=day,
        openness="主动公开",
        path=f"{TABLES}/{shown.slug}.csv",
        lines={},
        body_line=1,
        digest="",
        head="",
        size=0,
    )


def rows_of(
    tables: Sequence[Shown], preset: str, body: str | None = None, catalog: Catalog | None = None
) -> list[dict[str, str]]:
    """The rows of all registers made from a preset, by the keys of their columns; of one body if it is named."""
    return [
        dict(zip(shown.table.public, row.cells, strict=True))
        | {"_address": row_page(shown.slug, row.id), "_id": row.id}
        for shown in tables
        if shown.table.preset == preset
        for row in shown.oldest_first
        if body is None or catalog is None or body_name(catalog, row.body) == body
    ]


FEEDING = ("places", "accounts", "evaluations", "complaints", "training")
"""Presets whose cells other pages show too: guide, requests, bodies, annual reports."""


def counted_key(shown: Shown) -> bytes:
    """Stands for what the site shows of a register beside its own pages and files. Most cells are shown there alone."""
    if shown.table.preset in FEEDING:
        return key_of(shown.slug, shown.table, shown.rows, shown.over)
    return key_of(shown.slug, shown.table, shown.outline)


def tables_of(tables: Sequence[Shown], body: Body, catalog: Catalog) -> list[tuple[str, str, int]]:
    """For each register in which a body has rows a triple: title, address relative to the site, number of its rows."""
    found = []
    for shown in tables:
        number = sum(body_name(catalog, row.body) == body.name for row in shown.rows)
        bodies = {row.body for row in shown.rows}
        address = f"{shown.address}body-{body.code}/" if len(bodies) > 1 else shown.address
        if number:
            found.append((shown.table.title, address, number))
    return found


def supervision(tables: Sequence[Shown], year: int) -> str:
    """What the registers of evaluations, complaints and training say of a year, for the first section of the annual report; empty
    when they say nothing.
    """
    parts = []
    if held := _of_year(tables, "evaluations", year):
        asked, good = _sum(held, "people"), _sum(held, "satisfied") + _sum(held, "fair")
        rated = f"，{asked}人次参评，满意和基本满意{good}人次" if asked else ""
        parts.append(f"开展社会评议{len(held)}次{rated}")
    if told := _of_year(tables, "complaints", year):
        parts.append(
            f"收到投诉举报{_sum(told, 'received')}件，办结{_sum(told, 'settled')}件，属实{_sum(told, 'upheld')}件，"
            f"责令改正{_sum(told, 'corrected')}件"
        )
    if taught := _of_year(tables, "training", year):
        parts.append(f"组织培训{len(taught)}次，{_sum(taught, 'people')}人次参加")
    return f"据本平台登记表，{year}年{'；'.join(parts)}。" if parts else ""


def _of_year(tables: Sequence[Shown], preset: str, year: int) -> list[dict[str, str]]:
    return [
        dict(zip(shown.table.public, row.cells, strict=True))
        for shown in tables
        if shown.table.preset == preset
        for row in shown.rows
        if row.day.year == year
    ]


def _sum(rows: Sequence[dict[str, str]], name: str) -> int:
    return sum(int(row[name]) for row in rows if row.get(name))
