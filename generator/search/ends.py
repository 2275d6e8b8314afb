"""Where the files of an index end: decided by its words alone, so that one more place of a word moves hardly any end.

A word of many places is a file by itself. Between two such, a file ends within a window of places after its beginning, before the
word that has the least digest of all in it. So an end moves only when a word in its window comes or goes, and the files after it
find back to their ends after one or two. Nor does an end of a range, of which one process makes the files: a range is halved
as long as it has too many places.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.search.encoding import CHARACTER, Short, Words

RANGE = 1_500_000
"""Places that one process makes an index of at a time, at most: 12 MB, and six times as much while it is at work."""
GRID = 64
"""Ranges end at characters whose number is a multiple of this."""
CELLS = (1 << CHARACTER) // GRID
CHUNK = 2_400
"""Places in one file of the index, at least, unless one of many comes next: what a word costs to look up, against the length of
the directory."""
NAMES_CHUNK = 800
"""The same, where there are titles and numbers only, and the directory is short."""
WINDOW = 1.5
"""How many times as many places a file of several words has at most; a word that has so many is a file by itself."""


class Range(NamedTuple):
    """Words of an index whose files are made at a time."""

    number: int
    first: int
    after: int
    """Cells of the grid: their first characters are from `first * GRID` up to `after * GRID`, which is not among them."""

    @property
    def first_word(self) -> np.uint64:
        """The least word that it could have."""
        return np.uint64(self.first * GRID << CHARACTER)

    @property
    def after_word(self) -> np.uint64:
        """The least word behind it."""
        return np.uint64(self.after * GRID << CHARACTER)


class File(NamedTuple):
    """A file of an index."""

    name: str
    first: int
    after: int
    """Its words: from one up to another, which is not among them."""


def ranges_in(cells: NDArray[np.int64]) -> list[Range]:
    """The ranges of an index that has so many places in each cell of the grid."""
    before = [0, *np.cumsum(cells).tolist()]
    return [Range(n, first, after) for n, (first, after) in enumerate(_halved(before, 0, CELLS))]


def _halved(before: list[int], first: int, after: int) -> Iterator[tuple[int, int]]:
    places = before[after] - before[first]
    if places > RANGE and after - first > 1:
        middle = (first + after) // 2
        yield from _halved(before, first, middle)
        yield from _halved(before, middle, after)
    elif places:
        yield first, after


def cells_of(words: Words, counts: Short) -> NDArray[np.int64]:
    """How many places the words in each cell of the grid have."""
    edges = np.searchsorted(words, np.arange(CELLS + 1, dtype=np.uint64) * np.uint64(GRID << CHARACTER))
    cells: NDArray[np.int64] = np.diff(np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])[edges])
    return cells


def files_in(words: Words, counts: Short, least: int) -> list[File]:
    """The files of an index of these words, each of which has so many places; `least` is the number of those in a file."""
    files = []
    for part in ranges_in(cells_of(words, counts)):
        first, after = np.searchsorted(words, [part.first_word, part.after_word]).tolist()
        own = files_of_range(part, words[first:after], counts[first:after], least)
        files += [File(file.name, first + file.first, first + file.after) for file in own]
    return files


def files_of_range(part: Range, words: Words, counts: Short, least: int) -> list[File]:
    """The files of one range, whose words these are."""
    starts = _starts(words, counts, least)
    return [
        File(f"{part.number:x}.{n:x}", first, after)
        for n, (first, after) in enumerate(pairwise([*starts, len(words)]))
    ]


def _starts(words: Words, counts: Short, least: int) -> list[int]:
    """The words that begin a file."""
    most = int(least * WINDOW)
    before = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    digests = _digests(words)
    alone = np.flatnonzero(counts >= most)
    walls = np.unique(np.concatenate([[0], alone, alone + 1, [len(words)]])).tolist()
    starts = list[int]()
    for start, wall in pairwise(walls):
        starts.append(start)
        while start + 1 < wall and before[wall] - before[start] > most:
            first = max(int(np.searchsorted(before, before[start] + least)), start + 1)
            after = min(int(np.searchsorted(before, before[start] + most, side="right")), wall)
            # None in the window: the word before it is a long one.
            start = first + int(digests[first:after].argmin()) if first < after else max(first - 1, start + 1)
            starts.append(start)
    return starts


def _digests(words: Words) -> Words:
    """A number for each word that looks like chance (the finalizer of SplitMix64)."""
    mixed = words * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ mixed >> np.uint64(shift)) * np.uint64(factor)
    digests: Words = mixed ^ mixed >> np.uint64(31)
    return digests
