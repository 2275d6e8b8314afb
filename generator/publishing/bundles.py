"""Indexes of words in the stage: made whole from what their pages say, or from what the site in use has, if few pages changed.

Pages are numbered from the oldest on, so that a new one changes no number. What an index was made from is kept under the page with
which it begins: the next one with that page is probably the same, but for a few pages.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from generator.machine.cache import key_of, program_key
from generator.machine.site_folder import Files, link_file
from generator.machine.workers import Workers, give_back, meanwhile
from generator.model.packing import pack, unpack
from generator.publishing.file_groups import FileGroups
from generator.search.directory import write_directory
from generator.search.encoding import Words
from generator.search.ends import Range
from generator.search.patch import Counted, difference, do_task, plan_patch
from generator.search.postings import (
    Chunk,
    Part,
    frequent_in,
    place_of,
    ranges_of,
    write_range,
    write_run,
)
from generator.search.texts import pages_of

A = TypeVar("A")
R = TypeVar("R")

RUN = 1_000_000
"""Bytes of Markdown whose words a worker puts aside; short documents make long runs, since every range of words looks into each."""
SHORT = 1024
"""Pages at a time, at most."""
PLACES = 1_000_000
"""Places of words in memory, about, from which on they are put aside: an attachment may be longer than any Markdown."""
CHARACTERS = 50_000
"""Characters that are folded and cut into words at a time, at least: the processor has to do with one array, and its cache holds it."""
FEW = 4
"""An index is made whole when one of so many pages changed, or more."""
AT_ONCE = 16
"""Parts of an index that are patched without workers."""


@dataclass(frozen=True)
class Wanted(Generic[A]):
    """An index that is to be made."""

    kind: str
    """Of the group of files."""
    key: bytes
    place: str
    """The folder of the site in which it gets a folder of its own."""
    lineage: bytes
    """Of `lineage`."""
    pages: Sequence[bytes]
    """A key for each page of what it says, the oldest first."""
    items: Sequence[A]
    """What the texts of each page are read from."""
    sizes: Sequence[int]
    """How many bytes each page has, about."""
    texts: Callable[[A], list[str]]
    """The texts of a page; can be sent to another process."""
    before: Callable[[Sequence[bytes]], list[list[str]]]
    """The texts of pages that were in the index under these keys. Raises OSError or ValueError when they are to be had no more."""
    least: int
    """Places in one of its files."""


def lineage(kind: str, begins: str) -> bytes:
    """The key under which the words of an index are kept for the next one that begins with the same page, known by a name."""
    return key_of(program_key(), kind, begins)


class Bundle(NamedTuple):
    """An index that was made."""

    files: Files
    changed: Sequence[int]
    """The pages by which it differs from the one before, as far as they are in it; none when it was made whole."""


class _Kept(NamedTuple):
    """What the next index with the same beginning is made from."""

    key: bytes
    pages: list[bytes]
    words: bytes
    counts: bytes


class _Making(NamedTuple):
    """An index that is coming together from the words of all pages."""

    runs: Path
    """Where these are put aside."""
    folder: Path
    least: int


def make_bundles(
    groups: FileGroups, work: Path, kind: str, wanted: Sequence[Wanted[Any]], lineages: Sequence[bytes]
) -> list[Bundle]:
    """Make indexes of a kind, and add their files to their group.

    `work` is a folder for what is put aside on the way; `lineages` are those of all indexes of this kind, made now or not.
    """
    kept = groups.means.cache.get(f"{kind} words", lineages) if wanted else {}
    patched = {one.key: bundle for one in wanted if (bundle := _patched(groups, one, kept.get(one.lineage)))}
    whole = _whole(groups, work, [one for one in wanted if one.key not in patched])
    bundles = [patched.get(one.key) or whole[one.key] for one in wanted]
    for one, bundle in zip(wanted, bundles, strict=True):
        groups.made(one.kind, {one.key: bundle.files})
    return bundles


def _whole(groups: FileGroups, work: Path, wanted: Sequence[Wanted[Any]]) -> dict[bytes, Bundle]:
    executor = groups.means.executor
    made = {one.key: _Making(work / one.key.hex(), _folder(groups, one), one.least) for one in wanted}
    run_all(executor, _put_aside, [some for one in wanted for some in _stretches(made[one.key].runs, one)])
    parts = [(making, part) for making in made.values() for part in ranges_of(making.runs)]
    found: dict[_Making, list[Part]] = {making: [] for making in made.values()}
    for (making, _), part in zip(parts, run_all(executor, _write_part, parts), strict=True):
        found[making].append(part)
    for making in found:
        shutil.rmtree(making.runs)
    return {one.key: Bundle(_finished(groups, one, *_joined(found[made[one.key]])), ()) for one in wanted}


def _stretches(runs: Path, one: Wanted[A]) -> Iterator[_Stretch[A]]:
    """Neighbouring pages with so many bytes that one worker puts their words aside."""
    first = size = 0
    for after, own in enumerate(one.sizes, 1):
        size += own
        if size >= RUN or after - first == SHORT or after == len(one.sizes):
            yield runs, first, one.items[first:after], one.texts
            first, size = after, 0


_Stretch = tuple[Path, int, Sequence[A], Callable[[A], list[str]]]


def _put_aside(stretch: _Stretch[Any]) -> None:
    runs, first, items, texts = stretch
    words: list[Words] = []
    for pages in _together(texts(item) for item in items):
        words += pages_of(pages)
        if sum(map(len, words)) >= PLACES:
            write_run(runs, first, words)
            first, words = first + len(words), []
    if words:
        write_run(runs, first, words)
    give_back()


def _together(pages: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """Neighbouring pages of so many characters."""
    some: list[list[str]] = []
    size = 0
    for texts in pages:
        some.append(texts)
        size += sum(map(len, texts))
        if size >= CHARACTERS:
            yield some
            some, size = [], 0
    if some:
        yield some


def _write_part(part: tuple[_Making, Range]) -> Part:
    making, words = part
    made = write_range(making.runs, making.folder, words, making.least)
    give_back()
    return made


def _joined(parts: Sequence[Part]) -> tuple[list[Chunk], Counted]:
    words = np.concatenate([part.words for part in parts])
    counts = np.concatenate([part.counts for part in parts])
    return [chunk for part in parts for chunk in part.chunks], Counted(words, counts)


def _patched(groups: FileGroups, one: Wanted[Any], packed: bytes | None) -> Bundle | None:
    """The index, made from the one that the site in use has; None when there is none, or too much of it changed."""
    if packed is None:
        return None
    kept = unpack(packed, _Kept)
    changed = _changed(kept.pages, one.pages)
    before = groups.earlier(one.kind, [kept.key])
    if not before or len(changed) * FEW > len(one.pages):
        return None
    site, files = before[kept.key]
    source, target = site / folder_of(files), _folder(groups, one)
    digests = {Path(name).stem: digest for name, digest in files}
    try:
        change = difference(_pages(kept.pages, one, changed))
        patch = plan_patch(_counted(kept), digests, change, one.least)
        chunks = _at_once(groups.means.executor, partial(do_task, source, target), patch.tasks)
    except (OSError, ValueError):  # what the site has is not what was made
        shutil.rmtree(target, ignore_errors=True)
        return None
    for name, chunk in patch.kept:
        link_file(f"{source}/{place_of(name)}", f"{target}/{place_of(chunk.name)}")
    every = [chunk for _, chunk in patch.kept] + [chunk for some in chunks for chunk in some]
    every.sort(key=lambda chunk: chunk.first)
    return Bundle(
        _finished(groups, one, every, patch.counted), [page for page in changed if page < len(one.pages)]
    )


def _changed(before: Sequence[bytes], now: Sequence[bytes]) -> list[int]:
    """The pages that say something else, or that only one of the two has."""
    return [page for page, keys in enumerate(zip_longest(before, now)) if keys[0] != keys[1]]


def _pages(before: Sequence[bytes], one: Wanted[A], changed: Sequence[int]) -> dict[int, tuple[Words, Words]]:
    """The words of the pages that changed: those before and those now."""
    old = [page for page in changed if page < len(before)]
    new = [page for page in changed if page < len(one.pages)]
    words_before = dict(zip(old, pages_of(one.before([before[page] for page in old])), strict=True))
    words_now = dict(zip(new, pages_of([one.texts(one.items[page]) for page in new]), strict=True))
    nothing = np.zeros(0, np.uint64)
    return {page: (words_before.get(page, nothing), words_now.get(page, nothing)) for page in changed}


def _counted(kept: _Kept) -> Counted:
    return Counted(np.frombuffer(kept.words, np.uint64), np.frombuffer(kept.counts, np.int32))


def _folder(groups: FileGroups, one: Wanted[Any]) -> Path:
    """Where an index comes together, until its name is known."""
    return groups.stage.folder / one.place / f".{one.key.hex()}"


def _finished(groups: FileGroups, one: Wanted[Any], chunks: Sequence[Chunk], counted: Counted) -> Files:
    """Complete an index, give it its name, and keep what the next one can be made from."""
    made = _folder(groups, one)
    name, files = write_directory(made, [""] * len(one.pages), chunks, frequent_in(*counted))
    target = made.with_name(name)
    shutil.rmtree(target, ignore_errors=True)
    made.rename(target)
    kept = _Kept(one.key, list(one.pages), counted.words.tobytes(), counted.counts.tobytes())
    groups.means.cache.put(f"{one.kind} words", {one.lineage: pack(kept)})
    return tuple((f"{one.place}/{name}/{file}", digest) for file, digest in files)


def folder_of(files: Files) -> str:
    """Where an index lies, which has these files."""
    return next(name for name, _ in files if name.endswith(".pf_meta")).rpartition("/")[0]


def _at_once(executor: Executor | None, function: Callable[[A], R], items: Sequence[A]) -> list[R]:
    """Like `run_all`; of few items this process does half, while no workers have begun: to begin them would cost more."""
    if not isinstance(executor, Workers) or executor.begun or len(items) > AT_ONCE:
        return run_all(executor, function, items)
    half = (len(items) + 1) // 2
    other = meanwhile(partial(run_all, None, function), items[half:]) if items[half:] else list
    return [*map(function, items[:half]), *other()]


def run_all(executor: Executor | None, function: Callable[[A], R], items: Sequence[A]) -> list[R]:
    """`function` of every item, by the workers if there are any and more than one item."""
    return list((executor.map if executor and len(items) > 1 else map)(function, items))
