"""content/data/tables → registers with rows: `<slug>.yml` says what a row is, `<slug>.csv` (or `.xlsx`) holds the rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from generator.model.catalog import Catalog
from generator.model.diagnostics import Finding, Problem, Text, did_you_mean
from generator.model.tables import (
    ENDS,
    LATE,
    LIFE,
    LIFE_KEYS,
    NOTE,
    OBJECTED,
    PUBLISHED,
    ROWS,
    SETTLED,
    SINCE,
    STATE,
    STATES,
    TABLES,
    Life,
    Past,
    Register,
    Row,
    RowTerm,
    Table,
    body_of,
    row_id,
    row_mark,
    start_of,
)
from generator.reading.registers.cells import Wrong, date_cell, reader_of
from generator.reading.registers.register import Read, read_register
from generator.reading.registers.sheets import Fault, Sheet, heading, read_sheet
from generator.reading.schema import check
from generator.reading.yamltext import read_yaml

SLUG = re.compile(r"[a-z][a-z0-9-]{0,40}", re.ASCII)
"""The name of a register, which is part of its address."""

MANY = 100
"""Faults of one column that are told one by one."""


class Loaded(NamedTuple):
    """A register as read, the faults of its rows, and where its rows begin."""

    register: Register
    faults: tuple[Fault, ...]


def load_tables(
    root: Path, catalog: Catalog, governed: Callable[[str, Table], Table] = lambda path, table: table
) -> tuple[tuple[Loaded, ...], dict[str, Read]]:
    """Every register of a root whose schema is right, and the schemas as files, with what is wrong in them.

    The rows are read by what `governed` makes of the path and the table of each schema.
    """
    folder = root / TABLES
    loaded: list[Loaded] = []
    files: dict[str, Read] = {}
    schemas = (
        sorted(p for p in folder.glob("*.yml") if p.is_file() and not p.is_symlink())
        if folder.is_dir()
        else []
    )
    for schema in schemas:
        path = f"{TABLES}/{schema.name}"
        table, file = read_schema(root, path, catalog)
        problems = []
        rows = rows_file(root, schema.stem)
        if not SLUG.fullmatch(schema.stem):
            problems = [
                _problem(
                    1,
                    Text(
                        "文件名要用小写字母、数字和连字符",
                        "the name must be lower-case letters, digits and hyphens",
                    ),
                    Text("如 penalties.yml", "such as penalties.yml"),
                ),
            ]
        elif rows is None:
            problems = [
                _problem(
                    1,
                    Text(f"没有 {schema.stem}.csv", f"there is no {schema.stem}.csv"),
                    Text("新建一个，第一行写表头", "make one with the headings in its first row"),
                ),
            ]
        files[path] = file.with_problems(problems)
        if table and rows and not files[path].problems:
            loaded.append(read_rows(root, schema, rows, governed(path, table), catalog))
    return tuple(loaded), files


def rows_file(root: Path, slug: str) -> Path | None:
    """The file with the rows of a register."""
    places = (root / TABLES / f"{slug}{ending}" for ending in ROWS)
    return next((p for p in places if p.is_file() and not p.is_symlink()), None)


def read_schema(root: Path, path: str, catalog: Catalog) -> tuple[Table | None, Read]:
    """The table that a schema describes, and its file with every problem in it."""
    table, file = read_register(root, path, Table)
    return table, file.with_problems(_contradictions(table, file.lines, catalog) if table else ())


def table_of(data: bytes) -> Table | None:
    """The table in the bytes of a schema of another time; None when it is none."""
    read = read_yaml(data.decode("utf-8-sig", "replace"))
    if read.problems or not isinstance(read.value, dict):
        return None
    table, faults = check(Table, read.value, read.lines)
    return None if faults else table


def _problem(line: int, message: Text, hint: Text) -> Problem:
    return Problem("invalid-register", Finding(line, message, hint))


At = Callable[[str, Text, Text], Problem]
"""Key of a schema, message and hint → the problem at the line of the key, or of the nearest one above it."""


def _contradictions(table: Table, lines: Mapping[str, int], catalog: Catalog) -> Iterator[Problem]:
    """What does not fit together in a schema."""

    def at(key: str, message: Text, hint: Text) -> Problem:
        while key and key not in lines:
            key = key.rpartition(".")[0]
        return _problem(lines.get(key, 1), message, hint)

    yield from _named_columns(table, at)
    yield from _places(table, catalog, at)
    yield from _own_columns(table, at)
    yield from _terms(table, lines, at)
    yield from _charts(table, at)


def _named_columns(table: Table, at: At) -> Iterator[Problem]:
    """The columns that the schema gives a part: they are there, and can play it."""
    for key, name in (
        ("by_column", table.by_column),
        ("year_column", table.year_column),
        ("name_column", table.name_column),
        ("instrument", table.instrument),
        *(("key", name) for name in table.key),
    ):
        if name and name not in table.columns:
            missing = Text(f"没有列“{name}”", f"there is no column “{name}”")
            yield at(key, missing, did_you_mean(name, table.columns))
        elif name and key == "key" and table.columns[name].mask:
            yield at(
                key,
                Text(f"“{name}”写的是人，不能作主键", f"“{name}” is about a person and cannot be the key"),
                Text(
                    "用文书号或者编号作主键：它成为网址的一部分",
                    "take a number: it becomes part of an address",
                ),
            )
        elif name and key in ("key", "name_column") and not table.columns[name].public:
            yield at(
                key,
                Text(
                    f"“{name}”不公开，不能作主键或者名称",
                    f"“{name}” is not public and can be neither key nor name",
                ),
                Text("写一个公开的列", "name a column that is public"),
            )
        elif name and key == "year_column" and table.columns[name].type != "date":
            yield at(
                key,
                Text(f"“{name}”不是日期列", f"“{name}” is no date column"),
                Text("写一个日期列", "name a date column"),
            )


def _places(table: Table, catalog: Catalog, at: At) -> Iterator[Problem]:
    """Where the register stands in the catalog, and whose it is."""
    if table.category not in catalog.category_by_name:
        yield at(
            "category",
            Text(f"没有目录类别“{table.category}”", f"there is no category “{table.category}”"),
            did_you_mean(table.category, catalog.category_by_name),
        )
    if (table.body is None) == (table.by_column is None):
        yield at(
            "body",
            Text("body 和 by_column 要写一个，只写一个", "write either body or by_column"),
            Text(
                "整张表属于一个机构写 body，各行不同写 by_column", "body for one body, by_column for several"
            ),
        )
    elif table.body and table.body not in catalog.body_by_name:
        yield at(
            "body",
            Text(f"没有机构“{table.body}”", f"there is no body “{table.body}”"),
            did_you_mean(table.body, catalog.body_by_name),
        )


def _charts(table: Table, at: At) -> Iterator[Problem]:
    """What is drawn: public columns, one to group by and numbers of one unit."""
    for n, chart in enumerate(table.chart):
        for key, name in (("by", chart.by), *(("columns", name) for name in chart.columns)):
            column = table.columns.get(name)
            if column is None:
                missing = Text(f"没有列“{name}”", f"there is no column “{name}”")
                yield at(f"chart.{n}.{key}", missing, did_you_mean(name, table.columns))
            elif not column.public or column.mask:
                yield at(
                    f"chart.{n}.{key}",
                    Text(
                        f"“{name}”{'写的是人' if column.mask else '不公开'}，不能画成图",
                        f"“{name}” is {'about persons' if column.mask else 'not public'} and cannot be drawn",
                    ),
                    Text("写一个公开的、不涉及个人的列", "name a public column that is not about persons"),
                )
            elif key == "columns" and column.type not in ("integer", "number"):
                yield at(
                    f"chart.{n}.{key}",
                    Text(f"“{name}”不是数字列", f"“{name}” is no column of numbers"),
                    Text(
                        "写 integer 或者 number 列；要画条数，不写 columns",
                        "name an integer or number column; leave `columns` out to draw counts",
                    ),
                )
        units = {table.columns[name].unit for name in chart.columns if name in table.columns}
        if len(units) > 1:
            yield at(
                f"chart.{n}.columns",
                Text("一张图里各列的计量单位不同", "the columns of one chart have different units"),
                Text("分成几张图", "make a chart of each"),
            )


def _own_columns(table: Table, at: At) -> Iterator[Problem]:
    """Headings that are taken, and values that are or are not to choose from."""
    labels: set[str] = set()
    for name, column in table.columns.items():
        if column.label in labels or column.label in LIFE:
            yield at(
                f"columns.{name}.label",
                Text(
                    f"表头“{column.label}”重复，或者与生命期列同名", f"the heading “{column.label}” is taken"
                ),
                Text("换一个名称", "choose another"),
            )
        labels.add(column.label)
        if (column.type == "choice") != bool(column.values):
            yield at(
                f"columns.{name}",
                Text("choice 列要写 values，其他列不写", "a choice column needs values, others have none"),
                Text("values: [甲, 乙]", "values: [a, b]"),
            )


def _terms(table: Table, lines: Mapping[str, int], at: At) -> Iterator[Problem]:
    """When rows are published, how long they are kept, and how long an objection takes."""
    for key, terms in (("publish", [table.publish]), ("keep", table.keep), ("objection", [table.objection])):
        for n, term in enumerate(terms):
            if term:
                place = f"{key}.{n}" if f"{key}.{n}" in lines else key
                yield from (
                    at(f"{place}.{inner}", message, hint) for inner, message, hint in _term(table, term)
                )
                if key == "keep" and term.unit == "workday":
                    yield at(
                        f"{place}.unit",
                        Text("公示期不按工作日计算", "what is kept is not counted in working days"),
                        Text("写 unit: day、month 或者 year", "write unit: day, month or year"),
                    )


def _term(table: Table, term: RowTerm) -> Iterator[tuple[str, Text, Text]]:
    dates = [name for name, column in table.columns.items() if column.type == "date"]
    if term.start not in (*dates, *LIFE_KEYS):
        yield (
            "from",
            Text(f"没有日期列“{term.start}”", f"there is no date column “{term.start}”"),
            did_you_mean(term.start, [*dates, "published"]),
        )
    for name, values in term.when.items():
        if name not in table.columns:
            yield (
                "when",
                Text(f"没有列“{name}”", f"there is no column “{name}”"),
                did_you_mean(name, table.columns),
            )
            continue
        for value in values:
            if table.columns[name].values and value not in table.columns[name].values:
                yield (
                    f"when.{name}",
                    Text(f"“{table.columns[name].label}”没有“{value}”", f"“{value}” is no value of “{name}”"),
                    did_you_mean(value, table.columns[name].values),
                )


def read_rows(root: Path, schema: Path, rows: Path, table: Table, catalog: Catalog) -> Loaded:
    """The rows of a register with their faults; what cannot be used is as it was typed."""
    data = rows.read_bytes()
    sheet = read_sheet(data, labels_of(table))
    digest = blake2b(schema.read_bytes() + b"\0" + data, digest_size=16).digest()
    entries, faults = typed(sheet, table, catalog)
    path = rows.relative_to(root).as_posix()
    past = read_past(root, schema.stem)
    return Loaded(Register(schema.stem, path, table, entries, digest, past), faults)


def read_past(root: Path, slug: str) -> tuple[Past, ...]:
    """What the last release wrote down of the rows of a register; a line that is none is left out."""
    place = root / TABLES / f"{slug}.lock"
    lines = place.read_text(encoding="utf-8").splitlines() if place.is_file() else []
    found = (_PAST.fullmatch(line) for line in lines)
    return tuple(
        Past(
            m[1],
            date.fromisoformat(m[2]),
            _parsed(m[3].strip("-")),
            m[4].strip("-"),
            m[8],
            number,
            m[7] or "",
            m[5] or "",
            _parsed((m[6] or "").strip("-")),
        )
        for number, m in enumerate(found, 1)
        if m
    )


_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PAST = re.compile(
    rf"([0-9a-f]{{12}})\t({_DAY})\t({_DAY}|-)\t(\S+)\t(?:([^\t]*)\t({_DAY}|-)\t)?(?:([0-9a-f]{{32}})\t)?(.*)"
)
"""Id, publication, end, how it ended, body, start of the term, mark, key; earlier versions did not write all of it."""


def past_text(register: Register, today: date) -> str:
    """The lock file of a register as of a release: a line for each row that has been public, sorted, without the key once it has ended."""
    table = register.table
    lines = {past.id: past for past in register.past}
    for row, key, end in zip(register.rows, register.keys, register.ends, strict=True):
        life = row.life
        if life.published and life.published <= today:
            over = end is not None and end.day <= today
            identity = row_id(register.slug, key)
            lines[identity] = Past(
                identity,
                life.published,
                end.day if end else None,
                end.kind if end and over else "",
                "" if over else key,
                mark="" if over else row_mark(register.table, row),
                body=body_of(table, row),
                start=start_of(table, row),
            )
    return "".join(
        f"{past.id}\t{past.published}\t{past.end or '-'}\t{past.kind or '-'}\t{past.body}\t{past.start or '-'}\t{past.mark and past.mark + chr(9)}{past.key}\n"
        for _, past in sorted(lines.items())
    )


def labels_of(table: Table) -> dict[str, str]:
    """The headings that a file of rows may have, by the ways to write each: with or without its unit."""
    found = {heading(label): label for label in LIFE}
    for column in table.columns.values():
        found[heading(column.label)] = column.label
        if column.unit:
            found[heading(f"{column.label}({column.unit})")] = column.label
    return found


def typed(sheet: Sheet, table: Table, catalog: Catalog) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """The rows of a sheet in the spelling of their columns."""
    faults = list(sheet.faults)
    if not sheet.head:
        return (), tuple(faults)
    known = set(labels_of(table).values())
    where = {name: n for n, name in reversed(list(enumerate(sheet.head))) if name in known}
    faults += _headings(sheet, table, where)
    lines = [line for line, _ in sheet.rows]
    typed_in = list(zip(*(cells for _, cells in sheet.rows), strict=True))
    blank = ("",) * len(lines)

    def given_as(label: str) -> Sequence[str]:
        return typed_in[where[label]] if lines and label in where else blank

    columns = []
    for column in table.columns.values():
        read = reader_of(column, catalog.body_by_name)
        needed = column.required and column.label in where
        cells, wrong = _read_column(column.label, given_as(column.label), lines, read, required=needed)
        columns.append(cells)
        faults += wrong
    lives, wrong = _lives(given_as, lines)
    faults += wrong
    rows = tuple(map(Row._make, zip(lines, zip(*columns, strict=True), lives, strict=True)))
    return rows, tuple(sorted(faults, key=lambda f: (f.line, f.column)))


def _headings(sheet: Sheet, table: Table, where: Mapping[str, int]) -> Iterator[Fault]:
    for name in sheet.head:
        if name and name not in where:
            message = Text(f"登记表里没有“{name}”这一列", f"the register has no column “{name}”")
            yield Fault(sheet.head_line, name, message, did_you_mean(name, labels_of(table).values()))
    for n, name in enumerate(sheet.head):
        if not name and any(cells[n] for _, cells in sheet.rows):
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
                Text("在表头里补上这一列", "add it to the headings"),
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
    if more := len(faults) - MANY if len(faults) > MANY else 0:
        faults = faults[:MANY]
        last = faults[-1]
        tail = Text(f"（这一列后面还有 {more} 处）", f" ({more} more in this column)")
        faults[-1] = last._replace(message=Text(last.message.zh + tail.zh, last.message.en + tail.en))
    return list(map(values.__getitem__, given)), faults


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
