"""A search index, written in runs and ranges as a build writes it, and texts to write one of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from generator.search.directory import write_directory
from generator.search.encoding import Words
from generator.search.patch import Counted
from generator.search.postings import frequent_in, ranges_of, write_range, write_run
from generator.search.texts import pages_of

CHARACTERS = st.one_of(
    st.sampled_from("国务院办公厅关于"),
    st.sampled_from("0123.、 "),
    st.characters(min_codepoint=0x61, max_codepoint=0x7A),
    st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3),
    st.characters(min_codepoint=0x3041, max_codepoint=0x30FE),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DD),
    st.characters(min_codepoint=0x30000, max_codepoint=0x3134A),
    st.characters(exclude_categories=("Cs", "Cn")),
)
"""Characters of every plane, as far as Unicode knows them: of the others Pagefind keeps none, we those of the Han planes."""
TEXT_OF_ANY_SCRIPT = st.text(CHARACTERS, max_size=60)
INDEXED = st.lists(st.lists(TEXT_OF_ANY_SCRIPT, min_size=1, max_size=3), min_size=1, max_size=5)
"""Pages of an index, each with its texts."""


def page_of(texts: list[str]) -> Words:
    """One page of an index by itself."""
    return pages_of([texts])[0]


def write_index(pages: list[Words], folder: Path, run: int, chunk: int) -> Counted:
    """Write pages in runs of `run`, the directory in pieces of `chunk` words; returns its words."""
    for first in range(0, len(pages), run):
        write_run(folder / "runs", first, pages[first : first + run])
    parts = [write_range(folder / "runs", folder / "out", part, chunk) for part in ranges_of(folder / "runs")]
    words = np.concatenate([np.zeros(0, np.uint64), *(part.words for part in parts)])
    counts = np.concatenate([np.zeros(0, np.int32), *(part.counts for part in parts)])
    write_directory(
        folder / "out",
        [f"{n:x}" for n in range(len(pages))],
        [chunk for part in parts for chunk in part.chunks],
        frequent_in(words, counts),
    )
    return Counted(words, counts)
