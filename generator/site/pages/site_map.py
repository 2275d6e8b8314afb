"""The plan → the site map: every page of the site that is no document, by block, for people and for inspections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.model.catalog import Catalog
from generator.model.shown_rows import Shown
from generator.planning.plan import Plan
from generator.site.pages.home import BLOCKS
from generator.site.pages.ledger import VIEWS
from generator.site.pages.listing import group_views
from generator.site.pages.tables import ADDRESS as TABLES
from generator.site.pages.tables import NAME as NAME_OF_TABLES
from generator.site.press import Page, Press, fill_template, simple_page

NAME = "站点地图"

REQUESTS = (
    ("申请表", "form/"),
    ("答复日期计算", "reply-date/"),
    ("申请办理统计", "statistics/"),
    ("已公开的答复", "released/"),
)

OTHERS = (
    ("检索", "search/"),
    ("开放数据和订阅", "data/"),
    ("数据字典", "data/fields/"),
    ("核对文件真伪", "verify/"),
    ("无障碍声明", "accessibility/"),
)


class Block(NamedTuple):
    """One of the blocks of the site with the pages below it."""

    name: str
    address: str
    pages: tuple[tuple[str, str], ...]


def blocks_of(
    catalog: Catalog,
    years: Sequence[int],
    editorial: Iterable[tuple[str, str]],
    tables: Sequence[Shown] = (),
) -> list[Block]:
    """The blocks, and last what belongs to none. `years` are those with an annual report, `editorial` the office's own pages."""
    registers = [(NAME_OF_TABLES, TABLES), *((t.table.title, t.address) for t in tables)] if tables else []
    below = {
        "guide/": tuple((f"{body.name}公开指南", f"guide/{body.code}/") for body in catalog.bodies),
        "catalog/": (*((name, f"catalog/{key}/") for key, name in VIEWS.items()), *registers),
        "annual/": tuple((f"{year}年政府信息公开工作年度报告", f"annual/{year}/") for year in years),
        "request/": tuple((name, f"request/{address}") for name, address in REQUESTS),
    }
    return [
        *(Block(name, address, below.get(address, ())) for name, address in BLOCKS),
        Block("其他", "", (*OTHERS, *editorial)),
    ]


def addresses_of(blocks: Sequence[Block]) -> list[str]:
    """Every page of these blocks, and the site map itself."""
    return [
        "map/",
        *(
            address
            for block in blocks
            for address in (block.address, *(address for _, address in block.pages))
            if address
        ),
    ]


def render_map(press: Press, plan: Plan, blocks: Sequence[Block]) -> Page:
    """The page at `map/`."""
    content = fill_template(
        press,
        "map.html",
        root="../",
        name=NAME,
        blocks=blocks[:-1],
        others=blocks[-1],
        views=group_views(plan),
    )
    return simple_page(press, "map", NAME, "概况信息", content)
