"""Nothing from outside the root gets onto the site, whatever is planted: links, paths that climb, active files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.findings import findings
from helpers.roots import TODAY, make_root

from generator.build import build_site
from generator.machine.site_folder import write_file

SECRET = "e5f0c2-from-outside"
DOCUMENT = document()
NUMBER = "11339926854601395E/2026-00001"
ATTACHED = document(attachments="\n  - {{file: {}, title: 附件}}")
CLIMBING = (
    "../secret.csv",
    "../../secret.csv",
    "../" * 9 + "etc/hostname",
    "/etc/hostname",
    "./a.csv",
    "a/../../secret.csv",
    "..\\secret.csv",
    "C:\\secret.csv",
    "\\\\host\\secret.csv",
    "file:///etc/hostname",
    "%2e%2e/secret.csv",
    "..%2fsecret.csv",
    "....//secret.csv",
    "a.csv/.",
    "..",
    ".",
    "~/secret.csv",
    "/proc/self/environ",
    "/dev/stdin",
    "../1.md",
    "../../../catalog.yml",
    "a\u0000.csv",
    "..\u2215secret.csv",
    "．．/secret.csv",
    "con",
    "a.csv\n",
)
NUMBERS = (
    "../../2026-00001",
    "../" * 6 + "etc/2026-00001",
    "/etc/2026-00001",
    "11339926854601395E/../../2026-00001",
    ".",
    "..",
    "a//b",
    "a/./b",
    "%2e%2e/x",
    "11339926854601395E\\2026-00001",
    "C:/2026-00001",
    "11339926854601395E/2026-00001/../../..",
    "~root/2026",
    "11339926854601395E/2026-00001\u0000",
)
LINKS = (
    "catalog.yml",
    "mkdocs.yml",
    "content",
    "content/pages",
    "content/pages/guide.md",
    "content/pages/a.md",
    "content/pages/a.png",
    "content/pages/deep",
    "content/data",
    "content/data/items.yml",
    "content/data/requests",
    "content/documents",
    "content/documents/2.md",
    "content/documents/deep",
    "theme",
    "theme/assets",
    "theme/assets/x.css",
    "theme/templates",
    "theme/templates/home.html",
    "theme/partials/footer.html",
    "theme/main.html",
)
ATTACHMENT_LINKS = ("content/documents/1.files", "content/documents/1.files/a.csv")


def assert_nothing_leaked(root: Path) -> None:
    for path in (root / "site").rglob("*"):
        assert SECRET not in path.name
        assert path.is_dir() or (not path.is_symlink() and SECRET.encode() not in path.read_bytes()), path


def outside(tmp_path: Path, place: str, root: Path) -> Path:
    """What a link at `place` points to, outside the root: the same kind of thing, with the secret in it."""
    name = Path(place).name
    whole = root / place
    target = tmp_path / "outside" / name
    target.parent.mkdir(exist_ok=True)
    if whole.is_dir() or not Path(place).suffix or place.endswith(".files"):
        shutil.copytree(whole, target) if whole.is_dir() else target.mkdir()
        for file in ("secret.md", "a.csv"):
            (target / file).write_text(f"# {SECRET}\n", encoding="utf-8")
    else:
        text = whole.read_text(encoding="utf-8") if whole.is_file() else f"# {SECRET}\n"
        target.write_text(text + f"# {SECRET}\n", encoding="utf-8")
    return target


def plant(root: Path, place: str, target: Path) -> None:
    whole = root / place
    if whole.is_dir():
        shutil.rmtree(whole)
    whole.unlink(missing_ok=True)
    whole.parent.mkdir(parents=True, exist_ok=True)
    whole.symlink_to(target)


@pytest.mark.parametrize("place", [*LINKS, *ATTACHMENT_LINKS])
def test_a_link_is_reported_and_nothing_is_built(tmp_path: Path, place: str):
    root = make_root(tmp_path / "root", {"1.md": ATTACHED.format("a.csv"), "1.files/a.csv": "甲,乙\n1,2\n"})
    (root / "mkdocs.yml").write_text("INHERIT: nothing.yml\n", encoding="utf-8")
    plant(root, place, outside(tmp_path, place, root))
    reported = {(d.rule, d.path) for d in findings(root)}
    wanted = (
        ("unsafe-path", "content/documents/1.md") if place in ATTACHMENT_LINKS else ("symbolic-link", place)
    )
    assert wanted in reported
    assert build_site(root, root / "site", today=TODAY).pages is None
    assert_nothing_leaked(root)


@pytest.mark.parametrize("name", CLIMBING)
def test_a_path_in_the_place_of_a_file_name_is_refused(tmp_path: Path, name: str):
    root = make_root(
        tmp_path / "root",
        {"1.md": ATTACHED.format(json.dumps(name, ensure_ascii=False)), "1.files/a.csv": "甲,乙\n1,2\n"},
    )
    for place in (
        root / "content/documents/secret.csv",
        root / "content/secret.csv",
        tmp_path / "secret.csv",
    ):
        place.write_text(SECRET, encoding="utf-8")
    assert build_site(root, root / "site", today=TODAY).pages is None
    assert_nothing_leaked(root)


@pytest.mark.parametrize("number", NUMBERS)
def test_an_index_number_that_climbs_is_refused_and_cannot_be_written(tmp_path: Path, number: str):
    root = make_root(tmp_path / "root", {"1.md": document(index_no=json.dumps(number))})
    assert build_site(root, root / "site", today=TODAY).pages is None
    assert not (root / "site").exists()


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "a/.."])
def test_even_a_wrong_address_is_not_written_outside(tmp_path: Path, name: str):
    with pytest.raises(ValueError, match="is not below the site"):
        write_file(tmp_path / "site", name, SECRET)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<p>x</p>"),
        ("a.js", "alert(1)"),
        ("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.png", "<script>alert(1)</script>"),
        ("a.txt", "<!doctype html><script>alert(1)</script>"),
        ("deep/a.xhtml", "<html/>"),
    ],
)
def test_an_active_file_among_the_pages_is_reported(tmp_path: Path, name: str, content: str):
    root = make_root(tmp_path / "root", {})
    page = root / "content/pages" / name
    page.parent.mkdir(parents=True)
    page.write_text(content, encoding="utf-8")
    assert [(d.rule, d.path) for d in findings(root)] == [("page-file-type", f"content/pages/{name}")]


def test_attachment_addresses_are_escaped(tmp_path: Path):
    root = make_root(
        tmp_path / "root",
        {"1.md": ATTACHED.format('"a#1 50%41&.csv"'), "1.files/a#1 50%41&.csv": "甲,乙\n1,2\n"},
    )
    assert build_site(root, root / "site", today=TODAY).pages
    assert 'href="files/a%231%2050%2541%26.csv"' in (root / "site" / NUMBER / "index.html").read_text(
        encoding="utf-8"
    )


GARBLED = [
    "content/documents/{}.md",
    "content/documents/{}/1.md",
    "content/documents/1.files/{}.csv",
    "content/pages/{}.md",
    "content/pages/{}.html",
    "content/data/{}.yml",
    "theme/{}/a.css",
]


@pytest.mark.parametrize("place", GARBLED)
def test_a_garbled_name_is_reported_and_nothing_is_built(tmp_path: Path, place: str):
    root = make_root(tmp_path / "root", {"1.md": ATTACHED.format("a.csv"), "1.files/a.csv": "甲,乙\n1,2\n"})
    name = os.fsdecode("附件".encode("gbk"))
    file = root / place.format(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(DOCUMENT if place.endswith("documents/{}.md") else "<p>x</p>", encoding="utf-8")
    before, _, after = place.partition("{}")
    shown = f"{before}����{after.partition('/')[0]}"
    assert [
        (d.path, d.line, d.message.zh, d.hint.zh) for d in findings(root) if d.rule == "garbled-name"
    ] == [(shown, 1, "名称是乱码，不是 UTF-8 编码", "改名；从压缩包里解出来的，换一个解压软件重新解压")]
    assert build_site(root, root / "site", today=TODAY).pages is None
    if place != GARBLED[0]:
        return
    done = subprocess.run(
        [sys.executable, "-m", "generator", "check", "--root", root, "--today", str(TODAY)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1 and shown in done.stdout.decode() and not done.stderr


@pytest.mark.parametrize(
    ("one", "other"), [("a.md", "A.md"), ("caf\u00e9.md", "cafe\u0301.md"), ("通知/a.md", "通知/a.MD")]
)
def test_two_names_for_one_file_elsewhere_are_told(one: str, other: str, tmp_path: Path):
    root = make_root(tmp_path / "root", {one: DOCUMENT, other: DOCUMENT, "b/a.md": DOCUMENT})
    told = [d.path for d in findings(root) if d.rule == "twin-name"]
    assert len(told) == 1 and told[0].removeprefix("content/documents/") in (one, other)
