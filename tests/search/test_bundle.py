"""Bundles: what Pagefind makes of the mirror, the list of all pages, and the check that follows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from support import TESTS
from texts import document

from generator.config import load_catalog
from generator.faults import SearchError
from generator.search import Miss, build_bundles, mirror_page, spot_check, titles_index
from generator.search.titles import COLUMNS

TEXT = "第一条 为了规范3.5万元以下项目，制定本办法。"


def mirror(folder: Path, shard: str, numbers: list[int]) -> None:
    for number in numbers:
        page = folder / shard / document(number).address / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(mirror_page(document(number), f"{TEXT}{number}", {}), encoding="utf-8")


def test_bundles_list_their_pages_and_keep_their_text(tmp_path: Path):
    mirror(tmp_path / "mirror", "a", [1, 2])
    mirror(tmp_path / "mirror", "b", [3])
    build_bundles(tmp_path / "mirror", tmp_path / "out", ["a", "b"], 2)
    shards = json.loads((tmp_path / "out/shards.json").read_text(encoding="utf-8"))
    assert {name: sorted(pages.values()) for name, pages in shards.items()} == {
        "a": [document(1).address, document(2).address], "b": [document(3).address]}
    assert {p.name for p in (tmp_path / "out/a").iterdir()} >= {"fragment", "index", "pages.json", "pagefind-entry.json"}
    assert not list((tmp_path / "out/a").glob("*.js"))
    assert {"pagefind.js", "pagefind-worker.js", "wasm.unknown.pagefind", "variants.json"} <= {p.name for p in (tmp_path / "out").iterdir()}
    assert spot_check(tmp_path / "out", [(document(n), f"{TEXT}{n}") for n in (1, 2, 3)]) == []


def test_only_the_named_bundle_is_built_again(tmp_path: Path):
    mirror(tmp_path / "mirror", "a", [1])
    mirror(tmp_path / "mirror", "b", [2])
    build_bundles(tmp_path / "mirror", tmp_path / "out", ["a", "b"], 1)
    before = (tmp_path / "out/b/pages.json").stat().st_mtime_ns
    build_bundles(tmp_path / "mirror", tmp_path / "out", ["a"], 1)
    assert (tmp_path / "out/b/pages.json").stat().st_mtime_ns == before
    assert set(json.loads((tmp_path / "out/shards.json").read_text(encoding="utf-8"))) == {"a", "b"}


def test_bundles_are_the_same_in_every_build(tmp_path: Path):
    mirror(tmp_path / "mirror", "a", [1, 2, 3])
    for out in ("one", "two"):
        build_bundles(tmp_path / "mirror", tmp_path / out, ["a"], 1)
    files = [{p.relative_to(tmp_path / out): p.read_bytes() for p in (tmp_path / out).rglob("*") if p.is_file()} for out in ("one", "two")]
    assert files[0] == files[1]


def test_spot_check_names_what_is_missing(tmp_path: Path):
    mirror(tmp_path / "mirror", "a", [1])
    build_bundles(tmp_path / "mirror", tmp_path / "out", ["a"], 1)
    absent = spot_check(tmp_path / "out", [(document(7), TEXT)])
    assert {miss.kind for miss in absent} == {"索引号", "文号", "名称", "正文"}
    renamed = spot_check(tmp_path / "out", [(document(1, title="另一个名称"), TEXT)])
    assert renamed == [Miss(document(1).address, "名称", "另一个名称")]


def test_failure_of_pagefind_is_an_error_with_its_words(tmp_path: Path):
    with pytest.raises(SearchError, match=r"\w"):
        build_bundles(tmp_path, tmp_path / "out", ["missing"], 1)


def test_titles_index_has_a_row_for_each_document_newest_first():
    catalog, _ = load_catalog(TESTS / "rules", slugs=[], locked=[])
    assert catalog is not None
    documents = [document(1), document(2, published=date(2026, 4, 1), joint_issuers=("县财政局",), genre=None)]
    table = json.loads(titles_index(documents, catalog))
    assert tuple(table["columns"]) == COLUMNS
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    assert [row["address"] for row in rows] == [document(2).address, document(1).address]
    assert [table["names"]["issuer"][n] for n in rows[0]["issuer"]] == ["测试县人民政府办公室", "测试县财政局"]
    assert rows[0]["genre"] is None and table["names"]["genre"][rows[1]["genre"]] == "办法"
    assert rows[0]["published"] == "2026-04-01"
