"""The commands an editor uses on single documents, and those that explain them: deadline, new, fix, review."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, get_args

import click

from generator.build import check_against
from generator.checking.formats.words import say
from generator.cli.console import tell
from generator.cli.options import (
    CLEAN,
    Day,
    inside,
    misuse,
    progress_bar,
    with_files,
    with_jobs,
    with_lang,
    with_root,
    with_today,
)
from generator.cli.roots import Ready, checked_root, loaded_catalog, refuse
from generator.machine.files import replace_file
from generator.model.catalog import Catalog
from generator.model.diagnostics import Text, did_you_mean
from generator.model.document import FIELDS, FrontMatter, Openness, Validity
from generator.model.grounds import REASONS
from generator.model.legal_terms import DEFAULT_TERM, legal_term
from generator.model.places import CATALOG
from generator.model.setting import Setting
from generator.model.workdays import work_calendar
from generator.planning.numbering import next_index_no, place_for, reserved_numbers, used_numbers
from generator.reading.calendars import shipped
from generator.reading.sources import find_documents
from generator.tools.editing.deadline import arithmetic, listing
from generator.tools.editing.drafts import QUESTIONS, draft, faults, normative, questions, write_draft
from generator.tools.editing.fix import diff, fix
from generator.tools.editing.review import Reviewed, changes, comment
from generator.tools.editing.upgrade import upgrade

OPTIONAL = frozenset({"genre", "doc_no"})

USUAL = {"openness": "主动公开", "validity": "有效"}


@click.command(help="逐日计算公开期限：从 DATE 起，哪些天计入，哪些天不计，为什么。")
@click.argument("start", metavar="DATE", type=Day())
@click.option("--category", help="目录类别；期限可以按类别另定")
@click.option("--genre", help="体裁；期限可以按体裁另定")
@click.option("--title", help="名称；预算、决算、采购结果和合同、征收土地公告另有法定期限")
@with_root
@with_lang
def deadline(
    start: date, category: str | None, genre: str | None, title: str | None, root: Path, lang: str
) -> int:
    """Print the arithmetic of a term."""
    catalog = loaded_catalog(root, lang) if (root / CATALOG).exists() else None
    for name, known in (
        (category, catalog.category_by_name if catalog else ()),
        (genre, catalog.genres if catalog else ()),
    ):
        if name is not None and name not in known:
            hint = (
                did_you_mean(name, known)
                if catalog
                else Text("这里没有 catalog.yml", "there is no catalog.yml here")
            )
            raise misuse(Text(f"没有“{name}”：{hint.zh}", f"there is no “{name}”: {hint.en}"), lang)
    notices = catalog.calendar if catalog else {year: known.notice for year, known in shipped().items()}
    about = FrontMatter(category=category, genre=genre, title=title)
    own = (catalog.own_term(about) or legal_term(about, catalog)) if catalog else None
    term = own or DEFAULT_TERM
    found = arithmetic(start, term, work_calendar(notices), notices)
    none = Text(
        "2008 年 5 月 1 日以前形成的信息没有公开期限", "information formed before 2008-05-01 has no term"
    )
    click.echo(say(listing(found) if found else none, lang))
    return CLEAN


def flag(key: str) -> str:
    """The option for a key of the front matter."""
    return f"--{key.replace('_', '-')}"


def asked(command: Callable[..., int]) -> Callable[..., int]:
    """One option for each answer that a new document needs."""
    for key in reversed(QUESTIONS):
        command = click.option(
            flag(key), key, type=Day() if key == "formed" else str, help=FIELDS[key].title
        )(command)
    return command


@click.command(help="新建一份信息：逐项询问（或者用选项写明），编出下一个索引号，写出草稿。")
@asked
@with_root
@with_today
@with_jobs
@with_lang
def new(root: Path, today: date, jobs: int, lang: str, **given: Any) -> int:
    """Write the draft of a new document."""
    checked = checked_root(root, today, jobs, lang)
    answers = ask(
        {key: str(value) for key, value in given.items() if value is not None}, checked.setting, lang
    )
    path, text = composed(answers, checked, lang)
    wrong = faults(path, text, checked.setting)
    if wrong:
        hints = "\n".join(f"  {say(d.message, lang)} → {say(d.hint, lang)}" for d in wrong)
        raise misuse(
            Text(
                f"草稿还不完整，没有写入：\n{hints}",
                f"the draft is not complete; nothing was written:\n{hints}",
            ),
            lang,
        )
    try:
        write_draft(root, path, text)
    except FileExistsError:
        raise misuse(
            Text(f"{path} 已经存在，没有写入", f"{path} is there already; nothing was written"), lang
        ) from None
    click.echo(
        say(
            Text(
                f"已写好 {root / path}。下一步：写正文，审查后写 review 和公开日期 published",
                f"{root / path} is written. Next: write the text; after the review add `review` and `published`",
            ),
            lang,
        )
    )
    return CLEAN


@click.command(help="改正安全的写法问题：日期、发文字号的括号、BOM、换行符；不写文件名则是全部信息。")
@with_files
@click.option("--dry-run", is_flag=True, help="只显示要改什么，不改动文件")
@click.option("--order", is_flag=True, help="并且把文件头的键按数据字典的顺序排列")
@click.option(
    "--upgrade", "up", is_flag=True, help="改写成新的形式：review 的 by、approved_by 写成 steps，一字不少"
)
@with_root
@with_lang
def fix_documents(files: Sequence[Path], dry_run: bool, order: bool, up: bool, root: Path, lang: str) -> int:
    """Repair documents and show what was changed."""
    repair = upgrade if up else partial(fix, order=order)
    known = find_documents(root)
    named = inside(root, files, lang)
    fixed = [
        done
        for path in (known if not named else [p for p in named if p in set(known)])
        if (done := repair(path, (root / path).read_bytes())).after != done.before
    ]
    for done in fixed:
        tell(
            "\n".join(
                [*(f"{done.path}: {say(note, lang)}" for note in done.notes), *filter(None, [diff(done)])]
            )
        )
        if not dry_run:
            replace_file(root / done.path, done.after)
    possible = Text(
        f"可以改正 {len(fixed)} 份，没有改动", f"{len(fixed)} can be repaired; nothing was changed"
    )
    changed = possible if dry_run else Text(f"改正了 {len(fixed)} 份", f"{len(fixed)} repaired")
    click.echo(say(changed if fixed else Text("没有需要改正的", "nothing to repair"), lang))
    return CLEAN


@click.command(
    help="写一段合并请求的评论（Markdown）：与 BASE 相比新增、变更、撤下的信息，目录行，期限，问题。"
)
@click.argument("base")
@with_root
@with_today
@with_jobs
@with_lang
def review(base: str, root: Path, today: date, jobs: int, lang: str) -> int:
    """Print the comment for a pull request against a git ref."""
    with (
        progress_bar() as progress,
        check_against(root, base, today=today, jobs=jobs, progress=progress) as against,
    ):
        checked = against.checked
        if checked.setting is None:
            refuse(checked.diagnostics, root, lang)
        changed = changes(against.root, against.base, checked.documents)
        click.echo(comment(Reviewed(changed, checked.diagnostics, checked.setting, lang)))
    return CLEAN


def ask(given: Mapping[str, str], setting: Setting, lang: str) -> dict[str, str]:
    """The answers for a new document: given ones, then those of the person at the terminal, then what is usual."""
    usual = {"formed": str(setting.today), **USUAL}
    answers = dict(given)
    if not sys.stdin.isatty():
        answers = {
            **{key: usual[key] for key in questions(setting.catalog, answers) if key in usual},
            **answers,
        }
        missing = [
            flag(key)
            for key in questions(setting.catalog, answers)
            if key not in answers and key not in OPTIONAL
        ]
        if missing:
            raise misuse(
                Text(
                    f"补写 {'、'.join(missing)}，或者在终端里逐项回答",
                    f"add {', '.join(missing)}, or answer on a terminal",
                ),
                lang,
            )
        return answers
    while left := [key for key in questions(setting.catalog, answers) if key not in answers]:
        optional = left[0] in OPTIONAL and not (left[0] == "genre" and normative(setting.catalog, answers))
        answers[left[0]] = prompt(
            left[0], usual.get(left[0], "" if optional else None), setting.catalog, lang
        )
    return answers


def prompt(key: str, usual: str | None, catalog: Catalog, lang: str) -> str:
    """One answer from the terminal, asked for until it is right. A list to choose from is shown, and a number is enough."""
    lists: dict[str, Sequence[str]] = {
        "issuer": [b.name for b in catalog.bodies],
        "category": list(catalog.category_by_name),
        "theme": catalog.themes,
        "genre": catalog.genres,
        "openness": get_args(Openness),
        "validity": get_args(Validity),
        "openness_reason": list(REASONS),
    }
    choices = lists.get(key, ())
    if choices:
        click.echo("  ".join(f"{n} {name}" for n, name in enumerate(choices, 1)), err=True)

    def understood(answer: str) -> str:
        answer = answer.strip()
        if answer.isdecimal() and 0 < int(answer) <= len(choices):
            return choices[int(answer) - 1]
        known = {*choices, *(catalog.body_by_name if key == "issuer" else ())}
        if answer and choices and answer.split("\\")[0] not in known:
            raise misuse(
                Text(
                    f"没有“{answer}”：{did_you_mean(answer, choices).zh}",
                    f"there is no “{answer}”: {did_you_mean(answer, choices).en}",
                ),
                lang,
            )
        return str(Day().convert(answer, None, None)) if key == "formed" else answer

    asked_for: str = click.prompt(
        f"{FIELDS[key].title}（{key}）",
        default=usual,
        show_default=bool(usual),
        err=True,
        value_proc=understood,
    )
    return asked_for


def composed(answers: Mapping[str, str], checked: Ready, lang: str) -> tuple[str, str]:
    """Path and text of the draft."""
    catalog = checked.setting.catalog
    body = catalog.body_by_name.get(answers["issuer"])
    if body is None:
        hint = did_you_mean(answers["issuer"], catalog.body_by_name)
        raise misuse(
            Text(
                f"没有机构“{answers['issuer']}”：{hint.zh}",
                f"there is no body “{answers['issuer']}”: {hint.en}",
            ),
            lang,
        )
    used = used_numbers(checked.setting.root, checked.documents)
    index_no = next_index_no(body, int(answers["formed"][:4]), used)
    elsewhere = used - reserved_numbers(checked.setting.root)
    if next_index_no(body, int(answers["formed"][:4]), elsewhere) != index_no:
        said = Text(
            "别的分支已经用了前面的编号，已经避开（以最近一次 git fetch 取得的为准）",
            "other branches use the numbers before it (as of the last git fetch)",
        )
        tell(say(said, lang), err=True)
    return place_for(index_no, body, checked.documents, catalog), draft({**answers, "index_no": index_no})
