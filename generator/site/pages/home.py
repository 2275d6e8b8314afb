"""The plan → HTML: our templates joined with the host's shells. Pure functions of their arguments and the templates."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from generator.model.catalog import Catalog
from generator.model.remedies import ON_REQUEST
from generator.planning.ledger.consultations import drafts_of
from generator.planning.normative import in_force
from generator.planning.plan import Plan, Row, view_address
from generator.planning.standing import consultation_turns
from generator.planning.tables import rows_of
from generator.site.pages.guide import contact_of
from generator.site.pages.listing import group_views
from generator.site.press import (
    SEARCH_STYLE,
    Page,
    Press,
    fill_template,
    finish_page,
    head_of,
    simple_page,
)

COMMON = (
    ("20-7", "预算、决算、三公经费"),
    ("20-8", "收费项目和标准"),
    ("20-11", "教育、医疗、社保、住房"),
    ("20-14", "公务员和事业单位招考"),
    ("21", "征地补偿、房屋征收"),
    ("20-5", "办事条件、程序、时限"),
)
"""Duties of the Regulations under which people look things up most, and what is found there."""

SERVICES = (
    ("申请公开信息", "request/form/", "填好生成申请表和邮件"),
    ("现在哪些文件有效", "catalog/in-force/", "规章和规范性文件清单"),
)

BLOCKS = (
    ("政府信息公开指南", "guide/"),
    ("政府信息公开制度", "system/"),
    ("法定主动公开内容", "catalog/"),
    ("政府信息公开年报", "annual/"),
    ("依申请公开", "request/"),
)
"""The four blocks and the entry of every platform (国办公开办函〔2019〕61号)."""


def render_home(press: Press, plan: Plan) -> Page:
    """The home page: what this is, the search box, figures, the latest documents."""
    published = [row for row in plan.rows if row.address]
    figures = {
        "published": len(published),
        "bodies": len({row.issuer for row in published}),
        "this_year": sum(
            row.published is not None and row.published.year == press.today.year for row in published
        ),
        "in_force": len(in_force(plan.published, press.catalog, press.today)),
    }
    views = {view["key"]: view["groups"] for view in group_views(plan)}
    content = fill_template(
        press,
        "home.html",
        root="",
        site=press.catalog.site,
        today=press.today,
        figures=figures,
        consultations=list(_consultations(press, plan)),
        common=list(_common_matters(press.catalog, {group["name"] for group in views.get("category", ())})),
        latest=published[:10],
        categories=views.get("category", ()),
        bodies=[(body, contact_of(press.catalog, body).phone) for body in press.catalog.bodies],
    )
    head = head_of(
        press,
        "",
        "",
        f"{press.catalog.site.name}：依法公开的政府信息，在这里检索、查阅、下载。",
        press.catalog.site.name,
        "首页",
    )
    return finish_page(press, "home", "", press.catalog.site.name, head, content)


def _consultations(press: Press, plan: Plan) -> Iterator[tuple[Row, dict[str, date]]]:
    """What the public can comment on now or soon, what closes first before the others."""
    for draft in reversed(drafts_of(plan.published)):
        if draft.state(press.today) != "over":
            term = draft.consultation
            gone = consultation_turns(term, press.today)[-1].day
            yield (
                plan.row[draft.document.index_no],
                {"opens": term.opens, "closes": term.closes, "gone": gone},
            )


def _common_matters(catalog: Catalog, held: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Name, address and note of what people come for most, as far as the catalog has it."""
    by_duty = {category.duty: category.name for category in reversed(catalog.categories)}
    for duty, note in COMMON:
        name = by_duty.get(duty)
        if name in held and name and (address := view_address(catalog, "category", name)):
            yield name, address, note
    yield from SERVICES


def render_request(press: Press, plan: Plan) -> Page:
    """How to ask for what is not published (条例 art. 27–42)."""
    return simple_page(
        press,
        "request",
        "依申请公开",
        "依申请公开",
        fill_template(
            press,
            "request.html",
            root="../",
            authority=press.catalog.authority,
            remedies=ON_REQUEST,
            places=rows_of(plan.tables, "places"),
        ),
    )


SEARCH_DATA = ("search/variants.json",)
"""What every search begins with and changes with the program alone; which files the index has is asked for anew each time."""


def render_search(press: Press) -> Page:
    """The search page; its results come from the index, in the browser."""
    content = fill_template(press, "search.html", root="../", catalog=press.catalog)
    return simple_page(
        press,
        "search",
        "检索",
        "信息公开目录",
        content,
        styles=(SEARCH_STYLE,),
        module="search/search",
        data=SEARCH_DATA,
    )
