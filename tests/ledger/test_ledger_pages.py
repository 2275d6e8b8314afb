"""The pages and tables of the ledger, over the example county and over a catalog without registers."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from helpers.roots import TODAY
from ledger_sample import document, setting

from generator.annual.books import Books
from generator.build import check_root
from generator.machine.csv_text import csv_text
from generator.model.setting import Setting
from generator.planning.ledger.ledger import Ledger, make_ledger
from generator.planning.plan import make_plan
from generator.site.feeds.ledger_tables import ledger_files
from generator.site.frame.shell import Shell
from generator.site.pages.ledger import VIEWS, ledger_pages
from generator.site.press import Press

ROOT = Path(__file__).parent.parent.parent
SHELL = Shell("<title>", "</title>", "<main>", "</main>")


def press(using: Setting) -> Press:
    return Press(
        using.catalog, {"catalog-2": SHELL, "catalog-3": SHELL}, (ROOT / "theme/templates",), using.today
    )


def make(using: Setting, documents, books: Books | None = None) -> Ledger:
    items = books.items.items if books and books.items else ()
    plan = make_plan(using.catalog, documents, using.today)
    return make_ledger(plan, using, items, books.nil if books else ())


def pages_of(using: Setting, ledger: Ledger) -> dict[str, str]:
    return {page.address: page.html for page in ledger_pages(press(using), ledger)}


@pytest.fixture(scope="module")
def county() -> tuple[Ledger, dict[str, str]]:
    checked = check_root(ROOT, today=TODAY)
    assert checked.setting, checked.diagnostics
    ledger = make(checked.setting, checked.documents, checked.books)
    return ledger, pages_of(checked.setting, ledger)


def test_county_has_every_view(county: tuple[Ledger, dict[str, str]]):
    _, pages = county
    assert {address for address in pages if address.count("/") == 2} == {f"catalog/{view}/" for view in VIEWS}
    assert "catalog/items/history/" in pages
    assert "catalog/coverage/2025/" in pages


class Outline(HTMLParser):
    """Unclosed elements, ids, and in-page links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.ids += [known["id"]] if known.get("id") else []
        self.links += [known["href"]] if known.get("href") else []
        if tag not in ("meta", "link", "br", "line", "rect"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("line", "rect"):
            assert self.open.pop() == tag


def test_pages_are_well_formed_and_their_links_lead_somewhere(county: tuple[Ledger, dict[str, str]]):
    ledger, pages = county
    documents = {timing.address for timing in ledger.timeliness.timings}
    files = {file.address for file in ledger_files(ledger)}
    for address, html in pages.items():
        outline = Outline(html.partition("<main>")[2].removesuffix("</main>"))
        assert outline.open == []
        assert len(set(outline.ids)) == len(outline.ids), address
        for link in outline.links:
            if link.startswith("#"):
                assert link[1:] in outline.ids
            elif "://" not in link and not link.startswith(("mailto:", "tel:")):
                depth = link.count("../")
                target = "/".join(
                    [*address.split("/")[:-1][: address.count("/") - depth], link.replace("../", "")]
                ).partition("#")[0]
                assert (
                    target in pages
                    or target in files
                    or target in documents
                    or target in ("", "catalog/", "catalog/in-force/on/")
                    or target.startswith("catalog/category/")
                ), (address, link)


def test_coverage_page_shows_every_cell(county: tuple[Ledger, dict[str, str]]):
    ledger, pages = county
    coverage = ledger.coverage
    cells = re.findall(r'<td data-cell="(\w+)">', pages["catalog/coverage/"])
    assert len(cells) == len(coverage.duties) * len(coverage.bodies)
    assert set(cells) == {"documents", "nil", "missing"}


def test_items_page_has_the_ten_columns(county: tuple[Ledger, dict[str, str]]):
    _, pages = county
    labels = re.findall(r'data-label="([^"]+)"', pages["catalog/items/"])
    assert list(dict.fromkeys(labels)) == [
        "序号",
        "一级事项",
        "二级事项",
        "公开内容（要素）",
        "公开依据",
        "公开时限",
        "公开主体",
        "公开渠道和载体",
        "公开对象",
        "公开方式",
        "公开层级",
    ]


def test_withheld_records_are_shown_only_where_the_catalog_lists_them():
    using = setting()
    secret = document("2026-02-02", "", openness="不予公开", openness_reason=("process",), title="内部材料")
    for withheld, shown in (("list", True), ("hide", False)):
        catalog = type(using.catalog)(**{**vars(using.catalog), "withheld": withheld})
        mine = using._replace(catalog=catalog)
        ledger = make(mine, [document("2026-01-05", category="财政预算决算"), secret])
        text = "".join(
            [
                *pages_of(mine, ledger).values(),
                *(piece for file in ledger_files(ledger) for piece in file.pieces),
            ]
        )
        assert "内部材料" not in text
        assert any(cell.withheld for *_, cell in ledger.coverage.places()) is shown


def test_catalog_without_documents_and_registers_has_pages_too():
    using = setting()
    pages = pages_of(using, make(using, []))
    assert "还没有编制公开事项标准目录" in pages["catalog/items/"]
    assert set(VIEWS) == {address.split("/")[1] for address in pages}


def test_values_are_escaped():
    using = setting()
    pages = pages_of(
        using,
        make(
            using, [document("2026-03-02", "2026-07-01", title="<script>alert(1)</script>", validity="有效")]
        ),
    )
    assert not any("<script>alert" in html for html in pages.values())


def test_tables_are_csv_with_equal_columns(county: tuple[Ledger, dict[str, str]]):
    ledger, _ = county
    for file in ledger_files(ledger):
        text = "".join(file.pieces)
        assert text.startswith("\ufeff")
        lines = list(csv.reader(StringIO(text[1:], newline="")))
        assert len(lines) > 1
        assert {len(line) for line in lines} == {len(lines[0])}, file.address


def test_formulas_become_text():
    assert csv_text([["=1+1", "-5", 3, None]]) == "\ufeff'=1+1,'-5,3,\r\n"


def test_same_input_gives_the_same_bytes(county: tuple[Ledger, dict[str, str]]):
    ledger, pages = county
    checked = check_root(ROOT, today=TODAY)
    assert checked.setting
    again = make(checked.setting, checked.documents, checked.books)
    assert pages_of(checked.setting, again) == pages
    texts = [[(file.address, *file.pieces) for file in ledger_files(one)] for one in (again, ledger)]
    assert texts[0] == texts[1]
