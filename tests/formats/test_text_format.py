"""The output for people: the line, a caret under what is wrong, nothing that steers a terminal."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import click
import pytest
from examples import FOUND, LATE, OLD, UNKNOWN, due
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checking.formats import FORMATS
from generator.checking.formats.text import excerpt
from generator.model.diagnostics import Diagnostic, Severity, Text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    file = tmp_path / LATE.path
    file.parent.mkdir(parents=True)
    file.write_text("---\nsumary: 说明\npublished: 2026-07-01\n", encoding="utf-8")
    return tmp_path


def test_shows_line_and_caret(root: Path):
    assert click.unstyle(FORMATS["text"](FOUND, "zh", root)) == (
        "content/documents/县府办/a,b.md\n"
        "  2: 错误 没有“sumary”这个键  [unknown-field GK103]\n"
        "     | sumary: 说明\n"
        "     | ^^^^^^\n"
        "     → 是不是“summary”？\n"
        "  3: 错误 公开日期 2026-07-01 晚于期限 2026-06-30，100%：是  [late-publication GK302]\n"
        "     | published: 2026-07-01\n"
        "     |            ^^^^^^^^^^\n"
        "     → 核对日期\n"
        "\n"
        "catalog.yml\n"
        "  1: 提醒 类别“规划”已 20 天没有更新  [stale-category GK802]\n"
        "     → 公开应当更新的信息\n"
        "\n"
        "2 个错误，1 个提醒"
    )


def test_english(root: Path):
    assert click.unstyle(FORMATS["text"]([OLD], "en", root)) == (
        "catalog.yml\n  1: warning “规划” is stale  [stale-category GK802]\n     → publish\n\n0 errors, 1 warnings"
    )


def test_what_is_due_soon_is_listed_with_the_most_urgent_first(root: Path):
    assert click.unstyle(FORMATS["text"]([due(5), due(3), due(1)], "zh", root)).endswith(
        "\n\n快到期的，最紧迫的在前：\n  2026-11-23  content/documents/8.md\n  2026-11-25  content/documents/6.md\n"
        "  2026-11-27  content/documents/4.md\n\n0 个错误，3 个提醒"
    )


def test_nothing_found(tmp_path: Path):
    assert FORMATS["text"]([], "zh", tmp_path) == "没有发现问题"


def test_line_with_personal_data_is_not_repeated(root: Path):
    (root / LATE.path).write_text("---\n---\n身份证号 110101199003074210\n", encoding="utf-8")
    personal = replace(LATE, code="GK501", rule="citizen-id", data={})
    for found in ([personal], [LATE, personal], [personal, replace(UNKNOWN, line=3)]):
        assert "110101199003074210" not in FORMATS["text"](found, "zh", root)


@pytest.mark.parametrize("sign", ["\x1b[31m", "\u202e", "\r", "\u2028"])
def test_signs_that_steer_a_terminal_are_not_printed(sign: str, root: Path):
    (root / LATE.path).write_text(f"---\nx: y{sign}z\npublished: 1\n", encoding="utf-8")
    found = replace(UNKNOWN, message=Text(f"没有“x{sign}”", "x"), hint=Text(f"删除{sign}", "x"))
    assert sign not in click.unstyle(FORMATS["text"]([found], "zh", root))
    assert sign not in FORMATS["junit"]([found], "zh", root)


def test_caret_stands_under_chinese():
    assert excerpt("title: 通知", 7, 9) == ("title: 通知", "       ^^^^")


def test_long_line_is_cut_around_what_is_wrong():
    shown, marks = excerpt("一" * 200 + "错字" + "二" * 200, 200, 202)
    assert shown == "…" + "一" * 24 + "错字" + "二" * 46 + "…"
    assert marks == " " * 49 + "^^^^"


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_excerpt_of_any_line_is_one_short_line(row: str, one: int, two: int):
    start, end = sorted((min(one, len(row)), min(two, len(row))))
    shown, marks = excerpt(row, start, end)
    assert len(shown) <= 74
    assert not {unicodedata.category(sign) for sign in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert set(marks) <= {" ", "^"} and marks.endswith("^")


def test_files_with_errors_stand_before_reminders(tmp_path: Path):
    def of(path: str, severity: Severity) -> Diagnostic:
        return Diagnostic(path, 1, "GK101", "some-rule", severity, Text("甲", "a"), Text("乙", "b"))

    found = [of("a.yml", Severity.WARNING), of("b.md", Severity.ERROR), of("c.md", Severity.WARNING)]
    said = FORMATS["text"](found, "zh", tmp_path)
    assert said.index("b.md") < said.index("a.yml") < said.index("c.md")
