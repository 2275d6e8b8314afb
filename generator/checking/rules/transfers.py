"""content/data/transfers.yml → what was handed over to whom, and the receipts for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from generator.model.diagnostics import Finding, Text, did_you_mean
from generator.model.document import STRICT, Day, Document
from generator.model.setting import Setting
from generator.reading.registers.register import Read, read_register

FILE = "content/data/transfers.yml"

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """移交: a bag that was handed over."""

    __pydantic_config__ = STRICT
    date: Annotated[Day, Field(title="移交日期", description="对方接收的日期")]
    to: Annotated[
        Literal["国家档案馆", "公共图书馆"],
        Field(title="接收单位种类", description="条例第二十五条所列的单位"),
    ]
    name: Annotated[str, Field(title="接收单位", description="全称")]
    year: Annotated[int | None, Field(title="年份", description="移交哪一年生成的信息；不写表示不限年份")] = (
        None
    )
    body: Annotated[
        str | None, Field(title="发布机构", description="移交哪个机构的信息；不写表示全部机构")
    ] = None
    documents: Annotated[int, Field(title="件数", ge=1)]
    bag: Annotated[str, Field(title="移交包校验值", description="gongkai export 显示的 64 位校验值")]
    receipt: Annotated[str, Field(title="回执", description="回执的编号或者签收人岗位")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    __pydantic_config__ = STRICT
    transfers: Annotated[tuple[Transfer, ...], Field(title="移交登记")]


def transfer_record(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """移交登记有误。

    向国家档案馆、公共图书馆移交主动公开的信息后，在 content/data/transfers.yml 中登记日期、接收单位、件数、移交包校验值和回执。
    日期不能晚于今天，机构要在 catalog.yml 中，同一个移交包对同一个接收单位只登记一次。
    依据：《政府信息公开条例》第二十五条第二款（及时向国家档案馆、公共图书馆提供主动公开的政府信息）。
    ---
    The register of transfers is wrong.

    Each entry names the day, the receiver, the number of documents, the digest of the bag and the receipt. The day is
    not in the future, the body is one of catalog.yml, and a bag is entered once for a receiver.
    """
    value, read = read_register(setting.root, FILE, _File)
    yield from (problem.finding._replace(path=FILE) for problem in read.problems)
    yield from (
        finding._replace(path=FILE) for finding in (_faults(value.transfers, read, setting) if value else ())
    )


def _faults(transfers: Sequence[Transfer], read: Read, setting: Setting) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for n, transfer in enumerate(transfers):
        if transfer.date > setting.today:
            yield Finding(
                _line(read, n, "date"),
                Text(f"移交日期 {transfer.date} 还没有到", f"{transfer.date} is in the future"),
                Text("写实际接收的日期", "write the day it was received"),
                {"date": transfer.date},
            )
        if transfer.body is not None and transfer.body not in setting.catalog.body_by_name:
            yield Finding(
                _line(read, n, "body"),
                Text(f"没有机构“{transfer.body}”", f"there is no body “{transfer.body}”"),
                did_you_mean(transfer.body, setting.catalog.body_by_name),
                {"body": transfer.body},
            )
        if not _DIGEST.fullmatch(transfer.bag):
            yield Finding(
                _line(read, n, "bag"),
                Text(
                    "移交包校验值不是 64 位十六进制数", "the digest of the bag is not 64 hexadecimal digits"
                ),
                Text("照抄 gongkai export 显示的校验值", "copy what gongkai export printed"),
            )
        if (key := (transfer.bag, transfer.name)) in seen:
            yield Finding(
                _line(read, n, "bag"),
                Text("这个移交包已经登记过", "this bag is entered already"),
                Text("删除重复的一条", "delete one of the entries"),
            )
        seen.add(key)


def _line(read: Read, n: int, key: str) -> int:
    return read.lines.get(f"transfers.{n}.{key}", 1)
