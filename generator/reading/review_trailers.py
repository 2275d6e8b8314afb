"""Commit messages → steps of the review that they carry, so that the approvals of a pull request become the record.

A line at the end of a message such as `Reviewed-by: 保密审查 县保密办：同意公开` is a step for every document that the commit
touches; its day is that of the commit. A line without one of the kinds of steps is somebody's name, and none of ours.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import get_args

from generator.machine.git import git
from generator.model.dates import CHINA
from generator.model.places import DOCUMENTS
from generator.model.review import Step, StepKind

TRAILER = "Reviewed-by"

_STEP = re.compile(
    rf"(?P<kind>{'|'.join(get_args(StepKind))})(?:审查|审核|复核|初审)?[ \t　：:]+(?P<post>[^：:<]+?)(?:[：:][ \t]*(?P<opinion>[^<]+?))?[ \t]*(?:<[^>]*>)?"
)


def trailer_steps(root: Path) -> Mapping[str, tuple[Step, ...]]:
    """By the path of a document: the steps in the messages of its commits, oldest first. Empty without git."""
    head = (git(root, "rev-parse", "HEAD") or b"").decode().strip()
    return _steps(root, head) if head else {}


def step_of(line: str, day: datetime) -> Step | None:
    """The step that a trailer's value says."""
    found = _STEP.fullmatch(line.strip())
    if found is None:
        return None
    kind: StepKind = next(kind for kind in get_args(StepKind) if kind == found["kind"])
    return Step(
        post=found["post"].strip(), kind=kind, date=day.astimezone(CHINA).date(), opinion=found["opinion"]
    )


@lru_cache(maxsize=1)
def _steps(root: Path, head: str) -> Mapping[str, tuple[Step, ...]]:
    log = git(
        root,
        "log",
        "--reverse",
        "--relative",
        "--name-only",
        "-z",
        f"--grep=^{TRAILER}:",
        f"--format=%x01%cI%x02%(trailers:key={TRAILER},valueonly,separator=%x03)%x02",
        head,
        "--",
        DOCUMENTS,
    )
    found: dict[str, list[Step]] = defaultdict(list)
    for commit in (log or b"").decode("utf-8", "replace").split("\x01")[1:]:
        stamp, values, names = commit.split("\x02", 2)
        day = datetime.fromisoformat(stamp)
        steps = [step for value in values.split("\x03") if (step := step_of(value, day))]
        for name in names.strip("\0\n").split("\0") if steps else ():
            found[name.strip("\n")] += steps
    return {path: tuple(steps) for path, steps in found.items()}
