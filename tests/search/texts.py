"""Documents for the tests of search."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from generator.model.document import PublishedDocument
from generator.model.visibility import as_shown
from generator.reading.frontmatter import read_record

TEXTS = st.text(
    st.one_of(
        st.sampled_from("国國务0123.。，,〔〕 \n\u3000Aａ％"), st.characters(exclude_categories=("Cs",))
    ),
    max_size=40,
)
"""Texts with much of what folding treats in a special way."""

SAMPLE = """---
index_no: 11339926854601395E/2026-00001
title: 测试县《褚某》等3.5万元以下项目管理办法（2026年ABC版）
summary: 规定 GB/T 9704 项目的管理。
doc_no: 测政〔2026〕15号
category: 规范性文件
theme: 财政、金融、审计\\财政
genre: 办法
issuer: 县府办
formed: 2026-03-01
published: 2026-03-05
validity: 有效
openness: 主动公开
review: {conclusion: 公开, date: 2026-03-04, by: 校对}
---
"""


def document(number: int = 1, **changes: object) -> PublishedDocument:
    """The sample document with another serial number and other values."""
    read = read_record("content/documents/a.md", SAMPLE.encode()).document
    assert read is not None
    given = {
        "index_no": f"11339926854601395E/{2020 + number // 20000}-{number % 20000:05}",
        "published": date(2026, 3, 5),
        **changes,
    }
    shown = as_shown(replace(read, **given), date.max)  # type: ignore[arg-type]
    assert isinstance(shown, PublishedDocument)
    return shown
