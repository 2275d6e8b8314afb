"""Text of documents and findings → Markdown that shows it and cannot take it for anything else."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.checking.formats.fit import fit

_MEANINGFUL = re.compile(r"[&<>|\\`*_\[\](){}!@#~:$%+=^\"']")

_CALLS = {"@": "&#64;&#8203;", "#": "&#35;&#8203;"}
"""Forges look for @name and #12 after the entities are read; a space of no width keeps them from being calls."""


def cell(text: str) -> str:
    """A text on one line, fit to be told, in which no character formats, links, mentions, or ends a table cell."""
    return _MEANINGFUL.sub(lambda m: _CALLS.get(m[0], f"&#{ord(m[0])};"), fit(" ".join(text.split())))


def row(*cells: str) -> str:
    """One line of a table; the cells are Markdown already."""
    return f"| {' | '.join(cells)} |"


def as_many_as_fit(blocks: Iterable[str], room: int) -> tuple[list[str], int]:
    """The first blocks that fit into so many bytes of UTF-8, and how many were left out."""
    kept: list[str] = []
    left_out = 0
    for block in blocks:
        room -= len(block.encode()) + 1
        if room < 0 or left_out:
            left_out += 1
        else:
            kept.append(block)
    return kept, left_out
