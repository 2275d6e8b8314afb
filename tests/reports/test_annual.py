"""The annual report: every cell of a year against a transcription by hand, and its copies for people and programs."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pytest
from county import County
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.annual.report import AnnualReport, annual_report, report_csv, report_json, tables_of
from generator.annual.tables import Table, cell_rows, grid
from generator.site.pages.chart import FOOT, PLOT, TOP, WIDTH, Bar, bar_chart
from generator.site.paper.blocks import Heading, Paragraph
from generator.site.paper.docx import word_file
from generator.site.paper.downloads import report_docx
from generator.site.paper.pdf import pdf_file

DOCUMENTS = Path(__file__).parents[2] / "content/documents/fuban"

TABLE_3 = """
24  6  0  1  3  0 34
 1  0  0  0  0  0  1
11  4  0  1  1  0 17
 3  1  0  0  1  0  5
 0  0  0  0  0  0  0
 0  0  0  0  0  0  0
 0  0  0  0  0  0  0
 1  0  0  0  0  0  1
 0  0  0  0  0  0  0
 1  0  0  0  0  0  1
 1  0  0  0  0  0  1
 1  1  0  0  0  0  2
 2  0  0  0  1  0  3
 1  0  0  0  0  0  1
 0  0  0  0  0  0  0
 1  0  0  0  0  0  1
 0  0  0  0  0  0  0
 0  0  0  0  0  0  0
 0  0  0  0  0  0  0
 0  0  0  0  0  0  0
 1  0  0  0  0  0  1
 0  0  0  0  0  0  0
 0  0  0  0  0  0  0
23  6  0  1  3  0 33
 2  0  0  0  0  0  2
"""
"""2025, row by row as in the report of the example county: 自然人, five kinds of organisation, 总计."""
TABLE_2: list[list[int | str]] = [[0, 0, 0], [6, 4, 60], [13172], [968], [79], ["1184.65"]]
TABLE_4 = [2, 0, 0, 0, 2, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1]
LABELS = """
一、本年新收政府信息公开申请数量
二、上年结转政府信息公开申请数量
三、本年度办理结果／（一）予以公开
三、本年度办理结果／（二）部分公开（区分处理的，只计这一情形，不计其他情形）
三、本年度办理结果／（三）不予公开／1.属于国家秘密
三、本年度办理结果／（三）不予公开／2.其他法律行政法规禁止公开
三、本年度办理结果／（三）不予公开／3.危及“三安全一稳定”
三、本年度办理结果／（三）不予公开／4.保护第三方合法权益
三、本年度办理结果／（三）不予公开／5.属于三类内部事务信息
三、本年度办理结果／（三）不予公开／6.属于四类过程性信息
三、本年度办理结果／（三）不予公开／7.属于行政执法案卷
三、本年度办理结果／（三）不予公开／8.属于行政查询事项
三、本年度办理结果／（四）无法提供／1.本机关不掌握相关政府信息
三、本年度办理结果／（四）无法提供／2.没有现成信息需要另行制作
三、本年度办理结果／（四）无法提供／3.补正后申请内容仍不明确
三、本年度办理结果／（五）不予处理／1.信访举报投诉类申请
三、本年度办理结果／（五）不予处理／2.重复申请
三、本年度办理结果／（五）不予处理／3.要求提供公开出版物
三、本年度办理结果／（五）不予处理／4.无正当理由大量反复申请
三、本年度办理结果／（五）不予处理／5.要求行政机关确认或重新出具已获取信息
三、本年度办理结果／（六）其他处理／1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请
三、本年度办理结果／（六）其他处理／2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请
三、本年度办理结果／（六）其他处理／3.其他
三、本年度办理结果／（七）总计
四、结转下年度继续办理
"""


def report_of(county: County, year: int) -> AnnualReport:
    report = annual_report(year, county.registers, county.documents, county.setting.catalog)
    assert report
    return report


@pytest.fixture
def report(county: County) -> AnnualReport:
    return report_of(county, 2025)


def numbers(table: Table) -> list[list[str]]:
    return [[str(value) for value in line.values] for line in table.lines]


def test_every_cell_of_a_year(report: AnnualReport):
    *disclosure, requests, disputes = tables_of(report)
    assert [row for table in disclosure for row in numbers(table)] == [
        [str(v) for v in row] for row in TABLE_2
    ]
    assert numbers(requests) == [row.split() for row in TABLE_3.strip().splitlines()]
    assert numbers(disputes) == [[str(v) for v in TABLE_4]]
    assert sum(len(line.values) for line in requests.lines) == 175


def test_labels_are_those_of_the_official_form(report: AnnualReport):
    *disclosure, requests, disputes = tables_of(report)
    assert ["／".join(line.label) for line in requests.lines] == LABELS.split()
    assert [c[-1] for c in requests.columns] == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    assert [t.caption for t in disclosure] == [f"第二十条第（{n}）项" for n in "一五六八"]
    assert [c[0] for c in disclosure[0].columns] == ["本年制发件数", "本年废止件数", "现行有效件数"]
    assert [c[-1] for c in disputes.columns] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    assert [s.title for s in report.sections] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


@pytest.mark.parametrize(("year", "path"), [(2024, "2025/00001.md"), (2025, "2026/00001.md")])
def test_the_report_agrees_with_the_document_that_was_published(county: County, year: int, path: str):
    text = (DOCUMENTS / path).read_text(encoding="utf-8")
    written = [m[1].split(" | ") for m in re.finditer(r"^\| [^|]+ \| ([\d. |]+) \|$", text, re.MULTILINE)]
    *tables, disputes = tables_of(report_of(county, year))
    single = numbers(disputes)[0]
    assert written == [row for table in tables for row in numbers(table)] + [
        single[:5],
        single[5:10],
        single[10:],
    ]


def test_reconciliation_holds_and_shows_its_sums(report: AnnualReport):
    assert all(check.holds for check in report.checks)
    assert "自然人：新收 24 + 上年结转 1 = 25，办理总计 23 + 结转下年度 2 = 25" in [
        c.message.zh for c in report.checks
    ]


def test_a_year_without_registers_has_no_report(county: County):
    assert annual_report(2019, county.registers, county.documents, county.setting.catalog) is None


def test_grid_covers_every_place_once(report: AnnualReport):
    for table in tables_of(report):
        cells = grid(table)
        places = [(c.row + y, c.column + x) for c in cells for y in range(c.height) for x in range(c.width)]
        rows, columns = max(p[0] for p in places) + 1, max(p[1] for p in places) + 1
        assert len(places) == len(set(places)) == rows * columns
        assert len(cell_rows(cells)) == rows


def test_csv_has_every_number_on_a_line(report: AnnualReport):
    text = report_csv(report)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert len(rows) == 1 + 10 + 175 + 15
    assert ["2025", "收到和处理政府信息公开申请情况", "三、本年度办理结果／（七）总计", "总计", "33"] in rows
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_json_has_the_keys_of_the_registers(report: AnnualReport):
    record = json.loads(report_json(report))
    tables = {
        t["key"]: {row["key"]: row["values"] for row in t["rows"]}
        for s in record["sections"]
        for t in s["tables"]
    }
    assert tables["requests"]["carried_out"] == [2, 0, 0, 0, 0, 0, 2]
    assert tables["disclosure-8"]["charges"] == ["1184.65"]
    assert all(check["holds"] for check in record["checks"])


def test_docx_has_the_tables_and_is_repeatable(report: AnnualReport):
    begun = int(time.time()) // 2
    first = report_docx(report)
    while int(time.time()) // 2 == begun:  # a zip file knows times to two seconds
        time.sleep(0.05)
    assert report_docx(report) == first
    document = docx.Document(io.BytesIO(first))
    assert document.paragraphs[0].text == "青溪县2025年政府信息公开工作年度报告"
    *_, requests, disputes = document.tables
    assert [[cell.text for cell in row.cells[-7:]] for row in requests.rows][2:] == [
        row.split() for row in TABLE_3.strip().splitlines()
    ]
    assert [cell.text for cell in disputes.rows[-1].cells] == [str(v) for v in TABLE_4]
    assert requests.rows[10].cells[0].text == "三、本年度办理结果"


def test_what_looks_like_a_formula_stays_text(report: AnnualReport):
    evil = '=HYPERLINK("http://x")  { PAGE }  \x00\x1f]]>&<w:fldSimple/>'
    data = report_docx(replace(report, title=evil, opening=evil))
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert not re.search(r"<w:(fldSimple|fldChar|instrText|hyperlink)\b", xml)
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text.startswith("=HYPERLINK")


@settings(deadline=None, max_examples=12)
@given(st.text(), st.text())
def test_any_text_becomes_a_word_file_and_a_pdf(title: str, text: str):
    blocks = [Heading(title, 0), Paragraph(text)]
    assert docx.Document(io.BytesIO(word_file(title[:200], text[:200], blocks))).paragraphs
    assert len(pypdfium2.PdfDocument(pdf_file(title, text, blocks))) >= 1


@given(st.lists(st.none() | st.integers(0, 9999), max_size=24))
def test_bars_stay_inside_the_drawing(values: list[int | None]):
    chart = bar_chart(
        "t", "标题", "说明", [Bar("", f"{n // 3}年", value, series=n % 3) for n, value in enumerate(values)]
    )
    rects = re.findall(r'<rect [^>]*x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', chart)
    assert len(rects) == sum(bool(value) for value in values)
    for x, y, width, height in (map(float, rect) for rect in rects):
        assert x >= 0 and x + width <= WIDTH
        assert y >= 0 and y + height <= TOP + PLOT + FOOT
