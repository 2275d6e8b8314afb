"""Results of earlier runs by the digest of their inputs: one disposable SQLite file, `.build/cache.sqlite`.

Every key is a digest of all that a value was made from, so nothing here can be out of date, only unknown. The file may be
deleted at any time; one that is damaged or from another version is started anew, and one that may have come with a branch is
not used. Its write lock is the lock against a second build.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

import msgspec

try:
    import fcntl
except ImportError:  # Windows, where the file of the cache is the only lock
    fcntl = None  # type: ignore[assignment]

from generator.machine.git import has_repository, is_ours
from generator.machine.made_with import made_with
from generator.model.places import WORK

MADE = (WORK, "site", ".site.old")
"""Folders that the program makes in a root. It reads none of them when they may have come with a branch."""

FORMAT = 4

_PACKER = msgspec.msgpack.Encoder(enc_hook=str)

_DRAWER = msgspec.msgpack.Decoder(dict[bytes, bytes])


@contextmanager
def workshop(root: Path) -> Iterator[Path]:
    """The folder of a root for caches; where it may have come with a branch, an empty temporary one instead.

    What came with a branch could hold whatever its author wants to be found or published, or lead somewhere else. Outside a
    repository, where git cannot tell, a folder that was not made in this place has come with an archive and is removed.
    """
    if is_ours(root / WORK):
        if not has_repository(root):
            _only_from_here(root / WORK)
        yield root / WORK
    else:
        with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
            yield Path(folder)


def _only_from_here(work: Path) -> None:
    """Let a folder be empty unless it was made where it lies: whoever packs one cannot know what the disk will call it."""
    try:
        mark = work / "here"
        if work.is_dir() and (not mark.is_file() or mark.read_text(encoding="utf-8") != _called(work)):
            shutil.rmtree(work)
        if not work.exists():
            made = Path(tempfile.mkdtemp(prefix=f"{WORK}-", dir=work.parent))
            (made / "here").write_text(_called(made), encoding="utf-8")
            made.chmod(0o755)
            try:
                made.rename(work)  # at once, so that nobody sees it without its mark
            except OSError:
                shutil.rmtree(made)
    except (OSError, UnicodeDecodeError):
        return  # it cannot be written, and whoever uses it says so


def _called(work: Path) -> str:
    """What the disk calls a folder."""
    found = work.stat()
    return f"{found.st_dev} {found.st_ino}"


class Cache:
    """Values by kind and key. Used in a `with` block; `commit` keeps what was put and drops what was not asked for."""

    def __init__(self, folder: Path, root: Path | None = None) -> None:
        self._root = root
        """The folder of which only one process at a time may write what is made of it."""
        self._held: int | None = None
        self._path = folder / "cache.sqlite"
        self._used: dict[str, set[bytes]] = {}
        self._others: dict[str, set[bytes]] = {}
        """By kind: keys present in the file but not asked for in this run; `commit` deletes them."""
        self._new: dict[str, dict[bytes, bytes]] = {}
        self._connection: sqlite3.Connection | None = None
        self.locked = False
        """Whether this process may write; the first one that asks for it may."""

    def __enter__(self) -> Cache:
        try:
            self._path.parent.mkdir(exist_ok=True)
            self._connection = _connect(self._path)
        except (OSError, sqlite3.DatabaseError):
            with suppress(OSError):
                self._path.unlink()
            with suppress(OSError, sqlite3.DatabaseError):
                self._connection = _connect(self._path)
        return self

    def __exit__(self, *exception: object) -> None:
        if self._connection:
            self._connection.close()
        if self._held is not None:
            os.close(self._held)

    def _hold(self) -> bool:
        """Lock the folder itself, so that two builds do not meet where there is no file to lock, either; it ends with the process."""
        if fcntl is None or self._root is None or self._held is not None:
            return True
        try:
            held = os.open(self._root, os.O_RDONLY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(held)
                return False
        except OSError:
            return True
        self._held = held
        return True

    def lock(self) -> bool:
        """Take the lock for writing; False when another process holds it."""
        if not self._hold():
            return False
        if self._connection is None:
            return True
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        self.locked = True
        return True

    def get(self, kind: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The packed values of the keys that are known, by key. Damaged values count as unknown."""
        wanted = self._used.setdefault(kind, set())
        wanted.update(keys)
        found = {key: value for key, value in self._new.get(kind, {}).items() if key in wanted}
        if self._connection is None:
            return found
        others = self._others.setdefault(kind, set())
        with suppress(sqlite3.DatabaseError):
            for drawer, sealed in self._connection.execute(
                "SELECT drawer, value FROM entry WHERE kind = ?", (kind,)
            ):
                kept = _opened_drawer(kind, drawer, sealed)
                if kept.keys() <= wanted:
                    found |= kept
                else:
                    others |= kept.keys() - wanted
                    found |= {key: kept[key] for key in kept.keys() & wanted}
        return found

    def put(self, kind: str, values: Mapping[bytes, bytes]) -> None:
        """Keep packed values under their keys. With the lock they are written at once; without it they wait in memory for `commit`."""
        self._used.setdefault(kind, set()).update(values)
        if self.locked:
            with suppress(sqlite3.DatabaseError):
                self._change(kind, values)
        else:
            self._new.setdefault(kind, {}).update(values)

    def commit(self) -> None:
        """Write what was put, and delete the keys that nobody asked for in this run, of every kind that was used. Nothing without the lock."""
        if self._connection is None or not (self.locked or self.lock()):
            return
        with suppress(sqlite3.DatabaseError):
            for kind in self._used.keys() - self._others.keys():
                self.get(kind, ())
            for kind, used in self._used.items():
                self._change(kind, dropped=self._others[kind] - used)
            for kind, values in self._new.items():
                self._change(kind, values)
            self._connection.commit()
        self.locked = False

    def _change(
        self,
        kind: str,
        values: Mapping[bytes, bytes] = MappingProxyType({}),
        dropped: Set[bytes] = frozenset(),
    ) -> None:
        """Write the drawers anew in which something is put or dropped. Raises sqlite3.DatabaseError."""
        if self._connection is None:
            return
        for drawer, keys in groupby(sorted(values.keys() | dropped), key=_drawer_of):
            row = self._connection.execute(
                "SELECT value FROM entry WHERE kind = ? AND drawer = ?", (kind, drawer)
            ).fetchone()
            kept = _opened_drawer(kind, drawer, row[0]) if row else {}
            for key in keys:
                if key in values:
                    kept[key] = values[key]
                else:
                    kept.pop(key, None)
            self._connection.execute(
                "INSERT OR REPLACE INTO entry VALUES (?, ?, ?)",
                (kind, drawer, sealed_value(kind, drawer, _PACKER.encode(kept))),
            )


def _drawer_of(key: bytes) -> bytes:
    """Values whose keys begin with the same byte lie in one row of the file: a tenth of the time to read them all, and little to write one."""
    return key[:1]


def _opened_drawer(kind: str, drawer: bytes, sealed: object) -> dict[bytes, bytes]:
    """Key → value of what lies in a row of the file; none when it is damaged."""
    opened = opened_value(kind, drawer, sealed)
    return {} if opened is None else _DRAWER.decode(opened)


def sealed_value(kind: str, key: bytes, value: bytes) -> bytes:
    """A row as it lies in the file: with a digest, by which one that was damaged or put there by hand is told from ours."""
    return blake2b(value, digest_size=8, key=key[:64], person=kind.encode()[:16]).digest() + value


def opened_value(kind: str, key: bytes, sealed: object) -> bytes | None:
    """The value that lies in the file; None when it is damaged, and has to be made again."""
    if not isinstance(sealed, bytes):
        return None
    value = sealed[8:]
    return value if sealed_value(kind, key, value) == sealed else None


def key_of(*parts: object) -> bytes:
    """A digest (16 bytes) of some values. One that cannot be packed counts by its `str`, which must say everything about it."""
    try:
        packed = _PACKER.encode(parts)
    except UnicodeEncodeError:  # a garbled name, which no packed text can hold
        packed = repr(parts).encode("utf-8", "surrogatepass")
    return blake2b(packed, digest_size=16).digest()


@lru_cache(maxsize=1)
def program_key() -> bytes:
    """A digest of this program and of everything else whose output is kept (16 bytes)."""
    return key_of(*made_with())


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "PRAGMA synchronous = NORMAL"
    )  # after a power cut the file is whole, and may lack what was put last
    if connection.execute("PRAGMA user_version").fetchone() != (FORMAT,):
        connection.executescript(
            f"DROP TABLE IF EXISTS entry; CREATE TABLE entry (kind TEXT, drawer BLOB, value BLOB, PRIMARY KEY (kind, drawer)) WITHOUT ROWID;"
            f"PRAGMA user_version = {FORMAT}"
        )
    return connection
