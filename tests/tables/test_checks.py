"""Registers with rows: every fault is told at its row and column, whatever the spreadsheet did to it."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from helpers.findings import findings
from hypothesis import given
from hypothesis import strategies as st
from table_catalog import catalog_of
from table_made import PLACE, ROW, TABLE, csv_bytes, row, table_root, told, workbook

from generator.build import build_site
from generator.model.catalog import Catalog
from generator.model.tables import Column, RowTerm, Table
from generator.model.workdays import lapse
from generator.reading.registers.cells import reader_of
from generator.reading.registers.sheets import read_sheet
from generator.reading.registers.tables import load_tables
from generator.reading.registers.typed_rows import MANY, labels_of, typed
from generator.tools.tables.presets import FOLDER, presets

HEAD = list(ROW)
CELLS = list(ROW.values())


def test_sound_register_is_clean_in_every_encoding(tmp_path: Path):
    for n, encoding in enumerate(("utf-8", "utf-8-sig", "gb18030", "utf-16")):
        assert told(findings(table_root(tmp_path / str(n), csv_bytes([row()], encoding)))) == set()
    typed_cells = [*CELLS[:3], 0.5, datetime(2026, 9, 1), "县府办", date(2026, 9, 3)]
    assert told(findings(table_root(tmp_path / "x", workbook([HEAD, typed_cells])))) == set()
    titled = workbook(
        [["测试县行政处罚表"], ["单位：万元"], [*HEAD[:3], "罚款金额（万元）", *HEAD[4:]], typed_cells]
    )
    assert told(findings(table_root(tmp_path / "y", titled))) == set()
    shown = csv_bytes([row(决定日期="2026/9/1", 公开日期="2026年9月3日", 罚款金额="1,200.50")])
    assert told(findings(table_root(tmp_path / "z", shown))) == set(), "what Excel makes of a date is read"


@pytest.mark.parametrize(
    ("cells", "rule", "column"),
    [
        ({"决定日期": "2026-02-30"}, "row-form", "决定日期"),
        ({"决定日期": "46266"}, "row-form", "决定日期"),
        ({"决定日期": ""}, "row-form", "决定日期"),
        ({"罚款金额": "五千元"}, "row-form", "罚款金额"),
        ({"件数": "1.5"}, "row-form", "件数"),
        ({"处罚类别": "罚欵"}, "row-form", "处罚类别"),
        ({"处罚机关": "县林业局"}, "row-form", "处罚机关"),
        ({"统一社会信用代码": "9.13399E+17"}, "row-form", "统一社会信用代码"),
        ({"统一社会信用代码": "11339926854601395X"}, "row-form", "统一社会信用代码"),
        ({"当事人": "1.1e+17"}, "row-form", "当事人"),
        ({"决定书": "11339926854601395E/2026-00009"}, "row-form", "决定书"),
        ({"状态": "有郊"}, "row-form", "状态"),
        ({"状态": "已修复"}, "row-form", "状态日期"),
        ({"状态": "已更正", "状态日期": "2026-10-01"}, "row-form", "状态说明"),
        ({"状态": "异议处理中"}, "row-form", "异议收到"),
        ({"异议收到": "2026-11-20", "异议办结": "2026-11-01"}, "row-form", "异议办结"),
        ({"文书号": ""}, "row-without-instrument", "文书号"),
        ({"公开日期": "2026-10-15"}, "row-late", "公开日期"),
        ({"公开日期": ""}, "row-late", "公开日期"),
        ({"公开日期": "2026-08-30"}, "row-late", "公开日期"),
        ({"异议收到": "2026-10-08"}, "objection-due", "异议收到"),
        ({"异议收到": "2026-11-04"}, "objection-due", "异议收到"),
        ({"当事人": "李建国 13912345678"}, "mobile-phone", "当事人"),
        ({"当事人": "公民身份号码 11010519491231002X"}, "citizen-id", "当事人"),
        ({"当事人": "云岭\u200e餐饮店"}, "control-character", "当事人"),
        (
            {"状态": "已更正", "状态日期": "2026-10-01", "状态说明": "更正\ue5f9"},
            "control-character",
            "状态说明",
        ),
        ({"当事人": "机密★10年"}, "secrecy-mark", "当事人"),
    ],
)
def test_fault_of_a_row_is_told_at_its_row_and_column(
    cells: dict[str, str], rule: str, column: str, tmp_path: Path
):
    root = table_root(tmp_path, [row(1), row(2, **cells)])
    found = findings(root)
    assert (3, rule, column) in told(found), found
    assert {line for line, _, _ in told(found)} == {3}
    d = next(d for d in found if (d.line, d.rule) == (3, rule))
    assert "第 3 行" in d.message.zh and column in d.message.zh and "row 3" in d.message.en and d.hint.zh
    assert not any(secret in str(d) for secret in ("13912345678", "11010519491231002X"))


def test_lateness_shows_its_arithmetic_and_a_reason_settles_it(tmp_path: Path):
    late = row(2, 公开日期="2026-10-15")
    found = [d for d in findings(table_root(tmp_path / "a", [late])) if d.rule == "row-late"]
    assert dict(found[0].data) == {
        "row": 2, "column": "公开日期", "start": "2026-09-01", "deadline": "2026-09-10", "published": "2026-10-15",
    }  # fmt: skip
    assert told(findings(table_root(tmp_path / "b", [{**late, "逾期原因": "系统故障"}]))) == set()
    soon = [row(3, 决定日期="2026-11-18", 公开日期="")]
    assert [d.severity.value for d in findings(table_root(tmp_path / "c", soon))] == ["warning"]


def test_what_is_not_listed_row_by_row_is_counted(tmp_path: Path):
    many = [row(n, 公开日期="2026-10-15", 当事人="李建国 13912345678") for n in range(1, MANY + 4)]
    found = findings(table_root(tmp_path, many))
    for rule in ("row-late", "mobile-phone"):
        told_of = [d for d in found if d.rule == rule]
        assert [d.line for d in told_of] == [*range(2, MANY + 3)], rule
        assert "还有 3 " in told_of[-1].message.zh and "13912345678" not in str(told_of[-1])


def test_procurement_result_after_its_two_working_days_is_late(tmp_path: Path):
    text = (FOLDER / "procurement.yml").read_text(encoding="utf-8")
    result = {
        "项目编号": "CG-1", "项目名称": "办公设备", "采购人": "县府办", "采购方式": "询价", "成交日期": "2026-10-12",
        "中标（成交）供应商": "某公司", "公开日期": "2026-10-28",
    }  # fmt: skip
    found = findings(table_root(tmp_path, [result], text, "procurement"))
    assert told(found) == {(2, "row-late", "公开日期")}
    assert found[0].data["deadline"] == "2026-10-14"


def test_duplicates_and_missing_keys(tmp_path: Path):
    root = table_root(tmp_path, [row(1), row(1), row(2, 文书号="")])
    assert {(3, "row-duplicate", "文书号"), (4, "row-duplicate", "文书号")} <= told(findings(root))


def test_masks_are_checked_and_never_repeated(tmp_path: Path):
    table = TABLE.replace(
        "party: {label: 当事人, required: true}", "party: {label: 当事人, required: true, mask: name}"
    )
    for n, (name, sound) in enumerate(
        [("张**", True), ("张某某", True), ("欧阳*", True), ("张建国", False), ("张建国*", False)]
    ):
        found = findings(table_root(tmp_path / str(n), [row(1, 当事人=name)], table))
        assert (told(found) == set()) is sound, name
        assert sound or "建国" not in str(found)


@cache
def broken_books() -> dict[str, tuple[bytes, tuple[int, str]]]:
    """Workbooks as offices make them, each with the row and column of its fault."""
    good = [HEAD, CELLS, [*CELLS[:1], "测综罚〔2026〕2号", *CELLS[2:]]]

    def merged(sheet):
        sheet.merge_cells("A2:A3")

    def hidden_row(sheet):
        sheet.row_dimensions[3].hidden = True

    def hidden_column(sheet):
        sheet.column_dimensions["D"].hidden = True

    def formula(sheet):
        sheet["D3"] = "=1+1"

    def error(sheet):
        sheet["D3"] = "#REF!"

    def long_number(sheet):
        sheet["A3"] = 110000000000000001

    def serial(sheet):
        sheet["E3"] = 46266

    def second(sheet):
        sheet.parent.create_sheet("草稿").append(["甲", "乙"])

    def hidden_sheet(sheet):
        sheet.parent.create_sheet("底稿").append(["甲", "乙"])
        sheet.parent["底稿"].sheet_state = "hidden"

    return {
        "merged": (workbook(good, merged), (2, "A2:A3")),
        "hidden row": (workbook(good, hidden_row), (3, "")),
        "hidden column": (workbook(good, hidden_column), (1, "罚款金额")),
        "formula": (workbook(good, formula), (3, "罚款金额")),
        "error": (workbook(good, error), (3, "罚款金额")),
        "long number": (workbook(good, long_number), (3, "当事人")),
        "serial": (workbook(good, serial), (3, "决定日期")),
        "second sheet": (workbook(good, second), (1, "")),
        "hidden sheet": (workbook(good, hidden_sheet), (1, "")),
        "cut off": (workbook(good)[:-200], (1, "")),
        "unknown column": (workbook([[*HEAD, "备注"], [*CELLS, "甲"]]), (1, "备注")),
        "missing column": (workbook([HEAD[:-2], CELLS[:-2]]), (1, "处罚机关")),
        "twice": (workbook([[*HEAD, "当事人"], [*CELLS, "甲"]]), (1, "当事人")),
        "no heading": (workbook([[*HEAD, ""], [*CELLS, "甲"]]), (2, "")),
        "old format": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, (1, "")),
        "quote": (csv_bytes([row()]).replace("云岭".encode(), '"云岭'.encode()), (2, "")),
        "comma": (csv_bytes([row()]).replace("云岭".encode(), "云,岭".encode()), (2, "")),
        "empty": (b"", (1, "")),
        "binary": (b"\x89PNG\r\n\x1a\n\0\0\0\r", (1, "")),
    }


@pytest.mark.parametrize("name", broken_books())
def test_fault_of_a_spreadsheet_is_told_at_its_cell(name: str, tmp_path: Path):
    data, place = broken_books()[name]
    root = table_root(tmp_path, [row()])
    for old in (root / PLACE).glob("*.csv"):
        old.unlink()
    (root / PLACE / f"penalties.{'xlsx' if data[:2] == b'PK' else 'csv'}").write_bytes(data)
    found = told(findings(root))
    assert (place[0], "row-form", place[1]) in found, found


def _registered() -> tuple[Table, Catalog]:
    with TemporaryDirectory() as folder:
        root = table_root(Path(folder) / "root")
        catalog = catalog_of(root)
        loaded, files = load_tables(root, catalog)
        assert not any(file.problems for file in files.values())
        return loaded[0].register.table, catalog


REGISTERED, CATALOG = _registered()
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
CELL = st.one_of(
    TEXTS, st.integers().map(str), st.floats().map(str), st.dates().map(str), st.sampled_from(CELLS)
)


@given(
    st.lists(st.lists(CELL, max_size=12), max_size=6), st.booleans(), st.sampled_from(["utf-8", "gb18030"])
)
def test_any_table_is_read_or_told_and_never_more_rows_than_it_has(grid, headed: bool, encoding: str):
    out = StringIO()
    csv.writer(out).writerows([HEAD, *grid] if headed else grid)
    sheet = read_sheet(out.getvalue().encode(encoding, "replace"), labels_of(REGISTERED))
    rows, faults = typed(sheet, REGISTERED, CATALOG)
    assert len(rows) <= len(grid) + headed
    assert all(f.line >= 1 and f.message.zh and f.hint.zh for f in faults)
    assert all(len(r.cells) == len(REGISTERED.columns) for r in rows)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]),
)
def test_any_bytes_are_read_or_told(data: bytes, start: bytes):
    sheet = read_sheet(start + data, labels_of(REGISTERED))
    assert sheet.faults or sheet.head


@pytest.mark.parametrize(
    ("start", "number", "unit", "end"),
    [
        ("2026-01-31", 1, "month", "2026-02-28"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2026-11-22", 3, "year", "2029-11-22"),
        ("2026-11-30", 3, "month", "2027-02-28"),
        ("2026-03-01", 7, "day", "2026-03-08"),
    ],
)
def test_end_of_a_publication(start: str, number: int, unit, end: str):
    term = RowTerm(number=number, unit=unit, start="published", basis="")
    assert lapse(date.fromisoformat(start), term) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("key: [doc_no]", 6),
        ("category: 行政处罚与行政强制", 2),
        ("from: decided", 8),
        ("kind: [警告]", 10),
        ("authority", 3),
        ("type: date", 21),
        ("values: [警告, 罚款, 没收]", 18),
        ("name_column: party", 5),
        ("unit: year, from: published", 11),
    ],
)
def test_fault_of_a_schema_is_told_at_its_line(wrong: str, line: int, tmp_path: Path):
    new = {"type: date": "type: day", "values: [警告, 罚款, 没收]": "unit: 种", "name_column: party": "name_column: boss", "unit: year, from: published": "unit: workday, from: published"}.get(wrong, wrong.replace("doc_no", "no").replace("行政", "行").replace("decided", "day").replace("警告", "警造").replace("authority", "office"))  # fmt: skip
    root = table_root(tmp_path, [row()], TABLE.replace(wrong, new, 1))
    assert line in {d.line for d in findings(root) if d.path.endswith("penalties.yml")}, findings(root)


def test_key_that_names_a_person_is_refused(tmp_path: Path):
    table = TABLE.replace("key: [doc_no]", "key: [party]").replace(
        "required: true}\n  code", "required: true, mask: name}\n  code"
    )
    assert any("主键" in d.message.zh for d in findings(table_root(tmp_path, [row(当事人="张*")], table)))


def test_unknown_files_of_content_data_are_told(tmp_path: Path):
    root = table_root(tmp_path)
    for name in (
        "events.yml",
        "credit.yml",
        "annual/jiaoyu/2025.yml",
        "tables/fees.csv",
        "requests/2025.yaml",
    ):
        place = root / "content/data" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("a: 1\n", encoding="utf-8")
    found = {d.path for d in findings(root) if d.rule == "unknown-register"}
    assert found == {
        f"content/data/{name}"
        for name in (
            "events.yml",
            "credit.yml",
            "annual/jiaoyu/2025.yml",
            "tables/fees.csv",
            "requests/2025.yaml",
        )
    }


def test_every_preset_is_a_sound_schema():
    assert len(presets()) == 19 and all(presets().values())


def test_a_column_that_stays_inside_is_no_finding_and_one_that_is_public_is_told_once(tmp_path: Path):
    inside = [row(1, 法定代表人="张建国 13912345678"), row(2, 法定代表人="李建国 13912345679")]
    assert told(findings(table_root(tmp_path / "a", inside))) == set()
    table = TABLE.replace("  doc_no: {label: 文书号}", "  born: {label: 出生日期}\n  doc_no: {label: 文书号}").replace(
        "label: 当事人", "label: 当事人姓名"
    )  # fmt: skip
    rows = [{"当事人姓名": "张**", **row(n, 出生日期="1980年1月2日")} for n in range(1, 2502)]
    for entry in rows:
        del entry["当事人"]
    found = findings(table_root(tmp_path / "b", rows, table))
    assert [(d.rule, d.data["column"]) for d in found if d.rule.startswith(("person", "site"))] == [
        ("person-details", "出生日期")
    ]


@pytest.mark.parametrize(
    ("column", "text", "read"),
    [
        (Column(label="数", type="number"), "1,234.5", "1234.5"),
        (Column(label="数", type="number"), "１，２３４", "1234"),
        (Column(label="数", type="number"), "0,5", None),
        (Column(label="数", type="number"), "1,23", None),
        (Column(label="日", type="date"), "2026/9/1 0:00", "2026-09-01"),
        (Column(label="日", type="date"), "2026-09-03T08:00:00Z", "2026-09-03"),
        (Column(label="文"), "同上", None),
        (Column(label="文"), "〃", None),
        (Column(label="类", type="choice", values=("警告", "罚款", "没收甲、乙")), "罚款;警告", None),
        (Column(label="类", type="choice", several=True, values=("警告", "罚款", "没收甲、乙")), "罚款;警告", "罚款；警告"),
        (Column(label="类", type="choice", several=True, values=("警告", "罚款", "没收甲、乙")), "没收甲、乙；罚款", "没收甲、乙；罚款"),
        (Column(label="类", type="choice", several=True, values=("警告", "罚款")), "罚款、警告", "罚款；警告"),
        (Column(label="类", type="choice", several=True, values=("警告", "罚款")), "罚款、拘留", None),
        (Column(label="类", type="choice", several=True, values=("罚款", "罚款（较低）", "没收甲、乙", "其他")), "罚款、没收甲、乙，其他-改正；罚款（较低）", "罚款；没收甲、乙；其他-改正；罚款（较低）"),
        (Column(label="类", type="choice", values=("登记", "其他")), "其他-补办", "其他-补办"),
        (Column(label="类", type="choice", values=("登记", "其他")), "其他人", None),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_what_it_says_or_told(column: Column, text: str, read: str | None):
    value, wrong = reader_of(column, {})(text)
    assert (None if wrong else value) == read
    assert wrong is None or "05" not in wrong.hint.zh, "no other number is proposed"


def test_a_form_around_a_table_is_no_part_of_it_and_a_web_page_is_no_table(tmp_path: Path):
    form = [f"填表说明{n}" for n in range(6)]
    filled = csv_bytes([{f"{n}.*{name}（必填）": cell for n, (name, cell) in enumerate(row(1).items(), 1)}])
    root = table_root(tmp_path / "a", "\n".join([*form, ""]).encode() + filled)
    assert findings(root) == []
    page = b"<html><table><tr><td>\xe5\xbd\x93</td></tr></table></html>"
    found = [d for d in findings(table_root(tmp_path / "b", page)) if d.rule == "row-form"]
    assert [d.line for d in found] == [1] and "网页" in found[0].message.zh


def test_paragraphs_of_a_text_stay_and_a_key_is_one_line(tmp_path: Path):
    table = TABLE.replace("  cases:", "  facts: {label: 事实}\n  cases:")
    told_in = {"事实": "第一段，\n 第二段。\n\n第三段。", "文书号": "测综罚\n〔2026〕1号"}
    for n, data in enumerate(
        (csv_bytes([row(1) | told_in]), workbook([[*(row(1) | told_in)], [*(row(1) | told_in).values()]]))
    ):
        root = table_root(tmp_path / str(n), data, table)
        assert findings(root) == []
        built = build_site(root, tmp_path / f"site{n}", today=date(2026, 11, 22))
        assert built.pages
        site = tmp_path / f"site{n}/tables/penalties"
        record = json.loads((site / "penalties.json").read_text(encoding="utf-8"))["rows"][0]
        assert record["facts"] == "第一段，\n第二段。\n第三段。" and record["doc_no"] == "测综罚 〔2026〕1号"
        page = next((site / "r").glob("*/index.html")).read_text(encoding="utf-8")
        assert "第一段，<br>第二段。<br>第三段。" in page
        lines = list(csv.DictReader(StringIO((site / "penalties.csv").read_text(encoding="utf-8-sig"))))
        assert lines[0]["事实"] == record["facts"]


def test_a_heading_that_may_be_the_missing_column_is_proposed(tmp_path: Path):
    told_as = [{("处罚决定的日期" if name == "决定日期" else name): cell for name, cell in row(1).items()}]
    found = [d for d in findings(table_root(tmp_path / "root", csv_bytes(told_as))) if "缺少" in d.message.zh]
    assert len(found) == 1 and "also: [处罚决定的日期]" in found[0].hint.zh
