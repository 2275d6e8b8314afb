"""Folded texts → words with their places, and these, of many pages, → the files of an index.

A word is a pair of neighbouring characters, or one character by itself (docs/search-format.md says why). The words of
some pages at a time are sorted and put aside as a *run*; an index is made from its runs one range of words after the other,
so that memory is bounded by a range, and any process can make any range. The files are those of Pagefind 1.5, packed
(generator/search/encoding.py says what is in them); a word is filed as it is written (Pagefind takes Hangul syllables apart and
files the pair under its letters).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.machine.site_folder import write_file
from generator.search.encoding import (
    CHARACTER,
    CHARACTER_MASK,
    Numbers,
    Postings,
    Short,
    Words,
    encoded,
    text_of,
)
from generator.search.ends import CELLS, GRID, File, Range, files_of_range, ranges_in
from generator.search.fold import SEPARATOR, Codes
from generator.search.packing import QUICK, packed

BREAK = "\ua7f7"
"""The word between two fields."""
PLACE = 64 - 2 * CHARACTER
"""Bits of a place in the number of a word at a place."""
SLICE = 300_000
"""Places that are encoded at a time: more no longer fit the processor's cache."""
FREQUENT = 20_000
"""A word is frequent when it has one in so many places."""
BLOCK = 64
"""Places for which the page of the first one is looked up; that of the others is this one or one of the next."""


class Chunk(NamedTuple):
    """One file of an index."""

    first: str
    last: str
    """Its first and last word."""
    name: str
    digest: str
    """SHA-256 of the file."""


class Part(NamedTuple):
    """One range of an index."""

    words: Words
    counts: Short
    """How many places each of its words has."""
    chunks: list[Chunk]


def words_of(codes: Codes, fields: Sequence[int]) -> list[Words]:
    """The word at each place of some pages: the pairs of each field with BREAK twice behind it, then each of its page's letters once.

    `codes` are the folded fields of all pages, with a SEPARATOR behind each; `fields` says how many each page has. So two pairs
    that stand two places apart are of one field, and the pair between them is known. A pair is `first << 18 | second`, a letter
    `first << 18`; a field of one character has BREAK for its pair.
    """
    wide = codes.astype(np.uint64)
    ends = np.flatnonzero(codes == ord(SEPARATOR))
    begins = np.concatenate([[0], ends[:-1] + 1])
    words = wide << np.uint64(CHARACTER)
    words[:-1] |= wide[1:]
    short = ends[ends - begins <= 1]
    words[ends] = _BREAK  # what a field ends with is no pair either
    words[ends[ends > begins] - 1] = _BREAK
    words = np.insert(words, short, _BREAK)
    last = np.cumsum(fields) - 1  # the last field of each page
    pages = np.split(words, (ends + 1 + np.searchsorted(short, ends, side="right"))[last[:-1]])
    return [
        np.concatenate([page, _letters(codes[begin : end + 1])])
        for page, begin, end in zip(
            pages, np.concatenate([[0], ends[last[:-1]] + 1]), ends[last], strict=True
        )
    ]


def _letters(codes: Codes) -> Words:
    """Each character once, as a word by itself."""
    used = np.zeros(1 << CHARACTER, bool)  # a third of the time of sorting
    used[codes] = True
    used[ord(SEPARATOR)] = False
    return np.flatnonzero(used).astype(np.uint64) << np.uint64(CHARACTER)


def without_places(words: Words) -> NDArray[np.bool_]:
    """Which words are letters: they stand at place 0, wherever they are, so that a text that becomes longer has them where they were."""
    letters: NDArray[np.bool_] = words & CHARACTER_MASK == 0
    letters &= words != _BREAK
    return letters


def write_run(folder: Path, first: int, pages: Sequence[Words]) -> None:
    """Put aside the words of neighbouring pages, the first of which has the number `first`."""
    lengths = np.array([len(page) for page in pages], np.int64)
    keys = np.concatenate(pages)
    keys <<= np.uint64(PLACE)
    keys |= np.arange(len(keys), dtype=np.uint64)  # sorts by word, then by page, then by place
    keys.sort()
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / f"{first:08}{_LENGTHS}", lengths)
    keys.tofile(folder / f"{first:08}{_KEYS}")


def ranges_of(folder: Path) -> list[Range]:
    """The ranges in which the index of a folder of runs is made: the same however the pages are divided into runs.

    Once all runs are there. Puts beside them what whoever makes a range needs to know of all of them.
    """
    edges = np.arange(CELLS, dtype=np.uint64) * np.uint64(GRID)
    keys = edges << np.uint64(CHARACTER + PLACE)
    begins = np.zeros((len(_runs(folder)), CELLS + 1), np.int64)
    for run, path in enumerate(_runs(folder)):
        words = np.memmap(path, np.uint64, "r")
        begins[run] = np.append(np.searchsorted(words, keys), len(words))
    np.save(folder / _BEGINS, begins)
    lengths = [np.load(path) for path in sorted(folder.glob(f"*{_LENGTHS}"))]
    np.save(folder / _ALL_LENGTHS, np.concatenate(lengths) if lengths else np.zeros(0, np.int64))
    return ranges_in(np.diff(begins.sum(0)))


def write_range(folder: Path, target: Path, part: Range, least: int) -> Part:
    """Write the files of one range of words, from a folder of runs, into `target`; `least` is the number of places in a file."""
    words, begins, at = _found(_merged(folder, part))
    pages = _Pages(np.load(folder / _ALL_LENGTHS))

    def postings(first: int, after: int) -> Postings:
        own = at[begins[first] : begins[after]]
        page = pages.of(own)
        places = own - pages.starts[page]
        places[np.repeat(without_places(words[first:after]), np.diff(begins[first : after + 1]))] = 0
        return Postings(words[first:after], begins[first : after + 1] - begins[first], page, places)

    counts = np.diff(begins).astype(np.int32)
    files = files_of_range(part, words, counts, least)
    return Part(words, counts, write_files(target, files, counts, postings))


def write_files(
    target: Path, files: Sequence[File], counts: Short, postings: Callable[[int, int], Postings]
) -> list[Chunk]:
    """Write files into `target`, as many at a time as the processor's cache holds.

    `counts` is the number of places of each word, `postings` gives those of the words from one up to another.
    """
    return [chunk for some in _slices(files, counts) for chunk in _write_slice(target, some, postings)]


def _slices(files: Sequence[File], counts: Short) -> Iterator[list[File]]:
    """Neighbouring files of `SLICE` places, or of one word with more."""
    before = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    some: list[File] = []
    for file in files:
        if some and (before[file.after] - before[some[0].first] > SLICE or file.first != some[-1].after):
            yield some
            some = []
        some.append(file)
    if some:
        yield some


def _write_slice(
    target: Path, files: Sequence[File], postings: Callable[[int, int], Postings]
) -> Iterator[Chunk]:
    own = postings(files[0].first, files[-1].after)
    starts = np.array([file.first - files[0].first for file in files])
    lasts = np.append(starts[1:], len(own.words)) - 1
    for file, first, last, data in zip(
        files, own.words[starts].tolist(), own.words[lasts].tolist(), encoded(own, starts), strict=True
    ):
        _, digest = write_file(target, place_of(file.name), packed(data, QUICK))
        yield Chunk(text_of(first), text_of(last), file.name, digest)


def place_of(name: str) -> str:
    """Where a file of an index is in the folder of the index."""
    return f"index/{name}.pf_index"


def frequent_in(words: Words, counts: Short) -> list[tuple[str, int]]:
    """The frequent pairs of characters of an index, each with how many times as frequent as the least frequent of them it is."""
    least = max(1, int(counts.sum()) // FREQUENT)
    some = np.flatnonzero((counts >= least) & (words & CHARACTER_MASK > 0))
    return [
        (text_of(word), count // least)
        for word, count in zip(words[some].tolist(), counts[some].tolist(), strict=True)
    ]


_KEYS, _LENGTHS = ".keys", ".lengths.npy"
"""Of a run: its sorted words with their places, as they are in memory, and how many places each of its pages has."""
_BEGINS, _ALL_LENGTHS = "begins.npy", "lengths.npy"
"""Of all runs: where each cell of the grid begins in each of them, and the lengths of all pages."""
_PLACE_MASK = np.uint64((1 << PLACE) - 1)
_BREAK = np.uint64(ord(BREAK) << CHARACTER)


def _runs(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_KEYS}"))


def _merged(folder: Path, part: Range) -> Words:
    """The words of a range with their places, counted through all pages of the index, in order."""
    begins = np.load(folder / _BEGINS)
    first, after = begins[:, part.first].tolist(), begins[:, part.after].tolist()
    keys = np.empty(sum(after) - sum(first), np.uint64)
    at = start = 0
    for run, begin, end, size in zip(_runs(folder), first, after, begins[:, -1].tolist(), strict=True):
        words = np.fromfile(run, np.uint64, end - begin, offset=begin * keys.itemsize)
        np.add(words, np.uint64(start), out=keys[at : at + len(words)])
        at, start = at + len(words), start + size
    if start >> PLACE:
        raise OverflowError(f"{start} places are too many for one index")
    keys.sort()
    return keys


def _found(keys: Words) -> tuple[Words, Numbers, Short]:
    """Each word once; where in the third array its places begin, then where they all end; the places, counted through all pages."""
    begins = np.concatenate([[0], _turns(keys), [len(keys)]]) if len(keys) else np.zeros(1, np.intp)
    places = np.empty(len(keys), np.int32)
    np.bitwise_and(keys, _PLACE_MASK, out=places, casting="unsafe")
    return keys[begins[:-1]] >> np.uint64(PLACE), begins, places


def _turns(keys: Words) -> Numbers:
    """Where another word begins, but for the first. A range can be long: nothing of its length is made on the way."""
    parts = ((start, keys[start : start + SLICE + 1]) for start in range(0, len(keys), SLICE))
    return np.concatenate(
        [start + 1 + np.flatnonzero((some[1:] ^ some[:-1]) >> np.uint64(PLACE)) for start, some in parts]
    )


class _Pages:
    """Which page a place belongs to, of all places of an index."""

    def __init__(self, lengths: NDArray[np.int64]) -> None:
        self.ends = np.cumsum(lengths, dtype=np.int32)
        self.starts = self.ends - lengths.astype(np.int32)
        total = int(self.ends[-1]) if len(lengths) else 0
        self._first = np.searchsorted(self.ends, np.arange(0, total + 1, BLOCK), side="right").astype(
            np.int32
        )

    def of(self, at: Short) -> Short:
        """The page of each of these places, which ascend from word to word only."""
        page = self._first[at // BLOCK]
        behind = np.flatnonzero(at >= self.ends[page])
        while len(behind):
            page[behind] += 1
            behind = behind[at[behind] >= self.ends[page[behind]]]
        return page
