"""`?on=` a day: the text that stood on the page then, or a word that the repository has not got it."""

from __future__ import annotations

from pathlib import Path

from made import CODE, Root, document
from playwright.sync_api import Page, expect

ADDRESS = f"{CODE}/2026-00001"


def test_the_text_of_a_day_is_the_version_of_that_day_without_personal_data(tmp_path: Path):
    root = Root(tmp_path / "root")
    root.commit(
        "2026-06-10", a=document(text="补助每户一万元。联系人手机13812345678。\n\n第三条　每年一次。\n")
    )
    note = "corrections:\n  - {date: 2026-07-01, note: 提高标准, kind: 更正}\n"
    root.commit("2026-07-01", a=document(1, note, text="补助每户两万元。\n"))
    root.build()
    page, earlier = root.page(ADDRESS), root.page(f"{ADDRESS}/text/1")
    assert "补助每户两万元" in page and "补助每户一万元" not in page
    assert "补助每户一万元" in earlier and "13812345678" not in earlier
    assert (
        '<p id="第三条">第三条　每年一次。</p>' in earlier
    )  # `?on=2026-06-30#第三条` is the address of an article of a day
    assert "2026-07-01</time> 起由新的文本代替" in earlier


def test_the_page_says_which_text_stood_on_the_day_that_is_asked_for(page: Page, address: str, site: Path):
    amended = next(
        place.parent.relative_to(site).as_posix()
        for place in sorted(site.glob("*/*/index.html"))
        if 'data-amended="[&#34;' in place.read_text(encoding="utf-8")
    )
    page.goto(f"{address}{amended}/?on=2025-06-30")
    expect(page.locator(".gk-strip + .gk-banner")).to_contain_text("本平台没有 2025-06-30 的文本")
    expect(page.locator("[name=on]")).to_have_value("2025-06-30")
    page.goto(f"{address}{amended}/")
    expect(page.locator(".gk-strip + .gk-banner")).to_have_count(0)


def test_the_list_of_a_day_leads_to_the_texts_of_that_day(page: Page, address: str):
    page.goto(f"{address}catalog/in-force/on/?date=2025-12-31")
    page.locator("#in-force-result li a").first.click()
    page.wait_for_url("**/?on=2025-12-31")
