"""What is held back when a site is published: why, and what the site shows instead; and the copy of a root in which it is put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from generator.checking.rules import BY_NAME
from generator.machine.json_text import json_text
from generator.model.catalog import Catalog
from generator.model.diagnostics import Diagnostic
from generator.model.places import document_of
from generator.reading.registers.addresses import Address

NOT_YET = frozenset({"report-due"})
"""Rules about something that is not there yet: nothing on the site is wrong because of it."""

UNSAID = "发布内容有误，具体情况另行说明"
"""The reason for a withdrawal when what is written as the reason cannot be shown."""

Shown = Literal["released", "withdrawn", "waiting", "earlier"]


class Held(NamedTuple):
    """A document, a row, a register or an included catalog that is held back: why, and what the site shows instead."""

    path: str
    title: str
    """The title of a document, which may be empty; for a row the name of its register and its key."""
    shown: Shown
    """Its last released text, its withdrawal (with that text or without), nothing, or the last state without a fault."""
    why: tuple[Diagnostic, ...]


@dataclass
class WorkingCopy:
    """A copy of a root in which the last released texts are put back."""

    root: Path
    real: Path
    catalog: Catalog
    """That of the real root."""
    register: Mapping[str, Address]
    digests: Mapping[str, str]
    """SHA-256 of the registers in content/data as last released, by their paths."""
    today: date
    held: dict[str, Held] = field(default_factory=dict)
    """What was held back, by its path from the root, in included catalogs too; a row by path and key."""
    rows: dict[str, frozenset[int]] = field(default_factory=dict)
    """By the path of a file of rows: the lines at which rows stand that were put back."""
    whole: set[str] = field(default_factory=set)
    """Files of rows that were put back as a whole."""

    def accepts(self, found: Diagnostic) -> bool:
        """Whether an error stops nothing any more."""
        return (
            document_of(found.path) in self.held
            or found.data.get("row") in self.rows.get(found.path, ())
            or found.rule in NOT_YET
        )


def is_secret(why: Sequence[Diagnostic]) -> bool:
    """Whether a finding is one of personal data or secrets: nothing of what it is about may be shown, not even a reason."""
    return any((rule := BY_NAME.get(d.rule)) and rule.single for d in why)


def held_json(held: Sequence[Held], today: date) -> str:
    """What is held back, for a scheduler."""
    entries = [
        {
            "path": one.path,
            "title": one.title,
            "shown": one.shown,
            "findings": [{"line": d.line, "rule": d.rule, "message": d.message.zh} for d in one.why],
        }
        for one in held
    ]
    return json_text({"date": today, "held": entries})
