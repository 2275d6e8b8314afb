"""Rows are counted as documents are: in coverage, statistics, timeliness and by the inspection, also when they have ended; then without a name."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from helpers.findings import findings
from helpers.program import gongkai
from helpers.roots import make_root
from table_catalog import catalog_of
from table_made import CATALOG, PLACE, row, run, table_root, told

from generator.build import build_site
from generator.model.counted_rows import alike_documents, row_documents, waiting_documents
from generator.model.setting import Setting
from generator.model.shown_rows import shown
from generator.model.workdays import work_calendar
from generator.planning.ledger.coverage import coverage_of
from generator.planning.ledger.forecast import columns_of
from generator.planning.ledger.inspection import inspection
from generator.planning.ledger.statistics import statistics_of
from generator.planning.ledger.timeliness import timeliness_of
from generator.planning.tables import register_events
from generator.reading.registers.tables import load_tables

TODAY = date(2026, 11, 22)
ROWS = [
    row(1),
    row(2, 当事人="修复的店", 状态="已修复", 状态日期="2026-10-01"),
    row(3, 当事人="迟到的店", 公开日期="2026-10-15", 逾期原因="系统故障", 状态="已撤销", 状态日期="2026-11-01"),
    row(4, 当事人="未公开的店", 决定日期="2026-10-12", 公开日期=""),
    row(5, 当事人="明天的店", 决定日期="2026-11-19", 公开日期="2026-11-23"),
]  # fmt: skip


def setting_of(root: Path) -> Setting:
    catalog = catalog_of(root)
    return Setting(root, catalog, work_calendar(catalog.calendar), TODAY)


def counted(root: Path) -> tuple[int, int, int, int, int, int]:
    """Public in the cell of coverage, in September and October, timed, late, late by the inspection, overdue."""
    setting = setting_of(root)
    registers = [loaded.register for loaded in load_tables(root, setting.catalog)[0]]
    tables = [shown(register, TODAY) for register in registers]
    rows, alike = list(row_documents(tables)), list(alike_documents(tables))
    coverage = coverage_of(rows, (), setting.catalog, TODAY)
    cell = next(c for duty, body, year, c in coverage.places() if (duty.key, body[-5:], year) == ("20-6", "政府办公室", 2026))  # fmt: skip
    statistics = statistics_of(rows, rows, setting.catalog, TODAY)
    assert coverage_of(alike, (), setting.catalog, TODAY) == coverage
    assert statistics_of(alike, alike, setting.catalog, TODAY) == statistics
    assert columns_of(alike, setting.catalog, TODAY) == columns_of(rows, setting.catalog, TODAY)
    timeliness = timeliness_of(rows, setting)
    inspected = inspection([*rows, *waiting_documents(registers)], setting, setting.catalog.assessment)
    return (
        cell.documents,
        sum(statistics.totals.values()),
        len(timeliness.timings),
        len(timeliness.late),
        len(inspected.late),
        len(inspected.overdue),
    )


def test_rows_are_counted_as_documents_are_and_stay_counted_when_they_end(tmp_path: Path):
    root = table_root(tmp_path / "root", ROWS)
    assert counted(root) == (3, 3, 3, 1, 1, 1)
    (root / PLACE / "penalties.csv").write_bytes(
        (table_root(tmp_path / "in-force", [{**r, "状态": "", "状态日期": ""} for r in ROWS]) / PLACE / "penalties.csv").read_bytes()
    )  # fmt: skip
    assert counted(root) == (3, 3, 3, 1, 1, 1), "an end takes nothing from what was published"


def test_rows_that_were_cleared_after_a_release_stay_counted(tmp_path: Path):
    root = table_root(tmp_path / "root", ROWS[:3])
    before = counted(root)
    done = gongkai("release", "--root", root, "--today", TODAY, "--out", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert "删除了 2 行" in run(root, "end", "penalties", "--clear").stdout
    assert "的店" not in (root / PLACE / "penalties.lock").read_text(encoding="utf-8")
    assert counted(root) == before == (3, 3, 3, 1, 1, 0)


def test_a_lock_file_of_an_earlier_version_is_read(tmp_path: Path):
    root = table_root(tmp_path / "root", [row(1)])
    lines = [
        "a" * 12 + "\t2026-01-05\t2026-04-06\t期满\t",
        "b" * 12 + f"\t2026-01-05\t-\t-\t{'0' * 32}\t某号",
    ]
    (root / PLACE / "penalties.lock").write_text("\n".join(lines) + "\n", encoding="utf-8")
    past = load_tables(root, catalog_of(root))[0][0].register.past
    assert [(p.kind, p.mark, p.body, p.start, p.key) for p in past] == [
        ("期满", "", "", None, ""),
        ("", "0" * 32, "", None, "某号"),
    ]


def test_ledger_and_streams_of_the_site_tell_of_rows_and_name_none_that_has_ended(tmp_path: Path):
    root = table_root(tmp_path / "root", [*ROWS[:3], row(6, 公开日期="2026-09-03")])
    built = build_site(root, tmp_path / "site", today=TODAY)
    assert built.pages, built.checked.diagnostics
    site = tmp_path / "site"
    lines = [json.loads(line) for line in (site / "changes.ndjson").read_text(encoding="utf-8").splitlines()]
    rows = [(e["date"], e["kind"], e["why"]) for e in lines if e["index_no"] == "tables/penalties"]
    assert rows == [
        ("2026-09-03", "列入", "列入 3 条"),
        ("2026-10-01", "修复", "修复 1 条"),
        ("2026-10-15", "列入", "列入 1 条"),
        ("2026-11-01", "撤下", "撤下 1 条"),
    ]
    assert all(e["url"].endswith("/tables/penalties/") for e in lines if e["index_no"].startswith("tables/"))
    for feed in ("feeds/all.xml", "feeds/category/20-6.xml", "feeds/body/11339926854601395E.json"):
        found = list(site.glob(feed.replace("20-6", "*"))) or [site / feed]
        assert any("行政处罚结果信息" in path.read_text(encoding="utf-8") for path in found), feed
    text = (site / "catalog/timeliness/timeliness.csv").read_text(encoding="utf-8")
    assert "（已经结束）" in text and "系统故障" not in text
    for path in site.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".xml", ".json", ".ndjson", ".csv"):
            assert "修复的店" not in path.read_text(encoding="utf-8") and "迟到的店" not in path.read_text(encoding="utf-8")  # fmt: skip


def test_events_of_the_site_keep_their_ids_when_a_row_ends(tmp_path: Path):
    root = table_root(tmp_path / "root", ROWS)
    catalog = catalog_of(root)
    register = load_tables(root, catalog)[0][0].register
    before = {e.id for e in register_events([shown(register, date(2026, 9, 30))], catalog)}
    after = {e.id for e in register_events([shown(register, TODAY)], catalog)}
    assert before and before < after


def test_links_into_registers_are_checked(tmp_path: Path):
    table_root(tmp_path / "a", [row(1)])
    text = (tmp_path / "a").joinpath("catalog.yml").read_text(encoding="utf-8")
    document = (
        Path(__file__).parents[1].joinpath("rules/late-publication/good.md").read_text(encoding="utf-8")
    )
    linked = (
        document
        + "\n[处罚](../../tables/penalties/)，[错的](../../tables/penaltys/)，[全部](../../tables/)\n"
    )
    root = make_root(tmp_path / "b", {"a.md": linked}, CATALOG)
    assert text == (root / "catalog.yml").read_text(encoding="utf-8")
    (root / PLACE).mkdir(parents=True)
    for name in ("penalties.yml", "penalties.csv"):
        (root / PLACE / name).write_bytes((tmp_path / "a" / PLACE / name).read_bytes())
    found = [d for d in findings(root) if d.rule == "dead-link"]
    assert [d.data["target"] for d in found] == ["../../tables/penaltys/"]
    assert "penalties" in found[0].hint.zh and not told(findings(root))
