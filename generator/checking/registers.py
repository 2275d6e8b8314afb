"""The files of content/data/requests and content/data/annual → registers, and everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from generator.annual.due import report_due
from generator.annual.form import Figures, Narrative, Registers, Requests
from generator.annual.narrative import read_narrative
from generator.annual.reconcile import Check, reconcile
from generator.checking.exposed import exposed
from generator.checking.released import load_released
from generator.model.diagnostics import Diagnostic, Finding, Problem, Severity, Text
from generator.model.document import Document
from generator.model.setting import Setting
from generator.reading.schema import check
from generator.reading.yamltext import read_yaml

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORM = "GK901"
"""The code of every finding about the form of a register; the slug says which kind it is."""

CODES = {"report-inconsistent": "GK902", "report-carry-over": "GK903", "report-due": "GK904"}

_NAME = re.compile(r"(?:19|20)\d{2}", re.ASCII)

T = TypeVar("T", bound="DataclassInstance")


class _Read(NamedTuple):
    """One register file: its place, its content (None when it cannot be used), its lines and problems."""

    path: str
    year: int
    content: Any
    lines: dict[str, int]
    problems: list[Problem]
    text: str = ""


def load_registers(setting: Setting, documents: Sequence[Document]) -> tuple[Registers, list[Diagnostic]]:
    """Read and reconcile all registers of the root; a root without registers is none the worse for it.

    The findings are sorted: form (`invalid-register` and the slugs of reading), privacy and secrecy (with the codes of
    those rules), `report-inconsistent`, `report-carry-over`, `report-due` (条例 art. 49).
    """
    read, strangers = _read_all(setting.root)
    released, wrong = load_released(setting, documents)
    registers = Registers(
        _of(read, Requests),
        _of(read, Figures),
        _of(read, Narrative),
        {r.path: r.lines for r in read},
        released,
    )
    found = [*wrong, *strangers, *(_form(r.path, p) for r in read for p in r.problems)]
    found += [d for r in read for d in exposed(r.path, r.text, setting)]
    years = sorted({r.year for r in read})
    found += [
        _broken(c)
        for year in years
        for c in reconcile(year, registers, documents, setting.catalog)
        if not c.holds
    ]
    found += [
        _diagnostic("catalog.yml", "report-due", severity, finding)
        for severity, finding in report_due(registers, documents, setting)
    ]
    return registers, sorted(found, key=lambda d: d.order)


def _of(read: Iterable[_Read], cls: type[T]) -> dict[int, T]:
    return {r.year: r.content for r in read if isinstance(r.content, cls)}


def _read_all(root: Path) -> tuple[list[_Read], list[Diagnostic]]:
    """Every register, and a finding for every file whose name is no year."""
    read, strangers = [], []
    for folder, suffix in (("requests", ".yml"), ("annual", ".yml"), ("annual", ".md")):
        for file in _files(root / "content/data" / folder, suffix):
            path = file.relative_to(root).as_posix()
            if _NAME.fullmatch(file.stem):
                read.append(_read_one(file, path))
            else:
                strangers.append(
                    _form(
                        path,
                        _refused(
                            Text("文件名不是年份", "the name of the file is not a year"),
                            Text(
                                f"改名为统计年度，如 2025{suffix}",
                                f"name it by its year, such as 2025{suffix}",
                            ),
                        ),
                    )
                )
    return read, strangers


def _files(folder: Path, suffix: str) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(
            f for f in folder.iterdir() if f.suffix == suffix and f.is_file() and not f.is_symlink()
        )


def _read_one(file: Path, path: str) -> _Read:
    year = int(file.stem)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problem = _refused(
            Text("文件不是 UTF-8 编码", "the file is not UTF-8"), Text("另存为 UTF-8", "save it as UTF-8")
        )
        return _Read(path, year, None, {}, [problem])
    if file.suffix == ".md":
        narrative, problems = read_narrative(text)
        return _Read(path, year, narrative, {}, problems, text)
    return _read_numbers(text, path, year, Requests if file.parent.name == "requests" else Figures)


def _read_numbers(text: str, path: str, year: int, form: type[Requests | Figures]) -> _Read:
    value, lines, problems = read_yaml(text)
    if problems or not isinstance(value, dict):
        empty = _refused(
            Text("没有读到任何数据", "it holds no numbers"),
            Text("每行写一项“键: 数”，见《登记册》", "write one “key: number” a line"),
        )
        return _Read(path, year, None, lines, problems or [empty], text)
    content, faults = check(form, value, lines)
    return _Read(path, year, content, lines, faults, text)


def _refused(message: Text, hint: Text) -> Problem:
    return Problem("invalid-register", Finding(1, message, hint))


def _form(path: str, problem: Problem) -> Diagnostic:
    """A problem of reading; what is called front matter in a document is a register here."""
    slug = "invalid-register" if problem.slug == "invalid-front-matter" else problem.slug
    f = problem.finding
    return Diagnostic(path, f.line, FORM, slug, f.severity or Severity.ERROR, f.message, f.hint, f.data)


def _broken(check: Check) -> Diagnostic:
    finding = Finding(check.line, check.message, check.hint, check.data)
    return _diagnostic(check.path, check.slug, check.severity, finding)


def _diagnostic(path: str, slug: str, severity: Severity, f: Finding) -> Diagnostic:
    return Diagnostic(path, f.line, CODES[slug], slug, severity, f.message, f.hint, f.data)
