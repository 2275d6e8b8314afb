"""What `gongkai check` finds in a root."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.build import check_root
from generator.model.diagnostics import Diagnostic
from helpers.roots import TODAY


def findings(root: Path, today: date = TODAY) -> list[Diagnostic]:
    """Everything `gongkai check` finds."""
    return check_root(root, today=today).diagnostics


def places(diagnostics: list[Diagnostic]) -> set[tuple[str, int, str]]:
    """(path, line, slug) of each finding."""
    return {(d.path, d.line, d.rule) for d in diagnostics}
