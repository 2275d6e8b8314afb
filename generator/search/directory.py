"""The directory of an index: which of its files has a word, and how many pages there are. As Pagefind 1.5 has it, so that its
runtime reads what is written here and its program can be asked whether it would have written the same.

    pagefind.zxx_<name>.pf_meta   [version, [[page id, words on the page], …], [[first word, last word, chunk], …], [], [], []]
    pagefind-entry.json       names it and the number of pages

Packed and begun like the files of words (generator/search/postings.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import cbor2

from generator.machine.json_text import json_line
from generator.machine.site_folder import Files, write_file
from generator.model.diagnostics import Text
from generator.model.faults import SearchError
from generator.search.encoding import SIGNATURE
from generator.search.packing import packed
from generator.search.postings import Chunk, place_of

FORMAT = "1.5.2"
"""The version of Pagefind whose format is written."""
FREQUENT_WORDS = "frequent.json"
LANGUAGE = "zxx"
"""No linguistic content: with any other Pagefind would segment and stem."""
WORDS = 1
"""Written as the number of words of every page. Only Pagefind's own ranking reads it, which is not used; a constant packs best."""
_CHARACTERS = "_‿⁀⁔︳︴﹍﹎﹏＿"


def check_format() -> None:
    """Raise SearchError when the Pagefind that is installed may have another format than the one that is written."""
    installed = version("pagefind-bin")
    if installed.split(".")[:2] != FORMAT.split(".")[:2]:
        raise SearchError(
            Text(
                f"已安装 pagefind-bin {installed}，而本程序写的检索索引是 Pagefind {FORMAT} 的格式；请运行 pip install 'pagefind-bin=={FORMAT}'",
                f"pagefind-bin {installed} is installed, but the index is written in the format of {FORMAT}: pip install 'pagefind-bin=={FORMAT}'",
            )
        )


def directory_name(index: str) -> str:
    """What the directory of an index is called; the index is given by its name, or by the folder of that name in which it lies."""
    return f"pagefind.{LANGUAGE}_{index.rpartition('/')[2]}.pf_meta"


def write_directory(
    target: Path, ids: Sequence[str], chunks: Sequence[Chunk], frequent: Sequence[tuple[str, int]]
) -> tuple[str, Files]:
    """Write the directory of the files in `target`, and the list of its frequent words; `ids` is what Pagefind calls each page.

    Returns a name for what is in `target`, from its content.
    """
    name = sha256("".join(chunk.digest for chunk in chunks).encode()).hexdigest()[:12]
    pages = [[page, WORDS] for page in ids]
    meta = packed(
        SIGNATURE
        + cbor2.dumps(
            [FORMAT, pages, [[chunk.first, chunk.last, chunk.name] for chunk in chunks], [], [], []]
        )
    )
    languages = {LANGUAGE: {"hash": f"{LANGUAGE}_{name}", "wasm": None, "page_count": len(ids)}}
    entry = {"version": FORMAT, "languages": languages, "include_characters": [*_CHARACTERS]}
    return name, (
        *((place_of(chunk.name), chunk.digest) for chunk in chunks),
        write_file(target, directory_name(name), meta),
        write_file(target, "pagefind-entry.json", json_line(entry)),
        write_file(target, FREQUENT_WORDS, json_line(_steps(frequent))),
    )


def _steps(frequent: Iterable[tuple[str, int]]) -> list[str]:
    """The frequent words as strings of two characters a word: item n holds those that are 2**n to 2**(n+1) times as
    frequent as the least frequent one."""
    steps: dict[int, list[str]] = {}
    for word, times in frequent:
        steps.setdefault(times.bit_length() - 1, []).append(word)
    return ["".join(steps.get(step, ())) for step in range(max(steps, default=-1) + 1)]
