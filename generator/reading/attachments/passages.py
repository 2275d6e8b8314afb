"""A document and its attachments → every text that would be published, with the line to report it at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.model.document import FIELDS, Document, FrontMatter
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
    named: bool = False
    """Whether it is a name: a title, or what a file or a folder is called."""


@lru_cache(maxsize=1)
def passages(record: Record, root: Path) -> tuple[Passage, ...]:
    """Body first, then the front matter a reader sees, then the attachments. The index number is no text.

    The rules of one document ask one after the other: the last answer is kept.
    """
    document = record.document
    if document is None:
        return ()
    body = Passage(record.body, record.body_line)
    path = Passage(record.path, 1, Text("文件或者文件夹的名称", "name of the file or its folder"), named=True)
    return (body, *_front_matter(document), path, *_attachments(document, root))


def attachment_line(document: Document, name: str) -> int:
    """The line on which an attachment is listed; `name` may go on into the attachment."""
    number = next(
        (n for n, a in enumerate(document.attachments) if name == a.file or name.startswith(a.file + "/")),
        None,
    )
    return document.line("attachments" if number is None else f"attachments.{number}.file")


def _front_matter(document: Document) -> Iterator[Passage]:
    """Every text that an editor has written above the body, whatever the key: nearly all of it is shown somewhere."""
    for name, place in _SHOWN.items():
        if value := getattr(document, name):
            for key, text in texts_of(value, name):
                yield Passage(text, document.line(key), place, named=name in _NAMES)


_NUMBERS = frozenset({"index_no", "openness_reason"})
"""Keys whose values are numbers and codes."""

_NAMES = frozenset({"title", "attachments"})

_SHOWN = {
    field.name: Text(FIELDS[field.name].title or field.name, field.name)
    for field in fields(FrontMatter)
    if field.name not in _NUMBERS
} | {"attachments": Text("附件名称", "attachment name")}
"""Key → what its values are called."""


def texts_of(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Every text in a value, with the key it stands under: `review.by`, `attachments.0.title`."""
    if isinstance(value, str):
        if value:
            yield key, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from texts_of(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, (tuple, list)):
        for number, inner in enumerate(value):
            yield from texts_of(inner, f"{key}.{number}" if key else str(number))
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name), f"{key}.{field.name}")


def _attachments(document: Document, root: Path) -> Iterator[Passage]:
    for content in contents(root, document):
        yield from _content(content, attachment_line(document, content.name))


def _content(content: Content, line: int) -> Iterator[Passage]:
    if "/" in content.name:
        name = content.name.partition("/")[2]
        yield Passage(name, line, Text("文件名", "file name"), content.name, named=True)
    for part in content.parts:
        if not part.again:
            yield Passage(part.text, line, part.place, content.name, part.role, part.first_line)
