"""`gongkai check --base REF` once more: what is kept of the first check shortens the second, and never changes what it finds."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.repositories import commit, run
from helpers.roots import TESTS, TODAY, make_root

from generator.build import check_against, check_root
from generator.machine.cache import Cache
from generator.machine.git import git
from generator.model.diagnostics import Diagnostic

PLACE = "content/documents"
CATALOG = (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")
LATE = document().replace("published: 2026-06-30", "published: 2026-07-01")
"""A document with an error that no other document shows."""


def numbered(serial: int, text: str = LATE) -> str:
    return text.replace("2026-00001", f"2026-{serial:05}").replace("1号", f"{serial}号")


def put(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose base has two documents, both late, and a branch with a third."""
    root = make_root(tmp_path / "root", {"a.md": LATE, "b.md": numbered(2)})
    put(root, ".gitignore", "/.build/\n/site/\n/.site.old/\n")
    run(root, "init", "-q", "-b", "main")
    commit(root)
    run(root, "checkout", "-qb", "work")
    put(root, f"{PLACE}/c.md", numbered(3, document()))
    commit(root)
    return root


def compared(root: Path) -> tuple[list[Diagnostic], bool]:
    """What is found, and whether the root was checked where it lies."""
    with check_against(root, "main", today=TODAY) as against:
        return against.checked.diagnostics, against.root == root.resolve()


def anew(root: Path) -> list[Diagnostic]:
    """What is found by whoever has kept nothing."""
    (root / ".build").rename(root.parent / "kept")
    found, _ = compared(root)
    shutil.rmtree(root / ".build")
    (root.parent / "kept").rename(root / ".build")
    return found


def standing(found: list[Diagnostic]) -> list[str]:
    return [d.path for d in found if d.rule == "late-publication" and d.data.get("standing")]


def on_main(root: Path, change: Callable[[], object]) -> None:
    run(root, "checkout", "-q", "main")
    change()
    commit(root)
    run(root, "checkout", "-q", "work")


@pytest.mark.slow
def test_the_second_check_finds_what_the_first_found_whatever_happens_between(root: Path):
    first, _ = compared(root)
    assert standing(first) == [f"{PLACE}/a.md", f"{PLACE}/b.md"]
    assert compared(root)[0] == first

    put(root, f"{PLACE}/a.md", LATE + "\n另行通知。\n")
    edited, _ = compared(root)
    assert standing(edited) == [f"{PLACE}/b.md"] and edited == anew(root)
    commit(root)
    assert compared(root)[0] == edited

    on_main(root, lambda: put(root, f"{PLACE}/d.md", numbered(4)))
    moved, _ = compared(root)
    assert standing(moved) == [f"{PLACE}/b.md", f"{PLACE}/d.md"] and moved == anew(root)

    rule = "rules:\n  late-publication: {severity: warning, reason: 迁入}\n"
    on_main(root, lambda: put(root, "catalog.yml", CATALOG + rule))
    looser, _ = compared(root)
    assert {d.severity for d in looser if d.rule == "late-publication"} == {"warning"}
    assert not standing(looser) and looser == anew(root)

    on_main(root, lambda: put(root, "catalog.yml", CATALOG))
    assert compared(root)[0] == [*moved] == anew(root)


def test_what_the_base_shows_is_found_once(root: Path):
    """A text of the base that nobody changes is not asked for again: the second check does without it."""
    first, _ = compared(root)
    blob = (git(root, "rev-parse", f"main:{PLACE}/b.md") or b"").decode().strip()
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert compared(root)[0] == first
    assert standing(anew(root)) == []


@pytest.mark.parametrize("kept", [b"nothing", b""])
def test_a_damaged_cache_changes_nothing(root: Path, kept: bytes):
    first, _ = compared(root)
    file = root / ".build/cache.sqlite"
    with sqlite3.connect(file) as connection:
        before = connection.execute("SELECT value FROM entry WHERE kind = 'found on the base'").fetchall()
        assert len(before) == 1
        connection.execute("UPDATE entry SET value = ? || value", (kept or b"\0",))
    connection.close()
    assert compared(root)[0] == first
    file.write_bytes(kept)
    assert compared(root)[0] == first
    with sqlite3.connect(file) as connection:
        again = connection.execute("SELECT value FROM entry WHERE kind = 'found on the base'").fetchall()
    connection.close()
    assert again == before


def test_checks_by_two_policies_leave_each_other_what_they_keep(root: Path):
    put(root, "catalog.yml", CATALOG + "rules:\n  late-publication: {severity: warning, reason: 迁入}\n")
    commit(root)

    def kept() -> set[tuple[str, bytes]]:
        found = set()
        with Cache(root / ".build") as cache:
            for kind in ("examined", "examined by the base"):
                cache.get(kind, ())
                found |= {(kind, key) for key in cache._others[kind]}
        return found

    check_root(root, today=TODAY)
    alone = kept()
    compared(root)
    both = kept()
    assert alone < both
    check_root(root, today=TODAY)
    compared(root)
    assert kept() == both


def ignored(root: Path) -> None:
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/exclude").write_text("mine.md\n", encoding="utf-8")
    put(root, f"{PLACE}/mine.md", numbered(9))


def left_out(root: Path) -> None:
    run(root, "update-index", "--skip-worktree", f"{PLACE}/b.md")
    (root / PLACE / "b.md").unlink()


def unnoticed(root: Path) -> None:
    run(root, "update-index", "--assume-unchanged", f"{PLACE}/b.md")
    put(root, f"{PLACE}/b.md", numbered(8))


def in_another_form(root: Path) -> None:
    run(root, "config", "core.autocrlf", "true")
    (root / PLACE / "b.md").write_bytes(numbered(2).encode().replace(b"\n", b"\r\n"))


def by_own_attributes(root: Path) -> None:
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/attributes").write_text("*.md text eol=crlf\n", encoding="utf-8")
    (root / PLACE / "b.md").write_bytes(numbered(2).encode().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize("change", [ignored, left_out, unnoticed, in_another_form, by_own_attributes])
def test_what_is_not_in_the_merge_is_not_checked(change: Callable[[Path], None], root: Path):
    """A working copy that is what the merge gives is checked where it lies; one that is not, in a copy."""
    before, here = compared(root)
    assert here
    change(root)
    assert compared(root) == (before, False)
    assert before == anew(root)
