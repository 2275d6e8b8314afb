"""What commands say is fit to be told, and a console of another encoding stops none of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from helpers.roots import make_root
from running import DOCUMENT, LATE, gongkai

CITIZEN = "350102199003074514"
RARE = "𬭎"
"""A sign that GBK does not have."""


def on_gbk(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """A command whose output goes to a file on a Chinese Windows."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "gbk", "SOURCE_DATE_EPOCH": "1795305600"},
    )


FURTHER = [pytest.param(form, marks=pytest.mark.slow) for form in ("sarif", "gitlab", "junit")]


@pytest.mark.parametrize("form", ["text", "json", *FURTHER])
def test_a_console_of_another_encoding(form: str, tmp_path: Path):
    root = make_root(tmp_path, {"a.md": LATE.replace("category: ", f"category: {RARE}")})
    done = on_gbk("check", "--root", root, "--format", form)
    assert done.returncode == 1 and b"Traceback" not in done.stderr
    if form == "text":
        assert "个错误" in done.stdout.decode("gbk") and "?" in done.stdout.decode("gbk")
        return
    said = done.stdout.decode("utf-8")
    assert RARE in said
    assert ET.fromstring(said.encode()) is not None if form == "junit" else json.loads(said)


def test_a_fault_on_a_console_of_another_encoding(tmp_path: Path):
    done = on_gbk("verify", tmp_path / f"没有{RARE}")
    assert done.returncode == 2 and b"Traceback" not in done.stderr and done.stderr.decode("gbk")


def test_repairs_repeat_no_number(tmp_path: Path):
    text = DOCUMENT.replace("formed: 2026-06-01", f"# {CITIZEN}\x1b[2K\nformed: 2026/6/1")
    root = make_root(tmp_path, {f"{CITIZEN}.md": text.replace("\x1b", "\u202e")})
    done = gongkai("fix", "--dry-run", root=root)
    assert "+formed: 2026-06-01" in done.stdout
    assert CITIZEN not in done.stdout and "\u202e" not in done.stdout


def test_faults_and_wrong_usage_repeat_no_number(tmp_path: Path):
    done = gongkai("verify", tmp_path / f"{CITIZEN}\x1b[2K")
    assert done.returncode == 2 and done.stderr and CITIZEN not in done.stderr and "\x1b" not in done.stderr
    done = gongkai("rules", CITIZEN)
    assert done.returncode == 2 and "没有规则" in done.stderr and CITIZEN not in done.stderr


def test_a_refused_import_repeats_no_number(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": DOCUMENT})
    file = tmp_path / f"{CITIZEN}.docx"
    file.write_bytes(b"x")
    for form in ("text", "json"):
        done = gongkai("import", file, "--format", form, root=root)
        assert done.returncode == 1 and ".docx" in done.stdout and CITIZEN not in done.stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("chek", "错误：没有命令“chek”；是不是“check”？"),
        ("check --formt json", "错误：没有选项 --formt；是不是“--format”？"),
        ("check --format jsn", "错误：--format：“jsn”不能用，可以写 'auto'"),
        ("build --jobs x", "错误：--jobs：“x”不是整数"),
        ("build --out", "错误：选项 --out 后面要写值"),
        ("serve --port 0", "错误：--port：0 不在范围"),
        ("deadline", "错误：缺少 DATE"),
        ("verify a b", "错误：多写了 b"),
        ("release --sign /nonexistent", "错误：--sign：没有文件或者文件夹 /nonexistent"),
        ("--lang en chek", "Error: No such command 'chek'."),
        ("check --lang=en --formt json", "Error: No such option"),
    ],
)
def test_a_wrong_command_line_is_told_in_the_language_of_the_user(line: str, said: str):
    done = gongkai(*line.split())
    assert done.returncode == 2 and said in done.stderr
    if "错误" in said:
        assert not [word for word in ("Usage", "Try", "Error") if word in done.stderr]
