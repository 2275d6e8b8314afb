"""The quick check of every build: is what documents say really in the index that was written?"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from generator.model import Document
from generator.search.bundle import SHARDS, SIGNATURE
from generator.search.fold import fold
from generator.search.mirror import indexed

PIECE = 8
"""Characters of a piece of text that is looked for."""
PIECES = 2


@dataclass(frozen=True, slots=True)
class Miss:
    """Something of a document that search does not find."""

    address: str
    kind: str
    """What was looked for: 索引号, 文号, 名称 or 正文."""
    text: str


def spot_check(bundles: Path, samples: Iterable[tuple[Document, str]]) -> list[Miss]:
    """Look for each sample (a document and its plain text) in the text that the index in `bundles` keeps of it."""
    shards: dict[str, dict[str, str]] = json.loads((bundles / SHARDS).read_text(encoding="utf-8"))
    places = {address: bundles / shard / "fragment" / f"{name}.pf_fragment" for shard, pages in shards.items() for name, address in pages.items()}
    return [miss for document, text in samples for miss in _misses(places.get(document.address), document, text)]


def wanted(document: Document, text: str) -> Iterator[tuple[str, str]]:
    """(kind, string) of everything by which a document must be found; the pieces of text are the same in every run."""
    for kind, value in (("索引号", document.index_no), ("文号", document.doc_no), ("名称", document.title)):
        if value:
            yield kind, value
    for piece in pieces(text, document.digest):
        yield "正文", piece


def pieces(text: str, seed: str) -> list[str]:
    """Pieces of a text to look for, chosen by the seed; none of a text without words."""
    words = " ".join(text.split())
    random = Random(seed)
    chosen = [words[at:at + PIECE] for at in (random.randrange(max(1, len(words) - PIECE)) for _ in range(PIECES))]
    return [piece for piece in chosen if fold(piece)]


def _misses(fragment: Path | None, document: Document, text: str) -> Iterator[Miss]:
    kept = _indexed_text(fragment) if fragment else ""
    for kind, value in wanted(document, text):
        if fold(value) not in kept:
            yield Miss(document.address, kind, value)


def _indexed_text(fragment: Path) -> str:
    content = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(SIGNATURE))["content"]
    return indexed(content)
