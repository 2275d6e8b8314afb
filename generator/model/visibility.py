"""A document → what of it the site may show on a day. `make_plan` applies it to every document, and what is published comes from a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from datetime import date
from typing import Any

from generator.model.document import (
    PUBLIC,
    Attachment,
    Consultation,
    Correction,
    Document,
    FrontMatter,
    Late,
    Move,
    Reprint,
    Withdrawal,
)

KEPT = frozenset(
    {
        "index_no",
        "title",
        "genre",
        "doc_no",
        "category",
        "theme",
        "issuer",
        "joint_issuers",
        "formed",
        "approved",
        "published",
        "revised",
        "effective",
        "expires",
        "repealed",
        "validity",
        "openness",
        "openness_reason",
        "review",
        "interprets",
        "amends",
        "repeals",
        "replaces",
        "related",
        "concludes",
        "corrects",
        "channels",
        "items",
        "public_until",
        "late",
        "withdrawn",
        "moved_from",
        "allow",
    }
)
"""What a document whose text is gone still says. A key that is added to the front matter goes with the text until it is entered here."""


def as_shown(document: Document, today: date) -> Document:
    """The document as of a day: when its text is not to be shown, all that repeats its content is gone too."""
    if document.published and document.public_until and document.public_until < today:
        document = replace(document, ended=True)
    return document if document.has_text else replace(document, links=(), attached=(), **_blank())


def _blank() -> dict[str, Any]:
    return {
        f.name: f.default if f.default is not MISSING else ()
        for f in fields(FrontMatter)
        if f.name not in KEPT
    }


def is_followed(document: Document, today: date) -> bool:
    """Whether a document has feeds of what happened to it: one that is on the site before its day has none yet."""
    return document.published is not None and document.published <= today


PUBLISHED: Mapping[type, tuple[str, ...]] = {
    FrontMatter: (
        "index_no",
        "title",
        "summary",
        "genre",
        "doc_no",
        "category",
        "theme",
        "issuer",
        "joint_issuers",
        "formed",
        "approved",
        "published",
        "revised",
        "effective",
        "expires",
        "repealed",
        "validity",
        "openness",
        "openness_reason",
        "interprets",
        "amends",
        "repeals",
        "replaces",
        "related",
        "source",
        "attachments",
        "keywords",
        "channels",
        "items",
        "public_until",
        "late",
        "corrections",
        "withdrawn",
        "moved_from",
        "consultation",
        "concludes",
        "corrects",
    ),
    Reprint: ("name", "url", "date"),
    Attachment: ("file", "title"),
    Late: ("reason", "filed"),
    Correction: ("date", "note", "kind", "extent"),
    Withdrawal: ("kind", "date", "reason", "successor"),
    Move: ("address", "date", "note"),
    Consultation: ("opens", "closes", "respond", "shortened"),
}
"""What leaves the office, named key by key: a key that is added to the front matter stays inside until it is entered here.
The review is checked, not published; who agreed to a delay and which findings were accepted is internal."""


def is_published(document: Document) -> bool:
    """Whether a document has a page of its own."""
    return (
        document.openness in PUBLIC
        and document.published is not None
        and bool(document.index_no and document.title)
    )


def old_addresses(document: Document) -> list[str]:
    """Where a document was published before, without the slash at the end."""
    return (
        [move.address.rstrip("/") for move in document.moved_from]
        if document.moved_from and is_published(document)
        else []
    )
