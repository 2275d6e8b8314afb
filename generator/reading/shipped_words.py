"""words.yml, which comes with the program → the words that people use for what papers call otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from generator.reading.yamltext import read_yaml

SHIPPED = Path(__file__).with_name("words.yml")

Meanings = Mapping[str, Sequence[str]]
"""A word → the words that it stands for."""


class ShippedWords(NamedTuple):
    """What words.yml says; the file itself says what each part is for."""

    ignored: tuple[str, ...]
    hints: Meanings
    english: Meanings
    bodies: Meanings
    alike: tuple[str, ...]
    acts: tuple[str, ...]
    common: tuple[str, ...]
    synonyms: Meanings


@cache
def shipped_words() -> ShippedWords:
    """The words that are shipped, read once."""
    value = read_yaml(SHIPPED.read_text(encoding="utf-8")).value
    listed = {part: tuple(" ".join(value[part]).split()) for part in ("ignored", "alike", "acts", "common")}
    return ShippedWords(**{**value, **listed})
