"""A text → the personal data in it, and the text without them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from generator.reading.privacy.addresses import addresses
from generator.reading.privacy.digit_runs import Leak
from generator.reading.privacy.identifiers import identifiers
from generator.reading.privacy.other_numbers import other_numbers
from generator.reading.privacy.persons_listed import persons_listed


def without_leaks(text: str) -> str:
    """A name or title fit to be shown in a message: personal data in it masked."""
    for leak in reversed(leaks_in(text)):
        text = text[: leak.start] + leak.shown + text[leak.end :]
    return text


_SHORT = 60
"""Characters of names and terms of front matter and of cells, most of which a catalog says again and again."""


def leaks_in(text: str, today: date = date.max) -> list[Leak]:
    """The personal data in a text, from left to right. Nobody is born after `today`."""
    return list(_in_short(text, today)) if len(text) <= _SHORT else _leaks(text, today)


@lru_cache(maxsize=5_000)
def _in_short(text: str, today: date) -> tuple[Leak, ...]:
    return tuple(_leaks(text, today))


def _leaks(text: str, today: date) -> list[Leak]:
    found = [*identifiers(text, today), *addresses(text)]
    taken = [(leak.start, leak.end) for leak in found]
    others = (*other_numbers(text), *persons_listed(text))
    found += [leak for leak in others if not any(a < leak.end and leak.start < b for a, b in taken)]
    return sorted(found, key=lambda leak: leak.start)
