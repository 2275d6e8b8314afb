"""Groups of files, each under the key of what it is made from: what is known is taken over, the rest is made.

What a build makes is a table of `Group`s; `FileGroups` brings them together, whoever makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from generator.machine.site_folder import Files, Stage
from generator.machine.workers import begin, each
from generator.model.packing import pack, unpack
from generator.publishing.inputs import Means
from generator.publishing.shares import Share, owns

T = TypeVar("T")

Make = Callable[[], Iterable[tuple[str, str]]]
"""Writes the files of one group; returns the name and SHA-256 of each."""


class By(Enum):
    """Who makes the groups of a row that are not known. What workers make can be sent to another process."""

    HERE = auto()
    """This process, at once."""
    WORKERS = auto()
    """Workers, a chunk of groups at a time, while this process goes on: many small groups."""
    EACH = auto()
    """Workers, every group by itself: few large groups."""
    BESIDE = auto()
    """A thread of this process, while it goes on: what is copied and digested, which needs the rest of Python for nothing."""


@dataclass(frozen=True)
class Group(Generic[T]):
    """A row of the table of what a build makes: groups of files of one kind."""

    kind: str
    """Under which the cache and the parts of a shared build keep them."""
    items: Mapping[bytes, T]
    """Key → what one group of files is made from."""
    make: Callable[[T], Files]
    by: By = By.HERE
    own: bool = False
    """Whether a part of a shared build (`--shard`) makes all of the row, which has only what is about the documents of this part; of every
    other row it makes the groups whose keys fall to it."""
    stage: str = ""
    """What progress calls the making of it; empty: it is not told."""


def one(kind: str, key: bytes, make: Make, by: By = By.HERE) -> Group[Make]:
    """The row of a single group of files."""
    return Group(kind, {key: make}, called, by)


def called(make: Make) -> Files:
    """The files that a maker writes, for rows whose items are makers."""
    return tuple(make())


class FileGroups:
    """The groups of files of one build, as they come together in its stage."""

    def __init__(self, stage: Stage, means: Means, share: Share | None = None) -> None:
        self.means = means
        self.groups: dict[str, dict[bytes, Files]] = {}
        """Kind → key → the files of the site that were made from it."""
        self.stage = stage
        self._share = share
        """None: everything is made."""
        self._awaited: list[Callable[[], object]] = []
        self._beside = ThreadPoolExecutor(1)

    @property
    def files(self) -> list[tuple[str, str]]:
        """All files of the site, each with its SHA-256."""
        return [file for groups in self.groups.values() for files in groups.values() for file in files]

    def known(self, kind: str, keys: Sequence[bytes]) -> set[bytes]:
        """Take over the files of these keys that the cache or a part has; returns their keys."""
        found = {key: unpack(value, Files) for key, value in self.means.cache.get(kind, keys).items()}
        missing = set(keys) - found.keys()
        brought = {
            key: files
            for part in self.means.parts
            for key, files in part.known.get(kind, {}).items()
            if key in missing
        }
        placed = self.stage.place(found | brought)
        self.means.cache.put(kind, {key: pack(files) for key, files in brought.items() if key in placed})
        self.groups.setdefault(kind, {}).update(placed)
        return set(placed)

    def earlier(self, kind: str, keys: Sequence[bytes]) -> dict[bytes, tuple[Path, Files]]:
        """The files of these keys as far as they are in the site in use or in a part: its folder, and their names below it."""
        found = {key: unpack(value, Files) for key, value in self.means.cache.get(kind, keys).items()}
        return {key: (folder, files) for key, files in found.items() if (folder := self.stage.holder(files))}

    def made(self, kind: str, values: Mapping[bytes, Files]) -> None:
        """Add files that were made now, and keep them for the next build."""
        self.means.cache.put(kind, {key: pack(files) for key, files in values.items()})
        self.groups.setdefault(kind, {}).update(values)

    def add(self, group: Group[T]) -> None:
        """Take over what is known of a row, and begin to make the rest. What workers make is there after `settle`."""
        wanted = self._wanted(group)
        known = self.known(group.kind, list(wanted))
        left = {key: item for key, item in wanted.items() if key not in known}
        if left:
            files = self._begin(group, list(left.values()))
            if group.by is By.HERE:
                self.made(group.kind, dict(zip(left, files, strict=True)))
            else:
                self._awaited.append(lambda: self.made(group.kind, dict(zip(left, files, strict=True))))

    def together(self, kind: str, key: bytes, rows: Callable[[], Iterable[Group[Any]]]) -> None:
        """Add many rows under one key of all that they are made from: while that is known, no row is worked out.

        A part works them out always.
        """
        if self._share is None and self._taken_over(kind, key):
            return
        kinds: dict[str, list[bytes]] = {}
        for row in rows():
            kinds[row.kind] = list(row.items)
            self.add(row)
        if self._share is None:
            self._awaited.append(lambda: self.means.cache.put(kind, {key: pack(kinds)}))

    def settle(self) -> None:
        """Wait for what the workers make."""
        for wait in self._awaited:
            wait()
        self._awaited.clear()

    def _wanted(self, group: Group[T]) -> Mapping[bytes, T]:
        """What of a row this build makes."""
        if self._share is None or group.own:
            return group.items
        return {key: item for key, item in group.items.items() if owns(self._share, key)}

    def _begin(self, group: Group[T], items: Sequence[T]) -> Iterator[Files]:
        """The files of each item, in order. Workers have begun when this returns."""
        executor = None if group.by is By.HERE else self.means.executor
        if group.by is By.BESIDE:
            begin(executor)  # no process begins as a copy of one that has a thread at work
            return map(Future.result, [self._beside.submit(group.make, item) for item in items])
        if executor and group.by is By.EACH:
            return map(Future.result, [executor.submit(group.make, item) for item in items])
        told = partial(self.means.progress, group.stage) if group.stage else _untold
        return each(executor, group.make, items, told)

    def _taken_over(self, kind: str, key: bytes) -> bool:
        """Whether all groups that stand under one key are known."""
        kept = self.means.cache.get(kind, [key])
        kinds = unpack(kept[key], dict[str, list[bytes]]) if kept else {}
        return bool(kinds) and all(len(self.known(inner, keys)) == len(keys) for inner, keys in kinds.items())


def _untold(done: int, total: int) -> None:
    """Progress that is not told."""
