"""Registers → the pages and files of the statutory blocks 年报 and 依申请公开 that are made from numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from generator.annual.due import report_on
from generator.annual.form import Registers
from generator.annual.report import AnnualReport, annual_report
from generator.annual.tables import RESULTS, cell_rows, disputes_table, grid, requests_table
from generator.model.document import PublishedDocument
from generator.model.setting import Setting
from generator.planning.plan import Plan
from generator.planning.tables import supervision
from generator.reading.drawings import MOST_COLUMNS, Drawing, Series
from generator.reading.markdown import render_text
from generator.site.pages.chart import Bar, bar_chart, figure
from generator.site.paper.application import FORMS, NOTES, form_name, form_parts
from generator.site.press import (
    FORM_STYLE,
    Article,
    Page,
    Press,
    fill_template,
    finish_page,
    head_of,
    simple_page,
)

FILLED_IN = {"request_form.html": "request-form", "reply_date.html": "reply-date"}
"""Templates with fields to fill in, and the modules that do what they promise."""

FLOW = (
    ("本年新收", "received"),
    ("上年结转", "carried_in"),
    ("办理总计", "total"),
    ("结转下年度继续办理", "carried_out"),
)

CHARTED = 6
"""Years in the chart, so that its numbers stay legible on a phone; the table beside it holds all."""

SERIES = ("新收申请", "办理总计", "结转下年度")


def statutory_pages(press: Press, plan: Plan, setting: Setting, registers: Registers) -> Iterator[Page]:
    """The archive of annual reports, the report of each year, and the pages below 依申请公开."""
    reports = all_reports(plan, setting, registers)
    yield _archive(press, plan, registers, reports)
    for report in reports:
        yield _report(press, report, report_on(report.year, plan.published, press.catalog))
    yield _below(
        press,
        "request/form/",
        "申请表",
        "request_form.html",
        forms=[
            {"form": f, "parts": form_parts(f), "docx": form_name(f, "docx"), "pdf": form_name(f, "pdf")}
            for f in FORMS
        ],
        notes=NOTES,
    )
    yield _below(
        press,
        "request/released/",
        "已公开的答复",
        "request_released.html",
        released=[(entry, plan.row.get(entry.document)) for entry in registers.released],
    )
    yield _below(
        press, "request/statistics/", "申请办理统计", "request_statistics.html", **_statistics(registers)
    )
    yield _below(press, "request/reply-date/", "答复日期计算", "reply_date.html", last=setting.calendar.last)


def all_reports(plan: Plan, setting: Setting, registers: Registers) -> list[AnnualReport]:
    """The reports on all years that are over, newest first."""
    years = (year for year in registers.reported if year < setting.today.year)
    return [
        report
        for year in years
        if (
            report := annual_report(
                year, registers, plan.published, setting.catalog, supervision(plan.tables, year)
            )
        )
    ]


def _archive(press: Press, plan: Plan, registers: Registers, reports: list[AnnualReport]) -> Page:
    names = {c.name for c in press.catalog.categories if c.block == "年报"}
    rows = [
        row
        for listing in plan.listings
        if listing.view == "category" and listing.name in names
        for row in listing.rows
    ]
    content = fill_template(
        press, "annual.html", root="../", reports=reports, rows=rows, **_statistics(registers)
    )
    return simple_page(press, "annual", "政府信息公开年报", "信息公开年报", content)


def _report(press: Press, report: AnnualReport, published: PublishedDocument | None) -> Page:
    article = Article(
        report.title,
        published.published if published else None,
        report.authority,
        ("政府信息公开", "年度报告"),
        report.title,
    )
    sections = [
        {
            "title": s.title,
            "html": Markup(render_text(s.text).html),
            "tables": [{"caption": t.caption, "rows": cell_rows(grid(t))} for t in s.tables],
        }
        for s in report.sections
    ]
    return _below(
        press,
        f"annual/{report.year}/",
        f"{report.year}年政府信息公开工作年度报告",
        "annual_year.html",
        article,
        report=report,
        opening=Markup(render_text(report.opening).html),
        sections=sections,
        published=published,
    )


def _below(
    press: Press, address: str, name: str, template: str, article: Article | None = None, **context: Any
) -> Page:
    """A page below one of the two blocks, in that block's shell."""
    block = address.partition("/")[0]
    column = {"annual": "政府信息公开年报", "request": "依申请公开"}[block]
    content = fill_template(
        press,
        template,
        root="../../",
        name=name,
        column=(column, f"{block}/"),
        authority=press.catalog.authority,
        **context,
    )
    head = head_of(
        press,
        "../../",
        address,
        f"{press.catalog.site.name}：{name}",
        column,
        "信息公开年报" if block == "annual" else "依申请公开",
        styles=(FORM_STYLE,) if template in FILLED_IN else (),
        module=FILLED_IN.get(template, ""),
        article=article,
    )
    return finish_page(press, f"{block}-2", address, f"{name} - {press.catalog.site.name}", head, content)


def _statistics(registers: Registers) -> dict[str, Any]:
    """Numbers of every year with a register: for the chart, and for the tables that say the same in words."""
    requests = sorted(registers.requests.items())
    shown = [(year, (sum(r.received), sum(r.total), sum(r.carried_out))) for year, r in requests[-CHARTED:]]
    newest_first = requests[::-1]
    results = [
        (name, [sum(sum(getattr(r, key)) for key in keys) for _, r in newest_first]) for name, keys in RESULTS
    ]
    return {
        "chart": bar_chart(
            "requests",
            "历年申请数量",
            "；".join(
                f"{year}年 " + "，".join(map(" ".join, zip(SERIES, map(str, numbers), strict=True)))
                for year, numbers in shown
            ),
            [bar for year, numbers in shown for bar in _group(f"{year}年", numbers)],
        ),
        "series": SERIES,
        "years": [year for year, _ in newest_first],
        "flow": [(label, [sum(getattr(r, key)) for _, r in newest_first]) for label, key in FLOW],
        "results": results,
        "outcomes": _outcomes([year for year, _ in newest_first], results),
        "details": [
            {"year": year, "tables": [cell_rows(grid(make(r))) for make in (requests_table, disputes_table)]}
            for year, r in newest_first
        ],
    }


def _outcomes(years: Sequence[int], results: Sequence[tuple[str, Sequence[int]]]) -> Markup:
    """How requests were answered in the newest years, drawn; the table beside it has all years."""
    drawn = [(name, found[:MOST_COLUMNS]) for name, found in results if any(found[:MOST_COLUMNS])]
    if not drawn:
        return Markup("")
    drawing = Drawing(
        tuple(name for name, _ in drawn),
        tuple(
            Series(
                f"{year}年",
                tuple(float(found[n]) for _, found in drawn),
                tuple(str(found[n]) for _, found in drawn),
            )
            for n, year in enumerate(years[:MOST_COLUMNS])
        ),
    )
    return figure("outcomes", "办理结果（件）", drawing, "近年的办理结果（件）")


def _group(name: str, numbers: Sequence[int]) -> Iterator[Bar]:
    """The bars of a year, with a gap after them."""
    yield from (Bar("", name, number, series=n) for n, number in enumerate(numbers))
    yield Bar("", "", None)
