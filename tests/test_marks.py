"""Marks of internal use on lines that are long, or spread out, by what nobody sees."""

from __future__ import annotations

import pytest

from generator.reading.marks import INTERNAL, MAX_ALONE, marks

LINES = {
    "blanks": " " * MAX_ALONE + "内部资料，不得外传。",
    "empty cells": "|内部资料。|" + "   |" * MAX_ALONE,
    "entities": "&nbsp;" * 30 + "内部资料。",
    "bold": "**内部资料**" + "　" * MAX_ALONE,
    "signs": "内部资料\u200b" * 2 + "\u200b" * MAX_ALONE + "。",
    "tags": "<b>" * 40 + "内部资料。" + "</b>" * 40,
}


@pytest.mark.parametrize("kind", LINES)
def test_what_is_not_seen_does_not_make_a_mark_a_sentence(kind: str):
    assert [mark.text for mark in marks(f"第一条\n{LINES[kind]}\n第二条", INTERNAL)]


@pytest.mark.parametrize(
    "line",
    [
        "内 部 资 料",
        "内　部　资　料　　注意保存",
        "内\u200b部\u200b资料",
        "内**部**资料",
        "内<b>部</b>文件",
        "仅&nbsp;供&nbsp;内部参考",
        "| 内 部 资 料 | |",
        "不 得 外 传",
        "不得\u200b转发",
        "切**勿**公开",
    ],
)
def test_words_that_are_set_apart_are_the_same_words(line: str):
    assert [mark.text for mark in marks(f"通知\n{line}\n第一条", INTERNAL)]


def test_a_long_sentence_is_no_mark():
    assert not list(marks("内部资料，不得外传，" + "并由专人妥善保管" * 12 + "。", INTERNAL))
