"""`gongkai table`: what an office does with a register, from a preset to the end of a row."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.findings import findings
from helpers.roots import make_root
from table_catalog import catalog_of
from table_made import CATALOG, PLACE, ROW, csv_bytes, row, run, table_root, told, workbook

from generator.model.shown_rows import Register
from generator.reading.registers.tables import load_tables
from generator.tools.tables.presets import presets


def register(root: Path) -> Register:
    return load_tables(root, catalog_of(root))[0][0].register


@pytest.mark.parametrize("preset", ["penalties", "政务新媒体", "places", "procurement"])
def test_a_preset_becomes_a_sound_register(preset: str, tmp_path: Path):
    root = make_root(tmp_path / "root", {}, CATALOG)
    assert run(root, "new", preset).returncode == 0
    assert findings(root) == []
    again = run(root, "new", preset)
    assert again.returncode == 2 and "已经存在" in again.stderr


def test_presets_are_listed_and_guessed(tmp_path: Path):
    listed = run(tmp_path, "new").stdout
    assert all(name in listed and title in listed for name, title in presets().items())
    wrong = run(tmp_path, "new", "penaltys")
    assert wrong.returncode == 2 and "penalties" in wrong.stderr


def test_import_shows_every_row_and_marks_what_was_public(tmp_path: Path):
    root = table_root(tmp_path / "root", [row(1), row(2)])
    file = tmp_path / "新.xlsx"
    head = [*ROW, "备注"]
    file.write_bytes(
        workbook(
            [head, [*row(2, 罚款金额="0.8").values(), ""], [*row(3).values(), "新的"], [*row(1).values(), ""]]
        )
    )
    before = (root / PLACE / "penalties.csv").read_bytes()
    dry = run(root, "import", "penalties", str(file), "--dry-run")
    assert dry.returncode == 0 and (root / PLACE / "penalties.csv").read_bytes() == before
    assert (
        "+ 测综罚〔2026〕3号" in dry.stdout
        and "罚款金额：0.5 → 0.8" in dry.stdout
        and "没有用到“备注”" in dry.stderr
    )
    assert "新增 1 行，变更 1 行，相同 1 行" in dry.stdout
    assert run(root, "import", "penalties", str(file)).returncode == 0
    lives = {r.cells[3]: r.life for r in register(root).rows}
    assert lives["测综罚〔2026〕2号"].state == "已更正" and "罚款金额" in lives["测综罚〔2026〕2号"].note
    assert lives["测综罚〔2026〕1号"].state == "有效" and findings(root) == []
    assert "相同 3 行" in run(root, "import", "penalties", str(file)).stdout


@pytest.mark.parametrize("bad", [{"决定日期": "46266"}, {"文书号": ""}, {"处罚类别": "罚欵"}, {"当事人": ""}])
def test_nothing_is_imported_with_any_fault(bad: dict[str, str], tmp_path: Path):
    root = table_root(tmp_path / "root", [row(1)])
    before = (root / PLACE / "penalties.csv").read_bytes()
    file = tmp_path / "新.csv"
    file.write_bytes(csv_bytes([row(2), row(3, **bad)], "gb18030"))
    done = run(root, "import", "penalties", str(file))
    assert done.returncode == 1 and "新.csv 第 3 行" in done.stderr and "什么都没有导入" in done.stderr
    assert (root / PLACE / "penalties.csv").read_bytes() == before


def test_repair_objection_and_end_of_a_row(tmp_path: Path):
    root = table_root(tmp_path / "root", [row(1), row(2), row(3)])
    objected = run(root, "object", "penalties", "测综罚〔2026〕1号", "--date", "2026-11-16")
    assert "最迟 2026-12-07 办结（15 个工作日" in objected.stdout
    assert {r.cells[3][-2:]: r.life.state for r in register(root).rows}["1号"] == "异议处理中"
    assert run(root, "object", "penalties", "2026〕1号", "--settled").returncode == 0
    assert "不再公示" in run(root, "repair", "penalties", "测综罚〔2026〕2号").stdout
    assert (
        run(
            root, "end", "penalties", "测综罚〔2026〕3号", "--date", "2026-12-01", "--note", "处罚决定被撤销"
        ).returncode
        == 0
    )
    lives = [r.life for r in register(root).rows]
    assert [life.state for life in lives] == ["有效", "已修复", "已撤销"]
    assert str(lives[0].settled) == "2026-11-22"
    assert told(findings(root)) == {(3, "row-ended", "")}
    wrong = run(root, "repair", "penalties", "测综罚〔2026〕9号")
    assert wrong.returncode == 2 and "测综罚" in wrong.stderr
    assert run(root, "check", "penalties").returncode == 0
    assert run(root, "check", "fines").returncode == 2


def test_a_workbook_that_is_edited_becomes_a_csv_file(tmp_path: Path):
    root = table_root(tmp_path / "root", workbook([list(ROW), list(row(1).values())]))
    assert run(root, "repair", "penalties", "测综罚〔2026〕1号").returncode == 0
    assert [p.name for p in sorted((root / PLACE).iterdir())] == ["penalties.csv", "penalties.yml"]
    assert register(root).rows[0].life.state == "已修复"


def test_no_cell_of_an_export_runs_as_a_formula(tmp_path: Path):
    from datetime import date

    from generator.model.shown_rows import shown
    from generator.site.feeds.tables import plain_files

    root = table_root(tmp_path / "root", [row(1, 当事人="'=HYPERLINK(1)"), row(2, 当事人="@甲")])
    made = dict(plain_files(shown(register(root), date(2026, 11, 22)), catalog_of(root), date(2026, 11, 22)))
    text = "".join(made["tables/penalties/penalties.csv"])
    assert "'=HYPERLINK(1)" in text and "'@甲" in text and "\n=" not in text
