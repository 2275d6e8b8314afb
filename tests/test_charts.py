"""`charts`: a table of the text becomes a picture that says the same, and what cannot be drawn is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from generator.model.document import Chart
from generator.reading.drawings import Drawing, Fault, drawing_of
from generator.reading.markdown import render_text
from generator.tools.audits.accessibility import STATES, broken

BUDGET = "11339926650691552J/2025-00001/"

TABLES = """
| 项目 | 2025年 | 2026年 | 说明 |
|---|---:|---:|---|
| 甲 <b>&amp; | 1,260 | －84.5 | 学校 |
| 乙 | 12.5% | — | 无 |
| 合　计 | 9 | 9 | |

| 名称 | 说明 |
|---|---|
| 甲 | 无 |

"""


def test_the_numbers_are_those_of_the_table_without_its_sums():
    drawn = drawing_of(render_text(TABLES).html, Chart(table=1, columns=("2025年", "2026年")))
    assert isinstance(drawn, Drawing)
    assert drawn.rows[1:] == ("乙",) and drawn.rows[0].startswith("甲")
    assert [(s.name, s.values) for s in drawn.series] == [
        ("2025年", (1260.0, 12.5))
    ]  # half of 2026年 is no number
    one = drawing_of(render_text(TABLES.replace("—", "0")).html, Chart(table=1, columns=("2026年",)))
    assert isinstance(one, Drawing) and one.series[0].values == (-84.5, 0.0)


@pytest.mark.parametrize(
    ("chart", "told"),
    [
        (Chart(table=3), "没有第 3 张表格，一共 2 张"),
        (Chart(table=2), "没有一列是数字"),
        (Chart(table=1, columns=("2024年",)), "没有“2024年”这一列"),
    ],
)
def test_what_cannot_be_drawn_is_told(chart: Chart, told: str):
    fault = drawing_of(render_text(TABLES).html, chart)
    assert isinstance(fault, Fault) and told in fault.message.zh


def test_long_tables_are_not_drawn():
    rows = "".join(f"| 行{n} | {n} |\n" for n in range(31))
    assert isinstance(drawing_of(render_text(f"| 甲 | 乙 |\n|--|--|\n{rows}").html, Chart(table=1)), Fault)


def test_a_budget_is_drawn_below_its_tables_for_every_reader(page: Page, address: str):
    page.emulate_media(reduced_motion="reduce")
    page.goto(address + BUDGET)
    charts = page.locator(".gk-body figure svg")
    assert [chart.locator("rect").count() for chart in charts.all()] == [12, 8]
    assert charts.first.get_attribute("role") == "img"
    assert "农林水支出 953" in (charts.first.locator("desc").text_content() or "")
    widest, table = charts.first.locator("rect").first.bounding_box(), page.locator(".gk-body table").nth(1)
    assert widest and table.inner_text().count("953") == 1
    assert page.locator(".gk-body .gk-table + figure").count() == 2
    for state in STATES:
        page.set_viewport_size({"width": state.width, "height": 900})
        size = charts.first.locator("text").first.evaluate(
            "e => parseFloat(getComputedStyle(e).fontSize) * e.ownerSVGElement.getScreenCTM().a"
        )
        assert size >= 12
    assert list(broken(page, (STATES[0], STATES[-1]))) == []


def test_outcomes_and_coverage_are_drawn_as_their_tables_say(page: Page, address: str):
    page.goto(f"{address}request/statistics/")
    said = page.locator("#outcomes-desc").text_content() or ""
    table = page.locator("table").filter(has_text="办理结果（件）").first
    rows = [row.split("\t") for row in table.locator("tbody tr").all_inner_texts()]
    drawn = [row for row in rows if set(row[1:3]) != {"0"}]
    assert said == "；".join(f"{row[0]} {'，'.join(row[1:4])}" for row in drawn) and len(drawn) > 3

    page.goto(f"{address}catalog/coverage/")
    said = page.locator("#coverage-desc").text_content() or ""
    year, _, numbers = said.rpartition("；")[2].partition(" ")
    cells = page.locator(".gk-matrix tbody td")
    states = [cells.and_(page.locator(f"[data-cell={state}]")).count() for state in ("documents", "missing")]
    public, explained, missing = map(int, numbers.split("，"))
    assert [public, missing] == states and public + explained + missing == cells.count()
    page.locator(".gk-numbers summary").click()
    assert f"{year}\t{public}\t{explained}\t{missing}" in page.locator(".gk-numbers").inner_text()
