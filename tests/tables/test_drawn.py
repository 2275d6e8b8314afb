"""`chart` of a register: what is drawn are the sums of the rows that are in force, in a picture and in a table beside it."""

from __future__ import annotations

import pickle
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from helpers.findings import findings
from playwright.sync_api import Page
from table_catalog import catalog_of
from table_made import PLACE, TABLE, row, table_root

from generator.model.shown_rows import Shown, shown
from generator.model.tables import TableChart
from generator.planning.tables import file_names, parts_of
from generator.reading.registers.tables import load_tables
from generator.site.pages.table_chart import drawn, table_charts
from generator.site.pages.tables import first_page
from generator.tools.audits.accessibility import STATES, broken

TODAY = date(2026, 11, 22)
CHARTED = TABLE.replace("columns:\n", "chart: [{by: kind, columns: fine}, {by: decided}]\ncolumns:\n", 1)
ROWS = [
    row(1, 罚款金额="0.5", 处罚类别="罚款"),
    row(2, 罚款金额="1.25", 处罚类别="没收", 决定日期="2026-09-02"),
    row(3, 罚款金额="", 处罚类别="警告"),
    row(4, 罚款金额="2", 处罚类别="罚款", 决定日期="2025-12-30", 公开日期="2026-01-05"),
    row(5, 罚款金额="9", 公开日期=""),
    row(6, 罚款金额="7", 状态="已撤销", 状态日期="2026-11-01"),
]  # fmt: skip


def register(root: Path) -> Shown:
    (loaded,), _ = load_tables(root, catalog_of(root))
    return shown(loaded.register, TODAY)


def test_sums_and_counts_are_those_of_the_rows_in_force(tmp_path: Path):
    found = register(table_root(tmp_path, ROWS, CHARTED))
    fines, years = (drawn(found, chart) for chart in found.table.chart)
    assert fines.rows == ("警告", "罚款", "没收")  # as they are declared
    assert [s.values for s in fines.series] == [(0.0, 2.5, 1.25)]
    assert (years.rows, years.series[0].values) == (("2025 年", "2026 年"), (1.0, 3.0))
    first, second = table_charts(found)
    assert '<td class="gk-right">2.5</td>' in first and "罚款金额（万元），按处罚类别" in first
    assert "决定日期（年）" in second and "<title" in second and "罚款 2.5" in first


def test_what_workers_are_handed_for_every_page_holds_no_rows(tmp_path: Path):
    found = register(table_root(tmp_path, [row(n, 当事人=f"店{n}", 处罚机关=("县府办", "县财政局")[n % 2]) for n in range(9)]))  # fmt: skip
    context = first_page(found, parts_of(found, catalog_of(tmp_path)), file_names(found))
    assert [count for _, _, count in context["parts"]["机构"]] == [5, 4]
    assert "店".encode() not in pickle.dumps(context)


def test_of_many_groups_the_small_are_told_together_and_nothing_is_lost(tmp_path: Path):
    rows = [row(n, 当事人=f"店{n % 45}", 罚款金额=f"{n}.5") for n in range(1, 91)]
    found = register(table_root(tmp_path, rows, CHARTED))
    picture = drawn(found, TableChart(by="party", columns=("fine",)))
    assert len(picture.rows) == 30 and picture.rows[-1] == "其余 16 项"
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in rows:
        sums[one["当事人"]] += Decimal(one["罚款金额"])
    assert sum(picture.series[0].values) == sum(sums.values())
    assert all(
        value == float(sums[name])
        for name, value in zip(picture.rows[:-1], picture.series[0].values, strict=False)
    )


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ("{by: sort}", "没有列“sort”"),
        ("{by: boss}", "不公开，不能画成图"),
        ("{by: kind, columns: [decided]}", "不是数字列"),
        ("{by: kind, columns: [fine, cases]}", "计量单位不同"),
    ],
)
def test_what_cannot_be_drawn_is_told_at_its_line(chart: str, said: str, tmp_path: Path):
    table = TABLE.replace("columns:\n", f"chart: {chart}\ncolumns:\n", 1)
    line = table.split("\n").index(f"chart: {chart}") + 1
    found = findings(table_root(tmp_path, ROWS, table))
    assert any(d.line == line and said in d.message.zh and d.path == f"{PLACE}/penalties.yml" for d in found)


def test_registers_of_the_example_are_drawn_for_every_reader(page: Page, address: str):
    """As the bars say, so say the table beside them and the rows."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}tables/procurement/")
    rows = [text.split("\t") for text in page.locator("tr[data-row]").all_inner_texts()]
    heads = page.locator("table:has(tr[data-row]) thead th").all_inner_texts()
    day, *numbers = (
        next(n for n, head in enumerate(heads) if head.startswith(name))
        for name in ("成交日期", "预算金额", "中标（成交）金额")
    )
    budget, paid = (sum(Decimal(cells[n]) for cells in rows if cells[day][:4] == "2026") for n in numbers)
    chart = page.locator("figure svg").first
    said = chart.locator("desc").text_content() or ""
    assert chart.get_attribute("role") == "img" and f"2026 年 {budget:,}，{paid:,}" in said
    page.locator(".gk-numbers summary").first.click()
    assert page.locator(".gk-numbers tbody tr").all_inner_texts()[1] == f"2026 年\t{budget:,}\t{paid:,}"
    assert list(broken(page, (STATES[0], STATES[-1]))) == []
