"""An included catalog that is broken → its last state without a fault, taken from git; what was withdrawn since is withdrawn there too."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from generator.build import check_root
from generator.history.revisions import commits_of, texts_of
from generator.machine.snapshots import as_of
from generator.model.catalog import Include
from generator.model.diagnostics import Diagnostic, blocking
from generator.model.places import CATALOG
from generator.reading.frontmatter import read_record
from generator.reading.includes import is_catalog_file
from generator.reading.sources import find_documents
from generator.tools.proof.held import Held, WorkingCopy, is_secret
from generator.tools.proof.held_documents import leaving_lines, with_lines

STATES = 20
"""How many states of an included catalog are looked at, from the newest back, for one without a fault."""


def put_back_include(copy: WorkingCopy, include: Include, why: Sequence[Diagnostic]) -> bool:
    """Let the copy hold an included catalog as it was last without a fault; False when no such state is to be had."""
    path = include.catalog or f"{include.root}/{CATALOG}"
    if path in copy.held:
        return False
    if include.catalog:
        found = next((text for text in texts_of(copy.real, path) if is_catalog_file(text)), None)
        if found is None:
            return False
        (copy.root / path).write_bytes(found)
    elif not _put_back_root(copy, str(include.root), secret=is_secret(why)):
        return False
    for held in [name for name in copy.held if name.startswith(f"{include.root}/")]:
        del copy.held[held]
    copy.held[path] = Held(path, include.name, "earlier", tuple(why))
    return True


def _put_back_root(copy: WorkingCopy, name: str, *, secret: bool) -> bool:
    real, target = copy.real / name, copy.root / name
    for commit in commits_of(real, ".", STATES):
        with as_of(real, commit) as state:
            if state is None or blocking(check_root(state, today=copy.today).diagnostics):
                continue
            shutil.rmtree(target / "content")
            shutil.copytree(state / "content", target / "content", symlinks=True)
            shutil.copy2(state / CATALOG, target / CATALOG)
        _let_go(copy, real, target, secret=secret)
        return True
    return False


def _let_go(copy: WorkingCopy, real: Path, target: Path, *, secret: bool) -> None:
    """Withdraw in an earlier state what has been withdrawn, or has come to its end, since."""
    for path in find_documents(real):
        data, place = (real / path).read_bytes(), target / path
        lines = leaving_lines(read_record(path, data).document, data, secret=secret, today=copy.today)
        if lines and place.is_file():
            place.write_bytes(with_lines(place.read_bytes(), lines))


def include_of(copy: WorkingCopy, path: str) -> Include | None:
    """The included catalog that a file belongs to."""
    return next(
        (
            include
            for include in copy.catalog.includes
            if (path == include.catalog if include.catalog else path.startswith(f"{include.root}/"))
        ),
        None,
    )
