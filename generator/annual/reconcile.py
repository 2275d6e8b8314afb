"""The rules between the numbers of an annual report (勾稽关系): each one as a statement that holds or does not.

The balance of table 3 is printed in the official form (国办公开办函〔2021〕30号); the others follow from the meaning of the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.annual.counts import count_stocks
from generator.annual.form import (
    APPLICANTS,
    Figures,
    Narrative,
    Outcome,
    Registers,
    Requests,
    Stock,
    figures_path,
    narrative_path,
    requests_path,
)
from generator.annual.tables import RESULTS
from generator.model.catalog import Catalog
from generator.model.diagnostics import Severity, Text
from generator.model.document import Document, described

LEAVES = tuple(key for _, keys in RESULTS for key in keys)
"""The 21 results of table 3; an application is counted in exactly one."""

DISPUTES = {
    key: str(described(Requests)[key].title)
    for key in ("reconsideration", "litigation_direct", "litigation_after")
}

STOCKS = {key: str(described(Figures)[key].title) for key in ("regulations", "normative")}

CELLS = {key: str(info.title) for key, info in described(Stock).items()}

_SPOKEN = {
    "received": ("新收申请数量", r"(?:新收|收到)(?:政府信息公开)?申请\s*(\d+)\s*件"),
    "carried_in": ("上年结转数量", r"上年结转(?:的)?(?:申请)?\s*(\d+)\s*件"),
    "total": ("办结数量", r"办结\s*(\d+)\s*件"),
    "carried_out": ("结转下年度数量", r"结转下年度(?:继续办理)?(?:的)?(?:申请)?\s*(\d+)\s*件"),
    "made": ("行政规范性文件制发件数", r"制发行政规范性文件\s*(\d+)\s*件"),
    "repealed": ("行政规范性文件废止件数", r"废止行政规范性文件\s*(\d+)\s*件"),
    "in_force": ("行政规范性文件现行有效件数", r"现行有效(?:行政规范性文件)?\s*(\d+)\s*件"),
}
"""Numbers that the words of a report repeat from its tables, and how they are written."""


class Check(NamedTuple):
    """One rule applied to one year. The message states the numbers whether or not the rule holds."""

    slug: str
    severity: Severity
    path: str
    line: int
    holds: bool
    message: Text
    hint: Text
    data: Mapping[str, Any]


def reconcile(
    year: int, registers: Registers, documents: Sequence[Document], catalog: Catalog
) -> list[Check]:
    """Every rule that can be applied to the registers of a year."""
    found: list[Check] = []
    requests = registers.requests.get(year)
    if requests:
        found += [
            *_balances(year, requests, registers),
            *_results(year, requests, registers),
            *_disputes(year, requests, registers),
            *_carried(year, requests, registers),
        ]
    if year in registers.figures:
        found += [
            *_counted(year, registers, documents, catalog),
            *_stock_flow(year, registers, documents, catalog),
        ]
    narrative = registers.narratives.get(year)
    if narrative and year in registers.reported:
        found += _spoken(year, narrative, registers, documents, catalog)
    return found


def stocks(year: int, figures: Figures, documents: Sequence[Document], catalog: Catalog) -> dict[str, Stock]:
    """The first part of table 2: what the register says, otherwise what the documents show."""
    counted = dict(zip(STOCKS, count_stocks(year, documents, catalog), strict=True))
    return {key: getattr(figures, key) or counted[key] for key in STOCKS}


def _balances(year: int, requests: Requests, registers: Registers) -> Iterator[Check]:
    for n, applicant in enumerate(APPLICANTS):
        got, back, done, on = (
            row[n] for row in (requests.received, requests.carried_in, requests.total, requests.carried_out)
        )
        yield _equal(
            year,
            registers,
            "total",
            got + back,
            done + on,
            f"{applicant}：新收 {got} + 上年结转 {back} = {got + back}，办理总计 {done} + 结转下年度 {on} = {done + on}",
            f"{applicant}: received {got} + carried in {back} = {got + back}, total {done} + carried out {on} = {done + on}",
            Text(
                "核对这一列：第一项加第二项之和，等于第三项加第四项之和",
                "check the column: rows 1 + 2 equal rows 3 + 4",
            ),
        )


def _results(year: int, requests: Requests, registers: Registers) -> Iterator[Check]:
    for n, applicant in enumerate(APPLICANTS):
        left, right = sum(getattr(requests, key)[n] for key in LEAVES), requests.total[n]
        yield _equal(
            year,
            registers,
            "total",
            left,
            right,
            f"{applicant}：各项办理结果之和 {left}，（七）总计 {right}",
            f"{applicant}: the results add up to {left}, the total is {right}",
            Text(
                "核对这一列从（一）到（六）的各项；一件申请只计一种结果",
                "check the results; an application counts once",
            ),
        )


def _disputes(year: int, requests: Requests, registers: Registers) -> Iterator[Check]:
    for key, name in DISPUTES.items():
        cells: Outcome = getattr(requests, key)
        left = cells.upheld + cells.corrected + cells.other + cells.pending
        yield _equal(
            year,
            registers,
            f"{key}.total",
            left,
            cells.total,
            f"{name}：维持、纠正、其他、未审结之和 {left}，总计 {cells.total}",
            f"{name}: the results add up to {left}, the total is {cells.total}",
            Text("核对这一组的四项结果和总计", "check the four results and the total"),
        )


def _carried(year: int, requests: Requests, registers: Registers) -> Iterator[Check]:
    before = registers.requests.get(year - 1)
    if before is None:
        return
    left, right = sum(before.carried_out), sum(requests.carried_in)
    path = requests_path(year)
    yield Check(
        "report-carry-over",
        Severity.WARNING,
        path,
        registers.line(path, "carried_in"),
        before.carried_out == requests.carried_in,
        Text(
            f"{year - 1}年结转下年度 {_row(before.carried_out)} 共 {left} 件，{year}年上年结转 {_row(requests.carried_in)} 共 {right} 件",
            f"carried out of {year - 1}: {_row(before.carried_out)}, carried into {year}: {_row(requests.carried_in)}",
        ),
        Text(
            "核对两年的数；上年数据确有更正的，在“其他需要报告的事项”中说明",
            "check both years; explain a correction in section 6",
        ),
        {"left": left, "right": right},
    )


def _counted(
    year: int, registers: Registers, documents: Sequence[Document], catalog: Catalog
) -> Iterator[Check]:
    """A register may know of more documents than this catalog, never of fewer."""
    path = figures_path(year)
    for key, counted in zip(STOCKS, count_stocks(year, documents, catalog), strict=True):
        written: Stock | None = getattr(registers.figures[year], key)
        for cell, label in CELLS.items() if written else ():
            left, right = getattr(written, cell), getattr(counted, cell)
            yield Check(
                "report-inconsistent",
                Severity.ERROR,
                path,
                registers.line(path, f"{key}.{cell}"),
                left >= right,
                Text(
                    f"{STOCKS[key]}{label}填报 {left}，目录中可以数到 {right}",
                    f"{key}.{cell} is {left}, the catalog holds {right}",
                ),
                Text(
                    "核对填报数；目录中的文件都要计入",
                    "check the number; every document of the catalog counts",
                ),
                {"left": left, "right": right},
            )


def _stock_flow(
    year: int, registers: Registers, documents: Sequence[Document], catalog: Catalog
) -> Iterator[Check]:
    if year - 1 not in registers.figures:
        return
    before, now = (stocks(y, registers.figures[y], documents, catalog) for y in (year - 1, year))
    path = figures_path(year)
    for key, name in STOCKS.items():
        old, new = before[key].in_force, now[key]
        right = old + new.made - new.repealed
        yield Check(
            "report-inconsistent",
            Severity.WARNING,
            path,
            registers.line(path, f"{key}.in_force"),
            new.in_force == right,
            Text(
                f"{name}现行有效 {new.in_force}；上年现行有效 {old} + 制发 {new.made} - 废止 {new.repealed} = {right}",
                f"{key} in force: {new.in_force}; last year {old} + made {new.made} - repealed {new.repealed} = {right}",
            ),
            Text(
                "核对三个数；因集中清理不能衔接的，在报告中说明",
                "check the three numbers; explain a clean-up in the report",
            ),
            {"left": new.in_force, "right": right},
        )


def _spoken(
    year: int, narrative: Narrative, registers: Registers, documents: Sequence[Document], catalog: Catalog
) -> Iterator[Check]:
    tables = _repeated(year, registers, documents, catalog)
    path = narrative_path(year)
    for key, (label, pattern) in _SPOKEN.items():
        for match in re.finditer(pattern, narrative.source):
            line = narrative.source.count("\n", 0, match.start()) + 1
            left, right = int(match[1]), tables[key]
            yield Check(
                "report-inconsistent",
                Severity.WARNING,
                path,
                line,
                left == right,
                Text(
                    f"文字写{label} {left}，表中是 {right}",
                    f"the text says {left} where the table says {right}",
                ),
                Text(
                    "改成与表格一致；说的是其他数时换一种写法",
                    "make it agree with the table, or word it differently",
                ),
                {"left": left, "right": right},
            )


def _repeated(
    year: int, registers: Registers, documents: Sequence[Document], catalog: Catalog
) -> dict[str, int]:
    requests, normative = (
        registers.requests[year],
        stocks(year, registers.figures[year], documents, catalog)["normative"],
    )
    rows = {key: sum(getattr(requests, key)) for key in ("received", "carried_in", "total", "carried_out")}
    return rows | {key: getattr(normative, key) for key in CELLS}


def _equal(
    year: int, registers: Registers, key: str, left: int, right: int, zh: str, en: str, hint: Text
) -> Check:
    path = requests_path(year)
    return Check(
        "report-inconsistent",
        Severity.ERROR,
        path,
        registers.line(path, key),
        left == right,
        Text(zh, en),
        hint,
        {"left": left, "right": right},
    )


def _row(numbers: Sequence[int]) -> str:
    return "、".join(str(n) for n in numbers)
