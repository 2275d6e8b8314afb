"""Findings → SARIF 2.1.0 (OASIS), which code-scanning services read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.checking.formats.fit import fit
from generator.checking.formats.words import say
from generator.machine.git import prefix
from generator.machine.json_text import json_text
from generator.model.diagnostics import Diagnostic
from generator.model.fingerprints import fingerprints

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(diagnostics: Sequence[Diagnostic], lang: str, root: Path) -> str:
    """One run; its rules are those that found something, and paths are relative to the repository."""
    folder = fit(prefix(root))
    slugs = sorted({d.rule for d in diagnostics})
    results = [
        _result(d, mark, slugs.index(d.rule), lang, folder)
        for d, mark in zip(diagnostics, fingerprints(diagnostics), strict=True)
    ]
    driver = {
        "name": "gongkai",
        "semanticVersion": __version__,
        "rules": [_rule(slug, lang) for slug in slugs],
    }
    run = {
        "tool": {"driver": driver},
        "language": "en-US" if lang == "en" else "zh-CN",
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, end="")


def _rule(slug: str, lang: str) -> Mapping[str, Any]:
    from generator.checking.rules import (
        BY_NAME,
    )  # the other formats, and a check in which nothing is new, do without the rules

    rule = BY_NAME.get(slug)
    if rule is None:
        return {"id": slug}
    doc = say(rule.doc, lang)
    return {
        "id": slug,
        "name": rule.code,
        "shortDescription": {"text": doc.splitlines()[0]},
        "fullDescription": {"text": doc},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(d: Diagnostic, fingerprint: str, index: int, lang: str, folder: str) -> Mapping[str, Any]:
    place = {"artifactLocation": {"uri": quote(folder + d.path)}, "region": {"startLine": d.line}}
    return {
        "ruleId": d.rule,
        "ruleIndex": index,
        "level": d.severity.value,
        "message": {"text": f"{say(d.message, lang)}\n→ {say(d.hint, lang)}"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"gongkai/v1": fingerprint},
    }
