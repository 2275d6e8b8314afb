"""Rules about registers with rows: what is wrong with a row, and when something is due for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from generator.checking.rules.rule import Rows
from generator.model.diagnostics import Finding, Severity, Text, did_you_mean
from generator.model.document import Document
from generator.model.rows import Row, applies, event_day, row_id
from generator.model.setting import Setting
from generator.model.tables import OBJECTED, PUBLISHED, SETTLED, TABLES, RowTerm
from generator.model.workdays import FIRST_TERM
from generator.reading.registers.typed_rows import MANY

SOON = 5
"""Working days before the end of a term from which on it is told."""

SINGLE = (
    "accessibility.json",
    "baseline.json",
    "items.yml",
    "nil.yml",
    "published.lock",
    "questions.yml",
    "released.yml",
    "synonyms.yml",
    "transfers.yml",
)
"""The files that may lie in content/data itself."""

FOLDERS = {
    "annual": (".yml", ".md"),
    "calendar": (".yml",),
    "requests": (".yml",),
    "releases": (".json", ".sig", ".lock"),
    "tables": (".yml", ".csv", ".xlsx", ".lock"),
}
"""Its folders, and the endings of the files in them."""


def row_form(rows: Rows, setting: Setting) -> Iterator[Finding]:
    """登记表的一格、一行或者表头写得不对。

    每一格按登记表说明（content/data/tables/<名称>.yml）中这一列的类型核对：日期、数、可选的值、代码、索引号、遮盖。
    合并的单元格、公式、隐藏的行列、被表格软件改坏的长号码和日期，都指出在哪一格、应当怎样写。
    依据：登记表的列由各登记表的说明规定；个人信息的遮盖依据《个人信息保护法》第六条（限于最小范围）。
    ---
    A cell, a row or the heading of a register is not as it should be.

    Every cell is checked against its column in content/data/tables/<name>.yml: dates, numbers, choices, codes, index
    numbers, masks. Merged cells, formulas, hidden rows, and numbers and dates that a spreadsheet has spoilt are told at
    their cell.
    """
    register = rows.register
    for fault in rows.faults:
        yield _at(fault.line, fault.column, fault.message, fault.hint)
    columns = [
        (n, column.label)
        for n, column in enumerate(register.table.columns.values())
        if column.type == "document"
    ]
    for row in register.asking if columns else ():
        for n, label in columns:
            number = row.cells[n]
            if number and number not in rows.numbers:
                missing = Text("目录里没有这个索引号的信息", "no document has this index number")
                yield _at(row.line, label, missing, did_you_mean(number, rows.numbers))


def row_duplicate(rows: Rows, setting: Setting) -> Iterator[Finding]:
    """登记表的两行主键相同。

    主键（如文书号）是一条的网址，整张表里只能出现一次。没有主键的行没有网址，也不能上网。
    依据：本项目的约定：每一条有自己的网址。
    ---
    Two rows of a register have the same key, or a row has none.

    The key, such as the number of the decision, is the address of a row.
    """
    register = rows.register
    labels = "、".join(register.table.label(name) for name in register.table.key)
    first: dict[str, int] = {}
    found: list[Finding] = []
    for line, key in zip(register.lines, register.keys, strict=True):
        if not key.strip("｜"):
            missing = Text("没有主键，这一条没有网址", "it has no key and so no address")
            found.append(_at(line, labels, missing, Text("填写这一格", "fill it in")))
        elif key in first:
            same = Text(f"与第 {first[key]} 行的主键相同", f"the same key as in row {first[key]}")
            hint = Text("删除重复的一行，或者改正文书号", "delete one of them, or correct the number")
            found.append(_at(line, labels, same, hint))
        else:
            first[key] = line
    yield from _listed(found, labels, Text("没有主键或者主键重复", "have no key, or the key of another row"))


def row_without_instrument(rows: Rows, setting: Setting) -> Iterator[Finding]:
    """登记表的一行没有写依据的文书。

    归集和公示以生效的法律文书为依据，每一条都要写文书号。
    依据：公共信用信息归集以已经发生法律效力的文书为依据（各地公共信用信息管理规定）。
    ---
    A row does not name the instrument it rests on.

    Whatever is published of somebody rests on a decision that has come into force; its number stands in the row.
    """
    table = rows.register.table
    if table.instrument is None:
        return
    column = table.columns[table.instrument]
    at = table.place[table.instrument]
    if not column.required:
        for row in rows.register.asking:
            if not row.cells[at]:
                yield _at(
                    row.line,
                    column.label,
                    Text("没有写依据的文书", "the instrument is missing"),
                    Text("填写生效文书的文号", "give the number of the decision"),
                )


def row_late(rows: Rows, setting: Setting) -> Iterator[Finding]:
    """登记表的一行没有按期公开。

    登记表的说明规定公开期限（如双公示自作出决定之日起 7 个工作日）。超过期限才公开的，在“逾期原因”一列写明原因；
    还没有公开的（没有填公开日期），到期前 5 个工作日起提醒，过期的是错误。
    依据：《政府信息公开条例》第二十六条；法律、法规对公开期限另有规定的，从其规定。
    ---
    A row was not published in time.

    The schema of the register says how long publication may take, such as 7 working days from the decision. What was
    late says why in the column 逾期原因; what has no day of publication yet is told from 5 working days before the end.
    """
    register, table = rows.register, rows.register.table
    term = table.publish
    if term is None:
        return
    clock = Clock(setting)
    found: list[Finding] = []
    for row in register.asking:
        start = event_day(table, row, term.start)
        if start is None or not FIRST_TERM <= start <= setting.today or not applies(table, row, term):
            continue
        due = clock.due(start, term)
        said = f"{table.label(term.start)} {start}"
        if row.life.published is None:
            found += _unpublished(row, start, said, due, setting)
        else:
            found += _published(row, row.life.published, start, said, due)
    yield from _listed(found, PUBLISHED, Text("没有按期公开或者快要到期", "are late or soon due"))


def _unpublished(row: Row, start: date, said: str, due: Due, setting: Setting) -> Iterator[Finding]:
    """What is to be told of a row that is not public: its term is over, or ends soon. `said` names the day from which it runs."""
    if setting.today > due.latest:
        message = Text(
            f"应当在 {due.latest} 前公开（{said} 起 {due.length.zh}），还没有公开",
            f"it was to be public by {due.latest} ({due.length.en} from {start}) and is not",
        )
        hint = Text("公开并填写公开日期", "publish it and fill in the day")
        yield _at(row.line, PUBLISHED, message, hint, _data(start, due.latest, None))
    elif setting.calendar.count(setting.today, due.latest) <= SOON:
        message = Text(f"最迟 {due.latest} 公开", f"it must be public by {due.latest}")
        hint = Text("公开后填写公开日期", "fill in the day once it is public")
        days = _data(start, due.latest, None)
        yield _at(row.line, PUBLISHED, message, hint, days, severity=Severity.WARNING)


def _published(row: Row, published: date, start: date, said: str, due: Due) -> Iterator[Finding]:
    """What is to be told of the day on which a row was published: it was before its term began, or after its end for no reason given."""
    if published < start:
        message = Text(
            f"公开日期 {published} 早于{said}",
            f"published on {published}, before {start}",
        )
        yield _at(row.line, PUBLISHED, message, Text("核对两个日期", "check both days"))
    elif published > due.latest and not row.life.late:
        message = Text(
            f"最迟应当在 {due.latest} 公开（{start} 起 {due.length.zh}），实际 {published}",
            f"it was to be public by {due.latest} ({due.length.en} from {start}); it was on {published}",
        )
        hint = Text("在“逾期原因”一列写明原因", "say why in the column 逾期原因")
        yield _at(row.line, PUBLISHED, message, hint, _data(start, due.latest, published))


def row_ended(rows: Rows, setting: Setting) -> Iterator[Finding]:
    """登记表里还留着已经期满、修复或者撤下的行。

    这些行已经自动从网站、检索、下载和订阅中消失；它们写着人名，目的已经实现，应当从表中删除。
    发布过之后再删除，变化记录里只留下编号、日期和原因。
    依据：《个人信息保护法》第四十七条（处理目的已实现、保存期限已届满的应当删除）。
    ---
    Rows that have ended are still in the register.

    They are gone from every output; they name persons and firms, and their purpose is served. Delete them after a release.
    """
    register = rows.register
    over = [
        line
        for line, end in zip(register.lines, register.ends, strict=True)
        if end and end.day <= setting.today
    ]
    if over:
        yield Finding(
            over[0],
            Text(
                f"有 {len(over)} 条已经期满、修复或者撤下，第一条在第 {over[0]} 行",
                f"{len(over)} rows have ended, the first in row {over[0]}",
            ),
            Text(
                f"发布以后运行 gongkai table end {register.slug} --clear 删除它们",
                f"after a release run gongkai table end {register.slug} --clear",
            ),
            {"rows": len(over)},
        )


def objection_due(rows: Rows, setting: Setting) -> Iterator[Finding]:
    """登记表的异议到期或者快要到期。

    收到异议后在“异议收到”一列写日期，这一条即标注“异议处理中”；办结后写“异议办结”。到期前 5 个工作日起提醒，过期的是错误。
    依据：登记表说明中的异议期限（如公共信用信息异议 15 个工作日，《企业经营异常名录管理暂行办法》第十二条 20 个工作日）。
    ---
    An objection to a row is due.

    The day on which it came stands in 异议收到, which marks the row; 异议办结 ends it. Told from 5 working days before
    the end of the term.
    """
    table = rows.register.table
    term = table.objection
    clock = Clock(setting)
    for row in rows.register.asking if term else ():
        objected = row.life.objected
        if term is None or objected is None or row.life.settled or objected > setting.today:
            continue
        due = clock.due(objected, term)
        if setting.today > due.latest:
            message = Text(
                f"异议应当在 {due.latest} 前办结（{objected} 起 {due.length.zh}）",
                f"the objection was to be settled by {due.latest} ({due.length.en} from {objected})",
            )
            severity = Severity.ERROR
        elif setting.calendar.count(setting.today, due.latest) <= SOON:
            message = Text(f"异议最迟 {due.latest} 办结", f"the objection must be settled by {due.latest}")
            severity = Severity.WARNING
        else:
            continue
        hint = Text(f"书面答复后填写“{SETTLED}”", f"answer it in writing and fill in {SETTLED}")
        yield _at(row.line, OBJECTED, message, hint, _data(objected, due.latest, None), severity=severity)


def vanished_row(rows: Rows, setting: Setting) -> Iterator[Finding]:
    """登记表里少了上次发布时还有效的行。

    行只能结束（期满、修复、撤下），不能悄悄删除：先用 gongkai table end 或者 repair 写明结束的日期和原因，发布以后再删除。
    更正文书号等主键的，也要先结束原来的一条。
    依据：《政府信息公开条例》第六条（及时、准确）；本项目的约定：公开过的信息不会不声不响地消失。
    ---
    A row that was in force at the last release is gone.

    Rows are ended, not deleted: say when and why with `gongkai table end` or `repair`, release, then delete.
    """
    register = rows.register
    present = {row_id(register.slug, key) for key in register.keys} if register.past else set()
    for past in register.past:
        if past.id not in present and past.key and (past.end is None or past.end > setting.today):
            yield Finding(
                1,
                Text(
                    f"上次发布时的“{past.key}”不见了",
                    f"“{past.key}”, which the last release has, is gone",
                ),
                Text(
                    "恢复这一行；要撤下的，写状态和状态日期",
                    "put the row back; to take it down, give its state and the day",
                ),
                {"key": past.key},
            )


def _inside(folder: str) -> Text:
    """What one of the folders may hold."""
    endings = FOLDERS[folder]
    return Text(
        f"文件夹 {folder} 里直接放 {'、'.join(endings)} 文件，不再分文件夹",
        f"the folder {folder} holds {', '.join(endings)} files and no other folders",
    )


def unknown_register(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """content/data 里有程序不认识的文件。

    不认识的文件不会被读取，里面的内容也不会上网；名称写错的登记册因此悄悄失去作用。
    依据：本项目的约定：没有读过的，不能算检查过。
    ---
    There is a file in content/data that the program does not know.

    It is not read, so a register whose name is misspelled would have no effect, silently.
    """
    top = setting.root / "content/data"
    for path in sorted(top.rglob("*")) if top.is_dir() else ():
        place = path.relative_to(top)
        if path.is_dir() and not path.is_symlink():
            continue
        known = (len(place.parts) == 1 and place.name in SINGLE) or (
            len(place.parts) == 2 and path.suffix in FOLDERS.get(place.parts[0], ())
        )
        alone = known and place.parts[0] == "tables" and path.suffix != ".yml"
        if alone and not path.with_suffix(".yml").exists():
            message = Text("没有说明它的 .yml", "the .yml that describes it is missing")
            hint = Text(
                f"写 {TABLES}/{path.stem}.yml，或者用 gongkai table new 从模板生成",
                "write it, or make it with gongkai table new",
            )
            yield Finding(1, message, hint, {}, path.relative_to(setting.root).as_posix())
        elif not known:
            yield Finding(
                1,
                Text(
                    "程序不认识这个文件，没有读取", "the program does not know this file and has not read it"
                ),
                _inside(place.parts[0])
                if place.parts[0] in FOLDERS
                else Text(
                    f"content/data 里可以有：{'、'.join(SINGLE)}，以及文件夹 {'、'.join(FOLDERS)}；带行的登记表放在 tables",
                    f"content/data holds {', '.join(SINGLE)} and the folders {', '.join(FOLDERS)}; registers with rows belong to tables",
                ),
                {},
                path.relative_to(setting.root).as_posix(),
            )


class Due(NamedTuple):
    """The end of a term of a row."""

    latest: date
    length: Text


class Clock:
    """The ends of terms; rows share their days, so each is worked out once."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._known: dict[tuple[date, str, int], Due] = {}

    def due(self, start: date, term: RowTerm) -> Due:
        """The last day of a term that begins after a day."""
        key = start, term.unit, term.number
        return self._known.get(key) or self._known.setdefault(key, self._due(start, term))

    def _due(self, start: date, term: RowTerm) -> Due:
        return Due(self._setting.calendar.deadline(start, term).latest, term.length)


def _data(start: date, due: date, published: date | None) -> dict[str, str]:
    days = {"start": start, "deadline": due, "published": published}
    return {key: str(day) for key, day in days.items() if day}


def _listed(found: Sequence[Finding], column: str, what: Text) -> Iterator[Finding]:
    """The first findings one by one, and how many rows more there are of which `what` is true."""
    yield from found[:MANY]
    if more := len(found[MANY:]):
        yield _at(
            found[MANY].line,
            column,
            Text(
                f"从这一行起还有 {more} 行{what.zh}，没有逐行列出",
                f"from this row on {more} more rows {what.en}; they are not listed one by one",
            ),
            Text("改好前面的以后再检查一次", "solve those above, and check again"),
            severity=None if any(one.severity is None for one in found[MANY:]) else Severity.WARNING,
        )


def _at(
    line: int,
    column: str,
    message: Text,
    hint: Text,
    data: dict[str, str] | None = None,
    severity: Severity | None = None,
) -> Finding:
    """A finding at a row and a column."""
    zh, en = (
        (f"第 {line} 行“{column}”：", f"row {line}, “{column}”: ")
        if column
        else (f"第 {line} 行：", f"row {line}: ")
    )
    return Finding(
        line,
        Text(zh + message.zh, en + message.en),
        hint,
        {"row": line, **({"column": column} if column else {}), **(data or {})},
        severity=severity,
    )
