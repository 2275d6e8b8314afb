"""An index on disk → the pages that have a phrase: what the browser finds, found without one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import cbor2

from generator.search.encoding import SIGNATURE
from generator.search.packing import unpacked


class Chunk(NamedTuple):
    """A file of an index."""

    first: str
    """Its first word, in order."""
    last: str
    name: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """The directory of one index (generator/search/directory.py)."""

    folder: Path
    chunks: Sequence[Chunk]
    """In the order of their words."""


def open_bundle(folder: Path) -> Bundle:
    """Read the directory of an index."""
    _, _, chunks, *_ = _read(next(folder.glob("*.pf_meta")))
    return Bundle(folder, [Chunk(first, last, name) for first, last, name, *_ in chunks])


def find(bundle: Bundle, phrase: str, only: int | None = None) -> set[int]:
    """The numbers of the pages that contain a folded phrase; of the `only` one that is asked for, if there is one.

    Words are pairs of neighbouring characters, so every second word and the last one cover the whole phrase.
    """
    words = pairs(phrase)
    asked = sorted({*range(0, len(words), 2), len(words) - 1}) if words else []
    found = {n: _pages(bundle, words[n], only) for n in asked}
    together = set[int].intersection(*map(set, found.values())) if found else set()
    return {
        page for page in together if _in_line({n: set(accumulate(steps[page])) for n, steps in found.items()})
    }


def _in_line(places: Mapping[int, set[int]]) -> bool:
    """Whether words stand on a page as far apart as they do in the phrase, by their places in the phrase."""
    return any(all(at + n in where for n, where in places.items()) for at in places[0])


def pairs(phrase: str) -> list[str]:
    """The words of a folded text; one character is a word by itself."""
    return [one + other for one, other in pairwise(phrase)] or [*phrase]


def _pages(bundle: Bundle, word: str, only: int | None) -> dict[int, list[int]]:
    """The number of each page with the word, or of one → its places on it, counted in words from 0, as steps from the one before."""
    at = bisect_right(bundle.chunks, word, key=lambda chunk: chunk.first) - 1
    if at < 0:
        return {}
    (words,) = _read(bundle.folder / "index" / f"{bundle.chunks[at].name}.pf_index")
    pages: list[Any] = next((pages for found, pages, _ in words if found == word), [])
    numbers = accumulate([page[0] for page in pages])
    if only is None:
        return dict(zip(numbers, [page[1] for page in pages], strict=True))
    return {number: page[1] for number, page in zip(numbers, pages, strict=True) if number == only}


def _read(path: Path) -> Any:
    return cbor2.loads(unpacked(path.read_bytes()).removeprefix(SIGNATURE))
