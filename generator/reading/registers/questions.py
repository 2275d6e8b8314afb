"""content/data/questions.yml → what people ask, and what search should then show: `gongkai verify --search` asks it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from generator.model.document import STRICT, Names, one_or_many
from generator.reading.registers.register import Read, read_register

FILE = "content/data/questions.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a reader's."""

    __pydantic_config__ = STRICT
    query: Annotated[str, Field(title="问法", description="群众会怎样输入，照原话写", min_length=1)]
    expected: Annotated[
        Names,
        BeforeValidator(one_or_many, json_schema_input_type=str | list[str]),
        Field(
            title="应当找到", description="索引号或者网页地址（如 request/form/），写几个表示找到其中一个就行"
        ),
    ]
    kind: Annotated[str, Field(title="种类", description="自己分的类，统计时分开列出")] = "问题"

    @property
    def addresses(self) -> tuple[str, ...]:
        """The expected addresses, each with a slash at its end."""
        return tuple(f"{address.strip('/')}/" for address in self.expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    __pydantic_config__ = STRICT
    questions: Annotated[tuple[Question, ...], Field(title="问题")]


def load_questions(root: Path, path: str = FILE) -> tuple[tuple[Question, ...], Read]:
    """The questions of a file below `root`; none without the file, or when it has any problem."""
    value, read = read_register(root, path, _File)
    return (value.questions if value else ()), read
