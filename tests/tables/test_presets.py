"""Every ready-made schema: from `table new` over a spreadsheet of the office to its pages, in every way offices save one."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from helpers.findings import findings
from helpers.roots import make_root
from openpyxl.styles import Font
from table_catalog import catalog_of
from table_made import PLACE, csv_bytes, workbook

from generator.build import build_site
from generator.model.tables import Column, Table
from generator.reading.registers.register import read_register
from generator.reading.registers.tables import load_tables
from generator.reading.registers.typed_rows import labels_of
from generator.tools.tables.editing import import_rows, open_sheet
from generator.tools.tables.presets import FOLDER, presets, start_register

NAMES = sorted(presets())
TODAY = date(2026, 11, 22)
CATALOG = (FOLDER.parents[3] / "catalog.yml").read_text(encoding="utf-8")
BODY = "县财政局"
CODE = "11339926530520177X"


def schema_of(name: str) -> Table:
    table, file = read_register(FOLDER, f"{name}.yml", Table)
    assert table, file.problems
    return table


def cell(column: Column, number: int) -> str:
    """What an office could write into a column."""
    masked = {"name": "张**", "id": "330***********123X", "phone": "138****1234", "account": "6222****1234"}
    if column.mask:
        return masked.get(column.mask, "云溪镇双溪村")
    kinds = {"date": "2026-11-18", "integer": str(number), "number": "1200.50", "code": CODE, "body": BODY}
    kinds |= {"link": "https://www.example.gov.cn/a/", "document": ""}
    if column.label == "有效期至":
        return "2030-06-30"
    return column.values[0] if column.values else kinds.get(column.type, f"{column.label}第{number}")


def rows_of(table: Table, *, other: bool = False) -> list[dict[str, str]]:
    """Three rows under the headings of the schema, or under what other files call them."""
    return [
        {(c.also[0] if other and c.also else c.label): cell(c, n) for c in table.columns.values()}
        | {"公开日期": "2026-11-20"}
        for n in (1, 2, 3)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_preset_tells_where_its_columns_come_from(name: str):
    table = schema_of(name)
    first = (FOLDER / f"{name}.yml").read_text(encoding="utf-8").splitlines()[0]
    assert re.search(r"可靠程度：[A-D]|[A-D]（", first) and table.source and table.preset == name
    labels = [w for c in table.columns.values() for w in (c.label, *c.also)]
    assert len(labels) == len(set(labels)) and set(labels_of(table).values()) >= {
        c.label for c in table.columns.values()
    }


def test_every_preset_becomes_a_register_that_is_edited_checked_and_published(tmp_path: Path):
    """In turn UTF-8 with its mark, GBK, and a workbook of Excel's; the other headings come in by import."""
    root = make_root(tmp_path / "root", {}, CATALOG)
    for n, name in enumerate(NAMES):
        start_register(root, name, name)
        rows, place = rows_of(schema_of(name)), root / PLACE / f"{name}.csv"
        if n % 3 == 2:
            place.unlink()
            bold = lambda sheet: sheet["A1"].__setattr__("font", Font(bold=True))  # noqa: E731
            grid = [list(rows[0]), *(list(entry.values()) for entry in rows)]
            place.with_suffix(".xlsx").write_bytes(workbook(grid, bold))
        else:
            place.write_bytes(csv_bytes(rows, ("utf-8-sig", "gb18030")[n % 3]))
    assert [d for d in findings(root) if d.path.startswith(PLACE)] == []
    built = build_site(root, tmp_path / "site", today=TODAY)
    assert built.pages, built.checked.diagnostics
    for name in NAMES:
        page = (tmp_path / f"site/tables/{name}/index.html").read_text(encoding="utf-8")
        assert page.count("<tr data-row>") == 3, name
        assert (tmp_path / f"site/tables/{name}/{name}.xlsx").stat().st_size > 4000


def test_what_other_files_call_the_columns_is_imported(tmp_path: Path):
    root = make_root(tmp_path / "root", {}, CATALOG)
    for name in NAMES:
        start_register(root, name, name)
    catalog = catalog_of(root)
    for loaded in load_tables(root, catalog)[0]:
        sheet = open_sheet(root / loaded.register.path, loaded)
        file = csv_bytes(rows_of(loaded.register.table, other=True), "gb18030")
        done = import_rows(sheet, loaded, file, catalog, TODAY)
        assert (len(done.changes), done.faults, done.unused) == (3, (), ()), loaded.register.slug
        sheet.write()
    assert [d for d in findings(root) if d.path.startswith(PLACE)] == []
