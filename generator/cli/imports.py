"""`gongkai import`: files of an office, or a whole old site, → drafts in the catalog, and a report on each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click

from generator.checking.formats.fit import fit_lines
from generator.checking.formats.words import say
from generator.cli.console import put, tell
from generator.cli.options import (
    CLEAN,
    FINDINGS,
    misuse,
    progress_bar,
    with_jobs,
    with_lang,
    with_root,
    with_today,
)
from generator.cli.roots import Ready, checked_root
from generator.machine.files import replace_file
from generator.machine.workers import workers
from generator.model.diagnostics import Text, did_you_mean
from generator.model.places import DOCUMENTS
from generator.reading.attachments.content import Refused
from generator.tools.importing.imports import Importer
from generator.tools.importing.pandoc import find_pandoc
from generator.tools.importing.report import Outcome, as_json, as_text
from generator.tools.importing.rows import Listing, read_export, read_map
from generator.tools.importing.site import bring_site, rows_of
from generator.tools.importing.sitereport import report_json, report_page, summary_lines

FORMS = {"text": as_text, "json": as_json}

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(
    help="导入 Word、PDF、网页等文件，或者整个旧网站：写出草稿，报告哪些元数据认出了、哪些要核对、有没有丢失内容。"
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="草稿放进哪个文件夹；不写则与该机构的其他信息放在一起",
)
@click.option("--issuer", help="文件里看不出发布机构时，算作哪个机构的")
@click.option("--map", "listing", type=_FILE, help="对照表（csv、xlsx）：每行一份信息，写明文件和各项元数据")
@click.option("--from", "export", type=_FILE, help="其他系统导出的目录（json、csv、xlsx、sql）")
@click.option("--mapping", type=_FILE, help="--from 的各列对应哪些项目（YAML）")
@click.option("--keep", is_flag=True, help="原件也放在草稿旁边，作为附件")
@click.option("--dry-run", "dry", is_flag=True, help="只读取和报告，什么也不写")
@click.option(
    "--report", "report", type=click.Path(path_type=Path, dir_okay=False), help="报告写到哪里（.html、.json）"
)
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
    listing: Path | None,
    export: Path | None,
    mapping: Path | None,
    keep: bool,
    dry: bool,
    report: Path | None,
    form: str,
    root: Path,
    today: date,
    jobs: int,
    lang: str,
) -> int:
    """Write a draft of each file that can be read; the exit code is 1 when one could not."""
    listed = _listed(files, listing, export, mapping, lang)
    if listed is None and (dry or report):
        raise misuse(
            Text(
                "--dry-run 和 --report 用于导入文件夹、--map 和 --from",
                "--dry-run and --report go with a folder, --map or --from",
            ),
            lang,
        )
    find_pandoc()
    checked = checked_root(root, today, jobs, lang)
    known = checked.setting.catalog.body_by_name
    if issuer is not None and issuer not in known:
        hint = did_you_mean(issuer, known)
        raise misuse(Text(f"没有机构“{issuer}”：{hint.zh}", f"there is no body “{issuer}”: {hint.en}"), lang)
    place = within(checked, folder, lang)
    importer = Importer(checked.setting, checked.documents, place, issuer, keep=keep)
    if listed is None:
        outcomes = [imported(importer, file) for file in files]
        put(fit_lines(FORMS[form](outcomes, lang)), form)
    else:
        outcomes = _site(importer, checked, listed, files[0] if files else Path(), jobs, dry)
        if report:
            page = report_json if report.suffix.lower() == ".json" else report_page
            replace_file(report, fit_lines(page(outcomes, listed.unknown, lang)).encode())
        if form == "json":
            put(report_json(outcomes, listed.unknown, lang), form)
        else:
            for line in summary_lines(outcomes, listed.unknown, dry):
                tell(say(line, lang))
    return FINDINGS if any(outcome.refusal for outcome in outcomes) else CLEAN


def _listed(
    files: Sequence[Path], listing: Path | None, export: Path | None, mapping: Path | None, lang: str
) -> Listing | None:
    """The rows of a list or a folder; None when single files are named."""
    folders = [file for file in files if file.is_dir()]
    whole = bool(listing or export or folders)
    if (export is None) != (mapping is None) or (listing and export):
        raise misuse(
            Text(
                "--from 要和 --mapping 一起写，不和 --map 一起写",
                "--from goes with --mapping and not with --map",
            ),
            lang,
        )
    if not whole and not files:
        raise misuse(Text("写明要导入的文件或者文件夹", "name the files or the folder to import"), lang)
    if not whole:
        return None
    if len(files) > 1 or len(folders) != len(files):
        raise misuse(Text("整批导入时只写一个文件夹", "name one folder when a whole site is imported"), lang)
    folder = files[0] if files else Path()
    if listing:
        return read_map(listing, folder)
    if export and mapping:
        return read_export(export, mapping, folder)
    return Listing(tuple(rows_of(folder)))


def _site(
    importer: Importer, checked: Ready, listed: Listing, folder: Path, jobs: int, dry: bool
) -> list[Outcome]:
    with progress_bar() as progress, workers(jobs) as executor:
        return list(
            bring_site(
                importer,
                listed.rows,
                folder,
                checked.setting,
                checked.documents,
                executor,
                dry=dry,
                progress=partial(progress, "导入"),
            )
        )


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
