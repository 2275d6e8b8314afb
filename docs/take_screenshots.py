"""Take the pictures of docs/images again: build the example county first, then `python docs/take_screenshots.py [SITE]`.

`python docs/take_screenshots.py SITE --sheet FOLDER` takes a picture of every kind of page instead, wide and on a phone, light, dark
and in the large version, and puts them side by side on one sheet for each kind, to be looked at before and after a change.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from generator.tools.audits.accessibility import page_kinds
from generator.tools.audits.browser import browser_page, serving

IMAGES = Path(__file__).parent / "images"
DOCUMENT = "11339926854601395E/2026-00005/"


class Shot(NamedTuple):
    """One picture."""

    name: str
    address: str
    width: int = 1280
    dark: bool = False
    elder: bool = False


SHOTS = (
    Shot("home", ""),
    Shot("catalog", "catalog/category/20-1/"),
    Shot("document", DOCUMENT),
    Shot("search", "search/?q=%E5%8A%9E%E6%B3%95"),
    Shot("elder", DOCUMENT, elder=True),
    Shot("elder-phone", "", 390, dark=True, elder=True),
)


STATES = (
    (1280, False, False),
    (390, False, False),
    (1280, True, False),
    (390, True, False),
    (390, False, True),
)
"""Width, dark, large: what a contact sheet shows of each kind of page, from left to right."""

TALLEST = 1600
"""Pixels of a page that a contact sheet shows from its top."""


def take_sheets(site: Path, folder: Path) -> None:
    """One sheet for each kind of page, named by the kind, all at half size."""
    folder.mkdir(parents=True, exist_ok=True)
    with serving(site) as address, browser_page("版面", reduced_motion="reduce") as page:
        for kind, place in page_kinds(site).items():
            shots = []
            for width, dark, elder in STATES:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(address)
                page.evaluate(REMEMBER, [dark, elder])
                page.goto(address + place)
                page.wait_for_load_state("networkidle")
                shot = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
                shots.append(shot.crop((0, 0, width, min(shot.height, TALLEST))).reduce(2))
            sheet = Image.new("RGB", (sum(s.width + 8 for s in shots), max(s.height for s in shots)), "#777")
            left = 0
            for shot in shots:
                sheet.paste(shot, (left, 0))
                left += shot.width + 8
            sheet.save(folder / f"{kind.replace('/', '-').replace('*', 'n')}.png", optimize=True)


REMEMBER = (
    "([dark, elder]) => { localStorage['gongkai.dark'] = dark; localStorage['gongkai.elder'] = elder; }"
)


def main(site: Path) -> None:
    """Write every picture, with few colours so that the files stay small."""
    with serving(site) as address, browser_page("截图", reduced_motion="reduce") as page:
        for shot in SHOTS:
            page.set_viewport_size({"width": shot.width, "height": 800})
            page.goto(address)
            page.evaluate(REMEMBER, [shot.dark, shot.elder])
            page.goto(address + shot.address)
            page.wait_for_load_state("networkidle")
            picture = Image.open(io.BytesIO(page.screenshot())).convert(
                "P", palette=Image.Palette.ADAPTIVE, colors=48
            )
            picture.save(IMAGES / f"{shot.name}.png", optimize=True)


if __name__ == "__main__":
    place = Path(sys.argv[1] if len(sys.argv) > 1 else "site")
    if "--sheet" in sys.argv:
        take_sheets(place, Path(sys.argv[sys.argv.index("--sheet") + 1]))
    else:
        main(place)
