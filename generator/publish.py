"""The plan → all files of the site, in a stage; what is known from before is taken over instead of being made again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from generator.cache import Cache, key_of, program_key
from generator.diagnostics import Text
from generator.faults import SearchError
from generator.feeds import feed_files
from generator.feeds.page import render_data
from generator.host import Hosted, public_files, theme_folders
from generator.jobs import Progress, each
from generator.ledger.book import Ledger, make_ledger
from generator.ledger.book import load_registers as load_ledger_registers
from generator.ledger.pages import ledger_pages
from generator.ledger.tables import ledger_files
from generator.model import Document
from generator.plan import Plan, pages_of
from generator.produce import Desk, Job, document_key, produce_document, produce_listing, rendered, write_page
from generator.registers import Registers
from generator.render import (
    BLOCK_PAGES,
    Page,
    Press,
    fill_template,
    group_views,
    render_block,
    render_guide,
    render_home,
    render_request,
    render_search,
)
from generator.reports.pages import statutory_files, statutory_pages
from generator.reuse import Run
from generator.rules.rule import Setting
from generator.search import Shard, assign_shards, build_bundles, spot_check, titles_index
from generator.write import Files, Stage, copy_file, file_digest, write_file, write_pieces

SPOTS = 3
"""Documents of each new bundle that every build looks up in it."""


def publish(setting: Setting, documents: Sequence[Document], plan: Plan, registers: Registers, stage: Stage, hosted: Hosted, cache: Cache,
            executor: Executor | None, jobs: int, progress: Progress) -> list[tuple[str, str]]:
    """Bring the whole site into the stage; returns every file with its digest. Raises SearchError."""
    templates = tuple(folder / "templates" for folder in theme_folders(setting.root))
    press = Press(setting.catalog, hosted.shells, templates, setting.today)
    desk = Desk(setting.root, stage.folder, hosted.folder.parent / "mirror", press)
    look = key_of(program_key(), hosted.shells, setting.catalog, *(p.read_bytes() for t in templates for p in sorted(t.iterdir())))
    content = key_of(look, setting.today, [(d.digest, d.index_no) for d in plan.published], plan.rows)
    views = group_views(plan)
    run = Run(stage, cache)

    run.one("host", key_of(program_key(), hosted.folder.name), lambda: [copy_file(hosted.folder / n, stage.folder, n) for n in public_files(hosted)])
    _documents(run, desk, plan, look, executor, jobs, progress)
    listings = [page for listing in plan.listings for page in pages_of(listing)]
    run.many("listing", {key_of(look, page, views if page.view == "all" and page.number == 1 else None): page for page in listings},
             partial(produce_listing, desk, views), executor, partial(progress, "目录页"))
    run.one("pages", content, lambda: _single_pages(press, plan, stage.folder))
    run.one("statutory", key_of(content, registers, setting.calendar.last, len(setting.calendar.days)),
            lambda: _statutory(setting, plan, press, registers, stage.folder))
    items_and_nil, _ = load_ledger_registers(setting.root, setting.catalog)
    run.one("ledger", key_of(content, items_and_nil, [d.digest for d in documents]),
            lambda: _ledger(make_ledger(documents, plan, setting, items_and_nil), press, stage.folder))
    run.one("feeds", content, lambda: [write_pieces(stage.folder, name, pieces) for name, pieces in feed_files(setting, plan)])
    return run.files


def _single_pages(press: Press, plan: Plan, stage: Path) -> Iterator[tuple[str, str]]:
    pages: list[Page] = [render_home(press, plan), render_guide(press, plan), render_request(press), render_search(press), render_data(press, plan),
                         *(render_block(press, plan, kind) for kind in BLOCK_PAGES)]
    yield from (write_page(stage, page) for page in pages)
    yield write_file(stage, "search/titles.json", titles_index(plan.published, press.catalog))
    yield write_file(stage, "search/opensearch.xml", fill_template(press, "opensearch.xml", catalog=press.catalog))


def _statutory(setting: Setting, plan: Plan, press: Press, registers: Registers, stage: Path) -> Iterator[tuple[str, str]]:
    yield from (write_page(stage, page) for page in statutory_pages(press, plan, setting, registers))
    yield from (write_file(stage, name, data) for name, data in statutory_files(plan, setting, registers))


def _ledger(ledger: Ledger, press: Press, stage: Path) -> Iterator[tuple[str, str]]:
    yield from (write_page(stage, page) for page in ledger_pages(press, ledger))
    yield from (write_file(stage, name, text) for name, text in ledger_files(ledger))


def _documents(run: Run, desk: Desk, plan: Plan, look: bytes, executor: Executor | None, jobs: int, progress: Progress) -> None:
    """The pages of the documents and the search index over them."""
    shards = assign_shards(plan.published)
    keys = {d.index_no: document_key(desk.root, d) for d in plan.published}
    page_keys = {d.index_no: key_of(look, keys[d.index_no], plan.relations.get(d.index_no or "", ())) for d in plan.published}
    shard_keys = {shard.name: key_of(program_key(), [keys[d.index_no] for d in shard.documents]) for shard in shards}
    pages = run.known("document", list(page_keys.values()))
    bundles = run.known("bundle", list(shard_keys.values()))
    indexed = {d.index_no: shard.name for shard in shards if shard_keys[shard.name] not in bundles for d in shard.documents}
    work = [Job(d, plan.relations.get(d.index_no or "", ()), page_keys[d.index_no] not in pages, indexed.get(d.index_no))
            for d in plan.published if page_keys[d.index_no] not in pages or d.index_no in indexed]
    shutil.rmtree(desk.mirror, ignore_errors=True)
    made = list(each(executor, partial(produce_document, desk), work, partial(progress, "信息页")))
    run.made("document", {page_keys[job.document.index_no]: files for job, files in zip(work, made, strict=True) if job.page})
    progress("索引", len(bundles), len(shards))
    _index(run, desk, shards, shard_keys, bundles, jobs)


def _index(run: Run, desk: Desk, shards: Sequence[Shard], keys: dict[str, bytes], known: set[bytes], jobs: int) -> None:
    """Build the bundles that are not known, and what all bundles share; look up a few documents in each new one."""
    out = desk.stage / "pagefind"
    out.mkdir(exist_ok=True)
    for folder in out.iterdir():
        if folder.is_dir() and folder.name not in keys:
            shutil.rmtree(folder)
    shared = key_of(program_key(), keys)
    if run.known("search", [shared]):
        return
    missing = [shard for shard in shards if keys[shard.name] not in known]
    build_bundles(desk.mirror, out, [shard.name for shard in missing], jobs)
    _look_up(desk, out, [d for shard in missing for d in shard.documents[:SPOTS]])
    run.made("bundle", {keys[shard.name]: _listed(desk.stage, out / shard.name) for shard in missing})
    run.made("search", {shared: tuple(f for p in sorted(out.iterdir()) if p.is_file() for f in _listed(desk.stage, p))})


def _look_up(desk: Desk, bundles: Path, documents: Sequence[Document]) -> None:
    misses = spot_check(bundles, [(d, rendered(desk.root, d).text) for d in documents])
    if misses:
        names = "、".join(f"{miss.address}（{miss.kind}“{miss.text}”）" for miss in misses[:5])
        raise SearchError(Text(f"检索索引里查不到：{names}", f"not found in the search index: {names}"))


def _listed(stage: Path, place: Path) -> Files:
    files = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file())
    return tuple((p.relative_to(stage).as_posix(), file_digest(p)) for p in files)
