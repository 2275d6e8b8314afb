"""An OFD document (GB/T 33190, the fixed-layout format of Chinese offices) → its text page by page."""

from __future__ import annotations

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Part, Read, Role, filled
from generator.reading.attachments.package import Element, Package, child, local

_PAGES = r".*Pages/Page_\d+/Content\.xml"

_NOTES = r".*Annots/.*\.xml"

_SAME_LINE = 1.0
"""Millimetres; two pieces of text whose tops differ by less stand on one line."""

_GAP = 1.0
"""Millimetres; a wider gap on one line separates cells."""


def read_ofd(package: Package) -> Read:
    """One part for each page; the text objects of a line are joined, cells separated by tabs."""
    pages = [
        Part(_page(package.xml(name)), Text(f"第 {n} 页", f"page {n}"))
        for n, name in enumerate(package.matching(_PAGES), 1)
    ]
    info = child(package.xml("OFD.xml"), "DocBody", "DocInfo")
    notes = "\n".join(_written(package.xml(name)) for name in package.matching(_NOTES))
    inside = tuple(
        (name.rpartition("/")[2], package.read(name))
        for name in package.matching(r".*Attachs/.+")
        if not name.endswith(".xml")
    )
    return Read(
        filled(
            [
                *pages,
                Part(notes, Text("批注", "comments"), Role.COMMENT),
                Part(
                    _written(info) if info is not None else "",
                    Text("文档属性", "document properties"),
                    Role.PROPERTY,
                ),
            ]
        ),
        inside=inside,
    )


def _page(page: Element) -> str:
    text, before = "", (0.0, 0.0, 0.0)
    for element in page.iter():
        if local(element) == "TextObject":
            x, y, width = _box(element)
            same_line = text and abs(y - before[1]) < _SAME_LINE
            text += (
                ""
                if not text
                else "\n"
                if not same_line
                else "\t"
                if x - before[0] - before[2] > _GAP
                else ""
            ) + _glyphs(element)
            before = (x, y, width)
    return text


def _glyphs(element: Element) -> str:
    return "".join(code.text or "" for code in element.iter() if local(code) == "TextCode")


def _box(element: Element) -> tuple[float, float, float]:
    """Left, top and width in millimetres."""
    numbers = [float(n) for n in element.get("Boundary", "").split()]
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == 4 else (0.0, 0.0, 0.0)


def _written(tree: Element) -> str:
    return "\n".join(e.text for e in tree.iter() if e.text and e.text.strip())
