"""Who looks for a cell of a register is led to its row; who looks for the register, to the register."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers.browsing import alone, served
from playwright.sync_api import Browser, Page, expect
from table_catalog import catalog_of
from table_made import row, table_root

from generator.build import build_site
from generator.model.rows import BUCKET, row_id
from generator.model.shown_rows import shown
from generator.planning.tables import search_documents
from generator.publishing.indexing import missed_in
from generator.reading.registers.tables import load_tables
from generator.search.shards import assign_shards

RESULT = "#search-results > li"


def neighbours() -> list[int]:
    """Numbers of rows that stand on one page."""
    found: dict[str, list[int]] = defaultdict(list)
    for n in range(1, 2000):
        page = found[row_id("penalties", row(n)["文书号"])[:BUCKET]]
        page.append(n)
        if len(page) == 3:
            return page
    raise AssertionError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("found")
    first, second, third = neighbours()
    rows = [
        row(first, 当事人="望山粮油店"),
        row(second, 当事人="临溪五金行", 异议收到="2026-11-20"),
        row(third, 当事人="竹海旅店", 处罚类别="没收", 决定日期="2026-10-15", 公开日期="2026-10-20"),
        row(0, 当事人="云顶茶庄", 决定日期="2026-09-08", 公开日期="2026-09-10"),
    ]
    built = build_site(table_root(folder / "root", rows), folder / "site", today=date(2026, 11, 22))
    assert built.pages, built.checked.diagnostics
    return folder


@pytest.fixture(scope="module")
def register(folder: Path) -> Iterator[str]:
    with served(folder / "site") as place:
        yield place


@pytest.fixture
def page(browser: Browser, register: str) -> Iterator[Page]:
    with alone(browser, f"{register}robots.txt", register) as opened:
        yield opened


def ask(page: Page, register: str, query: str) -> None:
    page.goto(f"{register}search/?q={query}")
    expect(page.locator("#search-results")).to_have_attribute("aria-busy", "false")


def test_by_publication_a_page_stands_where_its_newest_row_does(page: Page, register: str):
    ask(page, register, "县府办&sort=published")
    expect(page.locator(RESULT)).to_contain_text(["临溪五金行", "云顶茶庄"])


def test_whatever_piece_of_its_rows_the_build_looks_for_is_found(folder: Path):
    root, site, catalog = folder / "root", folder / "site", catalog_of(folder / "root")
    found = search_documents(shown(load_tables(root, catalog)[0][0].register, date(2026, 11, 22)), catalog)
    (bundle,) = (path.parent for path in (site / "pagefind").rglob("*.pf_meta"))
    pages = list(assign_shards(list(found))[0].documents[::-1])
    assert [
        miss
        for page, document in enumerate(pages)
        for n in range(60)
        for miss in missed_in(root, site, (f"pagefind/{bundle.name}", page, replace(document, digest=str(n))))
    ] == []


def test_row_that_is_added_moves_no_page(tmp_path: Path):
    catalog, today = catalog_of(table_root(tmp_path / "root", [])), date(2026, 11, 22)
    first, second, third = neighbours()

    def pages(*rows: dict[str, str]) -> list[str]:
        root = table_root(tmp_path / f"root{len(rows)}", rows)
        found = search_documents(shown(load_tables(root, catalog)[0][0].register, today), catalog)
        return [d.index_no for shard in assign_shards(list(found)) for d in shard.documents]

    others = [row(0, 公开日期="2026-09-10"), row(first), row(second)]
    assert pages(*others) == pages(*others, row(third, 公开日期="2026-09-11"))


@pytest.mark.parametrize("by_number", [False, True])
def test_a_name_or_a_number_leads_to_its_row_among_those_of_its_page(
    page: Page, register: str, by_number: bool
):
    number = row(neighbours()[1])["文书号"]
    identity = row_id("penalties", number)
    ask(page, register, number if by_number else "临溪五金行")
    link = page.locator(f"{RESULT} h2 a").first
    expect(link).to_have_text("临溪五金行")
    expect(page.locator(f"{RESULT} .gk-found__facts").first).to_have_text("行政处罚结果信息")
    excerpt = page.locator(f"{RESULT} .gk-found__excerpt").first
    expect(excerpt).to_contain_text("异议处理中")
    expect(excerpt).to_contain_text(number)
    expect(excerpt).not_to_contain_text("望山粮油店")
    link.click()
    expect(page).to_have_url(re.compile(f"tables/penalties/r/{identity[:BUCKET]}/.*#{identity}$"))
    expect(page.locator(f"[id='{identity}']")).to_be_in_viewport()
    marked = page.locator(f"[id='{identity}'] mark")
    expect(marked.first).to_be_visible()
    assert (
        marked.evaluate_all(
            "marks => marks.filter((m) => m.closest('mark') !== m || m.querySelector('mark')).length"
        )
        == 0
    )
    assert page.locator("mark").count() == marked.count(), "rows beside it are not meant"


def test_other_rows_of_the_page_that_say_it_too_are_named(page: Page, register: str):
    ask(page, register, "处罚类别罚款")
    excerpt = page.locator(RESULT, has_text="同样写到的").locator(".gk-found__excerpt")
    expect(excerpt.locator("a")).to_have_count(1)  # two of the three were fined
    assert "竹海旅店" not in excerpt.inner_text()
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


@pytest.mark.parametrize("typed", ["行政处罚", "行政处罚结果信息", "处罚结果"])
def test_the_name_of_a_register_shows_the_register_first(page: Page, register: str, typed: str):
    ask(page, register, typed)
    expect(page.locator("li[data-result]").first).to_have_attribute("data-result", "tables/penalties/")
