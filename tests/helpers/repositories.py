"""git in a folder of a test."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

NAMED = ("-c", "user.name=编辑", "-c", "user.email=a@example.gov.cn")


def run(root: Path, *arguments: str) -> None:
    """Run git in a folder, as of the day on which the documents of the tests are published."""
    stamps = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-06-30T10:00:00+08:00")
    subprocess.run(
        ["git", *NAMED, "-C", root, *arguments], check=True, capture_output=True, env={**os.environ, **stamps}
    )
