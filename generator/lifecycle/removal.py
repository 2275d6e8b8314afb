"""A document → what of it the site may show on a day. `make_plan` applies it to every document, and what is published comes from a plan."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from datetime import date
from typing import Any

from generator.model import Document, FrontMatter

KEPT = frozenset({
    "index_no", "title", "genre", "doc_no", "category", "theme", "issuer", "joint_issuers", "formed", "approved", "published", "revised",
    "effective", "expires", "repealed", "validity", "openness", "openness_reason", "review", "interprets", "amends", "repeals", "replaces",
    "related", "concludes", "corrects", "channels", "items", "public_until", "late", "withdrawn", "moved_from", "allow"})
"""What a document whose text is gone still says. A key that is added to the front matter goes with the text until it is entered here."""


def as_shown(document: Document, today: date) -> Document:
    """The document as of a day: when its text is not to be shown, all that repeats its content is gone too."""
    if document.published and document.public_until and document.public_until < today:
        document = replace(document, ended=True)
    return document if document.has_text else replace(document, links=(), attached=(), **_blank())


def _blank() -> dict[str, Any]:
    return {f.name: f.default if f.default is not MISSING else () for f in fields(FrontMatter) if f.name not in KEPT}
