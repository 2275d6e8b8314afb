"""Findings → one JSON array for programs. Fields are only ever added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.checking.formats.words import say
from generator.machine.json_text import json_text
from generator.model.diagnostics import Diagnostic


def as_json(diagnostics: Sequence[Diagnostic], lang: str, root: Path) -> str:
    """One array of all findings; paths are relative to the root."""
    return json_text([_record(d, lang) for d in diagnostics], end="")


def _record(d: Diagnostic, lang: str) -> Mapping[str, Any]:
    return {
        "path": d.path,
        "line": d.line,
        "code": d.code,
        "rule": d.rule,
        "severity": d.severity.value,
        "message": say(d.message, lang),
        "hint": say(d.hint, lang),
        "data": dict(d.data),
    }
