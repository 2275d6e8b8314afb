"""Rules about dates and terms."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Finding, Text
from generator.frontmatter import Record
from generator.model import PUBLIC
from generator.rules.rule import Setting
from generator.workdays import FIRST_TERM


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
        yield Finding(document.line("published"),
                      Text(f"公开日期 {document.published} 早于生成日期 {document.formed}",
                           f"published {document.published} before it was formed {document.formed}"),
                      Text("对照原件核对 formed 和 published", "check formed and published against the original"),
                      {"start": document.formed, "published": document.published})


def late_publication(record: Record, setting: Setting) -> Iterator[Finding]:
    """公开日期晚于法定期限。

    属于主动公开范围的政府信息，应当自形成或者变更之日起 20 个工作日内公开；其他法律、行政法规另有规定的，从其规定。
    生成日期的次日起的第一个工作日为第 1 日；法定节假日不计，调休上班日计入。2008 年 5 月 1 日前形成的信息没有期限。
    逾期公开的，在 late 中写明原因和登记日期，便不再阻止发布，并列入及时性台账。
    依据：《政府信息公开条例》第二十六条；《民法典》第二百零一条。
    ---
    Published after the statutory term.

    Information is published within 20 working days after it was formed or changed, unless another law sets its own
    term. Day 1 is the first working day after the date of formation. Documents formed before 2008-05-01 have no term.
    A `late` block with the reason lifts the finding; the delay is then listed openly.
    """
    document = record.document
    if document is None or document.formed is None or document.published is None or document.openness not in PUBLIC:
        return
    if document.formed < FIRST_TERM or (document.late and document.late.reason):
        return
    term = setting.catalog.term(document)
    deadline = setting.calendar.deadline(document.formed, term)
    if document.published <= deadline.latest:
        return
    days = setting.calendar.count(document.formed, document.published)
    unit = Text("个工作日", "working days") if term.unit == "workday" else Text("日", "days")
    yield Finding(document.line("published"),
                  Text(f"公开日期 {document.published} 晚于期限 {deadline.latest}（{document.formed} 起 {term.number} {unit.zh}），实际用了 {days} 个工作日",
                       f"published {document.published}, after the term {deadline.latest} ({term.number} {unit.en} from {document.formed}); "
                       f"it took {days} working days"),
                  Text("核对日期；确实逾期的，补写 late（reason、filed、approved_by）", "check the dates; if it was late, add a `late` block"),
                  {"start": document.formed, "deadline": deadline.latest, "published": document.published, "working_days": days})
