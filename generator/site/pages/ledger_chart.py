"""Numbers → an inline SVG bar chart that a screen reader can name; the table beside it holds the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

WIDTH, TOP, PLOT, FOOT = 480, 22, 120, 40
"""Of the drawing, in its own units: width, room for the numbers, height of the tallest bar, room for the labels."""

GAP = 0.3
"""Share of a bar's place that stays empty."""


class Bar(NamedTuple):
    """One bar: `marked` of its `value` are drawn in the warning colour on top."""

    label: str
    """Below the bar."""
    group: str
    """Written once below neighbouring bars that share it."""
    value: int
    marked: int = 0


def bar_chart(name: str, title: str, description: str, bars: Sequence[Bar]) -> Markup:
    """The chart; `name` makes its ids unique on the page."""
    height = TOP + PLOT + FOOT
    drawn = Markup("").join(_pieces(bars))
    return Markup(
        '<svg class="gk-chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>'
    ).format(WIDTH, height, name, name, name, title, name, description, drawn)


def _pieces(bars: Sequence[Bar]) -> Iterator[Markup]:
    place = WIDTH / max(1, len(bars))
    scale = PLOT / max([1, *(bar.value for bar in bars)])
    base = TOP + PLOT
    yield Markup('<line class="gk-chart__base" x1="0" y1="{}" x2="{}" y2="{}"/>').format(base, WIDTH, base)
    for n, bar in enumerate(bars):
        yield from _bar(bar, n * place, place, scale)
    for n, (before, bar) in enumerate(pairwise([Bar("", "", 0), *bars])):
        if bar.group != before.group:
            yield Markup('<text class="gk-chart__group" x="{:.1f}" y="{}">{}</text>').format(
                n * place, base + 34, bar.group
            )


def _bar(bar: Bar, left: float, place: float, scale: float) -> Iterator[Markup]:
    base, x, width, middle = TOP + PLOT, left + place * GAP / 2, place * (1 - GAP), left + place / 2
    whole, marked = bar.value * scale, bar.marked * scale
    rect = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
    if bar.value:
        yield rect.format("gk-chart__bar", x, base - whole + marked, width, whole - marked)
    if bar.marked:
        yield rect.format("gk-chart__bar gk-chart__bar--marked", x, base - whole, width, marked)
    text = Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>')
    yield text.format(
        "gk-chart__value" if bar.value else "gk-chart__value gk-chart__value--none",
        middle,
        base - whole - 5,
        bar.value,
    )
    yield text.format("gk-chart__label", middle, base + 16, bar.label)
