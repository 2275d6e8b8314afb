"""One registry of addresses: no page, file or earlier address takes the place of what the generator makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.documents import document
from helpers.findings import findings
from helpers.roots import make_root

from generator.model.addresses import FILES, FOLDERS, is_generated, place_of, place_of_page

DOCUMENT = document()
OTHER = document(2)


def test_everything_at_the_top_of_a_built_site_is_registered(site: Path):
    pages = {path.stem for path in (site.parent / "content/pages").glob("*.md")}
    for path in site.iterdir():
        told = f"enter {path.name} in generator/model/addresses.py: no document may ever have this address"
        assert path.name in pages or is_generated(place_of(path.name)), told
        known = FILES if path.is_file() else FOLDERS
        assert path.name in pages or path.name in known or path.name[:2] == "11", told


@pytest.mark.parametrize(
    "name",
    [
        "verify.md", "Verify.md", "data.md", "map.md", "home.md", "404.md", "robots.txt", "catalog/coverage.md",
        "catalog/coverage/coverage.csv", "Catalog/items/items.csv", "document.md", "document/0/x.md", "catalog-2.md",
        "index.md", "releases/0001.txt", "11339926854601395E/2026-00001/index.md",
        "search/titles.txt", "guide/x.md", "assets/a.txt",
    ],
)  # fmt: skip
def test_a_page_never_takes_the_place_of_the_site(name: str, tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": DOCUMENT})
    path = root / "content/pages" / name
    path.parent.mkdir(parents=True)
    path.write_text("# 页面\n", encoding="utf-8")
    assert [(d.path, d.rule) for d in findings(root) if d.rule != "page-file-type"] == [
        (f"content/pages/{name}", "occupied-page")
    ]


def test_pages_that_differ_in_case_or_composition_only(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": DOCUMENT})
    pages = root / "content/pages"
    pages.mkdir()
    for name in ("guide.md", "about.md", "About.md", "caf\u00e9.md", "cafe\u0301.md"):
        (pages / name).write_text("# 页面\n", encoding="utf-8")
    assert len([d for d in findings(root) if d.rule == "occupied-page"]) == 2
    assert place_of_page("help/index.md") == place_of("/Help/index.html") == "help"


@pytest.mark.parametrize(
    "address",
    [
        "verify/", "help/", "Help/index.html", "embed/latest.html", "releases/0001.json", "search/index.html", "index.html",
        "11339926854601395E/2026-00001/changes.xml", "11339926854601395e/2026-00001/", "11339926854601395E/2026-00002/changes.xml",
        "VERIFY/x.html",
    ],
)  # fmt: skip
def test_an_earlier_address_never_takes_the_place_of_something_else(address: str, tmp_path: Path):
    moved = OTHER.replace("review:", f"moved_from: [{{address: {address}, date: 2026-07-01}}]\nreview:")
    root = make_root(tmp_path / "root", {"a.md": DOCUMENT, "b.md": moved})
    (root / "content/pages").mkdir()
    (root / "content/pages/help.md").write_text("# 帮助\n", encoding="utf-8")
    assert {d.path for d in findings(root) if d.severity == "error"} == {"content/documents/b.md"}


def test_files_that_nobody_reads(tmp_path: Path):
    files = {"a.md": DOCUMENT, "b.md.txt": OTHER, "c.MD": OTHER, "d.markdown": OTHER, "e.docx": b"PK"}
    root = make_root(tmp_path / "root", {**files, ".gitkeep": "", "Thumbs.db": "x", "~$e.docx": "x"})
    found = {
        d.path.rpartition("/")[2]: (d.severity, d.hint.zh) for d in findings(root) if d.rule == "stray-file"
    }
    assert {name: severity for name, (severity, _) in found.items()} == {
        "b.md.txt": "error", "c.MD": "error", "d.markdown": "error", "e.docx": "warning"
    }  # fmt: skip
    assert found["b.md.txt"][1] == "改名为 b.md" and found["c.MD"][1] == "改名为 c.md"
