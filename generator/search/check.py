"""The quick check of every build: is what documents say really in the index that was written?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from generator.model import Document
from generator.search.bundle import SHARDS
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
    """What was looked for: 索引号, 文号, 名称, 概述 or 正文."""
    text: str


def spot_check(bundles: Path, samples: Iterable[tuple[Document, str]]) -> list[Miss]:
    """Look for pieces of each sample (a document and its plain text) in the index in `bundles`, as the browser would."""
    shards: dict[str, dict[str, str]] = json.loads((bundles / SHARDS).read_text(encoding="utf-8"))["shards"]
    places = {address: (bundles / shard, page) for shard, pages in shards.items() for page, address in pages.items()}
    return [miss for document, text in samples for miss in _misses(places.get(document.address), document, text)]


def pieces(text: str, seed: str) -> list[str]:
    """Pieces of a text to look for, chosen by the seed; none of a text without words."""
    words = " ".join(text.split())
    random = Random(seed)
    chosen = [words[at:at + PIECE] for at in (random.randrange(max(1, len(words) - PIECE)) for _ in range(PIECES))]
    return [piece for piece in chosen if len(fold(piece)) > 1]


def _misses(place: tuple[Path, str] | None, document: Document, text: str) -> Iterator[Miss]:
    bundle = open_bundle(place[0]) if place else None
    for kind, source in (("概述", document.summary or ""), ("正文", text)):
        for piece in pieces(source, document.digest):
            if bundle is None or place is None or place[1] not in find(bundle, fold(piece)):
                yield Miss(document.address, kind, piece)
