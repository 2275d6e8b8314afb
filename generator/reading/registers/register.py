"""A register below content/data → checked values, or every problem in the file at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from generator.model.diagnostics import Finding, Problem, Text
from generator.reading.mending import faults_of
from generator.reading.schema import check
from generator.reading.yamltext import of_register, read_yaml

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


class Read(NamedTuple):
    """A register file, once read."""

    path: str
    """Relative to the root."""
    text: str | None = None
    """The whole text of the file; None when there is no such file, or none that can be read."""
    lines: Mapping[str, int] = {}
    """Line of every key; nested keys are joined with dots (`items.0.id`)."""
    problems: tuple[Problem, ...] = ()

    def with_problems(self, problems: Iterable[Problem]) -> Read:
        """The same file with more that is wrong in it."""
        return self._replace(problems=(*self.problems, *map(of_register, problems)))


def read_text(root: Path, path: str) -> Read:
    """A text file of a root. Nothing is wrong with one that is not there."""
    try:
        return Read(path, (root / path).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Read(path)
    except UnicodeDecodeError:
        return Read(path).with_problems(
            [
                refused(
                    Text("文件不是 UTF-8 编码", "the file is not UTF-8"),
                    Text("另存为 UTF-8", "save it as UTF-8"),
                )
            ]
        )
    except OSError as error:
        said = error.strerror or ""
        return Read(path).with_problems(
            [
                refused(
                    Text(f"文件无法读取：{said}", f"the file cannot be read: {said}"),
                    Text("检查它是不是文件，有没有读取权限", "see that it is a file you may read"),
                )
            ]
        )


def read_register(root: Path, path: str, form: type[T]) -> tuple[T | None, Read]:
    """A register of a root. No value when there is no such file or anything in it is wrong."""
    file = read_text(root, path)
    text = file.text
    if text is None:
        return None, file
    read = read_yaml(text)
    file = file._replace(lines=read.lines)
    if read.problems or not isinstance(read.value, dict):
        empty = refused(
            Text("没有读到任何内容", "it holds nothing"),
            Text("对照说明填写，或者删除这个文件", "fill it in, or delete the file"),
        )
        return None, file.with_problems(faults_of(form, text) if read.problems else [empty])
    value, problems = check(form, read.value, read.lines)
    return (None if problems else value), file.with_problems(problems)


def refused(message: Text, hint: Text) -> Problem:
    """That a file as a whole cannot be used as a register."""
    return Problem("invalid-register", Finding(1, message, hint))
