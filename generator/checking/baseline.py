"""Old findings ↔ content/data/baseline.json: what was wrong when the check was introduced is a warning, what is new an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generator.checking.rules import BY_NAME
from generator.machine.files import replace_file
from generator.machine.json_text import json_text
from generator.model.diagnostics import Diagnostic, Severity, Text
from generator.model.fingerprints import fingerprints
from generator.model.places import BASELINE as FILE
from generator.model.setting import Setting

MARK = "baseline"
"""The key in a finding's data that says it is only a warning because it is old."""


class Entry(BaseModel):
    """One old finding; rule and path are there for the people who read the file."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    rule: str
    path: str
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Baseline(BaseModel):
    """The file: old findings, in the order of their paths."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    findings: tuple[Entry, ...]


def weaken(found: Sequence[Diagnostic], setting: Setting) -> list[Diagnostic]:
    """The findings with those of the baseline as warnings. Findings of rules that cannot be weakened stay what they are."""
    path = setting.root / FILE
    if not path.is_file():
        return list(found)
    old = _read(path)
    if old is None:
        return [*found, _unreadable()]
    known = {entry.fingerprint for entry in old.findings}
    marks = _marks(found)
    return [
        replace(d, severity=Severity.WARNING, data={**d.data, MARK: True}) if marks.get(n) in known else d
        for n, d in enumerate(found)
    ]


def write_baseline(root: Path, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Write what blocks now as the new baseline, and return the errors that it did not take: those of rules that cannot be weakened.

    When there is a baseline already and it would grow, it stays as it is; returns what is new.
    """
    path = root / FILE
    errors = _marks(found)
    new = [found[n] for n in errors if not found[n].data.get(MARK)]
    if path.is_file() and new:
        return new
    left = [d for n, d in enumerate(found) if d.severity is Severity.ERROR and n not in errors]
    entries = [Entry(rule=found[n].rule, path=found[n].path, fingerprint=mark) for n, mark in errors.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json_text(Baseline(findings=tuple(entries)).model_dump())
    replace_file(path, text.encode())
    return left


def _marks(found: Sequence[Diagnostic]) -> dict[int, str]:
    """Fingerprints of the errors, of those that a baseline has weakened, and of no others, by their place in the list."""
    places = [
        n
        for n, d in enumerate(found)
        if (d.severity is Severity.ERROR or d.data.get(MARK)) and may_be_old(d.rule)
    ]
    return dict(zip(places, fingerprints(found[n] for n in places), strict=True))


def may_be_old(slug: str) -> bool:
    """Whether findings of a rule can be put on the baseline."""
    rule = BY_NAME.get(slug)
    return rule is not None and not rule.locked


def _read(path: Path) -> Baseline | None:
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except ValidationError:
        return None


def _unreadable() -> Diagnostic:
    rule = BY_NAME["invalid-front-matter"]
    return Diagnostic(
        FILE,
        1,
        rule.code,
        rule.slug,
        Severity.ERROR,
        Text("基线文件无法读取", "the baseline cannot be read"),
        Text("从 git 恢复这个文件，不要手工修改", "restore it from git; do not edit it by hand"),
    )
