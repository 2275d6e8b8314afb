"""The formats of a workbook → those in which nobody sees what a cell holds.

White letters on white, letters in the colour of their ground, letters of two points, and the number format `;;;` that shows
nothing: the usual ways of hiding a column without hiding it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.reading.attachments.looks import MAX_TINY, is_pale
from generator.reading.attachments.package import Element, child, local

_NOTHING = re.compile(r'(?:\[\w+\])?(?:"")?(?:;(?:"")?){2,3}')
"""A format of numbers whose every section is empty."""
_WHITE_INDEX = ("1", "9")
"""White among the numbered colours of old workbooks."""
_SYSTEM = ("", "64", "65", "81")
"""Colours that the reader's system decides on."""
_PAPER = "0"
"""The first colour of a theme is that of the paper."""


class _Ink(NamedTuple):
    """The letters of a font: their colour, and whether they are too small to be seen."""

    colour: str
    is_tiny: bool


def unseen_formats(styles: Element) -> frozenset[str]:
    """The numbers (`s` of a cell) of the formats that show nothing."""
    hiding = {
        e.get("numFmtId", "") for e in _of(styles, "numFmts") if _NOTHING.fullmatch(e.get("formatCode", ""))
    }
    fonts = {str(n): _ink(font) for n, font in enumerate(_of(styles, "fonts"))}
    fills = {str(n): _ground(fill) for n, fill in enumerate(_of(styles, "fills"))}
    found = set()
    for number, form in enumerate(_of(styles, "cellXfs")):
        ink = fonts.get(form.get("fontId", "0"), _Ink("", is_tiny=False))
        ground = fills.get(form.get("fillId", "0"), "") or "white"
        if form.get("numFmtId") in hiding or ink.is_tiny or ink.colour == ground:
            found.add(str(number))
    return frozenset(found)


def _of(styles: Element, name: str) -> list[Element]:
    found = child(styles, name)
    return [] if found is None else list(found)


def _ink(font: Element) -> _Ink:
    size = child(font, "sz")
    points = size.get("val", "") if size is not None else ""
    tiny = points.replace(".", "", 1).isdecimal() and 2 * float(points) <= MAX_TINY
    return _Ink(_colour(child(font, "color")), tiny)


def _ground(fill: Element) -> str:
    """The colour of a cell; empty for the paper."""
    pattern = child(fill, "patternFill")
    if pattern is None:
        return "other" if any(local(e) == "gradientFill" for e in fill) else ""
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return ""
    return (_colour(child(pattern, "fgColor")) or "other") if kind == "solid" else "other"


def _colour(element: Element | None) -> str:
    """A name for a colour that is the same for the same colour; `white` for all that cannot be told from it; empty when not said."""
    if element is None:
        return ""
    rgb, theme, tint = element.get("rgb", "")[-6:].upper(), element.get("theme", ""), element.get("tint", "0")
    index = element.get("indexed", "")
    if is_pale(rgb) or index in _WHITE_INDEX or (theme == _PAPER and not tint.startswith("-")):
        return "white"
    if theme:
        return f"theme {theme} {tint}"
    return rgb or (f"index {index}" if index not in _SYSTEM else "")
