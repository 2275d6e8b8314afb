"""Documents → their reviews: the steps on record, and the referral that waits for an answer."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.document import Document
from generator.model.review import Step
from generator.model.setting import Setting
from generator.model.term import Term
from generator.model.workdays import Deadline


def steps_of(document: Document, trailers: Mapping[str, tuple[Step, ...]]) -> tuple[Step, ...]:
    """The steps in the front matter, and those of the commits that touched the document, each once, by day."""
    written = document.review.chain if document.review else ()
    known = {(step.kind, step.post) for step in written}
    told = {(s.kind, s.post): s for s in trailers.get(document.path, ()) if (s.kind, s.post) not in known}
    return tuple(sorted((*written, *told.values()), key=lambda step: step.date))


def referral_deadline(document: Document, setting: Setting) -> Deadline | None:
    """When the answer to a referral is due: as written, or by the clock of the catalog; None when neither says so."""
    referral = document.review.referral if document.review else None
    scheme = setting.catalog.review_of(document)
    if referral is None:
        return None
    if referral.due:
        days = max(1, (referral.due - referral.sent).days)
        term = Term(number=days, unit="day", start="sent", basis="报审时写明的答复期限")
        return Deadline(referral.sent, term, referral.due, referral.due, provisional=False)
    if scheme is None or scheme.referral is None:
        return None
    return setting.calendar.deadline(referral.sent, scheme.term(scheme.referral, "sent"))
