"""The straight line from a root to a site, and its first half, the check.

load_catalog → load_documents → validate → plan → shells → render → write → index
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from generator.annual.books import Books, read_books
from generator.checking.examine import load_documents
from generator.checking.policy import catalog_at, governed, granted, is_governed, item_terms_at, table_at
from generator.checking.rules import CODES, LOCKED
from generator.checking.standing import is_elsewhere, standing
from generator.checking.tables import check_tables
from generator.checking.validate import compare, validate
from generator.history.revisions import state_of
from generator.machine.cache import Cache, key_of, program_key, workshop
from generator.machine.git import commit_of, is_ours, prefix
from generator.machine.site_folder import finish, lost_files, manifest_digest, stage_of, staged
from generator.machine.snapshots import as_of, lend, missing_history, proposed
from generator.machine.workers import (
    Progress,
    Workers,
    alongside,
    begin,
    give_back,
    meanwhile,
    silent,
    workers,
)
from generator.model.catalog import Catalog
from generator.model.counted_rows import newest_rows
from generator.model.diagnostics import Diagnostic, Text, blocking
from generator.model.document import Document
from generator.model.faults import Fault, OutputError
from generator.model.fingerprints import fingerprints
from generator.model.packing import pack, unpack
from generator.model.places import CATALOG
from generator.model.setting import Base, Setting
from generator.model.shown_rows import Register
from generator.model.tables import TABLES
from generator.model.term import Term
from generator.model.workdays import work_calendar
from generator.planning.plan import make_plan
from generator.publishing.inputs import Contents, Means
from generator.publishing.releases import publish_releases
from generator.publishing.shares import Share, hand_on, owns, read_parts
from generator.publishing.unchanged import Outcome
from generator.reading.catalog_file import load_catalog
from generator.reading.includes import NOTHING, Included, Root, joined, load_includes
from generator.reading.registers.items import item_terms
from generator.reading.registers.tables import Loaded, load_tables
from generator.site.frame.theme import host_key

LARGE = 8_000_000
"""Bytes of the rows of all registers from which on workers begin before the rows are read: each would hold them as often as it touches them."""


@dataclass(frozen=True)
class Checked:
    """A root after the check. Without a setting (catalog.yml is wrong) nothing else was looked at."""

    setting: Setting | None
    documents: tuple[Document, ...]
    books: Books
    diagnostics: list[Diagnostic]
    key: bytes = b""
    """Digest (16 bytes) of every input of this check: documents, included catalogs, registers."""
    keys: tuple[bytes, ...] = ()
    """A digest (16 bytes) of each document file of this root, in the order of their paths: the keys of the cache."""
    tables: tuple[Register, ...] = ()
    """The registers with rows."""

    @property
    def outcome(self) -> Outcome:
        """Findings, for the exit code and the last line of output."""
        return Outcome(
            self.diagnostics, self.setting is not None, not (self.setting and self.setting.catalog.includes)
        )


@dataclass(frozen=True)
class Built:
    """Result of a build: the findings, and the number of pages of the site (None when a finding blocks)."""

    checked: Checked
    pages: int | None
    seconds: float

    @property
    def outcome(self) -> Outcome:
        """Findings, pages and seconds, for the exit code and the last line of output."""
        return self.checked.outcome._replace(pages=self.pages, seconds=self.seconds)


def check_root(root: Path, *, today: date, jobs: int = 1, progress: Progress = silent) -> Checked:
    """Load and validate a root. Writes nothing but the cache."""
    with workshop(root) as work, Cache(work) as cache, workers(jobs) as executor:
        checked = _check(root, today, cache, executor, progress)
        cache.commit()
    return checked


@dataclass(frozen=True)
class Against:
    """The check of a working copy as if it were merged into a commit, by the policy of that commit."""

    checked: Checked
    base: str
    """The full id of the commit."""
    root: Path
    """The root as it would be: itself, or in a repository of its own that is there as long as it is looked at."""


@contextmanager
def check_against(
    root: Path, ref: str, *, today: date, jobs: int = 1, progress: Progress = silent
) -> Iterator[Against]:
    """Check a working copy as if it were merged into the commit that `ref` names, by the policy of that commit.

    Findings that are there without the branch, in documents that it does not change, are warnings. Writes nothing but the
    cache. Raises Fault when git does not know the commit or cannot merge.
    """
    base = commit_of(root, ref)
    if base is None:
        raise Fault(_unknown(ref))
    own, problems, _ = load_catalog(root, codes=CODES, locked=LOCKED)
    if own is None:
        yield Against(Checked(None, (), Books(), problems), base, root)
        return
    with proposed(root, base, is_governed) as proposal:
        if proposal is None:
            raise Fault(_UNMERGED)
        lend(root, proposal.root, _places(own))
        against = Base(base, None, own, root.resolve(), proposal.conflicts, proposal.apart)
        with workshop(root) as work, Cache(work) as cache, workers(jobs) as executor:
            checked = _check(proposal.root, today, cache, executor, progress, base=against)
            if checked.setting and any(is_elsewhere(d, checked.setting) for d in checked.diagnostics):
                look = partial(
                    _check, today=today, cache=cache, executor=executor, progress=progress, beside=own
                )
                before = _found_before(root, base, today, _places(own), cache, look)
                checked.diagnostics[:] = standing(checked.diagnostics, before, checked.setting)
            cache.commit()
        yield Against(checked, base, proposal.root)


def _found_before(
    root: Path, base: str, today: date, places: Sequence[str], cache: Cache, look: Callable[[Path], Checked]
) -> frozenset[str]:
    """The fingerprints of the findings in a commit, empty when git cannot give it.

    They depend on the commit, the day and the program alone, unless other catalogs are included; so they are found once.
    """
    key = key_of(program_key(), base, today, prefix(root), missing_history(root))
    if not places and (kept := cache.get(_BEFORE, [key])):
        return unpack(kept[key], frozenset[str])
    with as_of(root, base) as copy:
        if copy is None:
            return frozenset()
        lend(root, copy, places)
        checked = look(copy)
    found = frozenset(fingerprints(checked.diagnostics))
    if not places and checked.outcome.alone:
        cache.put(_BEFORE, {key: pack(found)})
    return found


_BEFORE = "found on the base"

_UNMERGED = Text(
    "git 没有给出合并以后的样子；需要 git 2.38 以上，工作区里有检查的目录",
    "git did not tell what the merge would give; it takes git 2.38 or newer",
)


def _unknown(ref: str) -> Text:
    remote, _, branch = ref.partition("/")
    fetch = f"git fetch {remote} {branch}" if branch else "git fetch"
    return Text(
        f"git 里没有“{ref}”，没有检查；先取得它，如 {fetch}",
        f"git knows no “{ref}”, nothing was checked; fetch it first: {fetch}",
    )


def _places(catalog: Catalog) -> list[str]:
    return [place for include in catalog.includes if (place := include.root or include.catalog)]


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
    source: Path | None = None,
    accepts: Callable[[Diagnostic], bool] = lambda found: False,
) -> Built:
    """Check a root and, when nothing blocks, put the finished site in the place of `out`.

    With a `share`, `out` becomes that part of the site; `parts` are folders made so, on this machine or others. The work
    is done by `jobs` processes, or by the workers of a Dask `cluster`, which must see the same folders. Raises OutputError,
    HostError, SearchError or ClusterError; `out` is then as it was. With a `source`, that copy of the root is built instead; an
    error that the caller `accepts` does not block.
    """
    started = time.perf_counter()
    made = read_parts(parts)
    with workshop(root) as work, Cache(work, root) as cache, workers(jobs, cluster) as executor:
        if not cache.lock():
            raise OutputError(
                Text(
                    "另一个 gongkai 正在生成这个目录的网站，请等它结束后重试",
                    "another build of this root is running; try again when it has ended",
                )
            )
        for part in made:
            cache.put("examined", part.examined)
        lost = meanwhile(lost_files, stage_of(out)) if isinstance(executor, Workers) else None
        checked = _check(
            source or root, today, cache, executor, progress, share=share, meantime=_load_publishing
        )
        if checked.setting is None or blocking(d for d in checked.diagnostics if not accepts(d)):
            cache.commit()
            return Built(checked, None, time.perf_counter() - started)
        pages = _keep_or_make(
            checked, checked.setting, out, work, Means(cache, executor, jobs, progress, made), share, lost
        )
        if share is None:
            publish_releases(root, out)
        cache.commit()
    return Built(checked, pages, time.perf_counter() - started)


def _load_publishing() -> None:
    """Templates, feeds and the search index, whose import takes a while and which a check does without."""
    import generator.publishing.publish
    import generator.site.frame.host  # noqa: F401


def _keep_or_make(
    checked: Checked,
    setting: Setting,
    out: Path,
    work: Path,
    means: Means,
    share: Share | None,
    lost: Callable[[], Sequence[str]] | None,
) -> int:
    """Bring `out` up to date and return its number of pages; a site whose inputs are those of the last build is left as it is."""
    key = key_of(checked.key, host_key(setting.root, setting.catalog), share, *state_of(setting.root))
    kept = means.cache.get("site", [key])
    manifest = manifest_digest(out)
    if kept and (site := unpack(kept[key], tuple[str | None, int]))[0] == manifest and is_ours(out):
        return site[1]
    give_back()
    from generator.publishing.publish import publish
    from generator.site.frame.host import build_host

    plan = make_plan(setting.catalog, checked.documents, setting.today, checked.tables)
    with staged(out, [(part.folder, part.files) for part in means.parts], lost) as stage:
        means.progress("外观", 0, 1)
        hosted = build_host(setting.root, work, setting.catalog)
        files = publish(
            Contents(setting, plan, checked.books),
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
    base: Base | None = None,
    beside: Catalog | None = None,
    share: Share | None = None,
    meantime: Callable[[], object] | None = None,
) -> Checked:
    """Check a root; as a `whole` with the catalogs that it includes (those included themselves include none).

    One that is compared with a `base`, or is a copy `beside` the root with this catalog, leaves in the cache what a check of
    the root by itself will ask for, and finds there what it left itself, though the two go by different policies. With a `share`, the
    other documents are only compared. What is to be done in the `meantime` is done while a copy of this process compares documents,
    if there may be one.
    """
    catalog, problems, lines = load_catalog(root, codes=CODES, locked=LOCKED)
    if catalog is None:
        return Checked(None, (), Books(), problems)
    if base:
        catalog, base = _governed(root, catalog, base)
        beside = base.own
    if sum(path.stat().st_size for path in (root / TABLES).glob("*.csv")) > LARGE:
        begin(executor)
    tables, books, terms = _registers(root, catalog, base, cache, executor)
    setting = Setting(root, catalog, work_calendar(catalog.calendar), today, lines, terms, base)
    apart = "" if beside in (None, catalog) else " by the base"
    lasting = beside is None or (base is not None and root == base.root)
    loaded = load_documents(
        setting,
        cache,
        executor,
        partial(progress, "检查"),
        kind=f"examined{apart}",
        lasting=lasting,
        own=share and partial(owns, share),
    )
    if base:
        base = base._replace(granted=granted(root, base.commit, loaded.documents))
        setting = setting._replace(base=base)
    included = _included(setting, cache, executor, progress) if whole else NOTHING
    loaded = replace(loaded, documents=(*loaded.documents, *included.documents))
    rows = list(check_tables(tables, loaded.documents, setting, cache, executor, f"cells{apart}"))
    newest = list(newest_rows((one.register for one in tables), today))
    books_of_all = books.and_of(CATALOG, included.problems)
    compared = alongside(executor, partial(compare, loaded, books_of_all, setting), newest, meantime)
    own = (
        d
        for d in validate(loaded, books_of_all, setting, compared, rows)
        if not included.answers_for(d) and d not in included.diagnostics
    )
    found = sorted([*problems, *own, *included.diagnostics], key=lambda d: d.order)
    ground = key_of(program_key(), setting.portable)
    setting = setting._replace(catalog=joined(catalog, included.catalogs))
    return Checked(
        setting,
        loaded.documents,
        books,
        found,
        key_of(ground, *loaded.keys, included.key, books, _tables_key(tables, today)),
        loaded.keys,
        tuple(one.register for one in tables),
    )


def _governed(root: Path, catalog: Catalog, base: Base) -> tuple[Catalog, Base]:
    """The catalog with the policy of the base, and the base with both catalogs as they are written."""
    before, begun = catalog_at(root, base.commit)
    base = base._replace(catalog=before, own=catalog)
    return governed(catalog, before, begun=begun), base


def _included(setting: Setting, cache: Cache, executor: Executor | None, progress: Progress) -> Included:
    """What the catalogs bring that a root includes, each checked like a root of its own; those they include themselves count nothing."""
    root, base = setting.root, setting.base

    def other_root(other: Path) -> Root:
        theirs = base and base._replace(
            root=base.root / other.relative_to(root), conflicts=(), apart=False, included=True
        )
        checked = _check(other, setting.today, cache, executor, progress, whole=False, base=theirs)
        return Root(
            checked.setting and checked.setting.catalog, checked.documents, checked.diagnostics, checked.key
        )

    return load_includes(root, setting.catalog, other_root) if setting.catalog.includes else NOTHING


def _registers(
    root: Path, catalog: Catalog, base: Base | None, cache: Cache, executor: Executor | None
) -> tuple[Sequence[Loaded], Books, Mapping[str, Term]]:
    """The registers with rows, all other registers, and the terms that items set; those of a base go before the root's own."""
    tables, schemas = (
        load_tables(root, catalog, partial(table_at, root, base.commit), cache, executor)
        if base
        else load_tables(root, catalog, cache=cache, executor=executor)
    )
    books = read_books(root, catalog).with_files(schemas)
    terms = item_terms(books.items.items) if books.items else {}
    return tables, books, {**terms, **(item_terms_at(root, base.commit) if base else {})}


def _tables_key(tables: Sequence[Loaded], today: date) -> object:
    """The part of the check's key that is about registers with rows; `today` is in it, for rows come and go by the day."""
    return [(one.register.slug, one.register.digest, one.register.past, today) for one in tables]
