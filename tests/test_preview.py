"""The preview shows what the editor has written, before and after the whole site is built again."""

from __future__ import annotations

import sys
from pathlib import Path
from socket import socket
from subprocess import DEVNULL, PIPE, Popen

import pytest
from helpers.documents import named
from helpers.folders import digests
from playwright.sync_api import Browser
from support import TODAY, make_root
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
from generator.tools.preview.live_server import Changes
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
    assert isinstance(heard[-1], Built) and heard[-1].pages is None
    place.write_text(before, encoding="utf-8")
    preview.refresh()
    assert "请按照新的预案" not in (preview.site / PAGE).read_text(encoding="utf-8")
    preview.build()
    build_site(root, root / "site", today=TODAY)
    assert digests(preview.site) == digests(root / "site")
    told = len(heard)
    preview.build()
    assert len(heard) == told, "nothing was new"


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
