"""A document → its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from generator.history.story import Change
from generator.model.document import Document
from generator.model.grounds import GROUNDS
from generator.model.relations import RELATIONS
from generator.planning.plan import Relation, Row, category_slugs, row_of, word_name
from generator.reading.markdown import Rendered
from generator.site.feeds.linked_data import linked_data
from generator.site.press import SEARCH_STYLE, Page, Press, fill_template, finish_page, head_of


class Download(NamedTuple):
    """An attachment as the document page shows it."""

    title: str
    address: str
    kind: str
    size: str


def render_document(
    press: Press,
    document: Document,
    text: Rendered,
    relations: Sequence[Relation],
    downloads: Sequence[Download],
    story: Sequence[Change],
) -> Page:
    """The permanent page of one document."""
    catalog, row = press.catalog, row_of(document, press.catalog)
    column = document.category or ""
    category = {"name": column, "address": f"catalog/category/{category_slugs(catalog).get(column)}/"}
    content = fill_template(
        press,
        "document.html",
        root="../../",
        document=document,
        category=category,
        facts=_facts(document, row),
        reasons=[GROUNDS[r].zh for r in document.openness_reason if r in GROUNDS],
        body=Markup(text.html),
        outline=text.outline,
        attachments=downloads,
        relations=relations,
        story=story,
        shallow=press.shallow,
        site=catalog.site,
        word=word_name(document),
        successor=next(
            (
                r.row
                for r in relations
                if document.withdrawn and r.row.index_no == document.withdrawn.successor
            ),
            None,
        ),
        corrected=[relation for relation in relations if relation.label == RELATIONS["corrects"][1]],
    )
    twin = linked_data(document, catalog, relations, [download.address for download in downloads])
    head = head_of(
        press,
        "../../",
        document.address,
        document.summary or "",
        column,
        "信息公开，政策文件",
        document=document,
        row=row,
        linked_data=Markup(twin),
        styles=(SEARCH_STYLE,),
    )
    return finish_page(
        press, "document", document.address, f"{document.title} - {catalog.site.name}", head, content
    )


def _facts(document: Document, row: Row) -> list[tuple[str, str]]:
    facts = [
        ("索引号", document.index_no),
        ("主题分类", document.theme),
        ("发布机构", "、".join([row.issuer, *document.joint_issuers])),
        ("目录类别", document.category),
        ("成文日期", document.formed),
        ("公开日期", document.published),
        ("发文字号", document.doc_no),
        ("体裁", document.genre),
        ("公开方式", document.openness),
        ("有效性", document.validity),
        ("状态", document.status),
        ("施行日期", document.effective),
        ("变更日期", document.revised),
        ("有效期至", document.expires),
        ("废止日期", document.repealed),
        ("关键词", "、".join(document.keywords)),
        ("来源", document.source and document.source.name),
        ("内容概述", document.summary),
    ]
    return [(label, str(value)) for label, value in facts if value]
