"""A Word document, also one saved by WPS, → a source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.diagnostics import Text
from generator.reading.attachments.docx import embedded, plain_text
from generator.reading.attachments.package import Budget, Element, Package, attribute, local
from generator.tools.importing.blocks import merged_cells, plain_blocks
from generator.tools.importing.pandoc import read_tree
from generator.tools.importing.source import Source

_CHINESE_NUMBERS = re.compile(r"chinese|japanese|ideograph|taiwanese", re.IGNORECASE)


def read_word(name: str, data: bytes) -> Source:
    """Read a docx. Raises Refused for a file that is damaged, locked or too large."""
    package = Package(data, Budget())
    stories = [
        package.xml(member) for member in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
    ]
    boxes = sum(
        local(e) == "txbxContent"
        for choice in stories[0].iter()
        if local(choice) in ("Choice", "pict")
        for e in choice.iter()
    )
    tree = read_tree(data, "docx")
    pictures = {
        member.removeprefix("word/"): package.read(member) for member in package.matching(r"word/media/.+")
    }
    return Source(
        name,
        "docx",
        plain_blocks(tree),
        tuple(_lines(stories)),
        tuple(_cells(stories[0])),
        merged_cells(tree),
        pictures,
        embedded(package),
        notes=tuple(_notes(package, stories[0], boxes)),
    )


def _lines(stories: list[Element]) -> Iterator[str]:
    for story in stories:
        yield from (line for line in plain_text(story).split("\n") if line.strip())


def _cells(story: Element) -> Iterator[str]:
    """The text of the innermost cells; a merged one is stored once with its text."""
    for cell in story.iter():
        if local(cell) == "tc" and not any(local(e) == "tbl" for e in cell.iter()):
            text = plain_text(cell).strip()
            if text:
                yield text


def _notes(package: Package, story: Element, boxes: int) -> Iterator[Text]:
    if boxes:
        yield Text(
            f"有 {boxes} 个文本框，核对文字的位置", f"{boxes} text boxes: check where their words stand"
        )
    numbered = {attribute(e, "val") for e in package.xml("word/numbering.xml").iter() if local(e) == "numFmt"}
    if any(value and _CHINESE_NUMBERS.search(value) for value in numbered) and any(
        local(e) == "numPr" for e in story.iter()
    ):
        yield Text(
            "用了中文自动编号（一、二、三），正文里的编号要核对",
            "automatic Chinese numbering: check the numbers in the text",
        )
    if any(local(e) in ("ins", "del", "moveFrom") for e in story.iter()):
        yield Text("有修订痕迹，按全部接受处理", "tracked changes were taken as accepted")
    relations = package.xml("word/_rels/document.xml.rels")
    outside = [
        e
        for e in relations
        if e.get("TargetMode") == "External" and not (e.get("Type") or "").endswith("/hyperlink")
    ]
    if outside:
        yield Text(
            f"引用了 {len(outside)} 个外部文件，没有读取",
            f"{len(outside)} references to outside files were not followed",
        )
