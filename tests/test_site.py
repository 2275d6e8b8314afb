"""The example county in a real browser, as a citizen uses it."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

KINDS = {
    "home": "",
    "guide": "guide/",
    "system": "system/",
    "catalog": "catalog/",
    "category": "catalog/category/20-7/",
    "validity": "catalog/validity/repealed/",
    "annual": "annual/",
    "request": "request/",
    "search": "search/",
    "document": "11339926854601395E/2026-00005/",
    "repealed": "11339926854601395E/2023-00001/",
    "editorial": "help/",
}


def test_search_for_a_title_follow_the_result_and_read_the_metadata(page: Page, address: str):
    page.goto(address)
    page.locator(".gk-main-search input").fill("惠农补贴资金管理办法")
    page.keyboard.press("Enter")
    expect(page).to_have_url(
        f"{address}search/?q=%E6%83%A0%E5%86%9C%E8%A1%A5%E8%B4%B4%E8%B5%84%E9%87%91%E7%AE%A1%E7%90%86%E5%8A%9E%E6%B3%95"
    )
    link = page.locator("li[data-result] a", has_text="青溪县惠农补贴资金管理办法").first
    link.click()
    expect(page.locator("h1")).to_have_text("青溪县惠农补贴资金管理办法")
    facts = dict(
        zip(
            page.locator(".gk-meta th").all_inner_texts(),
            page.locator(".gk-meta td").all_inner_texts(),
            strict=True,
        )
    )
    assert facts["索引号"] == "11339926530520177X/2026-00004"
    assert facts["发布机构"] == "青溪县财政局"
    assert facts["有效性"] == "有效"


def test_relations_lead_both_ways(page: Page, address: str):
    page.goto(f"{address}11339926854601395E/2023-00001/")
    expect(page.locator(".gk-strip")).to_contain_text("废止")
    page.locator("#relations + ul a").first.click()
    expect(page.locator("h1")).to_have_text("青溪县行政规范性文件管理办法")
    labels = page.locator("#relations + ul li").all_inner_texts()
    assert any(text.startswith("相关解读") for text in labels)
    assert any("2023" in text for text in labels)


@pytest.mark.parametrize("kind", KINDS)
def test_page_fits_a_phone_and_a_desk(page: Page, address: str, kind: str):
    page.goto(address + KINDS[kind])
    assert page.locator("h1").count() == 1
    assert page.title()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_catalog_needs_no_javascript(browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="法定主动公开内容").first.click()
    page.get_by_role("link", name="财政预算决算").first.click()
    assert page.locator("thead th").all_inner_texts() == ["索引", "名称", "内容概述", "生成日期"]
    page.locator(".gk-rows__title a").first.click()
    assert page.locator(".gk-body").inner_text()
    context.close()


def test_every_link_of_the_site_leads_somewhere(site: Path):
    import re

    missing = set()
    for file in site.rglob("*.html"):
        if file.name == "404.html":
            continue
        for target in re.findall(r'(?:href|src)="([^"#?]*)', file.read_text(encoding="utf-8")):
            if target and "://" not in target and not target.startswith(("mailto:", "tel:")):
                place = file.parent / unquote(target)
                if not (place.is_file() or (place / "index.html").is_file()):
                    missing.add((file.relative_to(site).as_posix(), target))
    assert missing == set()


def test_withheld_and_waiting_documents_have_no_page(site: Path):
    assert not (site / "11339926854601395E/2026-00007").exists()
    assert not (site / "11339926854601395E/2026-00008").exists()
    rows = {
        r["index_no"]: r for r in json.loads((site / "catalog.json").read_text(encoding="utf-8"))["documents"]
    }
    assert rows["11339926854601395E/2026-00007"] == {
        "index_no": "11339926854601395E/2026-00007",
        "title": "关于县行政中心办公用房调整方案的请示",
        "formed": "2026-10-27",
        "issuer": "青溪县人民政府办公室",
        "openness": "不予公开",
        "ground": "过程性信息：讨论记录、过程稿、磋商信函、请示报告（第十六条第二款）",
    }
    assert "11339926854601395E/2026-00008" not in rows


def test_document_page_carries_the_official_tags_and_its_twin(page: Page, address: str):
    page.goto(f"{address}11339926530520177X/2026-00004/")
    names = (
        "SiteName",
        "SiteDomain",
        "SiteIDCode",
        "ColumnName",
        "ColumnDescription",
        "ColumnKeywords",
        "ColumnType",
        "ArticleTitle",
        "PubDate",
        "ContentSource",
    )
    tags = {name: page.locator(f"meta[name={name}]").get_attribute("content") for name in names}
    assert all(tags.values())
    assert (tags["ArticleTitle"], tags["PubDate"]) == ("青溪县惠农补贴资金管理办法", "2026-09-24 00:00")
    twin = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    assert (twin["@type"], twin["identifier"], twin["datePublished"]) == (
        ["Legislation", "eli:LegalResource"],
        "11339926530520177X/2026-00004",
        "2026-09-24",
    )


def test_attachment_can_be_downloaded(page: Page, address: str):
    page.goto(f"{address}11339926854601395E/2026-00005/")
    with page.expect_download() as download:
        page.locator("#attachments + ul a").first.click()
    assert Path(download.value.path()).stat().st_size > 0


def test_example_shows_everything_it_should(site: Path):
    rows = json.loads((site / "catalog.json").read_text(encoding="utf-8"))["documents"]
    assert len({r["issuer"] for r in rows}) >= 5
    assert len({r["category"] for r in rows if "category" in r}) >= 15
    assert len({r.get("genre") for r in rows}) >= 8
    assert {r["validity"] for r in rows if "validity" in r} == {"有效", "尚未生效", "已修改", "失效", "废止"}
    assert {"主动公开", "部分公开", "不予公开"} <= {r["openness"] for r in rows}
    assert any(r.get("attachments") for r in rows)
    assert any(r.get("late") for r in rows)
