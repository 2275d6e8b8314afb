"""Rules about public consultations: whether there was time to answer, and whether the answers came to anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.diagnostics import Finding, Text
from generator.model.document import Consultation, Document
from generator.model.setting import Setting
from generator.planning.ledger.consultations import RESULT_TERM
from generator.reading.frontmatter import Record

LEAST_DAYS = 30
"""Calendar days for which a draft is open for comment, first and last day counted (《重大行政决策程序暂行条例》 art. 15)."""


def consultation_dates(record: Record, setting: Setting) -> Iterator[Finding]:
    """征求意见的起止日期不合常理。

    截止日期不能早于开始日期；公告最迟在开始之日公开，公众才有完整的时间提出意见。
    依据：《重大行政决策程序暂行条例》第十五条。
    ---
    The dates of a consultation contradict each other.

    It cannot close before it opens, and the notice is public by the opening day, or the public has less time than stated.
    """
    document = record.document
    if document is None or document.consultation is None:
        return
    consultation = document.consultation
    if consultation.closes < consultation.opens:
        yield Finding(
            document.line("consultation.closes"),
            Text(
                f"截止日期 {consultation.closes} 早于开始日期 {consultation.opens}",
                f"it closes {consultation.closes}, before it opens on {consultation.opens}",
            ),
            Text("核对两个日期", "check both dates"),
        )
    if document.published and document.published > consultation.opens:
        yield Finding(
            document.line("consultation.opens"),
            Text(
                f"{consultation.opens} 开始征求意见，公告 {document.published} 才公开",
                f"it opens {consultation.opens}, and the notice is public only on {document.published}",
            ),
            Text(
                f"把开始日期改为 {document.published} 或者以后，并相应顺延截止日期",
                f"open it on {document.published} or later, and close it later too",
            ),
        )


def short_consultation(record: Record, setting: Setting) -> Iterator[Finding]:
    """征求意见不足三十日，没有说明理由。

    公开征求意见的期限一般不少于 30 日，首尾两日都计算在内；情况紧急需要缩短的，在 shortened 写明理由，页面上一并公布。
    依据：《重大行政决策程序暂行条例》第十五条。
    ---
    Less than thirty days to comment, and no reason given.

    First and last day are counted. Where it is urgent, `shortened` gives the reason; the page shows it.
    """
    document = record.document
    consultation = document.consultation if document else None
    if (
        document is None
        or consultation is None
        or consultation.shortened
        or consultation.closes < consultation.opens
    ):
        return
    days = days_open(consultation)
    if days < LEAST_DAYS:
        yield Finding(
            document.line("consultation.closes"),
            Text(f"征求意见只有 {days} 日", f"the public has only {days} days"),
            Text(
                "推迟截止日期，或者补写 shortened 说明缩短期限的理由",
                "close it later, or add `shortened` with the reason",
            ),
            {"days": days},
        )


def missing_consultation_result(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """征求意见已经结束，没有公布意见采纳情况。

    征求意见结束后，公布收到多少意见、采纳了哪些、没有采纳的为什么；公布采纳情况的文件在 concludes 写公告的索引号。
    法律没有规定公布的期限，本条在结束后满 20 个工作日时提醒。
    依据：《重大行政决策程序暂行条例》第十八条、第三十二条；《政府信息公开条例》第二十六条。
    ---
    The consultation is over, and nothing says what came of it.

    A document that names the notice in `concludes` tells which comments came in, which were taken up, and why others were not. The
    law sets no term; this rule reminds after 20 working days.
    """
    concluded = concluded_numbers(documents)
    for document in documents:
        closes = (
            document.consultation.closes
            if document.consultation and document.declared_public
            else setting.today
        )
        if closes >= setting.today or document.index_no in concluded:
            continue
        due = setting.calendar.deadline(closes, RESULT_TERM).latest
        if setting.today > due:
            yield Finding(
                document.line("consultation.closes"),
                Text(
                    f"征求意见 {closes} 结束，至今没有公布采纳情况",
                    f"the consultation closed {closes}, and no result is public",
                ),
                Text(
                    f'公布意见采纳情况，并在那份文件写 concludes: ["{document.index_no}"]',
                    f'publish the result, with concludes: ["{document.index_no}"]',
                ),
                {"closes": closes, "due": due},
                document.path,
            )


def days_open(consultation: Consultation) -> int:
    """Number of days on which the public can comment, the first and the last day counted."""
    return (consultation.closes - consultation.opens).days + 1


def concluded_numbers(documents: Sequence[Document]) -> set[str]:
    """The index numbers of the notices whose result is public."""
    return {other for document in documents if document.declared_public for other in document.concludes}
