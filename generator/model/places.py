"""Where the things of a root lie, and which document they belong to."""

from __future__ import annotations

CATALOG = "catalog.yml"

DOCUMENTS = "content/documents"
"""Where the documents are, relative to the root."""


def document_of(path: str) -> str:
    """`…/a.files/x.pdf` belongs to `…/a.md`; every other file is its own."""
    folder, inside, _ = path.partition(".files/")
    return f"{folder}.md" if inside else path


WORK = ".build"
"""The folder of a root for what can be made again."""

RELEASES = "releases/"

SIGNED = ".sig"
"""Ending of the file beside a release that holds its signature."""

REGISTER = "content/data/published.lock"

RECORDS = "content/data/releases"

BEFORE = f"{RECORDS}/before.lock"
"""The register as it was before a release that is under way; one that is found was left by a release that was cut off."""

BASELINE = "content/data/baseline.json"

PAGES = "content/pages"
