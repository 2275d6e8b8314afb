"""`gongkai mask`: a copy of a list in which personal data are masked, and a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from generator.checking.formats.words import say
from generator.checking.rules.privacy import NAMES
from generator.cli.options import CLEAN, FINDINGS, with_lang
from generator.machine.files import replace_file
from generator.model.diagnostics import Text
from generator.reading.attachments.content import Refused
from generator.reading.privacy.masking import without_leaks
from generator.tools.masking.masked_copy import copy_name, masked_copy


@click.command(
    help="给 xlsx、docx、csv、txt 做一份掩码的副本（身份证号、手机、账号、住址等），列出掩了什么、还剩什么，由人核对后使用。"
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@with_lang
def mask(files: Sequence[Path], lang: str) -> int:
    """Write a copy beside each file; the exit code is 1 when something is left, or a file cannot be masked."""
    code = CLEAN
    for file in files:
        name, target = without_leaks(file.name), copy_name(file)
        try:
            done = masked_copy(file.name, file.read_bytes())
        except Refused as refused:
            click.echo(
                f"{name}：{say(refused.refusal.message, lang)}\n  → {say(refused.refusal.hint, lang)}",
                err=True,
            )
            code = FINDINGS
            continue
        if target.exists():
            click.echo(
                say(
                    Text(f"{without_leaks(target.name)}已经有了，先移走", f"{target.name} is there already"),
                    lang,
                ),
                err=True,
            )
            code = FINDINGS
            continue
        replace_file(target, done.data)
        click.echo(say(_report(without_leaks(target.name), done.masked, done.left), lang))
        code = FINDINGS if done.left else code
    return code


def _report(name: str, masked: Mapping[str, int], left: Mapping[str, int]) -> Text:
    done, rest = _list(masked), _list(left)
    more = (
        Text(
            f"；还有{rest.zh}没有掩码（分在几格里的、图片和批注里的，或者没有规定掩法的），人工处理",
            f"; left: {rest.en}",
        )
        if left
        else Text("；核对后使用", "; check it before use")
    )
    return Text(
        f"{name}：已掩码{done.zh or ' 0 处'}{more.zh}", f"{name}: masked {done.en or 'nothing'}{more.en}"
    )


def _list(counts: Mapping[str, int]) -> Text:
    names = [(NAMES[slug][0], number) for slug, number in counts.items()]
    return Text("、".join(f"{n.zh} {k} 处" for n, k in names), ", ".join(f"{k} × {n.en}" for n, k in names))
