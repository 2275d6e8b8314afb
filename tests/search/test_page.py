"""The search page in a real browser: everything a visitor can do on it."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers.browsing import served
from helpers.documents import attaching
from helpers.index import page_of, write_index
from helpers.office import docx, pdf, word_text, xlsx
from helpers.roots import TODAY, make_root
from pagefind import by_pagefind
from playwright.sync_api import Browser, Page, expect

from generator.build import build_site
from generator.publishing import indexing
from generator.reading.attachments.layers import Layer, digest_of, write_layer
from generator.search import shards
from generator.search.fold import VARIANTS, fold
from generator.search.lookup import pairs
from generator.search.rows import ENTRY
from generator.tools.audits.browser import serving
from generator.tools.audits.search import verify_search

ROOT = Path(__file__).parents[2]
RESULTS = "#search-results li[data-result]"
SCAN = pdf([], picture=True)


def search(page: Page, address: str, query: str = "") -> Page:
    page.goto(f"{address}search/{query}")
    return settled(page)


def settled(page: Page) -> Page:
    expect(page.locator("#search-results")).to_have_attribute("aria-busy", "false")
    return page


def total(page: Page) -> int:
    count = page.locator("[data-result-count]")
    assert count.text_content() == count.get_attribute("data-result-count")
    return int(count.text_content() or "")


def test_document_is_found_by_number_in_any_spelling(page: Page, address: str):
    for query in (
        "青财2026 4号",
        "青财〔2026〕4号",
        "青财[2026]4号",
        "青财（2026）第4号",
        "青财2026年4号",
        "11339926530520177X/2026-00001",
        "財政預算公開説明 2026",
    ):
        search(page, address, f"?q={query}")
        expect(page.locator(f"{RESULTS} a").first).to_have_text("青溪县2026年财政预算公开说明")
        assert page.locator(RESULTS).first.locator("a").count() == 1


def test_piece_of_the_text_is_found_marked_and_reached(page: Page, address: str):
    search(page, address, "?q=收入完成114230万元，为预算的100.6%")
    assert total(page) == 1
    excerpt = page.locator(".gk-found__excerpt")
    expect(excerpt.locator("mark")).to_have_text("收入完成114230万元，为预算的100.6")
    expect(excerpt).to_contain_text("全县地方一般公共预算收入完成")
    page.locator(f"{RESULTS} a").click()
    first = page.locator(".gk-body mark").first
    expect(first).to_have_text("收入完成114230万元，为预算的100.6")
    expect(first).to_be_in_viewport()


def test_what_only_looks_like_a_number_is_taken_as_words(page: Page, address: str):
    search(page, address, "?q=财政预算 2026 4号")
    expect(page.locator(f"{RESULTS} a").first).to_have_text("青溪县2026年财政预算公开说明")


def test_all_terms_must_occur_and_titles_come_first(page: Page, address: str):
    search(page, address, "?q=预算 债务")
    both = total(page)
    expect(page.locator(f"{RESULTS} h2").first).to_contain_text("预算")
    search(page, address, "?q=债务")
    assert 0 < both <= total(page)


def test_whole_search_is_in_the_address_and_back_and_forward_work(page: Page, address: str):
    search(page, address)
    everything = total(page)
    bodies = page.locator(".gk-facet", has=page.get_by_role("heading", name="发布机构"))
    bodies.locator("a:visible").first.click()
    settled(page)
    assert "issuer=" in page.url and 0 < total(page) < everything
    page.locator("#search-form input[name=q]").fill("预算")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q="))
    some = total(settled(page))
    page.go_back()
    page.go_back()
    expect(page.locator("[data-result-count]")).to_have_text(str(everything))
    page.go_forward()
    page.go_forward()
    expect(page.locator("[data-result-count]")).to_have_text(str(some))
    url = page.url
    page.goto("about:blank")
    page.goto(url)
    assert total(settled(page)) == some
    expect(page.locator("#search-form input[name=q]")).to_have_value("预算")
    page.locator(".gk-chip").click()
    expect(page).not_to_have_url(re.compile("issuer="))


def test_facet_counts_are_what_the_facet_gives(page: Page, address: str):
    search(page, address, "?q=管理")
    for facet in ("发布机构", "目录类别", "主题分类", "体裁", "生成年份", "有效性"):
        section = page.locator(".gk-facet", has=page.get_by_role("heading", name=facet))
        link = section.locator("a").first
        count = int(link.locator("small").inner_text())
        link.click()
        assert total(settled(page)) == count, facet
        page.go_back()
        settled(page)


def test_dates_narrow_and_sorting_orders(page: Page, address: str):
    search(page, address, "?from=2026-02-01&to=2026-03-31&sort=formed")
    dates = page.locator(".gk-found__facts").all_inner_texts()
    published = [re.search(r"公开 ([\d-]+)", text)[1] for text in dates]  # type: ignore[index]
    formed = [re.search(r"生成 ([\d-]+)", text)[1] for text in dates]  # type: ignore[index]
    assert published and all("2026-02-01" <= day <= "2026-03-31" for day in published)
    assert formed == sorted(formed, reverse=True)
    page.locator("select[name=sort]").select_option("published")
    expect(page).to_have_url(re.compile("sort=published"))
    days = [
        re.search(r"公开 ([\d-]+)", text)[1] for text in page.locator(".gk-found__facts").all_inner_texts()
    ]  # type: ignore[index]
    assert days == sorted(days, reverse=True)


def test_nothing_found_says_why_and_what_next(page: Page, address: str):
    search(page, address, "?q=财政 魑魅魍魉")
    assert total(page) == 0
    advice = page.locator("#search-advice")
    expect(advice).to_contain_text("“魑魅魍魉”")
    request = page.locator("#search-help").get_by_role("link", name="申请公开")
    expect(request).to_have_attribute("href", re.compile("/request/$"))
    expect(page.locator("#search-near li[data-near]").first).to_contain_text("财政")
    advice.get_by_role("link", name="“财政”").click()
    settled(page)
    assert total(page) > 0
    search(page, address, "?q=预算&year=1999")
    expect(page.locator("#search-advice")).to_contain_text("去掉筛选条件")


def test_more_results_are_shown_on_demand(page: Page, address: str):
    search(page, address)
    assert page.locator(RESULTS).count() == 10
    page.locator("#search-more").click()
    expect(page.locator(RESULTS)).to_have_count(30)
    expect(page.locator(f"{RESULTS} h2 a").nth(10)).to_be_focused()


def test_keyboard_alone_suffices(page: Page, address: str):
    search(page, address, "?q=预算")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#search-form input[name=q]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{RESULTS} a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search-form input[name=q]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".gk-document")).to_be_visible()


def test_what_is_typed_is_looked_for_while_typing(page: Page, address: str):
    search(page, address)
    page.locator("#search-form input[name=q]").press_sequentially("保密审查")
    expect(page.locator(f"{RESULTS} mark").first).to_have_text("保密审查")
    assert "q=" in page.url


def test_markup_in_a_query_stays_text(page: Page, address: str):
    search(page, address, "?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&issuer=%3Cb%3Ex%3C%2Fb%3E")
    assert total(page) == 0
    assert page.locator(".gk-found img, .gk-found b").count() == 0


def test_titles_answer_before_the_full_text(page: Page, address: str):
    page.route("**/pagefind/*/index/**", lambda route: page.wait_for_timeout(600) or route.continue_())
    page.goto(f"{address}search/?q=财政预算")
    first = page.locator(f"{RESULTS} h2 a").first
    expect(first).to_contain_text("财政预算")
    before = page.locator(RESULTS).evaluate_all("items => items.map((item) => item.dataset.result)")
    settled(page)
    after = page.locator(RESULTS).evaluate_all("items => items.map((item) => item.dataset.result)")
    assert after[: len(before)] == before and len(after) > len(before)


def test_titles_alone_answer_when_the_full_text_fails(browser: Browser, address: str):
    page = browser.new_page()
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(f"{address}search/?q=财政预算")
    expect(page.locator("#search-message")).to_contain_text("全文没有载入")
    assert page.locator(RESULTS).count() > 0
    page.close()


def test_without_javascript_the_page_explains_itself(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}search/")
    banner = page.locator("main .gk-banner")
    expect(banner).to_contain_text("JavaScript")
    expect(banner.locator("a")).to_have_attribute("href", "../catalog/")
    assert page.locator("[data-result-count]").get_attribute("data-result-count") == "0"
    context.close()


@pytest.mark.parametrize(
    ("query", "width", "scheme"),
    [
        ("", 390, "light"),
        ("", 1280, "dark"),
        ("?q=魑魅魍魉", 390, "dark"),
        ("?q=管理&year=2026&from=2026-01-01", 1280, "light"),
    ],
)
def test_page_is_accessible_and_fits(page: Page, address: str, query: str, width: int, scheme: str):
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    search(page, address, query)
    page.wait_for_load_state("networkidle")
    if width == 390:
        page.locator("#search-narrow summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


def test_browser_folds_like_the_index(page: Page, address: str):
    """Every character that folding changes, every third of all others, and the neighbours that decide about points and gaps."""
    search(page, address)
    table = json.loads(VARIANTS.read_text(encoding="utf-8"))
    skipped = ("Cn", "Cs", "Co")
    known = [
        chr(n)
        for n in range(0x110000)
        if unicodedata.category(chr(n)) not in skipped and (n % 3 == 0 or fold(chr(n)) != chr(n))
    ]
    texts = [f"3{char}5{char}" for char in known] + [
        "国发〔2023〕 15号",
        "3. 5",
        "3.5.7",
        "…3…5",
        "①②.5",
        "e\u0301",
    ]
    folded = page.evaluate(
        """async ([texts, table]) => {
      const { makeFolding } = await import(new URL('../assets/gongkai/search/fold.js', location.href).href);
      const { fold } = makeFolding(table);
      return texts.map(fold);
    }""",
        [texts, table],
    )
    assert [
        (text, one, fold(text)) for text, one in zip(texts, folded, strict=True) if one != fold(text)
    ] == []


@pytest.mark.slow
def test_every_document_is_found_by_everything_it_is_called(site: Path):
    with ThreadPoolExecutor(1) as elsewhere:  # one thread holds one Playwright
        assert elsewhere.submit(verify_search, site, 5).result() == []


@pytest.mark.slow
def test_many_shards_answer_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shards, "NEWEST", 4_000)
    monkeypatch.setattr(shards, "RATIO", 2)
    monkeypatch.setattr(shards, "LARGEST", 40_000)
    monkeypatch.setattr(indexing, "ROWS", 5)
    monkeypatch.setattr(indexing, "COLUMNS", 10)
    shutil.copyfile(ROOT / "catalog.yml", tmp_path / "catalog.yml")
    shutil.copytree(ROOT / "content", tmp_path / "content")
    assert build_site(tmp_path, tmp_path / "site", today=TODAY).pages
    entry = json.loads((tmp_path / "site" / ENTRY).read_text(encoding="utf-8"))
    assert len(entry["bundles"]) > 3 and sum(len(bundle["rows"]) for bundle in entry["bundles"]) > 10
    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(verify_search, tmp_path / "site", 8).result() == []


def test_words_of_every_kind_of_attachment_are_found(tmp_path: Path, browser: Browser):
    files = {
        "a.pdf": pdf(["附件记载了青龙潭水位。"]),
        "b.docx": docx(word_text("附件记载了白马坡雨量。")),
        "c.xlsx": xlsx([["赤松岭气温"], ["21"]]),
        "d.csv": "站点,数值\n玄武塘流速,3\n".encode("gb18030"),
        "e.txt": "附件记载了黄花甸风向。".encode(),
        "f.pdf": SCAN,
    }
    layer = write_layer(Layer("f.pdf", digest_of(SCAN), "hand", {"第 1 页": "附件记载了绿柳堤潮位。"}))
    root = make_root(
        tmp_path / "root",
        {
            "1.md": attaching(*files),
            "1.files/f.pdf.text.md": layer.encode(),
            **{f"1.files/{name}": data for name, data in files.items()},
        },
    )
    built = build_site(root, root / "site", today=TODAY)
    assert built.pages, built.checked.diagnostics
    opened = browser.new_page()
    with served(root / "site") as address:
        for phrase in ("青龙潭水位", "白马坡雨量", "赤松岭气温", "玄武塘流速", "黄花甸风向", "b.docx"):
            search(opened, address, f"?q={phrase}")
            assert total(opened) == 1, phrase
            expect(opened.locator(RESULTS).locator("mark").first).to_have_text(phrase)
        for phrase, place in (
            ("白马坡雨量", "li:has-text('b.docx') blockquote"),
            ("绿柳堤潮位", "details[open]"),
        ):
            search(opened, address, f"?q={phrase}")
            opened.locator(f"{RESULTS} h2 a").click()
            marked = opened.locator(f"section[aria-labelledby=attachments] {place} mark")
            expect(marked).to_have_text(phrase)
            expect(marked).to_be_in_viewport()
    opened.close()


def test_pagefinds_own_runtime_reads_what_is_written(tmp_path: Path, browser: Browser):
    """Its script and its WebAssembly, from the package, find in a bundle of ours what a plain scan finds."""
    texts = [
        [f"第{n}条 为了规范{'甲乙丙丁'[n % 4]}类项目，制定本办法。", f"国务院{n * 7}号令" * (n % 3)]
        for n in range(60)
    ]
    write_index([page_of(some) for some in texts], tmp_path / "ours", run=7, chunk=200)
    by_pagefind([["无"]], tmp_path)
    for name in ("pagefind.js", "pagefind-worker.js", "wasm.unknown.pagefind"):
        shutil.copyfile(tmp_path / "made" / name, tmp_path / "ours/out" / name)
    (tmp_path / "ours/out/index.html").write_text(
        "<!doctype html><html lang=zxx><title>.</title></html>", encoding="utf-8"
    )
    with serving(tmp_path / "ours/out") as address, browser.new_page() as page:
        page.goto(address)
        for phrase in ("第7条", "规范甲类", "国务院", "14号令国务院14", "制定本办法", "办法国务院", "1"):
            words = " ".join(pairs(fold(phrase)))
            found = page.evaluate(
                "async (words) => (await (await import('./pagefind.js')).search(`\"${words}\"`)).results.map(({ id }) => id)",
                words,
            )
            expected = {n for n, some in enumerate(texts) if any(fold(phrase) in fold(text) for text in some)}
            assert {int(page_id, 16) for page_id in found} == expected, phrase
