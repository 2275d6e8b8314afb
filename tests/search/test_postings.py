"""The index that is written ourselves against the one that Pagefind's program writes: the same words on the same pages at the same places."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import category

import pytest
from helpers.index import INDEXED, page_of, write_index
from hypothesis import given, settings
from hypothesis import strategies as st
from pagefind import Places, by_pagefind, decoded

from generator.model.faults import SearchError
from generator.search import directory, encoding, ends, postings
from generator.search.directory import check_format
from generator.search.fold import fold
from generator.search.postings import ranges_of


def ours(pages: list[list[str]], folder: Path, run: int = 2, chunk: int = 20) -> Places:
    write_index([page_of(texts) for texts in pages], folder, run, chunk)
    return decoded(folder / "out")


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(INDEXED)
def test_the_index_is_the_one_that_pagefind_would_write(pages: list[list[str]]):
    with TemporaryDirectory() as folder:
        expected = by_pagefind(pages, Path(folder))
        assert ours(pages, Path(folder)) == expected


@pytest.mark.slow
def test_a_long_text_and_many_pages_are_written_as_pagefind_would(tmp_path: Path):
    """Steps of every size of number, and words of more pages than a file holds places."""
    far = "".join(chr(0x4E00 + n % 20000) for n in range(70_000))
    pages = [["甲乙", far + "甲乙", ""], *([f"第{n}号文", "甲乙丙" * (n % 7)] for n in range(1, 400))]
    expected = by_pagefind(pages, tmp_path)
    assert ours(pages, tmp_path, run=64, chunk=500) == expected


@settings(max_examples=30, deadline=None)
@given(INDEXED, st.integers(1, 5))
def test_the_bytes_do_not_depend_on_how_pages_are_put_aside(pages: list[list[str]], run: int):
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        ours(pages, Path(one), run=1)
        ours(pages, Path(other), run=run)
        assert [(p.name, p.read_bytes()) for p in sorted(Path(one, "out").rglob("*.pf_*"))] == [
            (p.name, p.read_bytes()) for p in sorted(Path(other, "out").rglob("*.pf_*"))
        ]


def test_small_ranges_and_slices_hold_the_same_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pages = [["".join(chr(0x4E00 + (n * k) % 977) for n in range(300))] for k in range(1, 30)]
    whole = ours(pages, tmp_path / "whole")
    monkeypatch.setattr(ends, "RANGE", 500)
    monkeypatch.setattr(postings, "SLICE", 90)
    assert len(ranges_of(tmp_path / "whole/runs")) > 5
    assert ours(pages, tmp_path / "parts") == whole


def test_another_pagefind_is_named_in_words(monkeypatch: pytest.MonkeyPatch):
    check_format()
    monkeypatch.setattr(directory, "version", lambda name: "1.6.0")
    with pytest.raises(SearchError, match=r"pagefind-bin 1\.6\.0"):
        check_format()


def test_keys_of_the_mirror_hold_any_letter_that_folding_leaves():
    """Of the planes without scripts every 16th character stands for the others."""
    scripts = [n for n in range(0x40000) if not 0xD800 <= n < 0xE000]
    every = [chr(n) for n in (*scripts, *range(0x40000, 0x110000, 16))]
    letters = set().union(*(fold("\n".join(every[n : n + 4096])) for n in range(0, len(every), 4096)))
    assert len(letters) > 100_000 and max(map(ord, letters)) < 1 << encoding.CHARACTER
    assert not [letter for letter in letters if category(letter)[0] == "M"]
