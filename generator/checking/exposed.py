"""Personal data, secrecy marks and unsafe text in a register: the rules for the texts of documents, applied to its file."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.checking.examine import diagnose, severity_of
from generator.checking.rules import RULES
from generator.checking.rules.rule import DocumentRule
from generator.model.diagnostics import Diagnostic, Severity
from generator.model.document import Document
from generator.model.setting import Setting
from generator.reading.frontmatter import Record

GROUP = "GK5"
"""Privacy and secrecy."""

TEXT_RULES = ("raw-html", "control-character")

PERSONS_AND_SECRETS = frozenset(rule.slug for rule in RULES if rule.code.startswith(GROUP))
"""Left out for files that `rules.published` looks at."""


def exposed(path: str, text: str, setting: Setting, but: Collection[str] = ()) -> Iterator[Diagnostic]:
    """The findings of these rules, `but` for some, as if the file were the text of a document; a register holds numbers, never a person."""
    document = Document(path=path, lines={}, body_line=1, digest="", head="", size=len(text))
    record = Record(path, document, text, 1)
    for rule in RULES:
        if (
            isinstance(rule, DocumentRule)
            and (rule.code.startswith(GROUP) or rule.slug in TEXT_RULES)
            and rule.slug not in but
            and severity_of(rule, setting.catalog) is not Severity.OFF
        ):
            yield from (
                diagnose(rule, finding, setting.catalog, path) for finding in rule.check(record, setting)
            )
