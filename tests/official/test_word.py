"""Word files in official layout: valid parts, the proportions of GB/T 9704, every word of the text, the same bytes again."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as open_word
from docx.document import Document as Word
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.model.document import Attachment, Document
from generator.reading.frontmatter import read_record
from generator.reading.markdown import render_text
from generator.site.paper import official_docx

TEXT = """
## 一、总则

### （一）目的

为了**规范**管理[^1]，依据[《条例》](https://www.example.gov.cn/t?a=1&b=2)，制定本办法，第一行
第二行；H~2~O。

1. 第一项
2. 第二项

   第二段

- 不编号

| 类别 | 数量 |
|---|--:|
| 甲 & 乙 | 3 |
| 丙 |  |

![流程图](files/a.png)

```
 原样  保留
```

[^1]: 注释。

测试县人民政府

2026年3月2日
"""


def document(**changes: object) -> Document:
    head = "index_no: 11339926854601395E/2026-00001\ntitle: 测试办法\ndoc_no: 测政〔2026〕1号\nformed: 2026-03-02\n"
    record = read_record("content/documents/a.md", f"---\n{head}---\n\n正文\n".encode())
    assert record.document
    return replace(record.document, **changes)


def made(text: str = TEXT, **changes: object) -> bytes:
    return official_docx(
        document(**changes), render_text(text).html, "测试县人民政府", "https://www.example.gov.cn/zwgk/a/"
    )


def word(data: bytes) -> Word:
    return open_word(io.BytesIO(data))


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    return [(p.style.style_id, p.text) for p in word(data).paragraphs if p.text]


def test_every_word_of_the_text_is_there_in_its_style():
    assert paragraphs(made()) == [
        ("Title", "测试办法"),
        ("Number", "测政〔2026〕1号"),
        ("Heading1", "一、总则"),
        ("Heading2", "（一）目的"),
        (
            "Normal",
            "为了规范管理1，依据《条例》（https://www.example.gov.cn/t?a=1&b=2），制定本办法，第一行第二行；H~2~O。",
        ),
        ("Normal", "1. 第一项"),
        ("Normal", "2. 第二项"),
        ("Normal", "第二段"),
        ("Normal", "· 不编号"),
        ("Normal", "［图：流程图］"),
        ("Normal", " 原样  保留\n"),
        ("Normal", "1注释。"),
        ("Signature", "测试县人民政府"),
        ("Signature", "2026年3月2日"),
    ]
    table = word(made()).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["类别", "数量"],
        ["甲 & 乙", "3"],
        ["丙", ""],
    ]
    assert table.cell(1, 1).paragraphs[0].alignment == 2


def test_every_article_keeps_the_address_that_its_page_gives_it():
    """Alone, among plain paragraphs, in a list, in a note, in bold."""
    text = "第一条 甲。\n\n乙。\n\n第二条 丙“id=”。\n\n1. 第三条 丁。\n\n   第四条 戊。\n\n**第五条** 己。\n\n第二条 又[^1]。\n\n[^1]: 第六条 庚。\n"
    named = {
        mark.get(qn("w:name")): "".join(words.text for words in mark.getparent().iter(qn("w:t")))
        for mark in word(made(text)).element.body.iter(qn("w:bookmarkStart"))
    }
    assert {name: said for name, said in named.items() if name.startswith("第")} == {
        "第一条": "第一条 甲。",
        "第二条": "第二条 丙“id=”。",
        "第三条": "1. 第三条 丁。",
        "第四条": "第四条 戊。",
        "第五条": "第五条 己。",
        "第二条__2": "第二条 又1。",
        "第六条": "1第六条 庚。",
    }


def test_attachments_are_named_before_the_signature_and_an_ended_document_says_so_first():
    files = (Attachment(file="a.csv", title="名单"), Attachment(file="b.pdf"))
    found = [text for _, text in paragraphs(made(attachments=files, validity="废止"))]
    assert found[0] == "（本文件已经废止，请核对网页上的说明）"
    at = found.index("附件：1. 名单")
    assert found[at : at + 3] == ["附件：1. 名单", "　　　2. b.pdf", "测试县人民政府"]


def test_page_has_the_proportions_of_an_official_paper():
    """版心 156 mm × 225 mm, 22 lines of 28 characters; page numbers on the outer side."""
    data = made()
    section = word(data).sections[0]
    width = (section.page_width - section.left_margin - section.right_margin) / 36000
    height = (section.page_height - section.top_margin - section.bottom_margin) / 36000
    assert (round(width), round(height)) == (156, 225)
    assert (round(section.top_margin / 36000), round(section.left_margin / 36000)) == (37, 28)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert round(225 / 25.4 * 1440 / int(grid.get(qn("w:linePitch")))) == 22
    assert round(156 / 25.4 * 72 / (16 + int(grid.get(qn("w:charSpace"))) / 4096)) == 28
    normal = word(data).styles["Normal"]
    assert (normal.font.size.pt, normal.element.rPr.rFonts.get(qn("w:eastAsia"))) == (16, "仿宋")
    assert word(data).styles["Title"].font.size.pt == 22
    sides = {
        part: re.search(
            r'<w:jc w:val="(\w+)"', zipfile.ZipFile(io.BytesIO(data)).read(f"word/{part}.xml").decode()
        )[1]
        for part in ("footer1", "footer2")
    }
    assert sides == {"footer1": "right", "footer2": "left"}
    assert "11339926854601395E/2026-00001" in section.header.paragraphs[0].text


def test_every_part_is_well_formed_and_named_and_the_bytes_repeat():
    data = made()
    package = zipfile.ZipFile(io.BytesIO(data))
    assert package.testzip() is None
    for name in package.namelist():
        etree.fromstring(package.read(name))
    listed = set(re.findall(r'PartName="/([^"]+)"', package.read("[Content_Types].xml").decode()))
    assert listed == {n for n in package.namelist() if not n.endswith(".rels") and not n.startswith("[")}
    assert data == made()


@given(st.text(), st.text(max_size=300))
def test_any_text_makes_a_file_that_can_be_read(title: str, body: str):
    data = official_docx(
        document(title=title or "办法"), render_text(body).html, title, "https://www.example.gov.cn/"
    )
    etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    word(data)


@pytest.mark.parametrize("address", ["11339926854601395E/2026-00005", "11339926530520177X/2026-00004"])
def test_file_beside_the_page_holds_the_text_of_the_page(site: Path, address: str):
    data = (site / address / f"{address.partition('/')[2]}.docx").read_bytes()
    html = (site / address / "index.html").read_text(encoding="utf-8")
    body = html[html.index('id="text">') + 10 : html.index('<section class="gk-part"')]
    shown = "".join(
        "".join(node.itertext())
        for node in etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")).iter(
            qn("w:t")
        )
    )
    for part in re.findall(r"[\u4e00-\u9fff]{4,}", re.sub(r"<[^>]+>", "\n", body)):
        assert part in shown
