"""A build shared out among machines: each makes a part of the documents, of the index and of the lists, one puts them together.

A part is a folder of finished files with a list of what each group of them was made from. Putting together is an
ordinary build to which the parts are known: what fits is taken over, what does not is made. So the result is the
same as that of one machine, byte for byte, whatever the parts hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.machine.json_text import json_line
from generator.machine.site_folder import Files, read_manifest, write_file
from generator.model.diagnostics import Text
from generator.model.faults import OutputError
from generator.model.packing import PackingError, pack, unpack

if TYPE_CHECKING:
    from generator.search.shards import Shard

LIST = "part.json"
"""File in the folder of a part, as JSON: kind → key in hex → the files made under it."""

EXAMINED = "examined.msgpack"
"""File in the folder of a part: what was found of single documents, so that another machine need not examine them."""

_SHARE = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})", re.ASCII)

INDEX, INDEX_KB = 0.18, 0.065
"""Milliseconds that the index of a document takes with its texts, about, and what each KB of Markdown adds."""
PAGES, PAGES_KB = 0.8, 0.02
"""The same of everything else of a document."""
RENDERED_KB = 0.0165
"""What each KB adds when the text has to be rendered again, because another part has it in its index."""

Known = Mapping[str, Mapping[bytes, Files]]
"""Kind → key → files."""


class Share(NamedTuple):
    """Part `number`, counted from 1, of `total`."""

    number: int
    total: int


class Part(NamedTuple):
    """What one machine has made."""

    folder: Path
    files: Mapping[str, str]
    """Name → SHA-256."""
    known: Known
    examined: Mapping[bytes, bytes]
    """What was found of single documents, as the cache keeps it."""


def parse_share(text: str) -> Share | None:
    """The share `2/3`; None when it is none."""
    match = _SHARE.fullmatch(text)
    share = Share(int(match[1]), int(match[2])) if match else None
    return share if share and share.number <= share.total else None


def own_shards(shards: Sequence[Shard], share: Share) -> list[Shard]:
    """The shards whose index one part makes, in their order: the largest goes first to the part that has least."""
    return [
        shard
        for shard, owner in zip(shards, _owners(shards, share), strict=True)
        if owner == share.number - 1
    ]


def own_pages(shards: Sequence[Shard], share: Share) -> set[str]:
    """The index numbers of the documents that one part makes everything else of.

    A part with much to index makes few pages, so that all parts take about as long; as far as it can those of its own shards, whose
    texts it has rendered.
    """
    owners = _owners(shards, share)
    loads = [0.0] * share.total
    for shard, owner in zip(shards, owners, strict=True):
        loads[owner] += sum(INDEX + INDEX_KB * document.size / 1000 for document in shard.documents)
    own = set()
    for shard, owner in zip(shards, owners, strict=True):
        for document in shard.documents:
            again = RENDERED_KB * document.size / 1000
            least = min(range(share.total), key=loads.__getitem__)
            part = owner if loads[owner] <= loads[least] + again else least
            loads[part] += PAGES + PAGES_KB * document.size / 1000 + (0 if part == owner else again)
            if part == share.number - 1:
                own.add(document.index_no)
    return own


def _owners(shards: Sequence[Shard], share: Share) -> list[int]:
    """The part that each shard belongs to, counted from 0."""
    loads = [0] * share.total
    owners = {}
    for number, shard in sorted(enumerate(shards), key=lambda one: (-one[1].size, one[0])):
        owners[number] = loads.index(min(loads))
        loads[owners[number]] += shard.size
    return [owners[number] for number in range(len(shards))]


def owns(share: Share, key: bytes) -> bool:
    """Whether a group of files that is about no document by itself belongs to a part: each belongs to one."""
    return int.from_bytes(key[:4], "big") % share.total == share.number - 1


def part_list(made: Known) -> str:
    """The content of `part.json`."""
    groups = {
        kind: {key.hex(): files for key, files in sorted(groups.items())}
        for kind, groups in sorted(made.items())
    }
    return json_line(groups) + "\n"


def hand_on(folder: Path, share: Share, examined: Mapping[bytes, bytes]) -> tuple[str, str]:
    """Write the share of a part in what was found of single documents; returns the file's name and SHA-256."""
    return write_file(
        folder, EXAMINED, pack({key: value for key, value in examined.items() if owns(share, key)})
    )


def read_parts(folders: Sequence[Path]) -> list[Part]:
    """Parts as other machines left them. Raises OutputError for a folder that is none."""
    return [_read_part(folder) for folder in folders]


def _read_part(folder: Path) -> Part:
    from generator.checking.examine import (
        Examined,
    )  # the command line, which knows parts by name, needs no rules

    try:
        groups = json.loads((folder / LIST).read_text(encoding="utf-8"))
        known = {
            kind: {
                bytes.fromhex(key): tuple((name, digest) for name, digest in files)
                for key, files in own.items()
            }
            for kind, own in groups.items()
        }
        unsafe = [
            name
            for groups in known.values()
            for files in groups.values()
            for name, _ in files
            if {"", ".."} & set(name.split("/"))
        ]
        if unsafe:
            raise ValueError(unsafe[0])
        examined = unpack((folder / EXAMINED).read_bytes(), dict[bytes, bytes])
        for found in examined.values():
            unpack(found, Examined)
    except (OSError, PackingError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise OutputError(
            Text(
                f"{folder} 不是 gongkai build --shard 生成的部分，没有动网站",
                f"{folder} is no part made by gongkai build --shard",
            )
        ) from error
    return Part(folder, read_manifest(folder), known, examined)
