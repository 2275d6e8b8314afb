"""Take the pictures of docs/images again: build the example county first, then `python docs/take_screenshots.py [SITE]`."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import NamedTuple

from PIL import Image

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


def main(site: Path) -> None:
    """Write every picture, with few colours so that the files stay small."""
    with serving(site) as address, browser_page("截图", reduced_motion="reduce") as page:
        for shot in SHOTS:
            page.set_viewport_size({"width": shot.width, "height": 800})
            page.goto(address)
            page.evaluate(
                "([dark, elder]) => { localStorage['gongkai.dark'] = dark; localStorage['gongkai.elder'] = elder; }",
                [shot.dark, shot.elder],
            )
            page.goto(address + shot.address)
            page.wait_for_load_state("networkidle")
            picture = Image.open(io.BytesIO(page.screenshot())).convert(
                "P", palette=Image.Palette.ADAPTIVE, colors=48
            )
            picture.save(IMAGES / f"{shot.name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
