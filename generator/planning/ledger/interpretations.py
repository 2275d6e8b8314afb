"""Policy documents and their interpretations → which explains which and after how many days; answers to rumours and concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.model.document import PublishedDocument
from generator.model.interpretations import interpretation_term, owes_interpretation
from generator.model.setting import Setting
from generator.model.workdays import Deadline


class Explanation(NamedTuple):
    """One interpretation of a policy document."""

    document: PublishedDocument
    days: int
    """Working days after the policy was published; 0 on the same day or before."""
    late: bool


class Policy(NamedTuple):
    """A policy document and what explains it."""

    document: PublishedDocument
    explanations: tuple[Explanation, ...]
    deadline: Deadline

    @property
    def state(self) -> str:
        """解读, another form, not needed, or owed."""
        told = self.document.interpretation
        if self.explanations:
            return "已解读"
        if told:
            return "不需要解读" if told.none else "以其他形式解读"
        return "尚未解读"


class Answer(NamedTuple):
    """A published answer to a rumour or a public concern."""

    document: PublishedDocument
    days: int | None
    """Calendar days from the day it was noticed to publication."""


def policies_of(documents: Iterable[PublishedDocument], setting: Setting) -> tuple[Policy, ...]:
    """Every published document that owes an interpretation, newest first as given; of those that have ended the explained ones."""
    published = list(documents)
    explaining: dict[str, list[PublishedDocument]] = defaultdict(list)
    for document in sorted(published, key=lambda d: d.published):
        for other in document.interprets:
            if other != document.index_no:
                explaining[other].append(document)
    return tuple(
        _policy(document, explaining[document.index_no], setting)
        for document in published
        if owes_interpretation(document, setting.catalog)
        and (explaining[document.index_no] or document.validity not in ("失效", "废止"))
    )


def answers_of(documents: Iterable[PublishedDocument]) -> tuple[Answer, ...]:
    """The answers, in the order given: documents that say what they respond to, and clarifications of other documents."""
    found = []
    for document in documents:
        if document.responds or (document.corrects and "澄清" in document.title):
            noticed = document.responds and document.responds.noticed
            found.append(Answer(document, (document.published - noticed).days if noticed else None))
    return tuple(found)


def _policy(document: PublishedDocument, explaining: Sequence[PublishedDocument], setting: Setting) -> Policy:
    start = document.published
    deadlines = [
        setting.calendar.deadline(start, interpretation_term(other, setting)) for other in explaining
    ]
    own = setting.calendar.deadline(start, interpretation_term(document, setting))
    explanations = tuple(
        Explanation(
            other,
            setting.calendar.count(start, other.published),
            (other.published) > deadline.latest,
        )
        for other, deadline in zip(explaining, deadlines, strict=True)
    )
    return Policy(document, explanations, own)
