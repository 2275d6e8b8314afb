"""A text that has been rendered before → the same again, cut out of the page of the site that shows it.

So a changed theme needs no Markdown, and no second copy of all texts is kept for that day.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from generator.reading.markdown import Rendered, read_again


class Shown(NamedTuple):
    """Where the HTML of a text stands in a page."""

    digest: str
    """SHA-256 of the page."""
    start: int
    end: int
    """In bytes."""


def shown_in(page: str, digest: str, text: Rendered) -> Shown | None:
    """Where a page shows a text; None when its template shows something else."""
    if not text.html:
        return None
    before, found, _ = page.partition(text.html)
    start = len(before.encode())
    return Shown(digest, start, start + len(found.encode())) if found else None


def cut_out(page: Path, shown: Shown) -> Rendered | None:
    """The text that a page shows; None when the page is not the one that was meant."""
    try:
        data = page.read_bytes()
    except OSError:
        return None
    return (
        read_again(data[shown.start : shown.end].decode())
        if sha256(data).hexdigest() == shown.digest
        else None
    )
