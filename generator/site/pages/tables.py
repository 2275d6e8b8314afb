"""Registers as far as they are in force → their pages: lists without JavaScript, and a page for the address of each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from markupsafe import Markup

from generator.model.tables import LATE, PUBLISHED, Column, Shown, ShownRow, Table, row_address
from generator.planning.tables import Bucket, Part, TablePage
from generator.site.pages.ledger_chart import Bar, bar_chart
from generator.site.press import Page, Press, fill_template, finish_page, head_of

NAME = "登记表"

ADDRESS = "tables/"

STYLES = ("assets/gongkai/ledger.css", "assets/gongkai/tables.css")

NUMBERS = ("integer", "number")
"""Types of columns that are numbers."""

RECENT = 12
"""Bars of a chart."""


def render_tables(press: Press, tables: Sequence[Shown]) -> Page:
    """The page that lists all registers."""
    content = fill_template(press, "tables.html", root="../", name=NAME, tables=tables)
    return _page(press, ADDRESS, NAME, "公开的登记表", content)


def render_table_page(press: Press, table: Table, context: Mapping[str, Any], page: TablePage) -> Page:
    """One page of a list; the first also shows totals, a chart, the parts and what there is to download."""
    title = f"{table.title}：{page.name}" if page.name else table.title
    first = page.number == 1 and not page.name
    columns = [
        (n, table.columns[name])
        for n, name in enumerate(table.public)
        if table.columns[name].listed and name != table.name_column
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
        lines=Markup("").join(
            _line(row, page.slug, columns, "../" * page.address.count("/")) for row in page.rows
        ),
        key=table.name_column or table.key[0],
        steps=_steps(page),
        first=first,
        tables=ADDRESS,
        **(context if first else _EMPTY),
    )
    numbered = f"{title}（第{page.number}页）" if page.number > 1 else title
    return _page(press, page.address, numbered, table.note or table.title, content)


_EMPTY: Mapping[str, Any] = {"figures": (), "chart": "", "parts": {}, "files": (), "recent": (), "ever": 0}


def first_page(shown: Shown, parts: Sequence[Part], files: Sequence[str]) -> Mapping[str, Any]:
    """What the first page shows besides rows."""
    table = shown.table
    totals = [(name, _total(shown, n)) for n, name in enumerate(table.public) if table.columns[name].total]
    figures = [
        ("现有", f"{len(shown.rows)} 条"),
        *((_with_unit(table.columns[n], "合计"), t) for n, t in totals),
    ]
    years = Counter(row.day.year for row in shown.rows)
    span = range(min(years), max(years) + 1) if years else ()
    bars = [Bar(str(year), "", years[year]) for year in span][-RECENT:]
    chart = (
        bar_chart(
            shown.slug, f"{table.title}：各年条数", "、".join(f"{b.label}年{b.value}条" for b in bars), bars
        )
        if len(bars) > 1
        else ""
    )
    grouped: dict[str, list[Part]] = {}
    for part in parts:
        grouped.setdefault(part.view, []).append(part)
    return {
        "figures": figures,
        "chart": chart,
        "parts": grouped,
        "files": files,
        "recent": [h for h in shown.happened if h.kind != "列入"][:5],
        "ever": shown.ever,
    }


def _total(shown: Shown, at: int) -> str:
    total = sum((Decimal(row.cells[at]) for row in shown.rows if row.cells[at]), Decimal())
    return f"{total:,}"


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
        sections=Markup("").join(_section(row, shown, root) for row in bucket.rows),
        tables=ADDRESS,
    )
    return _page(press, bucket.address, title, shown.title, content)


# The rows of a register are written here, not in a template: a hundred thousand of them are an ordinary register, and a template
# takes ten times as long for a cell.


def _line(row: ShownRow, slug: str, columns: Sequence[tuple[int, Column]], root: str) -> str:
    """A row of a list."""
    cells = "".join(
        f'<td class="gk-right">{escape(row.cells[n])}</td>'
        if column.type in NUMBERS
        else f"<td>{_cell(row.cells[n], column, root)}</td>"
        for n, column in columns
    )
    link = f'<a href="{root}{escape(row_address(slug, row.id))}">{escape(row.name)}</a>'
    return Markup(f'<tr data-row><th scope="row">{link}{_mark(row)}</th>{cells}</tr>\n')


def _section(row: ShownRow, table: Table, root: str) -> str:
    """A row with all its columns."""
    facts = [
        (f"{c.label}（{c.unit}）" if c.unit else c.label, _cell(text, c, root))
        for name, text in zip(table.public, row.cells, strict=True)
        if text and (c := table.columns[name])
    ]
    facts.append((PUBLISHED, _day(row.published)))
    facts += [(LATE, escape(row.late))] if row.late else []
    facts += [("公示截止", _day(row.until))] if row.until else []
    facts.append(("网址", f'<a href="#{row.id}">{row.id}</a>'))
    lines = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{value}</td></tr>\n' for label, value in facts
    )
    name = escape(row.name)
    note = f"<p>{_day(row.since)} {escape(row.note)}</p>\n" if row.note and row.since else ""
    return Markup(
        f'<section class="gk-row" id="{row.id}" aria-labelledby="n-{row.id}">\n<h2 id="n-{row.id}">{name}{_mark(row)}</h2>\n{note}'
        f'<table class="gk-meta"><caption>{name}</caption><tbody>\n{lines}</tbody></table>\n</section>\n'
    )


def _cell(text: str, column: Column, root: str) -> str:
    plain = escape(text)
    if not text:
        return ""
    if column.type == "date":
        return f'<time datetime="{plain}">{plain}</time>'
    if column.type == "document":
        return f'<a href="{root}{plain}/">{plain}</a>'
    if column.type == "link":
        return f'<a href="{plain}" rel="noopener noreferrer">{plain}</a>'
    return plain


def _day(day: date) -> str:
    return f'<time datetime="{day}">{day}</time>'


def _mark(row: ShownRow) -> str:
    return "" if row.state == "有效" else f'<span class="gk-status gk-status--amended">{row.state}</span>'


def _page(press: Press, address: str, name: str, description: str, content: str) -> Page:
    depth = address.count("/")
    root = "../" * depth
    head = head_of(press, root, address, f"{name}：{description}"[:200], NAME, "信息公开目录", styles=STYLES)
    kind = "catalog" if depth == 1 else f"catalog-{depth}"
    return finish_page(press, kind, address, f"{name} - {press.catalog.site.name}", head, content)


def _steps(page: TablePage) -> list[tuple[int, str | None]]:
    """The first, the last and the neighbouring pages; None marks a gap."""
    near = sorted(
        {1, 2, page.last - 1, page.last, *range(page.number - 2, page.number + 3)}
        & set(range(1, page.last + 1))
    )
    steps: list[tuple[int, str | None]] = []
    for number in near:
        if steps and number > steps[-1][0] + 1:
            steps.append((number - 1, None))
        steps.append((number, page.listing if number == 1 else f"{page.listing}{page.last - number + 1}/"))
    return steps
