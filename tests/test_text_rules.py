"""What the rules about texts see in Markdown, beyond their fixtures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checking.rules.text import control_character, empty_body, raw_html, reprint_without_source
from generator.model.diagnostics import Finding, Severity
from generator.model.setting import Setting
from generator.model.workdays import work_calendar
from generator.reading.catalog_file import load_catalog
from generator.reading.frontmatter import Record, read_record
from generator.reading.links import html_of, links_of

RULES = Path(__file__).parent / "rules"
HEAD = "---\ntitle: 关于防汛工作的通知\nopenness: 主动公开\npublished: 2026-06-30\n---\n"


def setting() -> Setting:
    catalog, *_ = load_catalog(RULES, codes={}, locked=())
    assert catalog
    return Setting(RULES, catalog, work_calendar({}), date(2026, 11, 22))


SETTING = setting()


def found(rule: Callable[[Record, Setting], Iterable[Finding]], body: str, head: str = HEAD) -> list[Finding]:
    return list(rule(read_record("content/documents/x.md", (head + body).encode()), SETTING))


def lines(rule: Callable[[Record, Setting], Iterable[Finding]], body: str) -> list[int]:
    return [finding.line for finding in found(rule, body)]


def test_links_carry_their_lines_and_bare_addresses_are_left_out():
    text = "甲\n\n见[一](../a/)\n和![图](b.png)。\n\n<https://www.gov.cn/> [二][k]\n\n[k]: c.pdf\n"
    found = [(link.line, link.target, link.image) for link in links_of(text, 10)]
    assert found == [(12, "../a/", False), (13, "b.png", True), (15, "c.pdf", False)]


@pytest.mark.parametrize(
    "text", ["国办发[2026]1号", "`[甲](乙)`", "    [甲](乙)\n", "〔2026〕", "\\[甲\\](乙)", "[ ] 待办"]
)
def test_what_is_no_link(text: str):
    assert links_of(text, 1) == ()


@given(st.text(alphabet="[]()<>!#`\\\n *_|-:甲a/.", max_size=80))
def test_reading_links_and_html_never_fails_and_stays_inside_the_text(text: str):
    last = text.count("\n") + 1
    assert all(1 <= line <= last for line, *_ in (*links_of(text, 1), *html_of(text, 1)))


@pytest.mark.parametrize(
    "text",
    [
        "水位<2米",
        "1 < 2 > 0",
        "<https://www.gov.cn/>",
        "`<b>`",
        "    <b>\n",
        "甲<br>乙",
        "CO<sub>2</sub>",
        "<县名>",
    ],
)
def test_what_is_no_raw_html(text: str):
    assert lines(raw_html, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<b>甲</b>",
        "<!-- 甲 -->",
        "<table><tr><td>甲</td></tr></table>",
        "<sub onclick=a()>",
        "<?php ?>",
        "<br class=a>",
        "| 甲 |\n|---|\n| <font>乙</font> |",
    ],
)
def test_what_is_raw_html(text: str):
    assert len(lines(raw_html, text)) == 1


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u2066", "\u200f", "\ue863", "\U000f0001", "\x7f", "\x0b", "\u2028"]
)
def test_dangerous_characters_block(sign: str):
    (finding,) = found(control_character, f"甲\n乙{sign}丙\n")
    assert (finding.line, finding.severity) == (7, None)
    assert f"U+{ord(sign):04X}，在“乙”后面" in finding.message.zh


def test_a_dangerous_character_is_placed_by_the_words_before_it():
    (finding,) = found(control_character, f"{'长' * 300}\u200b研究与技术\ue5f9发展，\ue5f9\n")
    assert finding.message.zh == "有看不见的字符或者自造字：U+200B、U+E5F9，在“研究与技术”后面"
    (finding,) = found(control_character, "\ue5f9发展\n")
    assert finding.message.zh == "有看不见的字符或者自造字：U+E5F9"


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad"])
def test_zero_width_characters_are_one_warning(sign: str):
    (finding,) = found(control_character, f"甲{sign}\n乙\n丙{sign}{sign}\n")
    assert (finding.line, finding.severity, finding.data["lines"]) == (6, Severity.WARNING, [6, 8])


@pytest.mark.parametrize("sign", ["\u3000", "\u00a0", "\t", "䶮", "𠮷", "㐂", "·", "…", "①", "️"])
def test_ordinary_characters_pass(sign: str):
    assert lines(control_character, f"甲{sign}乙\n") == []


@given(st.text(max_size=60))
def test_the_quick_test_of_a_text_misses_nothing(text: str):
    shown = any(
        0xE000 <= ord(sign) <= 0xF8FF or sign in "\u202a\u202b\u202c\u202d\u202e\u200b" for sign in text
    )
    record = Record("x.md", None, text, 1)
    assert shown <= bool(list(control_character(record, SETTING)))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("转载自测试日报\n", 6),
        ("\n\n【来源：测试日报】\n", 8),
        ("**文章来源**：甲\n", None),
        ("资金来源：财政\n", None),
        ("信息来源:新华社\n", 6),
        ("本文可以转载。\n", None),
    ],
)
def test_reprints_say_so_at_their_head(text: str, line: int | None):
    assert lines(reprint_without_source, text) == ([line] if line else [])


def test_a_title_alone_is_no_disclosure():
    assert lines(empty_body, "\n \n　\n") == [2]
    assert lines(empty_body, "正文。\n") == []
