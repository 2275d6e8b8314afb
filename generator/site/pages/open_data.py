"""The plan → the page `data/`, which lists every download, feed and format."""

from __future__ import annotations

from generator.planning.plan import VIEWS, Plan
from generator.planning.tables import file_names
from generator.site.feeds.channels import channel_address, feed_slugs
from generator.site.feeds.records import by_year, lines, link
from generator.site.feeds.schema import CATALOG_SCHEMA, CHANGE_SCHEMA, DOCUMENT_SCHEMA
from generator.site.press import Page, Press, fill_template, finish_page, head_of

NAME = "开放数据"

DOWNLOADS = (
    ("catalog.xlsx", "Excel 工作簿", "用 Excel、WPS 查看和筛选"),
    ("catalog.csv", "CSV 表格", "用表格软件或者程序读取，UTF-8 编码"),
    ("catalog.json", "JSON", "最完整的副本，供程序读取"),
    ("changes.ndjson", "NDJSON", "变化记录：公开、更正、修改、废止、失效、撤下、迁址，每件一行，附说明"),
    ("catalog.jsonld", "DCAT-AP 3", "数据集说明，供开放数据平台收录"),
    ("sitemap.xml", "网站地图", "供搜索引擎收录，附最后变化的日期"),
)
"""Address, format and use of each file about the whole catalog."""

SCHEMAS = ((DOCUMENT_SCHEMA, "一份信息"), (CATALOG_SCHEMA, "公开目录"), (CHANGE_SCHEMA, "变化记录"))


def render_data(press: Press, plan: Plan) -> Page:
    """The page of open data. Machines find the same in `.well-known/gongkai.json`."""
    catalog = press.catalog
    feeds = [
        {
            "name": VIEWS[view],
            "groups": [
                {"name": name, "address": channel_address(view, slug)} for name, slug in groups.items()
            ],
        }
        for view, groups in feed_slugs(catalog).items()
    ]
    years = [{"year": year, "count": len(part)} for year, part in by_year(lines(plan)).items()]
    example = next((d.index_no for d in plan.published), None)
    content = fill_template(
        press,
        "data.html",
        root="../",
        downloads=DOWNLOADS,
        years=years,
        feeds=feeds,
        schemas=SCHEMAS,
        example=example,
        everything=channel_address("all", ""),
        api=link(catalog, "api/documents/"),
        total=len(plan.rows),
        tables=[(t.table.title, len(t.rows), t.address, file_names(t)) for t in plan.tables],
    )
    head = head_of(press, "../", "data/", f"{catalog.site.name}：目录的下载、订阅和接口", NAME, "数据开放")
    return finish_page(press, "catalog", "data/", f"{NAME} - {catalog.site.name}", head, content)
