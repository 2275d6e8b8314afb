"""What only a real repository shows: backdated-publication, and a cache that somebody committed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from helpers.documents import document
from helpers.findings import findings, places
from helpers.repositories import run
from helpers.roots import TESTS, make_root

from generator.checking.examine import Examined
from generator.model.packing import pack

DOCUMENT = document()
LATER = "2026-07-10"
"""A day after the one on which the document says that it was published."""


def repository(tmp_path: Path, catalog: str | None = None, day: str = LATER) -> Path:
    root = make_root(tmp_path / "root", {"2026/00001.md": DOCUMENT}, catalog)
    run(root, "init")
    run(root, "add", ".")
    run(root, "commit", "-m", "公开", day=day)
    return root


def backdated(root: Path) -> list[tuple[str, int]]:
    return [(d.path, d.line) for d in findings(root) if d.rule == "backdated-publication"]


def test_a_cache_that_came_with_the_branch_is_not_believed(tmp_path: Path):
    root = repository(tmp_path)
    before = places(findings(root))
    with closing(sqlite3.connect(root / ".build/cache.sqlite")) as cache, cache:
        assert cache.execute(
            "UPDATE entry SET value = ? WHERE kind = 'examined'", (pack(Examined(None, [])),)
        ).rowcount
    assert before and places(findings(root)) == before  # a row that the program did not seal is none
    run(root, "add", "--force", ".build")
    assert places(findings(root)) == before | {(".build", 1, "committed-output")}


def test_published_before_the_commit_is_found(tmp_path: Path):
    assert backdated(repository(tmp_path)) == [("content/documents/2026/00001.md", 11)]


def test_whoever_brought_files_in_is_told_what_to_declare_and_it_helps(tmp_path: Path):
    root = repository(tmp_path)
    hint = next(d.hint.zh for d in findings(root) if d.rule == "backdated-publication")
    declared = hint[hint.index("imported: ") :]
    with (root / "catalog.yml").open("a", encoding="utf-8") as file:
        file.write(declared + "\n")
    assert backdated(root) == []
    starter = files("generator.tools.editing") / "starter_files/catalog.yml"
    assert "# imported:" in starter.read_text(encoding="utf-8")


def test_published_on_the_day_of_the_commit_is_right(tmp_path: Path):
    assert backdated(repository(tmp_path, day="2026-06-30")) == []


def test_a_moved_document_keeps_its_day(tmp_path: Path):
    root = repository(tmp_path, day="2026-06-30")
    (root / "content/documents/moved").mkdir()
    run(root, "mv", "content/documents/2026/00001.md", "content/documents/moved/a.md")
    run(root, "commit", "-m", "移动", day="2026-09-01")
    assert backdated(root) == []


def test_declared_import_is_silent(tmp_path: Path):
    catalog = (TESTS / "rules/catalog.yml").read_text(
        encoding="utf-8"
    ) + "imported: {until: 2026-07-10, reason: 历史文件迁入}\n"
    assert backdated(repository(tmp_path, catalog)) == []


def test_no_repository_and_shallow_clone_are_silent(tmp_path: Path):
    assert backdated(make_root(tmp_path / "plain", {"a.md": DOCUMENT})) == []
    root = repository(tmp_path)
    run(root, "commit", "--allow-empty", "-m", "再次提交", day=LATER)
    run(tmp_path, "clone", "--depth", "1", root.as_uri(), "shallow")
    assert backdated(tmp_path / "shallow") == []
