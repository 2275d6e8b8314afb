"""The thorough check of a finished site: in a real browser, is every document found by everything it is called?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from generator.search.check import Miss, pieces
from generator.search.rows import read_rows
from generator.tools.audits.browser import browser_page, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

READY = "() => document.querySelector('#search-results').getAttribute('aria-busy') === 'false'"

TEXT = """async (address) => {
  const page = await (await fetch('../' + address)).text();
  const body = new DOMParser().parseFromString(page, 'text/html').querySelector('.gk-body');
  body?.querySelectorAll('td, th, p, li, dt, dd, div, br, h1, h2, h3, h4, h5, h6').forEach((part) => part.append(' '));
  return body?.textContent ?? '';
}"""

FOUND = """async (address) => {
  const more = document.querySelector('#search-more');
  const results = document.querySelector('#search-results');
  const found = () => results.querySelector(`li[data-result="${CSS.escape(address)}"]`) !== null;
  while (!found() && !more.hidden) {
    more.click();
    while (results.getAttribute('aria-busy') !== 'false') await new Promise((done) => setTimeout(done, 2));
  }
  return found();
}"""


def verify_search(
    site: Path, sample: int | None = None, done: Callable[[int, int], object] = lambda count, total: None
) -> list[Miss]:
    """Search the built site for each document (or `sample` of them, the same in every run) as a visitor would.

    Index number, document number, title and two pieces of the text are looked for; what is not found is returned.
    Raises SearchError when there is no browser to look with, or when the site has no search.
    """
    rows = list(read_rows(site))
    if sample is not None and sample < len(rows):
        rows = Random(len(rows)).sample(rows, sample)
    misses: list[Miss] = []
    with serving(site) as address, opened(f"{address}search/") as page:
        for count, row in enumerate(rows, 1):
            misses += [
                Miss(row["address"], kind, text)
                for kind, text in _wanted(page, row)
                if not finds(page, text, row["address"])
            ]
            done(count, len(rows))
    return misses


def finds(page: Page, text: str, address: str) -> bool:
    """Whether an open search page has the document at an address among its results for a text."""
    box = page.locator("#search-form input[name=q]")
    box.fill(text)
    page.evaluate("document.querySelector('#search-results').setAttribute('aria-busy', 'true')")
    box.press("Enter")
    page.wait_for_function(READY)
    return bool(page.evaluate(FOUND, address))


@contextmanager
def opened(address: str) -> Iterator[Page]:
    """The search page at an address, ready to be asked."""
    with browser_page("检查检索") as page:
        page.goto(address)
        page.wait_for_function(READY)
        yield page


def _wanted(page: Page, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "索引号", row["address"].removesuffix("/")
    if row["doc_no"]:
        yield "文号", row["doc_no"]
    yield "名称", row["title"]
    for piece in pieces(page.evaluate(TEXT, row["address"]), row["address"]):
        yield "正文", piece
