"""A root with faults in some documents → a copy of it that can be published: what is in order as it is, the others as last released.

One document never holds up the others. A document with an error shows its last released text, taken from git by the digest in the
register; one that was never released waits. So does a row of a register, and a file of content/data; an included catalog that
is broken is taken as it was last without a fault. What is to leave the site leaves it whatever else is wrong: a document that is
withdrawn, or whose time is over, is shown as released, with its withdrawal or its last day. A fault of the site itself (two
documents with one number, an address that would vanish, a broken catalog.yml) still stops everything.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.build import Built, Checked, build_site, check_root
from generator.machine.git import MARK, git, prefix
from generator.machine.workers import Progress, silent
from generator.model.catalog import Catalog
from generator.model.diagnostics import Diagnostic, Severity
from generator.model.document import Document
from generator.model.faults import Fault
from generator.model.places import DOCUMENTS, document_of
from generator.publishing.shares import Share
from generator.publishing.unchanged import LOOKED_AT
from generator.reading.registers.addresses import last_release, read_register
from generator.tools.proof.held import Held, WorkingCopy
from generator.tools.proof.held_documents import put_back
from generator.tools.proof.held_includes import include_of, put_back_include
from generator.tools.proof.held_registers import is_register, is_rows, put_back_register, put_back_rows

OF_THE_SITE = frozenset({"duplicate-index-number", "vanished-address"})
"""Rules whose findings are told at a document, and are about the whole site."""


@dataclass(frozen=True)
class Prepared:
    """A root, ready to be published or not."""

    checked: Checked
    """The root as it is, with all that was found."""
    documents: Sequence[Document]
    """The documents that can be published, in the state in which they can be."""
    source: Path | None = None
    """The copy that can be published; None: the root itself."""
    held: Sequence[Held] = ()
    ready: bool = True
    """False when the site itself has a fault, or a text that was released is not to be had any more."""
    accepts: Callable[[Diagnostic], bool] = lambda found: False


@contextmanager
def prepared(root: Path, *, today: date, jobs: int = 1, progress: Progress = silent) -> Iterator[Prepared]:
    """Check a root and, while the block lasts, hold ready what can be published of it."""
    checked = check_root(root, today=today, jobs=jobs, progress=progress)
    if checked.setting is None or not _errors(checked, lambda found: False):
        yield Prepared(checked, checked.documents, ready=checked.setting is not None)
        return
    with _copied(root, checked.setting.catalog, today) as copy:
        now = checked
        while left := _errors(now, copy.accepts):
            if not _hold(copy, left, now.documents):
                yield Prepared(checked, checked.documents, ready=False)
                return
            now = check_root(copy.root, today=today, jobs=jobs, progress=progress)
            if now.setting is None:
                yield Prepared(checked, checked.documents, ready=False)
                return
        yield Prepared(checked, now.documents, copy.root, tuple(copy.held.values()), True, copy.accepts)


def build_holding(
    root: Path,
    out: Path,
    *,
    today: date,
    jobs: int = 1,
    progress: Progress = silent,
    share: Share | None = None,
    parts: Sequence[Path] = (),
) -> tuple[Built, Sequence[Held]]:
    """Build the site of a root, or a share of it, with what is held back as last released; no pages when the site itself has a fault.

    Raises what `build_site` raises; `out` is then as it was.
    """
    with prepared(root, today=today, jobs=jobs, progress=progress) as ready:
        built = build_prepared(
            ready, root, out, today=today, jobs=jobs, progress=progress, share=share, parts=parts
        )
        return built, ready.held


def build_prepared(
    ready: Prepared,
    root: Path,
    out: Path,
    *,
    today: date,
    jobs: int,
    progress: Progress,
    share: Share | None = None,
    parts: Sequence[Path] = (),
) -> Built:
    """Build what was prepared; no pages when the site itself has a fault. What is found is what is left in that."""
    if not ready.ready:
        return Built(ready.checked, None, 0)
    return build_site(
        root,
        out,
        today=today,
        jobs=jobs,
        progress=progress,
        share=share,
        parts=parts,
        source=ready.source,
        accepts=ready.accepts,
    )


def _errors(checked: Checked, accepts: Callable[[Diagnostic], bool]) -> list[Diagnostic]:
    return [d for d in checked.diagnostics if d.severity is Severity.ERROR and not accepts(d)]


def _hold(copy: WorkingCopy, errors: Sequence[Diagnostic], documents: Sequence[Document]) -> bool:
    """Put back everything that has an error; False when one of them is about the site, or cannot be put back.

    Faults of the site may come from others: a document that is put back can take the place of what it lacks. So they count only
    when nothing else is left.
    """
    known = {d.path: d for d in documents}
    by_path: dict[str, list[Diagnostic]] = {}
    for d in errors:
        by_path.setdefault(document_of(d.path), []).append(d)
    held = False
    for path, why in sorted(by_path.items()):
        include = include_of(copy, path)
        if _is_document(copy, path) and (own := [d for d in why if d.rule not in OF_THE_SITE]):
            put = put_back(copy, path, known.get(path), own) or (
                include is not None and put_back_include(copy, include, why)
            )
        elif include:
            put = put_back_include(copy, include, why)
        elif is_rows(path):
            put = put_back_rows(copy, path, why)
        elif is_register(path):
            put = put_back_register(copy, path, why)
        else:
            continue
        if not put:
            return False
        held = True
    return held


def _is_document(copy: WorkingCopy, path: str) -> bool:
    """Whether a file is a document of the root or of one that it includes."""
    folder, found, _ = path.partition(f"{DOCUMENTS}/")
    roots = ["", *(f"{include.root}/" for include in copy.catalog.includes if include.root)]
    return bool(found) and folder in roots and (copy.root / path).is_file()


@contextmanager
def _copied(root: Path, catalog: Catalog, today: date) -> Iterator[WorkingCopy]:
    """A copy of all of a root that is read, and of the roots that it includes, seen by git as the root is."""
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True))
        )
        top = folder.resolve() / "a/b/c/d"
        own = top / prefix(root)
        _see(root, top)
        _copy(root, own)
        for include in catalog.includes:
            if include.root:
                _copy(root / include.root, own / include.root)
                if (root / include.root / MARK).exists():
                    _see(root / include.root, own / include.root)
            elif include.catalog:
                (own / include.catalog).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / include.catalog, own / include.catalog)
        yield WorkingCopy(own, root, catalog, read_register(root).addresses, _digests(root), today)


def _digests(root: Path) -> Mapping[str, str]:
    """Of the registers as last released; none while a record is damaged, which is a fault of the site."""
    try:
        last, _ = last_release(root)
    except Fault:
        return {}
    return last.registers if last else {}


def _copy(root: Path, copy: Path) -> None:
    for name in LOOKED_AT:
        source, target = root / name, copy / name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True)
        elif source.is_file():
            shutil.copy2(source, target)


def _see(root: Path, top: Path) -> None:
    """Let git see at `top` what it sees at the top of the repository of a root."""
    top.mkdir(parents=True, exist_ok=True)
    found = git(root, "rev-parse", "--absolute-git-dir")
    if found:
        (top / MARK).write_bytes(b"gitdir: " + found)
