"""What a build publishes, and what it works with: handed from stage to stage."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import NamedTuple

from generator.annual.books import Books
from generator.annual.report import AnnualReport
from generator.history.revisions import Log
from generator.machine.cache import Cache
from generator.machine.workers import Progress
from generator.model.setting import Setting
from generator.planning.events import Event
from generator.planning.plan import Plan
from generator.publishing.documents import Desk
from generator.publishing.shares import Part
from generator.site.pages.site_map import Block


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


class Keys(NamedTuple):
    """Digests of what pages are made from that show no text of a document."""

    data: bytes
    """Of program and catalog."""
    look: bytes
    """Of these and the theme."""
    said: bytes
    """Of program, catalog, the day, the registers, and the front matter of every document."""
    shown: bytes
    """Of all of these."""


@dataclass(frozen=True)
class Work:
    """Everything that the files of a site are made from, worked out once."""

    contents: Contents
    desk: Desk
    log: Log
    """What git knows of the documents."""
    happened: Sequence[Event]
    """Everything that happened to published documents, oldest first."""
    reports: Sequence[AnnualReport]
    """On all years that are over, newest first."""
    blocks: Sequence[Block]
    """Of the site map."""
    keys: Keys
