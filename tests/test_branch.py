"""Nothing that a branch can bring along runs, is believed, or is written through; nor does what stands around git."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.findings import findings, places
from helpers.program import gongkai
from helpers.repositories import run
from helpers.roots import TESTS, TODAY, make_root

import generator
from generator.build import build_site
from generator.checking.examine import Examined
from generator.machine.cache import Cache
from generator.machine.git import git, is_unreadable
from generator.model.packing import pack

DOCUMENT = document()
CATALOG = (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")
LATE = document(published="2026-07-01")
IGNORED = "/.build/\n/site/\n/.site.old/\n"


def repository(top: Path, inside: str = "") -> Path:
    """A repository with a catalog in it, at its top or in a folder, and one document that is late."""
    root = make_root(top / inside, {"a.md": LATE})
    (root / ".gitignore").write_text(IGNORED, encoding="utf-8")
    run(top, "init", "-q", "-b", "main")
    run(top, "add", ".")
    run(top, "commit", "-qm", "公开")
    return root


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Path]:
    """A program that leaves a mark when it runs; none has when the test ends."""
    program, mark = tmp_path / "trap.sh", tmp_path / "it-ran"
    program.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    yield program
    assert not mark.exists()


def open_repository(folder: Path, program: Path) -> None:
    """A folder that git takes for a repository, with a configuration that starts a program, as a commit can hold it."""
    subprocess.run(["git", "init", "-q", "--bare", folder], check=True)
    (folder / "config").write_text(
        f"[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = {program}\n",
        encoding="utf-8",
    )
    for name in ("objects", "refs"):
        (folder / name / "keep").write_text("", encoding="utf-8")


@pytest.mark.parametrize("place", [".", "content/documents/x", "theme/deep/x", "other/x", ".hidden"])
def test_an_open_repository_in_the_catalog_is_an_error_and_starts_nothing(
    tmp_path: Path, trap: Path, place: str
):
    root = repository(tmp_path / "top", "catalog")
    open_repository(root / place, trap)
    run(tmp_path / "top", "add", "-f", "catalog")
    path = (Path(place) / "HEAD").as_posix()
    assert {(path, 1, "nested-repository"), ("content/documents/a.md", 11, "late-publication")} <= places(
        findings(root)
    )
    assert path in gongkai("check", "--root", root, "--today", TODAY.isoformat()).stdout
    assert gongkai("review", "main", "--root", root, "--today", TODAY.isoformat()).returncode == 0
    assert git(root, "rev-parse", "--show-prefix") == b"catalog/\n"


def test_an_open_repository_in_an_included_catalog(tmp_path: Path, trap: Path):
    root = repository(tmp_path / "top")
    other = make_root(root / "offices/b", {"b.md": document(2)})
    (root / "catalog.yml").write_text(
        CATALOG + "includes:\n  - {name: 乙局, root: offices/b}\n", encoding="utf-8"
    )
    assert "nested-repository" not in {d.rule for d in findings(root)}
    run(root, "init", "-q", "offices/b")  # a clone: its own .git is in order
    assert "nested-repository" not in {d.rule for d in findings(root)}
    open_repository(other, trap)
    (other / "content/.git").mkdir()
    assert {d.path for d in findings(root) if d.rule == "nested-repository"} == {
        "offices/b/HEAD",
        "offices/b/content/.git",
    }


def test_nothing_that_is_set_around_git_counts(tmp_path: Path, trap: Path, monkeypatch: pytest.MonkeyPatch):
    root = repository(tmp_path / "top")
    hooks = root / ".git/hooks"
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        shutil.copy(trap, hooks / name)
    (root / ".gitattributes").write_text("*.md filter=evil diff=evil\n", encoding="utf-8")
    hostile = f"""
[core]\n\tfsmonitor = {trap}\n\tpager = {trap}\n\tsshCommand = {trap}
[diff]\n\texternal = {trap}
[diff "evil"]\n\ttextconv = {trap}\n\tcommand = {trap}
[filter "evil"]\n\tclean = {trap}\n\tsmudge = {trap}\n\tprocess = {trap}\n\trequired = true
[alias]\n\trev-parse = !{trap}\n\tlog = !{trap}
[gpg]\n\tprogram = {trap}
[log]\n\tshowSignature = true
[credential]\n\thelper = !{trap}
"""
    with (root / ".git/config").open("a", encoding="utf-8") as file:
        file.write(hostile)
    (tmp_path / "global").write_text(hostile, encoding="utf-8")
    elsewhere = repository(tmp_path / "elsewhere")
    for name, value in {
        "GIT_DIR": elsewhere / ".git",
        "GIT_WORK_TREE": elsewhere,
        "GIT_INDEX_FILE": elsewhere / ".git/index",
        "GIT_PAGER": trap,
        "GIT_EXTERNAL_DIFF": trap,
        "GIT_CONFIG_GLOBAL": tmp_path / "global",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": trap,
        "GIT_SSH_COMMAND": trap,
        "GIT_ASKPASS": trap,
        "GIT_EXEC_PATH": tmp_path,
    }.items():
        monkeypatch.setenv(name, str(value))
    (root / "content/documents/a.md").write_text(DOCUMENT, encoding="utf-8")
    os.utime(root / "content/documents/a.md", (1, 1))
    assert (git(root, "diff", "--name-only", "-z", "HEAD", "--", "content") or b"").startswith(
        b"content/documents/a.md"
    )
    assert b"-published: 2026-07-01" in (git(root, "log", "-p", "-R", "--format=%H") or b"")
    assert gongkai("review", "HEAD", "--root", root, "--today", TODAY.isoformat()).returncode == 0


def test_a_token_is_not_passed_on_and_no_git_of_the_folder_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    root, programs = repository(tmp_path / "top"), tmp_path / "bin"
    programs.mkdir()
    (programs / "git").write_text(
        f'#!/bin/sh\nenv > {tmp_path}/seen\nexec {shutil.which("git")} "$@"\n', encoding="utf-8"
    )
    (programs / "git").chmod(0o755)
    (root / "git").write_text(f"#!/bin/sh\ntouch {tmp_path}/it-ran\n", encoding="utf-8")
    (root / "git").chmod(0o755)
    monkeypatch.chdir(root)
    monkeypatch.setenv("FORGE_TOKEN", "secret-of-the-office")
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    monkeypatch.setenv("PATH", f".:{programs}:{os.environ['PATH']}")
    assert git(root, "rev-parse", "HEAD")
    seen = (tmp_path / "seen").read_text(encoding="utf-8")
    assert "secret-of-the-office" not in seen and "GIT_TRACE" not in seen
    assert not (tmp_path / "it-ran").exists()


def test_only_one_module_calls_git():
    callers = [
        path.name
        for path in Path(generator.__file__).parent.rglob("*.py")
        if re.search(r"""["']git["']\s*,""", path.read_text(encoding="utf-8"))
    ]
    assert len(callers) == 1, callers


def poisoned(root: Path) -> None:
    """Let the cache say of the document that nothing is wrong with it."""
    assert "late-publication" in {d.rule for d in findings(root)}
    with Cache(root / ".build") as cache:
        cache.get("examined", ())
        cache.put("examined", {key: pack(Examined(None, [])) for key in cache._others["examined"]})
        cache.commit()
    assert "late-publication" not in {d.rule for d in findings(root)}


def test_a_cache_is_not_believed_when_git_cannot_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = repository(tmp_path / "top")
    poisoned(root)
    with monkeypatch.context() as at:
        at.setenv("PATH", str(tmp_path))
        assert is_unreadable(root)
        assert {"late-publication", "incomplete-history"} <= {d.rule for d in findings(root)}
    with monkeypatch.context() as at:
        at.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        at.setenv("HOME", str(tmp_path))
        told = gongkai("check", "--root", root, "--today", TODAY.isoformat()).stdout
        assert "late-publication" in told and "incomplete-history" in told and "safe.directory" in told
        (tmp_path / ".gitconfig").write_text(f"[safe]\n\tdirectory = {root}\n", encoding="utf-8")
        assert not is_unreadable(root) and "incomplete-history" not in {d.rule for d in findings(root)}
    link = tmp_path / "elsewhere"
    (root / ".build").rename(link)
    (root / ".build").symlink_to(link)
    assert {"late-publication", "committed-output"} <= {d.rule for d in findings(root)}


def test_a_repository_of_somebody_else_is_read_when_safe_directory_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    if os.geteuid():
        pytest.skip("only root can give a folder away")
    root = repository(tmp_path / "top")
    for path in (root, root / ".git"):
        os.chown(path, 65534, 65534)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert is_unreadable(root)
    (tmp_path / ".gitconfig").write_text(f"[safe]\n\tdirectory = {root}\n", encoding="utf-8")
    assert not is_unreadable(root)


@pytest.mark.parametrize("name", [".build", "site", ".site.old"])
@pytest.mark.parametrize("how", ["link", "tracked"])
def test_a_folder_of_the_program_that_came_with_a_branch_stops_everything(
    tmp_path: Path, name: str, how: str
):
    root, target = repository(tmp_path / "top"), tmp_path / "precious"
    (root / "content/documents/a.md").write_text(DOCUMENT, encoding="utf-8")
    folder = target if how == "link" else root / name
    for kept in ("host-old/precious", "docs/precious", "host.new/precious", "mirror/precious"):
        (folder / kept).parent.mkdir(parents=True, exist_ok=True)
        (folder / kept).write_text("kept", encoding="utf-8")
    (folder / "manifest.json").write_text(
        '{"algorithm": "SHA-256", "files": {"../../precious": "0"}}', encoding="utf-8"
    )
    if how == "link":
        (root / name).symlink_to(target)
    else:
        run(root, "add", "-f", name)
    before = sorted(folder.rglob("*"))
    assert (name, 1, "committed-output") in places(findings(root))
    assert build_site(root, root / "site", today=TODAY).pages is None
    assert gongkai("rollback", "--root", root).returncode
    assert sorted(folder.rglob("*")) == before
    assert how == "link" or gongkai("check", "--root", root, "--today", TODAY.isoformat()).returncode == 1


def test_a_site_is_made_anew_beside_what_git_cannot_vouch_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    root = repository(tmp_path / "top")
    (root / "content/documents/a.md").write_text(DOCUMENT, encoding="utf-8")
    assert build_site(root, root / "site", today=TODAY).pages
    assert build_site(root, root / "site", today=TODAY.replace(day=23)).pages
    (root / ".site.old/evil.html").write_text("<script>", encoding="utf-8")
    page = root / "site/index.html"
    page.unlink()
    page.write_text("forged", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    before = {path: path.stat().st_mtime_ns for path in (root / ".build").rglob("*")}
    assert build_site(root, root / "site", today=TODAY.replace(day=23)).pages
    assert page.read_text(encoding="utf-8") != "forged" and not (root / "site/evil.html").exists()
    assert {path: path.stat().st_mtime_ns for path in (root / ".build").rglob("*")} == before


ACTIVE = {
    "x.html": b"<!doctype html><script>alert(1)</script>",
    "x.js": b"alert(1)",
    "x.svg": b"<svg onload='alert(1)'/>",
    "x.exe": b"MZ\x90\0",
    "x.pdf": b"<html><script>alert(1)</script>",
    "x.xml": b"<?xml version='1.0'?>",
}


@pytest.mark.parametrize("name", ACTIVE)
def test_no_exception_and_no_severity_lets_an_active_file_pass(tmp_path: Path, name: str):
    text = document(
        attachments=[{"file": name, "title": "附件"}],
        allow=[{"rule": "attachment-type", "reason": "需要", "expires": "2099-12-31"}],
    )
    root = make_root(
        tmp_path / "root",
        {"a.md": text, f"a.files/{name}": ACTIVE[name]},
        CATALOG
        + "allow:\n  - {rule: attachment-type, reason: 需要, expires: 2099-12-31, path: content/documents/a.md}\n",
    )
    assert gongkai("check", "--write-baseline", "--root", root, "--today", TODAY.isoformat()).returncode in (
        0,
        1,
    )
    assert ("attachment-type", "error") in {(d.rule, d.severity.value) for d in findings(root)}
    assert build_site(root, root / "site", today=TODAY).pages is None
    (root / "catalog.yml").write_text(
        CATALOG + "rules: {attachment-type: {severity: off, reason: 需要}}\n", encoding="utf-8"
    )
    assert any(d.path == "catalog.yml" and "attachment-type" in d.message.zh for d in findings(root))
