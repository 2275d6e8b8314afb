"""The record of an audit becomes the statement; a record that cannot be read is a finding."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from helpers.findings import findings
from helpers.roots import make_root

from generator.reading.registers.audit_record import PLACE, Record, Violation, load_record, save_record

RECORD = Record(
    date(2026, 11, 20),
    "axe-core 4.12.1",
    "Chromium 156",
    "WCAG 2.2 AA",
    ("首页", "信息页"),
    ("390 px，深色，关怀版",),
    2,
    (Violation("首页", "", ("390 px，深色，关怀版",), "image-alt", "<img>"),),
)


def test_a_record_is_read_as_it_was_written(tmp_path: Path):
    save_record(tmp_path, RECORD)
    record, read = load_record(tmp_path)
    assert (record, read.problems) == (RECORD, ())
    record, read = load_record(tmp_path / "elsewhere")
    assert (record, read.problems) == (None, ())


def test_a_record_that_cannot_be_read_is_a_finding(tmp_path: Path):
    root = make_root(tmp_path, {})
    (root / "content/data").mkdir()
    for broken, where in (("{", "JSON"), ('{"day": "2026-11-20"}', "engine")):
        (root / PLACE).write_text(broken, encoding="utf-8")
        finding = next(d for d in findings(root) if d.path == PLACE)
        assert (finding.code, finding.rule) == ("GK650", "invalid-audit-record")
        assert where in finding.message.zh and "gongkai audit --write" in finding.hint.zh


def test_the_statement_tells_the_last_run_of_the_example(site: Path):
    page = (site / "accessibility/index.html").read_text(encoding="utf-8")
    record, _ = load_record(site.parent)
    assert record
    for shown in (
        str(record.day),
        record.engine,
        record.browser,
        f"{record.checks} 次检测，{len(record.violations)} 个问题",
    ):
        assert shown in re.sub(r"<[^>]+>", "", page)
