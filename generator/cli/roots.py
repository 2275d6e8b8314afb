"""A root on the command line → its catalog and findings, or the end of the command with what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, NoReturn

import click

from generator.annual.books import Books
from generator.build import check_root
from generator.checking.formats import FORMATS
from generator.checking.rules import CODES, LOCKED
from generator.cli.options import USAGE, progress_bar
from generator.model.catalog import Catalog
from generator.model.diagnostics import Diagnostic
from generator.model.document import Document
from generator.model.setting import Setting
from generator.model.shown_rows import Register
from generator.reading.catalog_file import load_catalog


class Ready(NamedTuple):
    """A checked root whose catalog.yml could be read."""

    setting: Setting
    documents: Sequence[Document]
    books: Books
    diagnostics: Sequence[Diagnostic]
    tables: Sequence[Register] = ()
    """The registers with rows."""


def loaded_catalog(root: Path, lang: str) -> Catalog:
    """The catalog of a root; a faulty one is shown and ends the command."""
    read = load_catalog(root, codes=CODES, locked=LOCKED)
    if read.catalog is None:
        refuse(read.diagnostics, root, lang)
    return read.catalog


def checked_root(root: Path, today: date, jobs: int, lang: str) -> Ready:
    """A root with its findings; a faulty catalog.yml is shown and ends the command."""
    with progress_bar() as progress:
        checked = check_root(root, today=today, jobs=jobs, progress=progress)
    if checked.setting is None:
        refuse(checked.diagnostics, root, lang)
    return Ready(checked.setting, checked.documents, checked.books, checked.diagnostics, checked.tables)


def refuse(problems: Sequence[Diagnostic], root: Path, lang: str) -> NoReturn:
    """Show what is wrong with catalog.yml and end the command."""
    click.echo(FORMATS["text"](problems, lang, root), err=True)
    raise click.exceptions.Exit(USAGE)
