"""Registers with rows: what a table is, what a row is, and which rows are in force on a day.

Every output is made from `shown`, never from the rows as they were read: a row that is not yet public, that has ended or
that was withdrawn is not in it, nor is a column that stays inside the office.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from hashlib import blake2b
from operator import attrgetter, itemgetter
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Field

from generator.model.document import Names
from generator.model.packing import pack
from generator.model.term import Term
from generator.model.values import STRICT, one_or_many
from generator.model.workdays import ONE_DAY, lapse

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

ENDS: Mapping[str, str] = {"已修复": "修复", "已撤销": "撤下", "期满": "期满"}
"""A state that ends a row → what the stream of changes calls it."""

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

MARK = 32
"""Bytes of the digest of a row as it is shown: the first half is about its cells, the second about all else."""

BUCKET = 3
"""Characters of a row's id that name the page on which its address is."""


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


class Life(NamedTuple):
    """What happened to a row."""

    published: date | None = None
    state: str = "有效"
    since: date | None = None
    """The day on which it was corrected, repaired, withdrawn or ended."""
    note: str = ""
    objected: date | None = None
    settled: date | None = None
    late: str = ""
    """Why it was published after its term."""


class Past(NamedTuple):
    """A row as the last release left it, from the register's lock file."""

    id: str
    published: date
    end: date | None
    kind: str
    """How it ended; empty: it was in force, with or without a known end."""
    key: str
    """Empty once it has ended."""
    line: int = 0
    mark: str = ""
    """A digest of every cell of the row; empty once the row has ended, and in a file of an earlier version of this program."""

    body: str = ""
    """The body as the row names it; empty: written by a version of the program that did not note it."""
    start: date | None = None
    """The day from which on its publication was due; None: no term ran for it."""


class Row(NamedTuple):
    """One row as the office keeps it."""

    line: int
    """The line of its file on which it begins."""
    cells: tuple[str, ...]
    """One text for each column, in the order of the columns and in one spelling: `2026-03-02`, `1200.50`."""
    life: Life


class Known(NamedTuple):
    """What is known of neighbouring rows of a register whatever the day: each list has an entry for each row, in their order."""

    lines: list[int]
    """The lines of the file on which they begin."""
    keys: list[str]
    ends: list[End | None]
    rows: list[ShownRow | None]
    """Each as it is shown as long as nothing happens to it; None: it has no day of publication."""
    moving: frozenset[int]
    """The places of the rows whose state depends on the day."""
    asking: list[int]
    """The places of the rows of which a rule may have something to tell."""

    def quiet(self, today: date) -> bool:
        """Whether all of its rows are shown on a day as they are here."""
        days = [row.published if row else None for row in self.rows]
        return (
            not self.moving
            and all(day and day <= today for day in days)
            and all(end.day > today for end in self.ends if end)
        )


@dataclass(frozen=True)
class Block:
    """Neighbouring rows of a register, which are worked on together, and read when they are asked for."""

    key: bytes
    """A digest of all that its rows were read from; empty: they are in no cache."""
    read: Callable[[], Sequence[Row]]
    """Gives the rows, which most blocks need no more once they are known."""
    known: Known


@dataclass(frozen=True)
class Register:
    """A table with its rows, for checks and for the office. Nothing public is made from it but by `shown`."""

    slug: str
    path: str
    """The file of the rows, relative to the root."""
    table: Table
    blocks: tuple[Block, ...]
    """The rows, in their order."""
    digest: bytes
    """A digest of the bytes of the schema and of the rows."""
    past: tuple[Past, ...] = ()
    """The rows that were public at the last release."""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return tuple(row for block in self.blocks for row in block.read())

    @cached_property
    def lines(self) -> tuple[int, ...]:
        """The lines on which they begin, in order."""
        return tuple(line for block in self.blocks for line in block.known.lines)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of its rows, in order."""
        return tuple(key for block in self.blocks for key in block.known.keys)

    @cached_property
    def ends(self) -> tuple[End | None, ...]:
        """The ends of its rows, in order."""
        return tuple(end for block in self.blocks for end in block.known.ends)

    @cached_property
    def asking(self) -> tuple[Row, ...]:
        """The rows of which a rule may have something to tell."""
        asking = [block for block in self.blocks if block.known.asking]
        return tuple(rows[n] for block in asking for rows in [block.read()] for n in block.known.asking)

    @property
    def schema_path(self) -> str:
        """Where it is said what a row is."""
        return f"{TABLES}/{self.slug}.yml"

    def key_of(self, row: Row) -> str:
        """The key of a row as one text."""
        return key_of_row(self.table, row)


def key_of_row(table: Table, row: Row) -> str:
    """The key of a row as one text."""
    return "｜".join([row.cells[table.place[name]] for name in table.key])


def known_of(table: Table, slug: str, rows: Sequence[Row]) -> Known:
    """What is known of neighbouring rows of a register. Rows share their kinds, so which terms are meant for one is looked up once."""
    showing = _Showing.of(table, date.min)
    at = [table.place[name] for term in table.keep for name in term.when]
    terms: dict[tuple[str, ...], tuple[RowTerm, ...]] = {}
    known = Known([], [], [], [], frozenset(n for n, row in enumerate(rows) if _moves(row.life)), [])
    for n, row in enumerate(rows):
        kind = tuple([row.cells[place] for place in at])
        if kind not in terms:
            terms[kind] = keep_terms(table, row)
        key, end = key_of_row(table, row), _ended(table, row, terms[kind])
        seen = showing.row(row, row_id(slug, key), end) if row.life.published else None
        known.lines.append(row.line)
        known.keys.append(key)
        known.ends.append(end)
        known.rows.append(seen)
        if _asks(table, row):
            known.asking.append(n)
    return known


def _mark(cells: tuple[str, ...], others: object) -> bytes:
    """The digest of a row: of its cells and of all else."""
    half = MARK // 2
    return b"".join([blake2b(pack(part), digest_size=half).digest() for part in (cells, others)])


def _moves(life: Life) -> bool:
    """Whether the state of a row that has not ended depends on the day."""
    return life.objected is not None or life.state == "已更正"


def _asks(table: Table, row: Row) -> bool:
    """Whether a rule may have something to tell of a row: most rows were published in time, name their instrument and no document."""
    if row.life.objected or any(row.cells[n] for n in table.documents):
        return True
    if table.instrument and not row.cells[table.place[table.instrument]]:
        return True
    term, published = table.publish, row.life.published
    start = event_day(table, row, term.start) if term else None
    return bool(
        term
        and start
        and not (published and start <= published <= start + term.number * ONE_DAY)  # no unit is shorter
    )


class ShownRow(NamedTuple):
    """A row in force, with its public columns only."""

    id: str
    cells: tuple[str, ...]
    """One text for each public column, in the order of `Table.public`."""
    state: str
    published: date
    since: date | None
    note: str
    body: str
    """The body that is responsible, as the row or the schema names it."""
    day: date
    """The day that counts for its year: of the year column, or of publication."""
    start: date | None
    """The day from which on its publication was due; None: no term runs for it."""
    until: date | None
    """The last day on which it is public; None: no end is known."""
    name: str
    late: str
    """Why it was published after its term."""
    size: int
    """Bytes of its cells."""
    mark: bytes
    """A digest of it (`MARK`): rows are told apart by it, and nothing is made from it."""


class Over(NamedTuple):
    """A row that has ended, as far as it is still counted: whom it named is not known."""

    id: str
    body: str
    published: date
    formed: date
    start: date | None
    """The day from which on its publication was due; None: no term ran for it."""
    explained: bool
    """Whether it was said why it was published after its term."""
    end: date
    """The first day on which it was no longer public."""
    kind: str
    """修复, 撤下 or 期满."""


class Happening(NamedTuple):
    """One line of the stream. Of a row that has ended nothing is known but its id."""

    day: date
    kind: str
    """列入, 变更, 修复, 撤下 or 期满."""
    id: str
    row: ShownRow | None
    """None: the row has ended."""
    body: str


@dataclass(frozen=True)
class Shown:
    """What of a register may leave the office on a day. Everything public is made from this."""

    slug: str
    table: Table
    rows: tuple[ShownRow, ...]
    """The newest first; those of one day in the order of the office's file."""
    over: tuple[Over, ...]
    """The rows that have ended: what was published of a year is not less because of that."""
    happened: tuple[Happening, ...]
    """The newest first."""
    ever: int
    """Rows that have been public so far, those that have ended included."""
    digest: bytes
    """A digest of everything in it, and of the day."""

    @cached_property
    def outline(self) -> bytes:
        """A digest (16 bytes) of everything in it but the cells of its rows, their names excepted."""
        rows = b"".join([row.mark[MARK // 2 :] for row in self.rows])
        besides = [(h.day, h.kind, h.id) for h in self.happened if h.row is None or h.kind != "列入"]
        return blake2b(
            rows + pack((self.slug, self.table.title, self.over, besides)), digest_size=16
        ).digest()

    @property
    def address(self) -> str:
        """Of its first page."""
        return f"tables/{self.slug}/"

    @property
    def oldest_first(self) -> list[ShownRow]:
        """The rows; those of one day in the order of the office's file."""
        return sorted(self.rows, key=attrgetter("published"))


def row_id(slug: str, key: str) -> str:
    """The id of a row, from its key alone, so that it never changes."""
    return blake2b(f"{slug}\x1f{key}".encode(), digest_size=6).hexdigest()


def row_mark(table: Table, row: Row) -> str:
    """A digest of every cell of a row, under the keys of the columns; an empty cell counts like an absent one."""
    said = [f"{name}\x1e{cell}" for name, cell in zip(table.columns, row.cells, strict=True) if cell]
    life = ["" if value is None else str(value) for value in row.life]
    return blake2b("\x1f".join([*said, *life]).encode(), digest_size=16).hexdigest()


def row_address(slug: str, identity: str) -> str:
    """Where a row stands for as long as it is in force: a page that few rows share, and a mark on it."""
    return f"{row_page(slug, identity)}#{identity}"


def row_page(slug: str, identity: str) -> str:
    """The page of `row_address`."""
    return f"tables/{slug}/r/{identity[:BUCKET]}/"


class _Entered(NamedTuple):
    """A row that is or has been public, on a day."""

    row: ShownRow
    end: End | None
    """Its end, if that has come."""
    corrected: date | None
    """The day on which it was corrected, if that has come."""


def shown(register: Register, today: date) -> Shown:
    """The rows in force on a day, and what happened up to it."""
    table = register.table
    days: dict[date, list[_Entered]] = defaultdict(list)
    for block in register.blocks:
        for entered in _entered(table, block, today):
            days[entered.row.published].append(entered)
    rows: list[ShownRow] = []
    over: list[Over] = []
    happened: list[Happening] = []
    for day in sorted(days):
        for seen, end, corrected in reversed(days[day]):
            identity, left = seen.id, None if end else seen
            if end:
                formed = seen.start or seen.day
                over.append(
                    Over(identity, seen.body, day, formed, seen.start, bool(seen.late), end.day, end.kind)
                )
                happened.append(Happening(end.day, end.kind, identity, None, seen.body))
            else:
                rows.append(seen)
            happened.append(Happening(day, "列入", identity, left, seen.body))
            if corrected:
                happened.append(Happening(corrected, "变更", identity, left, seen.body))
    known = {h.id for h in happened} if register.past else set()
    for past in register.past:
        if past.id not in known and past.end and past.end <= today:
            body = past.body or table.body or ""
            formed, kind = past.start or past.published, past.kind or "期满"
            over.append(Over(past.id, body, past.published, formed, past.start, True, past.end, kind))
            happened.append(Happening(past.published, "列入", past.id, None, body))
            happened.append(Happening(past.end, kind, past.id, None, body))
    happened.sort(key=itemgetter(0, 2, 1), reverse=True)
    return Shown(
        register.slug,
        table,
        tuple(reversed(rows)),
        tuple(over),
        tuple(happened),
        len(rows) + len(over),
        register.digest,
    )


def _entered(table: Table, block: Block, today: date) -> Iterator[_Entered]:
    """The rows of a block that are or have been public on a day, in the order of the file."""
    known = block.known
    if known.quiet(today):
        yield from (_Entered(seen, None, None) for seen in known.rows if seen)
        return
    showing = _Showing.of(table, today)
    rows = block.read() if known.moving else ()
    for n, (seen, end) in enumerate(zip(known.rows, known.ends, strict=True)):
        if seen is None or seen.published > today:
            continue
        corrected = None
        if n in known.moving:
            row = rows[n]
            seen = showing.row(row, seen.id, end)
            changed = row.life.since if row.life.state == "已更正" else None
            if changed and changed <= today and not (end and end.day <= changed):
                corrected = changed  # what is written of a row after its end changes nothing that was public
        yield _Entered(seen, end if end and end.day <= today else None, corrected)


class _Showing(NamedTuple):
    """What has to be known of a register, and only once, to show its rows on a day."""

    table: Table
    today: date
    public: tuple[int, ...]
    year: int | None
    """The place of the column that counts for the year."""
    body: int | None
    start: int | None
    """The place of the column from whose day on the publication of every row is due."""

    @classmethod
    def of(cls, table: Table, today: date) -> _Showing:
        """How the rows of a register are shown on a day."""
        place, term = table.place, table.publish
        start = place.get(term.start) if term and not term.when else None
        year, body = table.year_column, table.by_column
        public = tuple(place[name] for name in table.public)
        return cls(table, today, public, place[year] if year else None, place[body] if body else None, start)

    def row(self, row: Row, identity: str, end: End | None) -> ShownRow:
        """A row that is public."""
        table, life, cells = self.table, row.life, row.cells
        state = state_on(life, self.today)
        corrected = state == "已更正"
        assert life.published
        public = tuple([cells[n] for n in self.public])
        others = (
            state,
            life.published,
            life.since if corrected else life.objected if state == "异议处理中" else None,
            life.note if corrected else "",
            table.body or "" if self.body is None else cells[self.body],
            (_day(cells[self.year]) if self.year is not None else None) or life.published,
            start_of(table, row) if self.start is None else _day(cells[self.start]),
            end.day - ONE_DAY if end and end.kind == "期满" else None,
            name_of(table, cells),
            life.late,
        )
        size = len("".join(public).encode())
        return ShownRow(identity, public, *others, size, _mark(public, (identity, *others)))


def body_of(table: Table, row: Row) -> str:
    """The body of a row, as it is written in it or in the table."""
    return row.cells[table.place[table.by_column]] if table.by_column else table.body or ""


def start_of(table: Table, row: Row) -> date | None:
    """The day from which on the publication of a row is due; None: no term runs for it."""
    term = table.publish
    return event_day(table, row, term.start) if term and applies(table, row, term) else None


def name_of(table: Table, cells: Sequence[str]) -> str:
    """What a row is called: the column for it or, where that is empty, its key; only what is public."""
    named = table.name_column and cells[table.place[table.name_column]]
    names = (table.name_column,) if named and table.name_column else table.key
    name = " ".join(cells[table.place[name]] for name in names if table.columns[name].public)
    return " ".join(name.split()) if "\n" in name else name


def state_on(life: Life, today: date) -> str:
    """The state of a row that has not ended."""
    if life.objected and life.objected <= today and not (life.settled and life.settled <= today):
        return "异议处理中"
    if life.state == "已更正" and life.since and life.since <= today:
        return "已更正"
    return "有效"


class End(NamedTuple):
    """From which day on a row is no longer public, and why."""

    day: date
    kind: str
    """修复, 撤下 or 期满."""


def ended(table: Table, row: Row) -> End | None:
    """The end of a row: what the office entered, or the end of its term, whichever comes first.

    The end of a term is not put off to a working day: that would keep a name public for longer than the law says.
    """
    return _ended(table, row, keep_terms(table, row))


def _ended(table: Table, row: Row, terms: Sequence[RowTerm]) -> End | None:
    """The end of a row that is kept for the first of some terms whose day is known."""
    entered = End(row.life.since, ENDS[row.life.state]) if row.life.state in ENDS and row.life.since else None
    for term in terms:
        if start := event_day(table, row, term.start):
            lapsed = End(lapse(start, term) + ONE_DAY, "期满")
            return min(entered, lapsed) if entered else lapsed
    return entered


def keep_terms(table: Table, row: Row) -> tuple[RowTerm, ...]:
    """The terms for which such a row is public; the first of them whose day is written in the row holds."""
    return tuple(term for term in table.keep if applies(table, row, term))


def applies(table: Table, row: Row, term: RowTerm) -> bool:
    """Whether a term is meant for such a row: of a cell with several values, whether it is meant for each."""
    return all(
        row.cells[table.place[name]] in values
        or set(parts_of_cell(row.cells[table.place[name]])) <= set(values)
        for name, values in term.when.items()
    )


OTHER = "其他"
"""The value of a choice that may be followed by what it is: 其他-补办."""

BETWEEN_VALUES = "；"
"""Stands between the values of a cell that has several."""


def parts_of_cell(cell: str) -> list[str]:
    """The values of a cell."""
    return cell.split(BETWEEN_VALUES)


def event_day(table: Table, row: Row, event: str) -> date | None:
    """The day of an event of a row: of its life, or a date column."""
    if event in LIFE_KEYS:
        day: date | None = getattr(row.life, event)
        return day
    return _day(row.cells[table.place[event]]) if event in table.place else None


@lru_cache(maxsize=20_000)
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def by_state(rows: Iterable[ShownRow]) -> Iterator[tuple[str, list[ShownRow]]]:
    """The rows in force by state, in the order of `STATE_SLUGS`."""
    found: dict[str, list[ShownRow]] = {state: [] for state in STATE_SLUGS}
    for row in rows:
        found[row.state].append(row)
    yield from ((state, some) for state, some in found.items() if some)
