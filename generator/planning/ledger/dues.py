"""Everything that has a term and has not happened yet → one list of what is due when, for the office's calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.model.document import Document, waiting
from generator.model.rows import applies, event_day
from generator.model.setting import Setting
from generator.model.shown_rows import Register
from generator.model.terms import spans
from generator.model.visibility import published_of
from generator.model.workdays import FIRST_TERM, Deadline
from generator.planning.ledger.consultations import RESULT_TERM, drafts_of
from generator.planning.ledger.interpretations import policies_of
from generator.planning.reviews import referral_deadline


class Due(NamedTuple):
    """One thing that must happen by a day."""

    what: Text
    """The act that is due: 最迟公开, 报审应当答复."""
    title: str
    """The title of the document or row that it is about; the path of a document that has none yet."""
    number: str
    """An index number or a path; together with `what` it tells this from everything else that is due."""
    deadline: Deadline


def dues(documents: Sequence[Document], setting: Setting) -> Iterator[Due]:
    """The acts that are due of documents, in their order: publication, and the answer to a request for a decision."""
    for document in waiting(documents):
        for span in spans(document, setting):
            yield Due(
                Text("最迟公开", "publish"), document.title or document.path, _number(document), span.deadline
            )
    published = published_of(documents, setting.today)
    for draft in drafts_of(published):
        if not draft.results and draft.state(setting.today) == "over":
            deadline = setting.calendar.deadline(draft.consultation.closes, RESULT_TERM)
            what = Text("公布意见采纳情况", "publish the result of the consultation")
            yield Due(what, draft.document.title, _number(draft.document), deadline)
    for policy in policies_of(published, setting):
        if policy.state == "尚未解读" and setting.today <= policy.deadline.latest:
            what = Text("最迟公开解读", "publish the interpretation")
            yield Due(what, policy.document.title, _number(policy.document), policy.deadline)
    for document in documents:
        answer = referral_deadline(document, setting)
        if (
            answer
            and document.review
            and document.review.referral
            and document.review.referral.answered is None
        ):
            what = Text(f"{document.review.referral.to}应当答复报审", "answer to the referral")
            yield Due(what, document.title or document.path, _number(document), answer)


def row_dues(registers: Iterable[Register], setting: Setting) -> Iterator[Due]:
    """The acts that are due of rows of registers: publication, and the answer to an objection."""
    for register in registers:
        table = register.table
        for row, key in zip(register.rows, register.keys, strict=True):
            number = f"{register.slug} {key}"
            start = event_day(table, row, table.publish.start) if table.publish else None
            if (
                table.publish
                and start
                and row.life.published is None
                and applies(table, row, table.publish)
                and FIRST_TERM <= start <= setting.today
            ):
                deadline = setting.calendar.deadline(start, table.publish)
                yield Due(Text("最迟公开", "publish"), table.title, number, deadline)
            objected = row.life.objected
            if table.objection and objected and row.life.settled is None and objected <= setting.today:
                deadline = setting.calendar.deadline(objected, table.objection)
                yield Due(Text("异议最迟办结", "settle the objection"), table.title, number, deadline)


def most_urgent_first(found: Iterable[Due]) -> list[Due]:
    """Sorted by deadline; of a provisional one (holidays of its year unknown) the earliest possible day counts."""
    return sorted(found, key=lambda due: (due.deadline.earliest, due.number))


def _number(document: Document) -> str:
    return document.index_no or document.path
