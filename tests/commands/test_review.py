"""gongkai review against real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.documents import document
from helpers.repositories import commit, repository, run
from hypothesis import given, settings
from hypothesis import strategies as st
from running import CATALOG, DOCUMENT, LATE, gongkai

from generator.checking.formats.cells import cell
from generator.reading.links import MARKDOWN

PATH = "content/documents"


def branch(root: Path) -> None:
    run(root, "checkout", "-b", "work")


def test_new_document(tmp_path: Path):
    root = repository(tmp_path / "root", {})
    branch(root)
    (root / PATH / "a.md").write_text(LATE, encoding="utf-8")
    commit(root)
    done = gongkai("review", "main", root=root)
    lines = done.stdout.split("\n")
    assert done.returncode == 0
    assert lines[:9] == [
        "**新增 1 份，变更 0 份，撤下 0 份：1 个错误，0 个提醒**",
        "",
        "### 新增：关于做好汛期地质灾害防治工作的通知",
        "",
        "content/documents/a.md",
        "",
        "| 索引号 | 名称 | 内容概述 | 生成日期 | 公开日期 | 发布机构 | 有效性 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| 11339926854601395E/2026-00001 | 关于做好汛期地质灾害防治工作的通知 | 部署汛期地质灾害隐患点巡查、预警和转移避险工作。 "
        "| 2026-06-01 | 2026-07-01 | 测试县人民政府办公室 | — |",
    ]
    assert (
        "2026-06-01 起 20 个工作日：最迟 2026-06-30（周二）公开；2026-07-01 公开，第 21 个工作日，逾期"
        in lines
    )
    assert any("2026-06-19 周五 不计 端午放假<br>" in line for line in lines)
    assert any(
        line.startswith("- **错误** 第 11 行 `late-publication` 公开日期 2026-07-01 晚于期限")
        for line in lines
    )
    assert done.stdout.endswith("\n<!-- gongkai review -->\n")


def test_changed_document_says_what_changed(tmp_path: Path):
    root = repository(tmp_path / "root", {"a.md": DOCUMENT})
    branch(root)
    (root / PATH / "a.md").unlink()
    (root / PATH / "b.md").write_text(
        DOCUMENT.replace("汛期地质灾害隐患点", "地质灾害隐患点"), encoding="utf-8"
    )
    out = gongkai("review", "main", "--lang", "en", root=root).stdout
    assert out.startswith("**0 new, 1 changed, 0 withdrawn: no findings**\n")
    assert (
        "- summary: 部署汛期地质灾害隐患点巡查、预警和转移避险工作。 → 部署地质灾害隐患点巡查、预警和转移避险工作。\n"
        in out
    )


def test_deleted_and_unpublished_documents_are_withdrawn(tmp_path: Path):
    root = repository(
        tmp_path / "root",
        {"a.md": DOCUMENT, "b.md": DOCUMENT.replace("00001", "00002").replace("1号", "2号")},
    )
    branch(root)
    (root / PATH / "a.md").unlink()
    (root / PATH / "b.md").write_text(document(2, published=None), encoding="utf-8")
    commit(root)
    out = gongkai("review", "main", root=root).stdout
    assert out.startswith("**新增 0 份，变更 0 份，撤下 2 份：")
    assert "文件已删除" in out and "等待公开" in out


def test_attachment_changes_its_document_and_base_moves_on(tmp_path: Path):
    root = repository(tmp_path / "root", {"a.md": DOCUMENT, "a.files/表.txt": "1"})
    branch(root)
    (root / PATH / "a.files/表.txt").write_text("2", encoding="utf-8")
    commit(root)
    run(root, "checkout", "main")
    (root / PATH / "other.md").write_text(document(9), encoding="utf-8")
    commit(root)
    run(root, "checkout", "work")
    assert gongkai("review", "main", root=root).stdout.startswith("**新增 0 份，变更 1 份，撤下 0 份：")


def test_unreadable_document_is_shown_with_its_finding(tmp_path: Path):
    root = repository(tmp_path / "root", {"a.md": DOCUMENT})
    (root / PATH / "a.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    out = gongkai("review", "HEAD", root=root).stdout
    assert out.startswith("**新增 0 份，变更 1 份，撤下 0 份：8 个错误")  # what it lacks is told, too
    assert "`invalid-front-matter`" in out
    (root / PATH / "b.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    assert gongkai("review", "HEAD", root=root).stdout.startswith("**新增 1 份，变更 1 份")


def test_errors_in_other_files_are_named(tmp_path: Path):
    root = repository(
        tmp_path / "root", {"a.md": DOCUMENT, "b.md": LATE.replace("00001", "00002").replace("1号", "2号")}
    )
    out = gongkai("review", "HEAD", root=root).stdout
    assert out.startswith("**新增 0 份，变更 0 份，撤下 0 份：没有发现问题；其他文件 0 个错误，1 个提醒**\n")
    (root / PATH / "0.md").write_text(document(doc_no="测政办发〔2026〕3号"), encoding="utf-8")
    out = gongkai("review", "HEAD", root=root).stdout
    assert "### 其他文件的错误\n\n- **错误** content/documents/a.md 第 2 行 `duplicate-index-number`" in out


def test_withheld_record_is_not_in_the_catalog(tmp_path: Path):
    text = document(
        text="",
        openness="不予公开",
        openness_reason="internal",
        published=None,
        review={
            "conclusion": "不予公开",
            "date": "2026-06-02",
            "by": "政策法规科",
            "approved_by": "分管负责人",
        },
    )
    root = repository(tmp_path / "root", {})
    (root / PATH / "a.md").write_text(text, encoding="utf-8")
    out = gongkai("review", "HEAD", root=root).stdout
    assert "不列入公开目录。" in out and "| 索引号" not in out
    run(root, "stash", "--include-untracked")
    (root / "catalog.yml").write_text(CATALOG + "withheld: list\n", encoding="utf-8")
    commit(root)
    run(root, "stash", "pop")
    assert "| 索引号" in gongkai("review", "HEAD", root=root).stdout


def test_unknown_base_is_wrong_usage(tmp_path: Path):
    root = repository(tmp_path / "root", {})
    for base in ("no-such-branch", "--output=x"):
        done = gongkai("review", "--root", root, "--", base)
        assert (done.returncode, "git 里没有" in done.stderr) == (2, True)


def test_personal_data_is_masked(tmp_path: Path):
    root = repository(tmp_path / "root", {})
    (root / PATH / "a.md").write_text(
        DOCUMENT.replace("部署汛期", "张三 11010519491231002X 部署"), encoding="utf-8"
    )
    assert "11010519491231002X" not in gongkai("review", "HEAD", root=root).stdout


def test_content_cannot_break_the_comment(tmp_path: Path):
    evil = "'</td></details><img src=x onerror=alert(1)> | --> @admin #1 [x](http://evil) ![y](z) `a` **b** $c$ <!-- ~~d~~ &lt;'"
    root = repository(tmp_path / "root", {})
    (root / PATH / "a.md").write_text(document(title=evil), encoding="utf-8")
    out = gongkai("review", "HEAD", root=root).stdout
    for sign in ("<img", "</td>", "](", "@admin", " #1", "`a`", "**b**", "$c$", "~~d~~"):
        assert sign not in out
    assert out.count("-->") == 1
    row = next(line for line in out.split("\n") if line.startswith("| 11339926854601395E/2026-00001"))
    assert row.count("|") == 8


def test_many_documents_fit_into_one_comment(tmp_path: Path):
    root = repository(tmp_path / "root", {})
    for n in range(1, 61):
        (root / PATH / f"{n}.md").write_text(document(n), encoding="utf-8")
    out = gongkai("review", "HEAD", root=root).stdout
    assert len(out) < 65_536
    assert out.startswith("**新增 60 份")
    assert "份没有列出，运行 gongkai check 查看。" in out


@settings(deadline=None)
@given(st.text())
def test_a_cell_is_text_and_nothing_else(text: str):
    text = text.encode("utf-8", "replace").decode()
    html = MARKDOWN.html(f"| a |\n|---|\n| {cell(text)} |\n")
    assert html.count("<") == MARKDOWN.html("| a |\n|---|\n| x |\n").count("<")


@pytest.mark.parametrize("name", ["@all", "#12", "a@b"])
def test_nobody_is_called(name: str):
    assert "&#8203;" in cell(name)


def test_two_documents_with_one_number_are_both_shown(tmp_path: Path):
    root = repository(tmp_path / "root", {})
    for name in ("a.md", "b.md"):
        (root / PATH / name).write_text(DOCUMENT, encoding="utf-8")
    out = gongkai("review", "HEAD", root=root).stdout
    assert out.startswith("**新增 2 份，变更 0 份，撤下 0 份：1 个错误，1 个提醒**\n")
