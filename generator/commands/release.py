"""A finished site → its release: the register of addresses grows, and a record of what changed joins the chain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from generator.commands.fix import replace_file
from generator.model import Document
from generator.releases import RECORDS, REGISTER, Release, extended, last_release, next_release, read_register, record_text, register_text


def record_release(root: Path, documents: Iterable[Document], today: date) -> Release | None:
    """Write the release of the documents that are published now; None when nothing has changed since the last one.

    The record is written before the register: a release that is cut off between the two is completed by the next call.
    """
    before = read_register(root).addresses
    after = extended(before, documents, today)
    last, previous = last_release(root)
    release = next_release(before, after, last, previous, today)
    if release:
        _write(root / RECORDS / f"{release.number:04}.json", record_text(release))
    _write(root / REGISTER, register_text(after.values()))
    return release


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode()
    if not path.exists() or path.read_bytes() != data:
        replace_file(path, data)
