"""What pages of real systems are made of: hidden copies, style sheets, elements of their own, links and crumbs around the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.roots import TODAY, make_root

from generator.build import check_root
from generator.tools.importing.blocks import words
from generator.tools.importing.draft import make_draft
from generator.tools.importing.pagefiles import Shelf
from generator.tools.importing.source import Source
from generator.tools.importing.webpage import read_page

pytestmark = pytest.mark.xdist_group("import")
CATALOG = (Path(__file__).parents[2] / "catalog.yml").read_text(encoding="utf-8")
TEXT = [
    "各乡镇人民政府：",
    "现将防汛值守有关事项通知如下，请认真贯彻执行，确保安全度汛。",
    "青溪县教育局",
    "2026年3月5日",
]
BODY = "".join(f"<p>{line}</p>" for line in TEXT)


def read(page: str, shelf: Shelf | None = None) -> tuple[list[str], Source]:
    source = read_page("a.html", page, shelf or Shelf(None))
    return [words(b["c"]).strip() for b in source.blocks if b["t"] == "Para"], source


@pytest.mark.parametrize(
    "page",
    [
        f"<div class='x'>{BODY}</div><div style='display:none'>{'　　'.join(TEXT)}</div>",
        f"<div class='detail'><div class='time'>发布日期：2026-03-06 来源：本网</div><ucapcontent>{BODY}</ucapcontent></div>",
        f"<div class='share_con'>分享到微信朋友圈，扫一扫右边的二维码就可以把这一页转发给您的朋友了吗</div><div class='main_x'>{BODY * 3}</div>",
    ],
    ids=["hidden copy", "element of its own", "usual name on something small"],
)
def test_the_text_is_found(page: str):
    lines, _ = read(f"<html><body>{page}</body></html>")
    assert lines[-4:] == TEXT


def test_what_stands_around_the_text_is_left_out():
    page = (
        "<div class='detail'><p>当前位置：<a href='/'>首页</a> &gt; <a href='/tz'>通知公告</a></p>"
        f"{BODY}<p>浏览次数：-</p><p>扫码浏览</p><div><h3>相关新闻</h3><ul><li>2026-01-05<a href='1.html'>关于防汛的解读之一</a></li>"
        "<li><a href='2.html'>关于防汛的解读之二</a></li></ul></div></div>"
    )
    assert read(f"<html><body>{page}</body></html>")[0] == TEXT
    files = "<h3>相关文档</h3><ul><li><a href='a.docx'>防汛值守安排表.docx</a></li></ul>"
    assert "防汛值守安排表.docx" in "".join(
        read(f"<html><body><div>{BODY}{files}</div></body></html>")[1].lines
    )


def test_words_that_a_style_sheet_hides_are_told_and_left_out(tmp_path: Path):
    (tmp_path / "a.css").write_text("@media screen { #x .memo { visibility: hidden } }", encoding="utf-8")
    page = (
        "<html><head><style>.hide{display:none} p.on{display:block} a:hover{display:none}</style>"
        "<style media='print'>p{display:none}</style><link rel='stylesheet' href='a.css'></head><body>"
        f"<div id='x'>{BODY}<p class='hide'>内部批注</p><p class='hide on'>附注可见。</p><p class='memo'>送审意见</p></div></body></html>"
    )
    lines, source = read(page, Shelf(tmp_path))
    assert lines == [*TEXT, "附注可见。"]
    assert any("内部批注" in note.zh and "送审意见" in note.zh for note in source.notes)


def test_a_cell_that_places_the_whole_text_is_no_lost_cell(tmp_path: Path):
    checked = check_root(make_root(tmp_path / "root", {}, CATALOG), today=TODAY)
    assert checked.setting
    head = "<p>青教〔2026〕3号</p><p>关于做好防汛值守</p><p>工作的通知</p>"
    facts = "<table><tr><td>发文字号：</td><td>青教〔2026〕3号</td><td>主题分类：</td><td>科技、教育</td></tr></table>"
    page = f"<html><body><table><tr><td>{facts}</td></tr><tr><td>{head}{BODY}</td></tr></table></body></html>"
    draft = make_draft(read(page)[1], checked.setting.catalog, None, TODAY)
    assert (draft.fidelity.lost_cells, draft.fidelity.lost_lines) == ((), ())
    assert draft.fields["title"].value == "关于做好防汛值守工作的通知"
    assert draft.fields["theme"].value == "科技、教育"
    assert draft.body.startswith("各乡镇人民政府：")
