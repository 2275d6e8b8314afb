"""An index of which some pages changed is, byte for byte, the one that is made of all pages."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from helpers.index import INDEXED, TEXT_OF_ANY_SCRIPT, page_of, write_index
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.machine.site_folder import link_file
from generator.search import encoding, ends, postings
from generator.search.patch import difference, do_task, plan_patch
from generator.search.postings import place_of

NOTHING = np.zeros(0, np.uint64)
EDITS = st.lists(st.tuples(st.integers(0, 6), st.lists(TEXT_OF_ANY_SCRIPT, max_size=3)), max_size=4)
"""Page → its texts now; beyond the last one it is added. Without texts the last page goes, save the only one."""


def edited(pages: list[list[str]], edits: list[tuple[int, list[str]]]) -> list[list[str]]:
    now = [*pages]
    for at, texts in edits:
        if not texts:
            now = now[:-1] or now
        elif at < len(now):
            now[at] = texts
        else:
            now.append(texts)
    return now


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in (folder / "index").glob("*.pf_index")}


def patched(before: list[list[str]], now: list[list[str]], folder: Path, least: int) -> int:
    """Hold what a patch makes against the whole; returns how many files stayed."""
    old, new = ([page_of(texts) for texts in pages] for pages in (before, now))
    counted = write_index(old, folder / "old", 2, least)
    expected = write_index(new, folder / "new", 3, least)
    source, target = folder / "old/out", folder / "patched"
    digests = {name: sha256(data).hexdigest() for name, data in files_in(source).items()}
    change = difference(
        {
            n: (old[n] if n < len(old) else NOTHING, new[n] if n < len(new) else NOTHING)
            for n in range(max(len(old), len(new)))
            if n >= len(old) or n >= len(new) or before[n] != now[n]
        }
    )
    patch = plan_patch(counted, digests, change, least)
    chunks = [chunk for _, chunk in patch.kept]
    for name, chunk in patch.kept:
        link_file(f"{source}/{place_of(name)}", f"{target}/{place_of(chunk.name)}")
    for task in patch.tasks:
        chunks += do_task(source, target, task)
    made = files_in(target)
    assert made == files_in(folder / "new/out")
    assert {chunk.name: chunk.digest for chunk in chunks} == {
        name: sha256(data).hexdigest() for name, data in made.items()
    }
    assert np.array_equal(patch.counted.words, expected.words)
    assert np.array_equal(patch.counted.counts, expected.counts)
    return len(patch.kept)


def test_a_text_that_becomes_longer_keeps_the_files_of_its_letters(tmp_path: Path):
    text = "".join(map(chr, range(0x4E00, 0x4F00)))
    kept = patched([[text]], [[f"{text}\u5b57"]], tmp_path, 20)
    assert (
        len(files_in(tmp_path / "patched")) - kept <= 4
    )  # what has the new pair, the new letter, the end of the field


@settings(max_examples=50, deadline=None)
@given(INDEXED, EDITS, st.integers(2, 30), st.sampled_from([20, 200, 10**6]))
def test_a_patched_index_is_the_one_of_all_pages(
    pages: list[list[str]], edits: list[tuple[int, list[str]]], least: int, size: int
):
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(ends, "RANGE", size)
        patch.setattr(postings, "SLICE", size)
        patched(pages, edited(pages, edits), Path(folder), least)


def test_files_without_a_word_of_the_change_stay(tmp_path: Path):
    """One of 99 pages is another; the ends of files move hardly anywhere, whatever number of places the others have."""
    pages = [["".join(chr(0x4E00 + (n * k * k) % 3001) for n in range(200))] for k in range(1, 100)]
    now = [*pages[:30], ["".join(map(chr, range(0x5000, 0x5040)))], *pages[31:]]
    stayed = patched(pages, now, tmp_path, 20)
    assert stayed > 0.6 * len(files_in(tmp_path / "new/out")) > 400


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 2**36 - 1)), max_size=200), st.integers(2, 40))
def test_files_hold_every_word_once_and_have_about_as_many_places(words: list[tuple[int, int]], least: int):
    by_word = {word: count for count, word in words}
    order = np.array(sorted(by_word), np.uint64)
    counts = np.array([by_word[int(word)] for word in order], np.int32)
    most = int(least * ends.WINDOW)
    files = ends.files_in(order, counts, least)
    assert [n for file in files for n in range(file.first, file.after)] == list(range(len(order)))
    assert len({file.name for file in files}) == len(files)
    assert all(counts[f.first : f.after].sum() <= most or f.after - f.first == 1 for f in files)


def test_what_is_decoded_is_what_was_encoded():
    """Numbers of every size, among them those whose bytes look like heads of items."""
    places = np.cumsum(
        [0, 24, 25, 0x1818, 0x1919, 0x181A, 0x9818, 0x62, 0x6161, 0x1A1A1A, 0x83, 0x8018], dtype=np.int32
    )
    words = np.array(
        [0x61 << 18, 0x61 << 18 | 0x62, 0x4E00 << 18 | 0x9899, 0x20000 << 18 | 0x3134A], np.uint64
    )
    pages = np.repeat(np.array([0, 24, 0x1918, 70_000], np.int32), len(places))
    every = encoding.Postings(
        words,
        np.arange(len(words) + 1) * len(pages),
        np.tile(pages, len(words)),
        np.tile(np.tile(places, 4), len(words)),
    )
    again = encoding.decoded(list(encoding.encoded(every, np.array([0, 2, 3]))))
    assert all(np.array_equal(one, other) for one, other in zip(every, again, strict=True))
