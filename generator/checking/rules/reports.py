"""Rules about the annual report: whether its numbers agree, and whether it is there in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.annual.books import Books
from generator.annual.due import report_due as due
from generator.annual.reconcile import reconcile
from generator.model.diagnostics import Finding
from generator.model.document import Document
from generator.model.setting import Setting


def report_inconsistent(books: Books, documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """年度报告的数不一致。

    每一列：新收 + 上年结转 = 办理总计 + 结转下年度；各项结果之和 = 办理总计；复议、诉讼每组四项之和 = 总计；填报件数不少于目录中的
    件数。现行有效 = 上年现行有效 + 制发 - 废止，文字中的数与表格一致，这两项不一致是提醒。
    依据：《国务院办公厅政府信息与政务公开办公室关于印发〈政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号，勾稽关系）。
    ---
    The numbers of an annual report do not agree.

    Each column balances, the results add up to the total, and no number is below what the catalog holds. The flow of the stock
    and the numbers in the words are warnings.
    """
    return _told("report-inconsistent", books, documents, setting)


def report_carry_over(books: Books, documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """两年之间结转的申请数不一致。

    本年的上年结转应当等于上一年的结转下年度；上年数据确有更正的，在报告的“其他需要报告的事项”中说明。
    依据：国办公开办函〔2021〕30号（年度报告格式表三）。
    ---
    What is carried over between two years differs.

    What is carried in equals what the year before carried out; a correction is explained in section 6 of the report.
    """
    return _told("report-carry-over", books, documents, setting)


def report_due(books: Books, documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """年度报告应当公布。

    上一年度的报告，部门 1 月 31 日前公布，县级以上人民政府 3 月 31 日前公布；到期前是提醒，逾期是错误。
    没有登记册、也没有公开过年报的目录不检查。
    依据：《政府信息公开条例》第四十九条。
    ---
    The annual report is due.

    Departments publish the report on the last year by 31 January, governments by 31 March: a warning before the day, an error
    after it.
    """
    for severity, finding in due(books.annual, documents, setting):
        yield finding._replace(severity=severity)


def _told(slug: str, books: Books, documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    registers = books.annual
    years = {*registers.requests, *registers.figures, *registers.narratives}
    for year in sorted(years):
        for check in reconcile(year, registers, documents, setting.catalog):
            if check.slug == slug and not check.holds:
                yield Finding(check.line, check.message, check.hint, check.data, check.path, check.severity)
