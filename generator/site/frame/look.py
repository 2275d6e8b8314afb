"""`site.look` of catalog.yml → the tokens that its colour sets anew, and the pictures with their sizes."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PIL import Image

from generator.model.catalog import Look
from generator.model.colours import shades
from generator.model.places import PAGES
from generator.reading.pages import page_names


class Picture(NamedTuple):
    """A picture of the header. Its size is told to the browser, so that nothing moves when it comes."""

    address: str
    """Below the site."""
    width: int
    height: int


def look_tokens(look: Look | None) -> str:
    """The variables of look/tokens.css for the colour of an office, light, dark and large; "" keeps those of the theme."""
    if not look or not look.colour:
        return ""
    s = shades(look.colour)
    return f"""
[data-md-color-scheme="default"] {{ --gk-ink: {s.header}; --gk-action: {s.header}; --md-primary-fg-color--light: {s.header}; --md-primary-fg-color--dark: {s.strong}; --md-accent-fg-color: {s.strong}; --md-accent-fg-color--transparent: {s.header}1a; --md-typeset-a-color: {s.link}; --gk-first: {s.header}; --gk-second: {s.pale}; }}
@media screen {{ [data-md-color-scheme="slate"] {{ --md-primary-fg-color: {s.night_header}; --gk-action: {s.night_header}; --md-primary-fg-color--light: {s.night_pale}; --md-accent-fg-color: {s.night_strong}; --md-accent-fg-color--transparent: {s.night_link}24; --md-typeset-a-color: {s.night_link}; --gk-first: {s.night_link}; --gk-second: {s.night_pale}; }} }}
[data-elder][data-md-color-scheme="default"] {{ --gk-ink: {s.large_header}; --md-typeset-a-color: {s.large_link}; }}
[data-elder][data-md-color-scheme="slate"] {{ --md-typeset-a-color: {s.large_night_link}; }}
"""


def picture(root: Path, name: str | None) -> Picture | None:
    """A picture of content/pages as it is published; None where there is none or it is not one (`look-picture` has told)."""
    if not name or name not in page_names(root):
        return None
    try:
        with Image.open(root / PAGES / name) as image:
            return Picture(name, *image.size)
    except (OSError, Image.DecompressionBombError):
        return None
