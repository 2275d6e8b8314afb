"""content/data/items.yml → the standard items of grassroots disclosure (国办发〔2019〕54号), each with its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from generator.model.catalog import Catalog
from generator.model.diagnostics import Diagnostic, Finding, Problem, Text
from generator.model.document import STRICT, Day, Document, Names
from generator.reading.registers.register import Read, diagnostics_of, read_register

FILE = "content/data/items.yml"

ChangeKind = Literal["新增", "调整", "取消"]

Audience = Literal["全社会", "特定群体"]

Method = Literal["主动", "依申请公开"]

Tier = Literal["县级", "乡级", "村级"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """目录调整: one change of an item, with its basis and the number under which it was filed."""

    __pydantic_config__ = STRICT
    kind: Annotated[ChangeKind, Field(title="调整方式", description="新增、调整或者取消")]
    date: Annotated[Day, Field(title="调整日期", description="调整生效的日期")]
    basis: Annotated[str, Field(title="调整依据", description="为什么调整")]
    filing: Annotated[str | None, Field(title="备案编号", description="报上级主管部门备案的编号")] = None
    note: Annotated[str | None, Field(title="调整说明", description="改了哪一栏")] = None


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
        return last.date if last.kind == "取消" else None


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


def load_items(root: Path, catalog: Catalog) -> tuple[ItemRegister | None, list[Diagnostic]]:
    """The standard items of a root; an empty register without the file, none when the file has any problem."""
    value, read = read_register(root / FILE, _File)
    problems = [*read.problems, *(_contradictions(value.items, catalog, read) if value else ())]
    if problems:
        return None, diagnostics_of(FILE, problems)
    items = value.items if value else ()
    return ItemRegister(
        items, {item.id: read.lines.get(f"items.{n}.id", 1) for n, item in enumerate(items)}
    ), []


def documents_by_item(documents: Iterable[Document]) -> dict[str, list[Document]]:
    """The documents that serve each item, in the order given."""
    found: dict[str, list[Document]] = defaultdict(list)
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
