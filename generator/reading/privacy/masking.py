"""A text → the personal data in it, and the text without them."""

from __future__ import annotations

from generator.reading.privacy.addresses import addresses
from generator.reading.privacy.identifiers import Leak, identifiers


def without_leaks(text: str) -> str:
    """A name or title fit to be shown in a message: personal data in it masked."""
    for leak in reversed(leaks_in(text)):
        text = text[: leak.start] + leak.shown + text[leak.end :]
    return text


def leaks_in(text: str) -> list[Leak]:
    """The personal data in a text, from left to right."""
    return sorted((*identifiers(text), *addresses(text)), key=lambda leak: leak.start)
