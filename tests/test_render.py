"""From text to page: what editors write comes out inert, in the right place, and the same as last time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from time import process_time

import numpy as np
import pytest
import zxingcpp
from helpers.html import tags
from helpers.roots import TESTS, TODAY, make_root
from hypothesis import given
from hypothesis import strategies as st

from generator.build import build_site
from generator.planning.plan import Listing, Row, pages_of
from generator.reading.markdown import render_text
from generator.reading.masks import with_masks
from generator.site.frame.shell import split_shell
from generator.site.pages.qr import qr_code
from generator.site.press import reachable

GOLDEN = TESTS / "golden"
ALLOWED = {
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "caption",
}


PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[a](javascript:alert(1))",
            "![a](http://evil.example/x.png)",
            "<svg onload=alert(1)>",
            "<a href='data:text/html,x'>",
            "| a | b |\n|--|--:|\n| 1 | 2 |\n",
            "[^1]\n\n[^1]: 注\n",
            "# 标题\n",
            "<!--slot:content-->",
            "**粗**",
            "\n\n",
            "<style>*{}</style>",
        ]
    ),
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_any_text_comes_out_inert(source: str):
    for tag, attributes in tags(render_text(source).html):
        assert tag in ALLOWED
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        for name in ("href", "src"):
            value = (attributes.get(name) or "").strip().lower()
            assert not value.startswith(("javascript:", "data:", "vbscript:"))
        if tag == "img":
            assert not (attributes.get("src") or "").startswith(("http:", "https:", "//"))


@given(st.text(), st.text(), st.text())
def test_a_shell_gives_back_exactly_what_is_filled_in(title: str, head: str, content: str):
    shell = split_shell("<title><!--slot:title--></title><!--slot:head--><main><!--slot:content--></main>")
    assert (
        shell.fill(title=title, head=head, content=content)
        == f"<title>{title}</title>{head}<main>{content}</main>"
    )


@pytest.mark.parametrize(
    "page", ["", "<!--slot:title-->", "<!--slot:head--><!--slot:title--><!--slot:content-->"]
)
def test_a_shell_without_its_slots_is_refused(page: str):
    with pytest.raises(ValueError, match="is missing"):
        split_shell(page)


def test_text_keeps_tables_notes_and_signature():
    rendered = render_text(
        "# 一、收入\n\n| 项目 | 金额 |\n|---|--:|\n| 税收 | 12.5 |\n\n注[^1]\n\n[^1]: 含上级补助\n\n县财政局\n\n2026年3月2日\n"
    )
    assert '<h2 id="一-收入">一、收入</h2>' in rendered.html
    assert '<td class="gk-right">12.5</td>' in rendered.html
    assert '<a href="#note-1"' in rendered.html and 'id="note-1"' in rendered.html
    assert rendered.outline == ((2, "一-收入", "一、收入"),)
    assert rendered.text.splitlines()[:3] == ["一、收入", "项目\t金额", "税收\t12.5"]


def test_links_into_the_attachment_folder_point_beside_the_page():
    html = render_text("[表](00004.files/表.xlsx) ![图](./00004.files/图.png)", "00004.files").html
    assert [a.get("href") or a.get("src") for t, a in tags(html) if t in ("a", "img")] == [
        "files/%E8%A1%A8.xlsx",
        "files/%E5%9B%BE.png",
    ]


@given(st.integers(0, 400))
def test_listing_pages_hold_every_row_once_and_old_pages_keep_their_rows(count: int):
    rows = tuple(Row(str(n), "", "", None, None, "", None, None, None) for n in range(count, 0, -1))
    pages = list(pages_of(Listing("year", "2026", "y/", rows)))
    assert [row for page in pages for row in page.rows] == list(rows)
    assert len({page.address for page in pages}) == len(pages)
    more = list(
        pages_of(Listing("year", "2026", "y/", (Row("new", "", "", None, None, "", None, None, None), *rows)))
    )
    old = {page.address: page.rows for page in pages[1:]}
    assert {address: old[address] for address in old} == {p.address: p.rows for p in more if p.address in old}


def content_of(page: Path) -> str:
    """What we render ourselves: the content of the frame, and our part of the head."""
    text = page.read_text(encoding="utf-8")
    head = re.search(r'<link rel="canonical".*?(?=</head>)', text, re.DOTALL)
    body = re.search(
        r'<div class="md-content__inner[^>]*>\n(.*?)\n *</div>\n *</div>\n *</div>\n *</main>',
        text,
        re.DOTALL,
    )
    assert head and body
    lines = (line.strip() for line in (head[0] + "\n" + body[1]).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize(
    "address", ["https://example.gov.cn/zwgk/1/2024-1/", f"https://例子.cn/{'长' * 90}/"]
)
def test_qr_code(address: str):
    """What is drawn, line by line, is read again by a reader of codes."""
    shown = qr_code(address)
    origin, top, side, _ = map(float, shown.partition('viewBox="')[2].partition('"')[0].split())
    dark = np.full((int(side), int(side)), 255, np.uint8)
    for column, line, length in re.findall(r"M(\d+) (\d+)h(\d+)", shown):
        start = int(column) - int(origin)
        dark[int(float(line) - top - 0.5), start : start + int(length)] = 0
    assert zxingcpp.read_barcode(np.kron(dark, np.ones((4, 4), np.uint8))).text == address


def test_golden_site(tmp_path: Path):
    """Delete a file in tests/golden/expected and run again to accept a change of it."""
    documents = {
        p.relative_to(GOLDEN / "documents").as_posix(): p.read_bytes()
        for p in (GOLDEN / "documents").rglob("*")
        if p.is_file()
    }
    root = make_root(tmp_path / "root", documents)
    assert build_site(root, root / "site", today=TODAY).pages
    names = {
        "home": "",
        "guide": "guide/",
        "catalog": "catalog/",
        "category": "catalog/category/20-1/",
        "document": "11339926854601395E/2026-00001/",
    }
    got = {f"{name}.html": content_of(root / "site" / place / "index.html") for name, place in names.items()}
    got["catalog.json"] = (root / "site/catalog.json").read_text(encoding="utf-8")
    json.loads(got["catalog.json"])
    for name, text in got.items():
        expected = GOLDEN / "expected" / name
        if not expected.exists():
            expected.parent.mkdir(exist_ok=True)
            expected.write_text(text, encoding="utf-8")
            pytest.fail(f"{name} was written anew; look at it and commit it")
        assert text == expected.read_text(encoding="utf-8"), name


def test_many_equal_headings_and_articles_have_addresses_of_their_own_in_linear_time():
    heads = [heading.anchor for heading in render_text("## 同样\n\n正文\n\n" * 30_000).outline]
    assert len(set(heads)) == 30_000
    assert heads[:2] == ["同样", "同样--2"]
    articles = re.findall(r'<p id="([^"]*)"', render_text("第一条 办法。\n\n" * 30_000).html)
    assert len(set(articles)) == 30_000


@pytest.mark.parametrize("sign", "，。、；：？！“”‘’（）【】《》〈〉「」—～…·-")
def test_bold_is_bold_whatever_punctuation_stands_beside_it(sign: str):
    assert render_text(f"**重点{sign}**她").html.strip() == f"<p><strong>重点{sign}</strong>她</p>"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("原则是**“公开”**的", "原则是<strong>“公开”</strong>的"),
        ("**《办法》**第一条：**（一）**项", "<strong>《办法》</strong>第一条：<strong>（一）</strong>项"),
        ("按**《办法》第一条**办", "按<strong>《办法》第一条</strong>办"),
        ("张**、李**，138****0000", "张**、李**，138****0000"),  # masked
        ("张**（男）、李**（女）", "张**（男）、李**（女）"),
        ("`甲**“乙”**丙`", "<code>甲**“乙”**丙</code>"),
        ("张**、王**和赵**", "张**、王**和赵**"),
        ("由王**和赵**负责**安全**", "由王**和赵**负责<strong>安全</strong>"),
        ("李*明、王*华和赵*到场", "李*明、王*华和赵*到场"),
        ("李*明\n王*华", "李*明\n王*华"),
        ("原告张*与被告李*，欧阳**诉司马**", "原告张*与被告李*，欧阳**诉司马**"),
        ("张*驾车与李*相撞", "张*驾车与李*相撞"),
        ("138***0000与139***0000", "138***0000与139***0000"),
        ("138****0000、王**和李**说**好**", "138****0000、王**和李**说<strong>好</strong>"),
        ("`王**和赵**`与王\\*", "<code>王**和赵**</code>与王*"),
        ("**流量之王**和**参照**", "<strong>流量之王</strong>和<strong>参照</strong>"),  # emphasis
        ("向**老王**和**老李**", "向<strong>老王</strong>和<strong>老李</strong>"),
        ("农田**高标准农田**建设", "农田<strong>高标准农田</strong>建设"),
        ("应**及时**、**准确**公开", "应<strong>及时</strong>、<strong>准确</strong>公开"),
        ("*王*和*赵*", "<em>王</em>和<em>赵</em>"),
    ],
)
def test_bold_beside_brackets_and_masks_of_asterisks(source: str, shown: str):
    assert render_text(source).html.strip() == f"<p>{shown}</p>"


NAMES = st.lists(
    st.builds(str.__add__, st.sampled_from("张王李赵陈"), st.sampled_from(["*", "**", "*明", "某*"])),
    min_size=1,
)


@given(NAMES, st.sampled_from("、，和与及"), st.sampled_from(["", "。", "到场", "\n"]))
def test_a_list_of_masked_names_shows_every_asterisk(names: list[str], sign: str, end: str):
    listed = sign.join(names) + end
    for source in (listed, f"* {listed}", f"| 姓名 |\n|---|\n| {listed.strip()} |", f"**名单**：{listed}"):
        assert listed.strip() in render_text(source).text
    assert "<strong>名单</strong>" in render_text(f"**名单**：{listed}").html


@pytest.mark.parametrize("unit", ["*", "王*和", "王**", "*a", "王*\n", "王***和", "1***"])
def test_asterisks_cost_no_more_than_their_number(unit: str):
    text, before = unit * 40_000, process_time()
    with_masks(text)
    assert (
        process_time() - before < 2
    )  # seconds; a step for every pair of them would be a thousand times as many


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        (["114230", "1,234.5", "-300", "4.5%", ""], True),
        (["74080", "—", "0"], True),
        (["2026-02-06", "2026-02-13"], False),
        (["0599-0000312"], False),
        (["05990000312", "12"], False),  # what begins with a nought is a number of something
        (["12", "约30"], False),
        (["", "—"], False),
    ],
)
def test_columns_of_amounts_stand_on_the_right(cells: list[str], right: bool):
    table = "| 年份 | 数额 |\n| --- | --- |\n" + "".join(
        f"| {2020 + n} | {c} |\n" for n, c in enumerate(cells)
    )
    html = render_text(table).html
    assert ('<th scope="col" class="gk-right">数额</th>' in html) == right
    assert html.count('class="gk-right"') == (len(cells) + 1 if right else 0)
    assert '<th scope="col">年份</th>' in html  # the first column says what the row is of


def test_what_the_writer_has_aligned_stays():
    html = render_text("| 甲 | 乙 |\n| --- | :-: |\n| 一 | 12 |\n").html
    assert "gk-right" not in html and html.count("gk-center") == 2


def test_telephones_and_mail_addresses_of_a_sentence_are_links():
    assert reachable("寄至<1号>，或者发至jyj@qingxi.example，也可以拨打0599-0000332。") == (
        '寄至&lt;1号&gt;，或者发至<a href="mailto:jyj@qingxi.example">jyj@qingxi.example</a>，也可以拨打'
        '<a href="tel:0599-0000332">0599-0000332</a>。'
    )
    assert (
        reachable("索引号11339926854601395E/2026-00005，2026-11-10起")
        == "索引号11339926854601395E/2026-00005，2026-11-10起"
    )
