"""How the words of a Word document look, by their run and by their styles → whether a reader sees them, and what conceals them.

Office hides words in more ways than one: switched off, in the colour of their ground, or too small for the eye; by the run
itself, by its style, by the paragraph's, or by one that those are based on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.reading.attachments.content import PLAIN
from generator.reading.attachments.package import Element, attribute, child, local, switched_on

HIDDEN_WORDS = Text("隐藏文字", "hidden words")
COVERED_WORDS = Text("涂黑但没有删除的文字", "words blacked out and not deleted")
WHITE_WORDS = Text("与底色相同的文字", "words in the colour of the paper")
TINY_WORDS = Text("小得看不见的文字", "words too small to be seen")

PALE = 0xF0
"""The least of red, green and blue from which words on white paper cannot be seen: a contrast below 1.15."""
MAX_TINY = 4
"""Half points; letters of two points are dots to the eye."""
_NARROW = 10
"""Per cent of their width below which letters are strokes."""
_NAMED = {"black": "000000", "white": "FFFFFF"}
_PAPER = frozenset({"background1", "light1"})


class Look(NamedTuple):
    """What is said of some words; None where nothing is said."""

    vanish: bool | None = None
    colour: str | None = None
    """Six hexadecimal digits; empty: chosen by the program so that it can be read."""
    size: int | None = None
    """Half points."""
    ground: str | None = None
    """The colour behind the words; empty: that of what they stand on."""


def overlaid(over: Look, under: Look) -> Look:
    """What is said nearer to the words counts."""
    return Look(
        under.vanish if over.vanish is None else over.vanish,
        under.colour if over.colour is None else over.colour,
        under.size if over.size is None else over.size,
        under.ground if over.ground is None else over.ground,
    )


class Looks:
    """The styles of a document by their identifiers, each with those it is based on."""

    def __init__(self, styles: Iterable[Element], defaults: Iterable[Element] | None = None) -> None:
        """From each `w:style`, and the `w:rPr` of all words of the document."""
        found = {name: style for style in styles if (name := attribute(style, "styleId"))}
        self._based = {name: _value(child(style, "basedOn")) for name, style in found.items()}
        self._own = {name: look_of(child(style, "rPr")) for name, style in found.items()}
        self._shading = {name for name, style in found.items() if _has_ground(style)}
        usual = look_of(defaults)
        self._known: dict[str, Look] = {}
        self.usual = usual
        """Of a paragraph without a style."""
        standard = next(
            (
                n
                for n, s in found.items()
                if attribute(s, "default") in ("1", "true", "on") and _is_paragraph(s)
            ),
            "",
        )
        self.usual = overlaid(self.of(standard), usual)

    def shades(self, table: str) -> bool:
        """Whether cells of a style of tables may have a ground of their own, by the style itself or through another one."""
        seen = set[str]()
        while table in self._based and table not in seen:
            if table in self._shading:
                return True
            seen.add(table)
            table = self._based[table]
        return False

    def of(self, name: str) -> Look:
        """What a style says, by itself or through another one."""
        if name not in self._known:
            look, seen = Look(), set[str]()
            at = name
            while at in self._own and at not in seen:
                seen.add(at)
                look = overlaid(look, self._own[at])
                at = self._based[at]
            self._known[name] = look
        return self._known[name]


def _has_ground(style: Element) -> bool:
    return any(isinstance(e.tag, str) and local(e) == "shd" for e in style.iter())


def _is_paragraph(style: Element) -> bool:
    return attribute(style, "type") in ("paragraph", "")


def _value(element: Element | None) -> str:
    return "" if element is None else attribute(element, "val")


def look_of(properties: Iterable[Element] | None) -> Look:
    """What `w:rPr` says of the words it belongs to."""
    if properties is None:
        return Look()
    looks = {local(e): e for e in properties}
    size, width = _value(looks.get("sz")), _value(looks.get("w")).rstrip("%")
    if width.isdecimal() and 0 < int(width) < _NARROW:
        size = "0"
    return Look(
        switched_on(looks["vanish"]) if "vanish" in looks else None,
        _colour(looks["color"]) if "color" in looks else None,
        int(size) if size.isdecimal() else None,
        _ground(looks),
    )


def _colour(element: Element) -> str:
    if attribute(element, "themeColor") in _PAPER and not attribute(element, "themeShade"):
        return "FFFFFF"
    value = attribute(element, "val").upper()
    return "" if value == "AUTO" else value


def _ground(looks: Mapping[str, Element]) -> str | None:
    marked = _value(looks.get("highlight"))
    if marked and marked != "none":
        return _NAMED.get(marked, marked)
    if "shd" not in looks:
        return None
    fill = attribute(looks["shd"], "fill").upper()
    return "" if fill in ("AUTO", "") else fill


def is_pale(colour: str) -> bool:
    """Whether words of a colour (six hexadecimal digits) cannot be seen on white."""
    try:
        return len(colour) == 6 and min(bytes.fromhex(colour)) >= PALE
    except ValueError:
        return False


def concealed(look: Look, on_paper: bool) -> Text:
    """What keeps words from the reader's eyes; `PLAIN` when nothing does. `on_paper`: the ground below is known to be white."""
    ground, colour = look.ground or "", look.colour or ""
    if look.vanish:
        return HIDDEN_WORDS
    if look.size is not None and look.size <= MAX_TINY:
        return TINY_WORDS
    if ground and (colour == ground or (ground == "000000" and not colour)):
        return WHITE_WORDS if is_pale(ground) else COVERED_WORDS
    if is_pale(colour) and ((on_paper and not ground) or is_pale(ground)):
        return WHITE_WORDS
    return PLAIN
