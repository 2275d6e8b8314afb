"""`gongkai table`: registers with rows, from a preset to the end of a row."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from generator.checking.formats import FORMATS
from generator.checking.formats.words import say
from generator.checking.rules.rows import Clock
from generator.cli.options import (
    CLEAN,
    FINDINGS,
    Day,
    exit_code,
    misuse,
    with_jobs,
    with_lang,
    with_root,
    with_today,
)
from generator.cli.roots import checked_root, loaded_catalog
from generator.model.diagnostics import Text, did_you_mean
from generator.model.rows import ENDS, Row
from generator.model.setting import Setting
from generator.model.tables import NOTE, OBJECTED, SETTLED, SINCE, STATE, TABLES
from generator.model.workdays import work_calendar
from generator.reading.registers.table_schemas import read_schema
from generator.reading.registers.tables import SLUG, Loaded, read_rows, rows_file
from generator.reading.registers.workbooks import is_old
from generator.tools.tables.editing import Imported, Sheet, cleared, import_rows, open_sheet
from generator.tools.tables.presets import headings, preset_named, presets, start_register

SHOWN = 200
"""Rows of a difference that are printed."""


@click.group(
    "table",
    help="带行的登记表（content/data/tables）：new 从模板新建，import 从表格导入，check 检查，repair 信用修复，"
    "object 登记异议，end 结束一条。",
)
def table() -> None:
    """The group of these commands."""


class Open(NamedTuple):
    """A register that is worked on."""

    setting: Setting
    loaded: Loaded
    sheet: Sheet


def _open(root: Path, slug: str, today: date, lang: str) -> Open:
    catalog = loaded_catalog(root, lang)
    schema, rows = root / TABLES / f"{slug}.yml", rows_file(root, slug)
    if not schema.is_file():
        known = [path.stem for path in sorted((root / TABLES).glob("*.yml"))]
        hint = (
            did_you_mean(slug, known)
            if known
            else Text("用 gongkai table new 新建", "make one with gongkai table new")
        )
        raise misuse(
            Text(f"没有登记表“{slug}”：{hint.zh}", f"there is no register “{slug}”: {hint.en}"), lang
        )
    described, file = read_schema(root, f"{TABLES}/{slug}.yml", catalog)
    if described is None or file.problems:
        lines = [
            Text(
                f"{file.path}:{p.finding.line} {p.finding.message.zh}",
                f"{file.path}:{p.finding.line} {p.finding.message.en}",
            )
            for p in file.problems
        ]
        raise misuse(
            Text(
                "登记表的说明有误：\n" + "\n".join(line.zh for line in lines),
                "the schema is wrong:\n" + "\n".join(line.en for line in lines),
            ),
            lang,
        )
    if rows is None:
        head = ",".join(headings(described))
        raise misuse(
            Text(
                f"有 {slug}.yml，没有 {slug}.csv：新建这个文件，第一行写表头：{head}",
                f"there is {slug}.yml but no {slug}.csv: make that file, with these headings in its first row: {head}",
            ),
            lang,
        )
    loaded = read_rows(root, schema, rows, described, catalog)
    return Open(
        Setting(root, catalog, work_calendar(catalog.calendar), today), loaded, open_sheet(rows, loaded)
    )


@table.command("new", help="从模板新建登记表；不写模板则列出全部模板。")
@click.argument("preset", required=False)
@click.option("--slug", help="登记表的名称，成为网址的一部分；不写则与模板同名")
@with_root
@with_lang
def new_table(preset: str | None, slug: str | None, root: Path, lang: str) -> int:
    """Write a schema and an empty file of rows."""
    known = presets()
    if preset is None:
        for each, title in known.items():
            click.echo(f"{each:22} {title}")
        return CLEAN
    name = preset_named(preset)
    if name is None:
        hint = did_you_mean(preset, [*known, *known.values()])
        raise misuse(
            Text(f"没有模板“{preset}”：{hint.zh}", f"there is no preset “{preset}”: {hint.en}"), lang
        )
    slug = slug or name
    if not SLUG.fullmatch(slug):
        raise misuse(Text("名称用小写字母、数字和连字符", "use lower-case letters, digits and hyphens"), lang)
    try:
        schema, rows = start_register(root, name, slug)
    except FileExistsError as error:
        raise misuse(Text(f"{error} 已经存在", f"{error} is there already"), lang) from None
    done = Text(
        f"已写 {schema} 和 {rows}：核对目录类别、期限和列，用 Excel 或者 WPS 填写，再运行 gongkai table check {slug}",
        f"wrote {schema} and {rows}: check category, terms and columns, fill in the rows, run gongkai table check {slug}",
    )
    click.echo(say(done, lang))
    return CLEAN


@table.command(
    "import",
    help="把表格文件（csv、xlsx、xls、et、ods）导入登记表：按表头对应各列，逐行显示差别；有任何错误就什么都不导入。",
)
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="只显示会怎样改，不写文件")
@with_root
@with_today
@with_lang
def import_table(slug: str, file: Path, dry_run: bool, root: Path, today: date, lang: str) -> int:
    """Bring the rows of a file into a register."""
    setting, loaded, sheet = _open(root, slug, today, lang)
    data = file.read_bytes()
    done = import_rows(sheet, loaded, data, setting.catalog, today)
    if is_old(data):
        click.echo(say(_OLD, lang), err=True)
    _show_unused(done, lang)
    if done.faults:
        for fault in done.faults[:SHOWN]:
            where = Text(
                f"{file.name} 第 {fault.line} 行{f'“{fault.column}”' if fault.column else ''}：",
                f"{file.name}, row {fault.line}{f', “{fault.column}”' if fault.column else ''}: ",
            )
            click.echo(say(Text(where.zh + fault.message.zh, where.en + fault.message.en), lang), err=True)
            click.echo(f"  → {say(fault.hint, lang)}", err=True)
        if (more := len(done.faults) - SHOWN) > 0:
            click.echo(say(Text(f"… 还有 {more} 处错误", f"… {more} more faults"), lang), err=True)
        nothing = Text(
            f"{len(done.faults)} 处错误，什么都没有导入", f"{len(done.faults)} faults; nothing was imported"
        )
        click.echo(say(nothing, lang), err=True)
        return FINDINGS
    _show(done, lang)
    if dry_run:
        click.echo(say(Text("这是试运行，没有写文件", "a dry run; no file was written"), lang))
    elif done.changes:
        click.echo(say(Text(f"已写 {sheet.write()}", f"wrote {sheet.path.with_suffix('.csv')}"), lang))
    return CLEAN


_OLD = Text(
    "这种格式的表格（.xls、.et、.ods）只读得到内容：公式是最后一次的结果，隐藏的行列（.ods 里合并的也）看不出来，请核对下面的差别",
    "of this kind of workbook only the contents can be read: formulas are their last results, hidden rows and columns (in .ods merged cells too) are not known; check the differences below",
)


def _show_unused(done: Imported, lang: str) -> None:
    """The columns of the file that are left out, and which of the register's each may be."""
    if plain := [f"“{name}”" for name, near in done.unused if not near]:
        left = Text(
            f"没有用到{'、'.join(plain)}：登记表里没有",
            f"not used, for the register has none: {', '.join(plain)}",
        )
        click.echo(say(left, lang), err=True)
    for name, near in done.unused:
        if near:
            like = Text(
                f"没有用到“{name}”；就是“{near}”的，在登记表说明里给“{near}”写 also: [{name}]",
                f"not used: “{name}”; if it is “{near}”, write also: [{name}] at that column in the schema",
            )
            click.echo(say(like, lang), err=True)


def _show(done: Imported, lang: str) -> None:
    if done.taken:
        pairs = "，".join(f"“{word}”→“{label}”" for word, label in done.taken)
        click.echo(say(Text(f"表头对应：{pairs}", f"headings taken as: {pairs}"), lang))
    for change in done.changes[:SHOWN]:
        if change.is_new:
            click.echo(f"+ {change.key}  {change.name}".rstrip())
        else:
            cells = "；".join(
                f"{label}：{before or '（空）'} → {after or '（空）'}"
                for label, before, after in change.cells
            )
            click.echo(f"~ {change.key}  {cells}")
    if (more := len(done.changes) - SHOWN) > 0:
        click.echo(say(Text(f"… 还有 {more} 行", f"… {more} more rows"), lang))
    new = sum(change.is_new for change in done.changes)
    click.echo(
        say(
            Text(
                f"新增 {new} 行，变更 {len(done.changes) - new} 行，相同 {done.same} 行",
                f"{new} rows added, {len(done.changes) - new} changed, {done.same} the same",
            ),
            lang,
        )
    )
    if done.unpublished:
        waiting = Text(
            f"其中 {done.unpublished} 行没有公开日期，填了“公开日期”才上网",
            f"{done.unpublished} of them have no day of publication; they go online once “公开日期” is filled in",
        )
        click.echo(say(waiting, lang))


@table.command("check", help="检查登记表；不写名称则检查全部登记表。")
@click.argument("slug", required=False)
@with_root
@with_today
@with_jobs
@with_lang
def check_table(slug: str | None, root: Path, today: date, jobs: int, lang: str) -> int:
    """Print what is wrong with the registers."""
    if slug is not None:
        _open(root, slug, today, lang)
    found = [
        d
        for d in checked_root(root, today, jobs, lang).diagnostics
        if d.path.startswith(f"{TABLES}/{slug}." if slug else f"{TABLES}/")
    ]
    click.echo(FORMATS["text"](found, lang, root))
    return exit_code(found, configured=True)


with_key = click.argument("key")

with_date = click.option("--date", "day", type=Day(), help="从哪一天起；不写则是今天")

with_note = click.option("--note", default="", help="说明")


@table.command("repair", help="登记信用修复：这一条从当日起不再公示。")
@click.argument("slug")
@with_key
@with_date
@with_root
@with_today
@with_lang
def repair(slug: str, key: str, day: date | None, root: Path, today: date, lang: str) -> int:
    """End a row because the credit was repaired."""
    return _end(_open(root, slug, today, lang), key, "已修复", day or today, "", lang)


@table.command("object", help="登记收到的异议，显示最迟哪一天办结；--settled 登记办结。")
@click.argument("slug")
@with_key
@with_date
@click.option("--settled", is_flag=True, help="异议已经办结")
@with_root
@with_today
@with_lang
def object_to(
    slug: str, key: str, day: date | None, settled: bool, root: Path, today: date, lang: str
) -> int:
    """Note that an objection came, or was settled."""
    opened = _open(root, slug, today, lang)
    at, row = _row(opened, key, lang)
    when, sheet = day or today, opened.sheet
    if settled:
        if row.life.objected is None:
            raise misuse(Text("这一条没有登记收到异议", "no objection to it was noted"), lang)
        sheet.put(at, SETTLED, str(when))
        if sheet.cell(at, STATE) == "异议处理中":
            sheet.put(at, STATE, "")
        said = Text(f"{key}：异议于 {when} 办结", f"{key}: the objection was settled on {when}")
    else:
        sheet.put(at, STATE, "异议处理中")
        sheet.put(at, OBJECTED, str(when))
        sheet.put(at, SETTLED, "")
        said = Text(f"{key}：{when} 收到异议", f"{key}: an objection came on {when}")
        if term := opened.loaded.register.table.objection:
            due = Clock(opened.setting).due(when, term)
            said = Text(
                f"{said.zh}，最迟 {due.latest} 办结（{due.length.zh}，{term.basis}）",
                f"{said.en}; it must be settled by {due.latest} ({due.length.en})",
            )
    sheet.write()
    click.echo(say(said, lang))
    return CLEAN


@table.command("end", help="结束一条（撤下、期满），从当日起不再公示；--clear 删除上次发布时已经结束的行。")
@click.argument("slug")
@click.argument("key", required=False)
@click.option("--state", type=click.Choice(list(ENDS)), default="已撤销", show_default=True, help="怎样结束")
@with_date
@with_note
@click.option("--clear", is_flag=True, help="删除上次发布时已经结束的行")
@with_root
@with_today
@with_lang
def end(
    slug: str,
    key: str | None,
    state: str,
    day: date | None,
    note: str,
    clear: bool,
    root: Path,
    today: date,
    lang: str,
) -> int:
    """End a row, or remove those that have ended."""
    opened = _open(root, slug, today, lang)
    if clear:
        number = cleared(opened.sheet, opened.loaded, root, today)
        if number:
            opened.sheet.write()
        left = Text(
            f"删除了 {number} 行"
            if number
            else "没有可以删除的行：结束的行要在一次发布（gongkai release）之后才能删除",
            f"removed {number} rows"
            if number
            else "nothing to remove: a row can go after a release has noted its end",
        )
        click.echo(say(left, lang))
        return CLEAN
    if key is None:
        raise misuse(
            Text("写出要结束的一条的主键，或者用 --clear", "name the key of a row, or use --clear"), lang
        )
    return _end(opened, key, state, day or today, note, lang)


def _end(opened: Open, key: str, state: str, day: date, note: str, lang: str) -> int:
    at, _ = _row(opened, key, lang)
    opened.sheet.put(at, STATE, state)
    opened.sheet.put(at, SINCE, str(day))
    if note:
        opened.sheet.put(at, NOTE, note)
    opened.sheet.write()
    click.echo(
        say(Text(f"{key}：{day} 起{state}，不再公示", f"{key}: {state}, no longer public from {day}"), lang)
    )
    return CLEAN


def _row(opened: Open, key: str, lang: str) -> tuple[int, Row]:
    """The row of a key; part of a key will do as long as one alone is meant."""
    keys = opened.sheet.keys
    meant = [key] if key in keys else [known for known in keys if key in known]
    if len(meant) != 1:
        hint = did_you_mean(key, meant[:30] or list(keys)[:2000])
        raise misuse(Text(f"没有主键“{key}”：{hint.zh}", f"there is no key “{key}”: {hint.en}"), lang)
    at = keys[meant[0]]
    return at, opened.loaded.register.rows[at]
