"""When nothing has changed, the last outcome is told again; when anything has, it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.folders import settle
from helpers.program import gongkai
from helpers.roots import TODAY, make_root

from generator.publishing import unchanged as recall
from generator.publishing.unchanged import Outcome, inputs_digest, recalled

GOOD = document()
LATE = document(published="2026-07-01")


def commit(root: Path, *arguments: str) -> None:
    for command in (
        ["init", "-q"],
        ["add", "content"],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", *arguments],
    ):
        subprocess.run(["git", "-C", root, *command], check=True)


def same_size(root: Path) -> None:
    """A change of the text that leaves the size and the time of the file as they were."""
    path = root / "content/documents/a.md"
    before = path.stat()
    path.write_text(LATE, encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a text": same_size,
    "a new document": lambda root: (root / "content/documents/b.md").write_text("", encoding="utf-8"),
    "no document": lambda root: (root / "content/documents/a.md").unlink(),
    "another name": lambda root: (root / "content/documents/a.md").rename(root / "content/documents/c.md"),
    "an attachment": lambda root: (root / "content/documents/a.files/x.csv").write_text(
        "甲,乙\n", encoding="utf-8"
    ),
    "an empty folder": lambda root: (root / "content/documents/b").mkdir(),
    "the catalog": lambda root: (root / "catalog.yml").write_text("", encoding="utf-8"),
    "a register": lambda root: (root / "content/data").mkdir(),
    "a page": lambda root: (root / "content/pages").mkdir(),
    "the theme": lambda root: (root / "theme").mkdir(),
    "a setting of MkDocs": lambda root: (root / "mkdocs.yml").write_text("", encoding="utf-8"),
    "a commit": lambda root: commit(root, "--allow-empty", "-m", "二"),
    "the index of git": lambda root: subprocess.run(
        ["git", "-C", root, "rm", "-q", "--cached", "content/documents/a.md"], check=True
    ),
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(recall, "SETTLED", -3_600_000_000_000)
    made = make_root(tmp_path / "root", {"a.md": GOOD, "a.files/x.csv": "甲\n"})
    commit(made, "-m", "一")
    return made


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_another_input(root: Path, change: str):
    before = inputs_digest(root, TODAY)
    assert before and inputs_digest(root, TODAY) == before
    CHANGES[change](root)
    assert inputs_digest(root, TODAY) != before


def test_another_day_is_another_ground(root: Path):
    assert inputs_digest(root, TODAY) != inputs_digest(root, TODAY + timedelta(1))


def test_a_recent_change_a_link_and_a_repository_without_a_commit_are_no_ground(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    outside = tmp_path / "outside.md"
    outside.write_text(GOOD, encoding="utf-8")
    (root / "content/documents/b.md").symlink_to(outside)
    assert inputs_digest(root, TODAY) is None
    (root / "content/documents/b.md").unlink()
    assert inputs_digest(root, TODAY)
    monkeypatch.setattr(recall, "SETTLED", 3_600_000_000_000)
    assert inputs_digest(root, TODAY) is None
    monkeypatch.setattr(recall, "SETTLED", -3_600_000_000_000)
    empty = make_root(tmp_path / "empty", {})
    subprocess.run(["git", "init", "-q", empty], check=True)
    assert inputs_digest(empty, TODAY) is None


def test_an_outcome_is_made_once_on_the_same_ground(root: Path):
    made: list[int] = []

    def make() -> Outcome:
        made.append(1)
        return Outcome((), configured=True, alone=True, pages=len(made))

    assert [recalled(root, "build", ground, make).pages for ground in (b"1", b"1", b"2", b"2", b"1")] == [
        1,
        1,
        2,
        2,
        3,
    ]
    there = iter([b"a", b"a", b"a", b"b"])
    assert [recalled(root, "check", b"1", make, lambda: next(there)).pages for _ in range(2)] == [
        4,
        4,
    ]  # looked at after and before
    assert recalled(root, "check", b"1", make, lambda: b"b").pages == 5
    assert [recalled(root, "check", None, make).pages for _ in range(2)] == [6, 7]


def test_what_depends_on_other_catalogs_is_not_kept(root: Path):
    outcomes = iter([1, 2])
    pages = [
        recalled(
            root, "check", b"1", lambda: Outcome((), configured=True, alone=False, pages=next(outcomes))
        ).pages
        for _ in range(2)
    ]
    assert pages == [1, 2]


@pytest.mark.slow
def test_a_second_command_says_the_same_without_loading_the_rules(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": LATE})
    program = (
        "import sys\nfrom generator.cli.main import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit as end:\n"
        "    print(end.code, 'generator.checking.rules' in sys.modules, file=sys.stderr)"
    )
    settle(root)

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program, *arguments, "--today", "2026-11-22"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONUTF8": "1"},
        )

    first, second = (run("check", "--root", root) for _ in range(2))
    assert "late-publication" in first.stdout and second.stdout == first.stdout
    assert (first.stderr, second.stderr) == ("1 True\n", "1 False\n")
    (root / "content/documents/a.md").write_text(GOOD, encoding="utf-8")
    assert run("check", "--root", root).stdout == "没有发现问题\n"
    settle(root)
    built, again = (run("build", "--root", root) for _ in range(2))
    assert (built.stderr, again.stderr) == ("0 True\n", "0 False\n")
    assert again.stdout.partition("页")[0] == built.stdout.partition("页")[0]
    (root / "site/manifest.json").unlink()
    assert "不是本程序生成的文件" in run("build", "--root", root).stderr


def test_a_day_on_which_a_term_ends_is_looked_at_again(root: Path):
    waiting = document(published=None)
    (root / "content/documents/a.files/x.csv").unlink()
    (root / "content/documents/a.md").write_text(waiting, encoding="utf-8")
    codes = [
        gongkai("check", "--root", root, "--today", str(day)).returncode
        for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 6, 30))
    ]
    assert codes == [0, 1, 0]
