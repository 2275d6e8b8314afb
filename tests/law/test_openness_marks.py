"""Marks that say how public a paper is: every label, value and carrier; sentences and lists that only speak of them."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from helpers.documents import attaching
from helpers.findings import findings
from helpers.office import docx, word_text
from helpers.roots import make_root
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.openness_marks import _SENTENCE, STRICTEST, _on_line, marks, named_mark, strictest

LABELS = (
    "公开属性 公开类型 公开方式 公开选项 是否公开 信息公开选项 公开类别 公开形式 政府信息公开属性 文件公开属性 拟公开方式 公开范围 是否主动公开"
).split()
VALUES = {
    "不予公开": "不予公开",
    "不公开": "不予公开",
    "依申请公开": "依申请公开",
    "内部": "不予公开",
    "暂不公开": "不予公开",
    "否": "不予公开",
    "免予公开": "不予公开",
    "删减后公开": "部分公开",
    "主动公开": "主动公开",
}
CARRIERS = (
    "{l}：{v}",
    "{l}: {v}。",
    "{l}\t{v}",
    "| {l} | {v} |",
    "| 文号 | 甲 | {l} | {v} | 日期 | 2026 |",
    "**{l}**：{v}",
    "- {l}：**{v}**",
    "{l}：\n{v}",
    "{l}\n\n{v}",
    "{s}：{v}",
    "【{l}】{v}",
    "（{l}：{v}）",
    "{l}　{v}",
    "<b>{l}</b>&nbsp;：{v}",
    "2026年5月1日\n{l}：{v}\n抄送：县委办公室",
)


def said(text: str) -> str | None:
    mark = strictest(text)
    return mark.openness if mark else None


@pytest.mark.parametrize("label", LABELS)
def test_a_label_with_its_value_in_every_carrier(label: str):
    for (value, openness), carrier in product(VALUES.items(), CARRIERS):
        text = carrier.format(l=label, v=value, s=" ".join(label))
        assert said(text) == openness, text


@pytest.mark.parametrize(
    ("text", "openness"),
    [
        ("此件**不公开**", "不予公开"),
        ("选项：此件主动公开", "主动公开"),
        ("（此件\n不公开）", "不予公开"),
        ("(此件暂不公开)", "不予公开"),
        ("[此件不予公开]", "不予公开"),
        ("（此件不上网）", "不予公开"),
        ("（此件发至县团级，不公开发布）", "不予公开"),
        ("（此件限内部使用）", "不予公开"),
        ("（此件严禁外传）", "不予公开"),
        ("二〇二六年五月一日（此件不公开）", "不予公开"),
        ("青溪县人民政府办公室　（此件不公开）", "不予公开"),
        ("（此件不公开）　　2026年5月1日印发", "不予公开"),
        ("（此件不公开）\t2026年5月1日印发", "不予公开"),
        ("附注：此件不公开", "不予公开"),
        ("此&nbsp;件&nbsp;不&nbsp;公&nbsp;开", "不予公开"),
        ("（此\u200b件不公\u200b开）", "不予公开"),
        ("公开属性\t□主动公开\t☑依申请公开\t□不予公开", "依申请公开"),
        ("是否公开：□是 ☑否", "不予公开"),
        ("密级\t内部", "不予公开"),
        ("（非公开）", "不予公开"),
        ("| 公开方式 | 文号 |\n|---|---|\n| 依申请公开 | 1号 |\n\n正文", "依申请公开"),
        ("内部明电", "不予公开"),
        ("（此件公开发布）", "主动公开"),
    ],
)
def test_marks_in_other_shapes(text: str, openness: str):
    assert said(text) == openness


@pytest.mark.parametrize(
    "text",
    [
        "公文应当在附注处标注（此件公开发布）、（此件依申请公开）或者（此件不公开）。",
        "附注可以标注（此件不公开）",
        "| 标注 | 含义 |\n| --- | --- |\n| 此件不公开 | 不予公开 |",
        "| 名称 | 公开方式 |\n|---|---|\n| 甲 | 主动公开 |\n| 乙 | 依申请公开 |",
        "公开方式\t主动公开\t依申请公开",
        "公开属性：□主动公开 □依申请公开 □不予公开",
        "对不予公开的政府信息，应当说明理由。",
        "## 依申请公开\n\n三、不予公开",
        "（此件发至县团级）",
        "政府信息依申请公开工作制度",
        "信息公开：张三 0571-88888888",
        "该信息公开后应当及时更新。",
    ],
)
def test_what_only_speaks_of_marks(text: str):
    assert [mark for mark in marks(text) if mark.openness != STRICTEST[-1]] == []


@pytest.mark.parametrize(
    ("name", "openness"),
    [
        ("关于发放补贴的通知（不公开）", "不予公开"),
        ("名单(不公开).xlsx", "不予公开"),
        ("名单-不公开.xlsx", "不予公开"),
        ("内部使用_名单.xlsx", "不予公开"),
        ("关于发放补贴的通知（依申请公开）", "依申请公开"),
        ("财政预算（公开）", "主动公开"),
        ("政府信息依申请公开指南", None),
        ("不予公开政府信息目录", None),
        ("关于公开招聘的公告（第一批）", None),
    ],
)
def test_marks_in_titles_and_names_of_files(name: str, openness: str | None):
    mark = named_mark(name)
    assert (mark.openness if mark else None) == openness


@pytest.mark.parametrize(
    ("title", "body", "file", "content"),
    [
        ("防汛通知（不公开）", "正文。", "a.docx", docx(word_text("正文。"))),
        ("防汛通知", "| 公开方式 | 依申请公开 |\n| --- | --- |", "a.docx", docx(word_text("正文。"))),
        ("防汛通知", "正文。", "名单（不公开）.docx", docx(word_text("正文。"))),
        ("防汛通知", "正文。", "a.docx", docx(word_text("公开属性：不予公开"))),
    ],
)
def test_each_place_is_compared_with_the_openness(
    tmp_path: Path, title: str, body: str, file: str, content: bytes
):
    text = re.sub(r"(?m)^title: .*$", f"title: {title}", attaching(file))
    root = make_root(tmp_path, {"a.md": f"{text}\n\n{body}\n", f"a.files/{file}": content})
    assert [(d.rule, d.severity) for d in findings(root) if d.rule == "marked-not-public"] == [
        ("marked-not-public", "error")
    ]


PIECES = (
    *LABELS,
    *VALUES,
    *"此件 本文件 该信息 此 件 公开 信息公开 依法申请公开 主动 全文 工作秘密 密级 保密等级 涉密等级 附注 备注 标注 说明 注 文件 建议 拟 是否 可否同意".split(),
    *"删减后公开 仅供内部使用 限于机关内部传阅 严禁外传 不得 对外 发布 在网上 的公开属性为 是 否 敏感信息 第十二条 县级以上人民政府 关于 的通知".split(),
    *"2026年5月1日 二〇二六年五月一日 一、 （三） (2) 3. ， 、 。 ； “ ” 《 》 ： : （ ） ( ) 【 】 ☑ □ \t | 　".split(
        " "
    ),
    *(" ", "**", "<b>", "\u200b", "&nbsp;", "\\"),
)
"""What lines with marks and sentences about them are made of."""


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=14), st.lists(st.sampled_from(PIECES), max_size=3)
)
def test_what_is_passed_over_as_a_sentence_has_no_mark(pieces: list[str], below: list[str]):
    line = "".join(pieces)
    if _SENTENCE.fullmatch(line):
        assert _on_line(f"{line}\n{''.join(below)}", 0, len(line)) is None
