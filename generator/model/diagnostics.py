"""What is wrong with the user's content, as values: where, which rule, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Text(NamedTuple):
    """One sentence in both languages of the program."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


class Severity(StrEnum):
    """How much a finding weighs: an error blocks the release, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


class Finding(NamedTuple):
    """What a rule says of one line; rule and severity are added by `validate`."""

    line: int
    message: Text
    hint: Text
    data: Mapping[str, Any] = {}
    path: str | None = None
    """Relative to the root; None: the document being checked."""
    severity: Severity | None = None
    """None: the severity of the rule."""


class Problem(NamedTuple):
    """A finding made while reading a file, waiting for the rule that reports it."""

    slug: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding of one rule at one line of one file."""

    path: str
    line: int
    code: str
    rule: str
    severity: Severity
    message: Text
    hint: Text
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> tuple[str, int, str, str]:
        """Sort key: file, line, code, message."""
        return (self.path, self.line, self.code, self.message.zh)


def blocking(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


def legible(text: str) -> str:
    """Text, such as the name of a file, with a sign in the place of each byte that is not UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def is_garbled(name: str) -> bool:
    """Whether the name of a file is not UTF-8."""
    return legible(name) != name


def did_you_mean(word: str, known: Iterable[str]) -> Text:
    """「是不是……？」 with the nearest known words, or the list of all when none is near."""
    names = list(dict.fromkeys(known))
    near = difflib.get_close_matches(word, names, n=4, cutoff=0.5)
    near = [name for name in names if name in near and _likeness(name, word) == _likeness(near[0], word)]
    near = near or [name for name in names if word and (word in name or name in word)][:1]
    if near:
        return Text(
            f"是不是{'或者'.join(f'“{name}”' for name in near)}？",
            f"did you mean {' or '.join(f'“{name}”' for name in near)}?",
        )
    return one_of(names)


def one_of(known: Iterable[str]) -> Text:
    """What may be written; of a long list its beginning."""
    names = list(dict.fromkeys(known))
    shown = names[:30]
    more = "" if len(names) == len(shown) else " …"
    return Text(f"可以写：{'、'.join(shown)}{more}", f"write one of: {', '.join(shown)}{more}")


def _likeness(name: str, word: str) -> float:
    return difflib.SequenceMatcher(None, name, word).ratio()
