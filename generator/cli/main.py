"""The command line: arguments in, exit code out. Everything it can do, the modules behind it can do."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import __version__
from generator.checking.formats import AUTO, FORMATS, fitting
from generator.checking.formats.github import job_summary
from generator.checking.formats.words import LANGUAGES, rule_list, say
from generator.cli.console import put, ready_console, tell
from generator.cli.options import (
    CLEAN,
    FINDINGS,
    OURS,
    USAGE,
    Shared,
    exit_code,
    inside,
    misuse,
    progress_bar,
    report_build,
    with_files,
    with_jobs,
    with_lang,
    with_out,
    with_root,
    with_today,
)
from generator.cli.usage import misused
from generator.machine.cache import key_of
from generator.machine.site_folder import manifest_digest
from generator.model.diagnostics import Diagnostic, Text
from generator.model.faults import Fault, disk_fault
from generator.model.places import CATALOG, document_of
from generator.publishing.shares import Share
from generator.publishing.unchanged import Outcome, inputs_digest, recalled

if TYPE_CHECKING:
    from generator.build import Built

ELSEWHERE = {
    "audit": "cli.audit:audit",
    "calendar": "cli.calendar:calendar",
    "deadline": "cli.documents:deadline",
    "export": "cli.proof:export",
    "fix": "cli.documents:fix_documents",
    "form": "cli.forms:form",
    "import": "cli.imports:import_files",
    "mask": "cli.masking:mask",
    "new": "cli.documents:new",
    "release": "cli.release:release",
    "report": "cli.reports:report",
    "review": "cli.documents:review",
    "rollback": "cli.proof:rollback",
    "table": "cli.tables:table",
    "text": "cli.layers:text",
    "verify": "cli.proof:verify",
}
"""Commands whose modules are not needed for a check: module and function of each."""


class Commands(click.Group):
    """All commands. A module is imported when one of its commands is used, so that a check does not wait for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted({*self.commands, *ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None when there is none."""
        if cmd_name in ELSEWHERE and cmd_name not in self.commands:
            module, _, function = ELSEWHERE[cmd_name].partition(":")
            self.add_command(getattr(import_module(f"generator.{module}"), function), cmd_name)
        return super().get_command(ctx, cmd_name)


@click.group(cls=Commands, help="公开：发布政府信息公开目录。")
@click.version_option(__version__, prog_name="gongkai")
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="信息的语言，也可以写在命令后面")
@click.pass_context
def cli(ctx: click.Context, lang: str | None) -> None:
    """The group of all commands."""
    if lang:
        ctx.default_map = {name: {"lang": lang} for name in cli.list_commands(ctx)}


@cli.command(help="检查全部信息，不改动任何文件；写出文件名，则只显示这些文件的问题。")
@with_files
@with_root
@click.option(
    "--format",
    "form",
    type=click.Choice([AUTO, *FORMATS]),
    default="text",
    show_default=True,
    help="结果的格式；auto 按所在的 CI 选择",
)
@click.option(
    "--base",
    metavar="REF",
    help="检查合并到 REF 以后的样子，规则、例外、期限、基线都按 REF 上的；只有本分支造成的错误才阻止",
)
@click.option("--write-baseline", is_flag=True, help="把现有的错误记入基线，以后只作提醒；基线只能缩小")
@with_today
@with_jobs
@with_lang
def check(
    files: Sequence[Path],
    root: Path,
    form: str,
    base: str | None,
    write_baseline: bool,
    today: date,
    jobs: int,
    lang: str,
) -> int:
    """Print the findings of a root, or of some of its files."""
    shown = inside(root, files, lang)
    if base and write_baseline:
        raise misuse(
            Text("--base 和 --write-baseline 不能一起用", "--base and --write-baseline exclude each other"),
            lang,
        )

    def look() -> Outcome:
        from generator.build import check_root

        with progress_bar() as progress:
            return check_root(root, today=today, jobs=jobs, progress=progress).outcome

    def compare(ref: str) -> Outcome:
        from generator.build import check_against

        with (
            progress_bar() as progress,
            check_against(root, ref, today=today, jobs=jobs, progress=progress) as against,
        ):
            return against.checked.outcome

    checked = compare(base) if base else recalled(root, "check", inputs_digest(root, today), look)
    if write_baseline and checked.configured:
        return record_baseline(root, checked.found, lang)
    found = among(checked.found, shown) if checked.configured else checked.found
    print_findings(found, fitting(os.environ) if form == AUTO else form, root, lang)
    return exit_code(found, configured=checked.configured)


@cli.command(help="检查全部信息；没有错误时生成网站。")
@with_root
@with_out
@with_jobs
@click.option(
    "--hold",
    is_flag=True,
    help="有错误的信息暂缓，显示上次发布的内容，其余照常发布；有暂缓的，退出码是 4",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="由 Dask 集群（如 tcp://host:8786）的工作进程完成，它们要能读写同样的文件夹",
)
@click.option(
    "--shard", type=Shared(), help="只生成 N 部分中的第 K 部分，写到 part-K-of-N，再用 --merge 合并"
)
@click.option(
    "--merge",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="采用这个 --shard 生成的部分；可以写多次",
)
@with_today
@with_lang
def build(
    root: Path,
    out: Path | None,
    jobs: int,
    hold: bool,
    cluster: str | None,
    shard: Share | None,
    merge: Sequence[Path],
    today: date,
    lang: str,
) -> int:
    """Check a root and build its site, or a part of it."""
    target = out or root / (f"part-{shard.number}-of-{shard.total}" if shard else "site")

    if hold:
        if cluster:
            raise misuse(
                Text("--hold 不能和 --cluster 一起用", "--hold and --cluster exclude each other"), lang
            )
        return build_held(root, target, today, jobs, lang, shard, merge)

    def make() -> Outcome:
        from generator.build import build_site

        with progress_bar() as progress:
            return build_site(
                root,
                target,
                today=today,
                jobs=jobs,
                progress=progress,
                cluster=cluster,
                share=shard,
                parts=merge,
            ).outcome

    whole = not (cluster or shard or merge)
    done = recalled(
        root,
        "build",
        inputs_digest(root, today) if whole else None,
        make,
        lambda: key_of(target, manifest_digest(target)),
    )
    return report_build(done, root, target, lang)


def build_held(
    root: Path,
    target: Path,
    today: date,
    jobs: int,
    lang: str,
    shard: Share | None,
    merge: Sequence[Path],
) -> int:
    """Build a root, or a share of it, with what is held back as last released, and tell what that is."""
    from generator.cli.held import report_held
    from generator.tools.proof.holding import build_holding

    with progress_bar() as progress:
        built, held = build_holding(
            root, target, today=today, jobs=jobs, progress=progress, share=shard, parts=merge
        )
    code = report_build(built.outcome, root, target, lang)
    return code if built.pages is None else report_held(held, root, today, lang)


@cli.command(help="在本机预览网站；文件一改，网站随之更新，页面自动刷新。")
@with_root
@with_jobs
@with_today
@with_lang
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口")
def serve(root: Path, jobs: int, today: date, lang: str, port: int) -> int:
    """Serve a preview of a root, rebuilt whenever something in it changes."""
    from generator.site.frame.theme import theme_folders
    from generator.tools.preview.live_server import live_server
    from generator.tools.preview.preview import Preview

    def announce(result: Built | Fault) -> None:
        if isinstance(result, Fault):
            tell(say(result.message, lang), err=True)
        else:
            report_build(result.outcome, root, preview.site, lang)

    preview = Preview(root, today, jobs, announce)
    preview.build()
    if not (root / CATALOG).is_file():
        return FINDINGS
    preview.keep_up()
    click.echo(
        say(
            Text(
                f"预览：http://127.0.0.1:{port}/（按 Ctrl-C 结束）",
                f"preview: http://127.0.0.1:{port}/ (Ctrl-C ends)",
            ),
            lang,
        )
    )
    watched = [
        p
        for p in (
            root / "catalog.yml",
            root / "content",
            root / "mkdocs.yml",
            *theme_folders(root),
            preview.news,
        )
        if p.exists()
    ]
    live_server(preview.refresh, preview, watched, "127.0.0.1", port)
    return CLEAN


@cli.command(help="列出全部规则；写出编号或者名称，则显示这条规则的说明。")
@click.argument("name", required=False)
@with_lang
def rules(name: str | None, lang: str) -> int:
    """List the rules, or explain one."""
    from generator.checking.rules import BY_NAME, RULES

    if name is None:
        click.echo(rule_list(RULES, lang))
        return CLEAN
    rule = BY_NAME.get(name) or BY_NAME.get(name.upper())
    if rule is None:
        raise click.UsageError(
            say(
                Text(
                    f"没有规则“{name}”；不带参数运行 gongkai rules 可以看到全部", f"there is no rule “{name}”"
                ),
                lang,
            )
        )
    click.echo(f"{rule.code} {rule.slug}\n\n{say(rule.doc, lang)}")
    return CLEAN


@cli.command(help="在新文件夹里写出一个可以直接使用的目录。")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--migrate", is_flag=True, help="有旧网站要迁来：不写示例文件，另写一份迁移的步骤 MIGRATE.md")
@with_today
@with_lang
def init(folder: Path, migrate: bool, today: date, lang: str) -> int:
    """Write a root with catalog.yml and one example document."""
    from generator.tools.editing.starter import write_starter

    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(
            say(Text(f"{folder} 不是空文件夹，没有写入", f"{folder} is not empty; nothing was written"), lang)
        )
    write_starter(folder, today, migrate=migrate)
    click.echo(
        say(
            Text(
                f"已写好 {folder}。下一步：修改 catalog.yml，然后运行 gongkai build --root {folder}",
                f"{folder} is ready. Next: edit catalog.yml, then run gongkai build --root {folder}",
            ),
            lang,
        )
    )
    return CLEAN


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


def _language(argv: list[str] | None) -> str:
    """The language of a command line that may be wrong."""
    words = sys.argv[1:] if argv is None else argv
    chosen = [after for before, after in pairwise(words) if before == "--lang"]
    chosen += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    return chosen[-1] if chosen else os.environ.get("GONGKAI_LANG", "zh")


def main(argv: list[str] | None = None) -> int:
    """Run the command line and exit; unexpected failures keep their traceback and exit with 3."""
    ready_console()
    try:
        code = cli.main(args=argv, prog_name="gongkai", standalone_mode=False)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as wrong:
        tell(misused(wrong, _language(argv)), err=True)
        code = USAGE
    except click.Abort:
        code = 130
    except Fault as error:
        lang = os.environ.get("GONGKAI_LANG", "zh")
        tell(say(error.message, lang), err=True)
        code = USAGE
    except Exception as error:
        told = disk_fault(error) if isinstance(error, OSError) else None
        code = USAGE if told else OURS
        if told:
            click.echo(say(told, os.environ.get("GONGKAI_LANG", "zh")), err=True)
        else:
            traceback.print_exc()
            click.echo("这是本程序的错误，请连同以上内容报告。", err=True)
    sys.exit(code or CLEAN)
