"""gongkai check with file names, on the forges, and as a pre-commit hook."""

from __future__ import annotations

import json
from pathlib import Path

import click
import yaml
from helpers.documents import document
from helpers.roots import make_root
from running import DOCUMENT, LATE, gongkai

from generator.cli.main import cli

ROOT = Path(__file__).parents[2]
SECOND = document(doc_no="测政办发〔2026〕2号")


def test_only_the_named_files_count(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": LATE, "b.md": SECOND.replace("00001", "00002")})
    assert gongkai("check", root / "content/documents/b.md", root=root).stdout == "没有发现问题\n"
    assert gongkai("check", root / "content/documents/a.md", root=root).returncode == 1


def test_the_whole_catalog_is_compared(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": DOCUMENT, "b.md": SECOND})
    done = gongkai("check", "--format", "json", root / "content/documents/b.md", root=root)
    assert [d["rule"] for d in json.loads(done.stdout)] == ["duplicate-index-number"]


def test_what_a_file_causes_in_another_is_shown(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": DOCUMENT, "b.md": SECOND})
    done = gongkai("check", "--format", "json", root / "content/documents/a.md", root=root)
    assert [(d["path"], d["rule"]) for d in json.loads(done.stdout)] == [
        ("content/documents/b.md", "duplicate-index-number")
    ]


def test_an_attachment_belongs_to_its_document(tmp_path: Path):
    root = make_root(
        tmp_path / "root", {"a.md": LATE, "a.files/x.txt": "x", "b.md": SECOND.replace("00001", "00002")}
    )
    assert gongkai("check", root / "content/documents/a.files/x.txt", root=root).stdout.startswith(
        "content/documents/a.md\n"
    )


def test_the_catalog_concerns_all(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": LATE})
    assert gongkai("check", root / "catalog.yml", root=root).returncode == 1


def test_file_outside_is_wrong_usage(tmp_path: Path):
    root = make_root(tmp_path / "root", {})
    other = tmp_path / "x.md"
    other.write_text("", encoding="utf-8")
    done = gongkai("check", other, root=root)
    assert (done.returncode, f"{other} 不在 {root} 里" in done.stderr) == (2, True)
    assert gongkai("check", root / "missing.md", root=root).returncode == 2


def test_github_gets_annotations_and_the_table(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": LATE})
    page = tmp_path / "summary.md"
    done = gongkai(
        "check",
        "--format",
        "auto",
        root=root,
        GITHUB_ACTIONS="true",
        GITLAB_CI="",
        GITHUB_STEP_SUMMARY=str(page),
    )
    assert done.stdout.startswith(
        "::error file=content/documents/a.md,line=11,title=late-publication GK302::"
    )
    assert page.read_text(encoding="utf-8").startswith("### gongkai check: 1 个错误，0 个提醒\n")
    assert done.returncode == 1


def test_gitlab_gets_its_report(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": LATE})
    done = gongkai("check", "--format", "auto", root=root, GITHUB_ACTIONS="", GITLAB_CI="true")
    assert json.loads(done.stdout)[0]["check_name"] == "late-publication"


def test_hooks_and_workflows_name_commands_that_exist():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["entry"] for hook in hooks] == ["gongkai check", "gongkai fix"]
    files = [p for p in (ROOT / "docs/deploy").rglob("*") if p.suffix in (".yml", ".yaml")]
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert yaml.safe_load(text)
        assert "pull_request_target" not in text and "secrets." not in text, (
            file
        )  # strangers' branches are checked
        if "git push" not in text:  # which needs the credentials
            assert text.count("actions/checkout") == text.count("persist-credentials: false"), file
        used = {words.split()[0] for words in text.split("gongkai ")[1:] if words.split()[0].isidentifier()}
        assert used <= set(cli.list_commands(click.Context(cli))), file
