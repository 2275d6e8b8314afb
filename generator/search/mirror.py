"""A document → its page in the mirror that Pagefind indexes, and the text that excerpts are cut from.

Every pair of neighbouring characters is a word: 政府公开 becomes 政府 府公 公开, and a query the same words as a phrase.
So any two or more characters are found, and nothing else. Pairs are a hundred times rarer than characters, so what a
query loads of the index is small. For a query of one character, the characters of a page follow at its end, each once.
Titles and numbers are not in the mirror: the titles index has them whole.
"""

from __future__ import annotations

import gzip
import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from generator.model.document import Document
from generator.search.fold import fold_with_letters

BREAK = "\ua7f7"
"""The word between two fields, so that no phrase runs from one into the next."""

PAGE = ".html"
"""What the name of a page has after the address of its document. Folders for themselves would cost as much as the pages."""

TEXTS = "text"
"""The folder, in the mirror and then in the bundle, of the texts that excerpts are cut from."""

WEIGHT = "1.042"
"""25 / 24: the only weight that Pagefind does not write down at every place of a word."""

_CODES = f"utf-32-{'le' if sys.byteorder == 'little' else 'be'}"


def mirror_files(
    document: Document, text: str, attachments: Mapping[str, str]
) -> Iterator[tuple[str, str | bytes]]:
    """The files of a document in the mirror: its page, and its texts, which the bundle keeps as they are.

    `text` is the body as plain text; `attachments` has the text of each attachment by its name ("" for none).
    """
    texts = [document.summary or "", text, *(f"{name} {content}" for name, content in attachments.items())]
    place = document.address.rstrip("/")
    yield f"{place}{PAGE}", mirror_page(texts)
    yield f"{TEXTS}/{place}.gz", pack_texts(texts)


def mirror_page(texts: Iterable[str]) -> str:
    """The mirror page of these texts. Nothing needs escaping, since folding leaves letters, digits and characters only.

    The language is `zxx` (no linguistic content): with any other Pagefind would segment and stem.
    """
    folded = [fold_with_letters(text) for text in texts]
    singles = " ".join(sorted(set().union(*(letters for _, letters in folded))))
    words = f" {BREAK} ".join([*(_joined_pairs(phrase) for phrase, _ in folded), singles])
    return f'<!doctype html><html lang="zxx"><body data-pagefind-body><p data-pagefind-weight="{WEIGHT}">{words}</p></body></html>\n'


def pairs(phrase: str) -> list[str]:
    """The words of a folded text; one character is a word by itself."""
    return [one + other for one, other in pairwise(phrase)] or [*phrase]


def _joined_pairs(phrase: str) -> str:
    """`pairs` with a blank between any two. Laid out in one array: six thousand small strings take five times as long."""
    if len(phrase) < 2:
        return phrase
    codes = array("I", phrase.encode(_CODES))
    words = array("I", " ".encode(_CODES)) * (3 * len(codes) - 4)
    words[::3], words[1::3] = codes[:-1], codes[1:]
    return words.tobytes().decode(_CODES)


def pack_texts(texts: Sequence[str]) -> bytes:
    """The summary, the text and the attachments as the search page reads them: packed JSON, the same bytes for the same texts."""
    return gzip.compress(
        json.dumps([" ".join(text.split()) for text in texts], ensure_ascii=False).encode(), 6, mtime=0
    )
