"""A page of the host with slots → the frame that generated content is joined with."""

from __future__ import annotations

from typing import NamedTuple

SLOTS = ("title", "head", "content")


class Shell(NamedTuple):
    """A frame, split once at its slots. What is filled in is never looked at again: text that looks like a slot is inert."""

    before: str
    after_title: str
    after_head: str
    after_content: str

    def fill(self, *, title: str, head: str, content: str) -> str:
        """The page. All three are HTML; the caller has escaped them."""
        return "".join(
            (self.before, title, self.after_title, head, self.after_head, content, self.after_content)
        )


def split_shell(page: str) -> Shell:
    """Split a rendered stub. Raises ValueError when a slot is missing or out of order."""
    parts, rest = [], page
    for slot in SLOTS:
        before, mark, rest = rest.partition(f"<!--slot:{slot}-->")
        if not mark:
            raise ValueError(f"slot “{slot}” is missing")
        parts.append(before)
    before, after_title, after_head = parts
    return Shell(before, after_title, after_head, rest)
