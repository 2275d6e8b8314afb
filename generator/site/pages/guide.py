"""catalog.yml and the plan → the disclosure guide of the authority and of each body, with every item of art. 12 of the Regulations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from generator.model.catalog import Body, Catalog
from generator.model.document import described
from generator.model.duties import duty_name
from generator.model.remedies import GENERAL
from generator.planning.plan import Plan, issuers_of
from generator.planning.tables import rows_of
from generator.site.pages.listing import group_views
from generator.site.press import (
    Page,
    Press,
    fill_template,
    finish_page,
    head_of,
    simple_page,
)


class Contact(NamedTuple):
    """Where disclosure work is done (条例 art. 12)."""

    office: str
    address: str
    postcode: str | None
    hours: str
    phone: str
    fax: str
    email: str


OPTIONAL = ("postcode",)
"""What art. 12 does not ask for."""


def guide_pages(press: Press, plan: Plan) -> Iterator[Page]:
    """The guide of the authority, and one below it for each body."""
    catalog = press.catalog
    held = Counter(_places(plan, catalog))
    by_category = Counter(document.category for document in plan.published)
    by_body = Counter[str]()
    for (issuer, _), number in held.items():
        by_body[issuer] += number
    example = next((row.index_no for row in plan.rows), f"{catalog.bodies[0].code}/{press.today.year}-00001")
    content = fill_template(
        press,
        "guide.html",
        root="../",
        example=example,
        contact=contact_of(catalog),
        bodies=catalog.bodies,
        by_body=by_body,
        **_common(press, plan, by_category),
    )
    yield simple_page(press, "guide", "政府信息公开指南", "信息公开指南", content)
    for body in catalog.bodies:
        yield _body_page(
            press,
            body,
            _common(press, plan, Counter({c.name: held[body.name, c.name] for c in catalog.categories})),
        )


def contact_of(catalog: Catalog, body: Body | None = None) -> Contact:
    """The contact data of a body; what it does not write is the authority's."""
    authority = catalog.authority
    common = Contact(
        authority.name,
        authority.address,
        authority.postcode,
        authority.hours,
        authority.phone,
        authority.fax,
        authority.email,
    )
    return Contact(*(getattr(body, key, None) or value for key, value in common._asdict().items()))


def borrowed(body: Body) -> list[str]:
    """What the guide of a body takes from the authority, by its labels."""
    labels = described(Body)
    return [
        str(labels[key].title) for key in Contact._fields if key not in OPTIONAL and not getattr(body, key)
    ]


def _body_page(press: Press, body: Body, common: dict[str, Any]) -> Page:
    catalog, address, root, name = (
        press.catalog,
        f"guide/{body.code}/",
        "../../",
        f"{body.name}政府信息公开指南",
    )
    missing = borrowed(body)
    content = fill_template(
        press,
        "guide_body.html",
        root=root,
        body=body,
        contact=contact_of(catalog, body),
        borrowed=missing,
        nothing_own=len(missing) == len(Contact._fields) - len(OPTIONAL),
        example=f"{body.code}/{press.today.year}-00001",
        **common,
    )
    head = head_of(
        press,
        root,
        address,
        f"{catalog.site.name}：{name}",
        "政府信息公开指南",
        "信息公开指南",
    )
    return finish_page(press, "guide-2", address, f"{name} - {catalog.site.name}", head, content)


def _places(plan: Plan, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Full name of a body and category of every published document; a joint one counts for each of its issuers."""
    for document in plan.published:
        for name in issuers_of(document, catalog):
            yield name, document.category


def _common(press: Press, plan: Plan, held: Counter[str]) -> dict[str, Any]:
    """What both kinds of guide show: how the catalog is arranged, and how much is public in each category."""
    catalog, slugs = press.catalog, press.catalog.slugs["category"]
    listed = {listing.name for listing in plan.listings if listing.view == "category"}
    categories = [
        {
            "name": c.name,
            "duty": duty_name(c.duty),
            "count": held[c.name],
            "address": f"catalog/category/{slugs[c.name]}/" if c.name in listed else None,
        }
        for c in catalog.categories
    ]
    return {
        "authority": catalog.authority,
        "remedies": GENERAL,
        "guide": catalog.guide,
        "views": group_views(plan),
        "categories": categories,
        "places": rows_of(plan.tables, "places"),
    }
