"""The timeliness ledger, the statistics, and the chart of both."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from helpers.roots import TODAY
from hypothesis import given
from hypothesis import strategies as st
from ledger_sample import FINANCE, OFFICE, day, document, setting

from generator.model.document import Late
from generator.model.visibility import published_of
from generator.planning.ledger.periods import Month, Quarter, month_of, months, quarters
from generator.planning.ledger.statistics import Group, blank_months, statistics_of
from generator.planning.ledger.timeliness import Summary, timeliness_of
from generator.site.pages.chart import Bar, bar_chart

SETTING = setting()


def test_days_and_working_days_from_formation_to_publication():
    # From a Friday: 09-20 is a make-up Sunday; 09-25 to 09-27 and 10-01 to 10-07 are holidays.
    (timing,) = timeliness_of([document("2026-09-18", "2026-10-09")], SETTING).timings
    assert (timing.days, timing.working_days, timing.late) == (21, 10, False)
    assert timing.deadline and SETTING.calendar.count(timing.formed, timing.deadline) == 20


def test_late_documents_keep_their_reason():
    late = timeliness_of(
        [
            document("2026-03-02", "2026-06-01", late=Late(reason="复核数据")),
            document("2026-03-02", "2026-03-10"),
        ],
        SETTING,
    ).late
    assert [(timing.reason, timing.published) for timing in late] == [("复核数据", day("2026-06-01"))]


def test_documents_without_a_term_and_waiting_ones_are_not_in_the_ledger():
    documents = [
        document("2008-04-30", "2009-01-05"),
        document("2008-05-01", "2008-05-05"),
        document("2026-11-02", ""),
    ]
    found = timeliness_of(published_of(documents, TODAY), SETTING)
    assert [timing.formed for timing in found.timings] == [day("2008-05-01")]


def test_sums_by_body_and_quarter_keep_quarters_without_documents():
    found = timeliness_of(
        [
            document("2025-11-03", "2025-11-04"),
            document("2026-04-01", "2026-04-03", issuer=FINANCE),
            document("2026-03-02", "2026-06-01", issuer=FINANCE),
        ],
        SETTING,
    )
    assert list(found.bodies) == [OFFICE, FINANCE]
    assert found.bodies[FINANCE].documents == 2
    assert found.bodies[FINANCE].late == 1
    assert [(q, s and s.documents) for q, s in found.quarters.items()] == [
        (Quarter(2025, 4), 1),
        (Quarter(2026, 1), None),
        (Quarter(2026, 2), 2),
    ]
    assert found.cells[OFFICE, Quarter(2025, 4)] == Summary(1, 0, 1, 1)


def test_nothing_published_is_an_empty_ledger():
    found = timeliness_of([], SETTING)
    assert (found.total, found.timings, found.quarters) == (None, (), {})


def test_statistics_show_blank_groups_and_blank_months():
    held = [document("2026-08-03", channels=("政府公报", "政府网站")), document("2026-10-09", issuer=FINANCE)]
    record = document("2026-08-03", "", openness="依申请公开")
    found = statistics_of(held, [*held, record], SETTING.catalog, TODAY)
    assert found.openness == {"主动公开": 2, "依申请公开": 1}
    assert [(group.name, found.total(group)) for group in found.groups] == [
        (OFFICE, 1),
        (FINANCE, 1),
        ("规范性文件", 2),
        ("财政预算决算", 0),
        ("民生政策", 0),
        ("政府网站", 2),
        ("政府公报", 1),
    ]
    assert found.months == (Month(2026, 8), Month(2026, 9), Month(2026, 10), Month(2026, 11))
    assert blank_months(found, TODAY) == [Month(2026, 9)]
    assert found.by_quarter[Group("目录类别", "规范性文件"), Quarter(2026, 3)] == 1


def test_statistics_of_nothing_have_the_month_of_today():
    assert statistics_of([], [], SETTING.catalog, TODAY).months == (month_of(TODAY),)


DAYS = st.dates(day("1990-01-01"), day("2100-12-31"))


@given(DAYS, DAYS)
def test_periods_have_no_gaps(one, other):
    first, last = sorted((month_of(one), month_of(other)))
    span = months(first, last)
    assert (span[0], span[-1], len(set(span))) == (first, last, len(span))
    assert list(dict.fromkeys(month.quarter for month in span)) == quarters(first.quarter, last.quarter)


def test_chart_is_valid_svg_with_a_name_a_description_and_every_number():
    chart = bar_chart(
        "t",
        "标题 <b>",
        "说明 & 数字",
        [Bar("一季", "2025", 3, 1), Bar("二季", "2025", 0), Bar("三季", "2026", 12)],
    )
    svg = ET.fromstring(chart)
    ids = {element.get("id"): element.text for element in svg.iter() if element.get("id")}
    assert [ids[name] for name in svg.attrib["aria-labelledby"].split()] == ["标题 <b>", "说明 & 数字"]
    assert [element.text for element in svg.iter("text")] == [
        "3",
        "一季",
        "0",
        "二季",
        "12",
        "三季",
        "2025",
        "2026",
    ]
    assert len(list(svg.iter("rect"))) == 3


def test_chart_without_bars_is_an_axis():
    assert len(ET.fromstring(bar_chart("t", "标题", "说明", []))) == 3
