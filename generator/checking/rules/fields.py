"""Rules about what must be written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from generator.model.catalog import Catalog
from generator.model.diagnostics import Finding, Text, one_of
from generator.model.document import FIELDS, FrontMatter, Openness, Validity
from generator.model.requirements import ALWAYS, NUMBERED
from generator.model.setting import Setting
from generator.reading.frontmatter import Record


def missing_field(record: Record, setting: Setting) -> Iterator[Finding]:
    """缺少必填的项目。

    每条信息都要有索引号、名称、内容概述、生成日期、发布机构、目录类别、主题分类和公开方式。
    审查记录要写审查岗位和日期（by、date），或者逐步写 steps。有发文字号的要写体裁；列入规章和规范性文件类别（条例第二十条第一项）的要写体裁，解读以外还要写有效性。
    依据：《政府信息公开条例》第十二条第三款、第二十条第一项。
    ---
    A required field is missing.

    Every record has index number, title, summary, date of formation, issuer, category, theme and openness. A numbered
    document needs its genre; a normative document (art. 20 item 1) needs
    its genre and, unless it is an interpretation, its validity.
    """
    document = record.document
    if document is None:
        return
    yield from record.reported("missing-field")
    for key in (*ALWAYS, *_conditional(document, setting)):
        if key not in record.keys:
            yield Finding(
                1,
                Text(f"缺少“{key}”（{FIELDS[key].title}）", f"“{key}” is missing"),
                _to_add(key, setting.catalog),
                {"key": key},
            )
    review = document.review
    for key in ("by", "date") if review and not review.steps else ():
        if f"review.{key}" not in document.lines:
            yield Finding(
                document.line("review"),
                Text(f"缺少“review.{key}”", f"“review.{key}” is missing"),
                Text(f"补写一行“{key}: …”，或者写 steps", f"add a line “{key}: …”, or write `steps`"),
                {"key": f"review.{key}"},
            )


def missing_document_number(record: Record, setting: Setting) -> Iterator[Finding]:
    """公文没有写发文字号。

    通知、意见、批复等公文一般有发文字号；确实没有编号的可以不写，本条只作提醒。
    依据：《党政机关公文处理工作条例》第九条。
    ---
    An official document without its number.

    Notices, opinions, replies and the like are usually numbered; if this one is not, nothing need be done.
    """
    document = record.document
    if document and document.genre in NUMBERED and not document.doc_no and document.published:
        yield Finding(
            document.line("genre"),
            Text(f"体裁是“{document.genre}”，没有写发文字号", f"a “{document.genre}” without doc_no"),
            Text(
                "补写 doc_no，如“青政办发〔2026〕12号”；确实没有编号的不必处理",
                "add doc_no, such as “青政办发〔2026〕12号”",
            ),
        )


def _to_add(key: str, catalog: Catalog) -> Text:
    """The line to add, with what may stand in it where that comes from a list."""
    lists: dict[str, Iterable[str]] = {
        "issuer": catalog.body_by_name,
        "category": catalog.category_by_name,
        "theme": catalog.themes,
        "genre": catalog.genres,
        "openness": get_args(Openness),
        "validity": get_args(Validity),
    }
    line = Text(f"在文件头补写一行“{key}: …”", f"add a line “{key}: …” to the front matter")
    if key not in lists:
        return line
    listed = one_of(lists[key])
    return Text(f"{line.zh}；{listed.zh}", f"{line.en}; {listed.en}")


def _conditional(document: FrontMatter, setting: Setting) -> Iterator[str]:
    category = setting.catalog.category_of(document)
    normative = category is not None and category.duty == "20-1"
    if normative or document.doc_no:
        yield "genre"
    if normative and document.genre != "解读":
        yield "validity"
