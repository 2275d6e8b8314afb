"""All rules, in the order of their codes. A new rule is a function, a line here, and a pair of fixtures.

Codes are never used again: GK0 catalog.yml, GK1 reading and fields, GK2 numbers and names, GK3 dates and terms,
GK4 openness and review, GK5 privacy and secrecy, GK6 files and text, GK7 relations, GK8 the catalog as a whole,
GK9 registers and the annual report.
"""

from __future__ import annotations

from generator.checking.rules import after_publication as lifecycle
from generator.checking.rules import backdating as records
from generator.checking.rules import catalog_names as names
from generator.checking.rules import categories as columns
from generator.checking.rules import (
    consultations,
    exceptions,
    fields,
    files,
    numbers,
    openness,
    privacy,
    relations,
    rows,
    secrecy,
    terms,
    text,
    validity,
)
from generator.checking.rules import file_format as reading
from generator.checking.rules import images as accessible
from generator.checking.rules import items as item_rules
from generator.checking.rules import platform as guide
from generator.checking.rules import root_files as places
from generator.checking.rules import transfers as receipts
from generator.checking.rules.rule import CatalogRule, DocumentRule, Rule, TableRule
from generator.model.diagnostics import Severity

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
    DocumentRule("GK207", numbers.bad_document_number, _ERROR),
    CatalogRule("GK208", numbers.duplicate_document_number, _WARNING),
    DocumentRule("GK209", fields.missing_document_number, _WARNING),
    DocumentRule("GK301", terms.published_before_formed, _ERROR),
    DocumentRule("GK302", terms.late_publication, _ERROR),
    DocumentRule("GK303", terms.unexplained_delay, _ERROR),
    DocumentRule("GK304", terms.overdue_unpublished, _ERROR),
    DocumentRule("GK305", terms.due_soon, _WARNING),
    DocumentRule("GK306", terms.calendar_missing, _WARNING),
    DocumentRule("GK307", terms.future_date, _ERROR),
    DocumentRule("GK308", terms.effective_before_formed, _WARNING),
    DocumentRule("GK309", validity.expired_but_valid, _ERROR),
    DocumentRule("GK310", validity.repealed_but_valid, _ERROR),
    CatalogRule("GK312", records.backdated_publication, _ERROR),
    DocumentRule("GK313", numbers.number_year_mismatch, _WARNING),
    DocumentRule("GK320", consultations.consultation_dates, _ERROR),
    DocumentRule("GK321", consultations.short_consultation, _WARNING),
    CatalogRule("GK322", consultations.missing_consultation_result, _WARNING),
    DocumentRule("GK330", lifecycle.retention_due, _WARNING),
    DocumentRule("GK331", lifecycle.retention_before_publication, _ERROR),
    DocumentRule("GK332", lifecycle.withdrawn_before_published, _ERROR),
    DocumentRule("GK401", openness.missing_review, _ERROR),
    DocumentRule("GK402", openness.missing_openness_reason, _ERROR),
    DocumentRule("GK403", openness.unknown_openness_reason, _ERROR),
    DocumentRule("GK404", openness.withheld_content, _ERROR, locked=True),
    DocumentRule("GK405", openness.review_after_publication, _ERROR),
    DocumentRule("GK406", openness.review_mismatch, _ERROR),
    DocumentRule("GK407", openness.self_approved, _ERROR),
    DocumentRule("GK408", openness.reevaluation_due, _WARNING),
    DocumentRule("GK501", privacy.citizen_id, _ERROR),
    DocumentRule("GK502", privacy.mobile_phone, _ERROR),
    DocumentRule("GK503", privacy.bank_card, _ERROR),
    DocumentRule("GK504", privacy.home_address, _WARNING),
    DocumentRule("GK511", secrecy.secrecy_mark, _ERROR),
    DocumentRule("GK512", secrecy.internal_mark, _WARNING),
    DocumentRule("GK513", secrecy.draft_mark, _WARNING),
    DocumentRule("GK601", files.unsafe_path, _ERROR, locked=True),
    DocumentRule("GK602", files.missing_attachment, _ERROR, locked=True),
    DocumentRule("GK603", files.unlisted_attachment, _ERROR),
    DocumentRule("GK604", files.attachment_type, _ERROR, locked=True),
    DocumentRule("GK605", files.attachment_too_large, _ERROR),
    DocumentRule("GK606", files.unreadable_attachment, _ERROR),
    DocumentRule("GK607", files.tracked_changes, _ERROR),
    DocumentRule("GK608", files.hidden_text, _ERROR),
    CatalogRule("GK621", text.dead_link, _ERROR),
    DocumentRule("GK622", text.raw_html, _ERROR),
    DocumentRule("GK623", text.control_character, _ERROR),
    DocumentRule("GK624", text.empty_body, _ERROR),
    DocumentRule("GK625", text.reprint_without_source, _WARNING),
    DocumentRule("GK626", text.deep_nesting, _ERROR, locked=True),
    DocumentRule("GK651", accessible.image_without_text, _WARNING),
    CatalogRule("GK701", relations.unknown_reference, _ERROR),
    CatalogRule("GK702", relations.self_reference, _ERROR),
    CatalogRule("GK703", relations.relation_cycle, _ERROR),
    CatalogRule("GK704", validity.validity_mismatch, _ERROR),
    DocumentRule("GK705", relations.interpretation_without_policy, _ERROR),
    CatalogRule("GK706", relations.late_interpretation, _ERROR),
    CatalogRule("GK710", lifecycle.missing_successor, _ERROR),
    CatalogRule("GK711", lifecycle.occupied_address, _ERROR, locked=True),
    DocumentRule("GK712", lifecycle.withdrawn_content, _WARNING),
    CatalogRule("GK801", columns.blank_category, _WARNING),
    CatalogRule("GK802", columns.stale_category, _WARNING),
    CatalogRule("GK803", columns.serial_gap, _WARNING),
    CatalogRule("GK804", exceptions.expired_exception, _ERROR, locked=True),
    CatalogRule("GK805", exceptions.unused_exception, _WARNING),
    CatalogRule("GK806", guide.outdated_guide, _WARNING),
    CatalogRule("GK807", guide.missing_site_data, _WARNING),
    CatalogRule("GK810", lifecycle.vanished_address, _ERROR, locked=True),
    CatalogRule("GK811", lifecycle.broken_register, _ERROR, locked=True),
    CatalogRule("GK812", lifecycle.missing_change_note, _ERROR),
    CatalogRule("GK813", lifecycle.incomplete_history, _WARNING),
    CatalogRule("GK820", places.symbolic_link, _ERROR, locked=True),
    CatalogRule("GK821", places.page_file_type, _ERROR, locked=True),
    CatalogRule("GK822", receipts.transfer_record, _ERROR),
    CatalogRule("GK823", places.garbled_name, _ERROR, locked=True),
    CatalogRule("GK824", places.nested_repository, _ERROR, locked=True),
    CatalogRule("GK825", places.committed_output, _ERROR, locked=True),
    CatalogRule("GK911", item_rules.unknown_item, _ERROR),
    CatalogRule("GK912", item_rules.cancelled_item, _ERROR),
    CatalogRule("GK913", item_rules.item_without_documents, _WARNING),
    TableRule("GK965", rows.row_form, _ERROR, locked=True),
    TableRule("GK966", rows.row_duplicate, _ERROR, locked=True),
    TableRule("GK967", rows.row_without_instrument, _ERROR),
    TableRule("GK968", rows.row_late, _ERROR),
    TableRule("GK969", rows.row_ended, _WARNING),
    TableRule("GK970", rows.objection_due, _ERROR),
    CatalogRule("GK971", rows.unknown_register, _ERROR),
    TableRule("GK972", rows.vanished_row, _ERROR, locked=True),
)

BY_NAME: dict[str, Rule] = {name: rule for rule in RULES for name in (rule.slug, rule.code)}
"""Every rule by slug and by code."""
