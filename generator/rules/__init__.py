"""All rules, in the order of their codes. A new rule is a function, a line here, and a pair of fixtures.

Codes are never used again: GK0 catalog.yml, GK1 reading and fields, GK2 numbers and names, GK3 dates and terms,
GK4 openness and review, GK5 privacy and secrecy, GK6 files and text, GK7 relations, GK8 the catalog as a whole.
"""

from __future__ import annotations

from generator.diagnostics import Severity
from generator.rules import fields, names, numbers, openness, reading, records, terms
from generator.rules.rule import CatalogRule, DocumentRule, Rule

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

RULES: tuple[Rule, ...] = (
    DocumentRule("GK101", reading.invalid_front_matter, _ERROR, locked=True),
    DocumentRule("GK102", reading.duplicate_key, _ERROR, locked=True),
    DocumentRule("GK103", reading.unknown_field, _ERROR),
    DocumentRule("GK104", fields.missing_field, _ERROR),
    DocumentRule("GK105", reading.empty_field, _ERROR),
    DocumentRule("GK106", reading.wrong_type, _ERROR, locked=True),
    DocumentRule("GK107", reading.invalid_date, _ERROR, locked=True),
    DocumentRule("GK108", reading.text_format, _WARNING),
    DocumentRule("GK201", numbers.bad_index_number, _ERROR, locked=True),
    CatalogRule("GK202", numbers.duplicate_index_number, _ERROR, locked=True),
    DocumentRule("GK203", names.unknown_issuer, _ERROR),
    DocumentRule("GK204", names.unknown_category, _ERROR),
    DocumentRule("GK205", names.unknown_theme, _ERROR),
    DocumentRule("GK206", names.unknown_genre, _ERROR),
    DocumentRule("GK209", fields.missing_document_number, _WARNING),
    DocumentRule("GK301", terms.published_before_formed, _ERROR),
    DocumentRule("GK302", terms.late_publication, _ERROR),
    CatalogRule("GK312", records.backdated_publication, _ERROR),
    DocumentRule("GK401", openness.missing_review, _ERROR),
)

BY_NAME: dict[str, Rule] = {name: rule for rule in RULES for name in (rule.slug, rule.code)}
"""Every rule by slug and by code."""
