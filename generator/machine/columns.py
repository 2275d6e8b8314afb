"""Columns of a spreadsheet by the letters that office programs give them."""

from __future__ import annotations


def column_letters(number: int) -> str:
    """The letters of a column, counted from 0: 0 → `A`, 26 → `AA`."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
