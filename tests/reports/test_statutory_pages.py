"""The pages of annual reports and of requests in a real browser: they show the numbers, work without script, and print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from county import County
from helpers.browsing import watched
from playwright.sync_api import Browser, Page

from generator.annual import NO_REGISTERS
from generator.planning.plan import make_plan
from generator.site.pages.statutory import all_reports
from generator.site.paper.application import FORMS, Form, form_name
from generator.site.paper.downloads import form_files

PAGES = (
    "annual/",
    "annual/2024/",
    "annual/2025/",
    "request/form/",
    "request/statistics/",
    "request/reply-date/",
)


@pytest.fixture
def opened(browser: Browser, statutory_address: str) -> Iterator[Page]:
    """A page that fails the test on any script error or request to another host."""
    with watched(browser, statutory_address, viewport={"width": 390, "height": 800}) as page:
        yield page


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
    for name in (
        "annual/2025/2025.docx",
        "annual/2025/2025.csv",
        "annual/2025/2025.json",
        "request/form/application-citizen.docx",
    ):
        assert (statutory / name).stat().st_size > 1000


def test_form_is_filled_in_printed_on_one_sheet_and_never_sent(opened: Page, statutory_address: str):
    opened.goto(statutory_address + "request/form/")
    assert opened.locator("article :is(form, [type=submit])").count() == 0
    sent: list[str] = []
    opened.on("request", lambda request: sent.append(request.url))
    for applicant, own, other in (
        ("citizen", "证件号码", "统一社会信用代码"),
        ("organisation", "统一社会信用代码", "证件号码"),
    ):
        opened.check(f"#pick-{applicant}")
        form = opened.locator(f".gk-form--{applicant}")
        form.get_by_role("textbox").first.fill("云溪茶叶合作社")
        form.get_by_role("textbox", name="信息内容").fill("2025年惠农补贴发放明细\n" * 5 + "末行")
        form.get_by_role("radio", name="自行领取").check()
        form.get_by_role("textbox", name="传真").press("Enter")
        sheets = [
            sheet.get_textpage().get_text_bounded()
            for sheet in pypdfium2.PdfDocument(opened.pdf(prefer_css_page_size=True))
        ]
        assert len(sheets) == 1
        assert all(word in sheets[0] for word in ("云溪茶叶合作社", "末行", own, "受理机构", "申请时间"))
        assert other not in sheets[0] and "网站不接收" not in sheets[0]
    assert sent == []


def test_form_needs_no_javascript(browser: Browser, statutory_address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(statutory_address + "request/form/")
    assert page.locator(".gk-form:visible").count() == 1
    page.locator("#pick-organisation").check()
    assert "法人" in page.locator(".gk-form:visible h2").inner_text()
    context.close()


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
def test_form_asks_what_the_law_asks_in_every_format(statutory: Path, form: Form):
    (table,) = docx.Document(str(statutory / "request/form" / form_name(form, "docx"))).tables
    words = " ".join(row.cells[1].text for row in table.rows)
    pdf = pypdfium2.PdfDocument(statutory / "request/form" / form_name(form, "pdf"))
    assert len(pdf) == 1 and [round(n) for n in pdf[0].get_size()] == [595, 842]
    printed = pdf[0].get_textpage().get_text_bounded()
    for text in (words, printed):
        for needed in (
            "联系电话 *",
            "信息内容 *",
            "提供方式 *",
            "获取途径 *",
            "证件号码 *" if form.key == "citizen" else "统一社会信用代码 *",
        ):
            assert needed in text
        assert "用途" not in text
    assert "受理机构：青溪县人民政府办公室政务公开科" in printed and "第 1 页" in printed


def test_a_root_without_registers_has_the_pages_too(county: County):
    assert not all_reports(
        make_plan(county.setting.catalog, (), county.setting.today), county.setting, NO_REGISTERS
    )
    names = [name for name, _ in form_files(county.setting)]
    assert names == [
        *(
            f"request/form/application-{who}.{kind}"
            for who in ("citizen", "organisation")
            for kind in ("docx", "pdf")
        ),
        "data/workdays.json",
    ]
