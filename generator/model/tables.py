"""Registers with rows: what a table is, what a row is, and which rows are in force on a day.

Every output is made from `shown`, never from the rows as they were read: a row that is not yet public, that has ended or
that was withdrawn is not in it, nor is a column that stays inside the office.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from generator.model.document import Names
from generator.model.term import Term
from generator.model.values import STRICT, one_or_many

TABLES = "content/data/tables"
"""Where the registers are, relative to the root."""


ROWS = (".csv", ".xlsx")
"""Endings of a file of rows, beside the `.yml` that says what a row is."""


Type = Literal["text", "date", "integer", "number", "choice", "code", "document", "body", "link"]


Mask = Literal["name", "id", "phone", "account", "address"]


State = Literal["有效", "异议处理中", "已更正", "已修复", "已撤销", "期满"]


STATES: tuple[State, ...] = ("有效", "异议处理中", "已更正", "已修复", "已撤销", "期满")


STATE_SLUGS: Mapping[str, str] = {"有效": "in-force", "异议处理中": "objection", "已更正": "corrected"}
"""The states a reader can meet, and their part of an address."""


PUBLISHED, STATE, SINCE, NOTE, OBJECTED, SETTLED, LATE = (
    "公开日期",
    "状态",
    "状态日期",
    "状态说明",
    "异议收到",
    "异议办结",
    "逾期原因",
)


LIFE = (PUBLISHED, STATE, SINCE, NOTE, OBJECTED, SETTLED, LATE)
"""Headings of the columns that every register may have: the life of a row."""


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, (str, dict)) else value


Several = Annotated[Names, BeforeValidator(one_or_many, json_schema_input_type=str | list[str])]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTerm(Term):
    """期限: a term of the rows of a register, or of some of them; `from` is the key of a date column, or `published`."""

    __pydantic_config__ = STRICT
    when: Annotated[
        Mapping[str, Several],
        Field(title="适用情形", description="列的键和它的值，如 kind: [警告, 通报批评]；不写则适用于全部"),
    ] = field(default_factory=dict)


Terms = Annotated[
    tuple[RowTerm, ...], BeforeValidator(_one_or_many, json_schema_input_type=RowTerm | list[RowTerm])
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """列: one column of a register."""

    __pydantic_config__ = STRICT
    label: Annotated[str, Field(title="表头", description="表格第一行里的名称")]
    also: Annotated[
        Several, Field(title="其他表头", description="同一列在别的表格里的名称，导入时也认得")
    ] = ()
    type: Annotated[Type, Field(title="类型")] = "text"
    required: Annotated[bool, Field(title="必填")] = False
    values: Annotated[Names, Field(title="可以填写的值", description="choice 列必写")] = ()
    several: Annotated[
        bool, Field(title="可以有几个值", description="choice 列的一格可以写几个值，用“；”隔开")
    ] = False
    unit: Annotated[str | None, Field(title="计量单位")] = None
    total: Annotated[bool, Field(title="合计", description="页面上显示这一列的合计")] = False
    mask: Annotated[Mask | None, Field(title="遮盖", description="这一列必须已经遮盖")] = None
    public: Annotated[bool, Field(title="公开", description="false：只在机关内部使用，不输出")] = True
    listed: Annotated[bool, Field(title="列入清单", description="false：只在每一条的详情里显示")] = True
    note: Annotated[str | None, Field(title="说明")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChart:
    """图表: what is drawn of the rows of a register, as far as they are in force."""

    __pydantic_config__ = STRICT
    by: Annotated[str, Field(title="分组的列", description="按哪一列分组画（键）；日期列按年份")]
    columns: Annotated[
        Several,
        Field(
            title="数字列",
            description="画哪几列的合计（键，最多 3 列，计量单位相同）；不写则画条数",
            max_length=3,
        ),
    ] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """登记表: what a row is, who publishes it, how long it is public."""

    __pydantic_config__ = STRICT
    title: Annotated[str, Field(title="名称")]
    note: Annotated[str | None, Field(title="说明", description="页面上表格前的一段话")] = None
    source: Annotated[str | None, Field(title="出处", description="这些列的依据和可靠程度")] = None
    preset: Annotated[str | None, Field(title="模板", description="由哪个模板生成，页面据此使用")] = None
    category: Annotated[str, Field(title="目录类别", description="catalog.yml 中的一个目录类别")]
    body: Annotated[str | None, Field(title="发布机构", description="整张表属于一个机构时填写")] = None
    by_column: Annotated[str | None, Field(title="机构列", description="机构写在哪一列（键）")] = None
    year_column: Annotated[str | None, Field(title="年份列", description="按哪个日期列分年")] = None
    name_column: Annotated[str | None, Field(title="名称列", description="一条的标题取自哪一列")] = None
    item: Annotated[str | None, Field(title="公开事项", description="标准目录中的事项编号")] = None
    key: Annotated[
        Several, Field(title="主键", description="合起来只有一条的列；不能是写人的列", min_length=1)
    ]
    instrument: Annotated[str | None, Field(title="文书列", description="写依据的文书的列（键）")] = None
    publish: Annotated[RowTerm | None, Field(title="公开期限", description="多长时间内上网")] = None
    keep: Annotated[
        Terms, Field(title="公示期", description="公开多久；第一个适用的为准；不写则长期公开")
    ] = ()
    objection: Annotated[RowTerm | None, Field(title="异议期限", description="多长时间内答复异议")] = None
    chart: Annotated[
        tuple[TableChart, ...],
        BeforeValidator(_one_or_many, json_schema_input_type=TableChart | list[TableChart]),
        Field(title="图表", description="页面上画的图，如 {by: kind} 或者 {by: period, columns: [received]}"),
    ] = ()
    columns: Annotated[Mapping[str, Column], Field(title="列", min_length=1)]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The keys of all columns, in order; a row's cells are in the same order."""
        return tuple(self.columns)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The position of each column."""
        return {name: n for n, name in enumerate(self.columns)}

    @cached_property
    def in_paragraphs(self) -> frozenset[str]:
        """The keys of the columns whose cells keep their line breaks: texts that neither name a row nor are masked."""
        return frozenset(
            name
            for name, column in self.columns.items()
            if column.type == "text" and column.mask is None and name not in self.key
        )

    @cached_property
    def documents(self) -> tuple[int, ...]:
        """The positions of the columns whose cells lead to documents."""
        return tuple(n for n, column in enumerate(self.columns.values()) if column.type == "document")

    @cached_property
    def public(self) -> tuple[str, ...]:
        """The keys of the columns that leave the office."""
        return tuple(name for name, column in self.columns.items() if column.public)

    def label(self, name: str) -> str:
        """The heading of a column, or of the day of publication."""
        return self.columns[name].label if name in self.columns else LIFE_KEYS.get(name, name)


LIFE_KEYS = {"published": PUBLISHED, "objected": OBJECTED, "since": SINCE}
"""Events of a row's life that a term may run from → their heading."""


def name_of(table: Table, cells: Sequence[str]) -> str:
    """What a row is called: the column for it or, where that is empty, its key; only what is public."""
    named = table.name_column and cells[table.place[table.name_column]]
    names = (table.name_column,) if named and table.name_column else table.key
    name = " ".join(cells[table.place[name]] for name in names if table.columns[name].public)
    return " ".join(name.split()) if "\n" in name else name


OTHER = "其他"
"""The value of a choice that may be followed by what it is: 其他-补办."""


BETWEEN_VALUES = "；"
"""Stands between the values of a cell that has several."""


def parts_of_cell(cell: str) -> list[str]:
    """The values of a cell."""
    return cell.split(BETWEEN_VALUES)
