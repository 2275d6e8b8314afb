"""`gongkai import`: files of an office → drafts in the catalog, and a report on each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from generator.cli.options import CLEAN, FINDINGS, misuse, with_jobs, with_lang, with_root, with_today
from generator.cli.roots import Ready, checked_root
from generator.model.diagnostics import Text, did_you_mean
from generator.model.places import DOCUMENTS
from generator.reading.attachments.content import Refused
from generator.tools.importing.imports import Importer
from generator.tools.importing.pandoc import find_pandoc
from generator.tools.importing.report import Outcome, as_json, as_text

FORMS = {"text": as_text, "json": as_json}


@click.command(
    help="导入 docx、pdf、html（或者装有正文和附件的 zip）：写出草稿，报告哪些元数据认出了、哪些要核对、有没有丢失内容。"
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="草稿放进哪个文件夹；不写则与该机构的其他信息放在一起",
)
@click.option("--issuer", help="文件里看不出发布机构时，算作哪个机构的")
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True, help="报告的格式"
)
@with_root
@with_today
@with_jobs
@with_lang
def import_files(
    files: Sequence[Path],
    folder: Path | None,
    issuer: str | None,
    form: str,
    root: Path,
    today: date,
    jobs: int,
    lang: str,
) -> int:
    """Write a draft of each file that can be read; the exit code is 1 when one could not."""
    find_pandoc()
    checked = checked_root(root, today, jobs, lang)
    known = checked.setting.catalog.body_by_name
    if issuer is not None and issuer not in known:
        hint = did_you_mean(issuer, known)
        raise misuse(Text(f"没有机构“{issuer}”：{hint.zh}", f"there is no body “{issuer}”: {hint.en}"), lang)
    importer = Importer(checked.setting, checked.documents, within(checked, folder, lang), issuer)
    outcomes = [imported(importer, file) for file in files]
    click.echo(FORMS[form](outcomes, lang))
    return FINDINGS if any(outcome.refusal for outcome in outcomes) else CLEAN


def imported(importer: Importer, file: Path) -> Outcome:
    """The outcome of one file."""
    try:
        return importer.bring(file)
    except Refused as refused:
        return Outcome(str(file), None, refusal=refused.refusal)


def within(checked: Ready, folder: Path | None, lang: str) -> str | None:
    """The folder of `--to`, relative to the root; it must lie among the documents."""
    if folder is None:
        return None
    top = (checked.setting.root / DOCUMENTS).resolve()
    for place in (folder.resolve(), (top / folder).resolve()):
        if place.is_relative_to(top):
            return f"{DOCUMENTS}/{place.relative_to(top).as_posix()}".removesuffix("/.")
    raise misuse(Text(f"{folder} 不在 {DOCUMENTS} 里", f"{folder} is not in {DOCUMENTS}"), lang)
