"""What a build or a release holds back → a table for people, a table for the page of a CI run, a file for a scheduler."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from generator.checking.formats.cells import cell, row
from generator.checking.formats.fit import fit
from generator.checking.formats.words import say
from generator.cli.options import CLEAN, HELD
from generator.machine.cache import workshop
from generator.machine.files import replace_file
from generator.model.diagnostics import Text
from generator.model.places import WORK
from generator.tools.proof.held import Held, held_json

FILE = f"{WORK}/held.json"

_SHOWN = {
    "released": Text("显示上次发布的内容", "its last released text is shown"),
    "withdrawn": Text(
        "按上次发布的内容办理撤下或者到期", "its withdrawal or end is carried out on the released text"
    ),
    "waiting": Text("还没有公开", "it is not public yet"),
    "earlier": Text("采用上一个没有错误的状态", "its last state without a fault is taken"),
}


def report_held(held: Sequence[Held], root: Path, today: date, lang: str) -> int:
    """Tell what is held back and write `.build/held.json`; returns the exit code."""
    with workshop(root) as work:
        if work == root / WORK:
            work.mkdir(exist_ok=True)
            replace_file(root / FILE, held_json(held, today).encode())
    if not held:
        return CLEAN
    for line in _told(held, lang):
        click.echo(line, err=True)
    if page := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(page).open("a", encoding="utf-8") as file:
            file.write("\n".join(_table(held, lang)) + "\n")
    return HELD


def _told(held: Sequence[Held], lang: str) -> Iterator[str]:
    yield say(
        Text(
            f"以下 {len(held)} 份有错误，没有按现在的内容发布；其余已经发布（{FILE} 供程序读取）：",
            f"{len(held)} documents have errors and were not published as they are; all others were ({FILE} is for programs):",
        ),
        lang,
    )
    for one in held:
        yield f"{fit(one.path)}  {fit(one.title)}  {say(_SHOWN[one.shown], lang)}"
        for d in one.why:
            yield f"  {d.line}: {fit(say(d.message, lang))}  [{d.rule}]"
            yield f"     → {fit(say(d.hint, lang))}"


def _table(held: Sequence[Held], lang: str) -> Iterator[str]:
    yield f"### {say(Text(f'暂缓发布 {len(held)} 份', f'{len(held)} documents held back'), lang)}\n"
    names = (Text("文件", "file"), Text("名称", "title"), Text("网站上", "on the site"), Text("原因", "why"))
    yield row(*(say(name, lang) for name in names))
    yield row(*("---" for _ in names))
    for one in held:
        why = "；".join(f"{d.line}: {say(d.message, lang)} ({d.rule})" for d in one.why)
        yield row(*map(cell, (fit(one.path), fit(one.title), say(_SHOWN[one.shown], lang), fit(why))))
