"""`gongkai check --base REF`: what a register asks of its rows is that of the base, and what the branch changes in it is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.folders import copied
from helpers.program import gongkai
from helpers.repositories import run
from table_made import PLACE, TABLE, csv_bytes, row, table_root

DAY = "2026-09-20"
MASKED = TABLE.replace("label: 当事人,", "label: 当事人, mask: name,")
GOOD = row(1, 当事人="张**")


@pytest.fixture(scope="module")
def main(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = table_root(tmp_path_factory.mktemp("schemas") / "root", [GOOD], MASKED)
    (root / ".gitignore").write_text("/.build/\n/site/\n/.site.old/\n", encoding="utf-8")
    assert gongkai("release", "--root", root, "--today", DAY).returncode == 0
    run(root, "init", "-q", "-b", "main")
    run(root, "add", ".")
    run(root, "commit", "-qm", "公开")
    run(root, "checkout", "-qb", "work")
    return root


@pytest.fixture
def root(main: Path, tmp_path: Path) -> Path:
    return copied(main, tmp_path / "root")


@pytest.mark.parametrize(
    ("cells", "loosen", "rule", "named"),
    [
        ({"当事人": "张小明"}, lambda t: t.replace(" mask: name,", ""), "row-form", "columns.party.mask"),
        (
            {"处罚类别": ""},
            lambda t: t.replace("type: choice, required: true,", "type: choice,"),
            "row-form",
            "columns.kind.required",
        ),
        (
            {"决定日期": "某日"},
            lambda t: (
                t.replace("label: 决定日期, type: date, required: true", "label: 决定日期")
                .replace("from: decided", "from: published")
                .replace("year_column: decided\n", "")
            ),
            "row-form",
            "columns.decided.type",
        ),
        (
            {"决定日期": "2026-07-01"},
            lambda t: t.replace("publish: {number: 7,", "publish: {number: 700,"),
            "row-late",
            "publish.number",
        ),
        (
            {"异议收到": "2026-08-01"},
            lambda t: t.replace("objection: {number: 15,", "objection: {number: 150,"),
            "objection-due",
            "objection.number",
        ),
        (
            {"法定代表人": "电话13800138000"},
            lambda t: t.replace("label: 法定代表人, public: false", "label: 法定代表人"),
            "mobile-phone",
            "columns.boss.public",
        ),
        ({"文书号": ""}, lambda t: t.replace("key: [doc_no]", "key: [decided]"), "row-duplicate", "key"),
    ],
)
def test_rows_are_held_to_what_the_base_asks(
    cells: dict[str, str], loosen: Callable[[str], str], rule: str, named: str, root: Path
):
    assert loosen(MASKED) != MASKED
    (root / PLACE / "penalties.yml").write_text(loosen(MASKED), encoding="utf-8")
    (root / PLACE / "penalties.csv").write_bytes(csv_bytes([GOOD, row(2, **{"当事人": "李**", **cells})]))
    run(root, "commit", "-qam", "放宽")
    done = gongkai("check", "--base", "main", "--format", "json", "--root", root, "--today", DAY)
    found = json.loads(done.stdout)
    assert done.returncode == 1 and rule in {d["rule"] for d in found if d["severity"] == "error"}, found
    changes = [d for d in found if d["rule"] == "policy-change"]
    assert named in {d["data"]["key"] for d in changes} and any(d["line"] > 1 for d in changes), changes
    review = gongkai("review", "main", "--root", root, "--today", DAY).stdout
    assert named in review.partition("### 新增")[0], review


def test_what_is_only_said_otherwise_is_no_change_of_policy_and_a_new_column_is_its_own(root: Path):
    text = MASKED.replace("title: 行政处罚结果信息", "title: 行政处罚").replace(
        "label: 件数", "label: 案件数", 1
    )
    (root / PLACE / "penalties.yml").write_text(
        text + "  note2: {label: 备注, required: true}\n", encoding="utf-8"
    )
    (root / PLACE / "penalties.csv").write_bytes(csv_bytes([{**GOOD, "备注": "无"}]))
    done = gongkai("check", "--base", "main", "--format", "json", "--root", root, "--today", DAY)
    found = json.loads(done.stdout)
    assert done.returncode == 0, found
    assert {d["data"].get("key") for d in found if d["rule"] == "policy-change"} == {"columns.note2"}


def test_a_register_that_is_taken_away_is_named_and_stops(root: Path):
    for file in ("penalties.yml", "penalties.csv"):
        (root / PLACE / file).unlink()
    done = gongkai("check", "--base", "main", "--format", "json", "--root", root, "--today", DAY)
    found = {(d["rule"], d["severity"]) for d in json.loads(done.stdout)}
    assert done.returncode == 1 and ("policy-change", "warning") in found, found
