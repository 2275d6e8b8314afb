"""`content/data/accessibility.json`: what the last automated audit tested, with what, and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from generator.machine.files import replace_file
from generator.machine.json_text import json_text
from generator.model.diagnostics import Finding, Problem, Text
from generator.reading.registers.register import Read, read_text
from generator.reading.schema import adapter

PLACE = "content/data/accessibility.json"


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule of WCAG that one kind of page breaks."""

    kind: str
    address: str
    states: tuple[str, ...]
    """How the page was shown when the rule was broken."""
    rule: str
    """The engine's name of the rule; `reflow` is our own."""
    example: str
    """The first element that breaks it."""


@dataclass(frozen=True, slots=True)
class Record:
    """One run of the audit."""

    day: date
    engine: str
    browser: str
    standard: str
    kinds: tuple[str, ...]
    """Kinds of pages, of each of which the largest page was tested."""
    states: tuple[str, ...]
    checks: int
    violations: tuple[Violation, ...]


def load_record(root: Path) -> tuple[Record | None, Read]:
    """The record of a root, or none, and what is wrong with the file."""
    read = read_text(root, PLACE)
    if read.text is None:
        return None, read
    try:
        return adapter(Record).validate_json(read.text), read
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "JSON"
        message = Text(
            f"无障碍检测记录读不出来（{place}：{first['msg']}）",
            f"the record of the accessibility audit cannot be read ({place}: {first['msg']})",
        )
        hint = Text(
            "删除这个文件，或者运行 gongkai audit --write 重新检测",
            "delete the file, or run gongkai audit --write again",
        )
        return None, read.with_problems([Problem("invalid-audit-record", Finding(1, message, hint))])


def save_record(root: Path, record: Record) -> None:
    """Write the record where the next build finds it."""
    (root / PLACE).parent.mkdir(parents=True, exist_ok=True)
    replace_file(root / PLACE, json_text(record, indent=2).encode())
