"""Findings → a JUnit report, which every CI system can show: a file is a suite, a finding a test case."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from generator.checking.formats.words import say
from generator.model.diagnostics import Diagnostic, Severity


def as_junit(diagnostics: Sequence[Diagnostic], lang: str, root: Path) -> str:
    """Errors are failures; warnings are passed cases with their words as output. Without findings there is one passed case."""
    suites = ET.Element(
        "testsuites",
        name="gongkai",
        tests=str(max(1, len(diagnostics))),
        failures=str(_failures(diagnostics)),
    )
    for path, found in groupby(diagnostics, key=lambda d: d.path):
        _suite(suites, path, list(found), lang)
    if not diagnostics:
        ET.SubElement(
            ET.SubElement(suites, "testsuite", name="gongkai", tests="1", failures="0"),
            "testcase",
            classname="gongkai",
            name="check",
        )
    ET.indent(suites, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode")


def _suite(suites: ET.Element, path: str, found: Sequence[Diagnostic], lang: str) -> None:
    suite = ET.SubElement(
        suites, "testsuite", name=path, tests=str(len(found)), failures=str(_failures(found))
    )
    for d in found:
        case = ET.SubElement(
            suite, "testcase", classname=path, name=f"{d.rule}:{d.line}", file=path, line=str(d.line)
        )
        message, hint = say(d.message, lang), say(d.hint, lang)
        if d.severity is Severity.ERROR:
            ET.SubElement(
                case, "failure", message=message, type=d.code
            ).text = f"{path}:{d.line}: {message}\n→ {hint}"
        else:
            ET.SubElement(case, "system-out").text = f"{message}\n→ {hint}"


def _failures(found: Sequence[Diagnostic]) -> int:
    return sum(d.severity is Severity.ERROR for d in found)
