"""A document and its attachments → every text that would be published, with the line to report it at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.model.document import FIELDS, Document
from generator.model.review import Review
from generator.reading.attachments.content import PLAIN, Content, Role
from generator.reading.attachments.reading import contents
from generator.reading.frontmatter import Record


class Passage(NamedTuple):
    """One text. `line` is that of the document's file; in the body it is the line of the text's first character."""

    text: str
    line: int
    place: Text = PLAIN
    """Where it stands in the document or in its attachment; empty for the body."""
    attachment: str = ""
    """The attachment it was read from, with the names of the files around it; empty for the document itself."""
    role: Role = Role.TEXT
    first_line: int | None = None
    """The number a reader sees beside the first line of an attachment's text."""


@lru_cache(maxsize=1)
def passages(record: Record, root: Path) -> tuple[Passage, ...]:
    """Body first, then the front matter a reader sees, then the attachments. The index number is no text.

    The rules of one document ask one after the other: the last answer is kept.
    """
    document = record.document
    if document is None:
        return ()
    return (Passage(record.body, record.body_line), *_front_matter(document), *_attachments(document, root))


def attachment_line(document: Document, name: str) -> int:
    """The line on which an attachment is listed; `name` may go on into the attachment."""
    number = next(
        (n for n, a in enumerate(document.attachments) if name == a.file or name.startswith(a.file + "/")),
        None,
    )
    return document.line("attachments" if number is None else f"attachments.{number}.file")


def _front_matter(document: Document) -> Iterator[Passage]:
    for key, value in (
        ("title", document.title),
        ("summary", document.summary),
        ("keywords", "、".join(document.keywords)),
    ):
        if value:
            yield Passage(value, document.line(key), Text(FIELDS[key].title or key, key))
    notes = [(f"corrections.{n}.note", c.note) for n, c in enumerate(document.corrections)]
    review = list(_review_notes(document.review)) if document.review else []
    late = [("late.reason", document.late.reason)] if document.late else []
    for key, value in (*notes, *review, *late):
        if value:
            yield Passage(value, document.line(key), Text("说明", "note"))


def _review_notes(review: Review) -> Iterator[tuple[str, str | None]]:
    """What is written in words about a review: internal, but in the repository for ever."""
    yield "review.note", review.note
    yield from ((f"review.steps.{n}.opinion", step.opinion) for n, step in enumerate(review.steps))
    yield "review.referral.result", review.referral.result if review.referral else None


def _attachments(document: Document, root: Path) -> Iterator[Passage]:
    for number, attachment in enumerate(document.attachments):
        for key, value in (("title", attachment.title), ("file", attachment.file)):
            if value:
                yield Passage(
                    value, document.line(f"attachments.{number}.{key}"), Text("附件名称", "attachment name")
                )
    for content in contents(root, document):
        yield from _content(content, attachment_line(document, content.name))


def _content(content: Content, line: int) -> Iterator[Passage]:
    if "/" in content.name:
        yield Passage(content.name.partition("/")[2], line, Text("文件名", "file name"), content.name)
    for part in content.parts:
        yield Passage(part.text, line, part.place, content.name, part.role, part.first_line)
