"""An index of which a few pages changed → the files that the whole index would have, made from those that it had.

A page has some thousand words; only the files with one of them are taken apart, changed and written again. All others stay as they
are, under the name that they have in their turn now: where files end depends on their words alone (generator/search/ends.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.search.encoding import Numbers, Postings, Short, Words, decoded, text_of
from generator.search.ends import File, files_in
from generator.search.packing import unpacked
from generator.search.postings import PLACE, Chunk, place_of, without_places, write_files

TOGETHER = 100_000
"""Places in files that one process takes apart at a time, about: of more, the arrays are new memory every time."""


class Counted(NamedTuple):
    """The words of an index, ascending, and in how many places each stands: from these follow its files."""

    words: Words
    counts: Short


class Difference(NamedTuple):
    """What is to be taken out of an index, and what is to be put in. A *spot* is a word on a page, `word << PLACE | page`."""

    spots: Words
    """All that change, ascending."""
    words: Words
    """Their words, each once."""
    changes: Short
    """How many places more each of these words has."""
    new_spots: Words
    """The spot of each place to be put in, in order."""
    new_places: Short

    def within(self, first: int, last: int) -> Difference:
        """What is about the words from one to another."""
        edges = np.array([first, last + 1], np.uint64)
        spots = slice(*np.searchsorted(self.spots, edges << np.uint64(PLACE)))
        words = slice(*np.searchsorted(self.words, edges))
        new = slice(*np.searchsorted(self.new_spots, edges << np.uint64(PLACE)))
        return Difference(
            self.spots[spots],
            self.words[words],
            self.changes[words],
            self.new_spots[new],
            self.new_places[new],
        )


class Task(NamedTuple):
    """Files that are written again together, since they have the words that some files had."""

    old: list[tuple[str, str]]
    """Name and SHA-256 of the files that had the words."""
    files: list[File]
    """The words are counted through those of this task."""
    counted: Counted
    """All of these words."""
    difference: Difference


class Patch(NamedTuple):
    """How an index becomes another."""

    counted: Counted
    """All words of the other."""
    kept: list[tuple[str, Chunk]]
    """The files that stay as they are, each with the name it had."""
    tasks: list[Task]
    """The files that do not."""


def difference(pages: Mapping[int, tuple[Words, Words]]) -> Difference:
    """What changes when the words of some pages, at each place, are others: by the number of the page, those before and those now."""
    changes = [_NO_DIFFERENCE, *(_difference(page, *words) for page, words in pages.items())]
    spots = np.concatenate([spots for spots, _, _, _ in changes])
    new_spots = np.concatenate([new for _, _, new, _ in changes])
    new_places = np.concatenate([places for _, _, _, places in changes])
    order = np.argsort(new_spots, kind="stable")  # the places of a spot come from one page, and ascend
    taken = np.concatenate([taken for _, taken, _, _ in changes])
    words = np.unique(spots >> np.uint64(PLACE))
    more = np.bincount(np.searchsorted(words, new_spots >> np.uint64(PLACE)), minlength=len(words))
    fewer = np.bincount(np.searchsorted(words, taken), minlength=len(words))
    return Difference(
        np.sort(spots), words, (more - fewer).astype(np.int32), new_spots[order], new_places[order]
    )


def _difference(page: int, before: Words, now: Words) -> tuple[Words, Words, Words, Short]:
    """Of one page: the spots that change, the word of each place to be taken out, the spot and the place of each to be put in."""
    shift, number = np.uint64(PLACE), np.uint64(page)
    old, new = _keys(before), _keys(now)
    words = np.unique(np.setxor1d(old, new, assume_unique=True) >> shift)
    taken, put = old[np.isin(old >> shift, words)], new[np.isin(new >> shift, words)]
    spots = put >> shift << shift | number
    return words << shift | number, taken >> shift, spots, (put & _PLACE_MASK).astype(np.int32)


_NO_DIFFERENCE = (*[np.zeros(0, np.uint64)] * 3, np.zeros(0, np.int32))


def _keys(words: Words) -> Words:
    """The words of a page with their places, in order."""
    places = np.arange(len(words), dtype=np.uint64)
    places[without_places(words)] = 0
    keys = words << np.uint64(PLACE) | places
    keys.sort()
    return keys


_PLACE_MASK = np.uint64((1 << PLACE) - 1)


def plan_patch(before: Counted, digests: Mapping[str, str], change: Difference, least: int) -> Patch:
    """How an index with these words becomes the one that differs so; `digests` has the SHA-256 of its files by name, `least` is
    the number of places in a file. Raises ValueError when it cannot have been that index."""
    counted = _counted(before, change)
    old, new = (files_in(*one, least) for one in (before, counted))
    untouched = {
        edges: file for file, edges in zip(old, _edges(old, before), strict=True) if _stays(change, *edges)
    }
    kept, made = list[tuple[str, Chunk]](), list[File]()
    for file, edges in zip(new, _edges(new, counted), strict=True):
        same = untouched.pop(edges, None) if _stays(change, *edges) else None
        if same:
            kept.append(
                (same.name, Chunk(text_of(edges[0]), text_of(edges[1]), file.name, digests[same.name]))
            )
        else:
            made.append(file)
    names = {name for name, _ in kept}
    gone = [file for file in old if file.name not in names]
    return Patch(counted, kept, list(_tasks(before, counted, gone, made, digests, change)))


def _counted(before: Counted, change: Difference) -> Counted:
    words = np.union1d(before.words, change.words)
    counts = np.zeros(len(words), np.int32)
    counts[np.searchsorted(words, before.words)] = before.counts
    counts[np.searchsorted(words, change.words)] += change.changes
    if (counts < 0).any():
        raise ValueError("the index never had what is to be taken out")
    return Counted(words[counts > 0], counts[counts > 0])


def _edges(files: Sequence[File], counted: Counted) -> list[tuple[int, int]]:
    """The first and the last word of each file."""
    firsts = counted.words[[file.first for file in files]].tolist()
    return list(zip(firsts, counted.words[[file.after - 1 for file in files]].tolist(), strict=True))


def _stays(change: Difference, first: int, last: int) -> bool:
    """Whether no word from one to another changes."""
    at = int(np.searchsorted(change.words, np.uint64(first)))
    return at == len(change.words) or int(change.words[at]) > last


def _tasks(
    before: Counted,
    counted: Counted,
    gone: Sequence[File],
    made: Sequence[File],
    digests: Mapping[str, str],
    change: Difference,
) -> Iterator[Task]:
    """The files that were and are to be, cut where neither of them has words on both sides."""
    spans = sorted(
        [(*edges, file, True) for file, edges in zip(gone, _edges(gone, before), strict=True)]
        + [(*edges, file, False) for file, edges in zip(made, _edges(made, counted), strict=True)],
        key=lambda span: span[:2],
    )
    some: list[tuple[int, int, File, bool]] = []
    size = reach = 0
    for span in spans:
        first, last, file, was = span
        if size >= TOGETHER and first > reach:
            yield _task(counted, some, digests, change)
            some, size = [], 0
        some.append(span)
        reach = max(reach, last)
        if was:
            size += int(before.counts[file.first : file.after].sum())
    if some:
        yield _task(counted, some, digests, change)


def _task(
    counted: Counted,
    spans: Sequence[tuple[int, int, File, bool]],
    digests: Mapping[str, str],
    change: Difference,
) -> Task:
    made = [file for *_, file, was in spans if not was]
    within = np.concatenate([np.arange(file.first, file.after) for file in made] or [np.zeros(0, np.intp)])
    files, at = list[File](), 0
    for file in made:
        files.append(File(file.name, at, at := at + file.after - file.first))
    return Task(
        [(file.name, digests[file.name]) for *_, file, was in spans if was],
        files,
        Counted(counted.words[within], counted.counts[within]),
        change.within(spans[0][0], max(last for _, last, *_ in spans)),
    )


def do_task(source: Path, target: Path, task: Task) -> list[Chunk]:
    """Write the files of a task into `target`, from those that the index has in `source`.

    Raises OSError or ValueError when they are not there as they were.
    """
    postings = _changed(decoded([_read(source, *file) for file in task.old]), task.difference)
    same = np.array_equal(postings.words, task.counted.words)
    if not same or not np.array_equal(postings.counts, task.counted.counts):
        raise ValueError("the index never had what is to be taken out")
    return write_files(target, task.files, postings.counts, postings.part)


def _read(source: Path, name: str, digest: str) -> bytes:
    data = (source / place_of(name)).read_bytes()
    if sha256(data).hexdigest() != digest:
        raise ValueError(f"{name} is not what was written")
    return unpacked(data)


def _changed(postings: Postings, change: Difference) -> Postings:
    """The postings with what is to be put in, without what is to be taken out."""
    shift = np.uint64(PLACE)
    spots = np.repeat(postings.words, postings.counts) << shift | postings.pages.astype(np.uint64)
    stay = ~_among(spots, change.spots)
    spots, places = spots[stay], postings.places[stay]
    at = np.searchsorted(spots, change.new_spots)
    spots, places = np.insert(spots, at, change.new_spots), np.insert(places, at, change.new_places)
    words = spots >> shift
    begins: Numbers = np.flatnonzero(np.diff(words, prepend=~words[:1]))
    pages = (spots & _PLACE_MASK).astype(np.int32)
    return Postings(words[begins], np.append(begins, len(words)), pages, places)


def _among(spots: Words, some: Words) -> NDArray[np.bool_]:
    """Which of the spots are among some; both ascend."""
    begins, ends = np.searchsorted(spots, some), np.searchsorted(spots, some, side="right")
    lengths = ends - begins
    found = np.zeros(len(spots), bool)
    found[np.repeat(ends - np.cumsum(lengths), lengths) + np.arange(lengths.sum())] = True
    return found
