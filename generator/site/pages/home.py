"""The plan → HTML: our templates joined with the host's shells. Pure functions of their arguments and the templates."""

from __future__ import annotations

from generator.model.remedies import ON_REQUEST
from generator.planning.normative import in_force
from generator.planning.plan import Plan
from generator.planning.tables import rows_of
from generator.site.pages.listing import group_views
from generator.site.press import (
    SEARCH_STYLE,
    STATUTORY_STYLE,
    Page,
    Press,
    fill_template,
    finish_page,
    head_of,
    simple_page,
)

BLOCKS = (
    ("政府信息公开指南", "guide/", "怎样查找、怎样获取、找谁咨询"),
    ("政府信息公开制度", "system/", "公开工作依据的规定"),
    ("法定主动公开内容", "catalog/", "全部公开信息的目录"),
    ("政府信息公开年报", "annual/", "历年工作报告"),
    ("依申请公开", "request/", "申请获取没有主动公开的信息"),
)


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
    content = fill_template(
        press,
        "home.html",
        root="",
        site=press.catalog.site,
        figures=figures,
        blocks=BLOCKS,
        latest=published[:10],
        views=group_views(plan),
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
        styles=(STATUTORY_STYLE,),
    )


def render_search(press: Press) -> Page:
    """The search page; its results come from the index, in the browser."""
    content = fill_template(press, "search.html", root="../", catalog=press.catalog)
    return simple_page(press, "search", "检索", "信息公开目录", content, styles=(SEARCH_STYLE,))
