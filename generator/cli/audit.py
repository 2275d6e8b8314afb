"""`gongkai audit`: test a built site for accessibility, and record the result for the statement on the site."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import click

from generator.checking.formats.words import say
from generator.cli.options import CLEAN, FINDINGS, progress_bar, with_lang, with_root, with_today
from generator.model.diagnostics import Text
from generator.reading.registers.audit_record import PLACE, Violation, save_record


@click.command(
    help="用真实的浏览器检测生成的网站是否无障碍；--write 把结果记下来，无障碍声明随下一次生成更新。"
)
@click.argument("site", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("site"))
@click.option("--write", is_flag=True, help=f"把结果写入 {PLACE}")
@with_root
@with_today
@with_lang
def audit(site: Path, write: bool, root: Path, today: date, lang: str) -> int:
    """Print what the audit of a site finds; write its record when asked to."""
    from generator.tools.audits.accessibility import audit as audit_site  # a browser is driven from there

    with progress_bar() as progress:
        record = audit_site(site, today, partial(progress, "无障碍"))
    for violation in record.violations:
        click.echo(say(_line(violation), lang))
    count = len(record.violations)
    click.echo(
        say(
            Text(
                f"{len(record.kinds)} 种页面，{record.checks} 次检测，{count} 个问题（{record.engine}，{record.browser}）",
                f"{len(record.kinds)} kinds of pages, {record.checks} tests, {count} violations ({record.engine}, {record.browser})",
            ),
            lang,
        )
    )
    if write:
        save_record(root, record)
    return FINDINGS if count else CLEAN


def _line(violation: Violation) -> Text:
    shown = "；".join(violation.states)
    return Text(
        f"{violation.address or './'} {violation.rule}：{violation.example}（{shown}）",
        f"{violation.address or './'} {violation.rule}: {violation.example} ({len(violation.states)} of the states)",
    )
