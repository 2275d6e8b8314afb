"""Finished files → a site folder that is always whole: written beside the old one, then put in its place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.diagnostics import Text


class OutputError(Exception):
    """The site could not be written; the message says what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """A new folder beside `out` that takes its place when the block ends well; otherwise `out` stays as it was."""
    new, old = out.with_name(f".{out.name}.new"), out.with_name(f".{out.name}.old")
    if old.exists() and not out.exists():
        old.rename(out)  # a switch was cut off half-way: the old site is the whole one
    if out.exists() and not _is_site(out):
        raise OutputError(Text(f"{out} 里有不是本程序生成的文件，没有动它；请换一个输出文件夹", f"{out} was not made by this program; choose another --out"))
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        new.mkdir(parents=True)
        yield new
        if out.exists():
            out.rename(old)
        new.rename(out)
    except OSError as error:
        where = error.filename or out
        raise OutputError(Text(f"{where}：{error.strerror}。原来的网站没有改动；请检查磁盘空间和权限后重试",
                               f"{where}: {error.strerror}. The old site is untouched; check free space and permissions")) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def write_file(folder: Path, name: str, content: str | bytes) -> None:
    """Write one file below `folder`."""
    target = folder / name
    data = content.encode() if isinstance(content, str) else content
    try:
        target.write_bytes(data)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def copy_file(source: Path, folder: Path, name: str) -> None:
    """Copy one file below `folder`."""
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target, follow_symlinks=False)


def _is_site(out: Path) -> bool:
    return (out / "catalog.json").is_file() or not any(out.iterdir())
