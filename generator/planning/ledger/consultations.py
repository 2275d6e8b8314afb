"""Notices of consultation and their results → what the public can still comment on, and what came of the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from generator.model.document import Consultation, PublishedDocument
from generator.model.term import Term

RESULT_TERM = Term(number=20, start="closes", basis="《中华人民共和国政府信息公开条例》第二十六条")
"""The law sets no term of its own for the result: it is a document like any other, taken to be formed when the consultation ends."""

State = Literal["open", "coming", "over"]

STATES: dict[State, str] = {"open": "正在征求意见", "coming": "即将开始", "over": "已经结束"}
"""State → how a page names it, in the order in which the page lists them."""


class Draft(NamedTuple):
    """A draft decision on which the public is heard (重大行政决策程序暂行条例 art. 15)."""

    document: PublishedDocument
    consultation: Consultation
    results: tuple[PublishedDocument, ...]
    """The documents that tell what became of the comments, oldest first."""

    def state(self, today: date) -> State:
        """Whether it is open for comment on a day."""
        return (
            "coming"
            if today < self.consultation.opens
            else "open"
            if today <= self.consultation.closes
            else "over"
        )


def drafts_of(documents: Iterable[PublishedDocument]) -> tuple[Draft, ...]:
    """Every published notice with its results; the one that closes last comes first."""
    published = list(documents)
    results: dict[str, list[PublishedDocument]] = defaultdict(list)
    for document in sorted(published, key=lambda d: d.published):
        for other in document.concludes:
            results[other].append(document)
    drafts = (Draft(d, d.consultation, tuple(results[d.index_no])) for d in published if d.consultation)
    return tuple(
        sorted(drafts, key=lambda draft: (draft.consultation.closes, draft.document.index_no), reverse=True)
    )


def by_state(drafts: Sequence[Draft], today: date) -> list[tuple[str, list[Draft]]]:
    """The drafts under the name of their state; what is open and closes first comes first. States without any are left out."""
    held = {
        name: [draft for draft in drafts if draft.state(today) == state] for state, name in STATES.items()
    }
    held[STATES["open"]].reverse()
    return [(name, found) for name, found in held.items() if found]
