"""The findings of a branch, and those of its base → the findings that the branch has to answer for; what stood before is a warning."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from generator.model.diagnostics import Diagnostic, Severity
from generator.model.fingerprints import fingerprints
from generator.model.places import document_of
from generator.model.setting import Setting

MARK = "standing"
"""The key in a finding's data that says it is only a warning because it was there without the branch."""


def is_elsewhere(found: Diagnostic, setting: Setting) -> bool:
    """Whether an error is about something that the branch does not change, so that it may have been there before."""
    changed = setting.base.changed if setting.base else frozenset()
    own = document_of(found.path) in changed or found.data.get("other") in changed
    return found.severity is Severity.ERROR and not own


def standing(found: Sequence[Diagnostic], before: Set[str], setting: Setting) -> list[Diagnostic]:
    """The findings, those elsewhere that were there `before`, as their fingerprints tell, as warnings."""
    return [
        replace(d, severity=Severity.WARNING, data={**d.data, MARK: True})
        if mark in before and is_elsewhere(d, setting)
        else d
        for d, mark in zip(found, fingerprints(found), strict=True)
    ]
