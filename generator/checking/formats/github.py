"""Findings → annotations of GitHub Actions, and the table on the page of the run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.checking.formats.cells import as_many_as_fit, cell, row
from generator.checking.formats.fit import fit
from generator.checking.formats.words import NAMES, due_soon, say, summary
from generator.machine.git import prefix
from generator.model.diagnostics import Diagnostic, Severity, Text

MOST = 9
"""GitHub shows ten annotations of a kind for each step and drops the rest silently; the tenth says how many there are."""

ROOM = 1_000_000
"""Bytes of a job summary; GitHub refuses one of more than 1 MiB."""


def as_github(diagnostics: Sequence[Diagnostic], lang: str, root: Path) -> str:
    """Workflow commands; paths are relative to the repository."""
    folder = fit(prefix(root))
    urgent = due_soon(diagnostics)  # before the others, because only the first of a kind are shown
    ordered = [*urgent, *(d for d in diagnostics if d.rule != "due-soon")]
    lines = [
        line
        for severity in (Severity.ERROR, Severity.WARNING)
        for line in _kind([d for d in ordered if d.severity is severity], severity, lang, folder)
    ]
    return "\n".join([*lines, summary(diagnostics, lang)])


def job_summary(diagnostics: Sequence[Diagnostic], lang: str) -> str:
    """Markdown for the file named by GITHUB_STEP_SUMMARY: all findings in one table, as many as GitHub takes."""
    heads = [
        Text("级别", "Level"),
        Text("位置", "Place"),
        Text("问题", "Finding"),
        Text("怎么改", "What to do"),
        Text("规则", "Rule"),
    ]
    rows, left_out = as_many_as_fit((_row(d, lang) for d in diagnostics), ROOM)
    more = Text(f"另有 {left_out} 条没有列出。", f"{left_out} more are not listed.")
    table = [row(*(say(head, lang) for head in heads)), "|---|---|---|---|---|", *rows, ""] if rows else []
    return "\n".join(
        [
            f"### gongkai check: {summary(diagnostics, lang)}",
            "",
            *table,
            *([say(more, lang), ""] if left_out else []),
        ]
    )


def _kind(found: Sequence[Diagnostic], severity: Severity, lang: str, folder: str) -> Iterator[str]:
    for d in found[:MOST]:
        place = f"file={_property(folder + d.path)},line={d.line},title={_property(f'{d.rule} {d.code}')}"
        words = _data(f"{say(d.message, lang)}\n→ {say(d.hint, lang)}")
        yield f"::{severity.value} {place}::{words}"
    left = len(found) - MOST
    if left > 0:
        more = Text(
            f"还有 {left} 个{NAMES[severity].zh}，见任务摘要或者运行 gongkai check",
            f"{left} more: see the job summary or run gongkai check",
        )
        yield f"::{severity.value}::{_data(say(more, lang))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _row(d: Diagnostic, lang: str) -> str:
    return row(
        say(NAMES[d.severity], lang),
        cell(f"{d.path}:{d.line}"),
        cell(say(d.message, lang)),
        cell(say(d.hint, lang)),
        f"`{d.rule}`",
    )
