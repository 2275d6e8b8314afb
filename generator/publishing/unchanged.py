"""A root of which no file has changed since the last run → the result of that run, without reading a single document.

A check or a build depends on the catalog, what git knows of it, the theme, the day and this program. While the stamps of
all files stay, so does the outcome; and the modules that make it, which take longest to load, are not needed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.machine.cache import MADE, Cache, key_of, program_key, workshop
from generator.machine.git import git, has_repository, nested
from generator.machine.shipped import asset_root
from generator.machine.stamps import SETTLED, Stamp, stamp
from generator.model.diagnostics import Diagnostic
from generator.model.packing import pack, unpack
from generator.model.places import CATALOG

LOOKED_AT = (CATALOG, "content", "theme", "mkdocs.yml", ".gitattributes")
"""The files and folders of a root that a check or build reads, apart from the repository itself."""

SHIPPED = ("theme", "mkdocs.yml")


class Outcome(NamedTuple):
    """The result of a check or a build."""

    found: Sequence[Diagnostic]
    configured: bool
    """Whether catalog.yml could be read."""
    alone: bool
    """Whether it depends on this root alone, not on catalogs that it includes."""
    pages: int | None = None
    """Pages of the site that was built; None when none was."""
    seconds: float = 0


class Kept(NamedTuple):
    """A result in the cache, with the digest of the site that it wrote."""

    outcome: Outcome
    made: bytes
    """A digest of where the site was written and of its manifest; empty after a check, which writes none."""


def inputs_digest(root: Path, today: date) -> bytes | None:
    """A digest (16 bytes) of every input on which the outcome for a root depends.

    None when that cannot be told: a file changed so recently that a further change may not show, or a link leads elsewhere.
    """
    places = [*(root / name for name in LOOKED_AT), *(asset_root() / name for name in SHIPPED)]
    try:
        files = [file for place in places for file in _stamps(place)]
    except OSError:
        return None  # something is unreadable, or changes at this moment
    recent = time.time_ns() - SETTLED
    if any(found is None or max(found[1:3], default=0) > recent for _, found in files):
        return None
    commit = git(root, "rev-parse", "--is-shallow-repository", "HEAD")
    if (commit is None and has_repository(root)) or nested(root):
        return None  # a repository without a commit, or one that git refuses to read until it is told otherwise, or one too many
    if any((root / name).is_symlink() for name in MADE):
        return None
    return key_of(
        program_key(),
        today,
        files,
        commit,
        commit and git(root, "ls-files", "--stage", "--", "content", *(f":(icase){name}" for name in MADE)),
    )


def recalled(
    root: Path,
    kind: str,
    inputs: bytes | None,
    make: Callable[[], Outcome],
    made: Callable[[], bytes] = bytes,
) -> Outcome:
    """The outcome kept under `inputs` if what it wrote (`made`) is still there unchanged; otherwise that of `make`, which is then kept.

    `inputs` is the digest of `inputs_digest`; None: nothing is looked up.
    """
    if inputs is None:
        return make()
    started = time.perf_counter()
    with workshop(root) as work, Cache(work) as cache:
        kept = cache.get(kind, [inputs])
    if kept:
        outcome, before = unpack(kept[inputs], Kept)
        if before == made():
            return outcome._replace(seconds=time.perf_counter() - started)
    outcome = make()
    if outcome.alone:
        with workshop(root) as work, Cache(work) as cache:
            cache.put(kind, {inputs: pack(Kept(outcome, made()))})
            cache.commit()
    return outcome


def _stamps(place: Path) -> Iterator[tuple[str, Stamp | None]]:
    """Every file and folder from a place on: with its stamp, empty for a folder, None for a link."""
    if place.is_symlink():
        yield str(place), None
    elif place.is_dir():
        yield from _below(str(place))
    elif place.exists():
        yield str(place), stamp(place.stat())


def _below(folder: str) -> Iterator[tuple[str, Stamp | None]]:
    yield folder, ()
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_symlink():
            yield entry.path, None
        elif entry.is_dir():
            yield from _below(entry.path)
        else:
            yield entry.path, stamp(entry.stat())
