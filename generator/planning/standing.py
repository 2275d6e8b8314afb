"""A document and what later ones did to it → how it stands on a day, and from which days on that will be otherwise.

Pages are read long after they were made. So what depends on the day is written as turns: the first says how things stand on the day
on which the page is made, the others from when on they stand otherwise. `assets/gongkai/today.js` picks the one of the reader's day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from generator.model.document import Consultation, PublishedDocument
from generator.model.in_force import Act, amended_since, validity_on
from generator.model.workdays import ONE_DAY


class Turn(NamedTuple):
    """A state that begins on a day and lasts until the day of the next turn."""

    day: date
    state: str
    """How a document stands (`plan.VALIDITY_SLUGS`); "" when nothing is to be said."""
    words: str
    """The state with its dates, as the page of the document says it."""


class Deed(NamedTuple):
    """An act of a later document on this one."""

    since: date
    key: str
    """`amends`, `repeals` or `replaces`."""
    by: str
    """Index number of the later document."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands."""

    turns: tuple[Turn, ...] = ()
    """The first is that of the day on which the page is made, and its own day is before all others: while nothing turns, nothing
    of this depends on the day. None for a document of which nothing is to be said."""
    deeds: tuple[Deed, ...] = ()
    """Oldest first, those to come included."""
    amended: tuple[date, ...] = ()
    """From when on it is an amended one (`in_force.amended_since`)."""
    heir: str | None = None
    """Index number of the document that now stands in its place, when that is another than the one that ended it."""

    @property
    def state(self) -> str:
        """On the day on which the page is made."""
        return self.turns[0].state if self.turns else ""

    @property
    def changes(self) -> bool:
        """Whether it will stand otherwise on a later day."""
        return len(self.turns) > 1


def standing_of(
    document: PublishedDocument, acts: Sequence[Act[PublishedDocument]], today: date, heir: str | None = None
) -> Standing:
    """How a document stands on a day and after it. `acts` are what later documents did to it, those to come included."""
    deeds = tuple(sorted(Deed(since, act.key, act.by.index_no) for act in acts if (since := act.since)))
    days = sorted({day for day in _candidates(document, deeds) if day > today})
    turns: list[Turn] = []
    for day in (today, *days):
        state, words = _stands(document, acts, day)
        if not turns or (state, words) != turns[-1][1:]:
            turns.append(Turn(day if turns else date.min, state, words))
    said = any(turn.words for turn in turns)
    return Standing(tuple(turns) if said else (), deeds, amended_since(document, acts), heir)


def consultation_turns(consultation: Consultation, today: date) -> tuple[Turn, ...]:
    """Whether comments are taken, on a day and after it."""
    after = _day_after(consultation.closes)
    every = (
        Turn(date.min, "coming", "征求意见即将开始"),
        Turn(consultation.opens, "open", "正在征求意见"),
        Turn(after, "over", "征求意见已经结束"),
    )
    now = max(n for n, turn in enumerate(every) if turn.day <= today)
    return every[now:]


def _candidates(document: PublishedDocument, deeds: Sequence[Deed]) -> Iterator[date]:
    """The days from which on a document may stand otherwise."""
    yield from (day for day in (document.effective, document.repealed) if day)
    yield from (_day_after(day) for day in (document.expires, document.public_until) if day)
    yield from (deed.since for deed in deeds)


def _stands(
    document: PublishedDocument, acts: Sequence[Act[PublishedDocument]], day: date
) -> tuple[str, str]:
    """Pair (state, words) of a day, as in `Turn`; both empty when nothing is to be said."""
    if document.withdrawn:
        return document.withdrawn.status, f"{document.withdrawn.date} {document.withdrawn.status}"
    if document.ended or (document.public_until and document.public_until < day):
        return "公开期满", f"公开期限至 {document.public_until} 届满"
    if not document.validity or document.genre == "解读":
        return "", f"公开期限至 {document.public_until}" if document.public_until else ""
    done = [act for act in acts if (since := act.since) and since <= day]
    state = validity_on(document, done, day)
    return state, _words(document, done, state)


def _words(document: PublishedDocument, done: Sequence[Act[PublishedDocument]], state: str) -> str:
    """The state with its dates: 现行有效 · 自…起施行 · 有效期至…."""
    if state == "尚未生效":
        return f"尚未生效 · 自 {document.effective} 起施行"
    if state == "失效":
        return f"已经失效 · 有效期至 {document.expires}" if document.expires else "已经失效"
    if state == "废止":
        ends = [since for act in done if act.key != "amends" and (since := act.since)]
        when = document.repealed or min(ends, default=None)
        return f"已于 {when} 废止" if when else "已经废止"
    parts = ["现行有效" if state == "有效" else "现行有效，已经修改"]
    if document.effective:
        parts.append(f"自 {document.effective} 起施行")
    if document.expires:
        parts.append(f"有效期至 {document.expires}")
    return " · ".join(parts)


def _day_after(day: date) -> date:
    """The next day; of the last day that can be written, that day itself."""
    return day + ONE_DAY if day < date.max else day
