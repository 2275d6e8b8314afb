"""Git in a folder of a test, as an editor uses it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from helpers.roots import make_root

NAMED = ("-c", "user.name=编辑", "-c", "user.email=a@example.gov.cn")


def run(root: Path, *arguments: str, day: str = "2026-06-30") -> str:
    """What git prints, run in a folder as of a day; the one on which the documents of the tests are published unless given."""
    stamps = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T10:00:00+08:00")
    command = ["git", *NAMED, "-C", root, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **stamps})
    return done.stdout


def commit(root: Path, message: str = "改动", day: str = "2026-06-30") -> None:
    """Commit everything that is not ignored, even if nothing has changed."""
    run(root, "add", "--all")
    run(root, "commit", "--quiet", "--allow-empty", "--message", message, day=day)


def repository(folder: Path, files: dict[str, str | bytes], catalog: str | None = None) -> Path:
    """A root under git, everything committed on `main`."""
    root = make_root(folder, files, catalog)
    (root / ".gitignore").write_text("/.build/\n/site/\n/.site.old/\n", encoding="utf-8")
    run(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    return root
