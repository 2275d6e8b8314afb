"""The commands that prove a site, bring one back, and hand its documents over: verify, rollback, export."""

from __future__ import annotations

import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from generator.checking.formats.words import say
from generator.cli.console import tell
from generator.cli.export import export_offline
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
from generator.machine.cache import Cache, workshop
from generator.model.diagnostics import Text, blocking, did_you_mean
from generator.model.faults import OutputError
from generator.planning.plan import make_plan
from generator.reading.registers.questions import FILE as QUESTIONS
from generator.reading.registers.questions import load_questions
from generator.tools.proof.chain import Link
from generator.tools.proof.compare import Verdict

SHOWN = 100
"""Names printed under each heading."""


@click.command(help="核对网站与清单是否一致，列出被改动、缺失、多出的文件；SITE 是文件夹或者网址。")
@click.argument("site", default="site")
@click.option(
    "--manifest",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="以这份可信的清单（manifest.json）为准；不写则用网站自带的",
)
@click.option(
    "--signers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="可信签名人的公钥（OpenSSH allowed_signers 格式）：最近一次发布必须由其中一人签名，网站必须是那一次发布的内容",
)
@click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="并且和这个目录的发布记录、登记册比较：网站必须是最近一次发布的内容，登记过的地址都在",
)
@click.option(
    "--search", is_flag=True, help="改为用真实的浏览器按索引号、文号、名称和正文逐份检索，查不到就是错误"
)
@click.option("--sample", type=click.IntRange(1), help="只检索这么多份，与 --search 一起用")
@click.option(
    "--questions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="与 --search 一起用：群众的问题和应当找到的信息；不写则用 content/data/questions.yml（有的话）",
)
@with_lang
def verify(
    site: str,
    manifest: Path | None,
    signers: Path | None,
    root: Path | None,
    search: bool,
    sample: int | None,
    questions: Path | None,
    lang: str,
) -> int:
    """Compare a copy of a site with its manifest, or look every document of a built site up in its own search."""
    address = "://" in site
    if not address and not Path(site).is_dir():
        raise misuse(Text(f"没有文件夹 {site}", f"there is no folder {site}"), lang)
    if search:
        if address:
            raise misuse(
                Text("--search 只能检查本机的文件夹", "--search looks at a folder on this machine"), lang
            )
        return max(_verify_search(Path(site), sample, lang), _ask_questions(Path(site), questions, lang))
    from generator.tools.proof.compare import against_root, verify_copy
    from generator.tools.proof.copies import Address, Folder

    with progress_bar() as progress:
        verdict = verify_copy(
            Address(site) if address else Folder(Path(site)),
            manifest.read_bytes() if manifest else None,
            partial(progress, "核对"),
        )
    faults = [
        *verdict.chain.faults,
        *(_unsigned(verdict, signers) if signers else []),
        *(against_root(verdict, root) if root else []),
    ]
    _report(verdict, faults, trusted=bool(manifest or signers or root), lang=lang)
    return CLEAN if verdict.whole and not faults else FINDINGS


@click.command(help="退回上一次生成的网站；再运行一次，又回到现在这个。")
@with_root
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=None, help="网站在哪里；不写则是 site/"
)
@with_lang
def rollback(root: Path, out: Path | None, lang: str) -> int:
    """Let the site before this one take its place."""
    from generator.tools.proof.rollback import roll_back

    target, started = out or root / "site", time.perf_counter()
    with workshop(root) as work, Cache(work) as cache, progress_bar() as progress:
        if not cache.lock():
            raise OutputError(
                Text(
                    "正在生成这个网站，请等它结束后重试",
                    "this site is being built; try again when that has ended",
                )
            )
        verdict = roll_back(target, partial(progress, "核对"))
    seconds = time.perf_counter() - started
    click.echo(
        say(
            Text(
                f"{target} 已退回上一次生成的网站：{verdict.files} 个文件，核对无误，用时 {seconds:.1f} 秒",
                f"{target} is the site before again: {verdict.files} files, all as listed, in {seconds:.1f} s",
            ),
            lang,
        )
    )
    return CLEAN


@click.command(
    help="导出已经公开的信息：--bag 写成移交包（BagIt），移交国家档案馆和公共图书馆；--offline 写成可以在本机打开、检索的网站副本。"
)
@click.option("--bag", type=click.Path(path_type=Path), help="移交包写到哪个新文件夹")
@click.option(
    "--offline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="离线副本写到哪个 zip 文件；先运行 gongkai build",
)
@click.option(
    "--site",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="离线副本用的网站；不写则是 site/",
)
@click.option("--year", type=click.IntRange(1900, 2999), help="只移交这一年生成的信息")
@click.option("--body", help="只移交这个机构的信息，写 catalog.yml 中的全称或者简称")
@with_root
@with_today
@with_jobs
@with_lang
def export(
    bag: Path | None,
    offline: Path | None,
    site: Path | None,
    year: int | None,
    body: str | None,
    root: Path,
    today: date,
    jobs: int,
    lang: str,
) -> int:
    """Write a bag of published documents, and what to enter in the register of transfers; or a copy of the site."""
    if (bag is None) == (offline is None):
        raise misuse(
            Text(
                "写明导出什么：--bag 文件夹，或者 --offline 文件.zip",
                "say what to export: --bag FOLDER or --offline FILE.zip",
            ),
            lang,
        )
    ready = checked_root(root, today, jobs, lang)
    if offline:
        return export_offline(ready, offline, site or root / "site", lang)
    return _export_bag(ready, bag or Path(), Wanted(year, body), today, lang)


class Wanted(NamedTuple):
    """What a bag is asked to hold, as written on the command line."""

    year: int | None
    body: str | None


def _export_bag(ready: Ready, bag: Path, wanted: Wanted, today: date, lang: str) -> int:
    year, body = wanted
    if blocking(ready.diagnostics):
        click.echo(
            say(
                Text(
                    "有错误，没有写移交包（gongkai check 查看）",
                    "there are errors; no bag was written (see gongkai check)",
                ),
                lang,
            ),
            err=True,
        )
        return FINDINGS
    catalog = ready.setting.catalog
    if body is not None and body not in catalog.body_by_name:
        near = did_you_mean(body, catalog.body_by_name)
        raise misuse(Text(f"没有机构“{body}”：{near.zh}", f"there is no body “{body}”: {near.en}"), lang)
    from generator.tools.exporting.bag import Selection, write_bag

    selection = Selection(year, catalog.body_by_name[body].name if body else None)
    with progress_bar() as progress:
        written = write_bag(
            bag, ready.setting, make_plan(catalog, ready.documents, today), selection, progress
        )
    click.echo(
        say(
            Text(
                f"已写好 {bag}：{written.documents} 件信息，{written.files} 个文件",
                f"{bag} is written: {written.documents} documents, {written.files} files",
            ),
            lang,
        )
    )
    scope = "".join(
        f"{key}: {value}, " for key, value in (("year", selection.year), ("body", selection.body)) if value
    )
    click.echo(
        say(
            Text(
                "收到回执后，在 content/data/transfers.yml 的 transfers 中登记：",
                "once you have a receipt, enter it under `transfers` in content/data/transfers.yml:",
            ),
            lang,
        )
    )
    click.echo(
        f"  - {{date: {today}, to: 国家档案馆, name: …, {scope}documents: {written.documents}, bag: {written.digest}, receipt: …}}"
    )
    return CLEAN


def _verify_search(site: Path, sample: int | None, lang: str) -> int:
    from generator.tools.audits.search import verify_search

    with progress_bar() as progress:
        misses = verify_search(site, sample, partial(progress, "检索"))
    for miss in misses:
        tell(
            say(
                Text(
                    f"{miss.address} 查不到：{miss.kind}“{miss.text}”",
                    f"{miss.address} is not found by “{miss.text}”",
                ),
                lang,
            )
        )
    tell(say(Text(f"{len(misses)} 处查不到", f"{len(misses)} not found"), lang))
    return FINDINGS if misses else CLEAN


def _ask_questions(site: Path, file: Path | None, lang: str) -> int:
    """Ask what people ask, and tell how well it is answered, by kind. Only a question without a possible answer is a finding."""
    from generator.tools.audits.search import TEN, ask_questions, figures_of, unknown_answers

    file = file or Path(QUESTIONS)
    questions, read = load_questions(Path(), file.as_posix())
    for problem in read.problems:
        tell(f"{read.path}:{problem.finding.line} {say(problem.finding.message, lang)}")
    if not questions:
        return FINDINGS if read.problems else CLEAN
    unknown = unknown_answers(site, questions)
    for question, address in unknown:
        text = Text(
            f"“{question.query}”应当找到的 {address} 不在网站上，改写 {file} 里的 expected",
            f"{address}, expected for “{question.query}”, is not on the site; correct it in {file}",
        )
        tell(say(text, lang))
    with progress_bar() as progress:
        answers = ask_questions(site, questions, partial(progress, "提问"))
    for answer in answers:
        if answer.rank is None or answer.rank > TEN:
            text = Text(
                f"“{answer.question.query}”的前 {TEN} 条里没有 {'、'.join(answer.question.addresses)}",
                f"the first {TEN} results for “{answer.question.query}” lack {', '.join(answer.question.addresses)}",
            )
            tell(say(text, lang))
    for row in figures_of(answers):
        text = Text(
            f"{row.kind}：{row.asked} 问，第一条就是 {row.first:.0%}，前 {TEN} 条里有 {row.ten:.0%}，MRR {row.reciprocal:.2f}",
            f"{row.kind}: {row.asked} asked, success@1 {row.first:.0%}, @{TEN} {row.ten:.0%}, MRR {row.reciprocal:.2f}",
        )
        tell(say(text, lang))
    return FINDINGS if unknown else CLEAN


def _unsigned(verdict: Verdict, signers: Path) -> list[Text]:
    """What is wrong with the signature of the newest release, and with the site if it is another one."""
    from generator.tools.proof.signature import signer

    if not verdict.chain.links:
        return [Text("网站没有发布记录", "the site has no record of a release")]
    newest = verdict.chain.links[-1]
    if newest is not verdict.chain.release:
        return [
            Text(
                f"网站不是最近一次（第 {newest.number} 次）发布的内容",
                f"the site is not what was released last (release {newest.number})",
            )
        ]
    if newest.signature is None or signer(newest.data, newest.signature, signers) is None:
        return [
            Text(
                f"第 {newest.number} 次发布没有可信的签名",
                f"release {newest.number} has no signature by one of the signers",
            )
        ]
    return []


def _report(verdict: Verdict, faults: list[Text], *, trusted: bool, lang: str) -> None:
    for heading, names in (
        (Text("被改动", "tampered"), verdict.tampered),
        (Text("缺失", "missing"), verdict.missing),
        (Text("多出", "added"), verdict.added or ()),
    ):
        for name in names[:SHOWN]:
            tell(f"{say(heading, lang)}  {name}")
        if len(names) > SHOWN:
            tell(
                say(
                    Text(
                        f"{heading.zh}  …… 还有 {len(names) - SHOWN} 个",
                        f"{heading.en}  … and {len(names) - SHOWN} more",
                    ),
                    lang,
                )
            )
    for fault in faults:
        tell(say(fault, lang))
    counts = (
        len(verdict.tampered),
        len(verdict.missing),
        "-" if verdict.added is None else len(verdict.added),
    )
    tell(
        say(
            Text(
                "共 {} 个文件：被改动 {}，缺失 {}，多出 {}".format(verdict.files, *counts),
                "{} files: {} tampered, {} missing, {} added".format(verdict.files, *counts),
            ),
            lang,
        )
    )
    tell(say(_which(verdict.chain.release), lang))
    if not trusted:
        tell(
            say(
                Text(
                    "以网站自带的清单为准；清单本身是否可信，用 --manifest、--signers 或者 --root 核对",
                    "by the manifest that the site carries; whether that is to be trusted, --manifest, --signers or --root tells",
                ),
                lang,
            )
        )


def _which(release: Link | None) -> Text:
    if release is None:
        return Text("清单不属于任何一次发布", "the manifest belongs to no release")
    return Text(
        f"清单属于第 {release.number} 次发布（{release.date}）",
        f"the manifest is that of release {release.number} ({release.date})",
    )
