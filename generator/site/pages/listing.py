"""A group of documents → the pages that list them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.planning.plan import VIEWS, Listing, ListingPage, Plan
from generator.site.feeds.channels import FEEDS, channel_address
from generator.site.pages.ledger import VIEWS as LEDGER_VIEWS
from generator.site.press import Page, Press, fill_template, finish_page, head_of

FACETS = {
    "category": "category",
    "theme": "theme",
    "body": "issuer",
    "year": "year",
    "genre": "genre",
    "validity": "validity",
}
"""For each view: the key of the search that keeps to one of its groups."""


def render_listing(press: Press, page: ListingPage, groups: Sequence[Mapping[str, Any]]) -> Page:
    """One page of a catalog view; the first page of the whole catalog also shows all views."""
    depth = page.address.count("/")
    root = "../" * depth
    first = page.view == "all" and page.number == 1
    content = (
        fill_template(
            press,
            "catalog.html",
            root=root,
            page=page,
            views=groups,
            ledger_views=LEDGER_VIEWS,
            site=press.catalog.site,
        )
        if first
        else fill_template(
            press,
            "listing.html",
            root=root,
            page=page,
            steps=pager(page.listing, page.number, page.last),
            site=press.catalog.site,
            facet=FACETS.get(page.view, ""),
            feed=_feed(page),
            excel=f"data/{page.name}.xlsx" if page.view == "year" else "catalog.xlsx",
        )
    )
    name = "法定主动公开内容" if page.view == "all" else page.name
    title = f"{name}（第{page.number}页）" if page.number > 1 else name
    head = head_of(
        press,
        root,
        page.address,
        f"{title}：公开目录" + (f"，共{page.total}条" if page.total is not None else ""),
        name,
        "信息公开目录",
    )
    return finish_page(
        press,
        "catalog" if depth == 1 else f"catalog-{depth}",
        page.address,
        f"{title} - {press.catalog.site.name}",
        head,
        content,
    )


def group_views(plan: Plan) -> list[dict[str, Any]]:
    """The views with their groups and counts, for the catalog and the home page."""
    views: dict[str, list[Listing]] = {view: [] for view in VIEWS}
    for listing in plan.listings:
        if listing.view in views:
            views[listing.view].append(listing)
    return [
        {
            "key": key,
            "name": VIEWS[key],
            "groups": [{"name": g.name, "address": g.address, "count": g.public} for g in groups],
        }
        for key, groups in views.items()
        if groups
    ]


def _feed(page: ListingPage) -> str:
    """The feed of the group, without its ending; "" where there is none."""
    if page.view == "all":
        return channel_address("all", "")
    return channel_address(page.view, page.listing.split("/")[2]) if page.view in FEEDS else ""


def pager(listing: str, number: int, last: int) -> list[tuple[int, str | None]]:
    """The steps from one page of a listing to others, as (number, address): the first two, the last two, and the neighbours.

    A gap between them has the number before which it stands, and None. Addresses count from the end, so that a page stays where it
    is when newer ones come before it.
    """
    near = sorted({1, 2, last - 1, last, *range(number - 2, number + 3)} & set(range(1, last + 1)))
    steps: list[tuple[int, str | None]] = []
    for step in near:
        if steps and step > steps[-1][0] + 1:
            steps.append((step - 1, None))
        steps.append((step, listing if step == 1 else f"{listing}{last - step + 1}/"))
    return steps
