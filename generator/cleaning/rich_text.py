"""RTF: the group with title, author and company is taken out, and the names of those who changed the text."""

from __future__ import annotations

import re

_GROUPS = re.compile(rb"\{\\(?:info|\*\\(?:revtbl|rsidtbl|userprops|template|passwordhash|xmlopen))\b")


def clean_rtf(data: bytes) -> bytes:
    """The file without its groups of properties. Raises ValueError when one of them has no end."""
    kept, place = [], 0
    for group in _GROUPS.finditer(data):
        if group.start() >= place:
            kept.append(data[place : group.start()])
            place = _end(data, group.start())
    return b"".join([*kept, data[place:]])


def _end(data: bytes, start: int) -> int:
    depth, place = 0, start
    while place < len(data):
        sign = data[place : place + 1]
        if sign == b"\\":
            place += 1
        elif sign in (b"{", b"}"):
            depth += 1 if sign == b"{" else -1
            if not depth:
                return place + 1
        place += 1
    raise ValueError("a group of an RTF file without an end")
