"""The texts of a sheet → the rows of a register in the spelling of their columns, and every fault at its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher

from generator.model.catalog import Catalog
from generator.model.diagnostics import Text, did_you_mean
from generator.model.rows import ENDS, Life, Row
from generator.model.tables import (
    LATE,
    LIFE,
    NOTE,
    OBJECTED,
    PUBLISHED,
    SETTLED,
    SINCE,
    STATE,
    STATES,
    Column,
    Table,
)
from generator.reading.registers.cells import Wrong, date_cell, reader_of
from generator.reading.registers.sheets import Fault, Sheet, heading

MANY = 100
"""Faults of one column that are told one by one."""


def labels_of(table: Table) -> dict[str, str]:
    """The headings that a file of rows may have, by the ways to write each: with or without its unit, and what other files call it."""
    found = {heading(label): label for label in LIFE}
    for column in table.columns.values():
        found[heading(column.label)] = column.label
    for column in table.columns.values():
        for other in (column.label, *column.also):
            found.setdefault(heading(other), column.label)
            if column.unit:
                found.setdefault(heading(f"{other}({column.unit})"), column.label)
    for other in _PUBLISHED_TOO:
        found.setdefault(other, PUBLISHED)
    return found


_PUBLISHED_TOO = ("公示日期", "公示时间")
"""What other files call the day of publication."""


def typed(
    sheet: Sheet, table: Table, catalog: Catalog, unused: Sequence[str] = ()
) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """The rows of a sheet in the spelling of their columns. `unused` are headings of its file that were left out."""
    faults = list(sheet.faults)
    if not sheet.head:
        return (), tuple(faults)
    known = set(labels_of(table).values())
    where = {name: n for n, name in reversed(list(enumerate(sheet.head))) if name in known}
    others = [name for name in (*sheet.head, *unused) if name not in where]
    faults += _headings(sheet, table, where, others, catalog)
    lines = [line for line, _ in sheet.rows]
    typed_in = list(zip(*(cells for _, cells in sheet.rows), strict=True))
    blank = ("",) * len(lines)

    def in_lines(label: str) -> Sequence[str]:
        return typed_in[where[label]] if lines and label in where else blank

    def given_as(label: str) -> Sequence[str]:
        given = in_lines(label)
        return [cell.replace("\n", " ") for cell in given] if "\n" in "".join(given) else given

    columns = []
    for name, column in table.columns.items():
        read = reader_of(column, catalog.body_by_name)
        needed = column.required and column.label in where
        given = in_lines(column.label) if name in table.in_paragraphs else given_as(column.label)
        cells, wrong = _read_column(column.label, given, lines, read, required=needed)
        columns.append(cells)
        faults += wrong
    lives, wrong = _lives(given_as, lines)
    faults += wrong
    rows = tuple(map(Row._make, zip(lines, zip(*columns, strict=True), lives, strict=True)))
    return rows, tuple(sorted(faults, key=lambda f: (f.line, f.column)))


def _headings(
    sheet: Sheet, table: Table, where: Mapping[str, int], others: Sequence[str], catalog: Catalog
) -> Iterator[Fault]:
    for n, name in enumerate(sheet.head):
        if name in where or not any(cells[n] for _, cells in sheet.rows):
            continue
        if name:
            message = Text(f"登记表里没有“{name}”这一列", f"the register has no column “{name}”")
            yield Fault(sheet.head_line, name, message, _what_it_may_be(name, table, where))
        else:
            yield Fault(
                sheet.head_line,
                "",
                Text(f"第 {n + 1} 列没有表头", f"column {n + 1} has no heading"),
                Text("写上表头，或者删除这一列", "write a heading or delete the column"),
            )
    for column in table.columns.values():
        if column.required and column.label not in where:
            yield Fault(
                sheet.head_line,
                column.label,
                Text(f"缺少“{column.label}”这一列", f"the column “{column.label}” is missing"),
                _of_one_body(catalog)
                if column is table.columns.get(table.by_column or "")
                else _where_it_may_be(column, [word for word in others if word]),
            )


def _of_one_body(catalog: Catalog) -> Text:
    """What to do where the column with the bodies is missing."""
    name = catalog.bodies[0].name
    return Text(
        f"整张表都属于一个机构的，在登记表说明里删去这一列和 by_column，写上“body: {name}”这样的一行；各行不同的，在表头里补上这一列",
        f"if all rows belong to one body, take this column and `by_column` out of the schema and write `body: {name}`; otherwise add it to the headings",
    )


def _what_it_may_be(word: str, table: Table, where: Mapping[str, int]) -> Text:
    """What to do about a heading that the register does not have."""
    free = [column for column in table.columns.values() if column.label not in where]
    near = like_heading(word, free)
    if near:
        return did_you_mean(near.label, [near.label])
    return Text(
        "不需要的，从表里删去这一列；需要的，在登记表说明的 columns 里写上",
        "delete it, or describe it under `columns` of the schema",
    )


def like_heading(word: str, columns: Iterable[Column]) -> Column | None:
    """The column whose heading is most like a word, if one is."""
    found = [(max(_likenesses(word, column)), n, column) for n, column in enumerate(columns)]
    best = max(found, default=None)
    return best[2] if best and best[0] >= ALIKE else None


def _likenesses(word: str, column: Column) -> Iterator[float]:
    """How much of a word and of each way to write a heading is the same; a word that goes on after it is like it."""
    word = heading(word)
    for name in map(heading, (column.label, *column.also)):
        goes_on = len(name) > 1 and word.startswith((f"{name}(", f"{name}/"))
        yield 1.0 if goes_on else SequenceMatcher(None, word, name).ratio()


ALIKE = 0.6
"""How much of two headings must be the same for one to be taken for the other's meaning, from 0 to 1."""


def _where_it_may_be(column: Column, others: Sequence[str]) -> Text:
    """What to do about a column that is missing: a heading of the file that nothing else explains may be it."""
    likeness = {word: max(_likenesses(word, column)) for word in others}
    best = max(likeness, key=likeness.__getitem__, default="")
    if not best or likeness[best] < ALIKE:
        return Text("在表头里补上这一列", "add it to the headings")
    return Text(
        f"如果就是文件里的“{best}”，在登记表说明里给这一列写 also: [{best}]；不是的，在表头里补上这一列",
        f"if the file calls it “{best}”, write also: [{best}] at the column in the schema; otherwise add it to the headings",
    )


def _read_column(
    label: str,
    given: Sequence[str],
    lines: Sequence[int],
    read: Callable[[str], tuple[str, Wrong | None]],
    *,
    required: bool,
) -> tuple[list[str], list[Fault]]:
    """The cells of a column, each text read once, and the faults, of which the last tells how many more there are."""
    values, wrongs = {"": ""}, {"": _MISSING} if required else {}
    for text in set(given):
        if text:
            values[text], wrong = read(text)
            if wrong:
                wrongs[text] = wrong
    faults = [
        Fault(line, label, *wrongs[text])
        for line, text in (zip(lines, given, strict=True) if wrongs else ())
        if text in wrongs
    ]
    return list(map(values.__getitem__, given)), first_of(faults)


def first_of(faults: list[Fault]) -> list[Fault]:
    """The first faults of a column; the last of them tells how many more there are."""
    if len(faults) <= MANY:
        return faults
    more = len(faults) - MANY
    last = faults[MANY - 1]
    tail = Text(f"（这一列后面还有 {more} 处）", f" ({more} more in this column)")
    told = Text(last.message.zh + tail.zh, last.message.en + tail.en)
    return [*faults[: MANY - 1], last._replace(message=told)]


_MISSING = Wrong(Text("没有填写", "it is empty"), Text("填写这一格", "fill it in"))


def _lives(given_as: Callable[[str], Sequence[str]], lines: Sequence[int]) -> tuple[list[Life], list[Fault]]:
    """The life of every row, and what contradicts itself in it."""
    faults: list[Fault] = []
    days = {}
    for label in (PUBLISHED, SINCE, OBJECTED, SETTLED):
        cells, wrong = _read_column(label, given_as(label), lines, _life_day, required=False)
        days[label] = [_parsed(cell) for cell in cells]
        faults += wrong
    states = [state or "有效" for state in given_as(STATE)]
    made = zip(
        *(days[PUBLISHED], states, days[SINCE], given_as(NOTE)),
        *(days[OBJECTED], days[SETTLED], given_as(LATE)),
        strict=True,
    )
    lives = list(map(Life._make, made))
    for line, life in zip(lines, lives, strict=True):
        if life.state != "有效" or life.since or life.objected or life.settled:
            faults += _life_faults(line, life)
    return lives, faults


def _life_day(text: str) -> tuple[str, Wrong | None]:
    day, wrong = date_cell(text)
    return (str(day) if day else ""), wrong


def _parsed(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _life_faults(line: int, life: Life) -> Iterator[Fault]:
    if life.state not in STATES:
        yield Fault(
            line,
            STATE,
            Text(f"没有“{life.state[:10]}”这种状态", "there is no such state"),
            did_you_mean(life.state, STATES),
        )
    elif life.state in (*ENDS, "已更正") and life.since is None:
        yield Fault(
            line,
            SINCE,
            Text(f"“{life.state}”没有写从哪一天起", f"the day from which it is “{life.state}” is missing"),
            Text("填写状态日期", "fill in the day"),
        )
    elif life.state == "已更正" and not life.note:
        yield Fault(
            line,
            NOTE,
            Text("更正没有写改了什么", "what was corrected is not said"),
            Text("填写状态说明", "fill it in"),
        )
    elif life.state == "异议处理中" and life.objected is None:
        yield Fault(
            line,
            OBJECTED,
            Text("异议没有写收到的日期", "the day on which the objection came is missing"),
            Text("填写异议收到的日期", "fill in the day"),
        )
    if life.settled and (life.objected is None or life.settled < life.objected):
        yield Fault(
            line,
            SETTLED,
            Text("异议办结早于收到，或者没有收到的日期", "it was settled before it came"),
            Text("核对两个日期", "check both days"),
        )
    if life.since and life.published and life.since < life.published and life.state != "有效":
        yield Fault(
            line,
            SINCE,
            Text("状态日期早于公开日期", "the day of the state is before that of publication"),
            Text("核对两个日期", "check both days"),
        )
