"""The lines of an official document → its parts as GB/T 9704 places them: head, number, title, addressee, signature, date.

Only the words are looked at, never fonts or colours, so that Word, PDF and web pages are read by the same rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.tools.importing.layoutend import (
    find_annexes,
    find_contents,
    find_distribution,
    find_signature,
)
from generator.tools.importing.layouthead import (
    BESIDE_TITLE,
    find_head,
    find_numbers,
    find_title,
    find_told_title,
    is_order,
    issued_measure,
)


@dataclass(frozen=True)
class Layout:
    """What was found, and on which line. Lines are counted from 0."""

    head: tuple[str, ...]
    """Names in the red header, without 文件."""
    number: str | None
    irregular: str | None
    """The number as written, when it had to be put right."""
    series: str | None
    """The number in the register of normative documents, which stands beside the number proper."""
    title: str | None
    measure: str | None
    """What an order makes public."""
    addressee: str | None
    signature: tuple[str, ...] | None
    formed: date | None
    printed_by: str | None
    printed: date | None
    annexes: tuple[str, ...]
    used: frozenset[int]
    """Lines that are part of the frame, not of the text: head, number, title, distribution, printing, contents."""
    contents: int
    """Lines of a table of contents, which are used as well."""


def find_layout(lines: Sequence[str], genres: Sequence[str], told_title: str | None = None) -> Layout:
    """The parts of a document whose lines are `lines`; `genres` are the words that may end a title.

    A title that is told (by a web page) is only looked for; without one, the title is where it ought to be.
    """
    tight = ["".join(line.split()) for line in lines]
    numbers = find_numbers(lines)
    head = find_head(lines, tight, numbers, genres)
    above = numbers.used | head.used
    title = (
        find_told_title(tight, head.end, above, told_title)
        if told_title
        else find_title(lines, tight, head.end, above, genres, numbers.number is not None)
    )
    above |= title.used
    body = title.end
    beside: set[int] = set()
    while body < len(tight) and (body in above or BESIDE_TITLE.match(tight[body])):
        beside |= {body} - above
        body += 1
    shown = title.text or (head.names[-1] if head.counted else None)
    orders = any(is_order(name) for name in (told_title or shown or "", *head.names))
    contents, entries = find_contents(tight, body)
    distribution = find_distribution(tight, body)
    signature = find_signature(lines, tight, body, distribution.begin)
    used = above | beside | contents | distribution.used
    first = next((n for n in range(body, len(tight)) if n not in used), len(tight))
    addressed = first < len(tight) and tight[first].endswith(("：", ":")) and len(tight[first]) < 120
    return Layout(
        head.names,
        numbers.number or title.number,
        numbers.irregular,
        numbers.series,
        shown,
        issued_measure(tight[body : body + 6]) if orders else None,
        lines[first].strip().rstrip("：:") if addressed else None,
        signature.names,
        signature.day,
        distribution.printed_by,
        distribution.printed,
        tuple(find_annexes(tight, body)),
        used,
        entries,
    )
