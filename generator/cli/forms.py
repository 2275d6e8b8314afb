"""`gongkai form NAME FILE`: a sheet that an office prints and files, filled in from a document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.checking.formats.words import say
from generator.cli.options import CLEAN, inside, misuse, with_jobs, with_lang, with_root, with_today
from generator.cli.roots import checked_root
from generator.machine.files import replace_file
from generator.model.diagnostics import Text


@click.command(help="填写存档用的表：review 审查表（Word），由文件头的 review 和提交说明填写。只供内部使用。")
@click.argument("name", type=click.Choice(["review"]))
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="写到哪个文件夹；不写则是当前文件夹"
)
@with_root
@with_today
@with_jobs
@with_lang
def form(name: str, file: Path, out: Path | None, root: Path, today: date, jobs: int, lang: str) -> int:
    """Write the review sheet of a document."""
    from generator.reading.review_trailers import trailer_steps
    from generator.site.paper.docx import word_file  # its library takes a while to import
    from generator.tools.reviewing import TITLE, review_sheet

    [path] = inside(root, [file], lang)
    ready = checked_root(root, today, jobs, lang)
    document = next((d for d in ready.documents if d.path == path), None)
    if document is None or document.review is None:
        raise misuse(
            Text(f"{path} 没有可以读取的审查记录（review）", f"{path} has no review record that can be read"),
            lang,
        )
    blocks = review_sheet(document, document.review, ready.setting, trailer_steps(root))
    target = (out or Path()) / f"审查表-{(document.index_no or file.stem).replace('/', '-')}.docx"
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(
        target, word_file(f"{TITLE}：{document.title}", ready.setting.catalog.authority.name, blocks)
    )
    click.echo(say(Text(f"已写好 {target}", f"wrote {target}"), lang))
    return CLEAN
