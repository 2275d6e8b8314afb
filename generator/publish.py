"""The plan → all files of the site, in a stage; what is known from before is taken over instead of being made again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from generator.accessibility.page import render_statement
from generator.accessibility.record import load_record
from generator.bodies import body_pages
from generator.cache import key_of, program_key
from generator.feeds import whole_files, year_files
from generator.feeds.changes import events
from generator.feeds.dictionary import render_dictionary
from generator.feeds.documents import by_document
from generator.feeds.page import render_data
from generator.feeds.xmltext import legal
from generator.guide import guide_pages
from generator.host import Hosted, editorial_pages, public_files
from generator.indexing import Index
from generator.jobs import each
from generator.ledger.book import Ledger, make_ledger
from generator.ledger.pages import ledger_pages
from generator.ledger.tables import ledger_files
from generator.lifecycle.histories import load_histories
from generator.lifecycle.in_force import DATA, Span, in_force_json, in_force_pages, spans_of
from generator.lifecycle.pages import Compared, produce_history, redirects
from generator.lifecycle.revisions import Log, read_log
from generator.lifecycle.story import Change, story_of
from generator.model import Document
from generator.parts import LIST, Share, own_shards, part_list
from generator.plan import Plan, pages_of
from generator.produce import (
    Desk,
    Job,
    attachment_places,
    document_key,
    produce_attachment,
    produce_changes,
    produce_document,
    produce_listing,
    write_page,
)
from generator.proof.pages import SOURCES, render_verify, sources_json
from generator.registers import Registers
from generator.render import (
    Page,
    Press,
    fill_template,
    group_views,
    render_home,
    render_request,
    render_search,
)
from generator.reports.pages import all_reports, statutory_files, statutory_pages
from generator.reports.system import system_page
from generator.reuse import Run
from generator.rules.rule import Setting
from generator.search import Shard, assign_shards, titles_index
from generator.site_map import render_map
from generator.theme import PAGES, template_folders
from generator.work import Contents, Means
from generator.write import Files, Stage, copy_file, write_file, write_pieces

EMBEDDED = 10
"""Disclosures in the list that other pages of the agency embed."""


def publish(contents: Contents, means: Means, stage: Stage, hosted: Hosted, share: Share | None) -> list[tuple[str, str]]:
    """Bring the whole site, or a share of it, into the stage; returns every file with its digest. Raises SearchError.

    Pagefind works in processes of its own: while it indexes the documents, the other pages are made here.
    """
    setting, plan = contents.setting, contents.plan
    templates = template_folders(setting.root)
    log = read_log(setting.root)
    desk = Desk(setting.root, stage.folder, hosted.folder.parent / "mirror", Press(setting.catalog, hosted.shells, templates, setting.today, log.shallow))
    look = key_of(program_key(), hosted.shells, setting.catalog, log.shallow, *(p.read_bytes() for t in templates for p in sorted(t.iterdir())))
    run = Run(stage, means.cache, means.parts)
    shards = assign_shards(plan.published)
    if share:
        index = _documents(run, desk, plan, own_shards(shards, share), log, look, means)
        index.build(means.jobs)
        index.finish(run)
        return [*run.files, write_file(stage.folder, LIST, part_list(run.groups))]
    run.one("host", key_of(program_key(), hosted.folder.name), lambda: [copy_file(hosted.folder / n, stage.folder, n) for n in public_files(hosted)])
    index = _documents(run, desk, plan, shards, log, look, means)
    with ThreadPoolExecutor(1) as beside:
        indexing = beside.submit(index.build, means.jobs)
        _other_pages(run, desk, contents, look, means)
        means.progress("索引", 0, 1)
        indexing.result()
    index.finish(run)
    return run.files


def _other_pages(run: Run, desk: Desk, contents: Contents, look: bytes, means: Means) -> None:
    """Everything but the pages of the documents."""
    setting, documents, plan, registers, book = contents
    press, stage = desk.press, desk.stage
    content = key_of(look, setting.today, [(d.path, d.digest, d.index_no) for d in plan.published], plan.rows)
    views = group_views(plan)
    listings = [page for listing in plan.listings for page in pages_of(listing)]
    run.many("listing", {key_of(look, page, views if page.view == "all" and page.number == 1 else None): page for page in listings},
             partial(produce_listing, desk, views), means.executor, partial(means.progress, "目录页"))
    spans, undated = spans_of(documents, press.today)
    ends = [(span.document.digest, span.document.index_no, *span[1:]) for span in spans]
    run.one("in-force", key_of(look, setting.today, ends, [d.digest for d in undated]), lambda: _in_force(press, spans, undated, stage))
    run.one("moved", key_of(look, plan.moved), lambda: [write_file(stage, name, text) for name, text in redirects(press, plan.moved)])
    happened = by_document(events(plan.published, setting.today)).values()
    run.many("changes", {key_of(look, h[0].document.digest, [(e.id, e.day, e.why) for e in h]): h for h in happened},
             partial(produce_changes, desk), means.executor, partial(means.progress, "变化"))
    run.one("pages", content, lambda: _single_pages(press, plan, stage))
    record, _ = load_record(setting.root)
    run.one("accessibility", key_of(look, record), lambda: [write_page(stage, render_statement(press, record))])
    run.one("statutory", key_of(content, registers, setting.calendar.last, len(setting.calendar.days)),
            lambda: _statutory(setting, plan, press, registers, stage))
    run.one("ledger", key_of(content, book, [d.digest for d in documents]),
            lambda: _ledger(make_ledger(documents, plan, setting, book), press, stage))
    run.one("feeds", content, lambda: [write_pieces(stage, name, pieces) for name, pieces in whole_files(setting, plan)])
    run.many("year", {key_of(program_key(), data): files for data, files in year_files(setting, plan)}, partial(_written, stage), None,
             partial(means.progress, "年度数据"))
    if setting.catalog.admin:
        run.one("admin", key_of(content, [d.digest for d in documents]), lambda: _admin(setting, documents, press, stage))


def _single_pages(press: Press, plan: Plan, stage: Path) -> Iterator[tuple[str, str]]:
    pages: list[Page] = [render_home(press, plan), *guide_pages(press, plan), render_request(press), render_search(press), render_data(press, plan),
                         render_dictionary(press), render_verify(press)]
    yield from (write_page(stage, page) for page in [*pages, *body_pages(press, plan)])
    yield write_pieces(stage, SOURCES, sources_json(plan))
    yield write_file(stage, "search/titles.json", titles_index(plan.published, press.catalog))
    latest = [row for row in plan.rows if row.address][:EMBEDDED]
    yield write_file(stage, "embed/latest.html", fill_template(press, "embed.html", site=press.catalog.site, rows=latest))
    yield write_file(stage, "search/opensearch.xml", legal(fill_template(press, "opensearch.xml", catalog=press.catalog)))


def _statutory(setting: Setting, plan: Plan, press: Press, registers: Registers, stage: Path) -> Iterator[tuple[str, str]]:
    yield from (write_page(stage, page) for page in statutory_pages(press, plan, setting, registers))
    yield write_page(stage, system_page(press, plan))
    years = [report.year for report in all_reports(plan, setting, registers)]
    yield write_page(stage, render_map(press, plan, years, editorial_pages(setting.root / PAGES)))
    yield from (write_file(stage, name, data) for name, data in statutory_files(plan, setting, registers))


def _ledger(ledger: Ledger, press: Press, stage: Path) -> Iterator[tuple[str, str]]:
    yield from (write_page(stage, page) for page in ledger_pages(press, ledger))
    yield from (write_file(stage, name, text) for name, text in ledger_files(ledger))


def _admin(setting: Setting, documents: Sequence[Document], press: Press, stage: Path) -> Iterator[tuple[str, str]]:
    from generator.admin.files import admin_files, policy  # only few sites have an editor

    admin = setting.catalog.admin
    assert admin
    page = fill_template(press, "admin.html", site=setting.catalog.site, policy=policy(admin))
    yield from (write_file(stage, name, data) for name, data in admin_files(setting.catalog, admin, documents, setting.today.year, page))


def _written(stage: Path, files: Sequence[tuple[str, Iterable[str | bytes]]]) -> Files:
    return tuple(write_pieces(stage, name, pieces) for name, pieces in files)


def _in_force(press: Press, spans: Sequence[Span], undated: Sequence[Document], stage: Path) -> Iterator[tuple[str, str]]:
    yield from (write_page(stage, page) for page in in_force_pages(press, spans, undated))
    yield write_file(stage, DATA, in_force_json(spans))


def _histories(run: Run, desk: Desk, documents: Sequence[Document], log: Log, look: bytes, means: Means) -> dict[str | None, tuple[Change, ...]]:
    """The pages that compare versions; returns what the page of each document tells of its changes."""
    histories = load_histories(desk.root, documents, log, means.cache, means.executor)
    compared = [Compared(d, h) for d in documents if (h := histories.get(d.index_no or "")) and h.comparisons]
    run.many("history-page", {key_of(look, case): case for case in compared}, partial(produce_history, desk), means.executor,
             partial(means.progress, "变更记录"))
    return {d.index_no: h.changes if (h := histories.get(d.index_no or "")) else story_of(d, ()) for d in documents}


def _documents(run: Run, desk: Desk, plan: Plan, shards: Sequence[Shard], log: Log, look: bytes, means: Means) -> Index:
    """The pages and attachments of the documents in these shards, the mirror of those to be indexed, and the index that is to be built from it."""
    documents = [d for shard in shards for d in shard.documents]
    keys = {d.index_no: document_key(d) for d in documents}
    stories = _histories(run, desk, documents, log, look, means)
    page_keys = {d.index_no: key_of(look, keys[d.index_no], plan.relations.get(d.index_no or "", ()), stories[d.index_no]) for d in documents}
    pages = run.known("document", list(page_keys.values()))
    index = Index.begin(run, desk, shards, {shard.name: key_of(program_key(), [keys[d.index_no] for d in shard.documents]) for shard in shards})
    indexed = {d.index_no: shard.name for shard in index.missing for d in shard.documents}
    work = [Job(d, plan.relations.get(d.index_no or "", ()), stories[d.index_no], page_keys[d.index_no] not in pages, indexed.get(d.index_no))
            for d in documents if page_keys[d.index_no] not in pages or d.index_no in indexed]
    shutil.rmtree(desk.mirror, ignore_errors=True)
    made = list(each(means.executor, partial(produce_document, desk), work, partial(means.progress, "信息页")))
    run.made("document", {page_keys[job.document.index_no]: files for job, files in zip(work, made, strict=True) if job.page})
    run.many("attachment", attachment_places(documents), partial(produce_attachment, desk), means.executor, partial(means.progress, "附件"))
    return index
