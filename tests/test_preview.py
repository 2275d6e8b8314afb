"""The preview shows what the editor has written, before and after the whole site is built again."""

from __future__ import annotations

from pathlib import Path

from support import TODAY, make_root
from test_build import digests
from test_incremental import document

from generator.build import Built, build_site
from generator.faults import Fault
from generator.preview import Preview

PAGE = "11339926854601395E/2026-00001/index.html"


def test_a_changed_document_is_shown_at_once_and_the_site_follows(tmp_path: Path):
    root = make_root(tmp_path / "root", {"1.md": document(1, "甲", None), "2.md": document(2, "乙", 1)})
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
