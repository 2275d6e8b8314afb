"""The command line: arguments in, exit code out. Everything it can do, the modules behind it can do."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.build import Built, build_site, check_root
from generator.diagnostics import Diagnostic, Text, blocking
from generator.host import HostError, live_server, theme_folders
from generator.jobs import Progress, available, silent
from generator.output import FORMATS, LANGUAGES, rule_list, say, summary
from generator.rules import BY_NAME, RULES
from generator.search import SearchError
from generator.starter import write_starter
from generator.write import OutputError

CLEAN, FINDINGS, USAGE, OURS = 0, 1, 2, 3
"""Exit codes: nothing that blocks · findings that block · wrong usage or configuration · a fault of this program."""

CHINA = timezone(timedelta(hours=8))


class Day(click.ParamType[date]):
    """A date YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，写成 YYYY-MM-DD", param, ctx)


def current_day() -> date:
    """Today in China; with SOURCE_DATE_EPOCH, the day of that moment, so that builds can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return now.astimezone(CHINA).date()


_lang = click.option("--lang", type=click.Choice(LANGUAGES), envvar="GONGKAI_LANG", default="zh", show_default=True, help="信息的语言")
_root = click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="catalog.yml 所在的文件夹")
_today = click.option("--today", type=Day(), default=current_day, help="按哪一天检查；不写则是今天（北京时间）")
_jobs = click.option("--jobs", type=click.IntRange(1), default=available, help="同时运行的进程数；不写则与处理器数相同")
_out = click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=None, help="网站写到哪里；不写则是 site/")


@click.group(help="公开：发布政府信息公开目录。")
@click.version_option(__version__, prog_name="gongkai")
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="信息的语言，也可以写在命令后面")
@click.pass_context
def cli(ctx: click.Context, lang: str | None) -> None:
    """The group of all commands."""
    if lang:
        ctx.default_map = {name: {"lang": lang} for name in cli.commands}


@cli.command(help="检查全部信息，不写任何文件。")
@_root
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="结果的格式")
@_today
@_jobs
@_lang
def check(root: Path, form: str, today: date, jobs: int, lang: str) -> int:
    """Print every finding of a root."""
    with progress_bar() as progress:
        checked = check_root(root, today=today, jobs=jobs, progress=progress)
    click.echo(FORMATS[form](checked.diagnostics, lang))
    return exit_code(checked.diagnostics, configured=checked.setting is not None)


@cli.command(help="检查全部信息；没有错误时生成网站。")
@_root
@_out
@_jobs
@_today
@_lang
def build(root: Path, out: Path | None, jobs: int, today: date, lang: str) -> int:
    """Check a root and build its site."""
    target = out or root / "site"
    started = time.perf_counter()
    with progress_bar() as progress:
        built = build_site(root, target, today=today, jobs=jobs, progress=progress)
    return report_build(built, target, time.perf_counter() - started, lang)


@cli.command(help="在本机预览网站；文件一改，网站随之更新，页面自动刷新。")
@_root
@_jobs
@_today
@_lang
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口")
def serve(root: Path, jobs: int, today: date, lang: str, port: int) -> int:
    """Serve a preview of a root, rebuilt whenever something in it changes."""
    target = root / ".build" / "preview"
    target.parent.mkdir(exist_ok=True)

    def rebuild() -> None:
        started = time.perf_counter()
        try:
            report_build(build_site(root, target, today=today, jobs=jobs), target, time.perf_counter() - started, lang)
        except (HostError, OutputError, SearchError) as error:
            click.echo(explain(error, lang), err=True)

    rebuild()
    if not target.exists():
        return FINDINGS
    click.echo(say(Text(f"预览：http://127.0.0.1:{port}/（按 Ctrl-C 结束）", f"preview: http://127.0.0.1:{port}/ (Ctrl-C ends)"), lang))
    watched = [p for p in (root / "catalog.yml", root / "content", root / "mkdocs.yml", *theme_folders(root)) if p.exists()]
    live_server(rebuild, target, watched, "127.0.0.1", port)
    return CLEAN


@cli.command(help="列出全部规则；写出编号或者名称，则显示这条规则的说明。")
@click.argument("name", required=False)
@_lang
def rules(name: str | None, lang: str) -> int:
    """List the rules, or explain one."""
    if name is None:
        click.echo(rule_list(((r.code, r.slug, r.severity, r.doc) for r in RULES), lang))
        return CLEAN
    rule = BY_NAME.get(name) or BY_NAME.get(name.upper())
    if rule is None:
        raise click.UsageError(say(Text(f"没有规则“{name}”；不带参数运行 gongkai rules 可以看到全部", f"there is no rule “{name}”"), lang))
    click.echo(f"{rule.code} {rule.slug}\n\n{say(rule.doc, lang)}")
    return CLEAN


@cli.command(help="在新文件夹里写出一个可以直接使用的目录。")
@click.argument("folder", type=click.Path(path_type=Path))
@_today
@_lang
def init(folder: Path, today: date, lang: str) -> int:
    """Write a root with catalog.yml and one example document."""
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(say(Text(f"{folder} 不是空文件夹，没有写入", f"{folder} is not empty; nothing was written"), lang))
    write_starter(folder, today)
    click.echo(say(Text(f"已写好 {folder}。下一步：修改 catalog.yml，然后运行 gongkai build --root {folder}",
                        f"{folder} is ready. Next: edit catalog.yml, then run gongkai build --root {folder}"), lang))
    return CLEAN


def report_build(built: Built, target: Path, seconds: float, lang: str) -> int:
    """Print what a build found and did; returns the exit code."""
    found = built.checked.diagnostics
    if built.pages is None:
        click.echo(FORMATS["text"](found, lang), err=True)
        click.echo(say(Text("有错误，网站没有改动", "there are errors; the site was not touched"), lang), err=True)
        return exit_code(found, configured=built.checked.setting is not None)
    if found:
        click.echo(say(Text(f"{summary(found, 'zh')}（gongkai check 查看）", f"{summary(found, 'en')} (see gongkai check)"), lang), err=True)
    click.echo(say(Text(f"已生成 {target}：{built.pages} 页，用时 {seconds:.1f} 秒", f"built {target}: {built.pages} pages in {seconds:.1f} s"), lang))
    return CLEAN


def exit_code(diagnostics: list[Diagnostic], *, configured: bool) -> int:
    """The exit code of a check."""
    if not configured:
        return USAGE
    return FINDINGS if blocking(diagnostics) else CLEAN


def explain(error: HostError | OutputError | SearchError, lang: str) -> str:
    """One of the expected failures in words."""
    return say(error.message, lang) if isinstance(error, OutputError) else str(error)


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


def main(argv: list[str] | None = None) -> int:
    """Run the command line and exit; unexpected failures keep their traceback and exit with 3."""
    try:
        code = cli.main(args=argv, prog_name="gongkai", standalone_mode=False)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as wrong:
        wrong.show()
        code = USAGE
    except click.Abort:
        code = 130
    except (HostError, OutputError, SearchError) as error:
        lang = os.environ.get("GONGKAI_LANG", "zh")
        click.echo(explain(error, lang), err=True)
        code = USAGE
    except Exception:
        traceback.print_exc()
        click.echo("这是本程序的错误，请连同以上内容报告。", err=True)
        code = OURS
    sys.exit(code or CLEAN)
