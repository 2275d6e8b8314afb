"""Published documents → what happened to them, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid5

from generator.model.document import PublishedDocument
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
"""All kinds of events, those of one day in this order. Rows of registers are 列入, 变更, 修复, 撤下, 期满."""

NAMESPACE = UUID("0f6f6a3c-5d0e-5b8e-9a41-7b1c2f0c5a11")
"""Never to be changed: the ids of all events come from it."""

ENDINGS = {"repeals": "废止", "replaces": "替代"}
"""Key of the front matter → what it does to the document it names."""


class Event(NamedTuple):
    """One thing that happened to one document."""

    name: str
    """Unique among the events of the document; part of the id, so it must never change."""
    day: date
    kind: str
    """One of `KINDS`."""
    why: str
    document: PublishedDocument
    by: tuple[str, ...]
    """Index numbers of the documents that brought it about."""

    @property
    def id(self) -> str:
        """A `urn:uuid:` made from the index number and the event, so that it outlives a change of the site's address."""
        return uuid5(NAMESPACE, f"{self.document.index_no}#{self.name}").urn


class Act(NamedTuple):
    """An act of one document on another, and the day on which it is told."""

    key: str
    document: PublishedDocument
    day: date


def events(documents: Sequence[PublishedDocument], today: date) -> tuple[Event, ...]:
    """Everything that happened to published documents up to today, oldest first."""
    acts = _acts(documents)
    found = [event for d in documents for event in _events(d, acts.get(d.index_no, ())) if event.day <= today]
    return tuple(sorted(found, key=lambda e: (e.day, e.document.index_no, KINDS.index(e.kind))))


def _acts(documents: Iterable[PublishedDocument]) -> Mapping[str, list[Act]]:
    """Index number → acts of the later documents that amend, repeal or replace it."""
    acts: dict[str, list[Act]] = defaultdict(list)
    for document in documents:
        for key in ("amends", "repeals", "replaces"):
            for other in getattr(document, key):
                if other != document.index_no:
                    acts[other].append(
                        Act(key, document, max(document.published, document.effective or document.published))
                    )
    return acts


def _events(document: PublishedDocument, acts: Sequence[Act]) -> Iterator[Event]:
    published = document.published
    yield _event(document, "published", published, "新公开", document.summary)
    for move in document.moved_from:
        yield _event(
            document,
            f"moved-{move.address}",
            move.date,
            "迁址",
            f"原地址 {move.address}" + (f"：{move.note}" if move.note else ""),
        )
    yield from _corrections(document)
    revised = document.untold_revision
    if revised and not _told(revised, acts):
        yield _event(document, f"revised-{revised}", revised, "修改", "内容有变更")
    for act in acts:
        if act.key == "amends" and act.day > published:
            yield _event(
                document,
                f"amended-{act.document.index_no}",
                act.day,
                "修改",
                f"由{_named(act.document)}修改",
                [act],
            )
    yield from _end(document, published, [act for act in acts if act.key != "amends"])
    yield from _removal(document)


def _told(revised: date, acts: Iterable[Act]) -> bool:
    """Whether an amendment signed before and in force after tells of the change with its reason."""
    return any(act.key == "amends" and (act.document.formed or act.day) <= revised <= act.day for act in acts)


def _corrections(document: PublishedDocument) -> Iterator[Event]:
    """A second correction of the same day is numbered, so that the ids of earlier ones stay."""
    seen: dict[date, int] = {}
    for correction in document.corrections:
        seen[correction.date] = seen.get(correction.date, 0) + 1
        number = f"-{seen[correction.date]}" if seen[correction.date] > 1 else ""
        yield _event(
            document,
            f"correction-{correction.date}{number}",
            correction.date,
            correction.kind,
            correction.note,
        )


def _end(document: PublishedDocument, published: date, acts: Sequence[Act]) -> Iterator[Event]:
    """The end of validity: repealed on that day, or expired on the day after the last one, whichever comes first."""
    repealed = document.repealed or min((act.day for act in acts), default=None)
    lapsed = document.expires + ONE_DAY if document.expires else None
    if repealed and repealed > published and not (lapsed and lapsed < repealed):
        causes = {
            act.document.path: act for act in reversed(acts)
        }.values()  # what repeals and replaces at once repeals
        why = (
            "；".join(f"由{_named(act.document)}{ENDINGS[act.key]}" for act in reversed(causes)) or "宣布废止"
        )
        yield _event(document, "repealed", repealed, "废止", why, reversed(causes))
    elif lapsed and lapsed > published and not (repealed and repealed <= lapsed):
        yield _event(document, "expired", lapsed, "失效", f"有效期至{document.expires}届满")


def _removal(document: PublishedDocument) -> Iterator[Event]:
    """The events of its withdrawal, and of the end of the time for which it was public."""
    withdrawn = document.withdrawn
    if withdrawn:
        successor = (withdrawn.successor,) if withdrawn.successor else ()
        kind = "撤下" if withdrawn.kind == "误公开" else withdrawn.kind
        yield _event(document, "withdrawn", withdrawn.date, kind, withdrawn.reason)._replace(by=successor)
    if document.public_until:
        yield _event(
            document,
            "ended",
            document.public_until + ONE_DAY,
            "期满",
            f"公开期限至{document.public_until}届满",
        )


def _event(
    document: PublishedDocument, name: str, day: date, kind: str, why: str, acts: Iterable[Act] = ()
) -> Event:
    return Event(name, day, kind, why, document, tuple(act.document.index_no for act in acts))


def _named(document: PublishedDocument) -> str:
    """A title inside a title has single brackets (GB/T 15834)."""
    inner = document.title.translate(str.maketrans("《》", "〈〉"))
    return f"《{inner}》（{document.doc_no or document.index_no}）"
