"""content/data/items.yml → the standard items of grassroots disclosure (国办发〔2019〕54号), each with its history."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from generator.model.catalog import Catalog, Start, StartField
from generator.model.diagnostics import Finding, Problem, Text
from generator.model.document import STRICT, AnyDocument, Day, Names
from generator.model.term import Term
from generator.reading.registers.register import Read, read_register
from generator.reading.schema import check
from generator.reading.yamltext import read_yaml

FILE = "content/data/items.yml"

ChangeKind = Literal["新增", "调整", "合并", "分设", "取消"]

ENDS = frozenset({"取消", "合并", "分设"})
"""Changes after which the item is no longer in the catalog; of a 分设 or 合并 its successors are."""

_WORDS = re.compile(
    r"(?:自|从)?(?P<event>[^；;，,。]*?)之日起(?P<number>\d{1,3})(?P<unit>个工作日|个自然日|日|天)(?:之?内)?(?:公开|发布|公布)?"
    r"|(?:信息)?(?P<other>[^；;，,。]*?批准)(?:之?后|以后)(?P<days>\d{1,3})(?P<kind>个工作日|个自然日|日|天)(?:之?内)?(?:公开|发布|公布)?"
)
"""公开时限 in the only two forms that leave no doubt; “及时”, “每季度结束后……”, several terms in one cell do."""

Audience = Literal["全社会", "特定群体"]

Method = Literal["主动", "依申请公开"]

Tier = Literal["县级", "乡级", "村级"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """目录调整: one change of an item, with its basis and the number under which it was filed."""

    __pydantic_config__ = STRICT
    kind: Annotated[ChangeKind, Field(title="调整方式", description="新增、调整、合并、分设或者取消")]
    date: Annotated[Day, Field(title="调整日期", description="调整生效的日期")]
    basis: Annotated[str, Field(title="调整依据", description="为什么调整")]
    filing: Annotated[str | None, Field(title="备案编号", description="报上级主管部门备案的编号")] = None
    note: Annotated[str | None, Field(title="调整说明", description="改了哪一栏")] = None
    was: Annotated[str | None, Field(title="调整前", description="调整以前的内容")] = None
    now: Annotated[str | None, Field(title="调整后", description="调整以后的内容")] = None
    into: Annotated[Names, Field(title="并入、分为", description="合并、分设以后的事项编号")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDeadline:
    """公开时限: the term of an item as a program reads it; the words beside it stay what people read."""

    __pydantic_config__ = STRICT
    number: Annotated[int, Field(title="期限", gt=0, le=1000)]
    unit: Annotated[
        Literal["workday", "day"], Field(title="单位", description="workday：工作日；day：日")
    ] = "workday"
    start: StartField = "formed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """公开事项: one line of the standard catalog, in its ten columns, with its history."""

    __pydantic_config__ = STRICT
    id: Annotated[str, Field(title="序号", description="事项编号，取消以后也不再使用")]
    field: Annotated[str, Field(title="一级事项", description="所属领域")]
    name: Annotated[str, Field(title="二级事项", description="事项名称")]
    content: Annotated[str, Field(title="公开内容（要素）", description="公开哪些内容")]
    basis: Annotated[Names, Field(title="公开依据", description="法律、法规、规章和文件")]
    term: Annotated[str, Field(title="公开时限", description="多久之内公开")]
    deadline: Annotated[
        ItemDeadline | None,
        Field(title="时限（可计算）", description="不写则从 term 的“……之日起 N 个工作日内”读出"),
    ] = None
    body: Annotated[str, Field(title="公开主体", description="catalog.yml 中机构的全称或者简称")]
    channels: Annotated[Names, Field(title="公开渠道和载体", description="在哪里公开")]
    audience: Annotated[Audience, Field(title="公开对象", description="全社会或者特定群体")] = "全社会"
    method: Annotated[Method, Field(title="公开方式", description="主动或者依申请公开")] = "主动"
    tiers: Annotated[tuple[Tier, ...], Field(title="公开层级", description="县级、乡级、村级")]
    history: Annotated[tuple[Change, ...], Field(title="调整记录", description="第一条是新增")]

    @property
    def cancelled(self) -> date | None:
        """The day from which the item is no longer in the catalog; None while it is in force."""
        last = max(self.history, key=lambda change: change.date)
        return last.date if last.kind in ENDS else None

    @property
    def clock(self) -> Term | None:
        """The term that documents of the item are held to; None when its words set no number of days."""
        found = self.deadline or _read_words(self.term)
        if found is None:
            return None
        return Term(
            number=found.number,
            unit=found.unit,
            start=found.start,
            basis=f"标准目录 {self.id}：{self.term}",
        )


@dataclass(frozen=True, slots=True)
class ItemRegister:
    """The whole standard catalog, cancelled items included, and the line of each item in its file."""

    items: tuple[Item, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    def by_id(self) -> dict[str, Item]:
        """Every item by its number."""
        return {item.id: item for item in self.items}


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    __pydantic_config__ = STRICT
    items: Annotated[tuple[Item, ...], Field(title="公开事项")]


class Event(NamedTuple):
    """A line of the history page: a change and the item it changed."""

    change: Change
    item: Item


def item_terms(items: Iterable[Item]) -> dict[str, Term]:
    """The term of each item in force that has one, by its number."""
    return {item.id: clock for item in items if item.cancelled is None and (clock := item.clock)}


def _read_words(words: str) -> ItemDeadline | None:
    found = _WORDS.fullmatch(words.strip())
    if found is None:
        return None
    event = found["event"] or found["other"] or ""
    start: Start = "approved" if re.search("批准|批复|审批", event) else "formed"
    if "文件公开" in event or "文件发布" in event:
        start = "interpreted"
    number, unit = found["number"] or found["days"], found["unit"] or found["kind"]
    return ItemDeadline(number=int(number), unit="workday" if unit == "个工作日" else "day", start=start)


def load_items(root: Path, catalog: Catalog) -> tuple[ItemRegister | None, Read]:
    """The standard items of a root; an empty register without the file, none when the file has any problem."""
    value, read = read_register(root, FILE, _File)
    if value:
        read = read.with_problems(_contradictions(value.items, catalog, read))
    if read.problems:
        return None, read
    items = value.items if value else ()
    lines = {item.id: read.lines.get(f"items.{n}.id", 1) for n, item in enumerate(items)}
    return ItemRegister(items, lines), read


def parse_items(text: str) -> tuple[Item, ...]:
    """The items in a text, such as the file of an earlier day; none when anything in it is wrong."""
    read = read_yaml(text)
    value, problems = check(_File, read.value, read.lines) if isinstance(read.value, dict) else (None, [])
    return value.items if value and not problems else ()


def documents_by_item(documents: Iterable[AnyDocument]) -> dict[str, list[AnyDocument]]:
    """The documents that serve each item, in the order given."""
    found: dict[str, list[AnyDocument]] = defaultdict(list)
    for document in documents:
        for number in document.items:
            found[number].append(document)
    return found


def events(items: Iterable[Item]) -> list[Event]:
    """Every change of every item, the latest first."""
    found = (Event(change, item) for item in items for change in item.history)
    return sorted(found, key=lambda event: (event.change.date, event.item.id), reverse=True)


def _contradictions(items: tuple[Item, ...], catalog: Catalog, read: Read) -> Iterator[Problem]:
    seen: set[str] = set()
    for n, item in enumerate(items):
        if item.id in seen:
            yield Problem(
                "duplicate-key",
                Finding(
                    read.lines.get(f"items.{n}.id", 1),
                    Text(f"事项编号“{item.id}”重复", f"the item number “{item.id}” is there twice"),
                    Text("换一个没有用过的编号", "give it a number that was never used"),
                    {"item": item.id},
                ),
            )
        if item.body not in catalog.body_by_name:
            yield Problem(
                "unknown-issuer",
                Finding(
                    read.lines.get(f"items.{n}.body", 1),
                    Text(f"没有机构“{item.body}”", f"there is no body “{item.body}”"),
                    Text("写 catalog.yml 中机构的全称或者简称", "write the name of a body of catalog.yml"),
                    {"item": item.id},
                ),
            )
        yield from _successors(item, n, items, read)
        for key in ("basis", "channels", "tiers", "history"):
            if not getattr(item, key):
                yield Problem(
                    "empty-field",
                    Finding(
                        read.lines.get(f"items.{n}.{key}", 1),
                        Text(f"“{key}”没有填写", f"“{key}” is empty"),
                        Text("至少写一项", "write at least one entry"),
                        {"item": item.id},
                    ),
                )
        seen.add(item.id)


def _successors(item: Item, n: int, items: tuple[Item, ...], read: Read) -> Iterator[Problem]:
    """A merged or divided item names the items that hold its matter now."""
    known = {other.id for other in items} - {item.id}
    for m, change in enumerate(item.history):
        line = read.lines.get(f"items.{n}.history.{m}.kind", 1)
        if change.kind in ("合并", "分设") and not change.into:
            yield Problem(
                "missing-field",
                Finding(
                    line,
                    Text(
                        f"{change.kind}没有写并入或者分为哪些事项（into）", f"a {change.kind} without `into`"
                    ),
                    Text("补写 into，列出事项编号", "add `into` with the numbers of the items"),
                    {"item": item.id, "key": "into"},
                ),
            )
        for number in sorted(set(change.into) - known):
            yield Problem(
                "unknown-item",
                Finding(
                    line,
                    Text(f"into 中的“{number}”不在标准目录中", f"into: there is no item “{number}”"),
                    Text("写标准目录中的另一个事项编号", "write the number of another item"),
                    {"item": item.id, "name": number},
                ),
            )
