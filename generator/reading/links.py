"""A document's Markdown → where its links and images point and what HTML was written into it, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyromark

from generator.model.document import Link

MARKDOWN = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
"""The syntax of the texts, as on the pages."""

_MAYBE_HTML = re.compile(r"<[A-Za-z/!?]")

_NESTING = (">", "*", "_", "~", "![", "- ", "+ ", ". ", ") ")
"""What opens a level of quotes, emphasis, images and lists."""

_INDENTED = (" " * 100, "\t" * 50)


class Markup(NamedTuple):
    """One piece of HTML in a text."""

    line: int
    source: str


def links_of(text: str, first_line: int) -> tuple[Link, ...]:
    """The links and images of a text that begins on `first_line` of its file; bare addresses in <> are left out."""
    if "[" not in text:
        return ()
    return tuple(
        Link(line, inner["dest_url"], kind == "Image")
        for line, name, start in _events(text, first_line)
        if name == "Start" and isinstance(start, dict)
        for kind, inner in start.items()
        if kind in ("Link", "Image") and inner["link_type"] not in ("Autolink", "Email")
    )


def unnamed_images(text: str, first_line: int) -> Iterator[Link]:
    """The images without alternative text of a text that begins on `first_line` of its file."""
    if "![" not in text:
        return
    image, words = None, ""
    for line, name, inner in _events(text, first_line):
        kind = next(iter(inner)) if isinstance(inner, dict) else inner
        if name == "Start" and kind == "Image":
            image, words = Link(line, inner["Image"]["dest_url"], image=True), ""
        elif name == "End" and kind == "Image" and image:
            if not words.strip():
                yield image
            image = None
        elif name in ("Text", "Code"):
            words += inner


def html_of(text: str, first_line: int) -> list[Markup]:
    """The HTML of a text that begins on `first_line` of its file: one entry a tag or a line of a block."""
    if not _MAYBE_HTML.search(text):
        return []
    return [
        Markup(line, inner)
        for line, name, inner in _events(text, first_line)
        if name in ("Html", "InlineHtml")
    ]


def depth_of(text: str, first_line: int) -> tuple[int, int]:
    """How deep quotes, lists and emphasis stand in each other at most, and the line on which they first do.

    Exact from a hundred on, which no text reaches that a person wrote; less may be told as 0.
    """
    # One sign is counted twice as fast as two are.
    many = any(text.count(sign[0]) >= 100 and text.count(sign) >= 100 for sign in _NESTING)
    if not many and not any(indent in text for indent in _INDENTED):
        return 0, first_line
    depth, deepest = 0, (0, first_line)
    for line, name, _ in _events(text, first_line):
        depth += (name == "Start") - (name == "End")
        if depth > deepest[0]:
            deepest = depth, line
    return deepest


def _events(text: str, first_line: int) -> Iterator[tuple[int, str, Any]]:
    """The parser's events that carry something: line, name, content."""
    data, line, place = text.encode(), first_line, 0
    for event, span in MARKDOWN.events_with_range(text):
        if isinstance(event, dict):
            # An end event points back to its start.
            if span["start"] > place:
                line += data.count(b"\n", place, span["start"])
                place = span["start"]
            for name, inner in event.items():
                yield line, name, inner
