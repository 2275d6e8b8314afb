"""The file that says what a row of a register is → the table, or what does not fit together in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from generator.model.catalog import Catalog
from generator.model.diagnostics import Finding, Problem, Text, did_you_mean
from generator.model.tables import LIFE, LIFE_KEYS, RowTerm, Table
from generator.reading.registers.register import Read, read_register
from generator.reading.schema import check
from generator.reading.yamltext import read_yaml


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


def schema_problem(line: int, message: Text, hint: Text) -> Problem:
    """What is wrong with a schema."""
    return Problem("invalid-register", Finding(line, message, hint))


At = Callable[[str, Text, Text], Problem]
"""Key of a schema, message and hint → the problem at the line of the key, or of the nearest one above it."""


def _contradictions(table: Table, lines: Mapping[str, int], catalog: Catalog) -> Iterator[Problem]:
    """What does not fit together in a schema."""

    def at(key: str, message: Text, hint: Text) -> Problem:
        while key and key not in lines:
            key = key.rpartition(".")[0]
        return schema_problem(lines.get(key, 1), message, hint)

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
        for other in column.also:
            if other in LIFE or any(
                other in (c.label, *c.also) for n, c in table.columns.items() if n != name
            ):
                yield at(
                    f"columns.{name}.also",
                    Text(f"表头“{other}”也指另一列", f"the heading “{other}” means another column too"),
                    Text("只留在一列", "leave it with one of them"),
                )
        if column.several and column.type != "choice":
            yield at(
                f"columns.{name}.several",
                Text("只有 choice 列可以有几个值", "only a choice column can have several values"),
                Text("删除 several，或者写 type: choice", "delete several, or write type: choice"),
            )
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
