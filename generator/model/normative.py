"""Which documents are regulations, rules and normative documents (条例 art. 20 item 1), and of which kind."""

from __future__ import annotations

import re

from generator.model.catalog import Catalog
from generator.model.document import Document

KINDS = ("行政法规", "规章", "行政规范性文件")

_ORDER = re.compile(r"令第?\s*\d+\s*号$")

_CHANGING = re.compile(r"关于(?:修改|修订|废止|宣布失效|停止执行)")


def is_normative(document: Document, catalog: Catalog) -> bool:
    """Whether a document is one of them, so that lists, figures and the annual report count the same.

    It states a validity and stands in a column of that duty, or was published by an order. A guide, a plan or a price may have a
    validity and is none of these; an interpretation has no force of its own, and a decision that only amends or repeals
    others lives on in what it changed.
    """
    if not document.validity or document.genre == "解读":
        return False
    category = catalog.category_of(document)
    return (_ordered(document) or (category is not None and category.duty == "20-1")) and not _only_changes(
        document
    )


def kind_of(document: Document) -> str:
    """One of `KINDS`. Regulations are published by an order (规章制定程序条例 art. 30, 行政法规制定程序条例 art. 27)."""
    if not _ordered(document):
        return "行政规范性文件"
    national = ("国令", "国务院令", "中华人民共和国国务院令")
    return "行政法规" if document.doc_no and document.doc_no.startswith(national) else "规章"


def _ordered(document: Document) -> bool:
    """Whether it was published by an order."""
    return bool(document.doc_no and _ORDER.search(document.doc_no))


def _only_changes(document: Document) -> bool:
    if document.genre != "决定":
        return False
    told = document.title is not None and _CHANGING.search(document.title)
    return bool(document.amends or document.repeals or told)
