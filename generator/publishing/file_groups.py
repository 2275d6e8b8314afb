"""Groups of files, each under the key of what it is made from: what is known is taken over, the rest is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from typing import TypeVar

from generator.machine.cache import Cache
from generator.machine.site_folder import Files, Stage
from generator.machine.workers import each
from generator.model.packing import pack, unpack
from generator.publishing.shares import Part, Share, owns

T = TypeVar("T")


class Run:
    """The files of one build, as they come together."""

    def __init__(self, stage: Stage, cache: Cache, parts: Sequence[Part] = ()) -> None:
        self.stage = stage
        self.cache = cache
        self.parts = parts
        self.groups: dict[str, dict[bytes, Files]] = {}
        """Kind → key → the files of the site that were made from it."""
        self.share: Share | None = None
        """What is made from now on of many groups: a part of them, and nothing of what is one by itself; None: everything."""
        self._awaited: list[Callable[[], object]] = []

    @property
    def files(self) -> list[tuple[str, str]]:
        """All files of the site."""
        return [file for groups in self.groups.values() for files in groups.values() for file in files]

    def known(self, kind: str, keys: Sequence[bytes]) -> set[bytes]:
        """The keys whose files could be taken over."""
        found = {key: unpack(value, Files) for key, value in self.cache.get(kind, keys).items()}
        missing = set(keys) - found.keys()
        brought = {
            key: files
            for part in self.parts
            for key, files in part.known.get(kind, {}).items()
            if key in missing
        }
        placed = {key: files for key, files in (found | brought).items() if self.stage.place(files)}
        self.cache.put(kind, {key: pack(files) for key, files in brought.items() if key in placed})
        self.groups.setdefault(kind, {}).update(placed)
        return set(placed)

    def made(self, kind: str, values: dict[bytes, Files]) -> None:
        """Add files that were made now."""
        self.cache.put(kind, {key: pack(files) for key, files in values.items()})
        self.groups.setdefault(kind, {}).update(values)

    def one(self, kind: str, key: bytes, make: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """One group of files, made here if need be."""
        if self.share is None and not self.known(kind, [key]):
            self.made(kind, {key: tuple(make())})

    def beside(self, kind: str, makers: dict[bytes, Callable[[], Files]], executor: Executor | None) -> None:
        """A few large groups of files: made here or, with an executor, by workers while this process goes on, until it calls `settle`."""
        left = self._left(kind, makers)
        if executor is None:
            self.made(kind, {key: make() for key, make in left.items()})
            return
        files = {key: executor.submit(make) for key, make in left.items()}
        self._awaited.append(lambda: self.made(kind, {key: file.result() for key, file in files.items()}))

    def together(self, kind: str, key: bytes, make: Callable[[], object]) -> None:
        """Kinds of groups that `make` adds, under one key of all that they are made from: while it is known, no other key is worked out."""
        if self.share:
            make()
            return
        kinds = set(self.groups)
        kept = next(
            (unpack(value, dict[str, list[bytes]]) for value in self.cache.get(kind, [key]).values()), {}
        )
        if kept and all(len(self.known(inner, keys)) == len(keys) for inner, keys in kept.items()):
            return
        make()
        self._awaited.append(
            lambda: self.cache.put(
                kind,
                {
                    key: pack(
                        {inner: list(groups) for inner, groups in self.groups.items() if inner not in kinds}
                    )
                },
            )
        )

    def many(
        self,
        kind: str,
        items: dict[bytes, T],
        make: Callable[[T], Files],
        executor: Executor | None,
        progress: Callable[[int, int], object],
    ) -> None:
        """Many groups of files, made by the workers if need be while this process goes on, until it calls `settle`."""
        left = self._left(kind, items)
        files = each(executor, make, list(left.values()), progress)
        self._awaited.append(lambda: self.made(kind, dict(zip(left, files, strict=True))))

    def _left(self, kind: str, items: dict[bytes, T]) -> dict[bytes, T]:
        """What is to be made here and is not known."""
        own = {key: item for key, item in items.items() if self.share is None or owns(self.share, key)}
        known = self.known(kind, list(own))
        return {key: item for key, item in own.items() if key not in known}

    def settle(self) -> None:
        """Wait for what the workers make, and make what was left to this process."""
        for wait in self._awaited:
            wait()
        self._awaited.clear()
