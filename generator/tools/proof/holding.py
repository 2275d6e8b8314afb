"""A root with faults in some documents → a copy of it that can be published: what is in order as it is, the others as last released.

One document never holds up the others. A document with an error shows its last released text, taken from git by the digest in the
register; one that was never released waits. What is to leave the site leaves it whatever else is wrong: a document that is
withdrawn, or whose time is over, is shown as released, with its withdrawal or its last day. A fault of the site itself (two
documents with one number, an address that would vanish, a broken catalog.yml) still stops everything.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from generator.build import Built, Checked, build_site, check_root
from generator.checking.rules import BY_NAME
from generator.history.revisions import Revision, read_blobs, read_log
from generator.machine.git import MARK, git, prefix
from generator.machine.json_text import json_text
from generator.machine.workers import Progress, silent
from generator.model.diagnostics import Diagnostic, Severity
from generator.model.document import Document
from generator.model.places import DOCUMENTS, document_of
from generator.model.visibility import is_published
from generator.publishing.unchanged import LOOKED_AT
from generator.reading.frontmatter import read_record
from generator.reading.registers.addresses import REDIRECT, Address, read_register

OF_THE_SITE = frozenset({"duplicate-index-number", "vanished-address"})
"""Rules whose findings are told at a document, and are about the whole site."""

NOT_YET = frozenset({"report-due"})
"""Rules about something that is not there yet: nothing on the site is wrong because of it."""

UNSAID = "发布内容有误，具体情况另行说明"
"""The reason for a withdrawal when what is written as the reason cannot be shown."""

Shown = Literal["released", "withdrawn", "waiting"]


class Held(NamedTuple):
    """A document that is held back: why, and what the site shows instead."""

    path: str
    title: str
    shown: Shown
    """Its last released text, its withdrawal (with that text or without), or nothing."""
    why: tuple[Diagnostic, ...]


@dataclass
class _Copy:
    """A copy of a root in which documents are put back."""

    root: Path
    real: Path
    register: Mapping[str, Address]
    held: dict[str, Held] = field(default_factory=dict)
    """By the path from the root, in included catalogs too."""

    def accepts(self, found: Diagnostic) -> bool:
        """Whether an error stops nothing any more."""
        return document_of(found.path) in self.held or found.rule in NOT_YET


@dataclass(frozen=True)
class Prepared:
    """A root, ready to be published or not."""

    checked: Checked
    """The root as it is, with all that was found."""
    documents: Sequence[Document]
    """Those of what can be published."""
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
    with _copied(root, checked) as copy:
        now = checked
        while left := _errors(now, copy.accepts):
            known = {d.path: d for d in now.documents}
            faulty = sorted({document_of(d.path) for d in left if _is_document(d, root, checked)})
            if not (faulty and all(_put_back(copy, path, known.get(path), left, today) for path in faulty)):
                yield Prepared(checked, checked.documents, ready=False)
                return
            now = check_root(copy.root, today=today, jobs=jobs, progress=progress)
            if now.setting is None:
                yield Prepared(checked, checked.documents, ready=False)
                return
        yield Prepared(checked, now.documents, copy.root, tuple(copy.held.values()), True, copy.accepts)


def build_holding(
    root: Path, out: Path, *, today: date, jobs: int = 1, progress: Progress = silent
) -> tuple[Built, Sequence[Held]]:
    """Build the site of a root, with what is held back as last released; no pages when the site itself has a fault.

    Raises what `build_site` raises; `out` is then as it was.
    """
    with prepared(root, today=today, jobs=jobs, progress=progress) as ready:
        return build_prepared(ready, root, out, today=today, jobs=jobs, progress=progress), ready.held


def build_prepared(
    ready: Prepared, root: Path, out: Path, *, today: date, jobs: int, progress: Progress
) -> Built:
    """Build what was prepared; the findings are those of the root as it is."""
    if not ready.ready:
        return Built(ready.checked, None, 0)
    built = build_site(
        root, out, today=today, jobs=jobs, progress=progress, source=ready.source, accepts=ready.accepts
    )
    return built


def _errors(checked: Checked, accepts: Callable[[Diagnostic], bool]) -> list[Diagnostic]:
    return [d for d in checked.diagnostics if d.severity is Severity.ERROR and not accepts(d)]


def _is_document(found: Diagnostic, root: Path, checked: Checked) -> bool:
    """Whether an error is about one document, which can be held back."""
    path = document_of(found.path)
    folder = path.partition(f"{DOCUMENTS}/")[0]
    own = folder == "" or (checked.setting is not None and folder.rstrip("/") in _folders(checked))
    return own and f"{DOCUMENTS}/" in path and (root / path).is_file() and found.rule not in OF_THE_SITE


def _folders(checked: Checked) -> list[str]:
    return [i.root for i in checked.setting.catalog.includes if i.root] if checked.setting else []


def _put_back(
    copy: _Copy, path: str, document: Document | None, errors: Sequence[Diagnostic], today: date
) -> bool:
    """Let the copy hold a document as it may be shown; False when it was released and that text is not to be had."""
    why = tuple(d for d in errors if document_of(d.path) == path)
    secret = any((rule := BY_NAME.get(d.rule)) and rule.single for d in why)
    if document is not None and not is_published(document) and not secret:
        copy.held[path] = Held(path, document.title or "", "waiting", why)
        return True
    folder, _, inside = path.partition(DOCUMENTS)
    states = _states(copy.real / folder, f"{DOCUMENTS}{inside}")
    released = _released(states, copy)
    place = copy.root / path
    if released is None:
        if _was_released(document, states, copy):
            return False
        shutil.rmtree(place.with_suffix(".files"), ignore_errors=True)
        place.unlink()
        copy.held[path] = Held(path, (document and document.title) or "", "waiting", why)
        return True
    revision, data = released
    leaving = _leaving(document, (copy.real / path).read_bytes(), secret=secret, today=today)
    shutil.rmtree(place.with_suffix(".files"), ignore_errors=True)
    texts = read_blobs(copy.real / folder, (blob for _, blob in revision.files))
    for name, blob in revision.files:
        target = place.with_suffix(".files") / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(texts.get(blob, b""))
    place.write_bytes(_with(data, leaving))
    title = read_record(path, data).document
    copy.held[path] = Held(path, (title and title.title) or "", "withdrawn" if leaving else "released", why)
    return True


def _states(root: Path, path: str) -> list[tuple[Revision, bytes]]:
    """What git knows of a document, newest first."""
    revisions = read_log(root).revisions.get(path, ())
    texts = read_blobs(root, (revision.blob for revision in revisions))
    return [(r, texts[r.blob]) for r in reversed(revisions) if r.blob in texts]


def _released(states: Iterable[tuple[Revision, bytes]], copy: _Copy) -> tuple[Revision, bytes] | None:
    """The state that the register says was released last; of several that differ in their attachments, the oldest."""
    digests = {address.digest for address in copy.register.values()} - {REDIRECT}
    found = [state for state in states if sha256(state[1]).hexdigest() in digests]
    newest = next((data for _, data in found), None)
    same = [state for state in found if state[1] == newest]
    return same[-1] if same else None


def _was_released(document: Document | None, states: Iterable[tuple[Revision, bytes]], copy: _Copy) -> bool:
    """Whether the register has an address of a document, as it is or as it ever was."""
    earlier = (read_record(revision.path, data).document for revision, data in states)
    return any(d.index_no in copy.register for d in (document, *earlier) if d and d.index_no)


def _leaving(document: Document | None, data: bytes, *, secret: bool, today: date) -> dict[str, str]:
    """The lines by which a document leaves the site, if it is to; of one that cannot be read, if it seems to be."""
    if document is None:
        if re.search(rb"^withdrawn\s*[:\xef]", data, re.MULTILINE):
            return {"withdrawn": _withdrawal("误公开", today, UNSAID)}
        return {}
    lines = {}
    if document.withdrawn:
        one = document.withdrawn
        lines["withdrawn"] = _withdrawal(
            one.kind, one.date, UNSAID if secret else one.reason, None if secret else one.successor
        )
    if document.public_until and document.public_until < today:
        lines["public_until"] = str(document.public_until)
    return lines


def _withdrawal(kind: str, day: date, reason: str, successor: str | None = None) -> str:
    said = {
        "kind": kind,
        "date": str(day),
        "reason": reason,
        **({"successor": successor} if successor else {}),
    }
    return json.dumps(said, ensure_ascii=False)


def _with(data: bytes, lines: Mapping[str, str]) -> bytes:
    """A document with these lines in its front matter, unless it was withdrawn before."""
    text = data.decode("utf-8-sig", "replace")
    for key, value in lines.items():
        if key == "withdrawn" and re.search(r"^withdrawn:", text, re.MULTILINE):
            continue
        text = re.sub(rf"^{key}:.*\n", "", text, flags=re.MULTILINE)
        head, _, rest = text.partition("\n")
        text = f"{head}\n{key}: {value}\n{rest}"
    return text.encode() if lines else data


@contextmanager
def _copied(root: Path, checked: Checked) -> Iterator[_Copy]:
    """A copy of all of a root that is read, and of the roots that it includes, seen by git as the root is."""
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True))
        )
        top = folder.resolve() / "a/b/c/d"
        own = top / prefix(root)
        _see(root, top)
        _copy(root, own)
        for include in _folders(checked):
            _copy(root / include, own / include)
            if (root / include / MARK).exists():
                _see(root / include, own / include)
        for include_file in (
            (i.catalog for i in checked.setting.catalog.includes if i.catalog) if checked.setting else ()
        ):
            (own / include_file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / include_file, own / include_file)
        yield _Copy(own, root, read_register(root).addresses)


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


def held_json(held: Sequence[Held], today: date) -> str:
    """What is held back, for a scheduler."""
    entries = [
        {
            "path": one.path,
            "title": one.title,
            "shown": one.shown,
            "findings": [{"line": d.line, "rule": d.rule, "message": d.message.zh} for d in one.why],
        }
        for one in held
    ]
    return json_text({"date": today, "held": entries})
