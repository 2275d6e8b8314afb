"""A Word document, also one saved by WPS, → a source."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email import policy

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.content import unreadable
from generator.reading.attachments.docx import embedded
from generator.reading.attachments.package import BROKEN, Budget, Package
from generator.tools.importing.blocks import merged_cells, nested_tables, plain_blocks, words
from generator.tools.importing.pandoc import Node, read_tree
from generator.tools.importing.source import PATIENCE, Source
from generator.tools.importing.wordlines import visible
from generator.tools.importing.wordshown import ALT_CHUNK, shown_document
from generator.tools.importing.wordstyles import Numbering, Styles
from generator.tools.importing.wordtree import parsed

_SAVE_AGAIN = Text(
    "在 Word 中打开，另存为 .docx 后再导入", "open it in Word, save it as .docx, and import that"
)
_BEGIN, _END = ALT_CHUNK.split("{}")


def read_word(name: str, data: bytes) -> Source:
    """Read a docx. Raises Refused for a file that is damaged, locked, too large, or shows no word."""
    package = Package(data, Budget(PATIENCE))
    shown, told = shown_document(package)
    tree = read_tree(shown, "docx")
    blocks, chunks = _filled_in(tree, package)
    stories = [
        parsed(package.read(member))
        for member in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
        if member in package.names
    ]
    styles = Styles(_parsed(package, "word/styles.xml"))
    seen = visible(stories, Numbering(_parsed(package, "word/numbering.xml"), styles), styles)
    pictures = {
        member.removeprefix("word/"): package.read(member) for member in package.matching(r"word/media/.+")
    }
    return Source(
        name,
        "docx",
        plain_blocks(blocks),
        (*seen.lines, *(line for chunk in chunks for line in chunk.lines)),
        (*seen.cells, *(cell for chunk in chunks for cell in chunk.cells)),
        merged_cells(blocks),
        pictures,
        embedded(package),
        notes=(*told.notes(), *_nested(blocks), *_outside(package)),
    )


def _parsed(package: Package, member: str) -> object | None:
    return parsed(package.read(member)) if member in package.names else None


def _filled_in(tree: list[Node], package: Package) -> tuple[list[Node], list[Source]]:
    """The tree with embedded documents (altChunk) in their places, and these as sources."""
    chunks: list[Source] = []
    blocks: list[Node] = []
    targets = {r.get("Id"): r.get("Target", "") for r in package.xml("word/_rels/document.xml.rels")}
    for block in tree:
        text = words(block).strip() if block["t"] == "Para" else ""
        if text.startswith(_BEGIN) and text.endswith(_END):
            target = targets.get(text.removeprefix(_BEGIN).removesuffix(_END), "")
            member = target.removeprefix("/") if target.startswith("/") else f"word/{target}"
            chunk = _chunk(member, package)
            chunks.append(chunk)
            blocks += chunk.blocks
        else:
            blocks.append(block)
    return blocks, chunks


def _chunk(member: str, package: Package) -> Source:
    """An embedded document that Word would show in the text: a web page, a web archive, a document, or plain text."""
    from generator.tools.importing.webpage import read_fragment

    base = member.rpartition("/")[2]
    try:
        data = package.read(member)
        if data.startswith(b"PK"):
            return read_word(base, data)
        if b"mime-version" in data[:2000].lower():
            message = email.message_from_bytes(data, policy=policy.default)
            part = next((p for p in message.walk() if p.get_content_subtype() in ("html", "xhtml+xml")), None)
            content = part.get_payload(decode=True) if part is not None else None
            data = content if isinstance(content, bytes) else b""
        text = decoded(data)
    except BROKEN:
        text = None
    if not text or not text.strip() or text.startswith("{\\rtf"):
        raise unreadable(
            Text(
                f"正文嵌在另一个文件里（{base}），读不出来",
                f"the text is embedded as another file ({base}) that cannot be read",
            ),
            _SAVE_AGAIN,
        )
    return read_fragment(base, text)


def _nested(blocks: list[Node]) -> Iterator[Text]:
    if count := nested_tables(blocks):
        yield Text(
            f"{count} 个表格套在别的表格里，写成了单元格里的文字",
            f"{count} tables stood in cells of others and became text of the cell",
        )


def _outside(package: Package) -> Iterator[Text]:
    outside = [
        e
        for e in package.xml("word/_rels/document.xml.rels")
        if e.get("TargetMode") == "External" and not e.get("Type", "").endswith("/hyperlink")
    ]
    if outside:
        yield Text(
            f"引用了 {len(outside)} 个外部文件，没有读取",
            f"{len(outside)} references to outside files were not followed",
        )
