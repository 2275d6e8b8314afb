"""Findings → a Code Quality report, which GitLab shows in the merge request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.checking.formats.fit import fit
from generator.checking.formats.words import say
from generator.machine.git import prefix
from generator.machine.json_text import json_text
from generator.model.diagnostics import Diagnostic, Severity
from generator.model.fingerprints import fingerprints

_SEVERITIES = {Severity.ERROR: "blocker", Severity.WARNING: "minor"}


def as_gitlab(diagnostics: Sequence[Diagnostic], lang: str, root: Path) -> str:
    """One array; paths are relative to the repository, and fingerprints do not change when lines move."""
    folder = fit(prefix(root))
    issues = [
        _issue(d, mark, lang, folder) for d, mark in zip(diagnostics, fingerprints(diagnostics), strict=True)
    ]
    return json_text(issues, end="")


def _issue(d: Diagnostic, fingerprint: str, lang: str, folder: str) -> Mapping[str, Any]:
    return {
        "description": f"{say(d.message, lang)} → {say(d.hint, lang)}",
        "check_name": d.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[d.severity],
        "location": {"path": folder + d.path, "lines": {"begin": d.line}},
    }
