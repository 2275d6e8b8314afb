"""Documents → bundles: the parts into which the search index is cut, the newest first; the older, the larger.

A query asks every bundle, and a bundle is built again when a document in it changes. So their sizes grow by a constant ratio
with their age, up to a largest: there are few, and what is published today touches a small one. A bundle ends within a window
that is counted from the newest document on, at the document with the least digest of all that are in it. So an edit moves an
end as rarely as it strikes that one document, and the same documents are always cut in the same way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate

from generator.model.document import PublishedDocument

NEWEST = 4_000_000
"""Bytes of Markdown in the newest bundle, at least; it may be twice as large."""
RATIO = 64
WORTH = 8
"""How many times as large a catalog must be as its newest bundle, for it to have one: every bundle costs every query a file a word."""
LARGEST = 256_000_000
"""Bytes of Markdown of the largest bundles: beyond this, bundles no longer grow with age."""
ALONE = 500
"""Bytes that a document counts for beyond its text: for its number, its title and its page in the index."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are neighbours in the order of publication, newest first."""

    documents: tuple[PublishedDocument, ...]

    @property
    def size(self) -> int:
        """Bytes of Markdown."""
        return sum(document.size + ALONE for document in self.documents)


def assign_shards(documents: Sequence[PublishedDocument]) -> list[Shard]:
    """Cut the documents, all of which have an index number, into bundles, the newest first."""
    ordered = sorted(documents, key=lambda d: (d.begun, d.index_no), reverse=True)
    newer = list(
        accumulate((document.size + ALONE for document in ordered), initial=0)
    )  # bytes before each of them
    ends = [0]
    for first, last in _windows(newer[-1]):
        inside = range(max(bisect_left(newer, first), ends[-1] + 1), bisect_left(newer, last))
        if inside:
            ends.append(min(inside, key=lambda n: _rank(ordered[n])))
    return [
        Shard(tuple(ordered[start:end]))
        for start, end in zip(ends, [*ends[1:], len(ordered)], strict=True)
        if start < end
    ]


def _windows(total: int) -> Iterator[tuple[int, int]]:
    """For each bundle but the newest a pair: the least and the most bytes of newer documents at which it may begin.

    A bundle exists only when the whole window lies within the `total` of bytes.
    """
    start = NEWEST
    while start + min(start, LARGEST // 2) <= total and total >= WORTH * NEWEST:
        yield start, start + min(start, LARGEST // 2)
        start = start * RATIO if start * RATIO <= LARGEST else start + LARGEST


def _rank(document: PublishedDocument) -> bytes:
    return sha256(document.index_no.encode()).digest()
