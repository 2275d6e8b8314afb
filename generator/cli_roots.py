"""A root on the command line → its catalog and findings, or the end of the command with what is wrong; what a build did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, NoReturn

import click

from generator.build import Built, check_root
from generator.catalog import Catalog
from generator.cli_options import CLEAN, USAGE, exit_code, progress_bar
from generator.config import load_catalog
from generator.diagnostics import Diagnostic, Text
from generator.formats import FORMATS, say, summary
from generator.model import Document
from generator.registers import Registers
from generator.rules import RULES
from generator.rules.rule import Setting


class Ready(NamedTuple):
    """A checked root whose catalog.yml could be read."""

    setting: Setting
    documents: Sequence[Document]
    registers: Registers
    diagnostics: Sequence[Diagnostic]


def loaded_catalog(root: Path, lang: str) -> Catalog:
    """The catalog of a root; a faulty one is shown and ends the command."""
    catalog, problems = load_catalog(root, slugs=[r.slug for r in RULES], locked=[r.slug for r in RULES if r.locked])
    if catalog is None:
        refuse(problems, root, lang)
    return catalog


def checked_root(root: Path, today: date, jobs: int, lang: str) -> Ready:
    """A root with its findings; a faulty catalog.yml is shown and ends the command."""
    with progress_bar() as progress:
        checked = check_root(root, today=today, jobs=jobs, progress=progress)
    if checked.setting is None:
        refuse(checked.diagnostics, root, lang)
    return Ready(checked.setting, checked.documents, checked.registers, checked.diagnostics)


def report_build(built: Built, root: Path, target: Path, lang: str) -> int:
    """Print what a build found and did; returns the exit code."""
    found = built.checked.diagnostics
    if built.pages is None:
        click.echo(FORMATS["text"](found, lang, root), err=True)
        click.echo(say(Text("有错误，网站没有改动", "there are errors; the site was not touched"), lang), err=True)
        return exit_code(found, configured=built.checked.setting is not None)
    if found:
        click.echo(say(Text(f"{summary(found, 'zh')}（gongkai check 查看）", f"{summary(found, 'en')} (see gongkai check)"), lang), err=True)
    click.echo(say(Text(f"已生成 {target}：{built.pages} 页，用时 {built.seconds:.1f} 秒",
                        f"built {target}: {built.pages} pages in {built.seconds:.1f} s"), lang))
    return CLEAN


def refuse(problems: Sequence[Diagnostic], root: Path, lang: str) -> NoReturn:
    """Show what is wrong with catalog.yml and end the command."""
    click.echo(FORMATS["text"](problems, lang, root), err=True)
    raise click.exceptions.Exit(USAGE)
