"""What a query in the address costs: in what order files are asked for, how many, and that nothing moves when they come."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from generator.tools.audits.search import READY

SHIFTS = """window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((shift) => {
  if (!shift.hadRecentInput) window.moved += shift.value;
})).observe({ type: 'layout-shift', buffered: true });"""
RESULTS = "#search-results li[data-result]"


@pytest.fixture
def fresh(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """A page in a browser without memory, and the addresses that it asks for, below the site."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url.removeprefix(address))

    page.on("request", note)
    yield page, asked
    context.close()


def answered(page: Page, address: str, typed: str) -> None:
    page.goto(f"{address}search/?q={typed}")
    page.wait_for_function(READY)
    page.wait_for_load_state("networkidle")


def first(asked: list[str], pattern: str) -> int:
    return next(n for n, name in enumerate(asked) if re.match(pattern, name))


def test_files_are_asked_for_in_the_order_of_need_and_few(fresh: tuple[Page, list[str]], address: str):
    page, asked = fresh
    answered(page, address, "停车收费")
    assert page.locator(RESULTS).count() and page.locator("#search-near li").count()
    scripts = {name for name in asked if name.startswith("assets/gongkai/search/") and name.endswith(".js")}
    assert scripts == {"assets/gongkai/search/search.js", "assets/gongkai/search/second.js"}
    words = first(asked, r"search/names/\w+/index/")
    began = (
        "search/index.json",
        "search/variants.json",
        "search/names/.*meta",
        "pagefind/.*meta",
        "pagefind/.*json",
    )
    assert all(first(asked, opening) < words for opening in began)
    rows = first(asked, "search/rows/")
    assert words < rows < first(asked, "search/words.json")
    assert rows < first(asked, "assets/gongkai/search/second.js")
    assert len(asked) == len(set(asked))
    assert len([name for name in asked if name.startswith(("search/", "pagefind/"))]) <= 30
    assert len([name for name in asked if "/index/" in name or "/rows/" in name]) <= 20


def test_what_is_exact_waits_for_nothing_near(fresh: tuple[Page, list[str]], address: str):
    page, _ = fresh
    held: list[Route] = []
    page.route("**/search/words.json", lambda route: held.append(route))
    page.goto(f"{address}search/?q=停车收费")
    expect(page.locator(RESULTS).first).to_contain_text("停车收费")
    assert page.locator("#search-near li").count() == 0
    held[0].continue_()
    page.wait_for_function(READY)
    assert page.locator("#search-near li").count() > 0


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("typed", ["停车收费", "教育局", "自来水多少钱一吨", "征求意见", "魑魅魍魉"])
def test_nothing_moves_when_answers_arrive(browser: Browser, address: str, typed: str, width: int):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    for late in ("words.json", "places.json"):
        page.route(f"**/search/{late}", lambda route: page.wait_for_timeout(300) or route.continue_())
    answered(page, address, typed)
    assert page.evaluate("window.moved") <= 0.02
    context.close()


def test_a_site_that_was_published_anew_is_searched_as_it_is_now(fresh: tuple[Page, list[str]], address: str):
    page, asked = fresh
    old: list[str] = []

    def of_yesterday(route: Route) -> None:
        entry = json.loads(route.fetch().text())
        if not old:
            old.append("gone")
            entry["names"] = "0" * 12
            entry["bundles"][0]["name"] = "1" * 12
        route.fulfill(json=entry)

    page.route("**/search/index.json", of_yesterday)
    answered(page, address, "停车收费")
    assert old and any("/" + "0" * 12 in name for name in asked)
    assert page.locator(RESULTS).count() > 0
    expect(page.locator("#search-message")).to_be_empty()
