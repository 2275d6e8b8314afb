"""Folded texts → words with their places, and these, of many pages, → the files of an index.

A word is a pair of neighbouring characters, or one character by itself (docs/search-format.md says why). The words of
some pages at a time are sorted and put aside as a *run*; an index is made from its runs one range of words after the other,
so that memory is bounded by a range, and any process can make any range. The files are those of Pagefind 1.5, all CBOR,
packed, after the twelve bytes `pagefind_dcd`:

    index/<chunk>.pf_index    [[[word, [[page step, [place, step, …], []], …], []], …]]

Pages and places are counted from 0 and written as steps from the one before; words ascend by their code points. A word is
filed as it is written (Pagefind takes Hangul syllables apart and files the pair under its letters).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.machine.site_folder import write_file
from generator.search.fold import SEPARATOR, Codes
from generator.search.packing import QUICK, packed

SIGNATURE = b"pagefind_dcd"
"""The first bytes of every file of Pagefind, once unpacked."""
BREAK = "\ua7f7"
"""The word between two fields."""
CHARACTER = 18
"""Bits of a character in the number of a word: folding leaves the planes below 4 only."""
PLACE = 64 - 2 * CHARACTER
"""Bits of a place in the number of a word at a place."""
GRID = 64
"""Ranges of words end at characters whose number is a multiple of this."""
RANGE = 1_500_000
"""Places that one process makes an index of at a time, about: 12 MB, and six times as much while it is at work."""
SLICE = 300_000
"""Places that are encoded at a time: more no longer fit the processor's cache."""
CHUNK = 2_000
"""Places in one file of the index, at least: what a word costs to look up, against the length of the directory."""
NAMES_CHUNK = 700
"""The same, where there are titles and numbers only, and the directory is short."""
FREQUENT = 20_000
"""A word is frequent when it has one in so many places."""
BLOCK = 64
"""Places for which the page of the first one is looked up; that of the others is this one or one of the next."""

Words = NDArray[np.uint64]
Numbers = NDArray[np.intp]
"""Where something is in an array."""
Short = NDArray[np.int32]
"""Pages, places and lengths: half as many bytes go through the processor."""
Bytes = NDArray[np.uint8]


class Chunk(NamedTuple):
    """One file of an index."""

    first: str
    last: str
    """Its first and last word."""
    name: str
    places: int
    digest: str
    """SHA-256 of the file."""


class Part(NamedTuple):
    """One range of an index."""

    chunks: list[Chunk]
    frequent: list[tuple[str, int]]
    """Its frequent pairs of characters, each with how many times as frequent as the least frequent of them it is."""


class Range(NamedTuple):
    """Words of an index that are made at a time."""

    number: int
    first: int
    after: int
    """The characters that the words begin with: from one up to another, which is not among them."""


def words_of(codes: Codes, fields: Sequence[int]) -> list[Words]:
    """The word at each place of some pages: the pairs of each field with BREAK twice behind it, then each of its page's letters once.

    `codes` are the folded fields of all pages, with a SEPARATOR behind each; `fields` says how many each page has. So two pairs
    that stand two places apart are of one field, and the pair between them is known. A pair is `first << 18 | second`, one
    character, which is a field by itself, `first << 18`.
    """
    wide = codes.astype(np.uint64)
    ends = np.flatnonzero(codes == ord(SEPARATOR))
    begins = np.concatenate([[0], ends[:-1] + 1])
    words = wide << np.uint64(CHARACTER)
    words[:-1] |= wide[1:]
    single, short = ends[ends - begins == 1], ends[ends - begins <= 1]
    words[single - 1] = wide[single - 1] << np.uint64(CHARACTER)
    words[ends] = _BREAK  # what a field of two characters or more ends with is no pair either
    words[ends[ends - begins > 1] - 1] = _BREAK
    words = np.insert(words, short, _BREAK)
    last = np.cumsum(fields) - 1  # the last field of each page
    pages = np.split(words, (ends + 1 + np.searchsorted(short, ends, side="right"))[last[:-1]])
    return [
        np.concatenate([page, _letters(codes[begin : end + 1])])
        for page, begin, end in zip(
            pages, np.concatenate([[0], ends[last[:-1]] + 1]), ends[last], strict=True
        )
    ]


def _letters(codes: Codes) -> Words:
    """Each character once, as a word by itself."""
    used = np.zeros(1 << CHARACTER, bool)  # a third of the time of sorting
    used[codes] = True
    used[ord(SEPARATOR)] = False
    return np.flatnonzero(used).astype(np.uint64) << np.uint64(CHARACTER)


def write_run(folder: Path, first: int, pages: Sequence[Words]) -> None:
    """Put aside the words of neighbouring pages, the first of which has the number `first`."""
    lengths = np.array([len(page) for page in pages], np.int64)
    keys = np.concatenate(pages) << np.uint64(PLACE)
    keys |= np.arange(len(keys), dtype=np.uint64)  # sorts by word, then by page, then by place
    keys.sort()
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / f"{first:08}{_LENGTHS}", lengths)
    keys.tofile(folder / f"{first:08}{_KEYS}")


def ranges_of(folder: Path) -> list[Range]:
    """The ranges in which the index of a folder of runs is made: the same however the pages are divided into runs.

    Once all runs are there. Puts beside them what whoever makes a range needs to know of all of them.
    """
    edges = np.arange(0, 1 << CHARACTER, GRID, dtype=np.uint64)
    keys = edges << np.uint64(CHARACTER + PLACE)
    begins = np.zeros((len(_runs(folder)), len(edges) + 1), np.int64)
    for run, path in enumerate(_runs(folder)):
        words = np.memmap(path, np.uint64, "r")
        begins[run] = np.append(np.searchsorted(words, keys), len(words))
    np.save(folder / _BEGINS, begins)
    lengths = [np.load(path) for path in sorted(folder.glob(f"*{_LENGTHS}"))]
    np.save(folder / _ALL_LENGTHS, np.concatenate(lengths) if lengths else np.zeros(0, np.int64))
    counts = np.diff(begins.sum(0))
    ranges, start, size = list[Range](), 0, 0
    for cell, count in enumerate(counts.tolist()):
        size += count
        if size >= RANGE:
            ranges.append(Range(len(ranges), start * GRID, (cell + 1) * GRID))
            start, size = cell + 1, 0
    if size or not ranges:
        ranges.append(Range(len(ranges), start * GRID, len(edges) * GRID))
    return ranges


def write_range(folder: Path, target: Path, part: Range, places: int = CHUNK) -> Part:
    """Write the files of one range of words, from a folder of runs, into `target`; in each are `places` at least, save the last one."""
    lengths = np.load(folder / _ALL_LENGTHS)
    found = _found(_merged(folder, part))
    pages = _Pages(lengths)
    chunks = [
        _write_chunk(target, f"{part.number:x}.{number:x}", *chunk)
        for number, chunk in enumerate(_chunks(found, pages, places))
    ]
    return Part(chunks, _frequent(found, max(1, int(lengths.sum()) // FREQUENT)))


_KEYS, _LENGTHS = ".keys", ".lengths.npy"
"""Of a run: its sorted words with their places, as they are in memory, and how many places each of its pages has."""
_BEGINS, _ALL_LENGTHS = "begins.npy", "lengths.npy"
"""Of all runs: where each cell of the grid begins in each of them, and the lengths of all pages."""
_PLACE_MASK = np.uint64((1 << PLACE) - 1)
_CHARACTER_MASK = np.uint64((1 << CHARACTER) - 1)
_BREAK = np.uint64(ord(BREAK) << CHARACTER)


def _runs(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_KEYS}"))


def _merged(folder: Path, part: Range) -> Words:
    """The words of a range with their places, counted through all pages of the index, in order."""
    begins = np.load(folder / _BEGINS)
    first, after = begins[:, part.first // GRID].tolist(), begins[:, part.after // GRID].tolist()
    keys = np.empty(sum(after) - sum(first), np.uint64)
    at = start = 0
    for run, begin, end, size in zip(_runs(folder), first, after, begins[:, -1].tolist(), strict=True):
        words = np.fromfile(run, np.uint64, end - begin, offset=begin * keys.itemsize)
        np.add(words, np.uint64(start), out=keys[at : at + len(words)])
        at, start = at + len(words), start + size
    if start >> PLACE:
        raise OverflowError(f"{start} places are too many for one index")
    keys.sort()
    return keys


class _Found(NamedTuple):
    """Words in order, and where each was found."""

    words: Words
    begins: Numbers
    """Where in `places` those of each word begin, then where they all end."""
    places: Short
    """Counted through all pages."""


def _found(keys: Words) -> _Found:
    words = keys >> np.uint64(PLACE)
    begins = np.flatnonzero(words[1:] != words[:-1]) + 1
    begins = np.concatenate([[0], begins, [len(keys)]]) if len(keys) else np.zeros(1, np.intp)
    return _Found(words[begins[:-1]], begins, (keys & _PLACE_MASK).astype(np.int32))


def _frequent(found: _Found, least: int) -> list[tuple[str, int]]:
    counts = np.diff(found.begins)
    some = np.flatnonzero((counts >= least) & (found.words & _CHARACTER_MASK > 0))
    return [
        (_text(word), count // least)
        for word, count in zip(found.words[some].tolist(), counts[some].tolist(), strict=True)
    ]


class _Pages:
    """Which page a place belongs to, of all places of an index."""

    def __init__(self, lengths: NDArray[np.int64]) -> None:
        self.ends = np.cumsum(lengths, dtype=np.int32)
        self.starts = self.ends - lengths.astype(np.int32)
        total = int(self.ends[-1]) if len(lengths) else 0
        self._first = np.searchsorted(self.ends, np.arange(0, total + 1, BLOCK), side="right").astype(
            np.int32
        )

    def of(self, at: Short) -> Short:
        """The page of each of these places, which ascend from word to word only."""
        page = self._first[at // BLOCK]
        behind = np.flatnonzero(at >= self.ends[page])
        while len(behind):
            page[behind] += 1
            behind = behind[at[behind] >= self.ends[page[behind]]]
        return page


def _chunks(found: _Found, pages: _Pages, places: int) -> Iterator[tuple[str, str, int, bytes]]:
    """For each file a quadruple: first word, last word, number of places in it, its content (CBOR, not packed)."""
    first, begins = 0, found.begins
    while first < len(found.words):
        last = min(int(np.searchsorted(begins, begins[first] + SLICE)), len(found.words))
        at = found.places[begins[first] : begins[last]]
        page = pages.of(at)
        words = begins[first : last + 1] - begins[first]
        yield from _encoded(found.words[first:last], words, page, at - pages.starts[page], places)
        first = last


def _encoded(
    word: Words, begins: Numbers, page: Short, place: Short, places: int
) -> Iterator[tuple[str, str, int, bytes]]:
    """The files of words, each of which `begins` with its first place, in the order of word, page and place.

    The bytes of all are laid out in one array. An *entry* is a page of a word.
    """
    words, n = begins[:-1], len(page)
    new_page = np.empty(n, bool)
    np.not_equal(page[1:], page[:-1], out=new_page[1:])
    new_page[words] = True
    entries = np.flatnonzero(new_page)
    firsts = np.searchsorted(entries, words)  # the first entry of each word
    page_step, place_step = _steps(page[entries], firsts), _steps(place, entries)
    entries_of_word = np.diff(firsts, append=len(entries)).astype(np.int32)
    places_of_entry = np.diff(entries, append=n).astype(np.int32)
    characters = word >> np.uint64(CHARACTER), word & _CHARACTER_MASK
    letters = _utf8_size(characters[0]), np.where(characters[1] > 0, _utf8_size(characters[1]), 0)
    text = letters[0] + letters[1]
    cuts = _cuts(begins, places)
    words_of_chunk = np.diff(cuts, append=len(words)).astype(np.int32)
    heads = words[cuts]

    size = _head_size(place_step)
    page_size, count_size = _head_size(page_step), _head_size(places_of_entry)
    word_size, chunk_size = _head_size(entries_of_word), _head_size(words_of_chunk)
    before = np.zeros(n, np.int32)
    before[entries] = 1 + page_size + count_size
    before[words] += 2 + text + word_size
    before[heads] += len(SIGNATURE) + 1 + chunk_size
    length = before + size
    length[np.append(entries[1:], n) - 1] += 1
    length[np.append(words[1:], n) - 1] += 1
    end: Numbers = np.cumsum(length, dtype=np.intp)
    start: Numbers = np.subtract(end, length)
    numbers: Numbers = np.add(start, before)

    out = np.full(int(end[-1]), 0x80, np.uint8)  # 0x80: the empty lists that close a page and a word
    _put_heads(out, numbers, 0, place_step, size)
    at = numbers[entries] - 1 - page_size - count_size
    out[at] = 0x83
    _put_heads(out, at + 1, 0, page_step, page_size)
    _put_heads(out, at + 1 + page_size, 4, places_of_entry, count_size)
    at = at[firsts] - 2 - text - word_size
    out[at] = 0x83
    out[at + 1] = 0x60 + text
    _put_utf8(out, at + 2, characters[0], letters[0])
    _put_utf8(out, at + 2 + letters[0], characters[1], letters[1])
    _put_heads(out, at + 2 + text, 4, entries_of_word, word_size)
    at = start[heads]
    for i, byte in enumerate(SIGNATURE):
        out[at + i] = byte
    out[at + len(SIGNATURE)] = 0x81
    _put_heads(out, at + len(SIGNATURE) + 1, 4, words_of_chunk, chunk_size)

    edges = [*at.tolist(), len(out)]
    lasts = word[np.append(cuts[1:], len(words)) - 1].tolist()
    counts = np.diff(heads, append=n).tolist()
    for i, (head, last, count) in enumerate(zip(word[cuts].tolist(), lasts, counts, strict=True)):
        yield _text(head), _text(last), count, out[edges[i] : edges[i + 1]].tobytes()


def _steps(values: Short, firsts: Numbers) -> Short:
    """Each value as the step from the one before it, save those that are the first."""
    steps = values.copy()
    steps[1:] -= values[:-1]
    steps[firsts] = values[firsts]
    return steps


def _cuts(words: Numbers, places: int) -> Numbers:
    """The words that begin a file, where `words` says where each begins and where the last one ends: files end between words."""
    cuts, last = [0], len(words) - 1
    while (after := int(np.searchsorted(words, words[cuts[-1]] + places))) < last:
        cuts.append(after)
    return np.array(cuts)


def _text(word: int) -> str:
    second = word & int(_CHARACTER_MASK)
    return chr(word >> CHARACTER) + (chr(second) if second else "")


def _head_size(values: Short) -> Bytes:
    """How many bytes a number takes in CBOR."""
    size = np.ones(len(values), np.uint8)
    for least, more in ((24, 1), (1 << 8, 1), (1 << 16, 2)):
        size += (values >= least).view(np.uint8) * np.uint8(more)
    return size


def _put_heads(out: Bytes, at: Numbers, major: int, values: Short, sizes: Bytes) -> None:
    """Numbers, or lengths of lists, in CBOR."""
    out[at] = np.minimum(values, 24).astype(np.uint8) + np.uint8(major << 5)
    for size, bits in ((2, (0,)), (3, (8, 0)), (5, (24, 16, 8, 0))):
        some = np.flatnonzero(sizes == size)
        if len(some):
            where, value = at[some], values[some]
            out[where] = (major << 5) + 23 + (size + 1) // 2
            for n, shift in enumerate(bits, 1):
                out[where + n] = value >> shift & 0xFF


def _utf8_size(characters: Words) -> Numbers:
    size: Numbers = (
        1 + (characters >= 0x80).astype(np.int64) + (characters >= 0x800) + (characters >= 0x10000)
    )
    return size


def _put_utf8(out: Bytes, at: Numbers, characters: Words, sizes: Numbers) -> None:
    for size, lead in ((1, 0), (2, 0xC0), (3, 0xE0), (4, 0xF0)):
        some = np.flatnonzero(sizes == size)
        where, value = at[some], characters[some].astype(np.int64)
        out[where] = lead | value >> 6 * (size - 1)
        for n in range(1, size):
            out[where + n] = 0x80 | value >> 6 * (size - 1 - n) & 0x3F


def _write_chunk(target: Path, name: str, first: str, last: str, places: int, data: bytes) -> Chunk:
    _, digest = write_file(target, f"index/{name}.pf_index", packed(data, QUICK))
    return Chunk(first, last, name, places, digest)
