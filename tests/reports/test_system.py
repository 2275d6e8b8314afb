"""The block 政府信息公开制度: each rule with its note of dates and numbers, and a Word file that holds its text."""

from __future__ import annotations

import re
from pathlib import Path

import docx


def test_each_rule_has_its_note_and_a_download(site: Path):
    page = (site / "system/index.html").read_text(encoding="utf-8").partition('<ol class="gk-list">')[2]
    entries = re.findall(
        r'<li><a href="\.\./([^"]+)/">([^<]+)</a>.*?<small>(（[^<]+）)</small>.*?<a href="([^"]+)" download',
        page,
        re.DOTALL,
    )
    assert [(address, note) for address, _, note, _ in entries] == [
        (
            "11339926854601395E/2026-00006",
            "（2026年10月13日青政办发〔2026〕35号公布，自2027年1月1日起施行，有效期至2031年12月31日）",
        ),
        (
            "11339926854601395E/2024-00002",
            "（2024年7月9日青政办发〔2024〕18号公布，2026年11月16日修改，自2024年9月1日起施行，有效期至2029年8月31日）",
        ),
        ("11339926854601395E/2024-00001", "（2024年4月16日青政办发〔2024〕11号公布）"),
    ]
    assert all((site / file.removeprefix("../")).is_file() for *_, file in entries)


def test_word_file_holds_the_text_of_the_page(site: Path):
    document = docx.Document(str(site / "11339926854601395E/2024-00002/2024-00002.docx"))
    words = [p.text for p in document.paragraphs] + [
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    ]
    body = (site / "11339926854601395E/2024-00002/index.html").read_text(encoding="utf-8")
    shown = re.findall(
        r"<(?:p|h2|h3|td|th|li)[^>]*>([^<]+)</",
        body.partition('<div class="gk-body" id="text">')[2].partition('aria-labelledby="history"')[0],
    )
    assert len(shown) > 20
    assert [text for text in shown if text.strip() and text.strip() not in " ".join(words)] == []
