"""The committed states of a document → the versions that may be shown, numbered from its publication.

From the newest back, the versions end where going on could bring back what is not to be seen: before the first publication,
before a time in which it was withheld or withdrawn in error, before more of it was withheld, before a correction that says
`earlier: 隐去`, and before a state that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.history.revisions import Revision
from generator.model.document import Correction, Document, EarlierText, FrontMatter
from generator.model.relations import RELATIONS
from generator.model.visibility import PUBLISHED, is_published, old_addresses
from generator.reading.attachments.earlier import earlier_texts
from generator.reading.frontmatter import read_record
from generator.reading.markdown import render_text

SUBSTANCE = (
    "title",
    "doc_no",
    "genre",
    "issuer",
    "joint_issuers",
    "formed",
    "approved",
    "published",
    "effective",
    "attachments",
)
"""Keys whose change is a change in substance; validity and relations change by what other documents do, and are told there."""

COMPARED = tuple(
    key
    for key in PUBLISHED[FrontMatter]
    if key not in RELATIONS and key not in ("corrections", "amended_text", "withdrawn", "moved_from")
)
"""Keys of which a comparison shows the change: what is published, except notes and relations, which have their own place."""

NEWEST = 20
"""Versions that a page of history shows at most."""


class Version(NamedTuple):
    """One version of a document as the public saw it."""

    name: str
    """A number, counted from the publication; of an earlier text that the front matter lists, the day from which it was in force."""
    day: date | None
    document: Document
    text: tuple[str, ...]
    """The words of the text, one block each; none is empty."""
    files: tuple[tuple[str, str], ...]
    earlier: EarlierText | None = None
    """What the front matter says of it, when it is one of its earlier texts."""

    @property
    def shown(self) -> tuple[object, ...]:
        """All of it that a comparison shows; notes, relations and what is internal do not make another version."""
        return (*(getattr(self.document, key) for key in COMPARED), self.text, self._listed)

    @property
    def substance(self) -> dict[str, object]:
        """The substance of a version, for comparison: keys that say what it is and when it was made, its words without blanks, its files."""
        return {
            **{key: getattr(self.document, key) for key in SUBSTANCE},
            "text": "".join("".join(self.text).split()),
            "files": self._listed,
        }

    @property
    def _listed(self) -> tuple[tuple[str, str], ...]:
        names = {attachment.file for attachment in self.document.attachments}
        return tuple((name, blob) for name, blob in self.files if name in names)


def versions_of(
    current: Document, revisions: Sequence[Revision], texts: Mapping[str, bytes]
) -> list[Version]:
    """The versions of a document that may be shown, oldest first; the last is the current one. `texts` are contents by blob."""
    if not current.has_text:
        return []
    found = list(
        _tail(current, (version_of(revision, texts.get(revision.blob)) for revision in reversed(revisions)))
    )[::-1]
    kept: list[Version] = []
    for version in found:
        if kept and kept[-1].shown == version.shown:
            kept[-1] = version._replace(day=kept[-1].day)  # with the notes that came later, as old as it is
        else:
            kept.append(version)
    return [version._replace(name=str(number)) for number, version in enumerate(kept, 1)]


def earlier_versions(root: Path, document: Document) -> list[Version]:
    """The texts that the front matter lists, oldest first, as versions that differ from the document in their words alone."""
    texts = earlier_texts(root, document)
    return [
        Version(str(entry.since), entry.since, document, _blocks(record.body), (), entry)
        for entry, record in sorted(texts.items(), key=lambda pair: pair[0].since)
    ]


def _tail(current: Document, newest_first: Iterable[Version | None]) -> Iterator[Version]:
    own = {current.index_no, *old_addresses(current)}
    hiding = {note for note in current.corrections if note.earlier == "隐去"}
    for version in newest_first:
        if version is None or not _may_follow(current, version.document, own, hiding):
            return
        yield version


def _may_follow(current: Document, earlier: Document, own: set[str | None], hiding: set[Correction]) -> bool:
    """Whether an earlier state may be shown beside the current one."""
    redacted = current.openness == "部分公开" and earlier.openness != "部分公开"
    return (
        is_published(earlier)
        and earlier.has_text
        and earlier.index_no in own
        and not redacted
        and hiding <= set(earlier.corrections)
    )


def version_of(revision: Revision, data: bytes | None) -> Version | None:
    """A state with its content; None when that is not to be had or cannot be read. It has no name yet."""
    record = read_record(revision.path, data) if data is not None else None
    if record is None or record.document is None:
        return None
    return Version("", revision.day, record.document, _blocks(record.body), revision.files)


def _blocks(body: str) -> tuple[str, ...]:
    return tuple(filter(None, render_text(body).text.split("\n")))
