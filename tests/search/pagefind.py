"""What Pagefind's own program makes of pages, and how an index is read that is written in its format."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import zlib
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import cbor2
import pagefind_bin

from generator.search.encoding import SIGNATURE
from generator.search.fold import fold
from generator.search.postings import BREAK

Places = dict[str, dict[int, list[int]]]
"""Word → page → places."""
WEIGHT = "1.042"
"""25 / 24: the only weight that Pagefind does not write down at every place of a word."""


def by_pagefind(pages: Iterable[list[str]], folder: Path) -> Places:
    """The index of these texts as Pagefind's program writes it, its pages in their order, each letter at place 0."""
    (folder / "mirror").mkdir()
    for n, texts in enumerate(pages):
        (folder / f"mirror/{n}.html").write_text(mirror_page(texts), encoding="utf-8")
    program = Path(pagefind_bin.__file__).with_name("pagefind.exe" if os.name == "nt" else "pagefind")
    subprocess.run(
        [program, "--site", folder / "mirror", "--output-path", folder / "made", "--silent"], check=True
    )
    numbers = {}
    for fragment in (folder / "made/fragment").iterdir():
        url = json.loads(zlib.decompress(fragment.read_bytes(), wbits=31).removeprefix(SIGNATURE))["url"]
        numbers[fragment.stem] = int(url.strip("/").removesuffix(".html"))
    (meta,) = (folder / "made").glob("*.pf_meta")
    order = [numbers[page[0]] for page in read(meta)[1]]
    return {
        word: dict(
            sorted((order[page], [0] if is_letter(word) else places) for page, places in found.items())
        )
        for word, found in decoded(folder / "made").items()
    }


def mirror_page(texts: Iterable[str]) -> str:
    """A page for Pagefind: every pair of characters a word. The language is `zxx`: with any other it would segment and stem."""
    folded = [fold(text) for text in texts]
    singles = sorted({*"".join(folded)})
    fields = [pairs(phrase) if len(phrase) > 1 else [BREAK] * len(phrase) for phrase in folded]
    words = [word for field in fields for word in [*field, BREAK, BREAK]] + singles
    return f'<html lang="zxx"><body data-pagefind-body><p data-pagefind-weight="{WEIGHT}">{" ".join(words)}</p></body></html>\n'


def is_letter(word: str) -> bool:
    """Whether a word is a letter by itself, whose place is not looked at: ours is 0."""
    return len(word) == 1 and word != BREAK


def pairs(phrase: str) -> list[str]:
    return [one + other for one, other in pairwise(phrase)] or [*phrase]


def decoded(bundle: Path) -> Places:
    """Everything in an index. A word stands under its letters, save that the forms of an entry tell how it was written."""
    found: Places = {}
    (meta,) = bundle.glob("*.pf_meta")
    for first, last, name, *_ in read(meta)[2]:
        (entries,) = read(bundle / f"index/{name}.pf_index")
        assert entries[0][0].startswith(first) and entries[-1][0].startswith(last)  # Pagefind cuts them short
        for word, pages, forms in entries:
            for written, where in [(word, pages), *forms]:
                if where:
                    found[normalize("NFC", written)] = _places(where)
    return found


def _places(pages: list[list[list[int]]]) -> dict[int, list[int]]:
    found, page = {}, 0
    for step, steps, *_ in pages:
        page += step
        at, places = 0, []
        for n in steps:
            at += n
            assert n >= 0
            places.append(at)
        found[page] = places
    return found


def read(path: Path) -> list:
    return cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(SIGNATURE))
