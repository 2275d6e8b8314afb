"""What a build publishes, with all that the files of its site are made from and the keys under which they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.annual.report import AnnualReport
from generator.history.revisions import Log
from generator.model.events import Event
from generator.publishing.documents import Desk
from generator.publishing.inputs import Contents
from generator.site.pages.site_map import Block


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
