"""The plan → all files of the site, in a stage; what is known from before is taken over instead of being made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import ParamSpec

from generator.annual.books import Books
from generator.annual.form import Registers
from generator.annual.report import AnnualReport
from generator.history.histories import load_histories
from generator.history.revisions import Log, read_log
from generator.history.story import Change, story_of
from generator.machine.cache import key_of, program_key
from generator.machine.site_folder import Files, Stage, copy_file, write_file, write_pieces
from generator.machine.workers import by_chunk
from generator.machine.xml_text import legal
from generator.model.document import Document, PublishedDocument
from generator.model.packing import pack, unpack
from generator.model.places import PAGES
from generator.model.setting import Setting
from generator.planning.events import Event, events
from generator.planning.ledger.in_force import by_year_end, spans_of
from generator.planning.ledger.ledger import make_ledger
from generator.planning.plan import ListingPage, Plan, pages_of
from generator.planning.standing import Standing
from generator.planning.tables import register_events, searchable
from generator.publishing.documents import (
    Desk,
    Job,
    attachment_places,
    document_key,
    produce_attachment,
    produce_documents,
    produce_history,
    produce_listing,
    write_page,
)
from generator.publishing.file_groups import Run
from generator.publishing.indexing import Index
from generator.publishing.inputs import Contents, Facts, Keys, Means
from generator.publishing.kept_texts import Shown
from generator.publishing.shares import LIST, Share, own_pages, own_shards, part_list
from generator.publishing.tables import publish_tables
from generator.reading.shipped_words import shipped_words
from generator.search.places import FILE as PLACES
from generator.search.places import places_json
from generator.search.shards import assign_shards
from generator.search.sounds import FILE as TERMS
from generator.search.sounds import terms_json
from generator.search.words import FILE as WORDS
from generator.search.words import words_json
from generator.site.feeds.documents import by_document
from generator.site.feeds.files import Pieces, whole_files, workbook, year_files
from generator.site.feeds.ledger_tables import ledger_files
from generator.site.feeds.records import by_year, lines, numbers, record_key
from generator.site.frame.host import Hosted, editorial_pages, public_files
from generator.site.frame.theme import template_folders
from generator.site.pages.accessibility import render_statement
from generator.site.pages.bodies import body_pages
from generator.site.pages.dictionary import render_dictionary
from generator.site.pages.document import is_dated
from generator.site.pages.guide import guide_pages
from generator.site.pages.history import Compared, redirects
from generator.site.pages.home import render_home, render_request, render_search
from generator.site.pages.in_force import DATA, Lines, in_force_json, render_any_day, render_year_end
from generator.site.pages.ledger import ledger_pages
from generator.site.pages.listing import group_views
from generator.site.pages.open_data import render_data
from generator.site.pages.places import places_of
from generator.site.pages.redirect_maps import redirect_maps
from generator.site.pages.site_map import Block, addresses_of, blocks_of, render_map
from generator.site.pages.statutory import all_reports, statutory_pages
from generator.site.pages.system import system_page
from generator.site.pages.verify import SOURCES, render_verify, sources_json
from generator.site.press import Page, Press, fill_template

P = ParamSpec("P")

EMBEDDED = 10
"""Disclosures in the list that other pages of the agency embed."""


def publish(
    contents: Contents, means: Means, stage: Stage, hosted: Hosted, share: Share | None
) -> list[tuple[str, str]]:
    """Bring the whole site, or a share of it, into the stage; returns every file with its digest. Raises SearchError.

    This process makes the other pages while the workers make the documents. The index is made from the texts of these.
    """
    setting, plan = contents.setting, contents.plan
    templates = template_folders(setting.root)
    log = read_log(setting.root)
    press = Press(setting.catalog, hosted.shells, templates, setting.today, log.shallow)
    desk = Desk(setting.root, stage.folder, hosted.folder.parent / "words", stage.live, press)
    data = key_of(program_key(), setting.catalog)
    look = key_of(
        data, hosted.shells, log.shallow, *(p.read_bytes() for t in templates for p in sorted(t.iterdir()))
    )
    run = Run(stage, means.cache, means.parts)
    if not share:
        run.one(
            "host",
            key_of(program_key(), hosted.folder.name),
            lambda: [copy_file(hosted.folder / n, stage.folder, n) for n in public_files(hosted)],
        )
    shards = assign_shards(searchable(plan.published, plan.tables, setting.catalog))
    index = Index.begin(run, desk, own_shards(shards, share) if share else shards)
    happened = events(plan.published, setting.today)
    own = own_pages(shards, share) if share else None
    paged = {d.index_no: d for d in plan.published if own is None or d.index_no in own}
    collect = _documents(run, desk, plan, by_document(happened), log, data, look, means, index, paged)
    run.share = share
    told = sorted([*happened, *register_events(plan.tables, setting.catalog)], key=lambda event: event.day)
    _other_pages(run, desk, contents, told, data, look, means)
    collect()
    means.progress("索引", 0, 1)
    index.build(run, means.executor)
    run.settle()
    if not share:
        index.finish(run, setting.catalog, means.executor)
    shutil.rmtree(desk.work, ignore_errors=True)
    return [*run.files, write_file(stage.folder, LIST, part_list(run.groups))] if share else run.files


def _other_pages(
    run: Run,
    desk: Desk,
    contents: Contents,
    happened: Sequence[Event],
    data: bytes,
    look: bytes,
    means: Means,
) -> None:
    """Everything but the pages of the documents."""
    setting, plan, books = contents
    said = key_of(
        data,
        setting.today,
        [(d.path, d.head, d.index_no, d.ended, d.attached, d.origin) for d in plan.documents],
        [(table.slug, table.digest) for table in plan.tables],
    )
    keys = Keys(data, look, said, key_of(look, said))
    reports = all_reports(plan, setting, books.annual)
    blocks = blocks_of(
        setting.catalog,
        [report.year for report in reports],
        editorial_pages(setting.root / PAGES),
        plan.tables,
    )
    facts = Facts(books.audit, reports, blocks)
    run.one(
        "sources",
        key_of(data, [(d.path, d.digest) for d in plan.published]),
        lambda: [write_pieces(desk.stage, SOURCES, sources_json(plan))],
    )
    editorial = [file.read_bytes() for file in sorted((setting.root / PAGES).glob("*.md"))]
    run.one(
        "found",
        key_of(keys.said, books.annual.released, books.synonyms, blocks, editorial),
        lambda: _found_besides(contents, blocks, desk.stage),
    )
    run.together(
        "others",
        key_of(keys, books, facts, setting.calendar.last, len(setting.calendar.days)),
        lambda: _textless(run, desk, contents, happened, facts, keys, means),
    )


def _found_besides(contents: Contents, blocks: Sequence[Block], stage: Path) -> Iterator[tuple[str, str]]:
    """What search knows besides the documents: other words for things, other things to open, and what these are called."""
    setting, plan, books = contents
    places = places_of(setting.catalog, plan, blocks, books.annual.released, setting.root / PAGES)
    titles = (document.title for document in plan.published)
    keywords = (word for document in plan.published for word in document.keywords)
    names = (name for place in places for name in (place.title, *place.names))
    shipped = shipped_words()
    words = words_json(
        ignored=shipped.ignored,
        alike=shipped.alike,
        hints=shipped.hints,
        english=shipped.english,
        synonyms=shipped.synonyms,
        own=books.synonyms,
        bodies=setting.catalog.bodies,
        families=shipped.bodies,
    )
    yield write_file(stage, WORDS, words)
    yield write_file(stage, PLACES, places_json(places))
    yield write_file(stage, TERMS, terms_json((*titles, *keywords, *names)))


def _textless(
    run: Run,
    desk: Desk,
    contents: Contents,
    happened: Sequence[Event],
    facts: Facts,
    keys: Keys,
    means: Means,
) -> None:
    """What shows no text of a document, only what its front matter says."""
    setting, plan, books = contents
    press, stage = desk.press, desk.stage
    feeds = partial(_written, stage, whole_files, setting, plan, happened, addresses_of(facts.blocks))
    run.beside("feeds", {key_of(keys.said, facts.blocks): feeds}, means.executor)
    known, disclosed = numbers(plan), lines(plan)
    latest = happened[-1].day if happened else setting.today
    run.beside(
        "workbook",
        {keys.said: partial(_written, stage, workbook, setting.catalog, known, disclosed, latest)},
        means.executor,
    )
    run.beside(
        "year",
        {
            key_of(keys.data, year, [record_key(entry, known) for entry in entries]): partial(
                _written, stage, year_files, setting.catalog, known, year, entries
            )
            for year, entries in by_year(disclosed).items()
        },
        means.executor,
    )
    run.beside(
        "pages", {keys.shown: partial(_single_pages, press, plan, stage)}, None
    )  # to hand over the plan costs more
    run.beside(
        "ledger",
        {key_of(keys.shown, books.items, books.nil): partial(_ledger, setting, plan, books, press, stage)},
        means.executor,
    )
    _listings(run, desk, plan, keys.look, means)
    publish_tables(run, press, plan.tables, keys, stage, means)
    _in_force(run, press, plan.published, keys.look, means, stage)
    run.one(
        "moved",
        key_of(keys.look, plan.moved),
        lambda: [
            write_file(stage, name, text)
            for name, text in (*redirects(press, plan.moved), *redirect_maps(press.catalog, plan.moved))
        ],
    )
    run.one(
        "accessibility",
        key_of(keys.look, facts.record),
        lambda: [write_page(stage, render_statement(press, facts.record))],
    )
    run.one(
        "statutory",
        key_of(keys.shown, books.annual, facts.blocks, setting.calendar.last, len(setting.calendar.days)),
        lambda: _statutory(setting, plan, press, books.annual, facts.blocks, stage),
    )
    run.one("downloads", key_of(keys.data, facts.reports), lambda: _report_files(facts.reports, stage))
    run.one(
        "forms",
        key_of(keys.data, setting.calendar.last, len(setting.calendar.days)),
        lambda: _form_files(setting, stage),
    )
    if setting.catalog.admin:
        run.one("admin", keys.shown, lambda: _admin(setting, plan.documents, press, stage))


def _listings(run: Run, desk: Desk, plan: Plan, look: bytes, means: Means) -> None:
    """The pages of the catalog; the first shows how many documents each view has."""
    views = group_views(plan)
    rows = {row.index_no: key_of(row) for row in plan.rows}

    def key(page: ListingPage) -> bytes:
        beside = views if page.view == "all" and page.number == 1 else None
        dated = desk.press.today if any(row.turns for row in page.rows) else None
        return key_of(
            look, page._replace(rows=()), b"".join(rows[row.index_no] for row in page.rows), beside, dated
        )

    pages = {key(page): page for listing in plan.listings for page in pages_of(listing)}
    run.many(
        "listing",
        pages,
        partial(produce_listing, desk, views),
        means.executor,
        partial(means.progress, "目录页"),
    )


def _in_force(
    run: Run, press: Press, documents: Sequence[PublishedDocument], look: bytes, means: Means, stage: Path
) -> None:
    """What was in force at the end of each year, and the table that answers for any other day."""
    spans, undated = spans_of(documents, press.catalog, press.today)
    held = by_year_end(spans, press.today)
    keys = [key_of(span.document.index_no, span.document.head, *span[1:]) for span in spans]
    frame = key_of(look, list(held), [(d.index_no, d.head) for d in undated])
    lines = Lines(press, spans)
    run.one(
        "in-force",
        key_of(frame, keys),
        lambda: [
            write_page(stage, render_any_day(press, list(held), undated)),
            write_file(stage, DATA, in_force_json(spans)),
        ],
    )
    run.many(
        "in-force-year",
        {
            key_of(frame, year, b"".join(keys[n] + bytes([changed]) for n, changed in found)): year
            for year, found in held.items()
        },
        lambda year: (write_page(stage, render_year_end(press, year, held, lines, undated)),),
        None,
        partial(means.progress, "有效文件"),
    )


def _single_pages(press: Press, plan: Plan, stage: Path) -> Files:
    pages: list[Page] = [
        render_home(press, plan),
        *guide_pages(press, plan),
        render_request(press, plan),
        render_search(press),
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


def _statutory(
    setting: Setting, plan: Plan, press: Press, registers: Registers, blocks: Sequence[Block], stage: Path
) -> Iterator[tuple[str, str]]:
    yield from (write_page(stage, page) for page in statutory_pages(press, plan, setting, registers))
    yield write_page(stage, system_page(press, plan))
    yield write_page(stage, render_map(press, plan, blocks))


def _report_files(reports: Sequence[AnnualReport], stage: Path) -> Iterator[tuple[str, str]]:
    from generator.site.paper.downloads import (
        report_files,
    )  # the libraries of office files are needed for few changes only

    yield from (write_file(stage, name, content) for name, content in report_files(reports))


def _form_files(setting: Setting, stage: Path) -> Iterator[tuple[str, str]]:
    from generator.site.paper.downloads import form_files  # as above

    yield from (write_file(stage, name, content) for name, content in form_files(setting))


def _ledger(
    setting: Setting,
    plan: Plan,
    books: Books,
    press: Press,
    stage: Path,
) -> Files:
    ledger = make_ledger(plan, setting, books.items.items if books.items else (), books.nil)
    return (
        *(write_page(stage, page) for page in ledger_pages(press, ledger)),
        *(write_file(stage, name, text) for name, text in ledger_files(ledger)),
    )


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


def _histories(
    run: Run, desk: Desk, documents: Sequence[PublishedDocument], log: Log, look: bytes, means: Means
) -> dict[str, tuple[tuple[Change, ...], tuple[tuple[int, date | None], ...]]]:
    """The pages that compare versions; returns what the page of each document tells of its changes, and the days of its versions."""
    histories = load_histories(desk.root, documents, log, means.cache, means.executor)
    compared = [Compared(d, h) for d in documents if (h := histories.get(d.index_no)) and h.comparisons]
    run.many(
        "history-page",
        {key_of(look, case): case for case in compared},
        partial(produce_history, desk),
        means.executor,
        partial(means.progress, "变更记录"),
    )
    return {
        (n := d.index_no): (h.changes, h.days) if (h := histories.get(n)) else (story_of(d, ()), ())
        for d in documents
    }


def _documents(
    run: Run,
    desk: Desk,
    plan: Plan,
    happened: Mapping[str, tuple[Event, ...]],
    log: Log,
    data: bytes,
    look: bytes,
    means: Means,
    index: Index,
    paged: Mapping[str, PublishedDocument],
) -> Callable[[], None]:
    """Begin the pages, other forms and attachments of documents, and the texts of all that are in the index.

    Returns what waits for them to be made.
    """
    documents = {
        **index.documents,
        **paged,
    }  # of the pages of registers, which search knows as documents, texts alone
    keys = {n: index.document_keys.get(n) or document_key(document) for n, document in documents.items()}
    stories = _histories(run, desk, list(paged.values()), log, look, means)
    relations = {n: plan.relations.get(n, ()) for n in documents}
    standings = {n: plan.standings.get(n, Standing()) for n in documents}
    heirs = {n: plan.row.get(standing.heir) for n, standing in standings.items()}
    today = desk.press.today
    page_keys = {
        n: key_of(
            look,
            keys[n],
            relations[n],
            stories[n],
            standings[n],
            heirs[n],
            today if is_dated(document, standings[n], today) else None,
        )
        for n, document in paged.items()
    }
    copy_keys = {
        n: key_of(data, keys[n], relations[n], [(e.name, e.day, e.why, e.by) for e in happened.get(n, ())])
        for n in paged
    }
    pages, copies, texts = (
        {n for n, key in wanted.items() if key not in known}
        for wanted, known in (
            (page_keys, run.known("document", list(page_keys.values()))),
            (copy_keys, run.known("copies", list(copy_keys.values()))),
            (index.document_keys, run.known("texts", list(index.document_keys.values()))),
        )
    )
    shown = means.cache.get("shown", keys.values())
    work = {
        n: Job(
            document,
            relations[n],
            stories[n][0] if n in stories else (),
            happened.get(n, ()),
            n in pages,
            n in copies,
            n in texts,
            unpack(shown[keys[n]], Shown) if keys[n] in shown else None,
            standings[n],
            heirs[n],
            stories[n][1] if n in stories else (),
        )
        for n, document in documents.items()
        if n in pages or n in copies or n in texts
    }
    results = by_chunk(
        means.executor,
        partial(produce_documents, desk),
        list(work.values()),
        partial(means.progress, "信息页"),
    )
    run.many(
        "attachment",
        attachment_places(paged.values()),
        partial(produce_attachment, desk),
        means.executor,
        partial(means.progress, "附件"),
    )

    def collect() -> None:
        made = dict(zip(work, results, strict=True))
        run.made("document", {page_keys[n]: new.page for n, new in made.items() if work[n].page})
        run.made("copies", {copy_keys[n]: new.copies for n, new in made.items() if work[n].copies})
        run.made("texts", {index.document_keys[n]: new.texts for n, new in made.items() if work[n].texts})
        means.cache.put("shown", {keys[n]: pack(new.shown) for n, new in made.items() if new.shown})

    return collect
