"""What a build works on, and what it works with: handed from stage to stage."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import NamedTuple

from generator.annual.books import Books
from generator.annual.report import AnnualReport
from generator.machine.cache import Cache
from generator.machine.workers import Progress
from generator.model.setting import Setting
from generator.planning.plan import Plan
from generator.publishing.shares import Part
from generator.reading.registers.audit_record import Record
from generator.site.pages.site_map import Block


class Contents(NamedTuple):
    """What is to be published."""

    setting: Setting
    plan: Plan
    books: Books


class Means(NamedTuple):
    """What it is made with."""

    cache: Cache
    executor: Executor | None
    jobs: int
    progress: Progress
    parts: Sequence[Part]
    """What other machines have made."""


class Facts(NamedTuple):
    """What pages show that no document says."""

    record: Record | None
    """Of the last accessibility audit."""
    reports: Sequence[AnnualReport]
    blocks: Sequence[Block]
    """Of the site map."""


class Keys(NamedTuple):
    """Digests of what pages are made from that show no text of a document."""

    data: bytes
    """Program and catalog."""
    look: bytes
    """These and the theme."""
    said: bytes
    """Program, catalog, the day, and the front matter of every document."""
    shown: bytes
    """All of these."""
