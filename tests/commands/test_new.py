"""gongkai new: the next free number, a draft that passes the check, nothing overwritten."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.repositories import commit, repository
from helpers.roots import make_root
from hypothesis import given, settings
from hypothesis import strategies as st
from running import CATALOG, DOCUMENT, gongkai

from generator.model.catalog import Body
from generator.planning.numbering import next_index_no
from generator.reading.yamltext import read_yaml
from generator.tools.editing.drafts import one_line, scalar

BODY = Body(code="11339926854601395E", name="测试县人民政府办公室")
ANSWERS = (
    "--title",
    "关于“A: b”的通知 #1",
    "--summary",
    "说明内容。",
    "--issuer",
    "县府办",
    "--category",
    "民生政策",
    "--theme",
    "国防",
    "--genre",
    "通知",
)
DRAFT = """\
---
index_no: 11339926854601395E/2026-00002
title: "关于“A: b”的通知 #1"
summary: 说明内容。
genre: 通知
category: 民生政策
theme: 国防
issuer: 县府办
formed: 2026-11-22
openness: 主动公开
---

（把正文写在这里，替换这一行。）
"""


def test_writes_a_draft_that_passes(tmp_path: Path):
    root = make_root(tmp_path / "root", {"fuban/2025/00001.md": DOCUMENT})
    done = gongkai("new", *ANSWERS, root=root)
    path = root / "content/documents/fuban/2026/00002.md"
    assert (done.returncode, done.stdout) == (
        0,
        f"已写好 {path}。下一步：写正文，审查后写 review 和公开日期 published\n",
    )
    assert path.read_text(encoding="utf-8") == DRAFT
    assert gongkai("check", root=root).stdout == "没有发现问题\n"


def test_never_overwrites(tmp_path: Path):
    root = make_root(
        tmp_path / "root", {"fuban/2025/00001.md": DOCUMENT, "fuban/2026/00002.md": "---\ntitle: 别的\n---\n"}
    )
    done = gongkai("new", *ANSWERS, root=root)
    assert (done.returncode, "content/documents/fuban/2026/00002.md 已经存在，没有写入" in done.stderr) == (
        2,
        True,
    )
    assert (root / "content/documents/fuban/2026/00002.md").read_text(
        encoding="utf-8"
    ) == "---\ntitle: 别的\n---\n"


def test_number_of_a_deleted_document_is_not_given_again(tmp_path: Path):
    root = repository(
        tmp_path / "root",
        {"fuban/2026/00001.md": DOCUMENT, "fuban/2026/00007.md": DOCUMENT.replace("00001", "00007")},
    )
    (root / "content/documents/fuban/2026/00007.md").unlink()
    commit(root)
    gongkai("new", *ANSWERS, root=root)
    assert "2026-00008" in (root / "content/documents/fuban/2026/00008.md").read_text(encoding="utf-8")


def test_first_document_of_a_body(tmp_path: Path):
    root = make_root(tmp_path / "root", {})
    gongkai("new", *ANSWERS, "--formed", "2025-12-31", root=root)
    assert (root / "content/documents/11339926854601395E/2025/00001.md").exists()


@pytest.mark.parametrize("spelt", ["2026年11月20日", "2026/11/20", "2026.11.20", "2026-11-20"])
def test_reads_every_date_that_fix_reads(spelt: str, tmp_path: Path):
    root = make_root(tmp_path / "root", {})
    assert gongkai("new", *ANSWERS, "--formed", spelt, root=root).returncode == 0
    file = root / "content/documents/11339926854601395E/2026/00001.md"
    assert "\nformed: 2026-11-20\n" in file.read_text(encoding="utf-8")


def test_missing_answers_are_all_named(tmp_path: Path):
    done = gongkai("new", "--title", "通知", "--openness", "不予公开", root=make_root(tmp_path / "root", {}))
    assert (done.returncode, done.stderr.split("\n")[-2]) == (
        2,
        "错误：补写 --summary、--issuer、--category、--theme、--openness-reason，或者在终端里逐项回答",
    )


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (("--issuer", "县府"), "没有机构“县府”：是不是“县府办”？"),
        (("--theme", "国"), "主题分类“国”没有登记"),
        (("--category", "规范性文件", "--validity", "在用"), "“validity”不能写“在用”"),
        (("--doc-no", "青政办发[2026]1号"), "写成“青政办发〔2026〕1号”"),
    ],
)
def test_wrong_answers_are_refused_and_nothing_is_written(
    answers: tuple[str, ...], message: str, tmp_path: Path
):
    root = make_root(tmp_path / "root", {})
    done = gongkai("new", *ANSWERS, *answers, root=root)
    assert (done.returncode, message in done.stderr) == (2, True)
    assert list((root / "content/documents").iterdir()) == []


def test_asks_on_a_terminal(tmp_path: Path):
    root = make_root(tmp_path / "root", {}, CATALOG)
    master, slave = pty.openpty()
    answers = [
        "关于开展检查的通知",
        "部署检查。",
        "1",
        "2026年11月31日",
        "2026/11/20",
        "1",
        "21",
        "",
        "通告书",
        "通知",
        "",
        "",
        "",
    ]
    os.write(master, "".join(f"{a}\n" for a in answers).encode())
    done = subprocess.run(
        [sys.executable, "-m", "generator", "new", "--root", root, "--today", "2026-11-22"],
        stdin=slave,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=60,
    )
    os.close(master)
    os.close(slave)
    assert done.returncode == 0, done.stderr
    assert "没有“通告书”：是不是“通告”？" in done.stderr
    text = (root / "content/documents/11339926854601395E/2026/00001.md").read_text(encoding="utf-8")
    for line in (
        "title: 关于开展检查的通知",
        "issuer: 测试县人民政府办公室",
        "formed: 2026-11-20",
        "category: 规范性文件",
        "theme: 国防",
        "validity: 有效",
    ):
        assert f"\n{line}\n" in text
    assert "doc_no" not in text


@pytest.mark.parametrize(
    ("used", "number"),
    [
        ([], "00001"),
        (
            [
                "11339926854601395E/2026-00001",
                "11339926854601395E/2026-00009",
                "11339926854601395E/2025-00090",
            ],
            "00010",
        ),
        (["11339926530520177X/2026-00003"], "00001"),
        (["11339926854601395e/2026-00003"], "00004"),
    ],
)
def test_next_number_follows_the_highest(used: list[str], number: str):
    assert next_index_no(BODY, 2026, used).endswith(f"/2026-{number}")


@settings(deadline=None)
@given(st.text(min_size=1))
def test_every_answer_is_read_back_as_it_was_given(text: str):
    text = one_line(text) or "甲"
    read = read_yaml(f"---\ntitle: {scalar(text)}\nformed: 2026-01-01\n")
    assert read.value == {"title": text, "formed": "2026-01-01"}


def test_the_numbers_of_other_branches_are_taken_here_and_on_a_server(tmp_path: Path):
    """Two clerks who begin at the same place get two numbers, as soon as one has pushed and the other fetched."""
    server = repository(tmp_path / "server", {"fuban/2026/00001.md": DOCUMENT})

    def git(place: Path, *arguments: str) -> None:
        author = ("-c", "user.name=甲", "-c", "user.email=a@example.gov.cn")
        subprocess.run(["git", *author, "-C", place, *arguments], check=True, capture_output=True)

    for name in ("first", "second"):
        git(tmp_path, "clone", "-q", str(server), name)
        git(tmp_path / name, "checkout", "-qb", name)
    first, second = tmp_path / "first", tmp_path / "second"
    assert gongkai("new", *ANSWERS, root=first).returncode == 0
    git(first, "add", ".")
    git(first, "commit", "-qm", "一")
    git(first, "push", "-q", "origin", "first")
    git(second, "fetch", "-q")
    done = gongkai("new", *ANSWERS, root=second)
    assert (second / "content/documents/fuban/2026/00003.md").exists(), done.stdout
    assert "别的分支已经用了前面的编号" in done.stderr
    git(second, "checkout", "-qb", "third", "origin/HEAD")
    git(second, "add", ".")
    git(second, "commit", "-qm", "二")
    git(second, "checkout", "-q", "second")
    assert gongkai("new", *ANSWERS, root=second).returncode == 0
    assert (second / "content/documents/fuban/2026/00004.md").exists()
