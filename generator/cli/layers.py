"""`gongkai text`: scanned pages and pictures → text layers beside the attachments."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from generator.checking.formats.words import say
from generator.cli.options import CLEAN, misuse, with_jobs, with_lang, with_root, with_today
from generator.cli.roots import checked_root
from generator.model.diagnostics import Text
from generator.tools.layers.making import listed, make_layers
from generator.tools.layers.recognise import NoRecogniser

_ABSENT = Text(
    "没有安装文字识别：pip install 'gongkai[ocr]'（约 250 MB，只在做文字版的机器上需要，检查和发布都不需要）",
    "text recognition is not installed: pip install 'gongkai[ocr]' (250 MB; only where layers are made)",
)


@click.command(
    help="把扫描的页面和图片识别成文字，写在附件旁边（名单.pdf.text.md），供检查、检索和读屏使用；不写文件名则处理全部附件。"
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_root
@with_today
@with_jobs
@with_lang
def text(files: Sequence[Path], root: Path, today: date, jobs: int, lang: str) -> int:
    """Write a layer for each file that needs one. Stopped and started again, it goes on with the next page."""
    chosen = list(files) or listed(root, checked_root(root, today, jobs, lang).documents)
    try:
        made = 0
        for done in make_layers(chosen, _progress):
            made += done.places
            click.echo(say(_sentence(done.file, done.places, done.doubtful), lang))
    except NoRecogniser:
        raise misuse(_ABSENT, lang) from None
    click.echo(say(Text(f"识别了 {made} 页或者图片", f"{made} pages or pictures recognised"), lang))
    return CLEAN


def _progress(place: str) -> None:
    if sys.stderr.isatty():
        click.echo(place, err=True)


def _sentence(file: Path, places: int, doubtful: int) -> Text:
    name = f"{file.name}.text.md"
    if doubtful:
        return Text(
            f"{name}：新识别 {places} 处，有 {doubtful} 行拿不准，对照原件改好后删去行首的“〔？〕”",
            f"{name}: {places} recognised, {doubtful} doubtful lines to compare with the original",
        )
    return Text(
        f"{name}：新识别 {places} 处，核对后提交", f"{name}: {places} recognised; check and commit it"
    )
