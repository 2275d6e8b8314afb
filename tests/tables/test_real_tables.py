"""What real tables of other offices taught: codes that look like numbers, years at the end, sheets of notes, keys that are too short."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from helpers.roots import TESTS
from table_catalog import catalog_of
from table_made import PLACE, ROW, TABLE, csv_bytes, row, run, table_root, workbook

from generator.model.tables import Column
from generator.reading.registers.cells import reader_of
from generator.reading.registers.sheets import read_sheet
from generator.reading.registers.tables import load_tables
from generator.reading.registers.typed_rows import labels_of
from generator.reading.registers.workbooks import read_workbook
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
    ],
)
def test_codes_stay_and_spoilt_numbers_and_foreign_dates_are_told(
    column: Column, text: str, hint: str | None
):
    value, wrong = reader_of(column, {})(text)
    assert (wrong is None and value == text) if hint is None else (wrong and hint in wrong.hint.zh)


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
