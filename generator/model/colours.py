"""One colour of an office → the colours of its site: light, dark and large, each with the contrast that WCAG 2.2 asks for."""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from typing import NamedTuple

AA, AAA = 4.5, 7.0
"""Contrast of text with what is behind it: at least (1.4.3), and for the large version (1.4.6)."""

WHITE, BLACK = "#ffffff", "#000000"

PAPER, SOFT = WHITE, "#f3f6f9"
"""Behind the text of a light page, and behind its strips and tables."""

NIGHT = "#2f343c"
"""Lighter than anything behind the text of a dark page."""

VEIL = 0.14
"""How much white lies on the header where the search box is."""


class Shades(NamedTuple):
    """What is made of one colour, all as #rrggbb."""

    header: str
    """Behind white text, and of buttons."""
    strong: str
    """Where the header is pointed at, focused, or pressed."""
    link: str
    """Text on light paper."""
    pale: str
    """The second colour of charts."""
    night_header: str
    night_link: str
    """Text on dark paper."""
    night_strong: str
    night_pale: str
    large_header: str
    large_link: str
    large_night_link: str


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance): 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def header_contrast(colour: str) -> float:
    """How well the white words of the header can be read on a colour, those in its search box among them."""
    return contrast(WHITE, _mixed(colour, WHITE, VEIL))


def nearest_allowed(colour: str) -> str:
    """The colour itself, or the lightest one of the same hue on which white words can be read."""
    return _until(colour, -1, lambda shade: header_contrast(shade) >= AA)


def shades(colour: str) -> Shades:
    """The colours of a site whose own colour is allowed."""
    return Shades(
        header=colour,
        strong=_until(colour, -1, lambda shade: contrast(shade, SOFT) >= AAA),
        link=_until(colour, -1, lambda shade: contrast(shade, SOFT) >= AA + 0.5),
        pale=_mixed(colour, WHITE, 0.5),
        night_header=_until(colour, -1, lambda shade: contrast(shade, WHITE) >= 11),
        night_link=_until(colour, 1, lambda shade: contrast(shade, NIGHT) >= AA + 1.5),
        night_strong=_until(colour, 1, lambda shade: contrast(shade, NIGHT) >= AAA),
        night_pale=_mixed(_until(colour, 1, lambda shade: contrast(shade, NIGHT) >= AA), NIGHT, 0.4),
        large_header=_until(colour, -1, lambda shade: header_contrast(shade) >= AAA),
        large_link=_until(colour, -1, lambda shade: contrast(shade, SOFT) >= AAA),
        large_night_link=_until(colour, 1, lambda shade: contrast(shade, NIGHT) >= AAA + 0.5),
    )


def _until(colour: str, way: int, enough: Callable[[str], bool]) -> str:
    """Darker (-1) or lighter (1) in steps of one in 200, of the same hue, until it is enough."""
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    while not enough(colour) and 0 <= light + way / 200 <= 1:
        light += way / 200
        colour = _hex(colorsys.hls_to_rgb(hue, light, saturation))
    return colour


def _mixed(colour: str, other: str, share: float) -> str:
    one, two = _parts(colour), _parts(other)
    return _hex(
        (_between(one[0], two[0], share), _between(one[1], two[1], share), _between(one[2], two[2], share))
    )


def _between(one: float, other: float, share: float) -> float:
    return one + (other - one) * share


def _luminance(colour: str) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
