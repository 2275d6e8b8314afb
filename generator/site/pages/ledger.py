"""The ledger → pages below catalog/: what inspectors ask for, open to everybody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.machine.json_text import json_line
from generator.model.duties import body_name, duty_name
from generator.planning.ledger.consultations import STATES as STATES_OF_DRAFTS
from generator.planning.ledger.consultations import by_state
from generator.planning.ledger.coverage import Coverage
from generator.planning.ledger.ledger import Ledger
from generator.planning.ledger.periods import Month, Quarter, month_of
from generator.planning.ledger.statistics import blank_months
from generator.planning.ledger.timeliness import Summary
from generator.planning.normative import VALIDITIES, Normative, sections
from generator.planning.plan import VALIDITY_SLUGS, row_of
from generator.planning.standing import consultation_turns
from generator.reading.drawings import Drawing, Series
from generator.reading.registers.items import events
from generator.site.feeds.ledger_tables import STATES, grounds
from generator.site.pages.chart import Bar, bar_chart, figure, numbers
from generator.site.press import Page, Press, fill_template, finish_page, head_of

VIEWS = {
    "duty": "法定公开内容",
    "coverage": "公开覆盖情况",
    "timeliness": "公开及时性",
    "statistics": "公开统计",
    "items": "公开事项标准目录",
    "in-force": "规章和规范性文件",
    "consultations": "重大行政决策预公开",
    "interpretations": "政策解读和回应",
}
"""Address below catalog/ → name."""

STYLES = ("assets/gongkai/ledger.css",)

PERIODS = 12
"""Bars of a chart."""

RECENT = 8
"""Quarters in a table of bodies or categories."""

LONGEST = 300
"""Lines of one list on a page; the table to download holds all."""


def ledger_pages(press: Press, ledger: Ledger) -> Iterator[Page]:
    """All pages of the ledger."""
    yield _page(press, ledger, "duty", {"entries": [(duty_name(e.duty.key), e) for e in ledger.duties]})
    yield from (_coverage_page(press, ledger, year) for year in ledger.coverage.years)
    yield _timeliness_page(press, ledger)
    yield _statistics_page(press, ledger)
    yield _in_force_page(press, ledger)
    yield _consultations_page(press, ledger)
    yield _interpretations_page(press, ledger)
    yield _items_page(press, ledger)
    yield _page(
        press, ledger, "items", {"events": events(ledger.items)}, below="history", name="标准目录调整记录"
    )


def _page(
    press: Press, ledger: Ledger, view: str, context: Mapping[str, Any], below: str = "", name: str = ""
) -> Page:
    """A page of a view, or one step below it."""
    address = f"catalog/{view}/{below}/" if below else f"catalog/{view}/"
    depth = address.count("/")
    root, title = "../" * depth, name or VIEWS[view]
    template = "items_history.html" if below == "history" else f"{view.replace('-', '_')}.html"
    content = fill_template(
        press, template, root=root, name=title, view=view, ledger_views=VIEWS, today=ledger.today, **context
    )
    head = head_of(
        press, root, address, f"{title}：按{ledger.today}的情况自动统计", title, "信息公开目录", styles=STYLES
    )
    return finish_page(
        press, f"catalog-{depth}", address, f"{title} - {press.catalog.site.name}", head, content
    )


def _coverage_page(press: Press, ledger: Ledger, year: int) -> Page:
    coverage, newest = ledger.coverage, ledger.coverage.years[0]
    lines = [
        (duty, [coverage.cell(duty, body, year) for body in coverage.bodies]) for duty in coverage.duties
    ]
    short = {body.name: body.short or body.name for body in ledger.catalog.bodies}
    context = {
        "year": year,
        "years": coverage.years,
        "bodies": [(name, short[name]) for name in coverage.bodies],
        "lines": lines,
        "sums": {state: sum(cell.state == state for _, cells in lines for cell in cells) for state in STATES},
        "notes": _notes(coverage, year, short),
        "columns": ledger.columns if year == newest else (),
        "over_years": _over_years(coverage) if year == newest and len(coverage.years) > 1 else "",
    }
    return _page(
        press,
        ledger,
        "coverage",
        context,
        "" if year == newest else str(year),
        f"{VIEWS['coverage']}（{year}年）",
    )


def _over_years(coverage: Coverage) -> Markup:
    """How many places of the matrix hold documents, how many say why not, and how many are missing, year by year."""
    years = coverage.years[:PERIODS][::-1]
    states = Counter((year, cell.state) for _, _, year, cell in coverage.places())
    told = {
        "已公开": [states[year, "documents"] for year in years],
        "有说明": [
            states[year, "nil"] + states[year, "on_request"] + states[year, "withheld"] for year in years
        ],
        "缺": [states[year, "missing"] for year in years],
    }
    drawing = Drawing(
        tuple(f"{year}年" for year in years),
        tuple(Series(name, tuple(map(float, cells)), tuple(map(str, cells))) for name, cells in told.items()),
    )
    title = "各年的格数：已公开、有说明、缺"
    return figure("coverage", title, drawing, "各年的格数") + numbers(title, "年份", drawing)


class Note(NamedTuple):
    """Why places of the matrix hold no documents."""

    bodies: list[str]
    """Their short names."""
    duties: tuple[str, ...]
    state: str
    explanation: str


def _notes(coverage: Coverage, year: int, short: Mapping[str, str]) -> list[Note]:
    """Why the cells of a year hold no documents, as far as they say it; alike ones together."""
    duties: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for body in coverage.bodies:
        for duty in coverage.duties:
            cell = coverage.cell(duty, body, year)
            if cell.state in ("nil", "on_request", "withheld"):
                note = cell.nil if cell.state == "nil" and cell.nil else grounds(cell)
                duties[body, STATES[cell.state], note].append(duty.name)
    bodies: dict[tuple[tuple[str, ...], str, str], list[str]] = defaultdict(list)
    for (body, state, note), names in duties.items():
        bodies[tuple(names), state, note].append(short[body])
    return [Note(who, *what) for what, who in bodies.items()]


def _timeliness_page(press: Press, ledger: Ledger) -> Page:
    timeliness = ledger.timeliness
    quarters = list(timeliness.quarters)
    known = [(quarter, timeliness.quarters[quarter]) for quarter in quarters[-PERIODS:]]
    chart = bar_chart(
        "timeliness",
        "各季度公开的信息条数，其中逾期的条数",
        _in_words(known),
        [
            Bar(
                f"{'一二三四'[quarter.number - 1]}季",
                str(quarter.year),
                summary.documents if summary else 0,
                summary.late if summary else 0,
            )
            for quarter, summary in known
        ],
    )
    recent = quarters[-RECENT:]
    bodies = [
        (body, summary, [timeliness.cells.get((body, quarter)) for quarter in recent])
        for body, summary in timeliness.bodies.items()
    ]
    late = timeliness.late
    return _page(
        press,
        ledger,
        "timeliness",
        {
            "total": timeliness.total,
            "chart": chart,
            "quarters": known[::-1],
            "recent": recent,
            "bodies": bodies,
            "late": late[:LONGEST],
            "late_total": len(late),
        },
    )


def _in_words(known: Sequence[tuple[Quarter, Summary | None]]) -> str:
    return "；".join(
        f"{quarter.name} {summary.documents} 条，逾期 {summary.late} 条"
        if summary
        else f"{quarter.name} 没有公开信息"
        for quarter, summary in known
    )


def _statistics_page(press: Press, ledger: Ledger) -> Page:
    statistics, now = ledger.statistics, month_of(ledger.today)
    shown, recent = statistics.months[-PERIODS:], statistics.quarters[-RECENT:]
    chart = bar_chart(
        "statistics",
        "各月公开的信息条数",
        "；".join(f"{m.name} {statistics.totals.get(m, 0)} 条" for m in shown),
        [Bar(f"{m.number}月", str(m.year), statistics.totals.get(m, 0)) for m in shown],
    )
    dimensions = [
        (
            dimension,
            [
                (
                    group.name,
                    [statistics.by_quarter.get((group, q), 0) for q in recent],
                    statistics.total(group),
                )
                for group in statistics.of(dimension)
            ],
        )
        for dimension in ("发布机构", "目录类别", "公开渠道")
    ]
    years = sorted({month.year for month in statistics.months}, reverse=True)
    first = statistics.months[0]
    grid = [
        (
            year,
            [
                (month, statistics.totals.get(month, 0) if first <= month <= now else None)
                for month in (Month(year, n) for n in range(1, 13))
            ],
        )
        for year in years
    ]
    return _page(
        press,
        ledger,
        "statistics",
        {
            "chart": chart,
            "grid": grid,
            "openness": statistics.openness,
            "recent": recent,
            "dimensions": dimensions,
            "blank": blank_months(statistics, ledger.today),
            "figures": list(_figures(statistics.totals, now)),
        },
    )


def _figures(totals: Mapping[Month, int], now: Month) -> Iterator[tuple[str, int]]:
    yield "公开信息", sum(totals.values())
    yield f"{now.year}年", sum(n for month, n in totals.items() if month.year == now.year)
    yield now.quarter.name, sum(n for month, n in totals.items() if month.quarter == now.quarter)
    yield now.name, totals.get(now, 0)


def _in_force_page(press: Press, ledger: Ledger) -> Page:
    kinds = {
        kind: [
            (
                validity,
                len(held.get(validity, ())),
                [
                    (row_of(entry.document, ledger.catalog), entry.note, _moves(ledger, entry))
                    for entry in held.get(validity, ())[:LONGEST]
                ],
            )
            for validity in VALIDITIES
        ]
        for kind, held in sections(ledger.normative).items()
    }
    return _page(press, ledger, "in-force", {"kinds": kinds, "total": len(ledger.normative)})


def _interpretations_page(press: Press, ledger: Ledger) -> Page:
    catalog = ledger.catalog
    policies = [
        (
            policy,
            row_of(policy.document, catalog),
            [(e, row_of(e.document, catalog)) for e in policy.explanations],
        )
        for policy in ledger.policies[:LONGEST]
    ]
    answers = [(answer, row_of(answer.document, catalog)) for answer in ledger.answers[:LONGEST]]
    states = Counter(policy.state for policy in ledger.policies)
    context = {"policies": policies, "answers": answers, "states": list(states.items())}
    return _page(press, ledger, "interpretations", context)


def _moves(ledger: Ledger, entry: Normative) -> str:
    """From when on a document belongs to another list; "" when that is not known."""
    standing = ledger.standings.get(entry.document.index_no)
    turns = standing.turns[1:] if standing else ()
    return json_line([(turn.day, VALIDITY_SLUGS[turn.state]) for turn in turns]) if turns else ""


def _consultations_page(press: Press, ledger: Ledger) -> Page:
    held = dict(by_state(ledger.drafts, ledger.today))
    groups = [
        (
            state,
            name,
            [
                {
                    "row": row_of(draft.document, ledger.catalog),
                    "consultation": draft.consultation,
                    "moves": json_line(
                        [
                            (turn.day, turn.state)
                            for turn in consultation_turns(draft.consultation, ledger.today)[1:]
                        ]
                    ),
                    "results": [row_of(result, ledger.catalog) for result in draft.results],
                }
                for draft in held.get(name, ())[:LONGEST]
            ],
        )
        for state, name in STATES_OF_DRAFTS.items()
    ]
    return _page(press, ledger, "consultations", {"groups": groups, "drafts": len(ledger.drafts)})


def _items_page(press: Press, ledger: Ledger) -> Page:
    items = [item for item in ledger.items if item.cancelled is None]
    rows = {
        item.id: [row_of(document, ledger.catalog) for document in ledger.by_item.get(item.id, ())]
        for item in items
    }
    bodies = {item.body: body_name(ledger.catalog, item.body) for item in items}
    return _page(
        press,
        ledger,
        "items",
        {"items": items, "documents": rows, "bodies": bodies, "cancelled": len(ledger.items) - len(items)},
    )
