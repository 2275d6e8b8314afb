"""Finished files → a site folder that is always whole.

A site lists its files in `manifest.json` (SHA-256 of each). A new site is put together in the folder of the one before
the last, `.<name>.old`, which is brought up to date by the differences; then the two change places in one step. So the
work is proportional to what changed, and whatever happens on the way, the folder that is served is a whole site.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from generator.machine.git import is_ours
from generator.machine.json_text import json_text
from generator.model.diagnostics import Text
from generator.model.faults import OutputError, disk_reason

MANIFEST = "manifest.json"

AT_A_TIME = 4096
"""Lines of the manifest that are made together."""

T = TypeVar("T")

Files = tuple[tuple[str, str], ...]
"""Names relative to the site, each with the SHA-256 of its content."""


class _Manifest(msgspec.Struct):
    """`manifest.json`, as far as it is read."""

    files: dict[str, str]


@dataclass(frozen=True)
class Stage:
    """The folder in which a new site is put together, and what is already to be had."""

    folder: Path
    here: Mapping[str, str]
    """What the folder holds from before and still has: name → SHA-256."""
    live: Path
    sources: Sequence[tuple[Path, Mapping[str, str]]]
    """Where else files can be taken from, and what is there: the site in use, the parts made by other machines."""

    def place(self, groups: Mapping[bytes, Files]) -> dict[bytes, Files]:
        """Make sure that these groups of files are in the folder, taken from elsewhere if need be; returns those that could be had whole.

        A file that somebody deleted from a site is to be had no more, whatever its manifest says.
        """
        placed = {}
        get = self.here.get
        for key, files in groups.items():
            for name, digest in files:
                if get(name) != digest:
                    break
            else:
                placed[key] = files
                continue
            if self._fetch(files):
                placed[key] = files
        return placed

    def _fetch(self, files: Files) -> bool:
        """Take from elsewhere what the folder lacks of these files; False when one is to be had nowhere."""
        wanted = [(name, digest) for name, digest in files if self.here.get(name) != digest]
        holders = [
            next((folder for folder, names in self.sources if names.get(name) == digest), None)
            for name, digest in wanted
        ]
        if None in holders:
            return False
        try:
            for holder, (name, _) in zip(holders, wanted, strict=True):
                link_file(f"{holder}/{name}", f"{self.folder}/{name}")
        except FileNotFoundError:
            return False
        return True

    def holder(self, files: Files) -> Path | None:
        """Another folder that has all of these files, by its manifest."""
        for folder, names in self.sources:
            if all(names.get(name) == digest for name, digest in files):
                return folder
        return None


@contextmanager
def staged(
    out: Path,
    more: Sequence[tuple[Path, Mapping[str, str]]] = (),
    lost: Callable[[], Sequence[str]] | None = None,
) -> Iterator[Stage]:
    """A stage for the site `out`, with `more` folders to take files from, each with what it holds.

    `lost` tells what `lost_files` found in the folder of the stage, where somebody has asked that meanwhile.
    Neither the site in use nor the folder of the one before is taken from when it may have come with a branch. Raises OutputError
    when one of them is a link. When the block ends well, `finish` has been called and the stage has taken the place of the site.
    """
    if out.exists() and not _is_site(out):
        raise OutputError(
            Text(
                f"{out} 里有不是本程序生成的文件，没有动它；请换一个输出文件夹",
                f"{out} was not made by this program; choose another --out",
            )
        )
    old = stage_of(out)
    for place in (out, old):
        if place.is_symlink():
            raise OutputError(
                Text(
                    f"{place} 是链接，没有写入；请删除链接，或者用 --out 写出文件夹本身",
                    f"{place} is a link and was not written to; delete it, or name the folder itself with --out",
                )
            )
    believed = is_ours(out) and is_ours(old)
    try:
        if old.exists() and not out.exists():
            old.rename(out)  # a switch was cut off half-way: the old site is the whole one
        here = read_manifest(old) if believed else {}
        for name in (lost or partial(lost_files, old))() if here else ():
            del here[name]
        if not here:
            shutil.rmtree(old, ignore_errors=True)
            old.mkdir(parents=True)
        (old / MANIFEST).unlink(missing_ok=True)  # until it is finished, the folder is no site
        yield Stage(old, here, out, [(out, read_manifest(out) if believed else {}), *more])
    except OSError as error:
        where, why = error.filename or out, disk_reason(error)
        raise OutputError(
            Text(
                f"{where}：{why.zh}。原来的网站没有改动；请检查磁盘空间和权限后重试",
                f"{where}: {why.en}. The old site is untouched; check free space and permissions",
            )
        ) from error


def stage_of(out: Path) -> Path:
    """The folder in which the next site at `out` is put together."""
    return out.with_name(f".{out.name}.old")


def lost_files(folder: Path) -> list[str]:
    """The files that a site lists and does not have: somebody has removed them."""
    return [name for name in read_manifest(folder) if not os.access(f"{folder}/{name}", os.F_OK)]


def finish(stage: Stage, files: Iterable[tuple[str, str]]) -> None:
    """Remove what does not belong to the new site, list what does, and let the stage and the site in use change places."""
    wanted = dict(files)
    _remove(stage.folder, stage.here.keys() - wanted.keys())
    _write_manifest(stage.folder, wanted)
    exchange(stage.folder, stage.live)


def exchange(folder: Path, live: Path) -> None:
    """Let a finished site take the place of the one in use, once it is on the disk; the one in use takes its place in turn."""
    _sync(folder)
    if not live.exists():
        folder.rename(live)
    elif not _swap(folder, live):
        aside = live.with_name(f".{live.name}.aside")
        live.rename(aside)
        folder.rename(live)
        aside.rename(folder)


def write_file(folder: Path, name: str, content: str | bytes) -> tuple[str, str]:
    """Write one file below `folder`, never into a file that another site shares; returns its name and SHA-256."""
    data = content.encode() if isinstance(content, str) else content
    with _created(_below(folder, name)) as file:
        file.write(data)
    return name, sha256(data).hexdigest()


def write_pieces(folder: Path, name: str, pieces: Iterable[str | bytes]) -> tuple[str, str]:
    """Write one file piece by piece; returns its name and SHA-256."""
    digest = sha256()
    with _created(_below(folder, name)) as file:
        for piece in pieces:
            data = piece.encode() if isinstance(piece, str) else piece
            digest.update(data)
            file.write(data)
    return name, digest.hexdigest()


def copy_file(source: Path, folder: Path, name: str) -> tuple[str, str]:
    """Copy one file below `folder`; returns its name and SHA-256."""
    return write_pieces(folder, name, [source.read_bytes()])


def file_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def _below(folder: Path, name: str) -> str:
    """The place of a file of the site. Raises ValueError for a name that leads out of the folder: addresses have been checked."""
    if name.startswith("/") or ".." in name.split("/"):
        raise ValueError(f"{name} is not below the site")
    return f"{folder}/{name}"


@contextmanager
def _created(target: str) -> Iterator[BinaryIO]:
    """A file for what is written in the block, and nothing else.

    One that is there and stands at no second place is written over: to remove it and make another costs several times as much.
    """
    there = _status(target)
    if there and stat.S_ISREG(there.st_mode) and there.st_nlink == 1:
        with open(target, "r+b") as file:
            yield file
            if file.tell() < there.st_size:
                file.truncate()
    else:
        with _in_place(target, lambda: open(target, "xb")) as file:
            yield file


def _status(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except FileNotFoundError:
        return None


def link_file(source: str, target: str) -> None:
    """Let a file stand at a second place, as one and the same where the file system can, else as a copy."""
    try:
        _in_place(target, lambda: os.link(source, target))
    except OSError:
        shutil.copyfile(source, target)


def _in_place(target: str, make: Callable[[], T]) -> T:
    """Make something at a path: its folder is added where it is missing, a file that is in the way removed."""
    try:
        return make()
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
    except FileExistsError:
        os.unlink(target)
    return make()


def _remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files, and the folders that are empty without them."""
    emptied: set[str] = set()
    for name in names:
        with suppress(FileNotFoundError):
            os.unlink(f"{folder}/{name}")
        while (name := name.rpartition("/")[0]) and name not in emptied:
            emptied.add(name)
    for name in sorted(emptied, reverse=True):  # a folder comes after those inside it
        with suppress(OSError):
            os.rmdir(f"{folder}/{name}")


def manifest_digest(site: Path) -> str | None:
    """The SHA-256 of the list of all files of a site; None when there is no site."""
    manifest = site / MANIFEST
    return file_digest(manifest) if manifest.is_file() else None


def amend(site: Path, files: Files) -> None:
    """List files that were written into a site in use."""
    _write_manifest(site, read_manifest(site) | dict(files))


def _write_manifest(folder: Path, files: Mapping[str, str]) -> None:
    write_pieces(folder, MANIFEST, _manifest_pieces(files))


def _manifest_pieces(files: Mapping[str, str]) -> Iterator[str]:
    """The manifest as `json_text` has it; that of a large site would be in memory five times over."""
    lines = [(name, files[name]) for name in sorted(files)]
    head, tail = '{\n "algorithm": "SHA-256",\n "files": {', "\n }\n}\n"
    yield head
    for first in range(0, len(lines), AT_A_TIME):
        some = json_text({"algorithm": "SHA-256", "files": dict(lines[first : first + AT_A_TIME])})
        yield f"{',' if first else ''}{some.removeprefix(head).removesuffix(tail)}"
    yield tail if lines else "}\n}\n"


def read_manifest(folder: Path) -> dict[str, str]:
    """The files of a site, each with its SHA-256; none when it has no list of them, or one with a name that leads out of the site."""
    try:
        files = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=_Manifest).files
    except (OSError, ValueError):
        return {}
    return (
        {}
        if any(name[:1] in ("", "/") or (".." in name and ".." in name.split("/")) for name in files)
        else files
    )


def _is_site(out: Path) -> bool:
    return (out / MANIFEST).is_file() or not any(out.iterdir())


def _swap(one: Path, other: Path) -> bool:
    """Let two folders change places in a single step, where the system can (Linux: renameat2)."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    current_folder, exchange = -100, 2
    return bool(
        rename(
            current_folder,
            os.fsencode(one.absolute()),
            current_folder,
            os.fsencode(other.absolute()),
            exchange,
        )
        == 0
    )


def _sync(folder: Path) -> None:
    """Wait until all that was written is on the disk of a folder, so that a power cut after the change finds whole files (Linux: syncfs)."""
    with suppress(AttributeError, OSError, TypeError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            ctypes.CDLL(None).syncfs(handle)
        finally:
            os.close(handle)
