"""The program as of a fixed day, and the documents of its tests."""

from __future__ import annotations

import subprocess
from pathlib import Path

from helpers import program
from helpers.documents import document
from helpers.roots import TESTS

DOCUMENT = document()
LATE = document(published="2026-07-01")
CATALOG = (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")


def gongkai(
    *arguments: str | Path, root: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command; with a root, on it and as of a fixed day."""
    where = ["--root", root] if root else []
    return program.gongkai(*arguments, *where, **{"SOURCE_DATE_EPOCH": "1795305600", **environment})
