"""The table of everything that a site has besides the files of its documents: each kind, what it is made from, and who makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec

from generator.annual.form import Registers
from generator.annual.report import AnnualReport
from generator.machine.cache import key_of
from generator.machine.site_folder import Files, write_file, write_pieces
from generator.machine.workers import Inherited
from generator.machine.xml_text import legal
from generator.model.document import Document, PublishedDocument
from generator.model.places import PAGES
from generator.model.setting import Setting
from generator.planning.ledger.in_force import by_year_end, spans_of
from generator.planning.ledger.ledger import make_ledger
from generator.planning.plan import ListingPage, Plan, pages_of
from generator.planning.tables import register_events
from generator.publishing.documents import produce_listing, write_page
from generator.publishing.file_groups import By, FileGroups, Group, called, one
from generator.publishing.inputs import Contents
from generator.publishing.tables import table_rows
from generator.publishing.work import Work
from generator.reading.registers.audit_record import Record
from generator.search.places import FILE as PLACES
from generator.search.places import places_json
from generator.search.sounds import FILE as TERMS
from generator.search.sounds import terms_json
from generator.site.feeds.files import Pieces, whole_files, workbook, year_files
from generator.site.feeds.ledger_tables import ledger_files
from generator.site.feeds.records import by_year, lines, numbers, record_key
from generator.site.pages.accessibility import render_statement
from generator.site.pages.bodies import body_pages
from generator.site.pages.dictionary import render_dictionary
from generator.site.pages.guide import guide_pages
from generator.site.pages.history import redirects
from generator.site.pages.home import render_home, render_request
from generator.site.pages.in_force import DATA, Lines, in_force_json, render_any_day, render_year_end
from generator.site.pages.ledger import ledger_pages
from generator.site.pages.listing import group_views
from generator.site.pages.open_data import render_data
from generator.site.pages.places import places_of
from generator.site.pages.redirect_maps import redirect_maps
from generator.site.pages.site_map import Block, addresses_of, render_map
from generator.site.pages.statutory import statutory_pages
from generator.site.pages.system import system_page
from generator.site.pages.verify import SOURCES, render_verify, sources_json
from generator.site.press import Page, Press, fill_template

P = ParamSpec("P")

EMBEDDED = 10
"""Disclosures in the list that other pages of the agency embed."""


def rows_of_texts(work: Work) -> Iterator[Group[Any]]:
    """Rows of what is made again whenever the text of any document changes, though it shows none: the list of sources, and what search
    knows besides documents."""
    setting, plan, books = work.contents
    editorial = [file.read_bytes() for file in sorted((setting.root / PAGES).glob("*.md"))]
    yield one(
        "sources",
        key_of(work.keys.program, [(d.path, d.digest) for d in plan.published]),
        lambda: [write_pieces(work.desk.stage, SOURCES, sources_json(plan))],
    )
    yield one(
        "found",
        key_of(work.keys.front_matter, books.annual.released, work.blocks, editorial),
        partial(_found_besides, work.contents, work.blocks, work.desk.stage),
    )


def rows_of_front_matter(work: Work, groups: FileGroups) -> Iterator[Group[Any]]:
    """Rows of what is made from front matter and registers, and from the text of no document: feeds, tables, lists, pages.

    The largest need all of it: the workers of `groups`, which has what is known of them, make them if they inherit it, otherwise this
    process does. To hand it over would cost more than it saves, and every worker would keep room for it.
    """
    inherited = Inherited(work, groups.means.executor)
    yield from _data_files(work, inherited)
    yield from _pages_of_the_site(work, inherited)
    yield from table_rows(work.desk.press, work.contents.plan.tables, work.keys, groups)


def _data_files(work: Work, inherited: Inherited[Work]) -> Iterator[Group[Any]]:
    """What programs and offices read: feeds, tables of all documents, the report and the forms as files."""
    setting, plan, _ = work.contents
    stage, keys = work.desk.stage, work.keys
    known, disclosed = numbers(plan), lines(plan)
    yield one(
        "feeds",
        key_of(keys.front_matter, work.blocks),
        partial(_written, stage, _feeds, inherited, addresses_of(work.blocks)),
        _by(inherited),
    )
    yield one(
        "workbook",
        keys.front_matter,
        partial(_written, stage, _workbook, inherited),
        _by(inherited),
    )
    yield Group(
        "year",
        {
            key_of(keys.program, year, [record_key(entry, known) for entry in entries]): partial(
                _written, stage, year_files, setting.catalog, known, year, entries
            )
            for year, entries in by_year(disclosed).items()
        },
        called,
        By.EACH,
    )
    yield one("downloads", key_of(keys.program, work.reports), partial(_report_files, work.reports, stage))
    yield one("forms", key_of(keys.program, _holidays(setting)), partial(_form_files, setting, stage))


def _pages_of_the_site(work: Work, inherited: Inherited[Work]) -> Iterator[Group[Any]]:
    """What people read: the single pages, the ledger, lists, the statutory pages, and the editors' page where there is one."""
    setting, plan, books = work.contents
    press, stage, keys = work.desk.press, work.desk.stage, work.keys
    yield one(  # here: to hand over the plan costs more than it saves
        "pages", keys.everything, partial(_single_pages, press, plan, stage), By.HERE
    )
    yield one(
        "ledger",
        key_of(keys.everything, books.items, books.nil),
        partial(_ledger, inherited),
        _by(inherited),
    )
    yield _listings(work)
    yield from _in_force(work)
    led = {address: (d.index_no, d.title) for address, d in plan.moved.items()}
    yield one("moved", key_of(keys.theme, led), partial(_moved, press, plan.moved, stage))
    yield one(
        "accessibility",
        key_of(keys.theme, books.audit),
        partial(_statement, press, books.audit, stage),
    )
    yield one(
        "statutory",
        key_of(keys.everything, books.annual, work.blocks, _holidays(setting)),
        partial(_statutory, setting, plan, press, books.annual, work.blocks, stage),
    )
    if setting.catalog.admin:
        yield one("admin", keys.everything, partial(_admin, setting, plan.documents, press, stage))


def _by(inherited: Inherited[Work]) -> By:
    """Who makes what needs everything."""
    return By.EACH if inherited.everywhere else By.HERE


def _holidays(setting: Setting) -> tuple[date, int]:
    """What tells one calendar from another: its last day, and how many days it has."""
    return setting.calendar.last, len(setting.calendar.days)


def key_of_front_matter(work: Work) -> bytes:
    """Digest (16 bytes) of all that the rows of `rows_of_front_matter` are made from, program, theme and day included."""
    setting, plan, books = work.contents
    tables = [(table.slug, table.digest) for table in plan.tables]
    return key_of(work.keys, tables, books, work.reports, work.blocks, *_holidays(setting))


def _feeds(inherited: Inherited[Work], pages: Iterable[str]) -> Iterator[tuple[str, Pieces]]:
    """What tells of the whole catalog, registers included."""
    plan, happened = inherited.value.contents.plan, inherited.value.happened
    told = sorted(
        [*happened, *register_events(plan.tables, plan.catalog)], key=lambda event: event.change.day
    )
    return whole_files(plan, told, pages)


def _workbook(inherited: Inherited[Work]) -> Iterator[tuple[str, Pieces]]:
    """The whole catalog for office programs."""
    setting, plan, _ = inherited.value.contents
    happened = inherited.value.happened
    latest = happened[-1].change.day if happened else setting.today
    return workbook(setting.catalog, numbers(plan), lines(plan), latest)


def _listings(work: Work) -> Group[ListingPage]:
    """The pages of the catalog; the first shows how many documents each view has."""
    plan, press = work.contents.plan, work.desk.press
    views = group_views(plan)
    rows = {row.index_no: key_of(row) for row in plan.rows}

    def key(page: ListingPage) -> bytes:
        beside = views if page.view == "all" and page.number == 1 else None
        dated = press.today if any(row.turns for row in page.rows) else None
        shown = b"".join(rows[row.index_no] for row in page.rows)
        return key_of(work.keys.theme, page._replace(rows=()), shown, beside, dated)

    pages = {key(page): page for listing in plan.listings for page in pages_of(listing)}
    return Group("listing", pages, partial(produce_listing, work.desk, views), By.WORKERS, stage="目录页")


def _in_force(work: Work) -> Iterator[Group[Any]]:
    """What was in force at the end of each year, and the table that answers for any other day."""
    press, stage = work.desk.press, work.desk.stage
    spans, undated = spans_of(work.contents.plan.published, press.catalog, press.today)
    held = by_year_end(spans, press.today)
    keys = [span.key for span in spans]
    frame = key_of(work.keys.theme, list(held), [(d.index_no, d.head) for d in undated])
    in_lists = Lines(press, spans)
    yield one(
        "in-force",
        key_of(frame, keys),
        lambda: [
            write_page(stage, render_any_day(press, list(held), undated)),
            write_file(stage, DATA, in_force_json(spans)),
        ],
    )
    yield Group(
        "in-force-year",
        {
            key_of(frame, year, [(keys[n], amended) for n, amended in found]): year
            for year, found in held.items()
        },
        lambda year: (write_page(stage, render_year_end(press, year, held, in_lists, undated)),),
        stage="有效文件",
    )


def _found_besides(contents: Contents, blocks: Sequence[Block], stage: Path) -> Iterator[tuple[str, str]]:
    """What search knows besides the documents: other things to open, and what these are called."""
    setting, plan, books = contents
    places = places_of(setting.catalog, plan, blocks, books.annual.released, setting.root / PAGES)
    titles = (document.title for document in plan.published)
    keywords = (word for document in plan.published for word in document.keywords)
    names = (name for place in places for name in (place.title, *place.names))
    yield write_file(stage, PLACES, places_json(places))
    yield write_file(stage, TERMS, terms_json((*titles, *keywords, *names)))


def _single_pages(press: Press, plan: Plan, stage: Path) -> Files:
    pages: list[Page] = [
        render_home(press, plan),
        *guide_pages(press, plan),
        render_request(press, plan),
        render_data(press, plan),
        render_dictionary(press),
        render_verify(press),
        *body_pages(press, plan),
    ]
    latest = [row for row in plan.rows if row.address][:EMBEDDED]
    return (
        *(write_page(stage, page) for page in pages),
        write_file(
            stage,
            "embed/latest.html",
            fill_template(press, "embed.html", site=press.catalog.site, rows=latest),
        ),
        write_file(
            stage,
            "search/opensearch.xml",
            legal(fill_template(press, "opensearch.xml", catalog=press.catalog)),
        ),
    )


def _ledger(inherited: Inherited[Work]) -> Files:
    setting, plan, books = inherited.value.contents
    press, stage = inherited.value.desk.press, inherited.value.desk.stage
    ledger = make_ledger(plan, setting, books.items.items if books.items else (), books.nil)
    return (
        *(write_page(stage, page) for page in ledger_pages(press, ledger)),
        *(write_pieces(stage, file.address, file.pieces) for file in ledger_files(ledger)),
    )


def _moved(press: Press, moved: Mapping[str, PublishedDocument], stage: Path) -> Iterator[tuple[str, str]]:
    for name, text in (*redirects(press, moved), *redirect_maps(press.catalog, moved)):
        yield write_file(stage, name, text)


def _statement(press: Press, record: Record | None, stage: Path) -> Iterator[tuple[str, str]]:
    yield write_page(stage, render_statement(press, record))


def _statutory(
    setting: Setting, plan: Plan, press: Press, registers: Registers, blocks: Sequence[Block], stage: Path
) -> Iterator[tuple[str, str]]:
    yield from (write_page(stage, page) for page in statutory_pages(press, plan, setting, registers))
    yield write_page(stage, system_page(press, plan))
    yield write_page(stage, render_map(press, plan, blocks))


def _report_files(reports: Sequence[AnnualReport], stage: Path) -> Iterator[tuple[str, str]]:
    # Few changes need the libraries of office files, whose import takes a quarter of a second.
    from generator.site.paper.downloads import report_files

    yield from (write_file(stage, name, content) for name, content in report_files(reports))


def _form_files(setting: Setting, stage: Path) -> Iterator[tuple[str, str]]:
    # As for the reports: the libraries of office files are imported only when a form is written.
    from generator.site.paper.downloads import form_files

    yield from (write_file(stage, name, content) for name, content in form_files(setting))


def _admin(
    setting: Setting, documents: Sequence[Document], press: Press, stage: Path
) -> Iterator[tuple[str, str]]:
    from generator.site.admin.files import admin_files, policy  # only few sites have an editor

    admin = setting.catalog.admin
    assert admin
    page = fill_template(press, "admin.html", site=setting.catalog.site, policy=policy(admin))
    yield from (
        write_file(stage, name, data)
        for name, data in admin_files(setting.catalog, admin, documents, setting.today.year, page)
    )


def _written(
    stage: Path, make: Callable[P, Iterable[tuple[str, Pieces]]], *arguments: P.args, **named: P.kwargs
) -> Files:
    return tuple(write_pieces(stage, name, pieces) for name, pieces in make(*arguments, **named))
