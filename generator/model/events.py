"""Documents → what happened to them: the one telling, which their pages, the feeds, the list of changes and the gate share.

Everything comes from the dates in the documents, never from a clock or from git, so that the same documents always tell the same
story. What git alone knows of is added by `history.story`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid5

from generator.model.document import Document, PublishedDocument
from generator.model.in_force import Act, acts_of
from generator.model.workdays import ONE_DAY

KINDS = (
    "新公开",
    "列入",
    "迁址",
    "更正",
    "变更",
    "补充",
    "澄清",
    "修改",
    "废止",
    "失效",
    "被替代",
    "修复",
    "撤回",
    "撤下",
    "期满",
)
"""All kinds of changes, those of one day in this order. Rows of registers are 列入, 变更, 修复, 撤下, 期满."""

NAMESPACE = UUID("0f6f6a3c-5d0e-5b8e-9a41-7b1c2f0c5a11")
"""Never to be changed: the ids of all events come from it."""

ENDINGS = {"repeals": "废止", "replaces": "替代"}
"""Key of the front matter → what it does to the document it names."""

_GONE = {"误公开": "撤下", "被替代": "被替代", "撤回": "撤回"}
"""Kind of withdrawal → kind of change."""


class Change(NamedTuple):
    """One thing that happened to a document."""

    name: str
    """Unique among the changes of the document; part of the id, so it must never change."""
    day: date
    kind: str
    """One of `KINDS`."""
    why: str
    extent: str = ""
    """重大 or 轻微, of a change of the text that says so itself."""
    by: tuple[str, ...] = ()
    """Index numbers of the documents that brought it about."""
    tells: str = ""
    """Of an amendment: the name of the change of the text that would be told by itself without it."""


class Event(NamedTuple):
    """A change, and the document to which it happened."""

    document: PublishedDocument
    change: Change

    @property
    def id(self) -> str:
        """A `urn:uuid:` made from the index number and the change, so that it outlives a change of the site's address."""
        return uuid5(NAMESPACE, f"{self.document.index_no}#{self.change.name}").urn


def events(documents: Sequence[PublishedDocument], today: date) -> tuple[Event, ...]:
    """Everything that happened to published documents up to today, oldest first."""
    acts = acts_of(documents)
    found = [
        Event(document, change)
        for document in documents
        for change in changes_of(document, acts.get(document.index_no, ()), today)
    ]
    return tuple(sorted(found, key=lambda e: (e.change.day, e.document.index_no, KINDS.index(e.change.kind))))


def changes_of(
    document: PublishedDocument, acts: Sequence[Act[PublishedDocument]], today: date
) -> list[Change]:
    """Everything that happened to one document up to today, oldest first. `acts` are what later documents did to it."""
    found = [Change("published", document.published, "新公开", document.summary)]
    found += [*_moves(document), *_corrections(document)]
    revision = _revision(document)
    teller = next((act for act in acts if revision and _tells(act, revision.day)), None)
    if revision and not teller:
        found.append(revision)
    found += [
        Change(
            f"amended-{act.by.index_no}",
            told_on(act),
            "修改",
            f"由{_named(act.by)}修改",
            by=(act.by.index_no,),
            tells=revision.name if revision and act is teller else "",
        )
        for act in acts
        if act.key == "amends" and told_on(act) > document.published
    ]
    found += [*ends_of(document, acts), *_withdrawal(document), *_term(document)]
    return sorted(
        (change for change in found if change.day <= today), key=lambda c: (c.day, KINDS.index(c.kind))
    )


def told_on(act: Act[PublishedDocument]) -> date:
    """The day on which the catalog tells of an act: when it takes effect, and not before it is published."""
    return max(act.by.published, act.by.effective or act.by.published)


def notes_of(document: Document) -> list[Change]:
    """What the front matter itself says of changes since publication, each of which accounts for another text."""
    revision = _revision(document)
    return [
        *_moves(document),
        *_corrections(document),
        *([revision] if revision else ()),
        *_withdrawal(document),
    ]


def new_notes(before: Document, after: Document) -> list[Change]:
    """What a version of a document says of changes that the one before did not."""
    known = notes_of(before)
    return [note for note in notes_of(after) if note not in known]


def ends_of(document: Document, acts: Sequence[Act[PublishedDocument]] = ()) -> Iterator[Change]:
    """The end of validity after publication: repealed on that day, or expired on the day after the last one, whichever comes first."""
    ending = [act for act in acts if act.key != "amends"]
    repealed = min([day for day in (document.repealed, *map(told_on, ending)) if day], default=None)
    lapsed = document.expires + ONE_DAY if document.expires and document.expires < date.max else None
    if document.published is None:
        return
    if repealed and repealed > document.published and not (lapsed and lapsed < repealed):
        causes = [act for act in ending if act.since and act.since <= repealed] or ending
        why = "；".join(f"由{_named(act.by)}{ENDINGS[act.key]}" for act in causes) or "宣布废止"
        yield Change("repealed", repealed, "废止", why, by=tuple(act.by.index_no for act in causes))
    elif lapsed and lapsed > document.published and not (repealed and repealed <= lapsed):
        yield Change("expired", lapsed, "失效", f"有效期至{document.expires}届满")


def _moves(document: Document) -> Iterator[Change]:
    for move in document.moved_from:
        why = f"原地址 {move.address}" + (f"：{move.note}" if move.note else "")
        yield Change(f"moved-{move.address}", move.date, "迁址", why)


def _corrections(document: Document) -> Iterator[Change]:
    """A second correction of the same day is numbered, so that the ids of earlier ones stay."""
    seen: dict[date, int] = {}
    for correction in document.corrections:
        day = correction.date
        seen[day] = seen.get(day, 0) + 1
        number = f"-{seen[day]}" if seen[day] > 1 else ""
        yield Change(f"correction-{day}{number}", day, correction.kind, correction.note, correction.extent)


def _revision(document: Document) -> Change | None:
    """A change of the text of which no correction tells."""
    day = document.untold_revision
    return Change(f"revised-{day}", day, "修改", "内容有变更", "重大") if day else None


def _tells(act: Act[PublishedDocument], revised: date) -> bool:
    """Whether an amendment, signed before and told of after, tells of the change of a day with its reason."""
    day = told_on(act)
    return act.key == "amends" and (act.by.formed or day) <= revised <= day


def _withdrawal(document: Document) -> Iterator[Change]:
    gone = document.withdrawn
    if gone:
        by = (gone.successor,) if gone.successor else ()
        yield Change("withdrawn", gone.date, _GONE[gone.kind], gone.reason, "重大", by)


def _term(document: Document) -> Iterator[Change]:
    """The end of the time for which it was public."""
    last = document.public_until
    if last and last < date.max:
        yield Change("ended", last + ONE_DAY, "期满", f"公开期限至{last}届满")


def _named(document: PublishedDocument) -> str:
    """A title inside a title has single brackets (GB/T 15834)."""
    inner = document.title.translate(str.maketrans("《》", "〈〉"))
    return f"《{inner}》（{document.doc_no or document.index_no}）"
