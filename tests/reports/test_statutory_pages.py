"""The pages of annual reports and of requests in a real browser: they show the numbers, work without script, and print."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import docx
import pypdfium2
import pytest
from county import County
from helpers.browsing import alone, reader, watched
from playwright.sync_api import Browser, BrowserContext, Page, expect

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


HOME, PHONE = "data/workdays.json", {"viewport": {"width": 390, "height": 800}}

ICON = "/icon.svg"
"""A browser asks for the icon of a site when it likes."""


@pytest.fixture(scope="module")
def phone(browser: Browser, statutory_address: str) -> Iterator[BrowserContext]:
    with reader(browser, statutory_address + HOME, **PHONE) as opened:
        yield opened


@pytest.fixture
def dated(browser: Browser, statutory_address: str) -> Iterator[Page]:
    """A page whose clock can be set without setting that of the next test."""
    with alone(browser, statutory_address + HOME, statutory_address, **PHONE) as opened:
        yield opened


@pytest.fixture
def opened(phone: BrowserContext, statutory_address: str) -> Iterator[Page]:
    """A page that fails the test on any script error or request to another host."""
    with watched(phone, statutory_address) as page:
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
    assert opened.locator(".gk-list > li").count() == 2
    assert opened.locator(".gk-rows tbody tr").count() == 2
    assert opened.locator(".gk-chart rect").count() == 6
    assert opened.locator(".gk-chart script").count() == 0
    opened.locator(".gk-list a").first.click()
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
        form = opened.locator(f"#{applicant}")
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
    assert [url for url in sent if not url.endswith(ICON)] == []


TYPED = {
    "姓名": "  林 小满 ",
    "证件名称": "身份证",
    "联系电话": "0599-0000312",
    "联系地址": "青溪县<云溪>镇 & \u0007“东街”1号",
    "信息内容": "农村公路养护补助\n2025年各镇金额" + "细" * 90,
}


def test_form_becomes_a_word_file_and_a_draft_in_the_browser_alone(
    dated: Page, statutory_address: str, tmp_path: Path
):
    dated.clock.set_fixed_time("2026-11-24T17:30:00Z")  # the 25th in China
    dated.goto(statutory_address + "request/form/?wanted=11330127002489559M/2026-00012")
    form, ready = dated.locator("#citizen"), dated.locator(".gk-ready")
    assert form.get_by_role("textbox", name="信息内容").input_value() == "11330127002489559M/2026-00012"
    for name, value in TYPED.items():
        form.get_by_role("textbox", name=name).fill(value)
    form.get_by_role("radio", name="自行领取").check()
    expect(ready.locator("[data-answer]")).to_contain_text("最迟答复日期：2026年12月23日")
    sent: list[str] = []
    dated.on("request", lambda request: sent.append(request.url.removeprefix(statutory_address)))

    with dated.expect_download() as download:
        ready.get_by_role("button", name="生成 Word 文档").press("Enter")
    assert download.value.suggested_filename == "政府信息公开申请表（公民）.docx"
    download.value.save_as(tmp_path / "filled.docx")
    assert zipfile.ZipFile(tmp_path / "filled.docx").testzip() is None
    (table,) = docx.Document(str(tmp_path / "filled.docx")).tables
    cells = {row.cells[1].text.split(" ")[0]: row.cells[2].text for row in table.rows}
    typed = {name: value.strip().replace("\u0007", "") for name, value in TYPED.items()}
    assert {name: cells[name] for name in typed} == typed
    assert (cells["工作单位"], cells["提供方式"].count("☑")) == ("", 0)
    assert cells["获取途径"] == "□ 邮寄　　□ 电子邮件　　☑ 自行领取　　□ 当场查阅、抄录"
    assert cells["申请时间"] == "　　　　年　　月　　日"  # signed by hand
    status = ready.get_by_role("status")
    expect(status).to_contain_text("还有 2 项必须填写的空着：证件号码、提供方式。")
    status.get_by_role("link", name="证件号码").click()
    expect(form.get_by_role("textbox", name="证件号码")).to_be_focused()

    status.get_by_role("link", name="提供方式").click()
    expect(form.get_by_role("radio", name="纸质")).to_be_focused()

    draft = ready.locator("[data-mail]").get_attribute("href") or ""
    assert len(draft) < 2000 and draft.startswith("mailto:")
    body = parse_qs(urlsplit(draft).query)["body"][0]
    assert "申请人：林 小满\r\n联系电话：0599-0000312" in body and "身份证件复印件" in body
    assert [part for part in sent if not part.startswith("blob:") and not part.endswith(ICON)] == [
        "request/form/application-citizen.docx"
    ]

    dated.check("#pick-organisation")
    with dated.expect_download() as download:
        ready.get_by_role("button", name="生成 Word 文档").click()
    assert download.value.suggested_filename == "政府信息公开申请表（法人或者其他组织）.docx"
    assert "营业执照" in unquote(ready.locator("[data-mail]").get_attribute("href") or "")


def test_the_draft_of_an_e_mail_is_one_that_mail_programs_take(opened: Page, statutory_address: str):
    """The longest that can be typed, read as RFC 6068 says and put into a message as a mail program does."""
    opened.goto(statutory_address + "request/form/")
    form = opened.locator("#citizen")
    form.get_by_role("textbox", name="姓名").fill("𠮷" * 40)
    form.get_by_role("textbox", name="联系电话").fill("〇" * 40)
    form.get_by_role("textbox", name="信息内容").fill("农村公路\n养护补助“资金”<甲>&乙?#%" + "𠮷" * 60)
    draft = urlsplit(opened.locator("[data-mail]").get_attribute("href") or "")
    assert len(draft.geturl()) <= 2000 and draft.geturl().isascii()
    fields = {
        name: unquote(value, errors="strict")
        for name, _, value in (part.partition("=") for part in draft.query.split("&"))
    }
    assert set(fields) == {"subject", "body"}
    assert "\n" not in fields["body"].replace("\r\n", "")  # RFC 6068, 5: breaks are %0D%0A
    assert f"申请人：{'𠮷' * 30}…\r\n" in fields["body"] and "养护补助“资金”<甲>&乙?#%𠮷" in fields["body"]
    message = EmailMessage(policy=SMTP)
    message["To"], message["Subject"] = draft.path, fields["subject"]
    message.set_content(fields["body"].replace("\r\n", "\n"))
    raw = message.as_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 998 and raw.split(b"\r\n\r\n")[0].isascii()
    read = message_from_bytes(raw, policy=SMTP)
    assert (read["To"], read["Subject"]) == ("zwgk@qingxi.example", "政府信息公开申请")
    assert read.get_content().splitlines()[:2] == fields["body"].split("\r\n")[:2]


def test_an_answer_in_a_year_without_a_notice_is_a_range(dated: Page, statutory_address: str):
    dated.clock.set_fixed_time("2026-12-20T02:00:00Z")
    dated.goto(statutory_address + "request/form/")
    answer = dated.locator("[data-answer]")
    expect(answer).to_contain_text("最迟答复日期暂算在 2027年1月")
    expect(answer).to_contain_text("2027 年的放假安排还没有列入")
    dated.clock.set_fixed_time("2027-03-01T02:00:00Z")
    dated.goto(statutory_address + "request/form/")
    expect(answer).to_contain_text("最迟答复日期暂算为 2027年3月29日（星期一）。")


def test_form_needs_no_javascript(browser: Browser, statutory_address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(statutory_address + "request/form/")
    assert page.locator(".gk-form:visible").count() == 1
    page.locator("#pick-organisation").check()
    assert "法人" in page.locator(".gk-form:visible h2").inner_text()
    assert (
        page.get_by_role("button", name="生成").count()
        == page.get_by_role("button", name="打印").count()
        == 0
    )
    assert "20 个工作日" in page.locator("[data-answer]").inner_text()
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
