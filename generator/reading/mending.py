"""YAML text with slips of the keyboard → the same text without them, as far as it can be told what was meant, and every slip.

One line that is no YAML would hide what is wrong with all others. So it is mended, or left out where nobody knows what it was to be,
and reading goes on. What comes of it is for findings alone: nothing is published from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from generator.model.diagnostics import Problem
from generator.reading.schema import check
from generator.reading.yamltext import read_yaml

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MOST = 30
"""Lines that are looked at; a text with more slips is told in several runs."""

_KEY = r"^(?P<key>\s*(?:- +)?[A-Za-z_]+)"

_WIDE = re.compile(rf"{_KEY}\s*：\s*(?P<value>.*)")

_MEANT = (
    (_WIDE, "{key}: {value}"),
    (re.compile(rf"{_KEY}:[ \u3000\u00a0]+(?P<value>.*)"), "{key}: {value}"),
    (re.compile(rf"{_KEY}:(?!//)(?P<value>[^\s:].*)"), "{key}: {value}"),
    (re.compile(rf"{_KEY}[ \u3000]+(?P<value>[^\s:：].*)"), "{key}: {value}"),
    (re.compile(rf"{_KEY}\s*$"), "{key}:"),
)
"""What is written in place of a key and its value, and how it was meant."""

_ENTRY = re.compile(r"^(?P<key>\s*(?:- +)?[A-Za-z_]+:|\s*-) +(?P<value>\S.*?)\s*$")

_INDENT = re.compile(r"^[ \u3000\u00a0\t]*")


class Mended(NamedTuple):
    """A front matter after lines that are no YAML were put right or left out."""

    text: str
    """It has as many lines as before, so that line numbers stay true."""
    problems: tuple[Problem, ...]
    """What was wrong with the lines that were mended or left out."""
    left_out: tuple[str, ...]
    """The keys, as far as they can be told, of the lines that were left out."""


def mended(text: str, first_line: int) -> Mended:
    """A YAML text whose first line is `first_line` of its file, without what makes it none."""
    rows = text.split("\n")
    problems: list[Problem] = []
    left_out: list[str] = []
    ways: dict[int, Iterator[str]] = {}
    for _ in range(MOST):
        read = read_yaml("\n".join(rows), first_line)
        fault = next((p for p in read.problems if p.slug == "invalid-front-matter"), None)
        if fault is None:
            break
        at = min(max(fault.finding.line - first_line, 0), len(rows) - 1)
        if at not in ways:
            problems.append(fault)
            ways[at] = _ways(rows[at])
            if _WIDE.match(
                rows[at]
            ):  # the same hand made the same slip in lines that are no fault while they are part of a value
                alike = [n for n, row in enumerate(rows) if n != at and n not in ways and _WIDE.match(row)]
                told = fault.finding
                problems += [fault._replace(finding=told._replace(line=first_line + n)) for n in alike]
                for n in alike:
                    ways[n] = _ways(rows[n])
                    rows[n] = next(ways[n])
        meant = next(ways[at], None)
        if meant is None:
            left_out += _leave_out(rows, at)
        else:
            rows[at] = meant
    return Mended("\n".join(rows), tuple(problems), tuple(left_out))


def faults_of(form: type[DataclassInstance], text: str) -> list[Problem]:
    """Everything that is wrong with what is written in a YAML text that cannot be read as it stands; `form` says which keys it has."""
    without = mended(text, 1)
    value, lines, wrong = read_yaml(without.text)
    _, faults = check(form, value, lines) if isinstance(value, dict) else (None, [])
    return [*without.problems, *wrong, *(p for p in faults if p.slug != "missing-field")]


def _ways(row: str) -> Iterator[str]:
    """How a line may have been meant, the likeliest first."""
    indent = _INDENT.match(row)
    blanks = indent[0] if indent else ""
    straight = "".join("  " if sign in "\t\u3000" else " " for sign in blanks) + row[len(blanks) :]
    if straight != row:
        yield straight
    for pattern, form in _MEANT:
        if (found := pattern.match(straight)) and (meant := form.format(**found.groupdict())) != straight:
            yield meant
            straight = meant
            break
    if entry := _ENTRY.match(straight):
        value = entry["value"].replace("'", "''")
        yield f"{entry['key']} '{value}'"


def _leave_out(rows: list[str], at: int) -> Iterator[str]:
    """Blank a line and the lines below it that are indented further; the key that it may have had."""
    depth = len(rows[at]) - len(rows[at].lstrip())
    if found := re.match(r"\s*(?:- +)?([A-Za-z_]+)", rows[at]):
        yield found[1]
    rows[at] = ""
    for n in range(at + 1, len(rows)):
        if rows[n].strip() and len(rows[n]) - len(rows[n].lstrip()) <= depth:
            break
        rows[n] = ""
