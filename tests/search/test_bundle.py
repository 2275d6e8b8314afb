"""Bundles: what Pagefind makes of the mirror, the list of all pages, and the check that follows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from support import TESTS
from texts import document

from generator.machine.site_folder import write_file
from generator.model.faults import SearchError
from generator.reading.catalog_file import load_catalog
from generator.search import build_bundles, bundle, fold, mirror_files, spot_check, titles_index
from generator.search.lookup import find, open_bundle
from generator.search.mirror import pairs
from generator.search.titles import COLUMNS

TEXT = "第一条 为了规范3.5万元以下项目，制定本办法。한국어，Ångström。"


def mirror(folder: Path, shard: str, numbers: list[int]) -> None:
    for number in numbers:
        for name, content in mirror_files(document(number), f"{TEXT}{number}", {}):
            write_file(folder / shard, name, content)


def test_bundles_list_their_pages_and_keep_their_text(tmp_path: Path):
    mirror(tmp_path / "mirror", "a", [1, 2])
    mirror(tmp_path / "mirror", "b", [3])
    build_bundles(tmp_path / "mirror", tmp_path / "out", ["a", "b"], 2)
    shards = json.loads((tmp_path / "out/shards.json").read_text(encoding="utf-8"))
    assert {name: sorted(pages.values()) for name, pages in shards["shards"].items()} == {
        "a": [document(1).address, document(2).address],
        "b": [document(3).address],
    }
    assert {p.name for p in (tmp_path / "out/a").iterdir()} >= {
        "index",
        "pages.json",
        "pagefind-entry.json",
        "text",
    }
    assert not list((tmp_path / "out/a").glob("*.js")) and not (tmp_path / "out/a/fragment").exists()
    assert {"pagefind.js", "pagefind-worker.js", "wasm.unknown.pagefind", "variants.json"} <= {
        p.name for p in (tmp_path / "out").iterdir()
    }
    assert [
        spot_check(tmp_path / "out" / shard, document(n), f"{TEXT}{n}")
        for shard, n in (("a", 1), ("a", 2), ("b", 3))
    ] == [[], [], []]


def test_only_the_named_bundle_is_built_again(tmp_path: Path):
    mirror(tmp_path / "mirror", "a", [1])
    mirror(tmp_path / "mirror", "b", [2])
    build_bundles(tmp_path / "mirror", tmp_path / "out", ["a", "b"], 1)
    before = (tmp_path / "out/b/pages.json").stat().st_mtime_ns
    build_bundles(tmp_path / "mirror", tmp_path / "out", ["a"], 1)
    assert (tmp_path / "out/b/pages.json").stat().st_mtime_ns == before
    assert set(json.loads((tmp_path / "out/shards.json").read_text(encoding="utf-8"))["shards"]) == {"a", "b"}


def test_bundles_are_the_same_in_every_build(tmp_path: Path):
    mirror(tmp_path / "mirror", "a", [1, 2, 3])
    for out in ("one", "two"):
        build_bundles(tmp_path / "mirror", tmp_path / out, ["a"], 1)
    files = [
        {p.relative_to(tmp_path / out): p.read_bytes() for p in (tmp_path / out).rglob("*") if p.is_file()}
        for out in ("one", "two")
    ]
    assert files[0] == files[1]


def test_spot_check_names_what_is_missing(tmp_path: Path):
    mirror(tmp_path / "mirror", "a", [1])
    build_bundles(tmp_path / "mirror", tmp_path / "out", ["a"], 1)
    absent = spot_check(tmp_path / "out/a", document(7), TEXT)
    assert {miss.kind for miss in absent} == {"概述", "正文"}
    changed = spot_check(tmp_path / "out/a", document(1), "别的内容" * 9)
    assert changed and {(miss.address, miss.kind) for miss in changed} == {(document(1).address, "正文")}


@pytest.mark.parametrize(
    "phrase, found",
    [
        ("3.5万元", True),
        ("范3.5万", True),
        ("万元以下项目，制定", True),
        ("办法", True),
        ("2", True),
        ("规定gb/t", True),
        ("ｔ", True),
        ("範", True),
        ("한국", True),
        ("국어ångs", True),
        ("35万元", False),
        ("办制", False),
        ("9", True),
        ("8", False),
        ("管理。第一条", False),
        ("款。1", False),
    ],
)
def test_bundle_has_what_a_text_says_and_nothing_else(tmp_path: Path, phrase: str, found: bool):
    mirror(tmp_path / "mirror", "a", [1, 2])
    build_bundles(tmp_path / "mirror", tmp_path / "out", ["a"], 1)
    assert bool(find(open_bundle(tmp_path / "out/a"), fold(phrase))) is found


def test_common_words_are_listed_by_how_often_they_occur(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bundle, "CHUNK", 5)
    for shard in "abc":
        mirror(tmp_path / "mirror", shard, [1, 2, 3, 4, 5, 6])
    build_bundles(tmp_path / "mirror", tmp_path / "out", ["a", "b", "c"], 1)
    common = json.loads((tmp_path / "out/shards.json").read_text(encoding="utf-8"))["common"]
    words = [step[n : n + 2] for step in common for n in range(0, len(step), 2)]
    known = {
        word
        for n in range(1, 7)
        for text in (document(n).summary or "", f"{TEXT}{n}")
        for word in pairs(fold(text))
    }
    assert "规定" in words and set(words) <= known


def test_failure_of_pagefind_is_an_error_with_its_words(tmp_path: Path):
    with pytest.raises(SearchError, match=r"\w"):
        build_bundles(tmp_path, tmp_path / "out", ["missing"], 1)


def test_titles_index_has_a_row_for_each_document_newest_first():
    catalog, *_ = load_catalog(TESTS / "rules", codes={}, locked=[])
    assert catalog is not None
    documents = [
        document(1),
        document(2, published=date(2026, 4, 1), joint_issuers=("县财政局",), genre=None),
    ]
    table = json.loads(titles_index(documents, catalog))
    assert tuple(table["columns"]) == COLUMNS
    first, second = (
        dict(zip(COLUMNS, row, strict=True)) for row in zip(*table["columns"].values(), strict=True)
    )
    assert [first["address"], second["address"]] == [document(2).address, document(1).address]
    assert [table["names"]["issuer"][n] for n in first["issuer"]] == ["测试县人民政府办公室", "测试县财政局"]
    assert first["genre"] is None and table["names"]["genre"][second["genre"]] == "办法"
    assert first["published"] == "2026-04-01"
    assert json.loads(titles_index([], catalog))["columns"]["title"] == []
