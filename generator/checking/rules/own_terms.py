"""Rules about terms that are not the general one: those of the standard items, and those that run from an approval."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checking.rules.terms import is_late, late_finding, readable_spans
from generator.model.diagnostics import Finding, Text
from generator.model.document import PUBLIC
from generator.model.setting import Setting
from generator.model.terms import terms_of
from generator.model.workdays import FIRST_TERM
from generator.reading.frontmatter import Record


def item_late(record: Record, setting: Setting) -> Iterator[Finding]:
    """公开日期晚于标准目录中该事项的时限。

    信息归入标准目录的事项（items）的，先看事项的公开时限（content/data/items.yml 的 deadline，或者 term 中写明的
    “……之日起 N 个工作日内”），再看类别，最后才是一般的 20 个工作日；归入几个事项的，以最先到期的为准。
    确实逾期的，在 late 中写明原因和登记日期。
    依据：《政府信息公开条例》第二十六条；国办发〔2019〕54号（按照标准目录公开）。
    ---
    Published after the term that the standard catalog sets for the item.

    For a document that names standard items their terms come first, then that of the category, then the general one; of
    several the one that ends first. A `late` block with the reason lifts the finding.
    """
    for document, span in readable_spans(record, setting):
        if span.item and span.met and is_late(document, span):
            yield late_finding(document, span, span.met, setting)


def missing_approval(record: Record, setting: Setting) -> Iterator[Finding]:
    """期限从批准之日起算，没有写批准日期。

    预算、决算自批准（批复）之日起 20 日内公开，征收土地公告自收到批准文件之日起 15 个工作日内发布；
    没有批准日期，就算不出期限，只能暂按生成日期和一般期限计算。
    依据：《预算法》第十四条；《土地管理法实施条例》第三十一条；《政府信息公开条例》第二十六条。
    ---
    The term runs from an approval, and its day is not written.

    Budgets and final accounts are published within 20 days after they were approved, land requisitions within 15 working days
    after the approval came in. Until `approved` is there the general term from the date of formation stands in.
    """
    document = record.document
    if (
        document is None
        or document.approved
        or document.openness not in PUBLIC
        or document.formed is None
        or not FIRST_TERM <= document.formed <= setting.today
        or "approved" in record.keys
    ):
        return
    chosen = next((c for c in terms_of(document, setting) if c.term.start == "approved"), None)
    if chosen:
        length, item = chosen.term.length, f"事项 {chosen.item} 的" if chosen.item else ""
        yield Finding(
            document.line("formed"),
            Text(
                f"{item}期限从批准之日起算（{length.zh}，{chosen.term.basis}），没有写批准日期 approved",
                f"the term runs from the approval ({length.en}, {chosen.term.basis}), and `approved` is missing",
            ),
            Text("补写 approved: 批准（批复）的日期", "add `approved` with the day of the approval"),
            {"key": "approved", "basis": chosen.term.basis},
        )
