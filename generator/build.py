"""The straight line from a root to a site, and its first half, the check.

load_catalog → load_documents → validate → plan → shells → render → write → index
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from generator.config import load_catalog
from generator.diagnostics import Diagnostic, blocking
from generator.feeds import catalog_json
from generator.frontmatter import body_of, decode
from generator.host import build_host, public_files, theme_folders
from generator.jobs import each, workers
from generator.load import load_documents
from generator.markdown import render_text
from generator.model import Attachment, Document
from generator.plan import ListingPage, Plan, Relation, make_plan, pages_of
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
from generator.rules import RULES
from generator.rules.rule import Setting
from generator.search import assign_shards, build_bundles, mirror_page, titles_index
from generator.validate import validate
from generator.workdays import work_calendar
from generator.write import copy_file, staged, write_file

Progress = Callable[[str, int, int], object]
"""Hears the name of a stage, how much of it is done, and how much there is."""

WORK = ".build"


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Checked:
    """A root after the check. Without a setting (catalog.yml is wrong) nothing else was looked at."""

    setting: Setting | None
    documents: tuple[Document, ...]
    diagnostics: list[Diagnostic]


@dataclass(frozen=True)
class Built:
    """What a build did: what it found, and how many pages it wrote; none when a finding blocks."""

    checked: Checked
    pages: int | None


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker needs for the pages of one document."""

    document: Document
    relations: tuple[Relation, ...]
    shard: str


def check_root(root: Path, *, today: date, jobs: int = 1, progress: Progress = silent) -> Checked:
    """Load and validate a root. Writes nothing."""
    with workers(jobs) as executor:
        return _check(root, today, executor, progress)


def build_site(root: Path, out: Path, *, today: date, jobs: int = 1, progress: Progress = silent) -> Built:
    """Check a root and, when nothing blocks, put the finished site in the place of `out`.

    Raises OutputError, HostError or SearchError; `out` is then as it was.
    """
    with workers(jobs) as executor:
        checked = _check(root, today, executor, progress)
        if checked.setting is None or blocking(checked.diagnostics):
            return Built(checked, None)
        plan = make_plan(checked.setting.catalog, checked.documents)
        with staged(out) as stage:
            count = _publish(checked.setting, plan, stage, executor, jobs, progress)
    return Built(checked, count)


def _check(root: Path, today: date, executor: Executor | None, progress: Progress) -> Checked:
    catalog, problems = load_catalog(root, slugs=[r.slug for r in RULES], locked=[r.slug for r in RULES if r.locked])
    if catalog is None:
        return Checked(None, (), problems)
    setting = Setting(root, catalog, work_calendar(catalog.calendar), today)
    loaded = load_documents(setting, executor, partial(progress, "检查"))
    return Checked(setting, loaded.documents, [*problems, *validate(loaded, setting)])


def _publish(setting: Setting, plan: Plan, stage: Path, executor: Executor | None, jobs: int, progress: Progress) -> int:
    work = setting.root / WORK
    mirror = work / "mirror"
    shutil.rmtree(mirror, ignore_errors=True)
    work.mkdir(exist_ok=True)
    progress("外观", 0, 1)
    hosted = build_host(setting.root, work, setting.catalog)
    for name in public_files(hosted):
        copy_file(hosted.folder / name, stage, name)
    templates = tuple(folder / "templates" for folder in theme_folders(setting.root))
    press = Press(setting.catalog, hosted.shells, templates, setting.today)

    shards = {d.index_no: shard.name for shard in assign_shards(plan.published) for d in shard.documents}
    documents = [Job(d, plan.relations.get(d.index_no or "", ()), shards[d.index_no]) for d in plan.published]
    count = sum(each(executor, partial(publish_document, setting.root, stage, mirror, press), documents, partial(progress, "信息页")))
    listings = [page for listing in plan.listings for page in pages_of(listing)]
    count += sum(each(executor, partial(publish_listing, stage, press, group_views(plan)), listings, partial(progress, "目录页")))
    for page in _single_pages(press, plan):
        write_page(stage, page)
        count += 1
    with (stage / "catalog.json").open("w", encoding="utf-8", newline="\n") as feed:
        feed.writelines(catalog_json(setting.catalog, plan))
    progress("索引", 0, 1)
    write_file(stage, "search/titles.json", titles_index(plan.published, setting.catalog))
    (stage / "pagefind").mkdir()
    build_bundles(mirror, stage / "pagefind", sorted(set(shards.values())), jobs)
    return count


def publish_document(root: Path, stage: Path, mirror: Path, press: Press, job: Job) -> int:
    """Write the page of one document, its attachments and its search mirror; returns the number of pages."""
    document = job.document
    source = body_of(decode((root / document.path).read_bytes()), document.body_line)
    text = render_text(source, document.files.rpartition("/")[2])
    for attachment in document.attachments:
        copy_file(root / document.files / attachment.file, stage, f"{document.address}files/{attachment.file}")
    downloads = [_download(root, document, attachment) for attachment in document.attachments]
    write_page(stage, render_document(press, document, text, job.relations, downloads))
    write_file(mirror / job.shard, f"{document.address}index.html", mirror_page(document, text.text, {}))
    return 1


def publish_listing(stage: Path, press: Press, views: Sequence[dict[str, object]], page: ListingPage) -> int:
    """Write one page of a catalog view."""
    write_page(stage, render_listing(press, page, views))
    return 1


def write_page(stage: Path, page: Page) -> None:
    """Write a page so that its address works without a server's help."""
    write_file(stage, f"{page.address}index.html", page.html)


def _single_pages(press: Press, plan: Plan) -> list[Page]:
    return [render_home(press, plan), render_guide(press, plan), render_request(press), render_search(press),
            *(render_block(press, plan, kind) for kind in BLOCK_PAGES)]


def _download(root: Path, document: Document, attachment: Attachment) -> Download:
    size = (root / document.files / attachment.file).stat().st_size
    shown = f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
    kind = attachment.file.rpartition(".")[2].upper()
    return Download(attachment.title or attachment.file, f"files/{attachment.file}", kind, shown)

