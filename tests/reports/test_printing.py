"""Every kind of statutory page: printed on A4 with page numbers and whole tables, free of what axe-core finds, no wider than a desk or a phone."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PAGES = (
    "guide/11339926169374841Y/",
    "catalog/coverage/",
    "catalog/items/",
    "catalog/consultations/",
    "annual/2025/",
    "request/form/",
    "request/released/",
    "map/",
)
"""One of each kind; benchmarks/statutory_pages.py looks at all of them."""
A4 = {(595, 842), (842, 595)}
LAST_CELLS = """() => [...document.querySelectorAll("tr")].filter((row) => row.checkVisibility())
  .map((row) => [...row.cells].at(-1).innerText)"""


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("place", PAGES)
def test_page_is_printed_whole_and_accessible(page: Page, address: str, place: str):
    page.goto(address + place)
    cells = [squeezed(cell) for cell in page.evaluate(LAST_CELLS)]
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert {tuple(round(side) for side in sheet.get_size()) for sheet in sheets} <= A4
    texts = [squeezed(sheet.get_textpage().get_text_bounded()) for sheet in sheets]
    assert [n for n, text in enumerate(texts, 1) if f"第{n}页，共{len(texts)}页" not in text] == []
    assert all(len(text) > 20 for text in texts), "an empty sheet"
    printed = "".join(texts)
    assert [cell for cell in cells if cell not in printed] == []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), width
    assert [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]] == []
