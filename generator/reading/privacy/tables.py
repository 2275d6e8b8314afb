"""What a table says of one of its cells: the heading of its column."""

from __future__ import annotations

from functools import lru_cache

HEAD_ROWS = 5
"""A table's heading stands within its first rows, below a title and a note on units."""


class Columns:
    """The column headings of all tables in one text, asked for in ascending order of position.

    Cells are separated by `|` (Markdown) or tabs (attachments); a blank line ends a table.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = 0
        self._block = 0

    def heads(self, position: int) -> tuple[str, ...]:
        """The first rows of the table around a position, or of the text block when there is no table."""
        blank = self._text.rfind("\n\n", self._seen, position)
        if blank >= 0:
            self._block = blank + 2
        self._seen = max(self._seen, position - 1)
        return _first_rows(self._text[self._block : self._block + 4_000])

    def heading(self, position: int) -> str:
        """The words above a position in its column; empty outside a table."""
        start = self._text.rfind("\n", 0, position) + 1
        end = self._text.find("\n", position)
        row = self._text[start : end if end >= 0 else len(self._text)]
        mark = next((m for m in ("\t", "|") if m in row), None)
        before, cells = row[: position - start], row.split(mark)
        column = before.count(mark) if mark else len(f"{before}x".split()) - 1
        # Pages of fixed layout have spaces for columns; only a row of as many words can then be the heading.
        heads = (
            [head.split(mark) for head in self.heads(position) if mark is None or mark in head]
            if len(cells) > 2 or mark
            else []
        )
        return " ".join(
            head[column].strip() for head in heads if column < len(head) and (mark or len(head) == len(cells))
        )


@lru_cache(maxsize=4)
def _first_rows(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n", HEAD_ROWS)[:HEAD_ROWS])
