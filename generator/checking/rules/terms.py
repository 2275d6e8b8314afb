"""Rules about dates and terms: whether the dates agree with each other, and whether a document is public in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import Document
from generator.model.review import Review
from generator.model.setting import Setting
from generator.model.term import Unit
from generator.model.terms import Span, spans
from generator.model.workdays import Deadline
from generator.planning.reviews import referral_deadline
from generator.reading.frontmatter import Record

SOON = 5
"""Working days before the end of a term from which a waiting document is reported."""


def readable_spans(record: Record, setting: Setting) -> Iterator[tuple[Document, Span]]:
    """The terms of a document, unless its date of publication is there and cannot be read."""
    document = record.document
    if document and (document.published or "published" not in record.keys):
        yield from ((document, span) for span in spans(document, setting))


def _waiting(record: Record, setting: Setting) -> Iterator[tuple[Document, Deadline]]:
    if record.document and record.document.published is None:
        for document, span in readable_spans(record, setting):
            yield document, span.deadline


def published_before_formed(record: Record, setting: Setting) -> Iterator[Finding]:
    """公开日期早于生成日期。

    文件还没有形成，不可能已经公开；两个日期至少有一个写错。
    依据：《政府信息公开条例》第二十六条。
    ---
    Published before it was formed.

    One of the two dates must be wrong.
    """
    document = record.document
    if document and document.published and document.formed and document.published < document.formed:
        yield Finding(
            document.line("published"),
            Text(
                f"公开日期 {document.published} 早于生成日期 {document.formed}",
                f"published {document.published} before it was formed {document.formed}",
            ),
            Text("对照原件核对 formed 和 published", "check formed and published against the original"),
            {"start": document.formed, "published": document.published},
        )


def future_date(record: Record, setting: Setting) -> Iterator[Finding]:
    """日期在今天之后。

    生成、批准、变更、审查、公开、更正、撤下、迁址、逾期登记和转载来源的发布都是已经发生的事，不能提前填写。
    等待公开的信息不写公开日期。
    依据：《政府信息公开条例》第二十六条；国办秘函〔2019〕19号（伪造发稿日期一票否决）。
    ---
    A date after today.

    Formation, approval, change, review, publication, correction, withdrawal and the like have happened; they are not written
    beforehand.
    """
    document = record.document
    for key, day in _past_dates(document) if document else ():
        if document and day and day > setting.today:
            yield Finding(
                document.line(key),
                Text(f"“{key}”写的 {day} 还没有到", f"“{key}” is {day}, which is still to come"),
                Text(
                    "改为实际的日期；还没有发生的，先删除这一行",
                    "write the actual date, or delete the line until it has happened",
                ),
                {"key": key, "date": day},
            )


def effective_before_formed(record: Record, setting: Setting) -> Iterator[Finding]:
    """施行日期早于生成日期。

    文件一般不溯及既往；确有特别规定的不必处理。
    依据：《立法法》第一百零四条（不溯及既往）。
    ---
    In force before it was formed.

    Documents are not retroactive as a rule; if this one is, nothing need be done.
    """
    document = record.document
    if document and document.effective and document.formed and document.effective < document.formed:
        yield Finding(
            document.line("effective"),
            Text(
                f"施行日期 {document.effective} 早于生成日期 {document.formed}",
                f"effective {document.effective}, before it was formed {document.formed}",
            ),
            Text("对照原件核对 effective 和 formed", "check effective and formed against the original"),
            {"effective": document.effective, "formed": document.formed},
        )


def late_publication(record: Record, setting: Setting) -> Iterator[Finding]:
    """公开日期晚于法定期限。

    属于主动公开范围的政府信息，应当自形成或者变更之日起 20 个工作日内公开；法律、法规另有规定的，从其规定，
    在 catalog.yml 的 deadlines 中按类别或者体裁写明（期限从批准之日起算的，文件头写批准日期 approved）。
    起算日的次日起的第一个工作日为第 1 日；法定节假日不计，调休上班日计入。按日计算的期限，最后一日是休息日的顺延到下一个工作日。
    公开之后又变更的，变更也要在期限内上网，以变更之后的第一条更正记录为准。2008 年 5 月 1 日前形成的信息没有期限。
    逾期公开的，在 late 中写明原因和登记日期，便不再阻止发布，并列入及时性台账。
    依据：《政府信息公开条例》第二十六条；《民法典》第二百零一条、第二百零三条。
    ---
    Published after the statutory term.

    Information is published within 20 working days after it was formed or changed, unless another law sets its own
    term (`deadlines` in catalog.yml, by category or genre; `approved` in the front matter if it runs from the approval).
    Day 1 is the first working day after the start; a term in calendar days that ends on a day off ends on the next working
    day. A change after publication has its own term, met by the first correction since. Documents formed before
    2008-05-01 have no term. A `late` block with the reason lifts the finding; the delay is then listed openly.
    """
    for document, span in readable_spans(record, setting):
        if not span.item and span.met and is_late(document, span):
            yield late_finding(document, span, span.met, setting)


def overdue_unpublished(record: Record, setting: Setting) -> Iterator[Finding]:
    """期限已过，还没有公开。

    应当公开的信息，过了期限仍没有写公开日期。已在 late 中写明原因的，只作提醒。
    依据：《政府信息公开条例》第二十六条。
    ---
    The term is over and the document is not published.

    With a reason in `late` it is a warning.
    """
    for document, deadline in _waiting(record, setting):
        if setting.today > deadline.latest:
            over = _length(deadline.latest, setting.today, setting)
            explained = document.late and document.late.reason
            yield Finding(
                document.line("formed"),
                Text(
                    f"最迟应当在 {deadline.latest} 公开（{deadline.arithmetic.zh}），已超过 {over.zh}",
                    f"due {deadline.latest} ({deadline.arithmetic.en}), {over.en} ago",
                ),
                Text(
                    f"完成审查后写公开日期 published，并在 late 中写明逾期原因{_ask_approval(document, deadline).zh}",
                    f"review it, write `published`, and explain the delay in `late`{_ask_approval(document, deadline).en}",
                ),
                _data(deadline, overdue_days=setting.calendar.count(deadline.latest, setting.today)),
                severity=Severity.WARNING if explained else None,
            )


def due_soon(record: Record, setting: Setting) -> Iterator[Finding]:
    """公开期限快到了。

    应当公开的信息还没有公开，或者报审还没有答复，距期限不超过 5 个工作日。次年放假安排还没有公布的，从可能的最早日期算起。
    依据：《政府信息公开条例》第二十六条。
    ---
    The term ends within five working days.

    The document is to be public and is not published yet, or a referral is not answered. A provisional term is taken to end on the earliest day possible.
    """
    for document, deadline in _waiting(record, setting):
        left = setting.calendar.at_most(setting.today, deadline.earliest)
        if left <= SOON and setting.today <= deadline.latest:
            yield Finding(
                document.line("formed"),
                Text(
                    f"还剩 {left} 个工作日，最迟 {deadline.days.zh} 公开（{deadline.arithmetic.zh}）",
                    f"{left} working days left: due {deadline.days.en} ({deadline.arithmetic.en})",
                ),
                Text("尽快审查，公开时写公开日期 published", "review it now and write `published`"),
                _data(deadline, days_left=left),
            )
    yield from _answer_soon(record, setting)


def _answer_soon(record: Record, setting: Setting) -> Iterator[Finding]:
    document = record.document
    referral = document.review.referral if document and document.review else None
    deadline = (
        referral_deadline(document, setting) if document and referral and not referral.answered else None
    )
    if document is None or referral is None or deadline is None or setting.today > deadline.latest:
        return
    left = setting.calendar.at_most(setting.today, deadline.earliest)
    if left <= SOON:
        yield Finding(
            document.line("review.referral"),
            Text(
                f"报{referral.to}还剩 {left} 个工作日，{deadline.days.zh} 前答复（{deadline.arithmetic.zh}）",
                f"{left} working days left for the answer of {referral.to}: due {deadline.days.en} ({deadline.arithmetic.en})",
            ),
            Text("催办；答复后补写 answered 和 result", "press for the answer, then add answered and result"),
            _data(deadline, days_left=left),
        )


def calendar_missing(record: Record, setting: Setting) -> Iterator[Finding]:
    """放假安排还没有公布，期限只能暂算。

    期限跨入的年份还没有录入放假安排，给出最早和最晚的可能日期。等待公开的文件按最早的日期办理。
    国务院办公厅一般在每年 10 月底至 11 月公布次年的放假安排。
    依据：《政府信息公开条例》第二十六条；国务院办公厅关于次年部分节假日安排的通知。
    ---
    The holiday notice is missing, and the term is provisional.

    The term runs into a year whose holidays are not entered; the earliest and the latest possible date are given.
    The notice usually comes out from the end of October to November.
    """
    for document, (deadline, met, key, _) in readable_spans(record, setting):
        if not deadline.provisional or (met and not deadline.earliest < met <= deadline.latest):
            continue
        year = setting.calendar.last.year + 1
        yield Finding(
            document.line(key),
            Text(
                f"期限暂算在 {deadline.earliest} 至 {deadline.latest} 之间（{deadline.arithmetic.zh}）：{year} 年的放假安排没有录入",
                f"provisionally due between {deadline.earliest} and {deadline.latest} ({deadline.arithmetic.en}): "
                f"the holiday notice of {year} is not entered",
            ),
            Text(
                f"把 {year} 年的放假通知写进 content/data/calendar/{year}.yml，或者升级本程序",
                f"enter the notice of {year} in content/data/calendar/{year}.yml, or update the program",
            ),
            {"start": deadline.start, "earliest": deadline.earliest, "latest": deadline.latest, "year": year},
        )


def unexplained_delay(record: Record, setting: Setting) -> Iterator[Finding]:
    """逾期说明不完整。

    late 要写明逾期的原因（reason）和登记原因的日期（filed）；及时性台账会公开这两项。
    依据：《政府信息公开条例》第二十六条；本项目的及时性台账约定。
    ---
    An incomplete explanation of a delay.

    `late` gives the reason and the date on which it was filed; both are shown in the timeliness ledger.
    """
    document = record.document
    if document is None or document.late is None:
        return
    for key, value, name in (
        ("reason", document.late.reason, "原因"),
        ("filed", document.late.filed, "登记日期"),
    ):
        if value is None:
            yield Finding(
                document.line("late"),
                Text(f"逾期说明没有写{name}（{key}）", f"`late` without {key}"),
                Text(
                    f"在 late 下补写一行“{key}: …”；没有逾期的，删除 late",
                    f"add “{key}: …” below `late`, or delete it",
                ),
                {"key": f"late.{key}"},
            )


def _past_dates(document: Document) -> Iterator[tuple[str, date | None]]:
    for key in ("formed", "approved", "revised", "published"):
        yield key, getattr(document, key)
    for key, part in (
        ("source.date", document.source),
        ("withdrawn.date", document.withdrawn),
    ):
        yield key, part.date if part else None
    yield "late.filed", document.late.filed if document.late else None
    yield from _review_dates(document.review) if document.review else ()
    for n, correction in enumerate(document.corrections):
        yield f"corrections.{n}.date", correction.date
    yield from ((f"moved_from.{n}.date", move.date) for n, move in enumerate(document.moved_from))


def _review_dates(review: Review) -> Iterator[tuple[str, date | None]]:
    yield "review.date", review.date
    yield from ((f"review.steps.{n}.date", step.date) for n, step in enumerate(review.steps))
    for n, entry in enumerate(review.agreed):
        yield f"review.agreed.{n}.asked", entry.asked
        yield f"review.agreed.{n}.answered", entry.answered
    if review.referral:
        yield "review.referral.sent", review.referral.sent
        yield "review.referral.answered", review.referral.answered
    for key in ("consent", "permit", "declassified"):
        part = getattr(review, key)
        yield f"review.{key}.date", part.date if part else None


def is_late(document: Document, span: Span) -> bool:
    """Whether a term was met too late, and nobody has said why."""
    return bool(span.met and span.met > span.deadline.latest and not (document.late and document.late.reason))


def late_finding(document: Document, span: Span, met: date, setting: Setting) -> Finding:
    """A term that was met too late, with its arithmetic."""
    deadline = span.deadline
    days = _length(deadline.start, met, setting, deadline.term.unit)
    item = Text(f"事项 {span.item} 的", f"of the item {span.item} ") if span.item else Text("", "")
    return Finding(
        document.line(span.key),
        Text(
            f"公开日期 {met} 晚于{item.zh}期限 {deadline.latest}（{deadline.arithmetic.zh}），实际用了 {days.zh}",
            f"published {met}, after the term {item.en}{deadline.latest} ({deadline.arithmetic.en}); it took {days.en}",
        ),
        Text(
            f"核对日期；确实逾期的，补写 late（reason、filed、approved_by）{_ask_approval(document, deadline).zh}",
            f"check the dates; if it was late, add a `late` block{_ask_approval(document, deadline).en}",
        ),
        _data(deadline, published=met, working_days=setting.calendar.count(deadline.start, met)),
    )


def _length(start: date, end: date, setting: Setting, unit: Unit = "workday") -> Text:
    """How long it is from one day to another: in working days, as long as the calendar knows them and the term counts them."""
    if unit == "workday" and end <= setting.calendar.last:
        number = setting.calendar.count(start, end)
        return Text(f"{number} 个工作日", f"{number} working days")
    days = (end - start).days
    return Text(f"{days} 天", f"{days} days")


def _ask_approval(document: Document, deadline: Deadline) -> Text:
    """A term that runs from the approval is counted from the formation as long as nobody has written the approval down."""
    if deadline.term.start == "approved" and document.approved is None:
        return Text(
            "；期限从批准之日起算，补写批准日期 approved", "; the term runs from the approval: add `approved`"
        )
    return Text("", "")


def _data(deadline: Deadline, **more: object) -> dict[str, object]:
    return {"start": deadline.start, "deadline": deadline.latest, **more, "basis": deadline.term.basis}
