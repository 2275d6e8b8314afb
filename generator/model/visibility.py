"""A document → what of it may be told on a day. `make_plan` applies it to every document, and what is published comes from a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import MISSING, fields, replace
from datetime import date
from operator import attrgetter
from typing import Any

from generator.model.document import (
    PUBLIC,
    Attachment,
    Consultation,
    Correction,
    Document,
    EarlierText,
    FrontMatter,
    Interpretation,
    Late,
    ListedDocument,
    Move,
    PublishedDocument,
    Reprint,
    Response,
    Withdrawal,
)

_PLACE = frozenset(
    "index_no category theme issuer joint_issuers genre formed approved openness openness_reason items".split()
)
"""What a document that waits to be published counts by in ledgers, and nothing of what it says."""

_RECORD = _PLACE | frozenset(
    "title left_out doc_no published revised effective expires repealed validity interprets amends repeals replaces related concludes"
    " corrects".split()
)
"""What the catalog may tell of a record that is not public (design: at most its row), and its relations."""

KEPT = _RECORD | frozenset("channels public_until late withdrawn moved_from".split())
"""What a document whose text is gone still says."""

_INTERNAL = frozenset(("review", "allow"))
"""What never leaves the office: who reviewed a document, and which findings were accepted."""


def as_shown(document: Document, today: date) -> Document:
    """What of a document may be told on a day; everything that leaves the program is made from this.

    It is a `PublishedDocument` when it has a page, and a `ListedDocument` when it is not public and has the number and title of a
    row; a row of a register is a `PublishedDocument` already. A document that is dated in the future waits like one without a date. A key that is added to the front matter goes with the text until it is entered in one of the lists
    above.
    """
    if isinstance(document, PublishedDocument):
        return document
    if document.published and document.published > today:
        document = replace(document, published=None)
    if document.published and document.public_until and document.public_until < today:
        document = replace(document, ended=True)
    if document.openness not in PUBLIC:
        return _listed(_only(document, _RECORD))
    if not is_published(document):
        return _only(document, _PLACE)
    if not document.has_text:
        return _published(_only(document, KEPT))
    if any(correction.earlier == "隐去" for correction in document.corrections):
        document = replace(document, amended_text=())
    return _published(document)


def published_of(documents: Iterable[Document], today: date) -> list[PublishedDocument]:
    """The documents that have a page on a day, as far as they may be told, in the order given."""
    shown = (as_shown(document, today) for document in documents)
    return [document for document in shown if isinstance(document, PublishedDocument)]


def _listed(document: Document) -> Document:
    """A record that is not public, as a row of the catalog if it has number and title."""
    if not (document.index_no and document.title):
        return document
    return ListedDocument(**{name: getattr(document, name) for name in _LISTED_FIELDS})


def _published(document: Document) -> PublishedDocument:
    """A document that `is_published`, without what never leaves the office."""
    shown = object.__new__(PublishedDocument)  # called with 52 keys by name, it takes three times as long
    for put, value in zip(_SLOTS.values(), _TAKE(document), strict=False):
        put(shown, value)
    for name in _INTERNAL:
        _SLOTS[name](shown, _EMPTY[name])
    for name in _WORDS:
        if getattr(shown, name) is None:
            _SLOTS[name](shown, "")
    return shown


def _only(document: Document, kept: Set[str]) -> Document:
    """The document with these keys alone, without links and attachments."""
    return replace(document, links=(), attached=(), **_blank(_NAMES - kept))


def _blank(names: Iterable[str]) -> dict[str, Any]:
    return {name: _EMPTY[name] for name in names}


_EMPTY: Mapping[str, Any] = {
    f.name: f.default if f.default is not MISSING else () for f in fields(FrontMatter)
}
_NAMES = frozenset(_EMPTY)

_LISTED_FIELDS = tuple(f.name for f in fields(ListedDocument))

_PUBLISHED_FIELDS = tuple(f.name for f in fields(PublishedDocument) if f.name not in _INTERNAL)

_TAKE = attrgetter(*_PUBLISHED_FIELDS)
_SLOTS = {name: getattr(PublishedDocument, name).__set__ for name in (*_PUBLISHED_FIELDS, *_INTERNAL)}
"""What sets each key, those that stay inside at the end."""

_WORDS = ("summary", "category", "issuer")
"""Keys that may be missing and are then empty words in a `PublishedDocument`."""


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
        "left_out",
        "interprets",
        "interpretation",
        "responds",
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
        "amended_text",
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
    EarlierText: ("since", "until", "by"),
    Withdrawal: ("kind", "date", "reason", "successor"),
    Move: ("address", "date", "note"),
    Interpretation: ("form", "by", "url", "none"),
    Response: ("to", "noticed"),
    Consultation: ("opens", "closes", "respond", "shortened"),
}
"""What leaves the office, named key by key: a key that is added to the front matter stays inside until it is entered here.
The review is checked, not published; who agreed to a delay and which findings were accepted is internal."""


def is_published(document: Document) -> bool:
    """Whether a document has a page of its own."""
    return document.declared_public and bool(document.index_no and document.title)


def addresses_of(document: Document) -> list[str]:
    """Every address that a document has or had, the present one first, without the slash at the end."""
    return [*([document.index_no] if document.index_no else []), *old_addresses(document)]


def old_addresses(document: Document) -> list[str]:
    """Where a document was published before, without the slash at the end."""
    return (
        [move.address.rstrip("/") for move in document.moved_from]
        if document.moved_from and is_published(document)
        else []
    )
