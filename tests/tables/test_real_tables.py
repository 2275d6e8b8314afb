"""What real tables of other offices taught: codes that look like numbers, years at the end, sheets of notes, keys that are too short."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from html import escape
from io import BytesIO
from pathlib import Path
from time import process_time

import openpyxl
import pytest
from helpers.findings import findings
from helpers.program import gongkai
from helpers.roots import TESTS
from table_catalog import catalog_of
from table_made import PLACE, ROW, TABLE, csv_bytes, row, run, table_root, told, workbook

from generator.build import build_site
from generator.model.tables import Column
from generator.reading.drawings import Series
from generator.reading.registers.cells import reader_of
from generator.reading.registers.sheets import read_sheet
from generator.reading.registers.tables import load_tables
from generator.reading.registers.typed_rows import labels_of
from generator.reading.registers.workbooks import read_workbook
from generator.site.pages.chart import row_chart
from generator.tools.tables.editing import Imported, import_rows, open_sheet


def imported(folder: Path, data: bytes, table: str = TABLE) -> Imported:
    root = table_root(folder, [row(1)], table)
    catalog = catalog_of(root)
    loaded = load_tables(root, catalog)[0][0]
    sheet = open_sheet(root / PLACE / "penalties.csv", loaded)
    return import_rows(sheet, loaded, data, catalog, date(2026, 11, 22))


@pytest.mark.parametrize(
    ("column", "text", "hint"),
    [
        (Column(label="码"), "8E941", None),
        (Column(label="码"), "12e3", None),
        (Column(label="码"), "9.13399E17", "完整"),
        (Column(label="码"), "9E+17", "完整"),
        (Column(label="数", type="number"), "1e5", "只写数字"),
        (Column(label="数", type="integer"), "1E2", "整数"),
        (Column(label="日", type="date"), "5/19/2006 0:00:00", "2006-05-19（"),
        (Column(label="日", type="date"), "03/04/2021", "2021-03-04或者 2021-04-03"),
        (Column(label="日", type="date"), "31-12-2021", "2021-12-31（"),
        (Column(label="日", type="date"), "13/13/2021", "2026-03-02"),
        (Column(label="日", type="date"), "民國112年3月5日", "2023-03-05（"),
        (Column(label="日", type="date"), "112/03/05", "2023-03-05（"),
        (Column(label="日", type="date"), "23.1.5", "20"),
        (Column(label="日", type="date"), "长期", "留空"),
        (Column(label="日", type="date"), "9999-12-31", "留空"),
        (Column(label="日", type="date"), "/", "留空"),
        (Column(label="址", type="link"), "www.a-b.example/c?d", "https://www.a-b.example/c?d（"),
        (Column(label="址", type="link"), "见附件", "写完整"),
    ],
)
def test_codes_stay_and_spoilt_numbers_and_foreign_dates_are_told(
    column: Column, text: str, hint: str | None
):
    value, wrong = reader_of(column, {})(text)
    assert (wrong is None and value == text) if hint is None else (wrong and hint in wrong.hint.zh)


@pytest.mark.parametrize(
    "text", ["2023年1月5号", "2023/1/5 上午9:30", "2023-1-5 9:30:00 PM", "20230105", "2023.1.5"]
)
def test_usual_spellings_of_a_day_are_read(text: str):
    assert reader_of(Column(label="日", type="date"), {})(text) == ("2023-01-05", None)


def test_the_sheet_with_the_headings_is_read_wherever_it_stands(tmp_path: Path):
    def notes(sheet):
        first = sheet.parent.create_sheet("填写说明", 0)
        for line in ("一、填写说明", "二、文书号必填", "三、日期写到日"):
            first.append([line, "见样表"])

    done = imported(tmp_path, workbook([list(ROW), list(row(2).values())], notes))
    assert [(f.line, "填写说明" in f.message.zh) for f in done.faults] == [(1, True)]
    assert read_workbook(workbook([["甲"], ["乙"]])).rows[0][1] == ["甲"]


def test_keys_that_do_not_tell_rows_apart_are_told_as_what_they_are(tmp_path: Path):
    same = imported(tmp_path / "same", csv_bytes([row(2), row(2)]))
    assert [f.message.zh for f in same.faults] == ["与第 2 行完全相同"]
    differ = imported(tmp_path / "differ", csv_bytes([row(2), row(2, 罚款金额="0.9")]))
    assert "再写一列" in differ.faults[0].hint.zh and differ.faults[0].column == "文书号"
    many = imported(tmp_path / "many", csv_bytes([row(2)] * 301))
    assert len(many.faults) == 100 and "后面还有 200 处" in many.faults[-1].message.zh
    dated = TABLE.replace("key: [doc_no]", "key: [doc_no, decided]")
    unread = imported(
        tmp_path / "unread", csv_bytes([row(2, 决定日期="某日"), row(2, 决定日期="那天")]), dated
    )
    assert {f.column for f in unread.faults} == {"决定日期"}, "keys that could not be read are not compared"


def test_an_import_says_what_it_made_of_the_headings_and_what_does_not_go_online(tmp_path: Path):
    root = table_root(tmp_path / "root", [row(1)])
    file = tmp_path / "名单.csv"
    given = {("处罚机关名称" if name == "处罚机关" else name): cell for name, cell in row(2).items()}
    told = TABLE.replace("label: 处罚机关,", "label: 处罚机关, also: [处罚机关名称],")
    (root / PLACE / "penalties.yml").write_text(told, encoding="utf-8")
    file.write_bytes(csv_bytes([given | {"件数（宗）": "3", "备注": "甲", "公开日期": ""}]))
    done = run(root, "import", "penalties", str(file), "--dry-run")
    assert "表头对应：“处罚机关名称”→“处罚机关”\n" in done.stdout
    assert "+ 测综罚〔2026〕2号  云岭餐饮店" in done.stdout
    assert "其中 1 行没有公开日期" in done.stdout
    assert "没有用到“备注”：登记表里没有" in done.stderr
    assert "就是“件数”的，在登记表说明里给“件数”写 also: [件数（宗）]" in done.stderr.replace(
        "(", "（"
    ).replace(")", "）")
    file.write_bytes(csv_bytes([{k: v for k, v in row(2).items() if k != "处罚机关"}]))
    assert "写上“body: 县政府办公室”" in run(root, "import", "penalties", str(file)).stderr.replace(
        catalog_of(root).bodies[0].name, "县政府办公室"
    )


def test_a_file_that_is_no_text_is_told_from_its_line(tmp_path: Path):
    labels = labels_of(
        load_tables(root := table_root(tmp_path, [row(1)]), catalog_of(root))[0][0].register.table
    )
    sound = csv_bytes([row(1), row(2)])
    for spoilt, said in ((b"\xdb\xaa\x81\x30\x9d,", "编码"), (b"a\x01b,", "U+0001")):
        fault = read_sheet(sound + spoilt, labels).faults[0]
        assert fault.line == 4 and said in fault.message.zh
    assert read_sheet(sound.replace(b"\n", b"\r") + b"\xff,", labels).faults[0].line == 4


def test_an_empty_column_that_nobody_described_does_no_harm(tmp_path: Path):
    assert imported(tmp_path / "a", csv_bytes([row(2) | {"备注": ""}])).faults == ()
    root = table_root(tmp_path / "b", [row(1) | {"备注": "", "附注": "甲"}])
    faults = load_tables(root, catalog_of(root))[0][0].faults
    assert [(f.column, "从表里删去" in f.hint.zh) for f in faults] == [("附注", True)]


def test_merged_cells_of_an_old_workbook_are_told(tmp_path: Path):
    done = imported(tmp_path, (TESTS / "old/merged.xls").read_bytes())
    assert (2, "C2:C3") in {(f.line, f.column) for f in done.faults} and not done.changes


def test_lists_show_the_beginning_of_long_texts_and_no_empty_column_and_the_row_has_all_of_it(tmp_path: Path):
    table = TABLE.replace("  cases:", "  facts: {label: 事实}\n  brief: {label: 要点}\n  cases:")
    long = "甲<乙>&" * 40
    rows = [row(1) | {"事实": long, "要点": "一\n二"}, row(2) | {"罚款金额": "1200.50"}]
    site = tmp_path / "site"
    assert build_site(table_root(tmp_path / "root", rows, table), site, today=date(2026, 11, 22)).pages
    listed = (site / "tables/penalties/index.html").read_text(encoding="utf-8")
    assert f">{escape(long[:80])}……</td>" in listed and escape(long) not in listed
    assert '<th scope="col">事实</th>' in listed and "统一社会信用代码" not in listed, (
        "nobody has a code here"
    )
    page = next(p for p in (site / "tables/penalties/r").rglob("*.html") if "要点" in p.read_text("utf-8"))
    below = page.read_text(encoding="utf-8").split('<tr class="gk-whole">')
    assert len(below) == 3 and escape(long) in below[1] and "一<br>二" in below[2], (
        "texts stand below the facts"
    )
    assert below[0].count('<tr><th scope="row">') > 5


def test_numbers_of_a_register_are_numbers_in_its_workbook(tmp_path: Path):
    site = tmp_path / "site"
    rows = [row(1), row(2) | {"罚款金额": "1200.50"}, row(3) | {"罚款金额": "123456789012345.25"}]
    assert build_site(table_root(tmp_path / "root", rows), site, today=date(2026, 11, 22)).pages
    sheet = openpyxl.load_workbook(site / "tables/penalties/penalties.xlsx").active
    at = [cell.value for cell in sheet[1]].index("罚款金额（万元）")
    assert [line[at] for line in sheet.iter_rows(min_row=2, values_only=True)] == [
        0.5,
        1200.5,
        "123456789012345.25",
    ]


def test_a_schema_without_rows_says_which_headings_the_file_begins_with(tmp_path: Path):
    root = table_root(tmp_path / "root", [row(1)])
    (root / PLACE / "penalties.csv").unlink()
    done = run(root, "import", "penalties", str(root / "catalog.yml"))
    assert done.returncode == 2 and "第一行写表头：当事人,统一社会信用代码" in done.stderr


def test_amounts_are_grouped_and_rows_of_one_day_stand_as_the_office_wrote_them(tmp_path: Path):
    table = TABLE.replace("  cases:", "  since: {label: 起始年份, type: integer}\n  cases:")
    numbers = (12, 3, 7, 5)
    rows = [row(n) | {"罚款金额": f"{n}00000.5", "起始年份": "2019"} for n in numbers]
    rows[-1]["公开日期"] = "2026-09-04"
    site = tmp_path / "site"
    assert build_site(table_root(tmp_path / "root", rows, table), site, today=date(2026, 11, 22)).pages
    page = (site / "tables/penalties/index.html").read_text(encoding="utf-8")
    assert [int(n) for n in re.findall(r"测综罚〔2026〕(\d+)号</td>", page)] == [5, 12, 3, 7]
    assert '<td class="gk-right">1,200,000.5</td>' in page and '<td class="gk-right">2019</td>' in page
    sheet = openpyxl.load_workbook(site / "tables/penalties/penalties.xlsx").active
    at = [cell.value for cell in sheet[1]].index("文书号")
    told = [line[at] for line in sheet.iter_rows(min_row=2, values_only=True)]
    assert told == [f"测综罚〔2026〕{n}号" for n in numbers], (
        "and the oldest day first where rows are added below"
    )


def test_the_number_of_the_longest_bar_has_room():
    drawing = row_chart(
        "a", "甲", [Series("乙", (319833388000.0, 1.0), ("319,833,388,000", "1"))], ["丙", "丁"]
    )
    left = float(re.findall(r'<text x="([\d.]+)"', drawing)[1])
    assert left + 15 * 7 < 360


def test_rows_lack_no_fields_of_documents_and_without_a_term_they_are_not_timed(tmp_path: Path):
    root = table_root(tmp_path / "root", [row(1), row(2)])
    done = gongkai("report", "inspection", "--root", root, "--today", "2026-11-22")
    assert "信息要素缺项：0" in done.stdout
    untimed = TABLE.replace("publish: {", "#").replace("行政处罚结果信息", "道路清单")
    (root / PLACE / "roads.yml").write_text(untimed, encoding="utf-8")
    (root / PLACE / "roads.csv").write_bytes(csv_bytes([row(n, 决定日期=f"201{n}-09-01") for n in (3, 4, 5)]))
    built = build_site(root, tmp_path / "site", today=date(2026, 11, 22))
    assert built.pages, built.checked.diagnostics
    timed = (tmp_path / "site/catalog/timeliness/timeliness.csv").read_text(encoding="utf-8-sig")
    assert timed.count("tables/penalties") == 2 and "tables/roads" not in timed


def test_texts_in_cells_are_read_like_texts_of_documents(tmp_path: Path):
    table = TABLE.replace("  cases:", "  letter: {label: 来信}\n  reply: {label: 答复}\n  cases:")
    reply = "来信收悉，县医保局局长已经批示，由社区主任上门核实情况，请与我们联系。" * 2
    ill = "我们村的村民王芳，患尿毒症，每个星期要到县医院做三次治疗，家里实在困难，请求救助，谢谢各位。"
    own = "尊敬的领导：我叫李明，家住云溪镇，想请问一下今年医疗保险缴费什么时候开始，在哪里缴，谢谢各位。"
    rows = [row(1), row(2) | {"来信": ill, "答复": reply}, row(3) | {"来信": own, "答复": reply}]
    found = told(findings(table_root(tmp_path / "root", rows, table)))
    assert {(line, rule, column) for line, rule, column in found if rule == "person-details"} == {
        (3, "person-details", "来信"),
        (4, "person-details", "来信"),
    }


def edited(book: bytes, old: str, new: str) -> bytes:
    """A workbook with a text of its sheet replaced."""
    made, sheet = BytesIO(), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(BytesIO(book)) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        assert old.encode() in read.read(sheet)
        for name in read.namelist():
            text = read.read(name)
            written.writestr(name, text.replace(old.encode(), new.encode()) if name == sheet else text)
    return made.getvalue()


def test_workbooks_that_would_take_minutes_are_told_at_once(tmp_path: Path):
    book = workbook([list(ROW), list(row(2).values())])
    merged = '<mergeCell ref="A1:A2"/>' * 5001
    many = edited(book, "</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>")
    name = "".join(f"&#{ord(sign)};" for sign in ROW["当事人"])
    long = edited(book, name, "长" * 40_000)
    started = process_time()
    found = [imported(tmp_path / name, data).faults for name, data in (("many", many), ("long", long))]
    assert process_time() - started < 5
    assert "5001 处" in found[0][0].message.zh and found[1][0][:2] == (2, "当事人")


def test_signs_of_no_width_are_no_part_of_a_cell(tmp_path: Path):
    root = table_root(tmp_path / "root", [row(1, 当事人="云岭\u200b餐饮店\ufeff")])
    register = load_tables(root, catalog_of(root))[0][0].register
    assert register.rows[0].cells[0] == "云岭餐饮店" and findings(root) == []
    data = csv_bytes([row(1, 当事人="\u2060云岭餐饮店")])
    done = import_rows(
        open_sheet(root / PLACE / "penalties.csv", load_tables(root, catalog_of(root))[0][0]),
        load_tables(root, catalog_of(root))[0][0],
        data,
        catalog_of(root),
        date(2026, 11, 22),
    )
    assert done.same == 1 and not done.changes
