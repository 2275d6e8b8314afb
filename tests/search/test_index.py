"""What a build writes for search: bundles of words, rows and columns in blocks, the entry that lists them, and the check that follows."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from helpers import documents
from helpers.index import page_of, write_index
from helpers.roots import TODAY, make_root
from hypothesis import given
from texts import TEXTS, document

from generator.build import build_site
from generator.model.faults import SearchError
from generator.publishing import indexing
from generator.search.check import spot_check
from generator.search.fold import fold
from generator.search.lookup import find, open_bundle, pairs
from generator.search.packing import unpacked
from generator.search.rows import (
    ENTRY,
    Row,
    columns_block,
    facets_of,
    read_rows,
    row_of,
    rows_block,
)
from generator.search.texts import pack_texts, texts_of, texts_place, unpack_texts

TEXT = "第一条 为了规范3.5万元以下项目，制定本办法。한국어，Ångström。"


def bundle(folder: Path, numbers: list[int]) -> Path:
    """An index of sample documents, each with its number at the end of its text."""
    pages = [page_of(texts_of(document(n), f"{TEXT}{n}", {})) for n in numbers]
    write_index(pages, folder, run=2, chunk=50)
    return folder / "out"


def contents(site: Path) -> dict[str, bytes]:
    """All files of a site."""
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def root_of(folder: Path, count: int) -> Path:
    """A root of `count` documents."""
    texts = {
        f"{n}.md": documents.document(n + 1, f"第{n}号文件的正文。\n", title=f"第{n}号办法")
        for n in range(count)
    }
    return make_root(folder, texts)


@pytest.mark.parametrize(
    "phrase, found",
    [
        *(
            (phrase, True)
            for phrase in (
                "3.5万元",
                "范3.5万",
                "万元以下项目，制定",
                "办法",
                "2",
                "规定gb/t",
                "ｔ",
                "範",
                "한국",
                "국어ångs",
                "9",
            )
        ),
        *((phrase, False) for phrase in ("35万元", "办制", "8", "管理。第一条", "款。1")),
    ],
)
def test_bundle_has_what_a_text_says_and_nothing_else(tmp_path: Path, phrase: str, found: bool):
    assert bool(find(open_bundle(bundle(tmp_path, [1, 2])), fold(phrase))) is found


def test_spot_check_names_what_is_missing(tmp_path: Path):
    folder = bundle(tmp_path, [1, 2])
    assert [spot_check(folder, n, document(n + 1), f"{TEXT}{n + 1}") for n in (0, 1)] == [[], []]
    assert {miss.kind for miss in spot_check(folder, 7, document(1), TEXT)} == {"概述", "正文"}
    changed = spot_check(folder, 0, document(1), "别的内容" * 9)
    assert changed and {(miss.address, miss.kind) for miss in changed} == {(document(1).address, "正文")}


def test_frequent_words_are_listed_by_how_often_they_occur(tmp_path: Path):
    write_index([page_of(["规定" * 40, "办法" * 10, "其他"])] * 3, tmp_path, run=1, chunk=20)
    steps = json.loads((tmp_path / "out/frequent.json").read_text(encoding="utf-8"))
    rank = {step[n : n + 2]: at for at, step in enumerate(steps) for n in range(0, len(step), 2)}
    assert rank["规定"] > rank["办法"] > rank["其他"] and set(rank) <= {
        p for text in ("规定规", "办法办", "其他") for p in pairs(text)
    }


@given(TEXTS)
def test_texts_are_packed_with_single_blanks_and_fold_like_before(text: str):
    (kept, empty) = unpack_texts(pack_texts([text, ""]))
    assert (kept, empty) == (" ".join(text.split()), "")
    assert fold(kept) == fold(text)


def test_texts_of_a_document_are_summary_body_and_attachments():
    texts = texts_of(document(), "第一条", {"清单.xlsx": "序号\t金额", "图.png": ""})
    assert unpack_texts(pack_texts(texts)) == [document().summary, "第一条", "清单.xlsx 序号 金额", "图.png"]
    assert texts_place(document().address) == f"search/texts/{document().address[:-1]}.gz"


def test_rows_and_columns_say_the_same():
    names = {"县府办": "测试县人民政府办公室", "测试县财政局": "测试县财政局"}
    listed = [
        document(2, published=date(2026, 4, 1), joint_issuers=("测试县财政局",), genre=None),
        document(1),
    ]
    rows = [row_of(d, names) for d in listed]
    block, columns = json.loads(unpacked(rows_block(rows))), json.loads(unpacked(columns_block(rows)))
    assert tuple(block) == Row._fields and block["issuer"] == [
        ["测试县人民政府办公室", "测试县财政局"],
        ["测试县人民政府办公室"],
    ]
    assert block["genre"] == [None, "办法"] and block["published"] == ["2026-04-01", "2026-03-05"]
    assert [[columns["names"]["issuer"][n] for n in some] for some in columns["issuer"]] == block["issuer"]
    assert columns["genre"] == [-1, 0] and columns["names"]["theme"] == ["财政、金融、审计"]
    days = [date(1970, 1, 1) + timedelta(days=sum(columns["published"][: n + 1])) for n in range(2)]
    assert [str(day) for day in days] == block["published"]
    assert [str(day - timedelta(days=n)) for day, n in zip(days, columns["formed"], strict=True)] == block[
        "formed"
    ]
    assert columns["lengths"][0] == [len(fold(title)) for title in block["title"]]
    counted = facets_of(rows)
    assert counted["issuer"] == [("测试县人民政府办公室", 2), ("测试县财政局", 1)] and counted["year"] == [
        ("2026", 2)
    ]


def test_entry_lists_everything_and_one_edit_changes_little(tmp_path: Path):
    root = root_of(tmp_path / "root", 40)
    built = build_site(root, tmp_path / "site", today=TODAY)
    assert built.pages, built.checked.diagnostics
    entry = json.loads((tmp_path / "site" / ENTRY).read_text(encoding="utf-8"))
    assert sum(some["pages"] for some in entry["bundles"]) == 40 == len(list(read_rows(tmp_path / "site")))
    assert (tmp_path / "site" / entry["frequent"]).is_file()
    published = [row["published"] for row in read_rows(tmp_path / "site")]
    assert published == sorted(published, reverse=True)
    named = open_bundle(tmp_path / "site/search/names" / entry["names"])
    titles = [row["title"] for row in read_rows(tmp_path / "site")]
    assert find(named, fold("第7号办法")) == {39 - titles.index("第7号办法")}
    before = {
        p.relative_to(tmp_path / "site").as_posix() for p in (tmp_path / "site").rglob("*.*") if p.is_file()
    }

    edited = root / "content/documents/7.md"
    edited.write_text(edited.read_text(encoding="utf-8") + "又改。\n", encoding="utf-8")
    assert build_site(root, tmp_path / "site", today=TODAY).pages
    after = {
        p.relative_to(tmp_path / "site").as_posix() for p in (tmp_path / "site").rglob("*.*") if p.is_file()
    }
    changed = Counter(name.split("/")[0] for name in before ^ after)
    assert set(changed) == {"pagefind"}, "an edit of a text touches no name, row or column"


def test_index_of_a_changed_catalog_is_the_one_that_a_clean_build_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Made from the one before, of which many files stay, while that is what was written."""
    monkeypatch.setattr(indexing, "CHUNK", 20)
    root, site = root_of(tmp_path / "root", 40), tmp_path / "site"
    documents_of = root / "content/documents"

    def edited(number: int) -> None:
        path = documents_of / f"{number}.md"
        path.write_text(path.read_text(encoding="utf-8").replace("文件", "文件已经改过"), encoding="utf-8")

    def added() -> None:
        edited(7)
        (documents_of / "40.md").write_text(
            documents.document(41, "又一号。\n", title="又一号"), encoding="utf-8"
        )

    def damaged() -> None:
        edited(9)
        for path in site.glob("pagefind/*/index/*"):
            path.unlink()
            path.write_bytes(b"damaged")

    def lost() -> None:
        edited(11)
        shutil.rmtree(site / "search/texts")

    def taken_back() -> None:
        edited(3)
        (documents_of / "40.md").unlink()

    assert build_site(root, site, today=TODAY).pages
    for change, made_from_before in (
        (added, True),
        (damaged, False),
        (lost, False),
        (taken_back, True),
    ):
        change()
        before = {path.stat().st_ino for path in site.glob("pagefind/*/index/*")}
        assert build_site(root, site, today=TODAY).pages
        after = {path.stat().st_ino for path in site.glob("pagefind/*/index/*")}
        assert bool(before & after) is made_from_before, change
        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        shutil.copytree(root, tmp_path / "clean/root", ignore=shutil.ignore_patterns(".*"))
        assert build_site(tmp_path / "clean/root", tmp_path / "clean/site", today=TODAY).pages
        assert contents(site) == contents(tmp_path / "clean/site"), change


def test_a_site_without_an_index_is_told(tmp_path: Path):
    with pytest.raises(SearchError, match="gongkai build"):
        list(read_rows(tmp_path))
