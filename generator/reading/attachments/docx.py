"""A Word document → its text, hidden words, comments, deleted words, properties and revision count.

Read from the XML itself: python-docx shows neither revisions nor hidden words nor comments nor text boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.reading.attachments.content import PLAIN, Part, Read, Role, filled
from generator.reading.attachments.package import Element, Package, child, local, switched_on

_STORIES = r"word/(document|header|footer|footnotes|endnotes)\d*\.xml"

_REVISIONS = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"})

_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

_SKIPPED = frozenset({"Fallback", "instrText", "pPr", "rPr", "sectPr", "tblPr"})
"""Fallback repeats a text box for old programs; the others hold no words a reader sees."""


class _Piece(NamedTuple):
    text: str
    role: Role


def read_docx(package: Package) -> Read:
    """Text with one paragraph or table row a line."""
    stories = [package.xml(name) for name in package.matching(_STORIES)]
    comments = package.xml("word/comments.xml")
    changes = sum(local(e) in _REVISIONS for story in stories for e in story.iter()) + len(comments)
    pieces = [piece for story in stories for piece in _pieces(story, Role.TEXT)]
    return Read(
        (*_by_role(pieces), *comment_parts([comments]), *property_parts(package)),
        changes,
        inside=embedded(package),
    )


def comment_parts(trees: list[Element]) -> tuple[Part, ...]:
    """Comments and notes as one part."""
    text = "\n".join(plain_text(tree) for tree in trees)
    return filled([Part(text, Text("批注", "comments"), Role.COMMENT)])


def property_parts(package: Package) -> tuple[Part, ...]:
    """The document properties of any Office document, one a line."""
    names = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
    values = [e.text for name in names for e in package.xml(name).iter() if e.text and e.text.strip()]
    return filled([Part("\n".join(values), Text("文档属性", "document properties"), Role.PROPERTY)])


def embedded(package: Package) -> tuple[tuple[str, bytes], ...]:
    """Whole Office documents inside a document: a pasted table or chart brings its entire workbook along."""
    names = package.matching(r"\w+/embeddings/.+\.(docx|xlsx|xlsm|pptx)")
    return tuple((name.rpartition("/")[2], package.read(name)) for name in names)


def plain_text(tree: Element) -> str:
    """All words of a tree, a line for each paragraph."""
    return "".join(piece.text for piece in _pieces(tree, Role.TEXT))


def _by_role(pieces: list[_Piece]) -> tuple[Part, ...]:
    places = {
        Role.TEXT: PLAIN,
        Role.HIDDEN: Text("隐藏文字", "hidden words"),
        Role.LEFTOVER: Text("修订中删除的文字", "deleted words"),
    }
    return filled(
        Part("".join(p.text for p in pieces if p.role is role or p.text == "\n"), place, role)
        for role, place in places.items()
    )


def _pieces(element: Element, role: Role) -> Iterator[_Piece]:
    tag = local(element)
    if tag in _SKIPPED:
        return
    if tag in ("t", "delText"):
        yield _Piece(element.text or "", Role.LEFTOVER if tag == "delText" else role)
    elif tag in _BREAKS:
        yield _Piece(_BREAKS[tag], role)
    elif tag == "tbl":
        yield from _table(element, role)
    else:
        inner = Role.HIDDEN if tag == "r" and switched_on(child(element, "rPr", "vanish")) else role
        for part in element:
            yield from _pieces(part, inner)
        if tag == "p":
            yield _Piece("\n", role)


def _table(table: Element, role: Role) -> Iterator[_Piece]:
    yield _Piece("\n", role)
    for row in table.iter():
        if local(row) == "tr":
            for cell in row:
                words = (
                    [p for p in _pieces(cell, role) if p.text.strip()] if local(cell) in ("tc", "sdt") else []
                )
                yield from words
                yield _Piece("\t", role)
            yield _Piece("\n", role)
    yield _Piece("\n", role)
