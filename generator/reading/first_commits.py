"""A git repository → when each document entered it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from generator.machine.git import git
from generator.model.dates import CHINA


def first_committed(root: Path, folder: str) -> dict[str, date]:
    """The day (in China) of the commit that first contained each file below `folder`, renames followed.

    Empty without git, outside a repository, and in a shallow clone, whose oldest commit seems to add everything.
    """
    if (git(root, "rev-parse", "--is-shallow-repository") or b"").strip() != b"false":
        return {}
    output = git(
        root,
        "log",
        "--reverse",
        "--relative",
        "--no-merges",
        "--find-renames",
        "--diff-filter=AR",
        "--name-status",
        "-z",
        "--format=%x01%cI",
        "--",
        folder,
    )
    log = (output or b"").decode("utf-8", "replace")
    days: dict[str, date] = {}
    for commit in log.split("\x01")[1:]:
        stamp, _, changes = commit.partition("\0")
        day = datetime.fromisoformat(stamp.strip()).astimezone(CHINA).date()
        fields = iter(changes.lstrip("\n").split("\0"))
        for status in fields:
            if status.startswith("R"):
                old, new = next(fields), next(fields)
                days.setdefault(new, days.get(old, day))
            elif status == "A":
                days.setdefault(next(fields), day)
    return days
