"""What all commands share: options, exit codes, progress, the catalog they work on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from generator.checking.formats import FORMATS
from generator.checking.formats.words import LANGUAGES, say, summary
from generator.machine.workers import Progress, available, silent
from generator.model.dates import CHINA, parse_date
from generator.model.diagnostics import Diagnostic, Text, blocking
from generator.publishing.shares import Share, parse_share
from generator.publishing.unchanged import Outcome

CLEAN, FINDINGS, USAGE, OURS, HELD = 0, 1, 2, 3, 4
"""Exit codes: nothing that blocks · findings that block · wrong usage or configuration · a fault of this program · published, but for documents that are held back."""


class Day(click.ParamType[date]):
    """A date YYYY-MM-DD, or another spelling of a real day that `gongkai fix` would repair, such as 2026年11月20日."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error."""
        if isinstance(value, date):
            return value
        found = parse_date(value)
        if found is None:
            self.fail(f"“{value}”不是日期，写成 YYYY-MM-DD", param, ctx)
        return found if isinstance(found, date) else date.fromisoformat(found)


class Shared(click.ParamType[Share]):
    """One of the parts of a shared build, K/N."""

    name = "K/N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Share:
        """The share, or a usage error."""
        share = parse_share(value)
        return share or self.fail(f"“{value}”不是一个部分，写成 K/N，如 1/4", param, ctx)


def current_day() -> date:
    """Today in China; with SOURCE_DATE_EPOCH, the day of that moment, so that builds can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH“{epoch}”不是 1970 年以来的秒数 (SOURCE_DATE_EPOCH is no number of seconds)"
        ) from None
    return now.astimezone(CHINA).date()


with_lang = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    envvar="GONGKAI_LANG",
    default="zh",
    show_default=True,
    help="信息的语言",
)

with_root = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="catalog.yml 所在的文件夹",
)

with_out = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="网站写到哪里；不写则是 site/",
)

with_today = click.option(
    "--today", type=Day(), default=current_day, help="按哪一天检查；不写则是今天（北京时间）"
)

with_jobs = click.option(
    "--jobs", type=click.IntRange(1), default=available, help="同时运行的进程数；不写则与处理器数相同"
)

with_files = click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))


def exit_code(diagnostics: Sequence[Diagnostic], *, configured: bool) -> int:
    """The exit code of a check."""
    if not configured:
        return USAGE
    return FINDINGS if blocking(diagnostics) else CLEAN


def report_build(done: Outcome, root: Path, target: Path, lang: str) -> int:
    """Print what a build found and did; returns the exit code."""
    if done.pages is None:
        click.echo(FORMATS["text"](done.found, lang, root), err=True)
        click.echo(
            say(Text("有错误，网站没有改动", "there are errors; the site was not touched"), lang), err=True
        )
        return exit_code(done.found, configured=done.configured)
    if done.found:
        click.echo(
            say(
                Text(
                    f"{summary(done.found, 'zh')}（gongkai check 查看）",
                    f"{summary(done.found, 'en')} (see gongkai check)",
                ),
                lang,
            ),
            err=True,
        )
    click.echo(
        say(
            Text(
                f"已生成 {target}：{done.pages} 页，用时 {done.seconds:.1f} 秒",
                f"built {target}: {done.pages} pages in {done.seconds:.1f} s",
            ),
            lang,
        )
    )
    return CLEAN


def misuse(message: Text, lang: str) -> click.UsageError:
    """The error that ends a command used in the wrong way."""
    return click.UsageError(say(message, lang))


def inside(root: Path, files: Sequence[Path], lang: str) -> list[str]:
    """Paths given on the command line, relative to the root; a usage error for one that lies outside."""
    found = []
    for file in files:
        try:
            found.append(file.resolve().relative_to(root.resolve()).as_posix())
        except ValueError:
            outside = Text(
                f"{file} 不在 {root} 里；用 --root 指出目录所在的文件夹",
                f"{file} is not in {root}; name its folder with --root",
            )
            raise misuse(outside, lang) from None
    return found


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Progress on a terminal, silence in a pipe."""
    if not sys.stderr.isatty():
        yield silent
        return

    def show(stage: str, done: int, total: int) -> None:
        sys.stderr.write(f"\r\x1b[K{stage} {done}/{total}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write("\r\x1b[K")
