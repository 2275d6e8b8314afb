"""Rules: a rule is one function, whose name is the slug and whose docstring is the documentation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from generator.annual.books import Books
from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import Document
from generator.model.setting import Setting
from generator.model.shown_rows import Register
from generator.reading.frontmatter import Record
from generator.reading.registers.sheets import Fault


@dataclass(frozen=True)
class _Named:
    """Code, severity and lock of a rule; its check gives it slug and documentation."""

    code: str
    check: Callable[..., Iterable[Finding]]
    severity: Severity
    locked: bool = False
    """Whether catalog.yml may not weaken it, nor an exception in a document, nor the baseline."""
    single: bool = False
    """Whether, though locked, catalog.yml may except one finding of it by its mark, with a reason and a last day."""

    @cached_property
    def slug(self) -> str:
        """The name in catalog.yml, JSON and documentation."""
        return slug_of(self.check)

    @property
    def doc(self) -> Text:
        """Title and explanation."""
        return doc_of(self.check)


@dataclass(frozen=True)
class DocumentRule(_Named):
    """A rule that looks at one document alone, so that it can run in any process."""

    check: Callable[[Record, Setting], Iterable[Finding]]
    of_texts: bool = False
    """Whether it judges what is written and never what is missing, so that it is asked about each earlier text of a document as well,
    and about a document of which lines cannot be read."""


@dataclass(frozen=True)
class CatalogRule(_Named):
    """A rule that compares documents: it sees the metadata of all, and no texts."""

    check: Callable[[Sequence[Document], Setting], Iterable[Finding]]
    counts_rows: bool = False
    """Whether the newest row of each register is among the documents it sees."""


@dataclass(frozen=True)
class RegisterRule(_Named):
    """A rule about the registers, by themselves or beside the documents."""

    check: Callable[[Books, Sequence[Document], Setting], Iterable[Finding]]


class LinkIn(NamedTuple):
    """A link of a document or a page that leads into a register."""

    path: str
    """The file that has the link, relative to the root."""
    line: int
    target: str
    """The link as it was written."""
    place: str
    """The address it leads to, below the site, without a slash at its end."""
    fragment: str


class Rows(NamedTuple):
    """A register with rows as a rule sees it."""

    register: Register
    faults: Sequence[Fault]
    """What reading found wrong with its file."""
    numbers: Collection[str]
    """The index numbers of all documents."""
    links: Sequence[LinkIn] = ()
    """Where documents and pages lead into it."""


@dataclass(frozen=True)
class TableRule(_Named):
    """A rule that looks at one register with rows (content/data/tables)."""

    check: Callable[[Rows, Setting], Iterable[Finding]]


Rule = DocumentRule | CatalogRule | RegisterRule | TableRule


def slug_of(function: Callable[..., object]) -> str:
    """`late_publication` → `late-publication`."""
    return function.__name__.replace("_", "-")


def doc_of(function: Callable[..., object]) -> Text:
    """The Chinese and the English half of a docstring; the English begins after a line `---`."""
    zh, _, en = (inspect.getdoc(function) or "").partition("\n---\n")
    return Text(zh.strip(), en.strip())
