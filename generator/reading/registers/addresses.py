"""content/data/published.lock and content/data/releases/ → every address ever published, and what each release changed.

The register has one line for each address, sorted, and no line ever leaves it. A release is one small JSON file; each
names the SHA-256 of the one before, so that the files are a chain.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from generator.machine.json_text import json_text
from generator.model.diagnostics import Text
from generator.model.document import STRICT, Document
from generator.model.faults import Fault
from generator.model.places import RECORDS, REGISTER
from generator.model.visibility import is_published, old_addresses
from generator.reading.schema import adapter

REDIRECT = "-"
"""Stands for the digest of an address that leads to another one."""

_HEAD = """\
# 已公开地址登记册：每行依次是地址、首次发布的日期、最近一次发布时源文件的 SHA-256。
# 由 gongkai release 写入，只增不减；合并时各方的行都保留。
"""

_LINE = re.compile(r"(\S+) (\d{4}-\d{2}-\d{2}) ([0-9a-f]{64}|-)", re.ASCII)


class Address(NamedTuple):
    """One line of the register."""

    address: str
    """Relative to the site, without the slash at its end: an index number, or an address that leads to a document."""
    since: date
    """The day of the release that published it first."""
    digest: str
    """SHA-256 of the document's file as last released, or REDIRECT."""
    line: int = 0


class Register(NamedTuple):
    """The register as read: its addresses, and the lines that are none (a merge gone wrong)."""

    addresses: Mapping[str, Address]
    unreadable: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What one release changed. The file of release 12 is `0012.json`."""

    __pydantic_config__ = STRICT
    number: int
    date: str
    previous: str | None
    """SHA-256 of the file of the release before; None for the first."""
    site: str | None
    """SHA-256 of the manifest of the site."""
    register: str
    """SHA-256 of the register after this release."""
    added: Sequence[str]
    """Addresses published for the first time."""
    changed: Sequence[str]
    """Index numbers of documents whose file changed since the release before."""
    registers: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each register of the office (`content/data`) as released, by its path."""


def read_register(root: Path) -> Register:
    """The register of a root, empty when there is none. Of two lines about one address the earlier day and the later line count."""
    try:
        text = (root / REGISTER).read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return Register({}, ())
    except OSError as error:
        return Register({}, [(1, f"{REGISTER}: {error.strerror}")])
    return register_of(text)


@lru_cache(maxsize=1)
def register_of(text: str) -> Register:
    """The register in a text. Kept, since several rules ask."""
    addresses: dict[str, Address] = {}
    unreadable = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if (match := _LINE.fullmatch(line.strip())) is None or (day := _day(match[2])) is None:
            unreadable.append((number, line))
            continue
        first = addresses.get(match[1])
        addresses[match[1]] = Address(match[1], min(day, first.since) if first else day, match[3], number)
    return Register(addresses, unreadable)


def register_text(addresses: Iterable[Address]) -> str:
    """The register as a file."""
    return _HEAD + "".join(f"{a.address} {a.since} {a.digest}\n" for a in sorted(addresses))


def extended(
    known: Mapping[str, Address], documents: Iterable[Document], today: date, held: Collection[str] = ()
) -> dict[str, Address]:
    """The register after a release of these documents: new addresses join, digests follow, nothing leaves.

    Of documents that are held back, by their paths, the digest stays that of the text that was released.
    """
    published = [d for d in documents if is_published(d)]
    digests = {old: REDIRECT for d in published for old in old_addresses(d)} | {
        d.index_no: known[d.index_no].digest if d.path in held and d.index_no in known else d.digest
        for d in published
        if d.index_no
    }
    new = {address: Address(address, today, digest) for address, digest in digests.items()}
    return {
        **known,
        **{
            address: a._replace(since=known[address].since) if address in known else a
            for address, a in new.items()
        },
    }


def next_release(
    before: Mapping[str, Address],
    after: Mapping[str, Address],
    known: Collection[str],
    last: Release | None,
    previous: str | None,
    today: date,
    site: str | None,
    registers: Mapping[str, str],
) -> Release | None:
    """The record of what a release changes; None when the last one left all as it is. `known` was released before."""
    register = sha256(register_text(after.values()).encode()).hexdigest()
    if last and (last.register, last.site, last.registers) == (register, site, registers):
        return None
    return Release(
        number=last.number + 1 if last else 1,
        date=str(today),
        previous=previous,
        site=site,
        register=register,
        added=sorted(address for address in after if address not in known),
        changed=sorted(address for address in before if after[address].digest != before[address].digest),
        registers=registers,
    )


def last_release(root: Path) -> tuple[Release | None, str | None]:
    """The newest record, and the SHA-256 of its file."""
    files = sorted((root / RECORDS).glob("[0-9]*.json"))
    if not files:
        return None, None
    release = read_record(files[-1])
    if release is None:
        raise Fault(_damaged(files[-1]))
    return release, sha256(files[-1].read_bytes()).hexdigest()


def read_record(file: Path) -> Release | None:
    """The record of a release; None when it cannot be read or is none."""
    try:
        found: Release = adapter(Release).validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None
    return found


def _damaged(file: Path) -> Text:
    return Text(
        f"发布记录 {RECORDS}/{file.name} 读不懂，没有发布；从 git 恢复：git checkout -- {RECORDS}/{file.name}",
        f"the record {RECORDS}/{file.name} cannot be read, nothing was released; restore it from git",
    )


def released(root: Path) -> frozenset[str]:
    """Every address that a record names as added."""
    files = sorted((root / RECORDS).glob("[0-9]*.json"))
    records = [(file, read_record(file)) for file in files]
    for file, record in records:
        if record is None:
            raise Fault(_damaged(file))
    return frozenset(address for _, record in records if record for address in record.added)


def record_text(release: Release) -> str:
    """A record as a file."""
    return json_text(release)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
