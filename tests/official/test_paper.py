"""What is printed: a document from the browser, and the booklet of the catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from helpers.roots import TODAY
from playwright.sync_api import Page

from generator.cli.main import cli

DOCUMENT = "11339926854601395E/2026-00005/"


def pages(data: bytes) -> Iterator[str]:
    book = pypdfium2.PdfDocument(data)
    for number in range(len(book)):
        yield re.sub(r"\s+", "", book[number].get_textpage().get_text_range())
    book.close()


def test_a_printed_document_is_worth_filing(page: Page, address: str):
    page.emulate_media(color_scheme="dark")
    page.goto(address + DOCUMENT)
    page.get_by_role("button", name="关怀版").click()
    data = page.pdf(prefer_css_page_size=True)
    book = pypdfium2.PdfDocument(data)
    assert [round(side / 72 * 25.4) for side in book[0].get_size()] == [210, 297]
    book.close()
    found = list(pages(data))
    assert len(found) > 1
    for number, text in enumerate(found, 1):
        assert "索引号：11339926854601395E/2026-00005" in text
        assert f"https://www.qingxi.example/zwgk/{DOCUMENT}" in text
        assert f"第{number}页，共{len(found)}页" in text
    whole = "".join(found)
    assert (
        "青溪县突发事件总体应急预案" in whole
        and "下载Word文档" not in whole
        and "网站标识码" not in whole
        and "政府信息公开年报" not in whole
    )


@pytest.fixture(scope="module")
def booklet(site: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("booklet")
    arguments = ["report", "booklet", "--root", str(site.parent), "--out", str(out), "--today", str(TODAY)]
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert result.return_value == 0, result.output
    return (out / f"公开目录-{TODAY}.pdf").read_bytes()


def test_booklet_has_cover_contents_and_every_row_under_its_category(booklet: bytes, site: Path):
    found = list(pages(booklet))
    assert "青溪县人民政府信息公开平台" in found[0] and "截至2026年11月22日" in found[0]
    whole = "".join(found[2:])
    rows = re.findall(r'"index_no": "([^"]+)"', (site / "catalog.json").read_text(encoding="utf-8"))
    assert [number for number in rows if number not in whole] == []
    contents = re.findall(r"([\u4e00-\u9fff]+)（\d+条）\.+(\d+)", found[1].partition("目次")[2])
    assert len(contents) >= 15
    for name, number in contents:
        assert f"{name}（" in found[int(number) - 1], name


def test_booklet_is_small_and_the_same_again(
    booklet: bytes, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")  # the day of a file is not the day of its making
    CliRunner().invoke(
        cli,
        ["report", "booklet", "--root", str(site.parent), "--out", str(tmp_path), "--today", str(TODAY)],
        standalone_mode=False,
    )
    assert next(tmp_path.glob("*.pdf")).read_bytes() == booklet
    assert len(booklet) < 100_000
