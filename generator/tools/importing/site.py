"""A whole old site → drafts: the rows of a list or the files of a folder, by several processes, with one outcome for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from generator.machine.files import replace_file
from generator.machine.workers import each
from generator.model.document import Document
from generator.model.setting import Setting
from generator.reading.attachments.content import Refused
from generator.tools.editing.drafts import scalar
from generator.tools.importing.imports import Importer, Judged, Placed, judge, move_entry
from generator.tools.importing.journal import Entry, Journal
from generator.tools.importing.pagefiles import FILES
from generator.tools.importing.report import Outcome
from generator.tools.importing.rows import Row

PAGES = (".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml")
PAPERS = (".docx", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".ofd")
_GENERATED = re.compile(r"\.(?:aspx?|jsp|php|do|action)(?:[?@].*)?$|\.s?html?[?@].*$", re.IGNORECASE)
BATCH = 256
"""Rows that are read before their drafts are written: what a killed run has to read again."""


def rows_of(folder: Path) -> list[Row]:
    """The pages of a folder, or its papers when there are no pages; files that belong to pages are found by these."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    pages = [
        f
        for f in files
        if f.suffix.lower() in PAGES or (_GENERATED.search(f.name) and not FILES.search(f.name))
    ]
    return [Row(0, file) for file in pages or [f for f in files if f.suffix.lower() in PAPERS]]


def bring_site(
    importer: Importer,
    rows: Sequence[Row],
    top: Path,
    setting: Setting,
    documents: Sequence[Document],
    executor: Executor | None,
    *,
    dry: bool = False,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Iterator[Outcome]:
    """An outcome for each row, in their order. With `dry` nothing is written, numbers and places are what they would be."""
    carrier = _Carrier(importer, setting, documents, None if dry else Journal(setting.root))
    means = replace(importer.means, top=top)
    done = 0
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        known = [carrier.known(row) for row in batch]
        left = [row for row, outcome in zip(batch, known, strict=True) if outcome is None]
        judged = each(executor, partial(judge, means), left)
        for row, outcome in zip(batch, known, strict=True):
            yield outcome or carrier.carry(row, next(judged))
            done += 1
            progress(done, len(rows))


class _Carrier:
    """Writes drafts one after the other, knows which are there already and which texts came twice."""

    def __init__(
        self, importer: Importer, setting: Setting, documents: Sequence[Document], journal: Journal | None
    ) -> None:
        self._importer = importer
        self._setting = setting
        self._journal = journal
        self._addresses = {m.address.rstrip("/"): d.path for d in documents for m in d.moved_from}
        self._bodies: dict[str, str] = {}
        self._written: dict[str, Entry] = {}
        if journal:
            journal.clear_remains()
            self._written = journal.written()
            self._bodies = {e.body: e.path for e in self._written.values() if e.body}

    def known(self, row: Row) -> Outcome | None:
        """The outcome of a row that an earlier run has finished."""
        entry = self._written.get(_key(row))
        return Outcome(row.name, entry.path, entry.number, known=True) if entry else None

    def carry(self, row: Row, judged: Judged | Outcome) -> Outcome:
        """Write one draft, or say why there is none."""
        if isinstance(judged, Outcome):
            return judged
        try:
            placed = self._importer.place(judged)
        except Refused as refused:
            return Outcome(row.name, None, refusal=refused.refusal)
        there = next((self._addresses[a] for a in placed.moved if a in self._addresses), None)
        if there:
            self._importer.give_back(placed)
            return Outcome(row.name, there, known=True)
        body = placed.made.digest
        if body and (same := self._bodies.get(body)):
            self._importer.give_back(placed)
            return self._again(row, placed, same)
        outcome = self._write(row, placed, body)
        if body and outcome.path:
            self._bodies[body] = outcome.path
        self._addresses |= dict.fromkeys(placed.moved, placed.path)
        return outcome

    def _write(self, row: Row, placed: Placed, body: str) -> Outcome:
        if self._journal is None:
            return self._importer.outcome(placed, self._importer.text(placed))
        self._journal.begin(_key(row), Entry(placed.path, placed.number, body))
        try:
            return self._importer.write(placed)
        except Refused as refused:
            return Outcome(row.name, None, refusal=refused.refusal)

    def _again(self, row: Row, placed: Placed, same: str) -> Outcome:
        """A second page with the same text: its address leads to the first one's draft."""
        if self._journal:
            _add_addresses(self._setting.root / same, placed.moved, self._setting)
        self._addresses |= dict.fromkeys(placed.moved, same)
        return Outcome(row.name, None, same_as=same, moved=placed.moved)


def _key(row: Row) -> str:
    """A digest of a row and of the bytes of its file."""
    digest = sha256(repr((str(row.file), row.text, sorted(row.values.items()))).encode())
    if row.file and row.file.is_file():
        digest.update(row.file.read_bytes())
    return digest.hexdigest()


def _add_addresses(file: Path, addresses: Sequence[str], setting: Setting) -> None:
    """Further entries of `moved_from` at the end of a draft's front matter."""
    text = file.read_text(encoding="utf-8")
    head, mark, body = text.partition("\n---\n")
    new = [a for a in addresses if f"address: {scalar(a)}\n" not in head + "\n"]
    entries = [move_entry(address, setting.today) for address in new]
    lines = [
        f"  {'- ' if n == 0 else '  '}{key}: {scalar(value)}"
        for entry in entries
        for n, (key, value) in enumerate(entry.items())
    ]
    if not lines:
        return
    if "\nmoved_from:\n" in head:
        head = head.replace("\nmoved_from:\n", "\n".join(["\nmoved_from:", *lines, ""]), 1)
    else:
        head = "\n".join([head, "moved_from:", *lines])
    replace_file(file, (head + mark + body).encode())
