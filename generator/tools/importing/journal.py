"""What an import of many files has already written, kept beside what can be made again: a killed run goes on where it was.

A line is written before each draft; a draft itself appears whole or not at all. So what a line names and what is there has
been brought over, whoever has worked on it since.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import NamedTuple

from generator.machine.git import is_ours
from generator.model.diagnostics import Text
from generator.model.faults import Fault
from generator.model.places import WORK

PLACE = "import.jsonl"


class JournalError(Fault):
    """There is no safe place for the journal."""


class Entry(NamedTuple):
    """A draft that was begun."""

    path: str
    number: str
    body: str
    """A digest of what it says, by which a second page with the same text is known."""


class Journal:
    """The journal of a root. `key` stands for a row of a list with the bytes of its file."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = root / WORK / PLACE
        if not is_ours(root / WORK):
            raise JournalError(
                Text(
                    f"{WORK} 是链接，或者被 git 管理，不能在里面记录导入的进度",
                    f"{WORK} is a link or kept by git; progress cannot be recorded there",
                )
            )
        self.entries: dict[str, Entry] = {}
        if self._file.is_file():
            for line in self._file.read_text(encoding="utf-8").splitlines():
                try:
                    key, *rest = json.loads(line)
                    self.entries.pop(key, None)
                    self.entries[key] = Entry(*rest)
                except (ValueError, TypeError):
                    continue  # the line at which the run was killed

    def begin(self, key: str, entry: Entry) -> None:
        """Note what is about to be written."""
        self._file.parent.mkdir(exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            file.write("\n" + json.dumps([key, *entry], ensure_ascii=False))  # behind a line that was torn
        self.entries.pop(key, None)
        self.entries[key] = entry

    def written(self) -> dict[str, Entry]:
        """The drafts that are there, by their keys. A file that was begun twice belongs to the later one."""
        owner = {entry.path: key for key, entry in self.entries.items()}
        return {
            key: entry
            for key, entry in self.entries.items()
            if owner[entry.path] == key and (self._root / entry.path).is_file()
        }

    def clear_remains(self) -> None:
        """Take away folders of attachments whose draft was not written any more."""
        for entry in self.entries.values():
            target = self._root / entry.path
            if not target.is_file():
                shutil.rmtree(target.with_suffix(".files"), ignore_errors=True)
