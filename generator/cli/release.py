"""`gongkai release`: the normal build, then the record of what was published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from generator.checking.formats.words import say
from generator.cli.held import report_held
from generator.cli.options import (
    progress_bar,
    report_build,
    with_jobs,
    with_lang,
    with_out,
    with_root,
    with_today,
)
from generator.model.diagnostics import Text
from generator.publishing.releases import publish_releases
from generator.tools.proof.release import release_site
from generator.tools.proof.signing import sign_release, unsigned_release


@click.command(
    help="发布：检查并生成网站（有错误的信息暂缓，显示上次发布的内容），再把新公开的地址记入登记册，写下这次发布的记录；提交到 git 后生效。"
)
@with_root
@with_out
@click.option(
    "--sign",
    "key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="用这个 SSH 密钥签名；私钥在代理中的，写公钥文件",
)
@click.option(
    "--merge",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="采用 build --hold --shard 在别的机器上生成的部分；可以写多次",
)
@with_jobs
@with_today
@with_lang
def release(
    root: Path,
    out: Path | None,
    key: Path | None,
    merge: Sequence[Path],
    jobs: int,
    today: date,
    lang: str,
) -> int:
    """Build the site of a root and record its release, with a signature if there is a key."""
    target = out or root / "site"
    with progress_bar() as progress:
        built, done, held = release_site(root, target, today=today, jobs=jobs, progress=progress, parts=merge)
    code = report_build(built.outcome, root, target, lang)
    if built.pages is None:
        return code
    code = report_held(held, root, today, lang)
    if done is None:
        if key and (number := unsigned_release(root)):
            sign_release(root, number, key)
            publish_releases(root, target)
        click.echo(
            say(
                Text(
                    "与上次发布相比没有变化，没有写新的记录",
                    "nothing has changed since the last release; no record was written",
                ),
                lang,
            )
        )
        return code
    if key:
        sign_release(root, done.number, key)
    publish_releases(root, target)
    click.echo(
        say(
            Text(
                f"第 {done.number} 次发布：新增 {len(done.added)} 个地址，变更 {len(done.changed)} 份；请提交 content/data",
                f"release {done.number}: {len(done.added)} addresses added, {len(done.changed)} documents changed; commit content/data",
            ),
            lang,
        )
    )
    return code
