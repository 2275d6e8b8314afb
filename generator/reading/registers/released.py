"""content/data/released.yml → the log of answers that were released to everyone (条例 art. 44).

The log says what was asked and answered, never by whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from generator.model.document import STRICT, Day
from generator.reading.registers.register import Read, read_register

FILE = "content/data/released.yml"

Result = Literal["予以公开", "部分公开"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """已公开的答复: one answer that everyone can read."""

    __pydantic_config__ = STRICT
    no: Annotated[str, Field(title="答复编号", description="本机关答复书的编号")]
    answered: Annotated[Day, Field(title="答复日期", description="答复申请人的日期")]
    subject: Annotated[str, Field(title="申请内容", description="申请公开什么信息，概括写，不写申请人")]
    answer: Annotated[str, Field(title="答复内容", description="一两句话说明答复了什么")]
    result: Annotated[Result, Field(title="办理结果")] = "予以公开"
    document: Annotated[str | None, Field(title="公开的信息", description="转为主动公开的信息的索引号")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    __pydantic_config__ = STRICT
    released: Annotated[tuple[Released, ...], Field(title="已公开的答复")]


def load_released(root: Path) -> tuple[tuple[Released, ...], Read]:
    """The log in the order of the file; empty without the file, or when anything in it cannot be read."""
    value, read = read_register(root, FILE, _File)
    return (value.released if value else ()), read
