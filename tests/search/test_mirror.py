"""The mirror page: everything of a document, folded, one word a character, and nothing that could be markup."""

from __future__ import annotations

import re

from hypothesis import given
from texts import TEXTS, document

from generator.search.fold import fold
from generator.search.mirror import BREAK, indexed, mirror_page, page_of


def test_page_holds_every_field_and_attachment():
    page = mirror_page(document(), "第一条\n3.5万元。", {"清单.xlsx": "序号\t金额", "图.png": ""})
    texts = [document().title, document().doc_no, document().index_no, document().summary, "第一条3.5万元", "清单.xlsx序号金额", "图.png"]
    assert indexed(page).split(BREAK) == [fold(text or "") for text in texts]
    assert '<html lang="zxx">' in page


@given(TEXTS)
def test_what_is_indexed_is_the_folded_text(text: str):
    assert indexed(page_of([text])) == fold(text)


@given(TEXTS)
def test_words_are_single_characters_with_letters(text: str):
    words = page_of([text]).partition("<p>")[2].partition("</p>")[0]
    assert not re.search(r"[<>&\"'\x00-\x1f]", words)
    shown = [re.sub(r"[\U000f0000-\U0010ffff]", "", word) for word in words.split(" ")]
    assert shown == [""] or all(len(word) == 1 for word in shown)
