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

    program: bytes
    """Digest (16 bytes) of program and catalog."""
    theme: bytes
    """Digest of program, catalog and theme."""
    front_matter: bytes
    """Digest of program, catalog, the day, the registers, and the front matter of every document."""
    everything: bytes
    """Digest of `theme` and `front_matter`: of everything that a page without text shows."""


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
    """The annual reports on all years that are over, newest first."""
    blocks: Sequence[Block]
    """The blocks of the site map."""
    keys: Keys
