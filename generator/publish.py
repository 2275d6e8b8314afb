"""The plan → all files of the site, in a stage; what is known from before is taken over instead of being made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from generator.attachments import contents
from generator.cache import Cache, key_of, program_key
from generator.feeds import api_file, feed_files
from generator.feeds.page import render_data
from generator.frontmatter import body_of, decode
from generator.host import Hosted, public_files, theme_folders
from generator.jobs import Progress, each
from generator.ledger.book import load_registers as load_ledger_registers
from generator.ledger.book import make_ledger
from generator.ledger.pages import ledger_pages
from generator.ledger.tables import ledger_files
from generator.markdown import render_text
from generator.model import Attachment, Document
from generator.plan import ListingPage, Plan, Relation, pages_of
from generator.registers import Registers
from generator.render import (
    BLOCK_PAGES,
    Download,
    Page,
    Press,
    group_views,
    render_block,
    render_document,
    render_guide,
    render_home,
    render_listing,
    render_request,
    render_search,
)
from generator.reports.pages import statutory_files, statutory_pages
from generator.rules.rule import Setting
from generator.search import Shard, assign_shards, build_bundles, mirror_page, titles_index
from generator.write import Files, Stage, copy_file, file_digest, write_file, write_pieces

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker does for one document."""

    document: Document
    relations: tuple[Relation, ...]
    page: bool
    """Whether the page is to be written."""
    shard: str | None
    """The shard whose mirror the document is to be written to; None when its bundle is known."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a worker reads and writes, and what pages are made with."""

    root: Path
    stage: Path
    mirror: Path
    press: Press


def publish(setting: Setting, documents: Sequence[Document], plan: Plan, registers: Registers, stage: Stage, hosted: Hosted, cache: Cache,
            executor: Executor | None, jobs: int, progress: Progress) -> list[tuple[str, str]]:
    """Bring the whole site into the stage; returns every file with its digest."""
    templates = tuple(folder / "templates" for folder in theme_folders(setting.root))
    press = Press(setting.catalog, hosted.shells, templates, setting.today)
    desk = Desk(setting.root, stage.folder, hosted.folder.parent / "mirror", press)
    look = key_of(program_key(), hosted.shells, setting.catalog, *(p.read_bytes() for t in templates for p in sorted(t.glob("*.html"))))
    content = key_of(look, setting.today, [(d.digest, d.index_no) for d in plan.published], plan.rows)
    run = _Run(stage, cache)

    run.one("host", key_of(program_key(), hosted.folder.name), lambda: [copy_file(hosted.folder / n, stage.folder, n) for n in public_files(hosted)])
    _documents(run, desk, plan, look, executor, jobs, progress)
    views = group_views(plan)
    listings = [page for listing in plan.listings for page in pages_of(listing)]
    run.many("listing", {key_of(look, page, views if page.view == "all" and page.number == 1 else None): page for page in listings},
             partial(publish_listing, desk, views), executor, partial(progress, "目录页"))
    run.one("pages", content, lambda: [write_page(stage.folder, page) for page in _single_pages(press, plan)])
    run.one("statutory", key_of(content, registers, setting.calendar.last, len(setting.calendar.days)), lambda: [
        *(write_page(stage.folder, page) for page in statutory_pages(press, plan, setting, registers)),
        *(write_file(stage.folder, name, data) for name, data in statutory_files(plan, setting, registers))])
    run.one("ledger", key_of(content, load_ledger_registers(setting.root, setting.catalog), [d.digest for d in documents]),
            lambda: _ledger(setting, documents, plan, press, stage.folder))
    run.one("feeds", content, lambda: [
        *(write_pieces(stage.folder, name, pieces) for name, pieces in feed_files(setting, plan)),
        write_file(stage.folder, "search/titles.json", titles_index(plan.published, setting.catalog))])
    return run.files


def _ledger(setting: Setting, documents: Sequence[Document], plan: Plan, press: Press, stage: Path) -> Iterator[tuple[str, str]]:
    registers, _ = load_ledger_registers(setting.root, setting.catalog)
    ledger = make_ledger(documents, plan, setting, registers)
    yield from (write_page(stage, page) for page in ledger_pages(press, ledger))
    yield from (write_file(stage, name, text) for name, text in ledger_files(ledger))


class _Run:
    """The files of one build, as they come together: each group under the key of what it is made from."""

    def __init__(self, stage: Stage, cache: Cache) -> None:
        self.stage = stage
        self.cache = cache
        self.files: list[tuple[str, str]] = []

    def known(self, kind: str, keys: Sequence[bytes]) -> set[bytes]:
        """The keys whose files could be taken over."""
        found: dict[bytes, Files] = self.cache.get(kind, keys)
        placed = {key: files for key, files in found.items() if self.stage.place(files)}
        self.files += [file for files in placed.values() for file in files]
        return set(placed)

    def made(self, kind: str, values: dict[bytes, Files]) -> None:
        """Add files that were made now."""
        self.cache.put(kind, values)
        self.files += [file for files in values.values() for file in files]

    def one(self, kind: str, key: bytes, make: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """One group of files, made here if need be."""
        if not self.known(kind, [key]):
            self.made(kind, {key: tuple(make())})

    def many(self, kind: str, items: dict[bytes, T], make: Callable[[T], Files], executor: Executor | None, progress: Callable[[int, int], object]) -> None:
        """Many groups of files, made by the workers if need be."""
        known = self.known(kind, list(items))
        left = {key: item for key, item in items.items() if key not in known}
        self.made(kind, dict(zip(left, each(executor, make, list(left.values()), progress), strict=True)))


def _documents(run: _Run, desk: Desk, plan: Plan, look: bytes, executor: Executor | None, jobs: int, progress: Progress) -> None:
    """The pages of the documents and the search index over them."""
    shards = assign_shards(plan.published)
    keys = {d.index_no: _document_key(desk.root, d) for d in plan.published}
    page_keys = {d.index_no: key_of(look, keys[d.index_no], plan.relations.get(d.index_no or "", ())) for d in plan.published}
    shard_keys = {shard.name: key_of(program_key(), [keys[d.index_no] for d in shard.documents]) for shard in shards}
    pages = run.known("document", list(page_keys.values()))
    bundles = run.known("bundle", list(shard_keys.values()))
    indexed = {d.index_no: shard.name for shard in shards if shard_keys[shard.name] not in bundles for d in shard.documents}
    work = [Job(d, plan.relations.get(d.index_no or "", ()), page_keys[d.index_no] not in pages, indexed.get(d.index_no))
            for d in plan.published if page_keys[d.index_no] not in pages or d.index_no in indexed]
    shutil.rmtree(desk.mirror, ignore_errors=True)
    made = list(each(executor, partial(publish_document, desk), work, partial(progress, "信息页")))
    run.made("document", {page_keys[job.document.index_no]: files for job, files in zip(work, made, strict=True) if job.page})
    progress("索引", len(bundles), len(shards))
    _index(run, desk, shards, shard_keys, bundles, jobs)


def _index(run: _Run, desk: Desk, shards: Sequence[Shard], keys: dict[str, bytes], known: set[bytes], jobs: int) -> None:
    """Build the bundles that are not known, and what all bundles share."""
    out = desk.stage / "pagefind"
    out.mkdir(exist_ok=True)
    for folder in out.iterdir():
        if folder.is_dir() and folder.name not in keys:
            shutil.rmtree(folder)
    shared = key_of(program_key(), keys)
    if run.known("search", [shared]):
        return
    missing = [shard.name for shard in shards if keys[shard.name] not in known]
    build_bundles(desk.mirror, out, missing, jobs)
    run.made("bundle", {keys[name]: _listed(desk.stage, out / name) for name in missing})
    run.made("search", {shared: tuple(f for p in sorted(out.iterdir()) if p.is_file() for f in _listed(desk.stage, p))})


def _listed(stage: Path, place: Path) -> Files:
    files = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file())
    return tuple((p.relative_to(stage).as_posix(), file_digest(p)) for p in files)


def _document_key(root: Path, document: Document) -> bytes:
    """Everything about a document and its attachments that its page and its place in the index can show."""
    stamps = [(a.file, stat.st_size, stat.st_mtime_ns, stat.st_ino) for a in document.attachments
              for stat in [(root / document.files / a.file).stat()]]
    return key_of(document.digest, document.address, stamps)


def publish_document(desk: Desk, job: Job) -> Files:
    """Write the page of one document with its attachments, and its search mirror, as far as they are wanted."""
    document, root = job.document, desk.root
    source = body_of(decode((root / document.path).read_bytes()), document.body_line)
    text = render_text(source, document.files.rpartition("/")[2])
    if job.shard:
        write_file(desk.mirror / job.shard, f"{document.address}index.html", mirror_page(document, text.text, _attached(root, document)))
    if not job.page:
        return ()
    downloads = [_download(root, document, attachment) for attachment in document.attachments]
    copies = [copy_file(root / document.files / a.file, desk.stage, f"{document.address}files/{a.file}") for a in document.attachments]
    page = write_page(desk.stage, render_document(desk.press, document, text, job.relations, downloads))
    return (page, write_file(desk.stage, *api_file(document, desk.press.catalog, job.relations)), *copies)


def _attached(root: Path, document: Document) -> dict[str, str]:
    """The words of each attachment, and of each file inside one, by its names."""
    titles = {a.file: f"{a.title} {a.file}" if a.title else a.file for a in document.attachments}
    return {titles.get(content.name, content.name): content.text for content in contents(root, document)}


def publish_listing(desk: Desk, views: Sequence[dict[str, Any]], page: ListingPage) -> Files:
    """Write one page of a catalog view."""
    return (write_page(desk.stage, render_listing(desk.press, page, views)),)


def write_page(folder: Path, page: Page) -> tuple[str, str]:
    """Write a page so that its address works without a server's help."""
    return write_file(folder, f"{page.address}index.html", page.html)


def _single_pages(press: Press, plan: Plan) -> Iterator[Page]:
    yield from (render_home(press, plan), render_guide(press, plan), render_request(press), render_search(press), render_data(press, plan))
    yield from (render_block(press, plan, kind) for kind in BLOCK_PAGES)


def _download(root: Path, document: Document, attachment: Attachment) -> Download:
    size = (root / document.files / attachment.file).stat().st_size
    shown = f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
    kind = attachment.file.rpartition(".")[2].upper()
    return Download(attachment.title or attachment.file, f"files/{attachment.file}", kind, shown)
