"""What a build publishes, and what it works with: handed from stage to stage."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import NamedTuple

from generator.annual.books import Books
from generator.machine.cache import Cache
from generator.machine.workers import Progress
from generator.model.setting import Setting
from generator.planning.plan import Plan
from generator.publishing.shares import Part


class Contents(NamedTuple):
    """Inputs of a publication."""

    setting: Setting
    plan: Plan
    books: Books


class Means(NamedTuple):
    """Cache, workers and progress of a build."""

    cache: Cache
    executor: Executor | None
    """None: this process does everything itself."""
    jobs: int
    progress: Progress
    parts: Sequence[Part]
    """What other machines have made."""
