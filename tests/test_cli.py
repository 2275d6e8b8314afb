"""The command line as a clerk or a CI job meets it: exit codes and exact words."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.program import gongkai
from helpers.roots import make_root

GOOD = document()
LATE = document(published="2026-07-01")


def process(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def test_check_says_where_what_and_what_instead(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": LATE})
    done = process("check", "--root", root, "--today", "2026-11-22")
    assert done.returncode == 1
    assert done.stdout == (
        "content/documents/a.md\n"
        "  11: 错误 公开日期 2026-07-01 晚于期限 2026-06-30（2026-06-01 起 20 个工作日，《中华人民共和国政府信息公开条例》第二十六条），"
        "实际用了 21 个工作日  [late-publication GK302]\n"
        "     | published: 2026-07-01\n"
        "     |            ^^^^^^^^^^\n"
        "     → 核对日期；确实逾期的，补写 late（reason、filed、approved_by）\n"
        "\n"
        "1 个错误，0 个提醒\n"
    )


def test_check_in_json_and_english(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": LATE})
    for command in (["check", "--lang", "en"], ["--lang", "en", "check"]):
        done = gongkai(*command, "--root", root, "--today", "2026-11-22", "--format", "json")
        (record,) = json.loads(done.stdout)
        assert list(record) == ["path", "line", "code", "rule", "severity", "message", "hint", "data"]
        assert (record["path"], record["line"], record["code"], record["rule"], record["severity"]) == (
            "content/documents/a.md",
            11,
            "GK302",
            "late-publication",
            "error",
        )
        assert record["message"].startswith(
            "published 2026-07-01, after the term 2026-06-30 (20 working days from 2026-06-01"
        )
        assert {key: record["data"][key] for key in ("start", "deadline", "published", "working_days")} == {
            "start": "2026-06-01",
            "deadline": "2026-06-30",
            "published": "2026-07-01",
            "working_days": 21,
        }


def test_clean_root_exits_with_zero(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": GOOD})
    done = gongkai("check", "--root", root, "--today", "2026-11-22")
    assert (done.returncode, done.stdout, done.stderr) == (0, "没有发现问题\n", "")


def test_wrong_configuration_exits_with_two(tmp_path: Path):
    done = gongkai("check", "--root", tmp_path)
    assert (done.returncode, "找不到 catalog.yml" in done.stdout) == (2, True)
    assert gongkai("chek").returncode == 2
    assert gongkai("check", "--today", "2026/13/1").returncode == 2
    assert gongkai("rules", "no-such-rule").returncode == 2


def test_blocked_build_explains_itself_and_writes_nothing(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": LATE})
    done = gongkai("build", "--root", root, "--today", "2026-11-22")
    assert done.returncode == 1
    assert "晚于期限" in done.stderr and "网站没有改动" in done.stderr
    assert not (root / "site").exists()


@pytest.mark.parametrize("name", ["late-publication", "GK302", "gk302"])
def test_rules_explains_one(name: str):
    assert "《政府信息公开条例》第二十六条" in gongkai("rules", name).stdout


def test_rules_lists_all():
    lines = gongkai("rules").stdout.splitlines()
    assert all(re.match(r"GK\d{3}  [a-z-]+ ", line) for line in lines)
    assert len(lines) >= 18


def test_init_writes_a_root_that_builds(tmp_path: Path):
    root = tmp_path / "my-catalog"
    assert gongkai("init", root).returncode == 0
    assert gongkai("check", "--root", root).stdout == "没有发现问题\n"
    assert gongkai("build", "--root", root).returncode == 0
    assert "启用政府信息公开目录" in (root / "site/index.html").read_text(encoding="utf-8")
    again = gongkai("init", root)
    assert (again.returncode, "没有写入" in again.stderr) == (2, True)


def test_today_is_the_day_of_source_date_epoch(tmp_path: Path):
    root = tmp_path / "root"
    gongkai("init", root, SOURCE_DATE_EPOCH="1767225599")
    (document,) = (root / "content/documents").rglob("*.md")
    assert "formed: 2026-01-01" in document.read_text(encoding="utf-8")
