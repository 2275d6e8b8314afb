"""A git repository → when each document entered it."""

from __future__ import annotations

import subprocess
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

CHINA = timezone(timedelta(hours=8))


def first_committed(root: Path, folder: str) -> dict[str, date]:
    """The day (in China) of the commit that first contained each file below `folder`, renames followed.

    Empty without git, outside a repository, and in a shallow clone, whose oldest commit seems to add everything.
    """
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    log = _git(root, "log", "--reverse", "--relative", "--no-merges", "--find-renames", "--diff-filter=AR", "--name-status", "-z",
               "--format=%x01%cI", "--", folder)
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


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", root, *arguments], capture_output=True, check=False)
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
