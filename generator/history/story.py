"""What happened to a document and its versions → the list of changes that its page shows, each with its date, kind, words and extent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from generator.history.versions import Version
from generator.model.events import Change, ends_of, new_notes


class Step(NamedTuple):
    """A version that followed another, and what the front matter says of it."""

    version: str
    """Its name."""
    day: date | None
    """None: not committed yet."""
    substance: bool
    """Whether the substance changed, or its form alone."""
    told: tuple[str, ...]
    """Names of the changes that it was the first to tell of."""
    explained: bool
    """Whether one of these accounts for another text."""


class Told(NamedTuple):
    """One line of the list."""

    day: date | None
    """None: not committed yet."""
    kind: str
    """One of `events.KINDS`, or 格式调整: no word was changed."""
    words: str
    extent: str
    """重大, 轻微, or "" where there is no saying."""
    version: str = ""
    """The name of the version that brought it; empty when there is none to compare."""


def story_of(changes: Iterable[Change], steps: Sequence[Step] = ()) -> tuple[Told, ...]:
    """Everything that happened to a document, oldest first, and between it the versions of which nothing else tells."""
    known = list(changes)
    versions = {name: step.version for step in steps for name in step.told}
    names = {name for change in known for name in (change.name, change.tells)}
    told = [
        Told(
            change.day,
            change.kind,
            "" if change.name == "published" else change.why,  # the summary, which the page has
            change.extent,
            versions.get(change.name) or versions.get(change.tells, ""),
        )
        for change in known
    ]
    silent = [
        Told(step.day, "修改", "", "重大", step.version)
        if step.substance
        else Told(step.day, "格式调整", "", "轻微", step.version)
        for step in steps
        if not step.explained and (step.substance or names.isdisjoint(step.told))
    ]
    return tuple(sorted([*told, *silent], key=lambda line: line.day or date.max))


def steps_of(versions: Sequence[Version]) -> tuple[Step, ...]:
    """What came from each version to the next."""
    return tuple(_step(before, after) for before, after in pairwise(versions))


def _step(before: Version, after: Version) -> Step:
    notes = new_notes(before.document, after.document)
    known = list(ends_of(before.document))
    ends = [end for end in ends_of(after.document) if end not in known]
    names = tuple(change.name for change in (*notes, *ends))
    return Step(after.name, after.day, before.substance != after.substance, names, bool(notes))


def days_of(versions: Sequence[Version]) -> tuple[tuple[str, date | None], ...]:
    """Name and day of each version: the first is as old as the publication, others as the note that tells of them, else as their commit."""
    days: list[tuple[str, date | None]] = [
        (version.name, version.document.published) for version in versions[:1]
    ]
    for before, after in pairwise(versions):
        told = [note.day for note in new_notes(before.document, after.document)]
        days.append((after.name, max(told, default=after.day)))
    return tuple(days)
