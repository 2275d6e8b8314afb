"""The texts of documents → the search index in the stage: bundles that are known are taken over, the others made and looked into."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from generator.machine.cache import key_of, program_key
from generator.machine.json_text import json_line
from generator.machine.site_folder import Files, write_file
from generator.model.catalog import Catalog
from generator.model.diagnostics import Text
from generator.model.document import PublishedDocument
from generator.model.faults import SearchError
from generator.planning.tables import RowsPage
from generator.publishing.documents import Desk, document_key
from generator.publishing.file_groups import FileGroups
from generator.search.check import Miss, spot_check
from generator.search.directory import FREQUENT_WORDS, check_format, write_directory
from generator.search.fold import VARIANTS
from generator.search.postings import (
    CHUNK,
    NAMES_CHUNK,
    Part,
    Range,
    Words,
    ranges_of,
    write_range,
    write_run,
)
from generator.search.rows import (
    COLUMNS,
    ENTRY,
    ROWS,
    Row,
    block_name,
    columns_block,
    facets_of,
    row_of,
    rows_block,
    stem,
)
from generator.search.shards import Shard
from generator.search.texts import pages_of, texts_place, unpack_texts
from generator.site.texts import rendered

A = TypeVar("A")
R = TypeVar("R")

BUNDLES, NAMES = "pagefind", "search/names"
RUN = 1_000_000
"""Bytes of Markdown whose words a worker puts aside; short documents make long runs, since every range of words looks into each."""
SHORT = 1024
"""Documents at a time, at most."""
PLACES = 1_000_000
"""Places of words in memory, about, from which on they are put aside: an attachment may be longer than any Markdown."""
TOGETHER = 50_000
"""Characters that are folded and cut into words at a time, at least."""
SPOTS = 2
"""Documents of each new bundle that every build looks up in it."""


class _Making(NamedTuple):
    """An index of words that is being made."""

    runs: Path
    """Where the words of its pages are put aside."""
    folder: Path
    """Where it comes together, until its name is known."""
    pages: int
    chunk: int
    """Places in one of its files, at least."""


@dataclass(frozen=True)
class Index:
    """The search index of one build: which bundles are to be made, and under which keys everything is kept."""

    desk: Desk
    shards: Sequence[Shard]
    """Newest first."""
    document_keys: Mapping[str, bytes]
    """Index number → what a page of the document and its texts are made from."""
    keys: Sequence[bytes]
    """The key of each shard's bundle."""
    missing: frozenset[bytes]
    """The keys of the bundles that are not known."""

    @classmethod
    def begin(cls, groups: FileGroups, desk: Desk, shards: Sequence[Shard]) -> Index:
        """Take over what is known."""
        document_keys = {d.index_no: document_key(d) for shard in shards for d in shard.documents}
        keys = [
            key_of(program_key(), [document_keys[d.index_no] for d in shard.documents]) for shard in shards
        ]
        return cls(desk, shards, document_keys, keys, frozenset(keys) - groups.known("bundle", keys))

    @property
    def documents(self) -> dict[str, PublishedDocument]:
        """By index number: all that are in it."""
        return {d.index_no: d for shard in self.shards for d in shard.documents}

    def build(self, groups: FileGroups) -> None:
        """Make the missing bundles, from the texts in the stage, and look up a few documents in each. Raises SearchError."""
        wanted = [
            (key, shard) for key, shard in zip(self.keys, self.shards, strict=True) if key in self.missing
        ]
        if not wanted:
            return
        check_format()
        made = [
            _Making(
                self.desk.work / key.hex(),
                self.desk.stage / BUNDLES / f".{key.hex()}",
                len(shard.documents),
                CHUNK,
            )
            for key, shard in wanted
        ]
        pages = [
            (making.runs, first, [texts_place(d.address) for d in shard.documents[first:after]])
            for making, (_, shard) in zip(made, wanted, strict=True)
            for first, after in _stretches([d.size for d in shard.documents])
        ]
        _all(groups.means.executor, partial(_put_aside_texts, self.desk.stage), pages)
        files = _written(self.desk.stage, made, groups.means.executor)
        groups.made("bundle", {key: new for (key, _), new in zip(wanted, files, strict=True)})
        _look_up(
            self.desk,
            [
                (_folder(new), page, shard.documents[page])
                for (_, shard), new in zip(wanted, files, strict=True)
                for page in range(min(SPOTS, len(shard.documents)))
            ],
            groups.means.executor,
        )

    def finish(self, groups: FileGroups, catalog: Catalog) -> None:
        """Make what the bundles share: the index of names, rows and columns, and the entry that lists everything."""
        stage = self.desk.stage
        names = {name: body.name for name, body in catalog.body_by_name.items()}
        rows = [[row_of(document, names) for document in shard.documents] for shard in self.shards]
        folder = self._names(groups, [row for some in rows for row in some])
        blocks = {
            kind: _blocks(groups, stage, kind, rows, size, make)
            for kind, size, make in (("rows", ROWS, rows_block), ("columns", COLUMNS, columns_block))
        }
        bundles = [_folder(groups.groups["bundle"][key]) for key in self.keys]
        largest = max(range(len(bundles)), key=lambda n: self.shards[n].size, default=None)
        entry = {
            "format": 1,
            "block": {"rows": ROWS, "columns": COLUMNS},
            "names": folder and stem(folder),
            "frequent": None if largest is None else f"{bundles[largest]}/{FREQUENT_WORDS}",
            "bundles": [
                {
                    "name": stem(name),
                    "pages": len(shard.documents),
                    "rows": blocks["rows"][n],
                    "columns": blocks["columns"][n],
                }
                for n, (name, shard) in enumerate(zip(bundles, self.shards, strict=True))
            ],
            "facets": facets_of(row for some in rows for row in some),
        }
        listed = json_line(entry) + "\n"
        files = (
            write_file(stage, ENTRY, listed),
            write_file(stage, f"search/{VARIANTS.name}", VARIANTS.read_bytes()),
        )
        groups.made("search", {key_of(program_key(), listed): files})

    def _names(self, groups: FileGroups, rows: Sequence[Row]) -> str | None:
        """The folder of the index of titles and numbers."""
        key = key_of(program_key(), [row.names for row in rows])
        if rows and not groups.known("names", [key]):
            making = _Making(
                self.desk.work / key.hex(), self.desk.stage / NAMES / f".{key.hex()}", len(rows), NAMES_CHUNK
            )
            _all(
                groups.means.executor,
                _put_aside_names,
                [
                    (making.runs, n, [row.names for row in rows[n : n + SHORT]])
                    for n in range(0, len(rows), SHORT)
                ],
            )
            groups.made("names", {key: _written(self.desk.stage, [making], groups.means.executor)[0]})
        return _folder(groups.groups["names"][key]) if rows else None


def _all(executor: Executor | None, function: Callable[[A], R], items: Sequence[A]) -> list[R]:
    """`function` of every item, by the workers if there are any and more than one item."""
    return list((executor.map if executor and len(items) > 1 else map)(function, items))


def _stretches(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the one after the last of neighbouring documents with so many bytes whose words are put aside by one worker."""
    first = size = 0
    for after, own in enumerate(sizes, 1):
        size += own
        if size >= RUN or after - first == SHORT or after == len(sizes):
            yield first, after
            first, size = after, 0


def _put_aside_texts(stage: Path, pages: tuple[Path, int, Sequence[str]]) -> None:
    runs, first, places = pages
    words: list[Words] = []
    for texts in _together(unpack_texts((stage / place).read_bytes()) for place in places):
        words += pages_of(texts)
        if sum(map(len, words)) >= PLACES:
            write_run(runs, first, words)
            first, words = first + len(words), []
    if words:
        write_run(runs, first, words)


def _together(pages: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """Neighbouring pages of so many characters that the processor has to do with one array, and its cache still holds it."""
    some: list[list[str]] = []
    size = 0
    for texts in pages:
        some.append(texts)
        size += sum(map(len, texts))
        if size >= TOGETHER:
            yield some
            some, size = [], 0
    if some:
        yield some


def _put_aside_names(pages: tuple[Path, int, Sequence[Sequence[str]]]) -> None:
    runs, first, names = pages
    write_run(runs, first, pages_of(names))


def _written(stage: Path, made: Sequence[_Making], executor: Executor | None) -> list[Files]:
    """Write indexes from what has been put aside for them; returns the files of each."""
    parts = [(making, part) for making in made for part in ranges_of(making.runs)]
    found: dict[_Making, list[Part]] = {making: [] for making in made}
    for (making, _), part in zip(parts, _all(executor, _write_part, parts), strict=True):
        found[making].append(part)
    return [_named(stage, making, found[making]) for making in made]


def _write_part(part: tuple[_Making, Range]) -> Part:
    making, words = part
    return write_range(making.runs, making.folder, words, making.chunk)


def _named(stage: Path, making: _Making, parts: Sequence[Part]) -> Files:
    """Complete an index, and give it its name."""
    name, files = write_directory(making.folder, [""] * making.pages, parts)
    target = making.folder.with_name(name)
    shutil.rmtree(target, ignore_errors=True)
    making.folder.rename(target)
    shutil.rmtree(making.runs)
    place = target.relative_to(stage).as_posix()
    return tuple((f"{place}/{file}", digest) for file, digest in files)


def _folder(files: Files) -> str:
    """Where an index lies, which has these files."""
    return next(name for name, _ in files if name.endswith(".pf_meta")).rpartition("/")[0]


def _blocks(
    groups: FileGroups,
    stage: Path,
    kind: str,
    rows: Iterable[Sequence[Row]],
    size: int,
    make: Callable[[Sequence[Row]], bytes],
) -> list[list[str]]:
    """For each bundle the names of its blocks; those that are not known are written."""
    parts = [[some[n : n + size] for n in range(0, len(some), size)] for some in rows]
    keys = [[key_of(program_key(), kind, part) for part in some] for some in parts]
    known = groups.known(kind, [key for some in keys for key in some])
    new = {
        key: make(part)
        for some, own in zip(parts, keys, strict=True)
        for part, key in zip(some, own, strict=True)
        if key not in known
    }
    groups.made(kind, {key: (write_file(stage, block_name(kind, data), data),) for key, data in new.items()})
    return [[stem(groups.groups[kind][key][0][0]) for key in own] for own in keys]


def _look_up(
    desk: Desk, samples: Sequence[tuple[str, int, PublishedDocument]], executor: Executor | None
) -> None:
    if misses := [
        miss for missed in _all(executor, partial(_missed, desk.root, desk.stage), samples) for miss in missed
    ]:
        names = "、".join(f"{miss.address}（{miss.kind}“{miss.text}”）" for miss in misses[:5])
        raise SearchError(Text(f"检索索引里查不到：{names}", f"not found in the search index: {names}"))


def _missed(root: Path, stage: Path, sample: tuple[str, int, PublishedDocument]) -> list[Miss]:
    folder, page, document = sample
    text = (
        " ".join(document.entries.values())
        if isinstance(document, RowsPage)
        else rendered(root, document).text
    )
    return spot_check(stage / folder, page, document, text)
