"""What results are made with: this package, the libraries beside it, Python, and LibreOffice. What is kept of a result is kept
under all of them.

Nothing is named one by one, so nothing can be forgotten: every file of the package counts, and every distribution that Python
can import, with those that its own requirements need and the extras that are installed. A library too many costs a rebuild on
the day it is updated; one too few would show what an old version made.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import PathDistribution
from pathlib import Path

PACKAGE = Path(__file__).parents[1]

_METADATA = (".dist-info", ".egg-info")
"""The folders (or files) in which an installer writes down a distribution, named `<name>-<version>`, or `<name>` alone, before these."""

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)


@lru_cache(maxsize=1)
def find_libreoffice() -> str | None:
    """The path of LibreOffice, which reads old formats; None when it is not installed."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _PLACES if Path(place).is_file()), None)


def made_with() -> tuple[str, ...]:
    """All of it, as texts of which any change is a change: version of Python, files, distributions, LibreOffice."""
    return (
        sys.version,
        *package_files(PACKAGE),
        *distributions(sys.path),
        *office_program(find_libreoffice()),
    )


def package_files(folder: Path) -> list[str]:
    """Every file below a folder and a digest of its bytes; what Python compiled from them is left out."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.parent.name != "__pycache__")
    return [f"{p.relative_to(folder).as_posix()} {blake2b(p.read_bytes()).hexdigest()}" for p in files]


def distributions(paths: Iterable[str]) -> list[str]:
    """Name and version of every distribution in these folders of Python, as the installers wrote them down."""
    folders = [Path(path) for path in paths if Path(path).is_dir()]
    return sorted({_noted(p) for folder in folders for p in folder.iterdir() if p.suffix in _METADATA})


def _noted(place: Path) -> str:
    """The name of a distribution's metadata, which has the version in it; Debian leaves that out of some, where it is read."""
    return place.name if "-" in place.stem else f"{place.name} {PathDistribution(place).version}"


def office_program(path: str | None) -> list[str]:
    """Name, size and time of the files that an update of LibreOffice replaces; empty without one.

    To ask the program itself for its version takes as long as a whole check.
    """
    if path is None:
        return []
    beside = Path(path).resolve().parent
    stats = [(p.name, p.stat()) for p in sorted(beside.glob("soffice*")) + sorted(beside.glob("versionrc"))]
    return [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats]
