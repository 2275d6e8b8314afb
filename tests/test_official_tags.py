"""The official page tags (国办发〔2017〕47号, annex), the footer and the site map that inspections look for, on every page."""

from __future__ import annotations

import re
from pathlib import Path

SITE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE = {"ArticleTitle", "PubDate", "ContentSource"}


def tags(page: Path) -> dict[str, str]:
    return dict(re.findall(r'<meta name="([A-Z][^"]*)" content="([^"]*)"', page.read_text(encoding="utf-8")))


def pages(site: Path) -> dict[str, Path]:
    return {p.parent.relative_to(site).as_posix(): p for p in site.rglob("index.html")}


def test_every_page_says_whose_it_is_and_in_which_column(site: Path):
    lacking = {}
    for address, page in pages(site).items():
        found = {name for name, value in tags(page).items() if value}
        if missing := (SITE | COLUMN) - found:
            lacking[address] = missing
    assert lacking == {}


def test_documents_and_annual_reports_say_what_they_are_and_since_when(site: Path):
    articles = {
        address: page
        for address, page in pages(site).items()
        if re.fullmatch(r"[0-9A-Z]{18}/[^/]+|annual/\d{4}", address)
    }
    assert len(articles) > 60
    for address, page in articles.items():
        found = tags(page)
        assert found.keys() >= ARTICLE, address
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found["PubDate"]), address
    assert tags(articles["annual/2025"])["PubDate"].startswith("2026-01-22")


def test_columns_have_the_types_of_the_annex(site: Path):
    types = {address: tags(page)["ColumnType"] for address, page in pages(site).items()}
    assert types["."] == "首页"
    for block, kind in (
        ("guide", "信息公开指南"),
        ("catalog", "信息公开目录"),
        ("annual", "信息公开年报"),
        ("request", "依申请公开"),
    ):
        assert {value for address, value in types.items() if address.split("/")[0] == block} == {kind}


def test_footer_has_what_inspections_look_for_and_leads_to_the_site_map(site: Path):
    for address in (".", "catalog/items", "help", "11339926169374841Y/2026-00005"):
        footer = (site / address / "index.html").read_text(encoding="utf-8").partition("<footer")[2]
        for item in (
            "主办",
            "联系方式",
            "网站标识码：3399260001",
            "示例ICP备00000000号",
            "示例公网安备00000000000000号",
            "站点地图",
        ):
            assert item in footer, (address, item)


def test_site_map_reaches_every_page_of_the_blocks(site: Path):
    """Documents, older years and the history of the items are reached from the pages it lists."""
    text = (site / "map/index.html").read_text(encoding="utf-8")
    listed = {href.removeprefix("../").rstrip("/") for href in re.findall(r'href="(\.\./[^"#?]*/)"', text)}
    known = {
        address
        for address in pages(site)
        if address.split("/")[0]
        in ("guide", "system", "catalog", "annual", "request", "search", "help", "data")
    }
    below = {
        address
        for address in known
        if re.match(r"catalog/(coverage/\d{4}|items/history|in-force/.+)$", address)
    }
    assert len(known) > 60 and known - below - listed == set()
