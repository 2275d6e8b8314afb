"""Findings → the formats people and programs read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import click

from generator.diagnostics import Diagnostic, Severity, Text

LANGUAGES = ("zh", "en")
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_NAMES = {Severity.ERROR: Text("错误", "error"), Severity.WARNING: Text("提醒", "warning")}


def say(text: Text, lang: str) -> str:
    """A text in one language."""
    return text.en if lang == "en" else text.zh


def as_text(diagnostics: Sequence[Diagnostic], lang: str) -> str:
    """For people: grouped by file, with the hint below each finding, and a summary at the end."""
    blocks = []
    for path, found in groupby(diagnostics, key=lambda d: d.path):
        lines = [click.style(path, bold=True)]
        for d in found:
            name = click.style(say(_NAMES[d.severity], lang), fg=_COLOURS[d.severity])
            lines.append(f"  {d.line}: {name} {say(d.message, lang)}  {click.style(f'[{d.rule} {d.code}]', dim=True)}")
            lines.append(f"     → {say(d.hint, lang)}")
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, summary(diagnostics, lang)])


def summary(diagnostics: Sequence[Diagnostic], lang: str) -> str:
    """How many errors and warnings there are."""
    errors = sum(d.severity is Severity.ERROR for d in diagnostics)
    warnings = len(diagnostics) - errors
    if not diagnostics:
        return say(Text("没有发现问题", "no findings"), lang)
    return say(Text(f"{errors} 个错误，{warnings} 个提醒", f"{errors} errors, {warnings} warnings"), lang)


def as_json(diagnostics: Sequence[Diagnostic], lang: str) -> str:
    """One array; fields are only ever added."""
    return json.dumps([_record(d, lang) for d in diagnostics], ensure_ascii=False, indent=1, default=date.isoformat)


def _record(d: Diagnostic, lang: str) -> Mapping[str, Any]:
    return {"path": d.path, "line": d.line, "code": d.code, "rule": d.rule, "severity": d.severity.value,
            "message": say(d.message, lang), "hint": say(d.hint, lang), "data": dict(d.data)}


FORMATS: Mapping[str, Callable[[Sequence[Diagnostic], str], str]] = {"text": as_text, "json": as_json}


def rule_list(rules: Iterable[tuple[str, str, Severity, Text]], lang: str) -> str:
    """One line for each rule: code, slug, severity, title."""
    return "\n".join(f"{code}  {slug:<28} {say(_NAMES[severity], lang):<4} {say(doc, lang).splitlines()[0]}"
                     for code, slug, severity, doc in rules)
