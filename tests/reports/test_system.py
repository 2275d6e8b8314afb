"""The block 政府信息公开制度: each rule with its note of dates and numbers, and a Word file that holds its text."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
from hypothesis import given
from hypothesis import strategies as st

from generator.markdown import render_text
from generator.reports.blocks import Grid, Heading, Paragraph
from generator.reports.docx import word_file
from generator.reports.texts import text_blocks

RULES = "11339926854601395E-2024-00002.docx"


def test_each_rule_has_its_note_and_a_download(site: Path):
    page = (site / "system/index.html").read_text(encoding="utf-8")
    entries = re.findall(r'<li><a href="\.\./([^"]+)/">([^<]+)</a>.*?<small>(（[^<]+）)</small>.*?<a href="([^"]+)" download', page, re.DOTALL)
    assert [(address, note) for address, _, note, _ in entries] == [
        ("11339926854601395E/2026-00006", "（2026年10月13日青政办发〔2026〕35号公布，自2027年1月1日起施行，有效期至2031年12月31日）"),
        ("11339926854601395E/2024-00002", "（2024年7月9日青政办发〔2024〕18号公布，自2024年9月1日起施行，有效期至2029年8月31日）"),
        ("11339926854601395E/2024-00001", "（2024年4月16日青政办发〔2024〕11号公布）")]
    assert all((site / "system" / file).is_file() for *_, file in entries)


def test_word_file_holds_the_text_of_the_page(site: Path):
    document = docx.Document(str(site / "system" / RULES))
    words = [p.text for p in document.paragraphs] + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    body = (site / "11339926854601395E/2024-00002/index.html").read_text(encoding="utf-8")
    shown = re.findall(r"<(?:p|h2|h3|td|th|li)[^>]*>([^<]+)</", body.partition('<div class="gk-body" id="text">')[2].partition('<p class="gk-colophon">')[0])
    assert len(shown) > 20
    assert [text for text in shown if text.strip() and text.strip() not in " ".join(words)] == []


def test_headings_lists_and_tables_keep_their_order():
    blocks = list(text_blocks(render_text("## 一、总则\n\n第一条 **甲**\n\n- 乙\n\n| 丙 | 丁 |\n|---|---|\n| 1 | =2+3 |\n\n### （一）细则\n").html))
    assert [(type(b), getattr(b, "text", "")) for b in blocks] == [
        (Heading, "一、总则"), (Paragraph, "第一条 甲"), (Paragraph, "乙"), (Grid, ""), (Heading, "（一）细则")]
    table, = docx.Document(io.BytesIO(word_file("题", "机关", blocks))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["丙", "丁"], ["1", "=2+3"]]


@given(st.text(alphabet="甲乙 \n|-#*>1.`_[]<p/>&", max_size=200))
def test_any_text_has_blocks(source: str):
    for block in text_blocks(render_text(source).html):
        assert not isinstance(block, Grid) or block.cells
