"""An index on disk → the pages that have a phrase: what the browser finds, found without one."""

from __future__ import annotations

import gzip
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import cbor2

from generator.search.postings import SIGNATURE


@dataclass(frozen=True, slots=True)
class Bundle:
    """The directory of one index (generator/search/directory.py)."""

    folder: Path
    chunks: Sequence[tuple[str, str, str]]
    """First word, last word and name of each file of the index, in order."""


def open_bundle(folder: Path) -> Bundle:
    """Read the directory of an index."""
    _, _, chunks, *_ = _read(next(folder.glob("*.pf_meta")))
    return Bundle(folder, [(first, last, name) for first, last, name, *_ in chunks])


def find(bundle: Bundle, phrase: str) -> set[int]:
    """The numbers of the pages that contain a folded phrase.

    Words are pairs of neighbouring characters, so every second word and the last one cover the whole phrase.
    """
    words = pairs(phrase)
    asked = sorted({*range(0, len(words), 2), len(words) - 1}) if words else []
    places = {n: dict(_places(bundle, words[n])) for n in asked}
    together = set[int].intersection(*(set(where) for where in places.values())) if places else set()
    return {
        page
        for page in together
        if any(all(at + n in where[page] for n, where in places.items()) for at in places[0][page])
    }


def pairs(phrase: str) -> list[str]:
    """The words of a folded text; one character is a word by itself."""
    return [one + other for one, other in pairwise(phrase)] or [*phrase]


def _places(bundle: Bundle, word: str) -> Iterator[tuple[int, set[int]]]:
    """Pairs (number of a page with the word, positions of the word on it, counted in words from 0)."""
    at = bisect_right(bundle.chunks, word, key=lambda chunk: chunk[0]) - 1
    if at < 0:
        return
    (words,) = _read(bundle.folder / "index" / f"{bundle.chunks[at][2]}.pf_index")
    for _, pages, _ in (entry for entry in words if entry[0] == word):
        page = 0
        for step, steps, *_ in pages:
            page += step
            yield page, set(accumulate(steps))


def _read(path: Path) -> Any:
    return cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(SIGNATURE))
