"""The document files of a root, as the file system has them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.machine.stamps import Stamp, stamp
from generator.model.diagnostics import is_garbled
from generator.model.places import DOCUMENTS


class Source(NamedTuple):
    """A document file as the file system has it."""

    path: str
    """Relative to the root."""
    stamp: Stamp
    files: tuple[tuple[str, Stamp], ...]
    """Names and stamps of what lies in its folder of attachments."""


def find_documents(root: Path) -> list[str]:
    """The paths of all document files, relative to the root, sorted."""
    return [source.path for source in sources_of(root)]


def sources_of(root: Path) -> list[Source]:
    """All document files, in the order of their paths. Attachment folders and links are not entered, nor what has a garbled name."""
    return sorted(_walk(root, DOCUMENTS))


def _walk(root: Path, folder: str) -> Iterator[Source]:
    try:
        entries = list(os.scandir(root / folder))
    except FileNotFoundError:
        return
    attached = {entry.name for entry in entries if entry.name.endswith(".files")}
    for entry in entries:
        if is_garbled(entry.name):
            continue
        path = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in attached:
                yield from _walk(root, path)
        elif entry.name.endswith(".md") and entry.is_file(follow_symlinks=False):
            files = f"{entry.name.removesuffix('.md')}.files"
            yield Source(path, _stamp(entry), _stamps(root / folder / files) if files in attached else ())


def _stamps(folder: Path) -> tuple[tuple[str, Stamp], ...]:
    try:
        return tuple(sorted((entry.name, _stamp(entry)) for entry in os.scandir(folder)))
    except NotADirectoryError:
        return ()


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    return stamp(entry.stat(follow_symlinks=False))
