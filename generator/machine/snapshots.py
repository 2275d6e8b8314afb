"""A commit, or a working copy merged into another commit → a temporary folder with a repository of its own.

The repository borrows the objects of the real one and has a configuration of its own, so that nothing that the real one or a
branch names is started, and nothing is written into the real one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from generator.machine.cache import MADE
from generator.machine.git import MARK, git, listed, merged_tree, prefix

_CONFIG = """\
[core]
\trepositoryformatversion = 1
\tbare = false
[extensions]
\tobjectformat = {form}
[user]
\tname = gongkai
\temail = gongkai@localhost
"""


class Proposal(NamedTuple):
    """A working copy as it would be after it was merged."""

    root: Path
    """The root within it."""
    conflicts: tuple[str, ...] = ()
    """Files, relative to the top of the repository, that both sides changed and git cannot merge."""
    apart: bool = False
    """Whether no common history is known, so that nothing could be merged: the files are those of the working copy."""


@contextmanager
def as_of(root: Path, commit: str) -> Iterator[Path | None]:
    """A root as it was in a commit; None when git cannot give it."""
    with _borrowed(root) as copy:
        yield copy if copy and _filled(copy, commit) else None


@contextmanager
def proposed(root: Path, base: str, governed: Callable[[str], bool]) -> Iterator[Proposal | None]:
    """The working copy of a root merged into a commit `base`; files whose names are `governed` are those of the base.

    What is not committed is not committed there, either. Where the working copy is that already, it is not copied. None when
    git cannot give it.
    """
    head = _line(git(root, "rev-parse", "--verify", "--quiet", "HEAD"))
    if head and _is_merged(root, base, head, governed):
        yield Proposal(root.resolve())
        return
    with _borrowed(root) as copy:
        yield _proposal(root, copy, base, head, governed) if copy and head else None


def uncommitted(root: Path) -> list[str]:
    """The files of a root that are not as its last commit has them, relative to the root; none outside a repository."""
    return [
        *listed(git(root, "diff", "--name-only", "--relative", "--no-renames", "-z", "HEAD")),
        *listed(git(root, "ls-files", "--others", "--exclude-standard", "-z")),
    ]


def lend(root: Path, copy: Path, places: Iterable[str]) -> None:
    """Link `places` (paths relative to the root) into a copy that lacks them: included catalogs may lie outside the repository."""
    for place in places:
        source, target = root / place, copy / place
        if source.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(source.resolve())


def missing_history(root: Path) -> bytes:
    """What git noted of the commits that a shallow clone lacks; empty in a whole one."""
    noted = _noted(root, "shallow")
    return noted.read_bytes() if noted.is_file() else b""


def _noted(root: Path, name: str) -> Path:
    """Where git keeps a file of the repository."""
    return root.resolve() / _line(git(root, "rev-parse", "--git-path", name))


def _is_merged(root: Path, base: str, head: str, governed: Callable[[str], bool]) -> bool:
    """Whether the files of a root are those that come of merging it: `base` is in its history, what is governed is as it is
    there, and git has nothing left out, put there in another form or beside what it knows.
    """
    if _line(git(root, "merge-base", base, head)) != base:
        return False
    own = prefix(root)
    top = Path(_line(git(root, "rev-parse", "--show-toplevel")))
    changed = uncommitted(top)
    committed = listed(git(top, "diff", "--name-only", "--no-renames", "-z", base, head))
    beside = git(top, "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z")
    known = listed(git(top, "ls-files", "--stage", "-v", "-z"))
    configured = git(top, "config", "--list", "--name-only", "-z")
    return (
        None not in (beside, configured)
        and not any(map(governed, [*committed, *changed]))
        and all(name.startswith(own) and not name.endswith("/") for name in changed)
        and all(name.rstrip("/") in {f"{own}{made}" for made in MADE} for name in listed(beside))
        and all(entry.startswith("H 100") for entry in known)
        and not any(name.startswith(_OTHER_FORM) for name in listed(configured))
        and not _noted(root, "info/attributes").exists()
    )


_OTHER_FORM = ("core.autocrlf", "core.eol", "filter.")
"""Beginnings of the settings by which files look otherwise in a working copy than in a new one."""


def _proposal(
    root: Path, copy: Path, base: str, head: str, governed: Callable[[str], bool]
) -> Proposal | None:
    common = _line(git(copy, "merge-base", base, head))
    if common == base or not common:
        merged: tuple[str, tuple[str, ...]] = (f"{head}^{{tree}}", ())
    else:
        found = merged_tree(copy, base, head)
        if found is None:
            return None
        merged = found
    git(copy, "read-tree", merged[0])
    _govern(copy, base, governed)
    tree = _line(git(copy, "write-tree"))
    if not tree:
        return None
    if tree == _line(git(copy, "rev-parse", f"{head}^{{tree}}")) and common in (base, ""):
        commit = head
    else:
        commit = _line(git(copy, "commit-tree", tree, "-p", base, "-p", head, feed=b"merged\n"))
    if not _filled(copy, commit):
        return None
    _uncommitted(root, copy, governed)
    return Proposal(copy, merged[1], not common)


def _govern(copy: Path, base: str, governed: Callable[[str], bool]) -> None:
    """Put the governed files of the base, whose full id is given, into the index; take out those that it does not have."""
    lines = {
        name: f"0 {'0' * len(base)}\t{name}"
        for name in listed(git(copy, "ls-files", "--full-name", "-z", ":/"))
        if governed(name)
    }
    for entry in listed(git(copy, "ls-tree", "-r", "--full-tree", "-z", base)):
        told, _, name = entry.partition("\t")
        if governed(name):
            mode, _, blob = told.split(" ")
            lines[name] = f"{mode} {blob}\t{name}"
    git(
        copy,
        "update-index",
        "-z",
        "--index-info",
        feed="".join(f"{line}\0" for line in lines.values()).encode(),
    )


def _uncommitted(root: Path, copy: Path, governed: Callable[[str], bool]) -> None:
    """Bring over what the working copy has and its last commit has not."""
    for name in uncommitted(root):
        source, target = root / name, copy / name
        if governed(prefix(root) + name):
            continue
        if target.is_symlink() or target.is_file():
            target.unlink()
        if source.is_symlink() or source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target, follow_symlinks=False)
            if not target.is_symlink():
                os.utime(target, (0, 0))  # whatever was there before, git sees that it is another file


@contextmanager
def _borrowed(root: Path) -> Iterator[Path | None]:
    """An empty copy of a root in a repository that knows all commits of the root's own; None outside a repository."""
    objects, form = (
        _line(git(root, "rev-parse", option, *rest))
        for option, *rest in (("--git-path", "objects"), ("--show-object-format",))
    )
    if not (objects and form):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        own = Path(folder).resolve() / MARK
        (own / "objects/info").mkdir(parents=True)
        (own / "refs").mkdir()
        (own / "objects/info/alternates").write_text(
            f"{(root.resolve() / objects).resolve()}\n", encoding="utf-8"
        )
        (own / "config").write_text(_CONFIG.format(form=form), encoding="utf-8")
        (own / "HEAD").write_text("ref: refs/heads/proposal\n", encoding="utf-8")
        if missing := missing_history(root):
            (own / "shallow").write_bytes(missing)
        copy = own.parent / prefix(root)
        copy.mkdir(parents=True, exist_ok=True)
        yield copy


def _filled(copy: Path, commit: str) -> bool:
    """Write out the files of a commit, which becomes the last one of the copy."""
    top = Path(_line(git(copy, "rev-parse", "--show-toplevel")))
    if (
        git(copy, "read-tree", commit) is None
        or git(top, "checkout-index", "--all", "--force", "--index", "--quiet") is None
    ):
        return False
    later = time.time() + 2
    os.utime(
        top / MARK / "index", (later, later)
    )  # or git reads all files, which are no older, each time it is asked
    head = _line(git(copy, "rev-parse", "--git-path", "HEAD"))
    (copy / head).write_text(
        f"{_line(git(copy, 'rev-parse', '--verify', f'{commit}^{{commit}}'))}\n", encoding="utf-8"
    )
    return True


def _line(output: bytes | None) -> str:
    return os.fsdecode(output or b"").strip()
