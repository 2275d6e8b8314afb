"""Yearly numbers → the geometry of a bar chart, drawn by a template as SVG without script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT, TOP, BOTTOM = 480, 220, 24, 28
"""Units of the drawing; `TOP` leaves room for the numbers, `BOTTOM` for the years."""


class Bar(NamedTuple):
    """One bar with its number and the middle at which that is written."""

    series: int
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The horizontal middle."""
        return round(self.x + self.width / 2, 1)


class Group(NamedTuple):
    """The bars of one year."""

    year: int
    middle: float
    bars: tuple[Bar, ...]


def bar_groups(rows: Sequence[tuple[int, tuple[int, ...]]]) -> tuple[Group, ...]:
    """A group for each (year, values), from left to right; the highest number fills the height."""
    top = max((value for _, values in rows for value in values), default=0) or 1
    step = WIDTH / max(len(rows), 1)
    return tuple(
        _group(year, values, n * step, step, (HEIGHT - TOP - BOTTOM) / top)
        for n, (year, values) in enumerate(rows)
    )


def _group(year: int, values: tuple[int, ...], left: float, step: float, scale: float) -> Group:
    width = min(44.0, step * 0.7 / len(values))
    start = left + (step - width * len(values)) / 2
    floor = HEIGHT - BOTTOM
    bars = tuple(
        Bar(
            n,
            value,
            round(start + n * width, 1),
            round(floor - value * scale, 1),
            round(width - 3, 1),
            round(value * scale, 1),
        )
        for n, value in enumerate(values)
    )
    return Group(year, round(left + step / 2, 1), bars)
