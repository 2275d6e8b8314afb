"""The plan → HTML: our templates joined with the host's shells. Pure functions of their arguments and the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.catalog import Catalog
from generator.feeds.changes import is_followed
from generator.feeds.linked_data import linked_data
from generator.lifecycle.story import Change
from generator.markdown import Rendered
from generator.model import Document
from generator.plan import RELATIONS, VALIDITY_SLUGS, VIEWS, Listing, ListingPage, Plan, Relation, Row, category_slugs, row_of, word_name
from generator.rules.openness import REASONS
from generator.shell import Shell

SEARCH_STYLE = "assets/gongkai/search/search.css"
STATUTORY_STYLE = "assets/gongkai/statutory.css"
BLOCKS = (
    ("政府信息公开指南", "guide/", "怎样查找、怎样获取、找谁咨询"), ("政府信息公开制度", "system/", "公开工作依据的规定"),
    ("法定主动公开内容", "catalog/", "全部公开信息的目录"), ("政府信息公开年报", "annual/", "历年工作报告"),
    ("依申请公开", "request/", "申请获取没有主动公开的信息"),
)


@dataclass(frozen=True)
class Press:
    """What every page is made with; handed to the worker processes."""

    catalog: Catalog
    shells: Mapping[str, Shell]
    templates: tuple[Path, ...]
    today: date
    shallow: bool = False
    """Whether the repository at hand lacks older commits, so that versions may be missing."""


class Download(NamedTuple):
    """An attachment as the document page shows it."""

    title: str
    address: str
    kind: str
    size: str


class Article(NamedTuple):
    """What the official tags say of a page that is read, not only leafed through (国办发〔2017〕47号, annex)."""

    title: str
    published: date | None
    source: str
    keywords: tuple[str, ...]
    summary: str


class Page(NamedTuple):
    """A finished page and its place on the site."""

    address: str
    html: str


@lru_cache(maxsize=4)
def environment(folders: tuple[Path, ...]) -> Environment:
    """The templates of the given folders, the first before the others. Everything is escaped unless it is Markup."""
    env = Environment(loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.globals["statuses"] = VALIDITY_SLUGS
    env.globals["views"] = VIEWS
    return env


def render_document(press: Press, document: Document, text: Rendered, relations: Sequence[Relation],
                    downloads: Sequence[Download], story: Sequence[Change]) -> Page:
    """The permanent page of one document."""
    catalog, row = press.catalog, row_of(document, press.catalog)
    column = document.category or ""
    category = {"name": column, "address": f"catalog/category/{category_slugs(catalog).get(column)}/"}
    content = fill_template(press, "document.html", root="../../", document=document, category=category, facts=_facts(document, row),
                       followed=is_followed(document, press.today),
                       reasons=[REASONS[r].zh for r in document.openness_reason if r in REASONS], body=Markup(text.html), outline=text.outline,
                       attachments=downloads, relations=relations, story=story, shallow=press.shallow, site=catalog.site, word=word_name(document),
                       successor=next((r.row for r in relations if document.withdrawn and r.row.index_no == document.withdrawn.successor), None),
                       corrected=[relation for relation in relations if relation.label == RELATIONS["corrects"][1]])
    twin = linked_data(document, catalog, relations, [download.address for download in downloads])
    head = head_of(press, "../../", document.address, document.summary or "", column, "信息公开，政策文件",
                 document=document, row=row, linked_data=Markup(twin), styles=(SEARCH_STYLE,))
    return finish_page(press, "document", document.address, f"{document.title} - {catalog.site.name}", head, content)


def render_listing(press: Press, page: ListingPage, groups: Sequence[Mapping[str, Any]]) -> Page:
    """One page of a catalog view; the first page of the whole catalog also shows all views."""
    depth = page.address.count("/")
    root = "../" * depth
    first = page.view == "all" and page.number == 1
    content = (fill_template(press, "catalog.html", root=root, page=page, views=groups) if first else
               fill_template(press, "listing.html", root=root, page=page, steps=_pager(page)))
    name = "法定主动公开内容" if page.view == "all" else page.name
    title = f"{name}（第{page.number}页）" if page.number > 1 else name
    head = head_of(press, root, page.address, f"{title}：公开目录" + (f"，共{page.total}条" if page.total is not None else ""), name, "信息公开目录")
    return finish_page(press, "catalog" if depth == 1 else f"catalog-{depth}", page.address, f"{title} - {press.catalog.site.name}", head, content)


def render_home(press: Press, plan: Plan) -> Page:
    """The home page: what this is, the search box, figures, the latest documents."""
    published = [row for row in plan.rows if row.address]
    figures = {
        "published": len(published), "bodies": len({row.issuer for row in published}),
        "this_year": sum(row.published is not None and row.published.year == press.today.year for row in published),
        "in_force": sum(row.validity in ("有效", "已修改") for row in published),
    }
    content = fill_template(press, "home.html", root="", site=press.catalog.site, figures=figures, blocks=BLOCKS,
                       latest=published[:10], views=group_views(plan))
    head = head_of(press, "", "", f"{press.catalog.site.name}：依法公开的政府信息，在这里检索、查阅、下载。", press.catalog.site.name, "首页")
    return finish_page(press, "home", "", press.catalog.site.name, head, content)


def render_request(press: Press) -> Page:
    """How to ask for what is not published (条例 art. 27–42)."""
    return simple_page(press, "request", "依申请公开", "依申请公开", fill_template(press, "request.html", root="../", authority=press.catalog.authority),
                       styles=(STATUTORY_STYLE,))


def render_search(press: Press) -> Page:
    """The search page; its results come from the index, in the browser."""
    content = fill_template(press, "search.html", root="../", catalog=press.catalog)
    return simple_page(press, "search", "检索", "信息公开目录", content, styles=(SEARCH_STYLE,))


def group_views(plan: Plan) -> list[dict[str, Any]]:
    """The views with their groups and counts, for the catalog and the home page."""
    views: dict[str, list[Listing]] = {view: [] for view in VIEWS}
    for listing in plan.listings:
        if listing.view in views:
            views[listing.view].append(listing)
    return [{"key": key, "name": VIEWS[key], "groups": [{"name": g.name, "address": g.address, "count": len(g.rows)} for g in groups]}
            for key, groups in views.items() if groups]


def duty_name(duty: str) -> str:
    """条例第二十条第（七）项 of `20-7`."""
    digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五"]
    article, _, item = duty.partition("-")
    if item:
        return f"条例第二十条第（{digits[int(item)]}）项"
    return {"21": "条例第二十一条", "12": "条例第十二条", "50": "条例第五十条"}[article]


def _facts(document: Document, row: Row) -> list[tuple[str, str]]:
    facts = [("索引号", document.index_no), ("主题分类", document.theme), ("发布机构", "、".join([row.issuer, *document.joint_issuers])),
             ("目录类别", document.category), ("成文日期", document.formed), ("公开日期", document.published), ("发文字号", document.doc_no),
             ("体裁", document.genre), ("公开方式", document.openness), ("有效性", document.validity), ("状态", document.status),
             ("施行日期", document.effective), ("变更日期", document.revised), ("失效日期", document.expires), ("废止日期", document.repealed),
             ("关键词", "、".join(document.keywords)), ("来源", document.source and document.source.name), ("内容概述", document.summary)]
    return [(label, str(value)) for label, value in facts if value]


def _pager(page: ListingPage) -> list[tuple[int, str | None]]:
    """The first, the last and the neighbouring pages; None marks a gap."""
    near = sorted({1, 2, page.last - 1, page.last, *range(page.number - 2, page.number + 3)} & set(range(1, page.last + 1)))
    steps: list[tuple[int, str | None]] = []
    for number in near:
        if steps and number > steps[-1][0] + 1:
            steps.append((number - 1, None))
        steps.append((number, page.listing if number == 1 else f"{page.listing}{page.last - number + 1}/"))
    return steps


def fill_template(press: Press, template: str, **context: Any) -> str:
    """A template of theme/templates with its values."""
    return environment(press.templates).get_template(template).render(**context)


def head_of(press: Press, root: str, address: str, description: str, column: str, kind: str, *, document: Document | None = None,
          row: Row | None = None, linked_data: str = "", styles: Sequence[str] = (), article: Article | None = None) -> str:
    """What a page puts into <head>: canonical address, description, official tags; `styles` are relative to the site."""
    site = press.catalog.site
    if document and row:
        article = Article(document.title or "", document.published, document.source.name if document.source else row.issuer, document.keywords,
                          document.summary or "")
    return fill_template(press, "head.html", article=article, root=root, site=site, address=address, description=description, column=column, column_type=kind,
                    column_description=f"{site.name}“{column}”栏目", column_keywords=f"{column},政府信息公开", document=document, row=row,
                    linked_data=linked_data, styles=styles, followed=document is not None and is_followed(document, press.today))


def simple_page(press: Press, kind: str, name: str, column_type: str, content: str, styles: Sequence[str] = ()) -> Page:
    """A page one step below the top, named like its kind."""
    head = head_of(press, "../", f"{kind}/", f"{press.catalog.site.name}：{name}", name, column_type, styles=styles)
    return finish_page(press, kind, f"{kind}/", f"{name} - {press.catalog.site.name}", head, content)


def finish_page(press: Press, kind: str, address: str, title: str, head: str, content: str) -> Page:
    """A page in the shell of its kind. `title` is plain text, the others HTML."""
    return Page(address, press.shells[kind].fill(title=str(Markup.escape(title)), head=head, content=content))
