"""Days → the months and quarters they lie in, without gaps."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Month(NamedTuple):
    """A calendar month; months compare in order of time."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """2026年3月."""
        return f"{self.year}年{self.number}月"

    @property
    def quarter(self) -> Quarter:
        """The quarter the month lies in."""
        return Quarter(self.year, (self.number + 2) // 3)


class Quarter(NamedTuple):
    """A quarter of a year; quarters compare in order of time."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """2026年三季度."""
        return f"{self.year}年{'一二三四'[self.number - 1]}季度"


def month_of(day: date) -> Month:
    """The month of a day."""
    return Month(day.year, day.month)


def quarter_of(day: date) -> Quarter:
    """The quarter of a day."""
    return month_of(day).quarter


def months(first: Month, last: Month) -> list[Month]:
    """Every month from `first` to `last`."""
    start, end = first.year * 12 + first.number - 1, last.year * 12 + last.number - 1
    return [Month(n // 12, n % 12 + 1) for n in range(start, end + 1)]


def quarters(first: Quarter, last: Quarter) -> list[Quarter]:
    """Every quarter from `first` to `last`."""
    start, end = first.year * 4 + first.number - 1, last.year * 4 + last.number - 1
    return [Quarter(n // 4, n % 4 + 1) for n in range(start, end + 1)]
