"""The workflow files of a repository → the lines by which they publish the site without recording it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

PLACES = (".github/workflows", ".gitea/workflows", ".forgejo/workflows", ".workflow", ".gitlab-ci.yml")

_BUILDS = re.compile(r"^[^#\n]*\bgongkai build\b(?!.*--shard)", re.MULTILINE)

_RELEASES = re.compile(r"^[^#\n]*\bgongkai release\b", re.MULTILINE)


def publishing_lines(root: Path) -> Iterator[tuple[str, int]]:
    """Path and line of each `gongkai build` in the workflows of a root, none of which runs `gongkai release`."""
    files = [
        file
        for place in PLACES
        for file in ([root / place] if (root / place).is_file() else sorted((root / place).glob("*.y*ml")))
        if file.is_file() and not file.is_symlink()
    ]
    texts = [(file, file.read_bytes().decode("utf-8", "replace")) for file in files]
    if any(_RELEASES.search(text) for _, text in texts):
        return
    for file, text in texts:
        for found in _BUILDS.finditer(text):
            yield file.relative_to(root).as_posix(), text.count("\n", 0, found.end()) + 1
