"""The pages of annual reports and of requests in a real browser: they show the numbers, work without script, and print."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from county import County
from playwright.sync_api import Browser, Page

from generator.plan import make_plan
from generator.registers import NO_REGISTERS
from generator.reports.application import FORMS, form_file
from generator.reports.pages import statutory_files

PAGES = ("annual/", "annual/2024/", "annual/2025/", "request/form/", "request/statistics/", "request/reply-date/")


@pytest.fixture
def opened(browser: Browser, statutory_address: str) -> Iterator[Page]:
    """A page that fails the test on any script error or request to another host."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="zh-CN")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if request.url.startswith((statutory_address, "data:")) else faults.append(request.url))
    yield page
    context.close()
    assert faults == []


@pytest.mark.parametrize("place", PAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_page_fits_and_has_one_heading(opened: Page, statutory_address: str, place: str, width: int):
    opened.set_viewport_size({"width": width, "height": 800})
    opened.goto(statutory_address + place)
    assert opened.locator("h1").count() == 1
    assert not opened.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_archive_lists_reports_documents_and_the_chart(opened: Page, statutory_address: str):
    opened.goto(statutory_address + "annual/")
    assert opened.locator(".gk-reports > li").count() == 2
    assert opened.locator(".gk-rows tbody tr").count() == 2
    assert opened.locator(".gk-chart rect").count() == 6
    assert opened.locator(".gk-chart script").count() == 0
    opened.locator(".gk-reports a").first.click()
    assert opened.url.endswith("annual/2025/")


def test_statistics_are_the_numbers_of_the_register(opened: Page, statutory_address: str):
    opened.goto(statutory_address + "request/statistics/")
    assert opened.locator("tr", has_text="办理总计").first.locator("td").all_inner_texts() == ["33", "28"]
    assert opened.locator("tr", has_text="不予公开").first.locator("td").all_inner_texts() == ["5", "3"]


def test_downloads_are_there(statutory: Path):
    for name in ("annual/2025/2025.docx", "annual/2025/2025.csv", "annual/2025/2025.json", "request/form/application-citizen.docx"):
        assert (statutory / name).stat().st_size > 1000


def test_form_is_printed_on_one_sheet_each(opened: Page, statutory_address: str):
    opened.goto(statutory_address + "request/form/")
    assert opened.locator("main :is(form, input, textarea)").count() == 0
    sheets = pypdfium2.PdfDocument(opened.pdf(format="A4", prefer_css_page_size=True))
    texts = [sheet.get_textpage().get_text_bounded() for sheet in sheets]
    assert len(texts) == 2
    assert "公民" in texts[0] and "统一社会信用代码" in texts[1]
    assert all("传真" in text and "受理机构" in text for text in texts)


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
def test_form_asks_what_the_law_asks(county: County, form):
    (table,) = docx.Document(io.BytesIO(form_file(form, county.setting.catalog))).tables
    fields = " ".join(row.cells[1].text for row in table.rows)
    for needed in ("联系电话 *", "信息内容 *", "提供方式 *", "获取途径 *", "证件号码 *" if form.key == "citizen" else "统一社会信用代码 *"):
        assert needed in fields
    assert "用途" not in fields


def test_a_root_without_registers_has_the_pages_too(county: County):
    names = [name for name, _ in statutory_files(make_plan(county.setting.catalog, ()), county.setting, NO_REGISTERS)]
    assert names == ["request/form/application-citizen.docx", "request/form/application-organisation.docx", "data/workdays.json"]
