"""A document and its versions → the list of changes that its page shows, each with its date, kind, note and extent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from generator.history.versions import Version
from generator.model.document import Document
from generator.model.workdays import ONE_DAY


class Change(NamedTuple):
    """One line of the list."""

    day: date | None
    """None: not committed yet."""
    kind: str
    """公开, 更正, 补充, 澄清, 修订, 格式调整, 迁址, 误公开, 被替代, 撤回 or 期满."""
    note: str
    extent: str
    """重大, 轻微, or "" where there is no saying."""
    version: str = ""
    """The name of the version that brought it; empty for the first."""


def story_of(document: Document, versions: Sequence[Version]) -> tuple[Change, ...]:
    """The changes of a published document, oldest first; its publication alone when there was none."""
    told = notes_of(document)
    where: dict[Change, str] = {}
    silent: list[Change] = []
    for before, after in pairwise(versions):
        new = [note for note in notes_of(after.document) if note not in notes_of(before.document)]
        where |= dict.fromkeys(new, after.name)
        if not new:
            same = before.substance == after.substance
            silent.append(
                Change(after.day, "格式调整" if same else "修订", "", "轻微" if same else "重大", after.name)
            )
    first = Change(document.published, "公开", "", "")
    changes = [*(note._replace(version=where.get(note, "")) for note in told), *silent]
    return (first, *sorted(changes, key=lambda change: change.day or date.max))


def days_of(versions: Sequence[Version]) -> tuple[tuple[str, date | None], ...]:
    """Name and day of each version: the first is as old as the publication, others as the note that tells of them, else as their commit."""
    days: list[tuple[str, date | None]] = [
        (version.name, version.document.published) for version in versions[:1]
    ]
    for before, after in pairwise(versions):
        told = [
            note.day
            for note in notes_of(after.document)
            if note.day and note not in notes_of(before.document)
        ]
        days.append((after.name, max(told, default=after.day)))
    return tuple(days)


def notes_of(document: Document) -> list[Change]:
    """What the front matter itself says of changes since publication."""
    return [*_notes(document)]


def _notes(document: Document) -> Iterator[Change]:
    for move in document.moved_from:
        yield Change(move.date, "迁址", move.note or f"原地址 {move.address}", "")
    for correction in document.corrections:
        yield Change(correction.date, correction.kind, correction.note, correction.extent)
    if document.untold_revision:
        yield Change(document.untold_revision, "修订", "", "重大")
    if document.withdrawn:
        yield Change(document.withdrawn.date, document.withdrawn.kind, document.withdrawn.reason, "重大")
    if document.ended and document.public_until:
        yield Change(document.public_until + ONE_DAY, "期满", f"公开期限至{document.public_until}届满", "")
