"""Registers as far as they are in force → their pages: lists without JavaScript, and a page for the address of each row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from markupsafe import Markup

from generator.model.rows import row_address
from generator.model.shown_rows import Over, Shown, ShownRow
from generator.model.tables import LATE, PUBLISHED, Column, Table
from generator.planning.tables import Bucket, Part, TablePage
from generator.site.pages.chart import Bar, bar_chart
from generator.site.pages.listing import pager
from generator.site.pages.table_chart import table_charts
from generator.site.press import Page, Press, fill_template, finish_page, head_of

NAME = "登记表"

ADDRESS = "tables/"


NUMBERS = ("integer", "number")
"""Types of columns that are numbers."""

RECENT = 12
"""Bars of a chart."""

WHOLE = 24
"""Letters and digits of a cell that are not broken at their hyphens; a longer text gets more room."""


LONG = 80
"""Characters of a cell from which on it is a text: lists show its beginning, the page of its row has it across the whole width."""


def render_tables(press: Press, tables: Sequence[Shown]) -> Page:
    """The page that lists all registers."""
    content = fill_template(press, "tables.html", root="../", name=NAME, tables=tables)
    return _page(press, ADDRESS, NAME, "公开的登记表", content)


def render_table_page(press: Press, table: Table, context: Mapping[str, Any], page: TablePage) -> Page:
    """One page of a list, without the columns that are empty on it; the first also shows totals, a chart, the parts and what there is to download."""
    title = f"{table.title}：{page.name}" if page.name else table.title
    first = page.number == 1 and not page.name
    columns = [
        (n, table.columns[name])
        for n, name in enumerate(table.public)
        if table.columns[name].listed and name != table.name_column and any(row.cells[n] for row in page.rows)
    ]
    content = fill_template(
        press,
        "table.html",
        root="../" * page.address.count("/"),
        name=title,
        table=table,
        page=page,
        columns=[column for _, column in columns],
        numbers=NUMBERS,
        lines=_lines(page, columns),
        key=table.name_column or table.key[0],
        steps=pager(page.listing, page.number, page.last),
        first=first,
        tables=ADDRESS,
        **(context if first else _EMPTY),
    )
    numbered = f"{title}（第{page.number}页）" if page.number > 1 else title
    return _page(press, page.address, numbered, table.note or table.title, content)


_EMPTY: Mapping[str, Any] = {
    "figures": (),
    "chart": "",
    "charts": (),
    "parts": {},
    "files": (),
    "recent": (),
    "ever": 0,
}


def first_page(shown: Shown, parts: Sequence[Part], files: Sequence[str]) -> Mapping[str, Any]:
    """What the first page shows besides rows."""
    table = shown.table
    totals = [
        (name, total)
        for n, name in enumerate(table.public)
        if table.columns[name].total and (total := _total(shown, n))
    ]
    figures = [
        ("现有", f"{len(shown.rows)} 条"),
        *((_with_unit(table.columns[n], "合计"), t) for n, t in totals),
    ]
    years = Counter([row.day.year for row in shown.rows])
    span = range(min(years), max(years) + 1) if years else ()
    bars = [Bar(str(year), "", years[year]) for year in span][-RECENT:]
    chart = (
        bar_chart(
            shown.slug, f"{table.title}：各年条数", "、".join(f"{b.label}年{b.value}条" for b in bars), bars
        )
        if len(bars) > 1 and not table.chart
        else ""
    )
    grouped: dict[str, list[tuple[str, str, int]]] = {}  # without the rows, for this is handed to workers
    for part in parts:
        grouped.setdefault(part.view, []).append((part.address, part.name, len(part.rows)))
    if states := grouped.get("状态"):  # nearly all rows are simply in force: the whole list shows them
        states.insert(0, ("", "有效", len(shown.rows) - sum(count for _, _, count in states)))
    return {
        "figures": figures,
        "chart": chart,
        "charts": table_charts(shown),
        "parts": grouped,
        "files": files,
        "recent": [h for h in shown.happened if h.kind != "列入"][:5],
        "ever": shown.ever,
    }


def _total(shown: Shown, at: int) -> str:
    """The sum of a column; empty when no row has a number there."""
    times = Counter([row.cells[at] for row in shown.rows])
    numbers = [Decimal(cell) * number for cell, number in times.items() if cell]
    return f"{sum(numbers, Decimal()):,}" if numbers else ""


def _with_unit(column: Column, word: str) -> str:
    return f"{column.label}{word}（{column.unit}）" if column.unit else f"{column.label}{word}"


def render_bucket(press: Press, shown: Table, slug: str, title: str, bucket: Bucket) -> Page:
    """The page on which a few rows have their addresses, with all their columns."""
    root = "../" * bucket.address.count("/")
    content = fill_template(
        press,
        "table_rows.html",
        root=root,
        name=title,
        table=shown,
        home=f"tables/{slug}/",
        sections=_sections(bucket, shown, root),
        tables=ADDRESS,
    )
    return _page(press, bucket.address, title, shown.title, content)


# The rows of a register are written here, not in a template: a hundred thousand of them are an ordinary register, and a template
# takes ten times as long for a cell.


def _lines(page: TablePage, columns: Sequence[tuple[int, Column]]) -> str:
    """The rows of a list."""
    root = "../" * page.address.count("/")
    right = '<td class="gk-right">'
    made = [
        (n, _cell(column, root, right if column.type in NUMBERS else "<td>", _listed_cell))
        for n, column in columns
    ]
    found = []
    for row in page.rows:
        name, *texts = _escaped(row)
        link = f'<a href="{root}{escape(row_address(page.slug, row.id))}">{name}</a>'
        cells = "".join([make(texts[n]) for n, make in made])
        whole = ' class="gk-day"' if name.isascii() else ""
        found.append(f'<tr data-row><th scope="row"{whole}>{link}{_mark(row)}</th>{cells}</tr>\n')
    return Markup("".join(found))


def _sections(bucket: Bucket, table: Table, root: str) -> str:
    """Rows with all their columns."""
    columns = [table.columns[name] for name in table.public]
    made = [
        (
            f'<th scope="row">{escape(f"{c.label}（{c.unit}）" if c.unit else c.label)}</th>',
            _cell(c, root),
        )
        for c in columns
    ]
    return Markup("".join([*(_section(row, made) for row in bucket.rows), *map(_ended, bucket.over)]))


def _section(row: ShownRow, made: Sequence[tuple[str, Callable[[str], str]]]) -> str:
    name, *texts = _escaped(row)
    lines, texts_below = [], []
    for (head, make), text in zip(made, texts, strict=True):
        if _BREAK in text or len(text) > LONG:
            texts_below.append(f'<tr class="gk-whole">{head}{make(text.replace(_BREAK, "<br>"))}</tr>\n')
        elif text:
            lines.append(f"<tr>{head}{make(text)}</tr>\n")
    facts = [(PUBLISHED, _day(row.published))]
    facts += [(LATE, escape(row.late))] if row.late else []
    facts += [("公示截止", _day(row.until))] if row.until else []
    facts.append(("网址", f'<a href="#{row.id}">{row.id}</a>'))
    lines += [f'<tr><th scope="row">{label}</th><td>{value}</td></tr>\n' for label, value in facts]
    note = f"<p>{_day(row.since)} {escape(row.note)}</p>\n" if row.note and row.since else ""
    return (
        f'<section class="gk-row" id="{row.id}" aria-labelledby="n-{row.id}">\n<h2 id="n-{row.id}">{name}{_mark(row)}</h2>\n{note}'
        f'<table class="gk-meta"><caption>{name}</caption><tbody>\n{"".join([*lines, *texts_below])}</tbody></table>\n</section>\n'
    )


def _ended(over: Over) -> str:
    """What stands at the address of a row that has ended."""
    told = f"编号 {over.id} 的一条 {_day(over.end)} 起不再公示（{over.kind}）。"
    return f'<p class="gk-row" id="{over.id}">{told}</p>\n'


_BREAK = "\n"

_BETWEEN = "\x1f"
"""Stands between cells while they are escaped together; no cell holds it, for control characters are not read."""


def _escaped(row: ShownRow) -> list[str]:
    """The name and the cells of a row, as HTML has them."""
    return escape(_BETWEEN.join((row.name, *row.cells))).split(_BETWEEN)


def _cell(
    column: Column, root: str, start: str = "<td>", words: Callable[[str], str] | None = None
) -> Callable[[str], str]:
    """What makes the cell of a column from its escaped text; `words` makes that of a text."""
    makers: Mapping[str, Callable[[str], str]] = {
        "date": lambda text: f'<td><time datetime="{text}">{text}</time></td>' if text else "<td></td>",
        "document": lambda text: f'<td><a href="{root}{text}/">{text}</a></td>' if text else "<td></td>",
        "link": lambda text: (
            f'<td><a href="{text}" rel="noopener noreferrer">{text}</a></td>' if text else "<td></td>"
        ),
    }
    if column.type in NUMBERS:
        shown = _grouped if column.total else str
        return lambda text: f"{start}{shown(text)}</td>"
    return makers.get(column.type, words or _text_cell)


def _text_cell(text: str) -> str:
    """A cell of words: telephones are links and stay on one line like the numbers of papers, what is long has room."""
    shown = _TELEPHONE.sub(r'<a href="tel:\g<0>">\g<0></a>', text) if "-" in text else text
    if text and len(text) <= WHOLE and text.isascii():
        return f'<td class="gk-day">{shown}</td>'
    return f'<td class="gk-text">{shown}</td>' if len(text) > WHOLE else f"<td>{shown}</td>"


def _grouped(text: str) -> str:
    """An amount with its digits in groups of three; of a column without a total, such as one of years, they stay together."""
    return f"{Decimal(text):,}" if len(text) > GROUP else text


GROUP = 3
"""Digits of a group."""


def _listed_cell(text: str) -> str:
    """The cell of a text in a list: of a long one its beginning, for the page of the row has all of it."""
    if len(text) <= LONG or (beginning := _BEGINNING.match(text)) is None:
        return _text_cell(text)
    return _text_cell(f"{beginning[0]}……")


_BEGINNING = re.compile(rf"(?:&[a-z0-9#]+;|[^&]){{{LONG}}}(?=.)", re.DOTALL)
"""The first characters of an escaped text that goes on."""

_TELEPHONE = re.compile(r"(?<![\w-])0\d{2,3}-\d{7,8}(?![\w-])", re.ASCII)


def _day(day: date) -> str:
    return f'<time datetime="{day}">{day}</time>'


def _mark(row: ShownRow) -> str:
    return "" if row.state == "有效" else f' <span class="gk-status">{row.state}</span>'


def _page(press: Press, address: str, name: str, description: str, content: str) -> Page:
    depth = address.count("/")
    root = "../" * depth
    head = head_of(press, root, address, f"{name}：{description}"[:200], NAME, "信息公开目录")
    kind = "catalog" if depth == 1 else f"catalog-{depth}"
    return finish_page(press, kind, address, f"{name} - {press.catalog.site.name}", head, content)
