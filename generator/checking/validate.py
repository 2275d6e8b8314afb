"""Documents → all findings, sorted; the last word on whether anything may be written."""

from __future__ import annotations

from generator.checking.examine import Loaded, diagnose, severity_of
from generator.checking.exceptions import settle
from generator.checking.rules import RULES
from generator.checking.rules.rule import CatalogRule
from generator.model.diagnostics import Diagnostic, Severity
from generator.model.setting import Setting


def validate(loaded: Loaded, setting: Setting) -> list[Diagnostic]:
    """The findings about single documents and those of the rules that compare documents."""
    compared = [
        diagnose(rule, finding, setting.catalog, "catalog.yml")
        for rule in RULES
        if isinstance(rule, CatalogRule) and severity_of(rule, setting.catalog) is not Severity.OFF
        for finding in rule.check(loaded.documents, setting)
    ]
    return settle([*loaded.diagnostics, *compared], loaded.documents, setting)
