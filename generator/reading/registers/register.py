"""A register below content/data → checked values, or every problem in the file at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from generator.model.diagnostics import Diagnostic, Finding, Problem, Severity, Text
from generator.reading.schema import check
from generator.reading.yamltext import read_yaml

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

CODE = "GK901"
"""The code of every finding in a register; the slug says which kind it is."""

T = TypeVar("T", bound="DataclassInstance")


class Read(NamedTuple):
    """The text of a register, once read: the line of every key, and the problems."""

    lines: Mapping[str, int]
    problems: list[Problem]


def read_register(path: Path, form: type[T]) -> tuple[T | None, Read]:
    """Read a register. No value when there is no such file or anything in it is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None, Read({}, [])
    except UnicodeDecodeError:
        return None, Read(
            {},
            [
                _refused(
                    Text("文件不是 UTF-8 编码", "the file is not UTF-8"),
                    Text("另存为 UTF-8", "save it as UTF-8"),
                )
            ],
        )
    read = read_yaml(text)
    if read.problems or not isinstance(read.value, dict):
        empty = _refused(
            Text("没有读到任何内容", "it holds nothing"),
            Text("对照说明填写，或者删除这个文件", "fill it in, or delete the file"),
        )
        return None, Read(read.lines, read.problems or [empty])
    value, problems = check(form, read.value, read.lines)
    return (None if problems else value), Read(read.lines, problems)


def diagnostics_of(path: str, problems: Iterable[Problem]) -> list[Diagnostic]:
    """The findings of a register; `path` is relative to the root."""
    return [
        Diagnostic(
            path,
            p.finding.line,
            CODE,
            p.slug,
            Severity.ERROR,
            p.finding.message,
            p.finding.hint,
            p.finding.data,
        )
        for p in problems
    ]


def _refused(message: Text, hint: Text) -> Problem:
    return Problem("invalid-front-matter", Finding(1, message, hint))
