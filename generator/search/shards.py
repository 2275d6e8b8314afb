"""Documents → shards: the parts into which the search index is cut.

A shard is built by one Pagefind process, whose memory grows with it, and is built again when a document in it changes;
a query asks every shard. So shards are as large as memory allows, save for the newest documents: the nearer to the end,
the smaller. A new document comes last, and only a small shard is built again. Where a shard ends is told
by the documents around that place, so that an edit hardly ever moves the ends that follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from generator.model.document import Document


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a shard is, in bytes of Markdown."""

    least: int
    most: int


LARGE = Bounds(6_500_000, 9_000_000)
"""Pagefind needs about 107 bytes of memory for each, so that two processes stay below 2 GB."""

SMALL = Bounds(1_500_000, 3_000_000)

TINY = Bounds(400_000, 800_000)


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are neighbours in the order of publication."""

    name: str
    """From its first index number; a folder name."""
    documents: tuple[Document, ...]


def assign_shards(documents: Sequence[Document]) -> list[Shard]:
    """Cut the documents, all of which have an index number, into shards, the oldest first."""
    ordered: Sequence[Document] = sorted(documents, key=lambda d: (d.published or date.min, d.index_no or ""))
    parts, rest = list[Sequence[Document]](), ordered
    for bounds in (LARGE, SMALL, TINY):
        *whole, rest = _cut(rest, bounds)
        parts += whole
    parts.append(rest)
    return [Shard((part[0].index_no or "").replace("/", "."), tuple(part)) for part in parts if part]


def _cut(documents: Sequence[Document], bounds: Bounds) -> Iterator[Sequence[Document]]:
    """Parts within bounds; what is left comes last and may be smaller, or nothing.

    Of the places where a part may end it ends at the document with the least digest: an insertion moves an end rarely.
    """
    start, size, ends = 0, 0, list[int]()
    at = 0
    while at < len(documents):
        size += documents[at].size
        if size > bounds.most and at > start:
            end = min(ends, key=lambda n: _rank(documents[n]), default=at - 1) + 1
            yield documents[start:end]
            start, size, ends, at = end, 0, [], end
            continue
        if size >= bounds.least:
            ends.append(at)
        at += 1
    yield documents[start:]


def _rank(document: Document) -> bytes:
    return sha256((document.index_no or "").encode()).digest()
