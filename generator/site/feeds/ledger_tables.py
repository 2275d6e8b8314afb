"""The ledger → CSV files, one line a fact, for spreadsheets and programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from generator.machine.csv_text import csv_lines
from generator.model.duties import body_name
from generator.model.grounds import in_words
from generator.planning.ledger.coverage import Cell
from generator.planning.ledger.ledger import Ledger
from generator.reading.registers.items import events

STATES = {
    "documents": "已公开",
    "on_request": "依申请公开",
    "withheld": "不予公开",
    "nil": "零报告",
    "missing": "缺",
}
"""What a cell of the coverage matrix is called."""

Line = Sequence[object]


class File(NamedTuple):
    """A file and its place on the site."""

    address: str
    lines: Callable[[], Iterable[Line]]

    @property
    def pieces(self) -> Iterator[str]:
        """Its text, some lines at a time: a register may have a hundred thousand."""
        return csv_lines(self.lines())


def ledger_files(ledger: Ledger) -> Iterator[File]:
    """All tables of the ledger."""
    yield File("catalog/coverage/coverage.csv", partial(_coverage, ledger))
    yield File("catalog/timeliness/timeliness.csv", partial(_timeliness, ledger))
    yield File("catalog/statistics/statistics.csv", partial(_statistics, ledger))
    yield File("catalog/in-force/in-force.csv", partial(_in_force, ledger))
    yield File("catalog/items/items.csv", partial(_items, ledger))
    yield File("catalog/items/history/history.csv", partial(_history, ledger))


def grounds(cell: Cell) -> str:
    """The grounds of the records withheld, in the words of the Regulations."""
    return in_words(cell.grounds)


def _coverage(ledger: Ledger) -> Iterator[Line]:
    yield ("年份", "法定职责", "内容", "机构", "状态", "公开条数", "不予公开条数", "说明", "依申请公开条数")
    for duty, body, year, cell in ledger.coverage.places():
        note = (
            grounds(cell)
            if cell.state in ("on_request", "withheld")
            else cell.nil
            if cell.state == "nil"
            else None
        )
        yield (
            year,
            duty.key,
            duty.text,
            body,
            STATES[cell.state],
            cell.documents,
            cell.withheld,
            note,
            cell.on_request,
        )


def _timeliness(ledger: Ledger) -> Iterator[Line]:
    yield (
        "索引号",
        "名称",
        "发布机构",
        "生成日期",
        "公开日期",
        "期限",
        "自然日",
        "工作日",
        "是否逾期",
        "逾期原因",
        "登记日期",
    )
    for timing in ledger.timeliness.timings:
        yield (
            timing.number,
            timing.title,
            timing.body,
            timing.formed,
            timing.published,
            timing.deadline,
            timing.days,
            timing.working_days,
            "是" if timing.late else "否",
            timing.reason,
            timing.explained.filed if timing.explained else None,
        )


def _statistics(ledger: Ledger) -> Iterator[Line]:
    yield ("统计口径", "名称", "年", "季度", "月", "公开条数")
    statistics = ledger.statistics
    for month in statistics.months:
        yield (
            "全部",
            "全部",
            month.year,
            month.quarter.number,
            month.number,
            statistics.totals.get(month, 0),
        )
    for kind, number in statistics.openness.items():
        yield ("公开方式", kind, "", "", "", number)
    for group in statistics.groups:
        for month in statistics.months:
            yield (
                *group,
                month.year,
                month.quarter.number,
                month.number,
                statistics.counts.get((group, month), 0),
            )


def _in_force(ledger: Ledger) -> Iterator[Line]:
    yield (
        "种类",
        "索引号",
        "名称",
        "发文字号",
        "有效性",
        "题注",
        "公布日期",
        "施行日期",
        "有效期至",
        "废止日期",
        "地址",
    )
    for entry in ledger.normative:
        d = entry.document
        yield (
            entry.kind,
            d.index_no,
            d.title,
            d.doc_no,
            entry.validity,
            entry.note,
            d.formed,
            d.effective,
            d.expires,
            d.repealed,
            f"{ledger.catalog.site.url}{d.address}",
        )


def _items(ledger: Ledger) -> Iterator[Line]:
    yield (
        "序号",
        "一级事项",
        "二级事项",
        "公开内容（要素）",
        "公开依据",
        "公开时限",
        "公开主体",
        "公开渠道和载体",
        "公开对象",
        "公开方式",
        "公开层级",
        "取消日期",
        "已公开条数",
    )
    for item in ledger.items:
        yield (
            item.id,
            item.field,
            item.name,
            item.content,
            "；".join(item.basis),
            item.term,
            body_name(ledger.catalog, item.body),
            "、".join(item.channels),
            item.audience,
            item.method,
            "、".join(item.tiers),
            item.cancelled,
            len(ledger.by_item.get(item.id, ())),
        )


def _history(ledger: Ledger) -> Iterator[Line]:
    yield ("日期", "调整方式", "序号", "二级事项", "调整依据", "备案编号", "说明")
    for change, item in events(ledger.items):
        yield (change.date, change.kind, item.id, item.name, change.basis, change.filing, change.note)
