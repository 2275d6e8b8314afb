"""A year of a penalties register: on every day all that leaves the office shows exactly the rows in force, and no ended name.

What is in force is told by the script that makes the year, not by the program. The suite looks at the files of all 365 days
and builds the site on some of them; with GONGKAI_YEAR=365 it builds it on every day.
"""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from helpers.findings import findings
from helpers.program import gongkai
from table_catalog import catalog_of
from table_made import PLACE, days, row, run, table_root, told

from generator.build import build_site
from generator.model.shown_rows import shown
from generator.planning.tables import books, buckets_of, parts_of, search_documents, table_pages
from generator.reading.registers.tables import load_tables
from generator.site.feeds.tables import book, plain_files

FIRST = date(2026, 1, 1)
YEAR = days("2026-01-01", 365)
ROWS = 80
SAMPLE = int(os.environ.get("GONGKAI_YEAR", "3"))
"""Days on which the site is built."""


class Life:
    """One row of the year as it was scripted."""

    def __init__(self, number: int, random: Random) -> None:
        # two characters that no other text has, so that neither the name nor its pair in an index can come from elsewhere
        self.name = chr(0x3500 + number) + chr(0x3700 + number)
        self.entered = FIRST + timedelta(days=random.randrange(-400, 365))
        self.kind = random.choice(["警告", "罚款"])
        self.fate = random.choice(["", "", "已修复", "已撤销", "已更正", "异议"])
        self.turned = self.entered + timedelta(days=random.randrange(5, 120))
        months = 3 if self.kind == "警告" else 12
        year, month = divmod(self.entered.month - 1 + months, 12)
        for day in range(self.entered.day, 0, -1):
            try:
                self.last = date(self.entered.year + year, month + 1, day)
                break
            except ValueError:
                continue
        if self.fate in ("已修复", "已撤销"):
            self.last = min(self.last, self.turned - timedelta(days=1))

    def on(self, day: date) -> bool:
        return self.entered <= day <= self.last

    def cells(self, number: int) -> dict[str, str]:
        decided = str(self.entered - timedelta(days=1))
        cells = row(
            number, 当事人=self.name, 处罚类别=self.kind, 决定日期=decided, 公开日期=str(self.entered)
        )
        cells["法定代表人"] = f"内部{number:03}"
        if self.fate == "异议":
            return cells | {"异议收到": str(self.turned), "异议办结": str(self.turned + timedelta(days=10))}
        if self.fate:
            return cells | {"状态": self.fate, "状态日期": str(self.turned), "状态说明": f"订正{self.name}"}
        return cells


LIVES = [Life(n, Random(n)) for n in range(ROWS)]


def in_force(day: date) -> set[str]:
    return {life.name for life in LIVES if life.on(day)}


def names_in(data: bytes) -> set[str]:
    """The names in a file, also where it is packed."""
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as package:
            data = b"".join(package.read(name) for name in package.namelist())
    text = data.decode("utf-8", "replace")
    assert "内部0" not in text, "a column that stays inside"
    return {life.name for life in LIVES if life.name in text or json.dumps(life.name)[1:-1] in text}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return table_root(
        tmp_path_factory.mktemp("year") / "root", [life.cells(n) for n, life in enumerate(LIVES)]
    )


@pytest.mark.slow
def test_files_of_every_day_show_exactly_the_rows_in_force(root: Path):
    catalog = catalog_of(root)
    register = load_tables(root, catalog)[0][0].register
    for day in YEAR:
        table, expected = shown(register, day), in_force(day)
        files = dict(plain_files(table, catalog, day))
        files |= dict(f for name, rows in books(table) for f in book(name, rows, table, catalog))
        for name, pieces in files.items():
            data = b"".join(p if isinstance(p, bytes) else p.encode() for p in pieces)
            found = names_in(data)
            assert found <= expected, (day, name)
            if name.endswith((".csv", ".xlsx", "penalties.json", ".ndjson")):
                assert found == expected, (day, name)
        assert {r.name for b in buckets_of(table) for r in b.rows} == expected
        assert {r.name for p in table_pages(table, parts_of(table, catalog)) for r in p.rows} == expected
        found = list(search_documents(table, catalog))
        assert names_in(" ".join([*(d.title for d in found), *(k for d in found for k in d.keywords)]).encode()) <= expected  # fmt: skip
        assert names_in(" ".join(text for d in found for text in d.entries.values()).encode()) == expected


def test_stream_tells_every_end_without_a_name(root: Path):
    register = load_tables(root, catalog_of(root))[0][0].register
    last = YEAR[-1]
    happened = shown(register, last).happened
    ended = {life.name: life for life in LIVES if life.last < last and life.entered <= last}
    ends = [h for h in happened if h.kind in ("修复", "撤下", "期满")]
    assert sorted(h.day for h in ends) == sorted(life.last + timedelta(days=1) for life in ended.values())
    assert all(h.row is None for h in ends)
    assert sum(h.kind == "列入" for h in happened) == sum(life.entered <= last for life in LIVES)
    corrected = [life for life in LIVES if life.fate == "已更正" and life.turned <= last]
    assert any(life.turned > life.last for life in corrected)
    assert sum(h.kind == "变更" for h in happened) == sum(life.turned <= life.last for life in corrected)


@pytest.mark.slow
def test_site_of_a_day_has_no_ended_name_in_any_byte(root: Path, tmp_path: Path):
    chosen = YEAR if SAMPLE >= 365 else Random(4).sample(YEAR, SAMPLE)
    for n, day in enumerate(sorted(chosen)):
        built = build_site(root, tmp_path / "site", today=day)
        assert built.pages, built.checked.diagnostics
        expected, found = in_force(day), set()
        for path in (tmp_path / "site").rglob("*"):
            if path.is_file():
                names = names_in(path.read_bytes())
                assert names <= expected, (day, path)
                found |= names
        assert found == expected, day
        texts = " ".join(gzip.decompress(p.read_bytes()).decode() for p in (tmp_path / "site").rglob("*.gz"))
        assert n or expected <= names_in(texts.encode()), "search"


def test_ended_rows_are_told_and_cleared_after_a_release(tmp_path: Path):
    rows = [
        row(1),
        row(2, 状态="已修复", 状态日期="2026-10-01"),
        row(3, 状态="已撤销", 状态日期="2026-12-01"),
    ]
    root = table_root(tmp_path / "root", rows)
    assert [(d.line, d.rule) for d in findings(root)] == [(3, "row-ended")]
    assert "没有可以删除" in run(root, "end", "penalties", "--clear").stdout
    done = gongkai("release", "--root", root, "--today", "2026-11-22", "--out", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    lock = (root / PLACE / "penalties.lock").read_text(encoding="utf-8")
    assert "2号" not in lock and "1号" in lock and "3号" in lock
    assert "删除了 1 行" in run(root, "end", "penalties", "--clear").stdout
    assert findings(root) == []
    stream = shown(load_tables(root, catalog_of(root))[0][0].register, date(2026, 11, 22)).happened
    assert [h.kind for h in stream if h.row is None] == ["修复", "列入"], "the stream remembers"


def test_row_that_vanishes_silently_is_told(tmp_path: Path):
    root = table_root(tmp_path / "root", [row(1), row(2)])
    assert (
        gongkai("release", "--root", root, "--today", "2026-11-22", "--out", tmp_path / "site").returncode
        == 0
    )
    table_root(tmp_path / "other", [row(2)])
    (root / PLACE / "penalties.csv").write_bytes((tmp_path / "other" / PLACE / "penalties.csv").read_bytes())
    assert (1, "vanished-row", "") in told(findings(root))
    assert any("1号" in d.message.zh for d in findings(root) if d.rule == "vanished-row")
    assert "vanished-row" not in {d.rule for d in findings(root, date(2030, 1, 1))}
