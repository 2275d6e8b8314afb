"""Signature and date stand at the right of the page, whatever follows them and however the date is written."""

from __future__ import annotations

import pytest

from generator.reading.markdown import render_text

FRAME = '<div class="gk-signature">'


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        (
            "正文。\n\n青溪县教育局\n\n2026年3月5日\n\n（此件公开发布）",
            "<p>青溪县教育局</p><p>2026年3月5日</p>",
        ),
        (
            "正文。\n\n青溪县教育局\n\n青溪县财政局（盖章）\n\n二〇二六年三月五日\n\n附件：1.名单",
            "<p>青溪县教育局</p><p>青溪县财政局（盖章）</p><p>二〇二六年三月五日</p>",
        ),
        ("正文。\n\n县长　李明\n\n2026年3月5日", "<p>县长　李明</p><p>2026年3月5日</p>"),
        (
            "县人民政府\n\n2026年1月1日\n\n正文。\n\n县水利局\n\n2026年3月5日\n\n附则。",
            "<p>县人民政府</p><p>2026年1月1日</p>",
        ),
    ],
)
def test_names_and_date_are_set_apart(text: str, signed: str):
    assert f"{FRAME}{signed}</div>" in render_text(text).html


@pytest.mark.parametrize(
    "text",
    [
        "会议时间：\n\n2026年3月5日\n\n地点。",
        "| a |\n|--|\n| b |\n\n2026年3月5日\n\n后文。",
        "2026年3月5日\n\n正文。",
    ],
)
def test_a_date_without_names_stays_in_the_text(text: str):
    assert FRAME not in render_text(text).html


def test_every_signature_of_a_text():
    text = "正文。\n\n县水利局\n\n2026年3月5日\n\n附件\n\n县教育局\n\n2026年4月5日\n\n（此件公开发布）"
    assert render_text(text).html.count(FRAME) == 2
