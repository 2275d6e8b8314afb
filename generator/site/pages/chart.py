"""Numbers → inline SVG bar charts that a screen reader can name; the table beside it holds the same numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from generator.reading.drawings import Drawing, Series

WIDTH, TOP, PLOT, FOOT = 480, 22, 120, 40
"""Of the drawing, in its own units: width, room for the numbers, height of the tallest bar, room for the labels."""

GAP = 0.3
"""Share of a bar's place that stays empty."""


NARROW, LINE, THICK, REST, ASIDE = 360, 19, 14, 8, 74
"""Of a drawing with lying bars: width of a phone, room for the words of a row, thickness of a bar, gap to the next row, the least room
for the numbers."""

DIGIT = 7.5
"""Width of a digit."""

LONGEST = 26
"""Characters of a row's words."""


class Bar(NamedTuple):
    """One bar: `marked` of its `value` are drawn in the warning colour on top."""

    label: str
    """Below the bar; "" when the bars of a group are told apart by their colours."""
    group: str
    """Written once below neighbouring bars that share it."""
    value: int | None
    """None leaves the place empty, as between groups."""
    marked: int = 0
    series: int = 0
    """Which of the colours."""


def bar_chart(name: str, title: str, description: str, bars: Sequence[Bar]) -> Markup:
    """The chart; `name` makes its ids unique on the page."""
    height = TOP + PLOT + FOOT
    drawn = Markup("").join(_pieces(bars))
    return Markup(
        '<svg class="gk-chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>'
    ).format(WIDTH, height, name, name, name, title, name, description, drawn)


def figure(name: str, title: str, drawing: Drawing, caption: str) -> Markup:
    """A table drawn, with what its colours stand for below it."""
    keys = [
        Markup('　<span class="gk-key gk-key--{}"></span>{}').format(n, series.name)
        for n, series in enumerate(drawing.series)
    ]
    drawn = row_chart(name, title, drawing.series, drawing.rows)
    return Markup('\n<figure class="gk-figure">{}<figcaption>{}{}</figcaption></figure>').format(
        drawn, caption, Markup("").join(keys if len(keys) > 1 else ())
    )


def numbers(title: str, by: str, drawing: Drawing) -> Markup:
    """The same numbers as a table, to fold out; `by` is what its rows are."""
    head = Markup("").join(
        Markup('<th scope="col" class="gk-right">{}</th>').format(series.name) for series in drawing.series
    )
    return Markup(
        '<details class="gk-fold gk-numbers"><summary>数字：{}</summary><div class="gk-table" tabindex="0" role="region" aria-label="{}">'
        '<table class="gk-grid"><thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table></div></details>'
    ).format(title, title, by, head, Markup("").join(_rows(drawing)))


def _rows(drawing: Drawing) -> Iterator[Markup]:
    for n, words in enumerate(drawing.rows):
        cells: Iterable[Markup] = (
            Markup('<td class="gk-right">{}</td>').format(series.written[n]) for series in drawing.series
        )
        yield Markup('<tr><th scope="row">{}</th>{}</tr>').format(words, Markup("").join(cells))


def row_chart(name: str, title: str, series: Sequence[Series], rows: Sequence[str]) -> Markup:
    """A table drawn: for each row its words and below them one lying bar for each series, those below nought in the warning colour."""
    height = len(rows) * (LINE + THICK * len(series) + REST)
    largest = max((abs(v) for s in series for v in s.values if v is not None), default=0) or 1
    aside = max(ASIDE, DIGIT * max((len(w) for s in series for w in s.written), default=0))
    drawn = Markup("").join(_lying(row, n, series, (NARROW - aside) / largest) for n, row in enumerate(rows))
    said = "；".join(
        f"{row} {'，'.join(s.written[n] for s in series if s.values[n] is not None)}"
        for n, row in enumerate(rows)
    )
    return Markup(
        '<svg class="gk-chart gk-chart--lying" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>'
    ).format(NARROW, height, name, name, name, title, name, said, drawn)


def _lying(words: str, n: int, series: Sequence[Series], scale: float) -> Markup:
    top = n * (LINE + THICK * len(series) + REST)
    shown = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    text = Markup('<text x="{:.1f}" y="{}">{}</text>')
    drawn = text.format(0, top + LINE - 5, shown)
    for place, column in enumerate(series):
        value, y = column.values[n], top + LINE + place * THICK
        if value is None:
            continue
        width = abs(value) * scale
        kind = "marked" if value < 0 else place
        drawn += Markup(
            '<rect class="gk-chart__bar gk-chart__bar--{}" x="0" y="{}" width="{:.1f}" height="{}"/>'
        ).format(kind, y, max(width, 1), THICK - 2)
        drawn += text.format(width + 6, y + THICK - 3, column.written[n])
    return drawn


def _pieces(bars: Sequence[Bar]) -> Iterator[Markup]:
    place = WIDTH / max(1, len(bars))
    scale = PLOT / max([1, *(bar.value or 0 for bar in bars)])
    base = TOP + PLOT
    yield Markup('<line class="gk-chart__base" x1="0" y1="{}" x2="{}" y2="{}"/>').format(base, WIDTH, base)
    for n, bar in enumerate(bars):
        if bar.value is not None:
            yield from _bar(bar, bar.value, n * place, place, scale)
    for n, (before, bar) in enumerate(pairwise([Bar("", "", 0), *bars])):
        if bar.group and bar.group != before.group:
            yield Markup('<text class="gk-chart__group" x="{:.1f}" y="{}">{}</text>').format(
                n * place, base + 34, bar.group
            )


def _bar(bar: Bar, value: int, left: float, place: float, scale: float) -> Iterator[Markup]:
    base, x, width, middle = TOP + PLOT, left + place * GAP / 2, place * (1 - GAP), left + place / 2
    whole, marked = value * scale, bar.marked * scale
    rect = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
    if value:
        yield rect.format(
            f"gk-chart__bar gk-chart__bar--{bar.series}", x, base - whole + marked, width, whole - marked
        )
    if bar.marked:
        yield rect.format("gk-chart__bar gk-chart__bar--marked", x, base - whole, width, marked)
    text = Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>')
    yield text.format(
        "gk-chart__value" if value else "gk-chart__value gk-chart__value--none",
        middle,
        base - whole - 5,
        value,
    )
    if bar.label:
        yield text.format("gk-chart__label", middle, base + 16, bar.label)
