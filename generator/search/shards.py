"""Documents → shards: the parts into which the search index is cut.

A shard is built by one Pagefind process, whose memory grows with it, and is built again when a document in it changes.
So shards are small, and where one ends depends on the index numbers alone as far as possible: a document that is added
or changed leaves the other shards as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from generator.model import Document

MIN_BYTES = 9_000_000
MAX_BYTES = 12_000_000
"""Of Markdown: Pagefind needs about 55 bytes of memory for each, so 12 MB stay below 700 MB."""
ONE_IN = 64
"""After MIN_BYTES a shard ends at one index number in so many."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are neighbours in the order of index numbers, that is by body and year."""

    name: str
    """From its first index number; a folder name."""
    documents: tuple[Document, ...]


def assign_shards(documents: Sequence[Document]) -> list[Shard]:
    """Cut the documents, all of which have an index number, into shards, in the order of index numbers."""
    ordered = sorted(documents, key=lambda d: d.index_no or "")
    return [Shard((part[0].index_no or "").replace("/", "."), tuple(part)) for part in _parts(ordered)]


def _parts(ordered: Sequence[Document]) -> Iterator[list[Document]]:
    part: list[Document] = []
    size = 0
    for document in ordered:
        if part and size + document.size > MAX_BYTES:
            yield part
            part, size = [], 0
        part.append(document)
        size += document.size
        if size >= MIN_BYTES and _ends(document):
            yield part
            part, size = [], 0
    if part:
        yield part


def _ends(document: Document) -> bool:
    digest = sha256((document.index_no or "").encode()).digest()
    return int.from_bytes(digest[:4], "big") % ONE_IN == 0
