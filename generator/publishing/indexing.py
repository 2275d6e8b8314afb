"""The texts of documents → the search index in the stage: bundles that are known are taken over, the others made and looked into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random

from generator.machine.cache import key_of, program_key
from generator.machine.json_text import json_line
from generator.machine.site_folder import Files, write_file
from generator.model.catalog import Catalog
from generator.model.diagnostics import Text
from generator.model.document import PublishedDocument
from generator.model.faults import SearchError
from generator.model.packing import pack, unpack
from generator.planning.tables import RowsPage
from generator.publishing.bundles import Wanted, folder_of, lineage, make_bundles, run_all
from generator.publishing.documents import Desk, document_key
from generator.publishing.file_groups import FileGroups
from generator.search.check import Miss, spot_check
from generator.search.directory import FREQUENT_WORDS, check_format, directory_name
from generator.search.ends import CHUNK, NAMES_CHUNK
from generator.search.fold import VARIANTS
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
from generator.search.texts import texts_place, unpack_texts
from generator.site.texts import rendered

BUNDLES, NAMES = "pagefind", "search/names"
SPOTS = 2
"""Documents of each new bundle that every build looks up in it: of those that changed, or else the newest."""


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
        bundles = make_bundles(
            groups,
            self.desk.work,
            "bundle",
            [self._bundle(groups, *one) for one in wanted],
            [_lineage(shard) for shard in self.shards],
        )
        _look_up(
            self.desk,
            [
                (folder_of(bundle.files), page, _pages(shard)[page])
                for (_, shard), bundle in zip(wanted, bundles, strict=True)
                for page in (bundle.changed or range(len(shard.documents)))[-SPOTS:]
            ],
            groups.means.executor,
        )

    def _bundle(self, groups: FileGroups, key: bytes, shard: Shard) -> Wanted[str]:
        pages = _pages(shard)
        return Wanted(
            kind="bundle",
            key=key,
            place=BUNDLES,
            lineage=_lineage(shard),
            pages=[self.document_keys[d.index_no] for d in pages],
            items=[texts_place(d.address) for d in pages],
            sizes=[d.size for d in pages],
            texts=partial(_texts_at, self.desk.stage),
            before=partial(_texts_before, groups),
            least=CHUNK,
        )

    def finish(self, groups: FileGroups, catalog: Catalog) -> list[str]:
        """Make what the bundles share: the index of names, rows and columns, and the entry that lists everything.

        Returns the files that every search begins with, in the order in which it needs them.
        """
        stage = self.desk.stage
        names = {name: body.name for name, body in catalog.body_by_name.items()}
        rows = [[row_of(document, names) for document in shard.documents] for shard in self.shards]
        folder = self._names(groups, [row for some in rows for row in some])
        blocks = {
            kind: _blocks(groups, stage, kind, rows, size, make)
            for kind, size, make in (("rows", ROWS, rows_block), ("columns", COLUMNS, columns_block))
        }
        bundles = [folder_of(groups.groups["bundle"][key]) for key in self.keys]
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
        lists = [
            f"{place}/{FREQUENT_WORDS}"
            for place in (folder, largest is not None and bundles[largest])
            if place
        ]
        directories = [f"{place}/{directory_name(place)}" for place in (folder, *bundles) if place]
        return [name for name, _ in files] + directories + lists

    def _names(self, groups: FileGroups, rows: Sequence[Row]) -> str | None:
        """The folder of the index of titles and numbers."""
        key = key_of(program_key(), [row.names for row in rows])
        if rows and not groups.known("names", [key]):
            pages = [row.names for row in reversed(rows)]
            index = Wanted(
                kind="names",
                key=key,
                place=NAMES,
                lineage=lineage("names", ""),
                pages=[pack(names) for names in pages],
                items=pages,
                sizes=[0] * len(pages),
                texts=_as_they_are,
                before=_names_before,
                least=NAMES_CHUNK,
            )
            make_bundles(groups, self.desk.work, "names", [index], [index.lineage])
        return folder_of(groups.groups["names"][key]) if rows else None


def _pages(shard: Shard) -> tuple[PublishedDocument, ...]:
    """The documents of a shard as its index numbers them: from the oldest on."""
    return shard.documents[::-1]


def _lineage(shard: Shard) -> bytes:
    return lineage("bundle", _pages(shard)[0].index_no)


def _texts_at(stage: Path, place: str) -> list[str]:
    return unpack_texts((stage / place).read_bytes())


def _texts_before(groups: FileGroups, keys: Sequence[bytes]) -> list[list[str]]:
    """The texts of documents of which an earlier index was made."""
    found = groups.earlier("texts", keys)
    if len(found) < len(set(keys)):
        raise FileNotFoundError("some texts of the last build are not there")
    return [_texts_of(*found[key]) for key in keys]


def _texts_of(folder: Path, files: Files) -> list[str]:
    ((name, digest),) = files
    data = (folder / name).read_bytes()
    if sha256(data).hexdigest() != digest:
        raise ValueError(f"{name} is not what was written")
    return unpack_texts(data)


def _as_they_are(names: list[str]) -> list[str]:
    return names


def _names_before(keys: Sequence[bytes]) -> list[list[str]]:
    return [unpack(key, list[str]) for key in keys]


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
        miss
        for missed in run_all(executor, partial(missed_in, desk.root, desk.stage), samples)
        for miss in missed
    ]:
        names = "、".join(f"{miss.address}（{miss.kind}“{miss.text}”）" for miss in misses[:5])
        raise SearchError(Text(f"检索索引里查不到：{names}", f"not found in the search index: {names}"))


def missed_in(root: Path, stage: Path, sample: tuple[str, int, PublishedDocument]) -> list[Miss]:
    """What is not found of a document, given as the folder of its bundle, its page there, and itself."""
    folder, page, document = sample
    text = (
        Random(document.digest).choice(
            [*document.entries.values()]
        )  # no piece runs from one row into the next
        if isinstance(document, RowsPage)
        else rendered(root, document).text
    )
    return spot_check(stage / folder, page, document, text)
