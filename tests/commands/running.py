"""The program as a process, and git as an editor uses it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import support
from helpers.documents import document
from support import TESTS, make_root

DOCUMENT = document()
LATE = document(published="2026-07-01")
CATALOG = (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")


def gongkai(
    *arguments: str | Path, root: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command; with a root, on it and as of a fixed day."""
    where = ["--root", root] if root else []
    return support.gongkai(*arguments, *where, **{"SOURCE_DATE_EPOCH": "1795305600", **environment})


def git(root: Path, *arguments: str) -> None:
    stamp = "2026-06-30T10:00:00+08:00"
    subprocess.run(
        ["git", "-c", "user.name=编辑", "-c", "user.email=a@example.gov.cn", "-C", root, *arguments],
        check=True,
        capture_output=True,
        env={"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "PATH": os.environ["PATH"]},
    )


def repository(folder: Path, files: dict[str, str | bytes], catalog: str | None = None) -> Path:
    """A root under git, everything committed."""
    root = make_root(folder, files, catalog)
    (root / ".gitignore").write_text("/.build/\n", encoding="utf-8")
    git(root, "init", "--initial-branch", "main")
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--allow-empty", "--message", "改动")
