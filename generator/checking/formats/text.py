"""Findings → text for people: grouped by file, each with the line it is about and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import click

from generator.checking.formats.fit import masked, plain
from generator.checking.formats.words import NAMES, due_soon, say, summary
from generator.machine.snapshots import uncommitted
from generator.model.diagnostics import Diagnostic, Severity, Text
from generator.model.places import document_of

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}

_READABLE = (".md", ".yml")

_PERSONAL = "GK5"
"""Of a file with personal data or a secret in it no line is repeated, lest another finding show it: the output of a check is read more
widely than the file, and of many such lines only the first are reported."""

_ABOUT_THE_KEY = frozenset({"unknown-field", "duplicate-key", "empty-field"})

_FIELD = re.compile(r"\s*(?:- )?(?P<key>[\w.-]+):(?:\s+(?P<value>\S.*?))?\s*", re.ASCII)

WINDOW = 72
"""Characters shown of a long line; as many Chinese ones fill a screen of 150 columns."""


def as_text(diagnostics: Sequence[Diagnostic], lang: str, root: Path) -> str:
    """For people: grouped by file, with the line and the hint below each finding, and a summary at the end.

    What is not committed yet is the editor's own and stands first, then files with errors: reminders about others would bury
    what he has to mend.
    """
    blocks = []
    files = [(path, list(group)) for path, group in groupby(diagnostics, key=lambda d: d.path)]
    own = set(map(document_of, uncommitted(root))) if len(files) > 1 else set()

    def place(file: tuple[str, list[Diagnostic]]) -> tuple[bool, bool]:
        path, found = file
        mine = document_of(path) in own or any(d.data.get("other") in own for d in found)
        return not mine, not any(d.severity is Severity.ERROR for d in found)

    for path, found in sorted(files, key=place):
        rows = [] if any(d.code.startswith(_PERSONAL) for d in found) else _rows(root / path)
        lines = [line for d in found for line in _lines(d, rows, lang)]
        blocks.append("\n".join([click.style(path, bold=True), *lines]))
    return "\n\n".join([*blocks, *_due(diagnostics, lang), summary(diagnostics, lang)])


def _due(diagnostics: Sequence[Diagnostic], lang: str) -> Iterator[str]:
    """Several documents that are due soon are told in one list too: their findings stand in the order of the files."""
    waiting = due_soon(diagnostics)
    if len(waiting) > 1:
        head = say(Text("快到期的，最紧迫的在前：", "due soon, most urgent first:"), lang)
        yield "\n".join(
            [click.style(head, bold=True), *(f"  {d.data['deadline']}  {d.path}" for d in waiting)]
        )


def _lines(d: Diagnostic, rows: Sequence[str], lang: str) -> Iterator[str]:
    name = click.style(say(NAMES[d.severity], lang), fg=_COLOURS[d.severity])
    yield f"  {d.line}: {name} {say(d.message, lang)}  {click.style(f'[{d.rule} {d.code}]', dim=True)}"
    row = rows[d.line - 1] if 0 < d.line <= len(rows) else ""
    if row.strip(" -") and masked(row) == row:
        shown, marks = excerpt(row, *_span(row, d))
        yield f"     | {shown}"
        yield f"     | {click.style(marks, fg=_COLOURS[d.severity])}"
    yield f"     → {say(d.hint, lang)}"


def excerpt(row: str, start: int, end: int) -> tuple[str, str]:
    """A line, cut to the window if it is long, and below it carets under the characters from `start` to `end`."""
    left = max(0, start - WINDOW // 3) if len(row) > WINDOW else 0
    right = min(len(row), left + WINDOW)
    before, after = "…" if left else "", "…" if right < len(row) else ""
    marks = " " * _cells(before + row[left:start]) + "^" * max(1, _cells(row[start : min(end, right)]))
    return before + plain(row[left:right]) + after, marks


def _span(row: str, d: Diagnostic) -> tuple[int, int]:
    """Pair (first, last + 1) of the characters of the line that the finding is about: a value that it names, the key or the value of the
    field, or the whole line without its margins."""
    for word in (str(value) for value in d.data.values() if isinstance(value, (str, date))):
        if word and word in row and not (d.data.get("key") == word and _FIELD.fullmatch(row)):
            return row.index(word), row.index(word) + len(word)
    field = _FIELD.fullmatch(row)
    if field:
        return field.span("key" if d.rule in _ABOUT_THE_KEY or not field["value"] else "value")
    return len(row) - len(row.lstrip()), len(row.rstrip())


def _cells(text: str) -> int:
    """Columns on a screen: Chinese characters take two."""
    return sum(
        2 if unicodedata.east_asian_width(sign) in "WF" else 0 if unicodedata.combining(sign) else 1
        for sign in text
    )


def _rows(path: Path) -> list[str]:
    if path.suffix not in _READABLE or not path.is_file():
        return []
    text = path.read_bytes().decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
