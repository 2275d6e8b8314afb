"""A git repository → the committed states of every document, from one `git log`, and their texts, from one `git cat-file`.

The first-parent line is followed: what a merge brought in came with the merge. Only committed history counts, so that the
same commit always gives the same pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from generator.machine.git import git, listed
from generator.model.dates import CHINA
from generator.model.places import DOCUMENTS, REGISTER, document_of

GONE = ""
"""The blob of a file that is not there; git writes zeros, as many as its hashes are long."""


class Revision(NamedTuple):
    """A document and its attachments as they were after a commit."""

    day: date | None
    """The day of the commit in China; None: in the working copy, not committed."""
    path: str
    blob: str
    """The git id of the document's file, or GONE."""
    files: tuple[tuple[str, str], ...]
    """Name and git id of each file in its folder of attachments."""


class Log(NamedTuple):
    """The history of all documents."""

    shallow: bool
    """Whether the clone lacks older commits."""
    revisions: Mapping[str, tuple[Revision, ...]]
    """Path that a document has now → its different states, oldest first."""
    dirty: frozenset[str]
    """Documents of which the working copy differs from the last commit."""


EMPTY = Log(False, {}, frozenset())


class Changed(NamedTuple):
    """A change of one file."""

    old: str
    """Where it was."""
    new: str
    """Where it is."""
    before: str
    """Its blob before, or GONE."""
    blob: str
    """Its blob now; GONE when it is not there or not committed."""
    status: str
    """M for modified, A for added, D for deleted, R for renamed."""


def is_shallow(root: Path) -> bool:
    """Whether the clone lacks older commits; False outside a repository."""
    return (git(root, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"


def changed_since(root: Path, commit: str, folder: str) -> list[Changed]:
    """The files below `folder` that are not as they were after a commit, whether that is committed or not."""
    output = (
        git(root, "diff", "--raw", "--relative", "--no-abbrev", "--find-renames", "-z", commit, "--", folder)
        or b""
    )
    return list(_changes(output.decode("utf-8", "replace")))


def state_of(root: Path) -> tuple[bytes, bytes]:
    """All that histories are made from besides the documents: the commit, whether older ones are missing, and the register."""
    register = root / REGISTER
    return git(
        root, "rev-parse", "--is-shallow-repository", "HEAD"
    ) or b"", register.read_bytes() if register.is_file() else b""


def read_log(root: Path) -> Log:
    """The history below a root; empty outside a repository, without git, and before the first commit."""
    head = git(root, "rev-parse", "--is-shallow-repository", "HEAD")
    if head is None:
        return EMPTY
    shallow, commit = head.decode().split()
    dirty = listed(
        git(root, "diff", "--name-only", "--relative", "--no-renames", "-z", "HEAD", "--", DOCUMENTS)
    )
    return Log(shallow == "true", _revisions(root, commit), frozenset(map(document_of, dirty)))


def released_digests(root: Path) -> Mapping[str, tuple[str, ...]]:
    """Address → SHA-256 (hex) of each state of its document that a release published, as the committed registers tell."""
    output = git(root, "log", "--format=", "-p", "-m", "--unified=0", "--relative", "--", REGISTER) or b""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for line in output.decode("utf-8", "replace").splitlines():
        parts = line[1:].split(" ")
        if line.startswith("+") and len(parts) == 3 and len(parts[2]) == 64:
            found[parts[0]][parts[2]] = None
    return {address: tuple(sorted(digests)) for address, digests in found.items()}


def texts_of(root: Path, path: str) -> Iterator[bytes]:
    """The bytes of a file of a root after each commit that changed it, the newest first."""
    output = git(
        root,
        *("log", "--first-parent", "-m", "--relative", "--raw", "--no-abbrev", "--no-renames", "-z"),
        *("--format=", "--", path),
    )
    blobs = [change.blob for change in _changes((output or b"").decode("utf-8", "replace"))]
    for blob in dict.fromkeys(blobs):
        yield from read_blobs(root, [blob]).values()


def last_commit_with(root: Path, path: str) -> str | None:
    """The last commit that has a file which is not in the newest; None when none ever had it."""
    gone = git(root, "log", "--max-count=1", "--diff-filter=D", "--format=%P", "--", path)
    here = git(root, "rev-parse", "--verify", "--quiet", f"HEAD:./{path}")
    if here:
        return (git(root, "rev-parse", "HEAD") or b"").decode().strip() or None
    return next(iter((gone or b"").decode().split()), None)


def commits_of(root: Path, path: str, number: int) -> list[str]:
    """The last commits that changed something at or below a path, the newest first."""
    output = git(root, "log", "--first-parent", "-m", f"--max-count={number}", "--format=%H", "--", path)
    return (output or b"").decode().split()


def read_blobs(root: Path, blobs: Iterable[str]) -> dict[str, bytes]:
    """The contents of git objects by their ids, in one process; those that are not to be had are left out."""
    wanted = sorted({blob for blob in blobs if blob != GONE})
    if not wanted:
        return {}
    output = git(root, "cat-file", "--batch", feed="\n".join(wanted).encode() + b"\n")
    if output is None:
        return {}
    found, at = {}, 0
    for blob in wanted:
        end = output.index(b"\n", at)
        header = output[at:end].split()
        size = int(header[2]) if len(header) == 3 else -1
        if size >= 0:
            found[blob] = output[end + 1 : end + 1 + size]
        at = end + 2 + size
    return found


@lru_cache(maxsize=1)
def _revisions(root: Path, commit: str) -> Mapping[str, tuple[Revision, ...]]:
    """Kept for the next one who asks: the history of a commit never changes."""
    output = (
        git(
            root,
            "log",
            "--reverse",
            "--first-parent",
            "-m",
            "--relative",
            "--raw",
            "--no-abbrev",
            "--find-renames",
            "-z",
            "--format=%x01%cI",
            commit,
            "--",
            DOCUMENTS,
        )
        or b""
    )
    told = _Told()
    for part in output.decode("utf-8", "replace").split("\x01")[1:]:
        stamp, _, changes = part.partition("\0")
        day = datetime.fromisoformat(stamp.strip()).astimezone(CHINA).date()
        told.hear(day, list(_changes(changes.lstrip("\n"))))
    return {path: tuple(found) for path, found in told.found.items()}


def _changes(raw: str) -> Iterator[Changed]:
    """The output of `--raw -z`."""
    fields = iter(raw.split("\0"))
    for field in fields:
        if not field.startswith(":"):
            continue
        _, _, before, blob, status = field.split(" ")
        old = next(fields)
        yield Changed(
            old,
            next(fields) if status[0] in "RC" else old,
            before.strip("0") and before,
            blob.strip("0") and blob,
            status[0],
        )


class _Told:
    """What the commits heard so far say of each document."""

    def __init__(self) -> None:
        self.found: dict[str, list[Revision]] = {}
        self._texts: dict[str, str] = {}
        self._files: dict[str, dict[str, str]] = defaultdict(dict)

    def hear(self, day: date, changes: list[Changed]) -> None:
        """Take in one commit."""
        touched = dict.fromkeys(document_of(change.new) for change in changes)
        for change in changes:
            if document_of(change.new) == change.new:
                if change.old != change.new and change.old in self.found:
                    self.found[change.new] = self.found.pop(change.old)
                    self._files[change.new] = self._files.pop(change.old, {})
                self._texts[change.new] = change.blob
        for change in changes:
            document = document_of(change.new)
            if document != change.new:
                name = change.new.partition(".files/")[2]
                self._files[document_of(change.old)].pop(change.old.partition(".files/")[2], None)
                self._files[document].pop(name, None)
                if change.blob != GONE:
                    self._files[document][name] = change.blob
        for document in touched:
            revision = Revision(
                day, document, self._texts.get(document, GONE), tuple(sorted(self._files[document].items()))
            )
            before = self.found.setdefault(document, [])
            if not before or before[-1][2:] != revision[2:]:
                before.append(revision)
