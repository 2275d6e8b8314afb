"""content/data → everything that the registers say, each file read once, and what is wrong with their form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.annual.form import NO_REGISTERS, Figures, Narrative, Registers, Requests
from generator.annual.narrative import read_narrative
from generator.model.catalog import Catalog
from generator.model.diagnostics import Finding, Problem, Text
from generator.reading.registers.audit_record import Record, load_record
from generator.reading.registers.items import ItemRegister, load_items
from generator.reading.registers.nil import Nil, load_nil
from generator.reading.registers.questions import load_questions
from generator.reading.registers.register import Read, read_register, read_text, refused
from generator.reading.registers.released import Released, load_released
from generator.reading.registers.synonyms import Synonyms, load_synonyms

_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
_OF_YEARS = (("requests", ".yml"), ("annual", ".yml"), ("annual", ".md"))
"""(folder below content/data, ending of its files): folders that hold one file for each year."""


@dataclass(frozen=True)
class Books:
    """The registers of a root. What could not be read is empty, and a problem says why."""

    annual: Registers = NO_REGISTERS
    """Numbers and words of the annual reports, and the released answers, the newest first."""
    items: ItemRegister | None = None
    """The standard items; None when their file has any problem."""
    nil: tuple[Nil, ...] = ()
    released: tuple[Released, ...] = ()
    """The answers in the order of their file."""
    audit: Record | None = None
    """The last audit of accessibility."""
    synonyms: Synonyms = field(default_factory=dict)
    files: Mapping[str, Read] = field(default_factory=dict)
    """Each file that was read, by its path relative to the root."""

    def reported(self, slug: str) -> Iterator[Finding]:
        """The findings of the rule `slug` that reading the files came upon."""
        for path, problem in self.problems:
            if problem.slug == slug:
                yield problem.finding._replace(path=path)

    @property
    def problems(self) -> Iterator[tuple[str, Problem]]:
        """Path and problem of all that is wrong with the form of a file."""
        return ((path, problem) for path, file in self.files.items() for problem in file.problems)

    def line(self, path: str, key: str) -> int:
        """The line of a key of a file, or 1."""
        return self.files[path].lines.get(key, 1) if path in self.files else 1

    def and_of(self, path: str, problems: tuple[Problem, ...]) -> Books:
        """A copy that also holds the problems of one more file."""
        return replace(self, files={**self.files, path: Read(path, problems=problems)}) if problems else self

    def with_files(self, files: Mapping[str, Read]) -> Books:
        """A copy that also holds these files, by path relative to the root."""
        return replace(self, files={**self.files, **files})


def read_books(root: Path, catalog: Catalog) -> Books:
    """Read every register of a root; one without registers is none the worse for it."""
    items, items_file = load_items(root, catalog)
    nil, nil_file = load_nil(root, catalog)
    released, released_file = load_released(root)
    audit, audit_file = load_record(root)
    synonyms, synonyms_file = load_synonyms(root)
    _, questions_file = load_questions(root)
    read = (items_file, nil_file, released_file, audit_file, synonyms_file, questions_file)
    files = {file.path: file for file in read}
    requests: dict[int, Requests] = {}
    figures: dict[int, Figures] = {}
    narratives: dict[int, Narrative] = {}
    for path, year in _yearly(root):
        if year is None:
            files[path] = Read(path).with_problems([_no_year(path)])
        elif path.endswith(".md"):
            narrative, files[path] = _words(root, path)
            narratives |= {year: narrative} if narrative else {}
        elif "/requests/" in path:
            numbers, files[path] = read_register(root, path, Requests)
            requests |= {year: numbers} if numbers else {}
        else:
            counts, files[path] = read_register(root, path, Figures)
            figures |= {year: counts} if counts else {}
    newest = tuple(sorted(released, key=lambda entry: (entry.answered, entry.no), reverse=True))
    lines = {path: file.lines for path, file in files.items()}
    annual = Registers(requests, figures, narratives, lines, newest)
    return Books(annual, items, nil, released, audit, synonyms, files)


def _yearly(root: Path) -> Iterator[tuple[str, int | None]]:
    """Path and year of every file of a year; None when its name is no year."""
    for folder, suffix in _OF_YEARS:
        place = root / "content/data" / folder
        for file in sorted(place.iterdir()) if place.is_dir() else ():
            if file.suffix == suffix and file.is_file() and not file.is_symlink():
                year = int(file.stem) if _YEAR.fullmatch(file.stem) else None
                yield f"content/data/{folder}/{file.name}", year


def _words(root: Path, path: str) -> tuple[Narrative | None, Read]:
    read = read_text(root, path)
    if read.text is None:
        return None, read
    narrative, problems = read_narrative(read.text)
    return narrative, read.with_problems(problems)


def _no_year(path: str) -> Problem:
    suffix = path[path.rindex(".") :]
    return refused(
        Text("文件名不是年份", "the name of the file is not a year"),
        Text(f"改名为统计年度，如 2025{suffix}", f"name it by its year, such as 2025{suffix}"),
    )
