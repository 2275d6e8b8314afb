"""A file to import as read: its blocks, and beside them what it holds by a count that does not depend on pandoc."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Refused, unreadable
from generator.tools.importing.pandoc import Node

PATIENCE = 300.0
"""Seconds for one file: somebody waits for this one, unlike the hundreds of attachments of a check."""


class Pictured(Refused):
    """Refuses a scan or a photo: only a text layer can tell what it says."""

    def __init__(self, message: Text) -> None:
        hint = Text(
            "向起草科室要原来的 Word 文件；没有的，装上 gongkai[ocr] 后再导入，或者先用 gongkai text 做文字版",
            "take the original Word file; else install gongkai[ocr] and import again, or make a text layer with gongkai text",
        )
        super().__init__(unreadable(message, hint).refusal)


PAGE_TITLE = Text("浏览器标题", "title of the window")


ROW = "row"
"""The kind of a source that is only the row of a list: a document whose text is nowhere, or not public."""


class Told(NamedTuple):
    """A value that a file states outside its text, and where."""

    value: str
    place: Text


@dataclass(frozen=True)
class Source:
    """One file to import."""

    name: str
    kind: str
    blocks: list[Node]
    """Plain blocks."""
    lines: tuple[str, ...]
    """The text as the file holds it."""
    cells: tuple[str, ...] = ()
    """The text of every table cell that has one."""
    merged: int = 0
    """Cells that cover several places."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """The bytes of each picture, by its address in the blocks."""
    files: tuple[tuple[str, bytes], ...] = ()
    """Attachments by their names."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What the page calls an attachment, by its name."""
    told: Mapping[str, Told] = field(default_factory=dict)
    """What the source says of a key of the front matter, by that key; `published` goes into the report, never into the draft."""
    absent: int = 0
    """Attachments that it links to and that are not there."""
    notes: tuple[Text, ...] = ()
    """What was lost or is doubtful."""
