"""The words of an annual report: one Markdown file → its sections, and what is missing from them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.annual.form import Narrative
from generator.model.diagnostics import Finding, Problem, Severity, Text

SECTIONS = ("总体情况", "存在的主要问题及改进情况", "其他需要报告的事项")
"""The sections in words; the others are tables (国办公开办函〔2021〕30号)."""

TOPICS = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")
"""What the first section must report on (条例 art. 50; 30号)."""

_HEADING = re.compile(r"^## *(?:[一二三四五六]、)?(.+?) *$", re.MULTILINE)


def read_narrative(source: str) -> tuple[Narrative | None, list[Problem]]:
    """The sections of a text; None when one of them is missing or empty."""
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    headings = list(_HEADING.finditer(text))
    ends = [*(h.start() for h in headings), len(text)][1:]
    parts = {h[1]: text[h.end() : end].strip() for h, end in zip(headings, ends, strict=True)}
    opening = text[: headings[0].start()].strip() if headings else text.strip()
    problems = [*_missing(parts), *_strange(text, headings), *_uncovered(text, parts)]
    if any(not parts.get(name) for name in SECTIONS):
        return None, problems
    return Narrative(text, opening, *(parts[name] for name in SECTIONS)), problems


def _missing(parts: dict[str, str]) -> Iterator[Problem]:
    for name in SECTIONS:
        if not parts.get(name):
            yield Problem(
                "invalid-register",
                Finding(
                    1,
                    Text(f"缺少“{name}”部分", f"the section “{name}” is missing or empty"),
                    Text(
                        f"写一行“## {name}”，下面写这一部分的内容", f"write “## {name}” and the text below it"
                    ),
                ),
            )


def _strange(text: str, headings: list[re.Match[str]]) -> Iterator[Problem]:
    for heading in headings:
        if heading[1] not in SECTIONS:
            line = text.count("\n", 0, heading.start()) + 1
            yield Problem(
                "invalid-register",
                Finding(
                    line,
                    Text(
                        f"年度报告文字部分没有“{heading[1]}”", f"no section in words is called “{heading[1]}”"
                    ),
                    Text(
                        f"只写{'、'.join(SECTIONS)}；表格由程序生成；段内小标题用 ###",
                        "keep to the three sections; the tables are made; use ### inside",
                    ),
                ),
            )


def _uncovered(text: str, parts: dict[str, str]) -> Iterator[Problem]:
    first = parts.get(SECTIONS[0], "")
    missing = [topic for topic in TOPICS if topic not in first]
    if first and missing:
        line = text.count("\n", 0, text.index(first)) + 1
        yield Problem(
            "invalid-register",
            Finding(
                line,
                Text(
                    f"总体情况没有写到：{'、'.join(missing)}",
                    f"section 1 does not report on: {', '.join(missing)}",
                ),
                Text("各写一段，不能遗漏（国办公开办函〔2021〕30号）", "write a paragraph on each"),
                severity=Severity.WARNING,
            ),
        )
