"""What git knows about a root. Outside a repository, or without git, every answer is None or empty."""

from __future__ import annotations

import subprocess
from pathlib import Path


def git(folder: Path, *arguments: str) -> bytes | None:
    """What a git command prints; None when it fails or git is not there."""
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def prefix(root: Path) -> str:
    """The folder of a root within its repository, with a slash at its end; empty at the top. CI systems name files from there."""
    return (git(root, "rev-parse", "--show-prefix") or b"").decode("utf-8", "replace").rstrip("\n")


def show(root: Path, commit: str, path: str) -> bytes | None:
    """A file (relative to the root) as it was in a commit; None when it was not there."""
    return git(root, "cat-file", "blob", f"{commit}:./{path}")


def listed(output: bytes | None) -> list[str]:
    """The names in the output of a git command run with `-z`."""
    return [name for name in (output or b"").decode("utf-8", "replace").split("\0") if name]
