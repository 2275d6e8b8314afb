"""The mirror page: everything of a text, folded, one word for each pair of characters, and nothing that could be markup."""

from __future__ import annotations

import gzip
import json
import re

from hypothesis import given
from texts import TEXTS, document

from generator.search.fold import fold
from generator.search.mirror import BREAK, mirror_files, mirror_page, pack_texts, pairs


def words_of(page: str) -> list[str]:
    return page.partition("<p")[2].partition(">")[2].partition("</p>")[0].split()


def test_page_holds_every_text_and_attachment():
    (name, page), (place, texts) = mirror_files(
        document(), "第一条\n3.5万元。", {"清单.xlsx": "序号\t金额", "图.png": ""}
    )
    assert (name, place) == (f"{document().address[:-1]}.html", f"text/{document().address[:-1]}.gz")
    assert json.loads(gzip.decompress(texts)) == [
        document().summary,
        "第一条 3.5万元。",
        "清单.xlsx 序号 金额",
        "图.png",
    ]  # type: ignore[arg-type]
    assert isinstance(page, str)
    expected = [
        fold(text) for text in (document().summary or "", "第一条3.5万元", "清单.xlsx序号金额", "图.png")
    ]
    *fields, singles = [field.split() for field in " ".join(words_of(page)).split(f" {BREAK} ")]
    assert fields == [pairs(field) for field in expected]
    assert set(singles) == set("".join(expected))
    assert '<html lang="zxx">' in page


@given(TEXTS)
def test_words_are_the_pairs_of_the_folded_text_and_its_characters(text: str):
    words = words_of(mirror_page([text]))
    assert [word for word in words if word != BREAK] == pairs(fold(text)) + sorted(set(fold(text)))


@given(TEXTS)
def test_words_cannot_be_markup(text: str):
    assert not re.search(r"[<>&\"'\x00-\x1f]", "".join(words_of(mirror_page([text]))))


@given(TEXTS)
def test_packed_texts_are_the_texts_with_single_blanks(text: str):
    assert json.loads(gzip.decompress(pack_texts([text, ""]))) == [" ".join(text.split()), ""]
