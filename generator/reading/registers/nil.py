"""content/data/nil.yml → explicit nil returns: a body says that a duty held nothing for it, in one year or in every year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from generator.model.catalog import Catalog
from generator.model.diagnostics import Finding, Problem, Text, did_you_mean
from generator.model.document import STRICT, Names, one_or_many
from generator.model.duties import duties_of
from generator.reading.registers.register import Read, read_register

FILE = "content/data/nil.yml"


Several = Annotated[Names, BeforeValidator(one_or_many, json_schema_input_type=str | list[str])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nil:
    """零报告: nothing to publish, and why."""

    __pydantic_config__ = STRICT
    body: Annotated[Several, Field(title="机构", description="catalog.yml 中机构的全称或者简称，可以写几个")]
    duty: Annotated[Several, Field(title="法定职责", description="条例的条和项，如 20-7，可以写几个")]
    year: Annotated[int | None, Field(title="年份", description="不写表示每一年：本机关没有这项职能")] = None
    note: Annotated[str, Field(title="说明", description="为什么没有可以公开的信息")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    __pydantic_config__ = STRICT
    nil: Annotated[tuple[Nil, ...], Field(title="零报告")]


def load_nil(root: Path, catalog: Catalog) -> tuple[tuple[Nil, ...], Read]:
    """The nil returns of a root; none without the file, or when it has any problem."""
    value, read = read_register(root, FILE, _File)
    if value:
        read = read.with_problems(_unknown(value.nil, catalog, read))
    return (value.nil if value and not read.problems else ()), read


def _unknown(entries: tuple[Nil, ...], catalog: Catalog, read: Read) -> Iterator[Problem]:
    keys = [duty.key for duty in duties_of(catalog)]
    for n, entry in enumerate(entries):
        for body in sorted(set(entry.body) - set(catalog.body_by_name)):
            yield Problem(
                "unknown-issuer",
                Finding(
                    read.lines.get(f"nil.{n}.body", 1),
                    Text(f"没有机构“{body}”", f"there is no body “{body}”"),
                    did_you_mean(body, catalog.body_by_name),
                    {"body": body},
                ),
            )
        for duty in sorted(set(entry.duty) - set(keys)):
            yield Problem(
                "wrong-type",
                Finding(
                    read.lines.get(f"nil.{n}.duty", 1),
                    Text(f"没有法定职责“{duty}”", f"there is no duty “{duty}”"),
                    did_you_mean(duty, keys),
                    {"duty": duty},
                ),
            )
