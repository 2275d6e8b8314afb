"""A document in an older form → the same in the present one: the two posts of a review become its steps, word for word."""

from __future__ import annotations

import re
from dataclasses import replace

from generator.model.document import Document
from generator.reading.frontmatter import Record, decode, read_record
from generator.tools.editing.fix import Fixed

_POSTS = {"by": "公开", "approved_by": "批准"}
_FLOW = re.compile(r"review:[ \t]*\{(?P<pairs>[^{}#]*)\}(?P<rest>[ \t]*(?:#.*)?)$")
_LINE = re.compile(r"(?P<indent>[ ]+)(?P<key>by|approved_by|date)[ \t]*:[ \t]*(?P<value>.*)$")


def upgrade(path: str, data: bytes) -> Fixed:
    """The file with `by` and `approved_by` as steps on the day of the review. One that cannot be read, or that would then say
    something else, stays as it is.
    """
    record = read_record(path, data)
    document = record.document
    if document is None or document.review is None or document.review.steps or b"\r" in data:
        return Fixed(path, data, data, ())
    if document.review.by is None or document.review.date is None:
        return Fixed(path, data, data, ())
    after = _stepped(decode(data), document).encode()
    return Fixed(path, data, after if _same(record, read_record(path, after)) else data, ())


def _stepped(text: str, document: Document) -> str:
    rows = text.split("\n")
    first = document.line("review") - 1
    if flow := _FLOW.match(rows[first]):
        pairs = [pair.strip() for pair in re.split(r",(?=[ \t]*[a-z_]+[ \t]*:)", flow["pairs"])]
        rows[first : first + 1] = [f"review:{flow['rest']}", *(f"  {pair}" for pair in pairs if pair)]
    end = next((n for n in range(first + 1, len(rows)) if not rows[n].startswith((" ", "\t"))), len(rows))
    block = rows[first + 1 : end]
    found = {match["key"]: match for row in block if (match := _LINE.match(row))}
    if "by" not in found or "date" not in found:
        return text
    indent, day = found["by"]["indent"], found["date"]["value"].partition("#")[0].strip()
    kept = [
        row
        for row in block
        if (m := _LINE.match(row)) is None or m["key"] not in _POSTS or m["indent"] != indent
    ]
    steps = [f"{indent}steps:"]
    for key, kind in _POSTS.items():
        if key in found:
            steps += [
                f"{indent}  - post: {found[key]['value']}",
                f"{indent}    kind: {kind}",
                f"{indent}    date: {day}",
            ]
    return "\n".join([*rows[: first + 1], *kept, *steps, *rows[end:]])


def _same(before: Record, after: Record) -> bool:
    """Whether nothing was lost: the same chain of steps, and everything else as it was."""
    old, new = before.document, after.document
    if (
        old is None
        or new is None
        or old.review is None
        or new.review is None
        or len(after.problems) > len(before.problems)
    ):
        return False
    if new.review.chain != old.review.chain or before.body != after.body:
        return False
    posts = replace(new.review, steps=(), by=old.review.by, approved_by=old.review.approved_by)
    return posts == old.review and replace(
        new, review=None, lines={}, body_line=0, digest="", head="", size=0, links=()
    ) == replace(old, review=None, lines={}, body_line=0, digest="", head="", size=0, links=())
