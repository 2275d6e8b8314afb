"""Paths below a root → the document they belong to."""

from __future__ import annotations

DOCUMENTS = "content/documents"
"""Where the documents are, relative to the root."""


def document_of(path: str) -> str:
    """`…/a.files/x.pdf` belongs to `…/a.md`; every other file is its own."""
    folder, inside, _ = path.partition(".files/")
    return f"{folder}.md" if inside else path
