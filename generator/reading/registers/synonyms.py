"""content/data/synonyms.yml → the words that people here use for what papers call otherwise: search looks for both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from generator.model.diagnostics import Finding, Problem, Text
from generator.model.document import STRICT
from generator.reading.registers.register import Read, read_register

FILE = "content/data/synonyms.yml"

Synonyms = Mapping[str, tuple[str, ...]]
"""What people say → what papers say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    __pydantic_config__ = STRICT
    synonyms: Annotated[
        dict[str, tuple[str, ...]],
        Field(title="同义词", description="群众的说法: [文件里的写法, …]，检索前者时也检索后者"),
    ]


def load_synonyms(root: Path) -> tuple[dict[str, tuple[str, ...]], Read]:
    """The synonyms of a root; none without the file, or when it has any problem."""
    value, read = read_register(root, FILE, _File)
    if value:
        read = read.with_problems(_useless(value.synonyms, read))
    return (dict(value.synonyms) if value and not read.problems else {}), read


def _useless(synonyms: Synonyms, read: Read) -> Iterator[Problem]:
    for word, others in synonyms.items():
        line = read.lines.get(f"synonyms.{word}", 1)
        if len(word.strip()) < 2:
            yield _wrong(
                line,
                Text(f"“{word}”太短", f"“{word}” is too short"),
                Text("写两个字以上的词；单个字会匹配到太多内容", "write a word of two characters or more"),
            )
        if not [other for other in others if other.strip() and other != word]:
            yield _wrong(
                line,
                Text(f"“{word}”没有写对应的说法", f"“{word}” stands for nothing"),
                Text(f"写成 {word}: [文件里的写法]", f"write {word}: [what papers say]"),
            )


def _wrong(line: int, message: Text, hint: Text) -> Problem:
    return Problem("wrong-type", Finding(line, message, hint))
