"""Check and build as a whole: what blocks leaves the old site alone; what passes gives the same bytes every time."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.findings import findings, places
from helpers.folders import digests
from helpers.roots import TESTS, TODAY, copy_fixture, make_root

from generator.build import build_site
from generator.model.diagnostics import Severity
from generator.model.faults import OutputError

DOCUMENT = document()


def build(root: Path, jobs: int = 1) -> dict[str, str]:
    built = build_site(root, root / "site", today=TODAY, jobs=jobs)
    assert built.pages, built.checked.diagnostics
    return digests(root / "site")


def test_every_broken_document_is_reported_in_one_run_each_at_its_line_with_a_hint(tmp_path: Path):
    root = tmp_path / "root"
    expected = copy_fixture(TESTS / "broken", root)
    found = [
        d for d in findings(root) if d.code < "GK8"
    ]  # what is said of the catalog as a whole is not the matter here
    assert places(found) == expected
    assert len({d.path for d in found}) == len(list((TESTS / "broken").glob("*.md"))) >= 30
    assert all(d.hint.zh and d.hint.en and d.message.zh and d.message.en for d in found)


def test_blocked_build_leaves_the_old_site_byte_for_byte(tmp_path: Path):
    root = tmp_path / "root"
    copy_fixture(TESTS / "broken", root)
    old = make_root(tmp_path / "old", {"a.md": DOCUMENT})
    build(old)
    (old / "site").rename(root / "site")
    before = digests(root / "site")
    assert build_site(root, root / "site", today=TODAY).pages is None
    assert digests(root / "site") == before
    assert {p.name for p in root.iterdir()} == {".build", "catalog.yml", "content", "site"}


def test_warnings_do_not_block(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": DOCUMENT.replace("\n", "\r\n")})
    assert [d.severity for d in findings(root)] == [Severity.WARNING]
    assert "index.html" in build(root)


def test_number_of_jobs_does_not_change_a_byte(tmp_path: Path):
    documents = {f"{n}.md": document(n) for n in range(1, 150)}
    root = make_root(tmp_path / "root", documents)
    first = build(root, jobs=1)
    assert build(root, jobs=2) == first
    assert (
        len(
            [
                name
                for name in first
                if name.startswith("11339926854601395E/") and name.endswith("/index.html")
            ]
        )
        == 149
    )


def test_pages_of_a_long_listing_hold_every_row_once(tmp_path: Path):
    documents = {f"{n}.md": document(n) for n in range(1, 150)}
    root = make_root(tmp_path / "root", documents)
    build(root)
    pages = [root / "site/catalog/year/2026/index.html", root / "site/catalog/year/2026/1/index.html"]
    rows = [page.read_text(encoding="utf-8").count('class="gk-rows__no"') for page in pages]
    assert rows == [99, 50]
    assert not (root / "site/catalog/year/2026/2").exists()


def test_a_folder_that_is_no_site_is_never_replaced(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": DOCUMENT})
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "letter.txt").write_text("不能丢", encoding="utf-8")
    with pytest.raises(OutputError, match="was not made by this program"):
        build_site(root, precious, today=TODAY)
    assert [p.name for p in precious.iterdir()] == ["letter.txt"]


def test_empty_catalog_builds(tmp_path: Path):
    root = make_root(tmp_path / "root", {})
    assert "index.html" in build(root)


def test_a_document_of_tomorrow_waits_for_its_day_where_the_rule_is_off(tmp_path: Path):
    text = document(published="2026-11-23")
    rules = "rules:\n  future-date: {severity: off, reason: 测试}\n  late-publication: {severity: off, reason: 测试}\n"
    catalog = (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")
    root = make_root(tmp_path / "root", {"1.md": text}, catalog + rules)
    built = build_site(root, root / "site", today=TODAY)
    assert built.pages, built.checked.diagnostics
    folder = root / "site/11339926854601395E/2026-00001"
    assert not folder.exists()
    build_site(root, root / "site", today=TODAY + timedelta(days=1))
    assert (
        linked_beside(folder)
        == {"2026-00001.docx", "changes.xml", "changes.json"}
        <= {p.name for p in folder.iterdir()}
    )


def linked_beside(folder: Path) -> set[str]:
    return set(re.findall(r'href="([^"/#:]+\.\w+)"', (folder / "index.html").read_text(encoding="utf-8")))
