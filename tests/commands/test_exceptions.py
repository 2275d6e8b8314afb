"""Exceptions and the baseline: what was agreed does not block, what is new does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.findings import findings, places
from helpers.roots import make_root
from running import CATALOG, DOCUMENT, LATE, gongkai

ALLOW = "allow:\n  - rule: {rule}\n    reason: 等待上级确认\n    expires: {expires}\n"
BASELINE = "content/data/baseline.json"


def allowing(text: str, rule: str = "late-publication", expires: str = "2026-12-31") -> str:
    return text.replace("---\n\n", ALLOW.format(rule=rule, expires=expires) + "---\n\n", 1)


def of_catalog(path: str, expires: str = "2026-12-31") -> str:
    return (
        CATALOG
        + f"allow:\n  - {{path: {path}, rule: late-publication, reason: 等待上级确认, expires: {expires}}}\n"
    )


def test_an_exception_in_the_document_lifts_the_finding(tmp_path: Path):
    assert findings(make_root(tmp_path / "root", {"a.md": allowing(LATE)})) == []


def test_an_exception_in_the_catalog_lifts_the_finding(tmp_path: Path):
    assert findings(make_root(tmp_path / "root", {"a.md": LATE}, of_catalog("content/documents/a.md"))) == []


def test_an_exception_counts_on_its_last_day_only(tmp_path: Path):
    assert findings(make_root(tmp_path / "on", {"a.md": allowing(LATE, expires="2026-11-22")})) == []
    assert places(
        findings(make_root(tmp_path / "after", {"a.md": allowing(LATE, expires="2026-11-21")}))
    ) == {
        ("content/documents/a.md", 11, "late-publication"),
        ("content/documents/a.md", 19, "expired-exception"),
    }


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("late-publication", "规则“late-publication”在这里没有发现问题"),
        ("bad-index-number", "规则“bad-index-number”不能放宽，例外无效"),
        ("GK302", "没有规则“GK302”"),
        ("late-publicaton", "没有规则“late-publicaton”"),
    ],
)
def test_an_exception_without_effect_is_a_warning(rule: str, message: str, tmp_path: Path):
    (found,) = findings(make_root(tmp_path / "root", {"a.md": allowing(DOCUMENT, rule)}))
    assert (found.rule, found.severity, found.message.zh, found.line) == (
        "unused-exception",
        "warning",
        message,
        19,
    )


def test_a_locked_rule_still_blocks(tmp_path: Path):
    root = make_root(
        tmp_path / "root",
        {"a.md": allowing(document(index_no="11339926854601395E/2026-1"), "bad-index-number")},
    )
    assert {d.rule for d in findings(root)} == {"bad-index-number", "unused-exception"}


def test_an_exception_of_the_catalog_names_its_line_and_a_real_file(tmp_path: Path):
    (found,) = findings(
        make_root(tmp_path / "root", {"a.md": DOCUMENT}, of_catalog("content/documents/b.md"))
    )
    assert (found.path, found.rule, found.line) == (
        "catalog.yml",
        "unused-exception",
        CATALOG.count("\n") + 2,
    )


def test_an_exception_is_complete(tmp_path: Path):
    root = make_root(
        tmp_path / "root",
        {"a.md": document(allow=[{"rule": "late-publication"}])},
    )
    assert {(d.rule, d.data["key"]) for d in findings(root)} == {
        ("missing-field", "allow.0.reason"),
        ("missing-field", "allow.0.expires"),
    }


def test_report_lists_exceptions(tmp_path: Path):
    root = make_root(
        tmp_path / "root",
        {"a.md": allowing(LATE), "b.md": allowing(document(2), expires="2026-01-31")},
        of_catalog("content/documents/b.md"),
    )
    assert gongkai("report", "exceptions", root=root).stdout == (
        "2026-01-31 截止  已到期  late-publication  content/documents/b.md:19\n     理由：等待上级确认\n"
        "2026-12-31 截止  有效  late-publication  content/documents/a.md:19\n     理由：等待上级确认\n"
        f"2026-12-31 截止  无用  late-publication  content/documents/b.md（catalog.yml:{CATALOG.count(chr(10)) + 2}）\n     理由：等待上级确认\n"
        "3 项例外\n"
    )
    assert (
        gongkai("report", "exceptions", "--lang", "en", root=make_root(tmp_path / "none", {})).stdout
        == "no exceptions\n"
    )


def test_baseline_weakens_what_is_old_and_only_that(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": LATE})
    assert gongkai("check", "--write-baseline", root=root).stdout == "基线已写入\n"
    done = gongkai("check", "--format", "json", root=root)
    assert [(d["severity"], d["data"]["baseline"]) for d in json.loads(done.stdout)] == [("warning", True)]
    assert done.returncode == 0
    (root / "content/documents/b.md").write_text(
        LATE.replace("00001", "00002").replace("1号", "2号"), encoding="utf-8"
    )
    assert gongkai("check", root=root).returncode == 1


def test_baseline_does_not_mind_lines(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": LATE})
    gongkai("check", "--write-baseline", root=root)
    (root / "content/documents/a.md").write_text(LATE.replace("---\n", "---\n# 说明\n", 1), encoding="utf-8")
    assert [(d.line, d.severity) for d in findings(root)] == [(12, "warning")]


def test_baseline_can_only_shrink(tmp_path: Path):
    root = make_root(
        tmp_path / "root", {"a.md": LATE, "b.md": LATE.replace("00001", "00002").replace("1号", "2号")}
    )
    gongkai("check", "--write-baseline", root=root)
    before = (root / BASELINE).read_text(encoding="utf-8")
    (root / "content/documents/c.md").write_text(
        LATE.replace("00001", "00003").replace("1号", "3号"), encoding="utf-8"
    )
    done = gongkai("check", "--write-baseline", root=root)
    assert done.returncode == 1
    assert done.stderr.endswith("1 个错误，0 个提醒\n基线只能缩小：以上错误不在基线中，没有写入\n")
    assert (root / BASELINE).read_text(encoding="utf-8") == before
    for name in ("b.md", "c.md"):
        (root / "content/documents" / name).unlink()
    assert gongkai("check", "--write-baseline", root=root).returncode == 0
    assert [
        entry["path"] for entry in json.loads((root / BASELINE).read_text(encoding="utf-8"))["findings"]
    ] == ["content/documents/a.md"]


def test_baseline_holds_no_locked_rule(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": document(index_no="11339926854601395E/2026-1")})
    gongkai("check", "--write-baseline", root=root)
    assert json.loads((root / BASELINE).read_text(encoding="utf-8")) == {"findings": []}
    assert gongkai("check", root=root).returncode == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"findings": [{"rule": "x"}]}', ""])
def test_broken_baseline_blocks_and_is_not_replaced(text: str, tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": LATE})
    (root / BASELINE).parent.mkdir()
    (root / BASELINE).write_text(text, encoding="utf-8")
    assert places(findings(root)) == {
        ("content/documents/a.md", 11, "late-publication"),
        (BASELINE, 1, "invalid-front-matter"),
    }
    assert gongkai("check", "--write-baseline", root=root).returncode == 1
    assert (root / BASELINE).read_text(encoding="utf-8") == text


def test_overdue_document_stays_in_the_baseline_day_after_day(tmp_path: Path):
    waiting = document(published=None)
    root = make_root(tmp_path / "root", {"a.md": waiting})
    assert gongkai("check", root=root).returncode == 1
    gongkai("check", "--write-baseline", root=root)
    assert gongkai("check", "--today", "2026-12-20", root=root).returncode == 0
