"""The directory of an index: which of its files has a word, and how many pages there are. As Pagefind 1.5 has it, so that its
runtime reads what is written here and its program can be asked whether it would have written the same.

    pagefind.<hash>.pf_meta   [version, [[page id, words on the page], …], [[first word, last word, chunk], …], [], [], []]
    pagefind-entry.json       names <hash> and the number of pages

Packed and begun like the files of words (generator/search/postings.py).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import cbor2

from generator.diagnostics import Text
from generator.faults import SearchError
from generator.search.postings import SIGNATURE, Chunk, packed
from generator.write import Files, write_file

FORMAT = "1.5.2"
"""The version of Pagefind whose format is written."""
LANGUAGE = "zxx"
"""No linguistic content: with any other Pagefind would segment and stem."""
WORDS = 1000
"""Said of every page to be the number of its words, which only Pagefind's own ranking would ask for: a constant packs best."""
_CHARACTERS = "_‿⁀⁔︳︴﹍﹎﹏＿"  # noqa: RUF001 - what Pagefind lists in every entry


def check_format() -> None:
    """Raise SearchError when the Pagefind that is installed may have another format than the one that is written."""
    installed = version("pagefind-bin")
    if installed.split(".")[:2] != FORMAT.split(".")[:2]:
        raise SearchError(Text(
            f"已安装 pagefind-bin {installed}，而本程序写的检索索引是 Pagefind {FORMAT} 的格式；请运行 pip install 'pagefind-bin=={FORMAT}'",
            f"pagefind-bin {installed} is installed, but the index is written in the format of {FORMAT}: pip install 'pagefind-bin=={FORMAT}'"))


def write_directory(target: Path, ids: Sequence[str], chunks: Sequence[Chunk]) -> Files:
    """Write the directory of the files in `target`; `ids` is what Pagefind calls each page in a result."""
    pages = [[page, WORDS] for page in ids]
    files = [[chunk.first, chunk.last, chunk.name] for chunk in chunks]
    meta = packed(SIGNATURE + cbor2.dumps([FORMAT, pages, files, [], [], []]))
    name = f"{LANGUAGE}_{sha256(meta).hexdigest()[:10]}"
    languages = {LANGUAGE: {"hash": name, "wasm": None, "page_count": len(ids)}}
    entry = json.dumps({"version": FORMAT, "languages": languages, "include_characters": [*_CHARACTERS]}, ensure_ascii=False)
    return write_file(target, f"pagefind.{name}.pf_meta", meta), write_file(target, "pagefind-entry.json", entry)
