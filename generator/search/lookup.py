"""A bundle on disk → the pages that have a phrase: what the browser finds, found without one.

Pagefind files a word under its letters without marks (`normalize_diacritics`), which takes Hangul syllables apart; the
word as it was written is one of the forms of the entry.
"""

from __future__ import annotations

import gzip
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

import cbor2

from generator.search.mirror import pairs

SIGNATURE = b"pagefind_dcd"
"""What every file of Pagefind begins with, once unpacked."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What Pagefind says of one index: see its `MetaIndex` (pagefind/src/index/index_metadata.rs)."""

    folder: Path
    pages: Sequence[str]
    """The id of each page, in the order by which the index counts them."""
    chunks: Sequence[tuple[str, str, str]]
    """First word, last word and name of each file of the index, in order; the words may be cut short."""


def open_bundle(folder: Path) -> Bundle:
    """Read the directory of a bundle."""
    _, pages, chunks, *_ = _read(next(folder.glob("*.pf_meta")))
    return Bundle(
        folder, [page[0] for page in pages], [(first, last, name) for first, last, name, *_ in chunks]
    )


def find(bundle: Bundle, phrase: str) -> set[str]:
    """The ids of the pages in which a folded phrase stands."""
    places = [dict(_places(bundle, word)) for word in pairs(phrase)]
    together = set[int].intersection(*(set(where) for where in places)) if places else set()
    return {
        bundle.pages[page]
        for page in together
        if any(all(at + n in where[page] for n, where in enumerate(places)) for at in places[0][page])
    }


def _places(bundle: Bundle, word: str) -> Iterator[tuple[int, set[int]]]:
    """Each page with a word, and where on it the word stands."""
    key = "".join(char for char in normalize("NFD", word) if category(char)[0] != "M")
    at = bisect_right(bundle.chunks, key, key=lambda chunk: chunk[0]) - 1
    if at < 0:
        return
    (words,) = _read(bundle.folder / "index" / f"{bundle.chunks[at][2]}.pf_index")
    for _, pages, forms in (entry for entry in words if entry[0] == key):
        for written in (pages, *(pages for _, pages in forms)):
            page = 0
            for step, steps, *_ in written:
                page += step
                yield page, set(_positions(steps))


def _positions(steps: Sequence[int]) -> Iterator[int]:
    """Steps from one place to the next; a negative one is a change of weight, and the count begins anew."""
    at = 0
    for step in steps:
        at = 0 if step < 0 else at + step
        if step >= 0:
            yield at


def _read(path: Path) -> Any:
    return cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(SIGNATURE))
