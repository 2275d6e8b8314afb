"""What a table says of one of its cells: the heading of its column."""

from __future__ import annotations

HEAD_ROWS = 5
"""A table's heading stands within its first rows, below a title and a note on units."""
_HEAD = 4_000
_ROW = 4_000
"""Characters of a table's beginning, and of a row before a cell, that are looked at."""


class Columns:
    """The column headings of all tables in one text, asked for in ascending order of position.

    Cells are separated by `|` (Markdown) or tabs (attachments); a blank line ends a table.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = 0
        self._block = -1
        self._heads: tuple[str, ...] = ()
        self._next = 0

    def heads(self, position: int) -> tuple[str, ...]:
        """The first rows of the table around a position, or of the text block when there is no table."""
        if position < self._seen:  # asked out of order
            self._block, self._next = -1, 0
        blank = self._text.rfind("\n\n", self._next, position)
        if blank >= 0 or self._block < 0:
            self._block = blank + 2 if blank >= 0 else 0
            start = self._text[self._block : self._block + _HEAD].lstrip("\n")
            self._heads = tuple(start.split("\n", HEAD_ROWS)[:HEAD_ROWS])
        self._seen, self._next = position, max(position - 1, self._block)
        return self._heads

    def heading(self, position: int) -> str:
        """The words above a position in its column; empty outside a table."""
        row, before = self._row_at(position)
        heads = self.heads(position)
        mark = "\t" if "\t" in row else "|" if "|" in row else None
        if mark is None and row.strip().isdecimal():  # a table of one column
            return next((head for head in heads if head and not any(c.isdecimal() for c in head)), "")
        if mark:
            column = before.count(mark)
            rows = [head.split(mark) for head in heads if mark in head]
        else:  # Pages of fixed layout have spaces for columns; only a row of as many words can then be the heading.
            column, width = len(f"{before}x".split()) - 1, len(row.split())
            rows = [words for head in heads if len(words := head.split()) == width > 2]
        return " ".join(cells[column].strip() for cells in rows if column < len(cells))

    def _row_at(self, position: int) -> tuple[str, str]:
        """The row around a position, and the part of it before the position."""
        start = max(self._text.rfind("\n", max(0, position - _ROW), position) + 1, position - _ROW)
        end = self._text.find("\n", position, position + _ROW)
        return self._text[start : end if end >= 0 else position + _ROW], self._text[start:position]
