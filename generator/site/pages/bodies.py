"""The plan → the landing page of each body: who it is, where its guide is, what it has published, how to subscribe."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.model.catalog import Body
from generator.model.shown_rows import Shown
from generator.planning.normative import in_force
from generator.planning.plan import Plan, Row, issuers_of
from generator.planning.tables import rows_of, tables_of
from generator.site.feeds.channels import channel_address
from generator.site.pages.guide import contact_of
from generator.site.press import Page, Press, fill_template, finish_page, head_of

LATEST = 10
"""Disclosures listed on a landing page."""


class _Held(NamedTuple):
    """What one body has published."""

    rows: list[Row]
    """Newest first."""
    categories: Counter[str]
    in_force: Counter[str]
    """Normative documents in force, by category."""


def body_pages(press: Press, plan: Plan) -> Iterator[Page]:
    """One page for each body of the catalog, at `body/<code>/`; a body without disclosures has one too."""
    held: defaultdict[str, _Held] = defaultdict(lambda: _Held([], Counter(), Counter()))
    for document in plan.published:
        row = plan.row[document.index_no]
        for name in issuers_of(document, press.catalog):
            held[name].rows.append(row)
            held[name].categories[document.category] += 1
    for document in in_force(plan.published, press.catalog, press.today):
        for name in issuers_of(document, press.catalog):
            held[name].in_force[document.category] += 1
    yield from (_body_page(press, body, held[body.name], plan.tables) for body in press.catalog.bodies)


def body_address(body: Body) -> str:
    """Where the landing page of a body is."""
    return f"body/{body.code}/"


def _body_page(press: Press, body: Body, held: _Held, tables: Sequence[Shown]) -> Page:
    catalog, root = press.catalog, "../../"
    slugs = catalog.slugs["category"]
    figures = {
        "published": len(held.rows),
        "this_year": sum(
            row.published is not None and row.published.year == press.today.year for row in held.rows
        ),
        "in_force": held.in_force.total(),
    }
    content = fill_template(
        press,
        "body.html",
        root=root,
        body=body,
        site=catalog.site,
        year=press.today.year,
        contact=contact_of(catalog, body),
        figures=figures,
        latest=held.rows[:LATEST],
        guide=f"{body.site}guide/" if body.site else f"{root}guide/{body.code}/",
        feed=channel_address("body", body.code),
        accounts=rows_of(tables, "accounts", body.name, catalog),
        tables=tables_of(tables, body, catalog),
        listing=f"catalog/body/{body.code}/",
        categories=[
            (name, f"catalog/category/{slugs[name]}/", held.categories[name])
            for name in slugs
            if held.categories[name]
        ],
    )
    address = body_address(body)
    head = head_of(
        press, root, address, f"{body.name}公开的政府信息：指南、目录、联系方式和订阅", body.name, "机构职能"
    )
    return finish_page(press, "body", address, f"{body.name} - {catalog.site.name}", head, content)
