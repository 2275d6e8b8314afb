"""The offline copy, unpacked and opened from the disk: every link leads to a file, and search finds what the site finds."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import docx
import pytest
from click.testing import CliRunner
from helpers.browsing import alone, reader, watched
from helpers.roots import TODAY, make_root
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.cli.main import cli
from generator.model.faults import OutputError
from generator.tools.exporting.classic import classic
from generator.tools.exporting.offline import local_page


@pytest.fixture(scope="module")
def copy(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offline")
    result = CliRunner().invoke(
        cli,
        ["export", "--offline", str(folder / "目录.zip"), "--root", str(site.parent), "--today", str(TODAY)],
        standalone_mode=False,
    )
    assert result.return_value == 0, result.output
    with zipfile.ZipFile(folder / "目录.zip") as package:
        package.extractall(folder / "copy")
    return folder / "copy"


@pytest.fixture(scope="module")
def visitor(browser: Browser, copy: Path) -> Iterator[BrowserContext]:
    with reader(browser, (copy / "index.html").as_uri()) as opened:
        yield opened


@pytest.fixture
def dated(browser: Browser, copy: Path) -> Iterator[Page]:
    """A page whose clock can be set without setting that of the next test."""
    with alone(browser, (copy / "index.html").as_uri(), "file://") as page:
        page.goto((copy / "index.html").as_uri())
        yield page


@pytest.fixture
def opened(visitor: BrowserContext, copy: Path) -> Iterator[Page]:
    with watched(visitor, "file://") as page:
        page.goto((copy / "index.html").as_uri())
        yield page


def search(page: Page, text: str) -> list[str]:
    page.locator("input[name=q]:visible").first.fill(text)
    with page.expect_navigation():  # the box of the header, on whatever page it is
        page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('#search-results')?.getAttribute('aria-busy') === 'false'"
    )
    return page.locator("#search-results li[data-result]").evaluate_all(
        "found => found.map((f) => f.dataset.result)"
    )


def test_a_document_is_found_and_opened_without_a_server(opened: Page):
    assert search(opened, "惠农补贴资金管理办法")[0] == "11339926530520177X/2026-00004/"
    opened.locator("#search-results li[data-result] a").first.click()
    expect(opened.locator("h1")).to_have_text("青溪县惠农补贴资金管理办法")
    opened.get_by_role("button", name="关怀版").click()
    opened.locator(".gk-crumbs a").first.click()
    expect(opened.locator("h1")).to_have_text("青溪县人民政府信息公开平台")
    assert opened.evaluate("document.documentElement.dataset.elder") == ""


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("青政办发2026 24号", "11339926854601395E/2026-00005/"),
        ("11339926854601395E/2026-00005", "11339926854601395E/2026-00005/"),
        ("應急預案", "11339926854601395E/2026-00005/"),
    ],
)
def test_numbers_and_other_spellings_are_found(opened: Page, text: str, address: str):
    assert address in search(opened, text)


def test_words_of_texts_and_attachments_are_found(opened: Page, site: Path):
    page = (site / "11339926530520177X/2026-00004/index.html").read_text(encoding="utf-8")
    passage = max(
        re.findall(r"[\u4e00-\u9fff]{8,20}", page[page.index('id="text"') : page.index('id="relations"')]),
        key=len,
    )
    assert search(opened, passage) == ["11339926530520177X/2026-00004/"]
    cell = next(
        cell
        for file in (site / "11339926854601395E/2026-00005/files").glob("*.csv")
        for cell in re.findall(r"[\u4e00-\u9fff]{6,}", file.read_text(encoding="utf-8-sig"))
    )
    assert "11339926854601395E/2026-00005/" in search(opened, cell)


def test_nothing_found_says_so(opened: Page):
    assert search(opened, "龘龘") == []
    expect(opened.locator("#search-message")).to_contain_text("没有找到")
    assert opened.locator("[data-result-count]").get_attribute("data-result-count") == "0"


def test_what_is_near_is_shown_below(opened: Page):
    """Questions, pinyin and places, from the scripts of the copy."""
    assert search(opened, "自来水多少钱一吨") == []
    expect(opened.locator("#search-message")).to_contain_text("相近")
    near = opened.locator("#search-near li[data-near]")
    assert near.first.get_attribute("data-result") == "11339926037865120G/2026-00004/"
    quoted = opened.locator("[data-answer]")
    expect(quoted.locator("tbody")).to_contain_text("2.20")
    quoted.get_by_role("link", name="关于核定县城公共自来水价格的函").click()
    expect(opened.locator("[id='表1-1']")).to_be_in_viewport()
    search(opened, "yusuan")
    assert near.first.get_attribute("data-result") == "11339926530520177X/2026-00001/"
    search(opened, "卫健委")
    card = opened.locator("#search-card [data-card]")
    expect(card.locator("a[href^='tel:']")).to_have_text("0599-0000371")
    card.locator("h2 a").click()
    expect(opened.locator("h1")).to_have_text("青溪县卫生健康局")


@pytest.mark.parametrize("near", [False, True])
def test_a_search_leads_to_the_row_and_the_page_marks_what_was_looked_for(opened: Page, near: bool):
    """What is exactly there as well as what is near."""
    search(opened, "满溪食品店处罚了吗" if near else "满溪食品店")
    item = opened.locator("li[data-result]").filter(has_text="满溪食品店").first
    expect(item.locator("[class$=__excerpt]")).to_contain_text("青市监处罚〔2026〕4号")
    item.locator("h2 a").click()
    row = opened.locator(".gk-row:target")
    expect(row.locator("h2")).to_have_text("青溪县满溪食品店")
    expect(row.locator("h2 mark").first).to_be_in_viewport()
    assert opened.locator("mark mark").count() == 0, "nothing is marked twice"


def test_a_document_marks_what_was_looked_for(opened: Page):
    search(opened, "惠农补贴资金 社会保障卡")
    opened.locator("#search-results li[data-result] a").first.click()
    expect(opened.locator(".gk-body mark").first).to_be_attached()
    assert opened.locator(".gk-body mark").evaluate_all(
        "marks => marks.some((m) => { const r = m.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })"
    )


def test_pages_that_compute_do_so_from_the_disk(dated: Page, copy: Path, tmp_path: Path):
    """The form becomes a Word file, the calendar gives the day of the answer, and a day what was in force, with links to it."""
    dated.clock.set_fixed_time("2026-11-25T02:00:00Z")
    dated.goto((copy / "request/form/index.html").as_uri())
    dated.get_by_role("textbox", name="姓名").first.fill("林 小满")
    expect(dated.locator("[data-answer]")).to_contain_text("最迟答复日期：2026年12月23日")
    with dated.expect_download() as download:
        dated.get_by_role("button", name="生成 Word 文档").click()
    download.value.save_as(tmp_path / "filled.docx")
    (table,) = docx.Document(str(tmp_path / "filled.docx")).tables
    assert "林 小满" in [row.cells[2].text for row in table.rows]

    dated.goto((copy / "request/reply-date/index.html").as_uri())
    expect(dated.locator("#reply-result")).to_contain_text("最迟答复日期：2026年12月23日")

    dated.goto((copy / "catalog/in-force/on/index.html").as_uri())
    link = dated.locator("#in-force-result li a").first
    title = link.inner_text()
    link.click()
    expect(dated.locator("h1")).to_have_text(title)
    assert "on=2026-11-25" in dated.url


def test_every_link_of_the_copy_leads_to_a_file(copy: Path):
    missing = {
        (file.relative_to(copy).as_posix(), target)
        for file in copy.rglob("*.html")
        for target in re.findall(
            r'<(?:a|form|script|img)\b[^>]*?(?:href|src|action)="([^"#?]+)', file.read_text(encoding="utf-8")
        )
        if ":" not in target and not (file.parent / unquote(target)).is_file()
    }
    assert missing == set()


def test_words_of_a_text_that_look_like_a_link_stay_as_they_are():
    page = '<p>写作 href="guide/" 即可</p><a class="x" href="guide/#top">指南</a><a href="../..">首页</a><a href="https://a.example/b/">外</a>'
    assert (
        local_page(page)
        == '<p>写作 href="guide/" 即可</p><a class="x" href="guide/index.html#top">指南</a><a href="../../index.html">首页</a><a href="https://a.example/b/">外</a>'
    )


def test_a_site_that_is_not_up_to_date_is_refused(tmp_path: Path, site: Path):
    root = make_root(tmp_path / "other", {})
    result = CliRunner().invoke(
        cli,
        [
            "export",
            "--offline",
            str(tmp_path / "a.zip"),
            "--root",
            str(root),
            "--site",
            str(site),
            "--today",
            str(TODAY),
        ],
        standalone_mode=False,
    )
    assert "gongkai build" in str(result.exception) or "up to date" in str(result.exception)
    assert not (tmp_path / "a.zip").exists()


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ('import {\n  make,\n  load,\n} from "../dom.js";\nexport const b = make(load);\n', None),
        ('import dom from "../dom.js";\n', "import dom"),
        ('import { make as create } from "../dom.js";\n', "import make as create"),
        ('import { gone } from "../dom.js";\n', "import gone"),
        ('import { late } from "./later.js";\n', "import late"),
        ("export default 1;\n", "export default"),
        ("module.exports = (one) => one;\n", "no export"),
        ("export const x = 1;\nexport default x;\n", "export default"),
        ("export function make() {}\n", "export make"),
        ("export const y = 1;\nconst x = 1;\nexport { x };\n", "export { x }"),
        ('export const later = () => import("./later.js");\n', "import("),
        ("export const here = import.meta.url;\n", "import.meta"),
        ('// import what you like\nexport const c = "import";\n', None),
    ],
)
def test_a_module_that_cannot_be_taken_in_stops_the_export(tmp_path: Path, module: str, said: str | None):
    (tmp_path / "dom.js").write_text(
        "export const make = 1;\nexport async function load() {}\n", encoding="utf-8"
    )
    (tmp_path / "b.js").write_text(module, encoding="utf-8")
    modules = [tmp_path / "dom.js", tmp_path / "b.js"]
    if said is None:
        assert not re.search(r"^(import|export)", classic(modules, "all"), re.MULTILINE)
        return
    with pytest.raises(OutputError, match=re.escape(said)) as told:
        classic(modules, "all")
    assert "b.js" in told.value.message.zh and "没有生成" in told.value.message.zh
