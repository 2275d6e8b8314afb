"""Writing into a folder that holds files from before: what belongs to somebody else stays as it is."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from generator.machine import site_folder
from generator.machine.json_text import json_text
from generator.machine.site_folder import MANIFEST, amend, read_manifest, write_file, write_pieces

NAME = "a/b/index.html"


def content(folder: Path) -> str:
    return (folder / NAME).read_text(encoding="utf-8")


def test_folders_are_made(tmp_path: Path):
    assert write_file(tmp_path, NAME, "公开") == (NAME, sha256("公开".encode()).hexdigest())
    assert content(tmp_path) == "公开"


@pytest.mark.parametrize("second", ["短", "比原来的长得多的一段话", "", "第一版本"])
def test_nothing_is_left_of_what_was_there(tmp_path: Path, second: str):
    write_file(tmp_path, NAME, "第一个版本")
    assert write_pieces(tmp_path, NAME, list(second)) == (NAME, sha256(second.encode()).hexdigest())
    assert content(tmp_path) == second


def test_a_file_that_another_site_shares_stays_as_it_is(tmp_path: Path):
    write_file(tmp_path / "live", NAME, "正在使用的网站")
    (tmp_path / "stage/a/b").mkdir(parents=True)
    os.link(tmp_path / "live" / NAME, tmp_path / "stage" / NAME)
    write_file(tmp_path / "stage", NAME, "新的网站")
    assert (content(tmp_path / "live"), content(tmp_path / "stage")) == ("正在使用的网站", "新的网站")


def test_a_link_is_replaced_and_not_followed(tmp_path: Path):
    outside = tmp_path / "outside"
    outside.write_text("别处的文件", encoding="utf-8")
    (tmp_path / "site/a/b").mkdir(parents=True)
    (tmp_path / "site" / NAME).symlink_to(outside)
    write_file(tmp_path / "site", NAME, "网页")
    assert outside.read_text(encoding="utf-8") == "别处的文件"
    assert content(tmp_path / "site") == "网页" and not (tmp_path / "site" / NAME).is_symlink()


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7])
def test_a_manifest_is_the_same_however_few_of_its_lines_are_made_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
):
    monkeypatch.setattr(site_folder, "AT_A_TIME", 3)
    files = {f"{number}/公开“.html": str(number) for number in range(count)}
    amend(tmp_path, tuple(reversed(files.items())))
    listed = {"algorithm": "SHA-256", "files": files}
    assert (tmp_path / MANIFEST).read_text(encoding="utf-8") == json_text(listed)
    assert read_manifest(tmp_path) == files
