"""Spreadsheets as offices keep them, a few hundred of them by chance: each is read as it was meant, or every fault is told at its cell
and nothing is imported; and nothing that comes out of them runs in a spreadsheet.

GONGKAI_SHEETS says how many.
"""

from __future__ import annotations

import csv
import os
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from html import escape
from io import BytesIO, StringIO
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import openpyxl
import pytest
from table_catalog import catalog_of
from table_made import PLACE, ROW, row, table_root

from generator.model.shown_rows import shown
from generator.planning.tables import books
from generator.reading.registers.tables import load_tables
from generator.site.feeds.tables import book, plain_files
from generator.tools.tables.editing import Sheet, import_rows, open_sheet

MANY = int(os.environ.get("GONGKAI_SHEETS", "60"))
TODAY = date(2026, 11, 22)
HEAD = list(ROW)
PARTY, NUMBER, KIND, FINE, DECIDED, OFFICE, PUBLISHED = range(7)


class Case(NamedTuple):
    """A file, and where its fault is; None: it is sound, and these are its rows."""

    name: str
    data: bytes
    fault: tuple[int, str] | None


class Grid:
    """A small table with lines above it, which a change may break."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.above: list[list[Any]] = random.choice(
            [[], [["测试县行政处罚结果"]], [["测试县行政处罚结果"], ["单位：万元"]], [[], ["附件2"]]]
        )
        self.rows: list[list[Any]] = [
            [*row(n, 当事人=f"云岭第{n}餐饮店").values()] for n in range(2, random.randrange(5, 9))
        ]
        self.at = random.randrange(len(self.rows))
        self.line = len(self.above) + 2 + self.at
        self.head: list[Any] = list(HEAD)

    @property
    def grid(self) -> list[list[Any]]:
        return [*self.above, self.head, *self.rows]

    def put(self, column: int, value: Any) -> tuple[int, str]:
        self.rows[self.at][column] = value
        return self.line, HEAD[column]

    def csv(self, encoding: str = "utf-8-sig", delimiter: str = ",", **options: Any) -> bytes:
        out = StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n", **options).writerows(self.grid)
        return out.getvalue().encode(encoding)

    def xlsx(self, change: Callable[[Any], object] = lambda sheet: None) -> bytes:
        made = openpyxl.Workbook()
        for cells in self.grid:
            made.active.append(cells)
        change(made.active)
        out = BytesIO()
        made.save(out)
        return out.getvalue()

    def ods(self) -> bytes:
        rows = "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(str(c))}</text:p></table:table-cell>'
                for c in cells
            )
            + "</table:table-row>"
            for cells in self.grid
        )
        names = "".join(
            f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
        )
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            package.writestr(
                "content.xml",
                f'<office:document-content{names}><office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>",
            )
            manifest = (
                '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
            )
            package.writestr("META-INF/manifest.xml", manifest)
        return out.getvalue()

    def any(self) -> bytes:
        """The same in one of the formats."""
        return self.random.choice([self.csv, self.xlsx, self.ods, lambda: self.csv("gb18030")])()


def _text(column: int, *values: str) -> Callable[[Grid], tuple[bytes, tuple[int, str]]]:
    def made(grid: Grid) -> tuple[bytes, tuple[int, str]]:
        place = grid.put(column, grid.random.choice(values))
        return grid.any(), place

    return made


def _book(change: Callable[[Any, Grid], tuple[int, str]]) -> Callable[[Grid], tuple[bytes, tuple[int, str]]]:
    def made(grid: Grid) -> tuple[bytes, tuple[int, str]]:
        told: list[tuple[int, str]] = []
        return grid.xlsx(lambda sheet: told.append(change(sheet, grid))), told[0]

    return made


def _merged(sheet: Any, grid: Grid) -> tuple[int, str]:
    first = len(grid.above) + 2
    sheet.merge_cells(f"A{first}:A{first + 1}")
    return first, f"A{first}:A{first + 1}"


def _value(column: int, *values: Any, form: str = "") -> Callable[[Any, Grid], tuple[int, str]]:
    def change(sheet: Any, grid: Grid) -> tuple[int, str]:
        cell = sheet.cell(grid.line, column + 1)
        cell.value = grid.random.choice(values)
        cell.number_format = form or cell.number_format
        return grid.line, HEAD[column]

    return change


def _hidden(sheet: Any, grid: Grid) -> tuple[int, str]:
    sheet.row_dimensions[grid.line].hidden = True
    return grid.line, ""


def _hidden_column(sheet: Any, grid: Grid) -> tuple[int, str]:
    sheet.column_dimensions["D"].hidden = True
    return len(grid.above) + 1, HEAD[FINE]


def _other_sheet(sheet: Any, grid: Grid) -> tuple[int, str]:
    other = sheet.parent.create_sheet("底稿")
    other.append(["甲", "乙"])
    other.append(["丙", "丁"])
    other.sheet_state = grid.random.choice(["visible", "hidden", "veryHidden"])
    return len(grid.above) + 1, ""


def _line(*made: list[Any]) -> Callable[[Grid], tuple[bytes, tuple[int, str]]]:
    def change(grid: Grid) -> tuple[bytes, tuple[int, str]]:
        cells = grid.random.choice(made)
        at = grid.random.randrange(1, len(grid.rows) + 1)
        grid.rows.insert(at, [*cells, *[""] * (7 - len(cells))])
        return grid.any(), (len(grid.above) + 2 + at, "")

    return change


def _two_headings(grid: Grid) -> tuple[bytes, tuple[int, str]]:
    grid.head[KIND:DECIDED] = ["处罚情况", ""]
    grid.rows.insert(0, ["", "", HEAD[KIND], HEAD[FINE], "", "", ""])
    return grid.any(), (len(grid.above) + 2, "")


def _twice(grid: Grid) -> tuple[bytes, tuple[int, str]]:
    other = (grid.at + 1) % len(grid.rows)
    grid.rows[other][NUMBER] = grid.rows[grid.at][NUMBER]
    return grid.any(), (len(grid.above) + 2 + max(other, grid.at), HEAD[NUMBER])


def _missing_column(grid: Grid) -> tuple[bytes, tuple[int, str]]:
    at = grid.random.choice([PARTY, KIND, DECIDED, OFFICE])
    grid.head[at] = "其他"
    return grid.any(), (len(grid.above) + 1, HEAD[at])


def _column_twice(grid: Grid) -> tuple[bytes, tuple[int, str]]:
    grid.head.append(HEAD[KIND])
    grid.rows = [[*cells, "警告"] for cells in grid.rows]
    return grid.any(), (len(grid.above) + 1, HEAD[KIND])


def _more_cells(grid: Grid) -> tuple[bytes, tuple[int, str]]:
    grid.rows[grid.at].append("多出来的")
    return grid.any(), (grid.line, "")


def _open_quote(grid: Grid) -> tuple[bytes, tuple[int, str]]:
    grid.above = []
    text = grid.csv().decode("utf-8-sig")
    return text.replace(f"第{grid.at + 2}餐", f'",“"第{grid.at + 2}餐', 1).replace(
        "云岭", '"云岭', 1
    ).encode(), (
        2,
        "",
    )


def _cut_off(grid: Grid) -> tuple[bytes, tuple[int, str]]:
    data = grid.xlsx()
    return data[: grid.random.randrange(40, len(data) - 60)], (1, "")


BROKEN: dict[str, Callable[[Grid], tuple[bytes, tuple[int, str]]]] = {
    "merged": _book(_merged),
    "date as number": _text(DECIDED, "46266", "46266.0", "45000"),
    "date as number in a workbook": _book(_value(DECIDED, 46266, 46266.5)),
    "no such day": _text(DECIDED, "2026-02-30", "2026/13/1", "去年", "2026.9", "44"),
    "number as words": _text(FINE, "五千元", "约0.5", "无", "1e5", "0.5（已缴）"),
    "number with its unit": _text(FINE, "0.5万元", "￥5000", "12%", "1,200元", "5000元整"),
    "percent": _book(_value(FINE, 0.12, form="0%")),
    "ten thousands": _book(_value(FINE, 123456, form='0!.0,"万"')),
    "thousands": _book(_value(FINE, 123456, form="#,##0,")),
    "shortened number": _text(PARTY, "1.1e+17", "9.13399E+17"),
    "long number": _book(_value(PARTY, 110000000000000001, 913399000000000000)),
    "missing": _text(PARTY, "", " ", "　"),
    "missing key": _text(NUMBER, ""),
    "key twice": _twice,
    "formula": _book(_value(FINE, "=1+1", '=HYPERLINK("http://a","b")', "=SUM(D2:D3)")),
    "formula in text": _text(
        PARTY,
        "=1+1",
        '=cmd|"/c calc"!A0',
        "@SUM(1+1)",
        "+cmd|'/c calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "＝1+1",
    ),
    "error": _text(PARTY, "#N/A", "#REF!", "#VALUE!", "######"),
    "error in a workbook": _book(_value(FINE, "#DIV/0!", "#N/A")),
    "hidden row": _book(_hidden),
    "hidden column": _book(_hidden_column),
    "another sheet": _book(_other_sheet),
    "two headings": _two_headings,
    "total": _line(["合计", "", "", "3.5"], ["", "总 计", "", "3.5"], ["本页小计："], ["合计：5件"]),
    "note": _line(["注：罚款单位为万元"], ["填表人：张某"], ["", "", "", "", "", "", "2026-09-01"]),
    "heading again": _line(HEAD),
    "missing column": _missing_column,
    "column twice": _column_twice,
    "more cells": _more_cells,
    "misspelled choice": _text(KIND, "罚欵", "罚款、没收", "罚 款"),
    "unknown body": _text(OFFICE, "县林业局", "县府办公室"),
    "open quote": _open_quote,
    "cut off": _cut_off,
    "picture": lambda grid: (b"\x89PNG\r\n\x1a\n\0\0\0\r", (1, "")),
    "nothing": lambda grid: (b"", (1, "")),
}


def _dates(grid: Grid) -> bytes:
    for cells in grid.rows:
        cells[DECIDED] = grid.random.choice(
            ["2026/9/1", "2026年9月1日", "20260901", "2026.9.1", "２０２６-09-01"]
        )
    return grid.any()


def _real_dates(grid: Grid) -> bytes:
    def change(sheet: Any) -> None:
        if grid.random.random() < 0.5:
            sheet.parent.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        for n in range(len(grid.rows)):
            sheet.cell(len(grid.above) + 2 + n, DECIDED + 1).value = datetime(2026, 9, 1)
            sheet.cell(len(grid.above) + 2 + n, FINE + 1).value = 0.5

    return grid.xlsx(change)


def _numbers(grid: Grid) -> bytes:
    for cells in grid.rows:
        cells[FINE] = grid.random.choice(["0.5", " 0.5 ", "０.５", "0.50", ".5"])
    return grid.any()


def _blanks(grid: Grid) -> bytes:
    for _ in range(3):
        grid.rows.insert(grid.random.randrange(len(grid.rows) + 1), ["", " ", "", "", "", "", ""])
    return grid.any()


def _breaks(grid: Grid) -> bytes:
    for cells in grid.rows:
        cells[OFFICE] = "\n县府办\r\n"
    grid.head[DECIDED] = "决定\n日期"
    return grid.any()


def _headings(grid: Grid) -> bytes:
    grid.head[FINE], grid.head[PARTY], grid.head[KIND] = "罚款金额（万元）", "*当事人", "处罚 类别"
    return grid.any()


def _float(grid: Grid) -> bytes:
    return grid.xlsx(
        lambda sheet: [
            setattr(sheet.cell(len(grid.above) + 2 + n, FINE + 1), "value", 0.1 + 0.2 + 0.2)
            for n in range(len(grid.rows))
        ]
    )


SOUND: dict[str, Callable[[Grid], bytes]] = {
    "dates": _dates,
    "real dates": _real_dates,
    "numbers": _numbers,
    "binary fractions": _float,
    "empty rows": _blanks,
    "breaks": _breaks,
    "headings": _headings,
    "encodings": lambda grid: grid.csv(
        grid.random.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"]), grid.random.choice(",;\t|")
    ),
    "quotes": lambda grid: grid.csv(delimiter=grid.random.choice(",;\t"), quoting=csv.QUOTE_ALL),
    "separator told": lambda grid: ("sep=;\r\n" + grid.csv("utf-8", ";").decode()).encode(),
    "open document": Grid.ods,
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return table_root(tmp_path_factory.mktemp("sheets") / "root", [row(1)])


def opened(root: Path) -> tuple[Any, Sheet]:
    loaded = load_tables(root, catalog_of(root))[0][0]
    return loaded, open_sheet(root / PLACE / "penalties.csv", loaded)


def kinds() -> list[tuple[int, str]]:
    names = [*BROKEN, *SOUND]
    return [(n, names[n % len(names)]) for n in range(MANY)]


@pytest.mark.parametrize(("number", "kind"), kinds())
def test_a_spreadsheet_is_read_as_it_was_meant_or_its_fault_is_told_at_its_cell(
    number: int, kind: str, root: Path, tmp_path: Path
):
    grid = Grid(Random(number))
    loaded, sheet = opened(root)
    before = [list(cells) for cells in sheet.rows]
    keys = {cells[NUMBER] for cells in grid.rows}
    made = BROKEN[kind](grid) if kind in BROKEN else (SOUND[kind](grid), None)
    done = import_rows(sheet, loaded, made[0], catalog_of(root), TODAY)
    places = {(fault.line, fault.column) for fault in done.faults}
    if made[1]:
        assert made[1] in places, (kind, made[1], done.faults)
        assert not done.changes and sheet.rows == before
        assert len({line for line, _ in places} - {made[1][0]}) <= 2, "one fault is not told of other rows"
        assert all(fault.message.zh and fault.message.en and fault.hint.zh for fault in done.faults)
        return
    assert not done.faults and {change.key for change in done.changes} == keys, done
    assert sheet.rows[1:] == [[*cells] for cells in sheet.rows[1:] if cells[FINE] in ("0.5", "0.50")]
    assert {(cells[DECIDED], cells[OFFICE], cells[KIND]) for cells in sheet.rows} == {
        ("2026-09-01", "县府办", "罚款")
    }


@pytest.mark.parametrize(
    "text", ["'=HYPERLINK(1)", "'@SUM(1)", "'+cmd|x", "-", "+86 571 88888888", "'=1", "=一"]
)
def test_nothing_that_comes_out_of_a_spreadsheet_runs(text: str, root: Path, tmp_path: Path):
    grid = Grid(Random(1))
    grid.put(PARTY, text)
    loaded, sheet = opened(root)
    done = import_rows(sheet, loaded, grid.csv(), catalog_of(root), TODAY)
    if text == "=一":
        assert done.faults
        return
    assert not done.faults
    sheet.path = tmp_path / "penalties.csv"
    lines = list(csv.reader(StringIO(sheet.write().read_text(encoding="utf-8-sig"))))
    assert not any(cell[:1] in "=+-@" and cell != "" for line in lines for cell in line), lines
    (root / PLACE / "penalties.csv").write_bytes(sheet.path.read_bytes())
    register, catalog = load_tables(root, catalog_of(root))[0][0].register, catalog_of(root)
    assert text.lstrip("'") in {entry.cells[0] for entry in register.rows}, "and it is what was written"
    table = shown(register, TODAY)
    files = dict(plain_files(table, catalog, TODAY))
    made = "".join(files["tables/penalties/penalties.csv"])
    assert not any(cell[:1] in "=+-@" and cell for line in csv.reader(StringIO(made)) for cell in line)
    for name, rows in books(table):
        for _, pieces in book(name, rows, table, catalog):
            with zipfile.ZipFile(BytesIO(b"".join(pieces))) as package:
                sheet_xml = package.read("xl/worksheets/sheet1.xml").decode()
            assert "<f>" not in sheet_xml and 't="inlineStr"' in sheet_xml
