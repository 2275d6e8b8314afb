"""Folding: what is taken for the same, what is not, and that a piece of a text is always found in the text."""

from __future__ import annotations

import re
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import TEXTS

from generator.search.fold import GAP, POINT, fold, level


@pytest.mark.parametrize(
    "one, other",
    [
        ("国发〔2023〕15号", "国发2023 15号"),
        ("国发〔2023〕15号", "国发[2023]15号"),
        ("国发〔2023〕15号", "國發（２０２３）１５號"),
        ("褚遂良", "禇遂良"),
        ("ＧＢ／Ｔ 9704", "gb/t9704"),
        ("臺灣", "台湾"),
        ("㎡", "m2"),
        ("①", "1"),
        ("é", "e\u0301"),
        ("《办法》", "办法"),
        ("第一条\n为了", "第一条为了"),
        ("值", "値"),
        ("葛\U000e0100", "葛"),
    ],
)
def test_same(one: str, other: str):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("3.5", "35"),
        ("3.5", "3-5"),
        ("国发〔2023〕15号", "国发〔2023〕5号"),
        ("2023 15", "202315"),
        ("己", "已"),
        ("末", "未"),
        ("日", "曰"),
    ],
)
def test_different(one: str, other: str):
    assert fold(one) != fold(other)


def test_only_between_digits_something_stays():
    assert fold("第3.5条，3、5；a.b 3.") == f"第3{POINT}5条3{GAP}5ab3"


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_piece_of_a_text_folds_to_a_piece_of_the_folded_text(text: str, start: int, length: int):
    assert fold(text[start : start + length]) in fold(text)


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


def test_what_a_character_is_levelled_to_is_level():
    known = (char for n in range(0x110000) if category(char := chr(n)) not in ("Cn", "Co", "Cs"))
    levelled = [(char, to) for char in known if (to := level(char)) != char]
    assert len(levelled) > 5_000
    assert [char for char, to in levelled for inner in to if level(inner) != inner] == []


@given(st.text(st.one_of(st.sampled_from("0123. 、．"), st.characters()), max_size=30))
def test_folding_is_levelling_each_character_and_closing_up(text: str):
    def between(match: re.Match[str]) -> str:
        return POINT if match[0] == "." else GAP

    levelled = "".join(level(char) for char in text)
    expected = re.sub("(?<=[0-9])[. ]+(?=[0-9])", between, levelled).replace(".", "").replace(" ", "")
    assert fold(text) == expected
