"""The preview shows what the editor has written, before and after the whole site is built again."""

from __future__ import annotations

import sys
from pathlib import Path
from socket import socket
from subprocess import DEVNULL, PIPE, Popen

import pytest
from helpers.documents import named
from helpers.folders import digests
from helpers.roots import TODAY, make_root
from playwright.sync_api import Browser
from watchdog.events import (
    DirModifiedEvent,
    FileClosedNoWriteEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileOpenedEvent,
    FileSystemEvent,
)

from generator.build import Built, build_site
from generator.model.faults import Fault
from generator.tools.preview.live_server import Changes, PreviewServer
from generator.tools.preview.preview import Preview

PAGE = "11339926854601395E/2026-00001/index.html"


def test_a_changed_document_is_shown_at_once_and_the_site_follows(tmp_path: Path):
    root = make_root(tmp_path / "root", {"1.md": named(1, "甲", None), "2.md": named(2, "乙", 1)})
    heard: list[Built | Fault] = []
    preview = Preview(root, TODAY, 1, heard.append)
    preview.build()
    place = root / "content/documents/1.md"
    before = place.read_text(encoding="utf-8")
    place.write_text(before.replace("请按照预案", "请按照新的预案"), encoding="utf-8")
    preview.refresh()
    assert "请按照新的预案" in (preview.site / PAGE).read_text(encoding="utf-8")
    stamp = preview.news.stat().st_mtime_ns
    preview.build()
    assert preview.news.stat().st_mtime_ns > stamp
    build_site(root, root / "site", today=TODAY)
    assert digests(preview.site) == digests(root / "site")
    place.write_text(before.replace("title: ", "titel: "), encoding="utf-8")
    preview.refresh()
    preview.build()
    assert isinstance(heard[-1], Built) and "missing-field" in {d.rule for d in heard[-1].checked.diagnostics}
    assert not (preview.site / PAGE).exists(), "a new document with an error waits"
    place.write_text(before, encoding="utf-8")
    preview.refresh()
    assert "请按照新的预案" not in (preview.site / PAGE).read_text(encoding="utf-8")
    preview.build()
    build_site(root, root / "site", today=TODAY)
    assert digests(preview.site) == digests(root / "site")
    told = len(heard)
    preview.build()
    assert len(heard) == told, "nothing was new"


def asked(preview: Preview, path: str) -> str:
    served = preview.page(path)
    return served.data.decode() if served else ""


def test_drafts_have_pages_in_the_preview_and_nowhere_else(tmp_path: Path):
    good = named(2, "乙", None)
    draft = good.replace("published: ", "#").replace("请按照预案", "草稿里的话")
    files: dict[str, str | bytes] = {
        "1.md": named(1, "甲", None),
        "2.md": draft.replace("review:", "attachments: [{file: 表.csv}]\nreview:"),
        "2.files/表.csv": "名称\n甲\n",
        "3.md": named(3, "丙", None)
        .replace("category: ", "category: 无此")
        .replace("请按照预案", "有错的话"),
        "4.md": named(4, "丁", None).replace("title: ", "title: ["),
        "5.md": named(5, "戊", None)
        .replace("published: 2026", "published: 2027")
        .replace("请按照预案", "以后的话"),
    }
    root = make_root(tmp_path / "root", files)
    preview = Preview(root, TODAY, 1, lambda _: None)
    preview.build()
    place = PAGE.removesuffix("1/index.html")
    for number, words, state in (
        (2, "草稿里的话", "尚未公开"),
        (3, "有错的话", "没有按现在的内容发布"),
        (5, "以后的话", "尚未公开"),
    ):
        page = asked(preview, f"{place}{number}/")
        assert words in page and "草稿 · " in page and state in page, number
    assert (
        "目录类别“无此" in asked(preview, f"{place}3/")
        and asked(preview, f"{place}2/files/表.csv") == "名称\n甲\n"
    )
    listed = asked(preview, "_drafts/")
    assert all(f"content/documents/{n}.md" in listed for n in (2, 3, 4, 5)) and "1.md" not in listed
    assert asked(preview, f"{place}1/") == "" and asked(preview, f"{place}2/../../../catalog.yml") == ""
    said = b"".join(p.read_bytes() for p in preview.site.rglob("*") if p.is_file()).decode("utf-8", "replace")
    assert not any(words in said for words in ("草稿里的话", "有错的话", "以后的话", "_drafts"))
    (root / "content/documents/2.md").write_text(
        files["2.md"].replace("草稿里的话", "改过的话"), encoding="utf-8"
    )
    assert "改过的话" in asked(preview, f"{place}2/")


def test_a_fault_of_the_site_is_a_page(tmp_path: Path):
    root = make_root(tmp_path / "root", {"1.md": named(1, "甲", None), "2.md": named(1, "乙", None)})
    preview = Preview(root, TODAY, 1, lambda _: None)
    preview.build()
    shown = preview.page("")
    assert shown and shown.status.startswith("503") and "索引号" in shown.data.decode()
    (root / "content/documents/2.md").unlink()
    preview.build()
    assert preview.page("") is None and (preview.site / PAGE).is_file()
    (root / "catalog.yml").write_text("site: [", encoding="utf-8")
    preview.build()
    assert preview.page("") is None and "网站没有更新" in preview.drafts.summary
    assert "不符合 YAML 格式" in asked(preview, "_drafts/")


def test_only_this_machine_is_answered(tmp_path: Path):
    root = make_root(tmp_path / "root", {"1.md": named(1, "甲", None)})
    preview = Preview(root, TODAY, 1, lambda _: None)
    preview.build()
    server = PreviewServer(lambda: None, host="127.0.0.1", port=0, root=str(preview.site))
    server.preview = preview
    told: list[str] = []
    for host, status in (
        ("127.0.0.1:8000", "200"),
        ("localhost", "200"),
        ("[::1]:8000", "200"),
        ("a.example", "403"),
        ("127.0.0.1.example:80", "403"),
        ("", "403"),
    ):
        server.serve_request(
            {"PATH_INFO": "/_drafts/", "HTTP_HOST": host, "QUERY_STRING": ""}, lambda s, _: told.append(s)
        )
        assert told[-1].startswith(status), host
    server.server_close()


def test_an_open_page_shows_the_change_by_itself(tmp_path: Path, browser: Browser):
    root = make_root(tmp_path / "root", {"1.md": named(1, "甲", None)})
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "generator",
        "serve",
        "--root",
        root,
        "--port",
        str(port),
        "--jobs",
        "1",
        "--today",
        str(TODAY),
    ]
    with Popen(command, stdout=PIPE, stderr=DEVNULL, text=True) as server:
        assert server.stdout
        assert any(f"127.0.0.1:{port}" in line for line in server.stdout)
        opened = browser.new_page()
        faults: list[str] = []
        opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        opened.goto(f"http://127.0.0.1:{port}/{PAGE.removesuffix('index.html')}")
        place = root / "content/documents/1.md"
        place.write_text(
            place.read_text(encoding="utf-8").replace("请按照预案", "请按照新的预案"), encoding="utf-8"
        )
        opened.get_by_text("请按照新的预案").wait_for(timeout=20_000)
        assert not faults
        opened.close()
        server.terminate()


@pytest.mark.parametrize(
    ("event", "wanted"),
    [
        (FileOpenedEvent("a.md"), False),
        (FileClosedNoWriteEvent("a.md"), False),
        (DirModifiedEvent("documents"), False),
        (FileModifiedEvent("a.md"), True),
        (FileCreatedEvent("a.md"), True),
        (FileMovedEvent("a.md", "b.md"), True),
        (FileDeletedEvent("a.md"), True),
    ],
)
def test_who_reads_a_file_causes_no_build(event: FileSystemEvent, wanted: bool):
    changes: list[bool] = []
    Changes(lambda: changes.append(True)).dispatch(event)
    assert changes == [True] * wanted
