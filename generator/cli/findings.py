"""Findings → what a command prints of them, and the baseline that it writes of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from generator.checking.formats import FORMATS
from generator.checking.formats.github import job_summary
from generator.checking.formats.words import say
from generator.cli.console import put
from generator.cli.options import CLEAN, FINDINGS
from generator.model.diagnostics import Diagnostic, Text
from generator.model.places import CATALOG, document_of


def among(diagnostics: Sequence[Diagnostic], files: Sequence[str]) -> list[Diagnostic]:
    """The findings about some documents or attachments, or in others because of them; all, if the catalog is among the files or none is."""
    if not files or CATALOG in files:
        return list(diagnostics)
    named = {document_of(file) for file in files}
    return [d for d in diagnostics if document_of(d.path) in named or d.data.get("other") in named]


def print_findings(found: Sequence[Diagnostic], form: str, root: Path, lang: str) -> None:
    """Print findings in one of the formats; on GitHub the whole table goes to the page of the run."""
    put(FORMATS[form](found, lang, root), form)
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if form == "github" and page:
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(job_summary(found, lang))


def record_baseline(root: Path, found: Sequence[Diagnostic], lang: str) -> int:
    """Write the baseline, and say what it did not take, or why it was not written."""
    from generator.checking.baseline import may_be_old, write_baseline

    left = write_baseline(root, found)
    if left:
        click.echo(FORMATS["text"](left, lang, root), err=True)
    if any(may_be_old(d.rule) for d in left):
        refused = Text(
            "基线只能缩小：以上错误不在基线中，没有写入",
            "baseline can only shrink: these errors are not in it; nothing was written",
        )
        click.echo(say(refused, lang), err=True)
        return FINDINGS
    click.echo(say(Text("基线已写入", "the baseline is written"), lang))
    if left:
        kept = Text(
            f"以上 {len(left)} 个错误不能记入基线（个人信息、涉密、地址和格式），改好以前仍然不能发布",
            f"these {len(left)} errors cannot be put on a baseline; they block until they are solved",
        )
        click.echo(say(kept, lang), err=True)
    return FINDINGS if left else CLEAN
