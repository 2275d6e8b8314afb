"""The straight line from a root to a site, and its first half, the check.

load_catalog → load_documents → validate → plan → shells → render → write → index
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from generator.annual.books import Books, read_books
from generator.checking.examine import load_documents
from generator.checking.rules import CODES, LOCKED
from generator.checking.tables import check_tables
from generator.checking.validate import validate
from generator.history.revisions import state_of
from generator.machine.cache import Cache, key_of, workshop
from generator.machine.git import is_ours
from generator.machine.site_folder import finish, manifest_digest, staged
from generator.machine.workers import Progress, silent, workers
from generator.model.diagnostics import Diagnostic, Text, blocking
from generator.model.document import Document
from generator.model.faults import OutputError
from generator.model.packing import pack, unpack
from generator.model.places import CATALOG
from generator.model.setting import Setting
from generator.model.tables import Register
from generator.model.workdays import work_calendar
from generator.planning.plan import make_plan
from generator.publishing.inputs import Contents, Means
from generator.publishing.releases import publish_releases
from generator.publishing.shares import Share, hand_on, read_parts
from generator.publishing.unchanged import Outcome
from generator.reading.catalog_file import load_catalog
from generator.reading.includes import NOTHING, Root, joined, load_includes
from generator.reading.registers.items import item_terms
from generator.reading.registers.tables import Loaded, load_tables
from generator.site.frame.theme import host_key


@dataclass(frozen=True)
class Checked:
    """A root after the check. Without a setting (catalog.yml is wrong) nothing else was looked at."""

    setting: Setting | None
    documents: tuple[Document, ...]
    books: Books
    diagnostics: list[Diagnostic]
    key: bytes = b""
    """Stands for all that was looked at."""
    keys: tuple[bytes, ...] = ()
    """Stand for each document file of this root."""
    tables: tuple[Register, ...] = ()
    """The registers with rows."""

    @property
    def outcome(self) -> Outcome:
        """What it came to."""
        return Outcome(
            self.diagnostics, self.setting is not None, not (self.setting and self.setting.catalog.includes)
        )


@dataclass(frozen=True)
class Built:
    """What a build did: what it found, and how many pages the site has; none when a finding blocks."""

    checked: Checked
    pages: int | None
    seconds: float

    @property
    def outcome(self) -> Outcome:
        """What it came to."""
        return self.checked.outcome._replace(pages=self.pages, seconds=self.seconds)


def check_root(root: Path, *, today: date, jobs: int = 1, progress: Progress = silent) -> Checked:
    """Load and validate a root. Writes nothing but the cache."""
    with workshop(root) as work, Cache(work) as cache, workers(jobs) as executor:
        checked = _check(root, today, cache, executor, progress)
        cache.commit()
    return checked


def build_site(
    root: Path,
    out: Path,
    *,
    today: date,
    jobs: int = 1,
    progress: Progress = silent,
    cluster: str | None = None,
    share: Share | None = None,
    parts: Sequence[Path] = (),
) -> Built:
    """Check a root and, when nothing blocks, put the finished site in the place of `out`.

    With a `share`, `out` becomes that part of the site; `parts` are folders made so, on this machine or others. The work
    is done by `jobs` processes, or by the workers of a Dask `cluster`, which must see the same folders. Raises OutputError,
    HostError, SearchError or ClusterError; `out` is then as it was.
    """
    started = time.perf_counter()
    made = read_parts(parts)
    with workshop(root) as work, Cache(work) as cache, workers(jobs, cluster) as executor:
        if not cache.lock():
            raise OutputError(
                Text(
                    "另一个 gongkai 正在生成这个目录的网站，请等它结束后重试",
                    "another build of this root is running; try again when it has ended",
                )
            )
        for part in made:
            cache.put("examined", part.examined)
        checked = _check(root, today, cache, executor, progress)
        if checked.setting is None or blocking(checked.diagnostics):
            cache.commit()
            return Built(checked, None, time.perf_counter() - started)
        pages = _keep_or_make(
            checked, checked.setting, out, work, Means(cache, executor, jobs, progress, made), share
        )
        if share is None:
            publish_releases(root, out)
        cache.commit()
    return Built(checked, pages, time.perf_counter() - started)


def _keep_or_make(
    checked: Checked, setting: Setting, out: Path, work: Path, means: Means, share: Share | None
) -> int:
    """The number of pages of the site, which stays as it is when it was made from the very same things."""
    key = key_of(checked.key, host_key(setting.root, setting.catalog), share, *state_of(setting.root))
    kept = means.cache.get("site", [key])
    manifest = manifest_digest(out)
    if kept and (site := unpack(kept[key], tuple[str | None, int]))[0] == manifest and is_ours(out):
        return site[1]
    from generator.publishing.publish import (
        publish,
    )  # nor templates, feeds and the search index, whose import takes half a second
    from generator.site.frame.host import build_host  # many runs need neither the frame

    plan = make_plan(setting.catalog, checked.documents, setting.today, checked.tables)
    with staged(out, [(part.folder, part.files) for part in means.parts]) as stage:
        means.progress("外观", 0, 1)
        hosted = build_host(setting.root, work, setting.catalog)
        files = publish(
            Contents(setting, plan.documents, plan, checked.books),
            means,
            stage,
            hosted,
            share,
        )
        if share:
            files = [*files, hand_on(stage.folder, share, means.cache.get("examined", checked.keys))]
        finish(stage, files)
    pages = sum(name.endswith(".html") for name, _ in files)
    means.cache.put("site", {key: pack((manifest_digest(out), pages))})
    return pages


def _check(
    root: Path,
    today: date,
    cache: Cache,
    executor: Executor | None,
    progress: Progress,
    *,
    whole: bool = True,
) -> Checked:
    """Check a root; as a `whole` with the catalogs that it includes (those included themselves include none)."""
    catalog, problems, lines = load_catalog(root, codes=CODES, locked=LOCKED)
    if catalog is None:
        return Checked(None, (), Books(), problems)
    tables, schemas = load_tables(root, catalog)
    books = read_books(root, catalog).with_files(schemas)
    terms = item_terms(books.items.items) if books.items else {}
    setting = Setting(root, catalog, work_calendar(catalog.calendar), today, lines, terms)
    loaded = load_documents(setting, cache, executor, partial(progress, "检查"))

    def other_root(other: Path) -> Root:
        checked = _check(other, today, cache, executor, progress, whole=False)
        return Root(
            checked.setting and checked.setting.catalog, checked.documents, checked.diagnostics, checked.key
        )

    included = load_includes(root, catalog, other_root) if whole and catalog.includes else NOTHING
    loaded = replace(loaded, documents=(*loaded.documents, *included.documents))
    rows = list(check_tables(tables, loaded.documents, setting, cache))
    compared = (
        d
        for d in validate(loaded, books.and_of(CATALOG, included.problems), setting, rows)
        if not included.answers_for(d)
    )
    found = sorted([*problems, *compared, *included.diagnostics], key=lambda d: d.order)
    setting = setting._replace(catalog=joined(catalog, included.catalogs))
    return Checked(
        setting,
        loaded.documents,
        books,
        found,
        key_of(*loaded.keys, included.key, books, _tables_key(tables, today)),
        loaded.keys,
        tuple(one.register for one in tables),
    )


def _tables_key(tables: Sequence[Loaded], today: date) -> object:
    """Stands for the registers with rows, which show something else every day."""
    return [(one.register.slug, one.register.digest, one.register.past, today) for one in tables]
