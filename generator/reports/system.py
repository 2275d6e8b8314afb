"""The block 政府信息公开制度: each rule with its note of dates and numbers (题注), and a copy to download."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ledger.in_force import normative_notes
from generator.model import Document
from generator.plan import Plan, row_of
from generator.produce import rendered
from generator.render import STATUTORY_STYLE, Page, Press, fill_template, simple_page
from generator.reports.blocks import Heading, Paragraph
from generator.reports.docx import word_file
from generator.reports.texts import text_blocks
from generator.rules.rule import Setting

NAME = "政府信息公开制度"
EMPTY = "本机关公开工作依据的规定将在这里列出；现行的国家规定是《中华人民共和国政府信息公开条例》。"


def system_page(press: Press, plan: Plan) -> Page:
    """The page at `system/`, newest rule first."""
    notes = normative_notes(plan.published, press.today)
    entries = [(row_of(d, press.catalog), notes[d.index_no or ""], _file(d)) for d in _texts(press, plan)]
    content = fill_template(press, "system.html", root="../", entries=entries, empty=EMPTY)
    return simple_page(press, "system", NAME, "政策文件", content, styles=(STATUTORY_STYLE,))


def system_files(press: Press, plan: Plan, setting: Setting) -> Iterator[tuple[str, bytes]]:
    """The Word file of each rule: (address, content)."""
    notes = normative_notes(plan.published, press.today)
    for document in _texts(press, plan):
        title = document.title or ""
        blocks = [Heading(title, 0), Paragraph(notes[document.index_no or ""]), *text_blocks(rendered(setting.root, document).html)]
        yield f"system/{_file(document)}", word_file(title, row_of(document, press.catalog).issuer, blocks)


def _texts(press: Press, plan: Plan) -> list[Document]:
    """The rules that are public; one that was withdrawn is found in the catalog, with its reason."""
    names = {category.name for category in press.catalog.categories if category.block == "制度"}
    return [document for document in plan.published if document.category in names and not document.status]


def _file(document: Document) -> str:
    return f"{(document.index_no or '').replace('/', '-')}.docx"
