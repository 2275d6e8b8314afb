"""What git knows about a root. Outside a repository, or without git, every answer is None or empty.

This is the only place that calls git, because git runs programs that a repository names: monitors, hooks, filters, helpers. A
branch can bring a folder that looks like a repository, so git never searches for one itself: it is told which, the nearest
`.git` above the root, which no branch can bring. Nothing of the user's or the system's configuration counts, nor a variable of
the environment, and no program that the repository's own configuration names is started.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import NamedTuple

MARK = ".git"
"""What a repository has at its top. Git takes no file of this name into a commit."""

_SETTINGS: Mapping[str, str] = {
    "safe.bareRepository": "explicit",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.attributesFile": os.devnull,
    "core.excludesFile": os.devnull,
    "core.alternateRefsCommand": "",
    "core.sshCommand": "false",
    "core.gitProxy": "",
    "core.askPass": "",
    "core.pager": "cat",
    "credential.helper": "",
    "diff.external": "",
    "log.showSignature": "false",
    "protocol.allow": "never",
    "submodule.recurse": "false",
    "diff.ignoreSubmodules": "all",
    "gc.auto": "0",
    "maintenance.auto": "false",
}
"""What goes before the configuration of a repository: nothing is started, asked, fetched or tidied up."""

_VARIABLES: Mapping[str, str] = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}

_INHERITED = ("HOME", "SUDO_UID", "SYSTEMROOT", "TMPDIR")
"""The variables of the environment that git gets besides PATH: no token, no GIT_*."""

_TRUSTING = ("GIT_CONFIG", "GIT_TEST_ASSUME_DIFFERENT_OWNER", "XDG_CONFIG_HOME")
"""Beginnings of the variables that may say whom to trust (safe.directory); they count only for the question whether to."""

_OWN_FORM = ("--no-ext-diff", "--no-textconv", "--ignore-submodules=all")

_OPTIONS: Mapping[str, Sequence[str]] = {"diff": _OWN_FORM, "log": _OWN_FORM}
"""Options of the commands that would start other programs, or look into other repositories, to compare files."""


class _Place(NamedTuple):
    """A repository and its working copy."""

    top: Path
    folder: Path


def git(folder: Path, *arguments: str, feed: bytes = b"") -> bytes | None:
    """The output of a git command that is given `feed` as its input.

    None when the command fails, there is no repository, git is not installed, or git refuses to read the repository.
    """
    place = _place(folder)
    if place is None or not _is_trusted(place):
        return None
    variables = _variables(place)
    if arguments[0] == "diff":  # which reads files as their filters would store them
        variables |= _without_filters(
            _run(folder, variables, _SETTINGS, "config", "--list", "--name-only", "-z")
        )
    return _run(
        folder, variables, _SETTINGS, arguments[0], *_OPTIONS.get(arguments[0], ()), *arguments[1:], feed=feed
    )


def commit_of(root: Path, ref: str) -> str | None:
    """The full id of the commit that a name stands for; None when there is no such commit."""
    found = (
        None if ref.startswith("-") else git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    )
    return found.decode().strip() if found else None


def merged_tree(folder: Path, ours: str, theirs: str) -> tuple[str, tuple[str, ...]] | None:
    """The id of the merged tree of two commits and the paths in conflict, relative to the top; None when git cannot merge them.

    The tree is written into the repository of `folder`, whose configuration must be the program's own: it may name programs.
    """
    place = _place(folder)
    if place is None or not _is_trusted(place):
        return None
    found = _run(
        folder,
        _variables(place),
        _SETTINGS,
        *("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", ours, theirs),
        fine=(0, 1),  # 1: with conflicts
    )
    tree, *conflicts = listed(found) or [""]
    return (tree, tuple(conflicts)) if tree else None


def is_unreadable(root: Path) -> bool:
    """Whether a repository is there that git does not read: it is not installed, or the folder belongs to somebody else."""
    return _place(root) is not None and git(root, "rev-parse", "--git-dir") is None


def prefix(root: Path) -> str:
    """The folder of a root within its repository, with a slash at its end; empty at the top. CI systems name files from there."""
    here, place = root.resolve(), _place(root)
    if place is None or here == place.top:
        return ""
    return os.fsencode(f"{here.relative_to(place.top).as_posix()}/").decode("utf-8", "replace")


def show(root: Path, commit: str, path: str) -> bytes | None:
    """A file (relative to the root) as it was in a commit; None when it was not there."""
    return git(root, "cat-file", "blob", f"{commit}:./{path}")


def listed(output: bytes | None) -> list[str]:
    """The names in the output of a git command run with `-z`."""
    return [name for name in (output or b"").decode("utf-8", "replace").split("\0") if name]


def tracked(folder: Path, names: Sequence[str]) -> list[str] | None:
    """Which of these names in a folder git tracks, or tracks something below, whatever their upper and lower case.

    None when there is a repository and git gives no answer.
    """
    output = git(folder, "ls-files", "-z", "--", *(f":(icase,literal){name}" for name in names))
    if output is None:
        return None if _place(folder) else []
    kept = {path.partition("/")[0].casefold() for path in listed(output)}
    return [name for name in names if name.casefold() in kept]


def is_ours(place: Path) -> bool:
    """Whether what lies at a place cannot have come with a branch: it is no link, and git, if there is a repository, says that it keeps none of it."""
    return not place.is_symlink() and (not place.exists() or tracked(place.parent, [place.name]) == [])


def has_repository(folder: Path) -> bool:
    """Whether a folder lies in a repository, be it one that git does not read."""
    return _place(folder) is not None


def nested(root: Path, without: Iterable[Path] = ()) -> list[str]:
    """What makes a folder at or below a root look to git like a repository, relative to the root; only its own `.git` is in order.

    Other roots are left out, and what is beside the sources: hidden folders (but for what they are themselves), results, libraries.
    """
    found: list[str] = []
    top, apart = str(root), {str(other) for other in without}
    for folder, folders, files in os.walk(top):
        names = {*folders, *files}
        if _is_open_repository(names):
            found.append(f"{folder}/HEAD")
        if folder != top:
            found += [f"{folder}/{MARK}"] if MARK in names else []
            folders[:] = [name for name in folders if name != MARK and f"{folder}/{name}" not in apart]
            continue
        found += [
            f"{top}/{name}/HEAD"
            for name in folders
            if name.startswith(".") and name != MARK and _is_open_repository(_names(root / name))
        ]
        folders[:] = [
            name
            for name in folders
            if not (
                name.startswith(".")
                or name in ("site", "node_modules")
                or f"{top}/{name}" in apart
                or (root / name / "pyvenv.cfg").exists()
            )
        ]
    return sorted(Path(path).relative_to(root).as_posix() for path in found)


_PLACED = re.compile(r"^[ \t]*path[ \t]*=[ \t]*(.+?)[ \t]*$", re.MULTILINE)


def submodules(root: Path) -> list[str]:
    """Where the repository's `.gitmodules` places other repositories at or below a root, relative to the root.

    What lies there is no part of a commit: it is fetched from elsewhere, and can be another thing after it was checked.
    """
    place = _place(root)
    file = place.top / ".gitmodules" if place else root / ".gitmodules"
    if not file.is_file() or file.is_symlink():
        return []
    top = prefix(root)
    paths = _PLACED.findall(file.read_text(encoding="utf-8", errors="replace"))
    found = (path.strip('"').removeprefix("./") for path in paths)
    return sorted({path[len(top) :] for path in found if path.startswith(top)})


def _is_open_repository(names: Set[str]) -> bool:
    """Whether git takes a folder with these names in it for a repository; it looks no further."""
    if not any(name.casefold() == "head" for name in names):
        return False
    folded = {name.casefold() for name in names}
    return "commondir" in folded or {"objects", "refs"} <= folded


def _names(folder: Path) -> set[str]:
    try:
        return {entry.name for entry in folder.iterdir()}
    except OSError:
        return set()


def _variables(place: _Place) -> dict[str, str]:
    return {
        **_VARIABLES,
        "GIT_DIR": str(place.folder),
        "GIT_WORK_TREE": str(place.top),
        "GIT_CEILING_DIRECTORIES": str(place.top.parent),
    }


def _place(folder: Path) -> _Place | None:
    """The nearest repository above a folder, by its `.git`: a folder, or a file that names one, as in a second working copy."""
    here = folder.resolve()
    for top in (here, *here.parents):
        mark = top / MARK
        if (mark / "HEAD").is_file():
            return _Place(top, mark)
        if mark.is_file():
            key, _, named = mark.read_text(encoding="utf-8", errors="surrogateescape").partition(": ")
            if key == "gitdir":
                return _Place(top, top / named.rstrip("\r\n"))
    return None


def _is_trusted(place: _Place) -> bool:
    """Whether git agrees to read a repository: it is the user's own, or one that safe.directory names."""
    user = os.geteuid() if hasattr(os, "geteuid") else None
    try:
        owners = {path.stat().st_uid for path in (place.top, place.top / MARK, place.folder)}
    except OSError:
        return False
    trusting = {name: value for name, value in os.environ.items() if name.startswith(_TRUSTING)}
    if owners == {user} and "GIT_TEST_ASSUME_DIFFERENT_OWNER" not in trusting:
        return True
    trusting["GIT_CEILING_DIRECTORIES"] = str(place.top.parent)
    return (
        _run(place.top, trusting, {"safe.bareRepository": "explicit"}, "rev-parse", "--git-dir") is not None
    )


def _without_filters(names: bytes | None) -> Mapping[str, str]:
    """Variables that switch off every filter of a configuration whose names are given."""
    drivers = sorted({name.rpartition(".")[0] for name in listed(names) if name.startswith("filter.")})
    pairs = [
        (f"{driver}.{part}", value)
        for driver in drivers
        for part, value in (("clean", ""), ("process", ""), ("required", "false"))
    ]
    return {
        "GIT_CONFIG_COUNT": str(len(pairs)),
        **{f"GIT_CONFIG_KEY_{n}": key for n, (key, _) in enumerate(pairs)},
        **{f"GIT_CONFIG_VALUE_{n}": value for n, (_, value) in enumerate(pairs)},
    }


def _run(
    folder: Path,
    variables: Mapping[str, str],
    settings: Mapping[str, str],
    *arguments: str,
    feed: bytes = b"",
    fine: Sequence[int] = (0,),
) -> bytes | None:
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    searched = os.environ.get("PATH", os.defpath).split(os.pathsep)
    environment["PATH"] = os.pathsep.join(
        part for part in searched if Path(part).is_absolute()
    )  # no program of the folder that one stands in
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    try:
        done = subprocess.run(
            ["git", "--no-pager", "-C", folder, *options, *arguments],
            input=feed,
            capture_output=True,
            check=False,
            env={**environment, **variables},
        )
    except OSError:
        return None
    return done.stdout if done.returncode in fine else None
