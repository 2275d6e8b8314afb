"""Every statutory page of a built site in Chromium: printed on A4 with page numbers and whole tables, and looked at by axe-core.

    python benchmarks/statutory_pages.py site/

One line a page; exit code 1 when anything is wrong. Needs Chromium (`chromium` on the path).
"""

from __future__ import annotations

import re
import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdfium2
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

PLACES = re.compile(
    r"(guide|system|annual|request|map|catalog/(duty|coverage|timeliness|statistics|items|in-force|consultations))(/.*)?"
)
A4 = {(595, 842), (842, 595)}
LAST_CELLS = """() => [...document.querySelectorAll("tr")].filter((row) => row.checkVisibility())
  .map((row) => [...row.cells].at(-1).innerText)"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: object) -> None:
        pass


def main() -> int:
    """Look at every page; 1 when anything is wrong with one."""
    site = Path(sys.argv[1]).resolve()
    found = (page.parent.relative_to(site).as_posix() for page in site.rglob("index.html"))
    places = sorted(place for place in found if PLACES.fullmatch(place))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        wrong = 0
        for place in places:
            page.goto(f"http://127.0.0.1:{server.server_port}/{place}/")
            faults = [*on_paper(page), *on_screen(page)]
            wrong += bool(faults)
            print(f"{place}/: {faults or 'good'}")
    print(f"{len(places)} pages, {wrong} with faults")
    return 1 if wrong else 0


def on_paper(page: Page) -> list[str]:
    """What is wrong with the printed page."""
    page.set_viewport_size({"width": 1280, "height": 900})
    cells = [squeezed(cell) for cell in page.evaluate(LAST_CELLS)]
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    texts = [squeezed(sheet.get_textpage().get_text_bounded()) for sheet in sheets]
    faults = [
        f"sheet {n} is not A4"
        for n, sheet in enumerate(sheets, 1)
        if tuple(round(side) for side in sheet.get_size()) not in A4
    ]
    faults += [
        f"sheet {n} has no number"
        for n, text in enumerate(texts, 1)
        if f"第{n}页，共{len(texts)}页" not in text
    ]
    return faults + [f"“{cell}” is cut" for cell in cells if cell not in "".join(texts)]


def on_screen(page: Page) -> list[str]:
    """What axe-core finds, and whether the page is wider than the screen, on a desk and on a phone."""
    faults = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        faults += [
            f"{width}: {v['id']} {v['nodes'][0]['html'][:100]}"
            for v in Axe().run(page).response["violations"]
        ]
        faults += (
            [f"{width}: too wide"]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth")
            else []
        )
    return faults


def squeezed(text: str) -> str:
    """Text without blanks."""
    return re.sub(r"\s", "", text)


if __name__ == "__main__":
    sys.exit(main())
