"""Postings ↔ the files that hold them, as Pagefind 1.5 has them: CBOR, after the twelve bytes `pagefind_dcd`.

    [[[word, [[page step, [place, step, …], []], …], []], …]]

Pages and places are counted from 0 and written as steps from the one before; words ascend by their code points. All bytes of
many files are laid out, or taken apart, at a time: NumPy does in one step what would be one for each number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"pagefind_dcd"
"""The first bytes of every file of Pagefind, once unpacked."""
CHARACTER = 18
"""Bits of a character in the number of a word: folding leaves the planes below 4 only."""

Words = NDArray[np.uint64]
"""A pair of characters is `first << 18 | second`, one character by itself `first << 18`."""
Numbers = NDArray[np.intp]
"""Where something is in an array."""
Short = NDArray[np.int32]
"""Pages, places and lengths: half as many bytes go through the processor."""
Bytes = NDArray[np.uint8]


class Postings(NamedTuple):
    """Words in order, and where each of them stands: in the order of word, page and place."""

    words: Words
    begins: Numbers
    """Where in `pages` and `places` those of each word begin, then where they all end."""
    pages: Short
    places: Short

    @property
    def counts(self) -> Short:
        """In how many places each word stands."""
        return np.diff(self.begins).astype(np.int32)

    def part(self, first: int, after: int) -> Postings:
        """Those of the words from one up to another, which is not among them."""
        begin, end = self.begins[first], self.begins[after]
        begins = self.begins[first : after + 1] - begin
        return Postings(self.words[first:after], begins, self.pages[begin:end], self.places[begin:end])


def text_of(word: int) -> str:
    """A word as it is written."""
    second = word & int(CHARACTER_MASK)
    return chr(word >> CHARACTER) + (chr(second) if second else "")


CHARACTER_MASK = np.uint64((1 << CHARACTER) - 1)


def encoded(postings: Postings, starts: Numbers) -> Iterator[bytes]:
    """The content of the files that begin with the words at `starts`, the first of which is 0.

    The bytes of all are laid out in one array. An *entry* is a page of a word.
    """
    words, n = postings.begins[:-1], len(postings.pages)
    new_page = np.empty(n, bool)
    np.not_equal(postings.pages[1:], postings.pages[:-1], out=new_page[1:])
    new_page[words] = True
    entries = np.flatnonzero(new_page)
    firsts = np.searchsorted(entries, words)  # the first entry of each word
    page_step, place_step = _steps(postings.pages[entries], firsts), _steps(postings.places, entries)
    entries_of_word = np.diff(firsts, append=len(entries)).astype(np.int32)
    places_of_entry = np.diff(entries, append=n).astype(np.int32)
    characters = postings.words >> np.uint64(CHARACTER), postings.words & CHARACTER_MASK
    letters = _utf8_size(characters[0]), np.where(characters[1] > 0, _utf8_size(characters[1]), 0)
    text = letters[0] + letters[1]
    words_of_file = np.diff(starts, append=len(words)).astype(np.int32)
    heads = words[starts]

    size = _head_size(place_step)
    page_size, count_size = _head_size(page_step), _head_size(places_of_entry)
    word_size, file_size = _head_size(entries_of_word), _head_size(words_of_file)
    before = np.zeros(n, np.int32)
    before[entries] = 1 + page_size + count_size
    before[words] += 2 + text + word_size
    before[heads] += len(SIGNATURE) + 1 + file_size
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
    _put_heads(out, at + len(SIGNATURE) + 1, 4, words_of_file, file_size)

    edges = [*at.tolist(), len(out)]
    for i in range(len(starts)):
        yield out[edges[i] : edges[i + 1]].tobytes()


def decoded(files: Sequence[bytes]) -> Postings:
    """The postings in neighbouring files of an index, in their order."""
    data = np.frombuffer(b"".join(file[len(SIGNATURE) :] for file in files), np.uint8)
    items = _items(data)
    kind, value = data[items] >> 5, _values(data, items)
    number, names = np.flatnonzero(kind == 0), np.flatnonzero(kind == 3)
    # Behind the step of a page its list of places begins; behind the last place an empty list, or else another place.
    is_page = (kind[number + 1] == 4) & (value[number + 1] > 0)
    entries = number[is_page]
    places_of_entry = value[entries + 1]
    firsts = np.searchsorted(entries, names)  # the first entry of each word
    pages = _summed(value[entries], firsts)
    begins = np.cumsum(places_of_entry, dtype=np.intp) - places_of_entry
    places = _summed(value[number[~is_page]], begins)
    return Postings(
        _words_at(data, items[names] + 1, value[names]),
        np.append(begins[firsts], len(places)),
        np.repeat(pages, places_of_entry),
        places,
    )


def _items(data: Bytes) -> Numbers:
    """Where the items of CBOR begin. A byte that looks like the head of a longer item is one unless it lies within another."""
    looks = np.flatnonzero(_LONGER[data])
    ends = looks + _LONGER[data[looks]]
    reach = np.maximum.accumulate(ends) if len(ends) else ends
    heads = np.ones(len(looks), bool)  # out of reach of all that look so before them
    heads[1:] = looks[1:] > reach[:-1]
    at = np.flatnonzero(heads)
    while len(at):  # the next one out of reach of a head is a head
        at = np.searchsorted(looks, ends[at], side="right")
        at = at[at < len(looks)]
        at = at[~heads[at]]
        heads[at] = True
    begins = np.ones(len(data), bool)
    heads_at, longer = looks[heads], ends[heads] - looks[heads]
    for n in range(1, int(longer.max(initial=0)) + 1):
        begins[heads_at[longer >= n] + n] = False
    return np.flatnonzero(begins)


_LONGER = np.zeros(256, np.uint8)
"""Byte → how many bytes of its item follow it, where it is the head of a number, a list or a text of two characters."""
for _major in (0, 4):
    for _size in (1, 2, 4):
        _LONGER[(_major << 5) + 24 + _size.bit_length() - 1] = _size
for _length in range(1, 9):
    _LONGER[0x60 + _length] = _length


def _values(data: Bytes, items: Numbers) -> Short:
    """The number in the head of each item."""
    short = data[items] & 31
    value = short.astype(np.int32)
    for low, size in ((24, 1), (25, 2), (26, 4)):
        some = np.flatnonzero(short == low)
        at = items[some]
        number = np.zeros(len(some), np.int32)
        for n in range(1, size + 1):
            number = number << 8 | data[at + n]
        value[some] = number
    return value


def _words_at(data: Bytes, at: Numbers, lengths: Short) -> Words:
    """The words whose bytes begin at these places."""
    first, size = _character_at(data, at)
    second = np.zeros(len(at), np.int64)
    pairs = np.flatnonzero(size < lengths)
    second[pairs], _ = _character_at(data, (at + size)[pairs])
    return (first << CHARACTER | second).astype(np.uint64)


def _character_at(data: Bytes, at: Numbers) -> tuple[NDArray[np.int64], Numbers]:
    """The characters whose UTF-8 begins at these places, and how many bytes each takes."""
    lead = data[at].astype(np.int64)
    size: Numbers = 1 + (lead >= 0xC0).astype(np.intp) + (lead >= 0xE0) + (lead >= 0xF0)
    character = np.where(size == 1, lead, lead & (0x7F >> size))
    for n in range(1, 4):
        some = np.flatnonzero(size > n)
        character[some] = character[some] << 6 | data[at[some] + n] & 0x3F
    return character, size


def _steps(values: Short, firsts: Numbers) -> Short:
    """Each value as the step from the one before it, save those that are the first."""
    steps = values.copy()
    steps[1:] -= values[:-1]
    steps[firsts] = values[firsts]
    return steps


def _summed(steps: Short, firsts: Numbers) -> Short:
    """The values of `_steps`."""
    sums = np.cumsum(steps, dtype=np.int64)
    before = sums[firsts] - steps[firsts]
    return (sums - np.repeat(before, np.diff(firsts, append=len(steps)))).astype(np.int32)


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
