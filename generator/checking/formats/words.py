"""Findings → the words that all formats share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from generator.model.diagnostics import Diagnostic, Severity, Text

if TYPE_CHECKING:
    from generator.checking.rules.rule import Rule

LANGUAGES = ("zh", "en")

NAMES = {Severity.ERROR: Text("错误", "error"), Severity.WARNING: Text("提醒", "warning")}


def say(text: Text, lang: str) -> str:
    """A text in one language."""
    return text.en if lang == "en" else text.zh


def summary(diagnostics: Sequence[Diagnostic], lang: str) -> str:
    """How many errors and warnings there are."""
    errors = sum(d.severity is Severity.ERROR for d in diagnostics)
    warnings = len(diagnostics) - errors
    if not diagnostics:
        return say(Text("没有发现问题", "no findings"), lang)
    return say(Text(f"{errors} 个错误，{warnings} 个提醒", f"{errors} errors, {warnings} warnings"), lang)


def due_soon(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings of documents that must be published within a few days (`due-soon`), the most urgent first."""
    return sorted(
        (d for d in diagnostics if d.rule == "due-soon"), key=lambda d: (d.data["days_left"], d.path)
    )


def rule_list(rules: Iterable[Rule], lang: str) -> str:
    """One line for each rule: code, slug, severity, title."""
    return "\n".join(
        f"{rule.code}  {rule.slug:<28} {say(NAMES[rule.severity], lang):<4} {say(rule.doc, lang).splitlines()[0]}"
        for rule in rules
    )
