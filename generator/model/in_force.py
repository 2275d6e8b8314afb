"""A document, its dates and what later ones did to it → from when, until when and how it is in force.

Lists, pages, the annual report and the rules all ask here, so that a document is in force for all of them or for none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Generic, NamedTuple

from generator.model.document import AnyDocument, Document, Validity
from generator.model.workdays import ONE_DAY

IN_FORCE: tuple[Validity, ...] = ("有效", "已修改")
"""The validities under which a document is in force."""
ENDED: tuple[Validity, ...] = ("废止", "失效")
"""The validities under which it no longer is, and never will be again."""


class Act(NamedTuple, Generic[AnyDocument]):
    """What a later document did to an earlier one."""

    key: str
    """`amends`, `repeals` or `replaces`."""
    by: AnyDocument

    @property
    def since(self) -> date | None:
        """From when on it has its effect: when the later document takes effect, otherwise when it was formed; None: no day is known."""
        return self.by.effective or self.by.formed


def acts_of(
    documents: Iterable[AnyDocument], today: date = date.max
) -> Mapping[str | None, Sequence[Act[AnyDocument]]]:
    """By index number of the earlier document: the acts of later ones that are in effect on `today`, oldest first.

    An act of which no day is known has no effect.
    """
    found: dict[str | None, list[Act[AnyDocument]]] = defaultdict(list)
    for document in sorted(documents, key=lambda d: d.formed or date.min):
        for key, other in _changed(document):
            act = Act(key, document)
            if act.since and act.since <= today:
                found[other].append(act)
    return found


def validity_on(document: Document, acts: Sequence[Act[AnyDocument]], day: date) -> Validity:
    """The validity of a document on a day, `acts` being those in effect on that day.

    What has ended stays ended; dates and later documents go before what was declared.
    """
    if document.validity == "废止" or document.validity == "失效":
        return document.validity
    if (document.repealed and document.repealed <= day) or any(act.key != "amends" for act in acts):
        return "废止"
    if document.expires and document.expires < day:
        return "失效"
    if document.effective and document.effective > day:
        return "尚未生效"
    return "已修改" if acts or document.validity == "已修改" else "有效"


def last_day(document: Document, acts: Iterable[Act[AnyDocument]] = ()) -> date | None:
    """The last day on which a document is in force: of its own dates and those of later documents that end it, the earliest.

    `expires` is a last day; a repeal, a withdrawal and a later document end it on the day before; one that was only published by
    mistake (误公开) stays in force. None: no end is known, which of a document in `ENDED` says only that nobody wrote down when it
    ended.
    """
    gone = document.withdrawn if document.withdrawn and document.withdrawn.kind != "误公开" else None
    ended = [document.repealed, gone and gone.date]
    ended += [act.since for act in acts if act.key != "amends"]
    return min([*(day - ONE_DAY for day in ended if day), *filter(None, [document.expires])], default=None)


def amended_since(document: Document, acts: Iterable[Act[AnyDocument]]) -> tuple[date, ...]:
    """From when on a document is an amended one, oldest first: by later documents, or as it says itself (`revised`) where none did."""
    told = {act.since for act in acts if act.key == "amends" and act.since}
    return tuple(sorted(told)) or ((document.revised,) if document.revised else ())


def _changed(document: Document) -> Iterator[tuple[str, str]]:
    """(Key, index number) of the documents that one changed or ended, each once, the strongest word first."""
    seen = {document.index_no}
    for key in ("repeals", "replaces", "amends"):
        for other in getattr(document, key):
            if other not in seen:
                seen.add(other)
                yield key, other
