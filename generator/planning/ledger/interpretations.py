"""Policy documents and their interpretations → which explains which and after how many days; answers to rumours and concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from generator.model.document import Document
from generator.model.interpretations import interpretation_term, owes_interpretation
from generator.model.setting import Setting
from generator.model.visibility import is_published
from generator.model.workdays import Deadline


class Explanation(NamedTuple):
    """One interpretation of a policy document."""

    document: Document
    days: int
    """Working days after the policy was published; 0 on the same day or before."""
    late: bool


class Policy(NamedTuple):
    """A policy document and what explains it."""

    document: Document
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

    document: Document
    days: int | None
    """Calendar days from the day it was noticed to publication."""


def policies_of(documents: Iterable[Document], setting: Setting) -> tuple[Policy, ...]:
    """Every published document that owes an interpretation, newest first as given; of those that have ended the explained ones."""
    published = [document for document in documents if is_published(document)]
    explaining: dict[str, list[Document]] = defaultdict(list)
    for document in sorted(published, key=lambda d: d.published or date.min):
        for other in document.interprets:
            if other != document.index_no:
                explaining[other].append(document)
    return tuple(
        _policy(document, explaining[document.index_no or ""], setting)
        for document in published
        if owes_interpretation(document, setting.catalog)
        and (explaining[document.index_no or ""] or document.validity not in ("失效", "废止"))
    )


def answers_of(documents: Iterable[Document]) -> tuple[Answer, ...]:
    """The answers, in the order given: documents that say what they respond to, and clarifications of other documents."""
    found = []
    for document in documents:
        if is_published(document) and (
            document.responds or (document.corrects and "澄清" in (document.title or ""))
        ):
            noticed, published = document.responds and document.responds.noticed, document.published
            found.append(Answer(document, (published - noticed).days if noticed and published else None))
    return tuple(found)


def _policy(document: Document, explaining: Sequence[Document], setting: Setting) -> Policy:
    start = document.published or date.min
    deadlines = [
        setting.calendar.deadline(start, interpretation_term(other, setting)) for other in explaining
    ]
    own = setting.calendar.deadline(start, interpretation_term(document, setting))
    explanations = tuple(
        Explanation(
            other,
            setting.calendar.count(start, other.published or start),
            (other.published or start) > deadline.latest,
        )
        for other, deadline in zip(explaining, deadlines, strict=True)
    )
    return Policy(document, explanations, own)
