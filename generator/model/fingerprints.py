"""Findings → names that stay the same when lines move, so that a later run recognises them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from generator.model.diagnostics import Diagnostic

_COUNT = re.compile(r"(?<= )\d+(?= )")
"""A number between spaces counts something. How long a document is overdue grows from day to day; the finding is the same."""


def mark_of(found: Diagnostic, text: str) -> str:
    """A short name of one finding by which it can be excepted: of rule, file, message, and the text in which it was found.

    Once the text is another, so is the name: what was agreed to was this text.
    """
    key = "\0".join((found.rule, found.path, found.message.zh, text))
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """One for each finding: of rule, file and message. Findings that are alike are told apart by their order."""
    seen: Counter[str] = Counter()
    found = []
    for d in diagnostics:
        key = "\0".join((d.rule, d.path, _COUNT.sub("#", d.message.zh)))
        found.append(sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:32])
        seen[key] += 1
    return found
