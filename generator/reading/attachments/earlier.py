"""A document → the texts that were in force before today's (`amended_text`): Markdown files in its folder, without front matter."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from generator.model.document import Document, EarlierText, Link
from generator.reading.attachments.reading import listed_file
from generator.reading.frontmatter import MAX_BYTES, Record, decode
from generator.reading.links import links_of


def earlier_texts(root: Path, document: Document) -> dict[EarlierText, Record]:
    """Each of them that is there and can be read, as a record whose document says nothing but how open it is.

    The rules of texts look at it as at the text of a document of its own. What is left out is told by `amended_text_file`.
    """
    read = ((entry, earlier_text(root, document, entry.file)) for entry in document.amended_text)
    return {entry: _record(document, entry.file, text) for entry, text in read if text is not None}


def earlier_text(root: Path, document: Document, name: str) -> str | None:
    """The words of one file; None when it is no regular file of the document's folder, too large, or not in UTF-8."""
    found = listed_file(root, document, name)
    if found is None or found.st_size > MAX_BYTES:
        return None
    try:
        return decode((root / document.files / name).read_bytes())
    except UnicodeDecodeError:
        return None


def links_within(record: Record) -> tuple[Link, ...]:
    """The links of an earlier text, each with the file it stands in."""
    return tuple(link._replace(path=record.path) for link in links_of(record.body, record.body_line))


def _record(document: Document, name: str, text: str) -> Record:
    path = f"{document.files}/{name}"
    blank = Document(
        path=path,
        lines={},
        body_line=1,
        digest=sha256(text.encode()).hexdigest(),
        head="",
        size=len(text),
        openness=document.openness,
        published=document.published,
    )
    return Record(path, blank, text, 1)
