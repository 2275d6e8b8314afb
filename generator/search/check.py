"""The quick check of every build: is what documents say really in the index that was written?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from generator.model.document import PublishedDocument
from generator.search.fold import fold
from generator.search.lookup import find, open_bundle

PIECE = 8
"""Characters of a piece of text that is looked for."""

PIECES = 2


@dataclass(frozen=True, slots=True)
class Miss:
    """Something of a document that search does not find."""

    address: str
    kind: str
    """The part of the document that was looked for: 索引号, 文号, 名称, 概述 or 正文."""
    text: str


def spot_check(bundle: Path, page: int, document: PublishedDocument, text: str) -> list[Miss]:
    """Look in a bundle for pieces of the summary and the plain text of a document that is its page number `page`."""
    index = open_bundle(bundle)
    return [
        Miss(document.address, kind, piece)
        for kind, source in (("概述", document.summary), ("正文", text))
        for piece in pieces(source, document.digest)
        if not find(index, fold(piece), page)
    ]


def pieces(text: str, seed: str) -> list[str]:
    """Pieces of a text to look for, chosen by the seed; none of a text without words."""
    words = " ".join(text.split())
    random = Random(seed)
    chosen = [
        words[at : at + PIECE] for at in (random.randrange(max(1, len(words) - PIECE)) for _ in range(PIECES))
    ]
    return [piece for piece in chosen if len(fold(piece)) > 1]
