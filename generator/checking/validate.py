"""Documents and registers → all findings, sorted; the last word on whether anything may be written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.annual.books import Books
from generator.checking.examine import Loaded, diagnose, severity_of
from generator.checking.exceptions import settle
from generator.checking.exposed import PERSONS_AND_SECRETS, exposed
from generator.checking.rules import BY_NAME, RULES
from generator.checking.rules.rule import CatalogRule, DocumentRule, RegisterRule, Rule
from generator.model.diagnostics import Diagnostic, Finding, Severity
from generator.model.document import Document
from generator.model.places import CATALOG
from generator.model.setting import Setting


def compare(
    loaded: Loaded, books: Books, setting: Setting, newest: Sequence[Document] = ()
) -> list[Diagnostic]:
    """The findings of the rules that compare documents and registers, in the order of the rules.

    `newest` stands for the newest row of each register where a rule counts rows.
    """
    return [
        diagnose(rule, finding, setting.catalog, CATALOG)
        for rule in RULES
        if severity_of(rule, setting.catalog) is not Severity.OFF
        for finding in _findings(rule, loaded, books, setting, newest)
    ]


def validate(
    loaded: Loaded,
    books: Books,
    setting: Setting,
    compared: Iterable[Diagnostic],
    rows: Iterable[Diagnostic] = (),
) -> list[Diagnostic]:
    """The findings about single documents, about registers and their `rows`, with those of `compare`."""
    written = (
        d
        for path, file in books.files.items()
        if file.text
        for d in exposed(path, file.text, setting, but=PERSONS_AND_SECRETS)
    )
    found = [*loaded.diagnostics, *compared, *_of_form(books, setting), *written, *rows]
    return settle(found, loaded.documents, setting, loaded.unexamined)


def _findings(
    rule: Rule, loaded: Loaded, books: Books, setting: Setting, newest: Sequence[Document]
) -> Iterable[Finding]:
    if isinstance(rule, CatalogRule):
        return rule.check((*loaded.documents, *newest) if rule.counts_rows else loaded.documents, setting)
    return rule.check(books, loaded.documents, setting) if isinstance(rule, RegisterRule) else ()


def _of_form(books: Books, setting: Setting) -> Iterator[Diagnostic]:
    """The findings of reading a register that rules about the form of documents explain: a wrong key, a wrong value."""
    for path, (slug, finding) in books.problems:
        rule = BY_NAME[slug]
        if isinstance(rule, DocumentRule) and severity_of(rule, setting.catalog) is not Severity.OFF:
            yield diagnose(rule, finding, setting.catalog, path)
