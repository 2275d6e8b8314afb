"""The plan → a PDF booklet of the catalog: cover, contents, and the four legal columns by category (条例 art. 12).

The face is STSong-Light, a font that every PDF reader knows for Chinese: it is named
in the file, not embedded, so the booklet is small and nothing has to be installed to make it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, LongTable, PageBreak, PageTemplate, Paragraph, Spacer
from reportlab.platypus.tableofcontents import TableOfContents

from generator.model.catalog import Catalog
from generator.planning.plan import Plan, Row
from generator.site.paper.pdf import FONT, markup, reproducible, style

COLUMNS = (("索引", 46 * mm), ("名称", 50 * mm), ("内容概述", 52 * mm), ("生成日期", 20 * mm))

GRID = [
    ("GRID", (0, 0), (-1, -1), 0.4, "#888888"),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("BACKGROUND", (0, 0), (-1, 0), "#eeeeee"),
]

CHUNK = 400
"""Rows of one table: a longer one is slow to break into pages."""


def booklet_pdf(catalog: Catalog, plan: Plan, today: date) -> bytes:
    """The PDF file. The same bytes for the same catalog and day, whatever SOURCE_DATE_EPOCH says."""
    out = BytesIO()
    booklet = _Booklet(out, catalog, today)
    with reproducible():
        booklet.multiBuild(list(_story(catalog, plan, today)))
    return out.getvalue()


class _Booklet(BaseDocTemplate):  # type: ignore[misc]
    """Pages with the name of the site above and the page number below; headings go into the contents and the outline."""

    def __init__(self, out: BytesIO, catalog: Catalog, today: date) -> None:
        super().__init__(
            out,
            pagesize=A4,
            leftMargin=21 * mm,
            rightMargin=21 * mm,
            topMargin=24 * mm,
            bottomMargin=22 * mm,
            invariant=True,
            title=f"{catalog.site.name}公开目录",
            author=catalog.authority.name,
            subject=f"截至{today}",
            lang="zh-CN",
        )
        self.site = catalog.site
        frame = Frame(self.leftMargin, self.bottomMargin, self.width, self.height, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate(frames=[frame], onPage=self._running)])

    def afterFlowable(self, flowable: Any) -> None:
        """Hear of each heading as it is placed."""
        key = getattr(flowable, "key", None)
        if key:
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, 0)
            self.notify("TOCEntry", (0, flowable.getPlainText(), self.page, key))

    def _running(self, canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(self.leftMargin, A4[1] - 16 * mm, f"{self.site.name}公开目录")
        canvas.drawString(self.leftMargin, 13 * mm, self.site.url)
        canvas.drawRightString(A4[0] - self.rightMargin, 13 * mm, f"— {canvas.getPageNumber()} —")


def _story(catalog: Catalog, plan: Plan, today: date) -> Iterator[Any]:
    title, text = style("title", 24, alignment=TA_CENTER), style("text", 11, alignment=TA_CENTER)
    yield Spacer(1, 60 * mm)
    yield Paragraph(markup(catalog.site.name), title)
    yield Spacer(1, 8 * mm)
    yield Paragraph("政府信息公开目录", title)
    yield Spacer(1, 12 * mm)
    yield Paragraph(f"截至 {today.year} 年 {today.month} 月 {today.day} 日，共 {len(plan.rows)} 条", text)
    yield Paragraph(markup(catalog.authority.name), text)
    yield PageBreak()
    yield Paragraph("目　次", style("contents", 16, alignment=TA_CENTER, spaceAfter=6 * mm))
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [style("entry", 11)]
    yield contents
    yield PageBreak()
    for number, listing in enumerate((entry for entry in plan.listings if entry.view == "category"), 1):
        yield from _category(f"category-{number}", listing.name, listing.rows)
    withheld = [row for row in plan.rows if row.withheld]
    if withheld:
        yield from _category("withheld", "不予公开和依申请公开的信息", withheld)


def _category(key: str, name: str, rows: Sequence[Row]) -> Iterator[Any]:
    shown = [row for row in rows if not row.withheld] if key != "withheld" else rows
    if not shown:
        return
    heading = Paragraph(
        markup(f"{name}（{len(shown)} 条）"),
        style("heading", 14, spaceBefore=6 * mm, spaceAfter=2 * mm, keepWithNext=1),
    )
    heading.key = key
    yield heading
    head = [name for name, _ in COLUMNS]
    cell = style("cell", 8.5)
    for first in range(0, len(shown), CHUNK):
        body = [
            [Paragraph(markup(text), cell) for text in _cells(row)] for row in shown[first : first + CHUNK]
        ]
        yield LongTable(
            [[Paragraph(text, cell) for text in head], *body],
            [width for _, width in COLUMNS],
            repeatRows=1,
            style=GRID,
        )


def _cells(row: Row) -> tuple[str, str, str, str]:
    status = row.withheld or (row.validity if row.validity != "有效" else None)
    return (
        row.index_no,
        f"{row.title}{f'（{status}）' if status else ''}",
        row.summary or row.ground or row.issuer,
        str(row.formed or ""),
    )
