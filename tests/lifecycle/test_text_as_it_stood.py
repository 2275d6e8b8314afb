"""`?on=` a day: the text that stood on the page then, or a word that the repository has not got it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers.findings import findings, places
from made import CODE, Root, document
from playwright.sync_api import Browser, Page, expect

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


def test_the_page_of_the_example_opens_the_text_of_the_day(page: Page, address: str):
    rule = "11339926854601395E/2024-00003/"
    page.goto(f"{address}{rule}?on=2025-12-31")
    page.wait_for_url(f"**/{rule}text/2024-12-01/")
    expect(page.locator("#text")).to_contain_text("县道每年每公里10000元")
    page.goto(f"{address}{rule}?on=2024-11-01")
    expect(page.locator(".gk-strip + .gk-banner")).to_contain_text("2024-11-01 本文件还没有施行")
    expect(page.locator("[name=on]")).to_have_value("2024-11-01")
    page.goto(f"{address}{rule}")
    expect(page.locator(".gk-strip + .gk-banner")).to_have_count(0)


EARLIER = """\
amended_text:
  - {file: 一.md, since: 2026-06-01, until: 2026-06-30, by: 测政办发〔2026〕20号}
  - {file: 二.md, since: 2026-08-01, until: 2026-08-31}
"""
RATES = {
    "一.md": "第一条　每户补助一万元。\n\n第二条　每年一次。\n",
    "二.md": "第一条　每户补助两万元。\n\n第二条　每年一次。\n",
}
NOW = "第一条　每户补助三万元。\n\n第二条　按季发放。\n\n第三条　每年一次。\n"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Root:
    """A rule that was amended twice before it came into the repository; one of its texts is lost."""
    root = Root(tmp_path_factory.mktemp("migrated"))
    for name, text in RATES.items():
        root.write(f"a.files/{name}", text)
    root.commit(
        "2026-06-10", a=document(1, EARLIER, NOW, published="2026-06-10", genre="办法", validity="有效")
    )
    root.build()
    return root


def test_texts_older_than_the_repository_have_a_page_each_and_are_compared(migrated: Root):
    page, first, history = (
        migrated.page(f"{ADDRESS}{below}") for below in ("", "/text/2026-06-01", "/history")
    )
    assert page.index("text/2026-08-01/") < page.index("text/2026-06-01/")  # the newest first
    assert '<p id="第一条">第一条　每户补助一万元。</p>' in first and "测政办发〔2026〕20号修改" in first
    assert "2026-06-01 起的文本" in history and "现在的文本" in history
    last = history[history.index('id="v1"') : history.index('id="v2026-08-01"')]
    assert last.count("<ins>") == 3  # an article that was put in moves the next, which is not told as new
    assert "第<del>二</del><ins>三</ins>条" in last
    assert (
        "/history/2026-06-01/" not in page and (migrated.path / f"site/{ADDRESS}/history/2026-06-01").is_dir()
    )


def test_a_text_that_was_in_force_once_is_no_hit_of_a_search_and_no_download(migrated: Root):
    site = migrated.path / "site"
    assert not list(site.rglob("一.md")) and "一万元" not in (site / "catalog.json").read_text("utf-8")
    texts = [
        file
        for file in (migrated.path / ".build").rglob("*")
        if file.is_file() and "texts" in file.as_posix()
    ]
    assert all("一万元".encode() not in file.read_bytes() for file in texts)
    assert '"since":"2026-06-01"' in (site / "catalog.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("day", "opens", "says"),
    [
        ("2026-05-31", "", "2026-05-31 本文件还没有施行（自 2026-06-01 起施行）"),
        ("2026-06-30", "text/2026-06-01/", "第一条　每户补助一万元"),
        ("2026-07-15", "", "2026-07-01 起、2026-08-01 以前施行的文本没有收录"),
        ("2026-08-31", "text/2026-08-01/", "第一条　每户补助两万元"),
        ("2026-09-01", "", "下面就是 2026-09-01 的文本"),
    ],
)
def test_a_day_opens_its_text_at_the_article_or_says_that_it_is_not_here(
    migrated: Root, browser: Browser, day: str, opens: str, says: str
):
    place = (migrated.path / f"site/{ADDRESS}").as_uri()
    page = browser.new_page()
    page.goto(f"{place}/index.html?on={day}#第一条")
    if opens:
        page.wait_for_url(f"{place}/{opens}index.html#*")
        expect(page.locator(":target")).to_contain_text(says)
    else:
        expect(page.locator(".gk-strip + .gk-banner")).to_contain_text(says)
    page.close()


def test_two_days_are_compared_across_texts_of_the_file_and_of_git(migrated: Root, browser: Browser):
    page = browser.new_page()
    page.goto(
        f"{(migrated.path / f'site/{ADDRESS}/history/index.html').as_uri()}?from=2026-06-15&to=2026-10-01"
    )
    status = page.locator("#two-days [role=status]")
    expect(status).to_contain_text("2026-06-01 起的文本，2026年10月1日是现在的文本")
    status.locator("a").click()
    expect(page.locator("#v1 + .gk-compare__text ins").first).to_be_visible()
    page.goto(
        f"{(migrated.path / f'site/{ADDRESS}/history/index.html').as_uri()}?from=2026-06-15&to=2026-07-15"
    )
    expect(status).to_contain_text("没有2026年7月15日的文本")
    page.close()


@pytest.mark.parametrize(
    "hidden",
    [
        "withdrawn: {kind: 误公开, date: 2026-11-01, reason: 误将内部材料上网}\n",
        "public_until: 2026-11-01\n",
        "corrections:\n  - {date: 2026-11-01, note: 删除个人信息, kind: 更正, earlier: 隐去}\n",
    ],
)
def test_earlier_texts_go_when_the_text_goes_or_earlier_versions_are_hidden(tmp_path: Path, hidden: str):
    root = Root(tmp_path)
    for name, text in RATES.items():
        root.write(f"a.files/{name}", text)
    root.commit("2026-06-10", a=document(1, EARLIER + hidden, NOW))
    root.build()
    site = root.path / "site"
    assert not list(site.glob(f"{ADDRESS}/text/*"))
    assert not [f for f in site.rglob("*") if f.is_file() and "每户补助一万元".encode() in f.read_bytes()]
    assert "2026-08-01" not in root.page(ADDRESS)


def test_a_changed_earlier_text_is_written_again_and_a_fault_in_it_is_told_there(tmp_path: Path):
    root = Root(tmp_path)
    for name, text in RATES.items():
        root.write(f"a.files/{name}", text)
    root.commit("2026-06-10", a=document(1, EARLIER, NOW))
    root.build()
    root.write("a.files/一.md", RATES["一.md"].replace("一万元", "八千元"))
    root.build()
    assert "八千元" in root.page(f"{ADDRESS}/text/2026-06-01") and "八千" in root.page(f"{ADDRESS}/history")
    root.write("a.files/一.md", RATES["一.md"] + "\n此件不公开。\n\n联系人手机13812345678。\n")
    told = {(path.rpartition("/")[2], line, rule) for path, line, rule in places(findings(root.path))}
    assert {("一.md", 5, "marked-not-public"), ("一.md", 7, "mobile-phone")} <= told


def test_the_list_of_a_day_leads_to_the_texts_of_that_day(page: Page, address: str):
    page.goto(f"{address}catalog/in-force/on/?date=2025-12-31")
    link = page.locator("#in-force-result li a").first
    expect(link).to_have_attribute("href", re.compile(r"/\?on=2025-12-31$"))
    link.click()
    page.wait_for_url("**/text/2024-12-01/")  # the document itself leads on


def test_a_portal_that_takes_over_the_record_has_no_earlier_texts_of_its_own(migrated: Root, tmp_path: Path):
    portal = Root(tmp_path)
    catalog = portal.path / "catalog.yml"
    catalog.write_text(
        catalog.read_text(encoding="utf-8") + "includes:\n  - {name: 甲县, catalog: a.json}\n",
        encoding="utf-8",
    )
    record = (migrated.path / "site/catalog.json").read_bytes()
    (portal.path / "a.json").write_bytes(record)
    portal.commit("2026-06-10", b=document(2))
    portal.build()
    assert "甲县" in portal.page(ADDRESS) and not list((portal.path / "site").glob(f"{ADDRESS}/text/*"))
