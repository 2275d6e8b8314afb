"""A Word document → its text, hidden words, comments, deleted words, properties and revision count.

Read from the XML itself: python-docx shows neither revisions nor hidden words nor comments nor text boxes. The parts
that hold running text are found by the document's relations; all others are read by `remaining`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.reading.attachments.content import PLAIN, STARTS_PROGRAM, Part, Read, Role, filled
from generator.reading.attachments.looks import (
    COVERED_WORDS,
    HIDDEN_WORDS,
    TINY_WORDS,
    WHITE_WORDS,
    Look,
    Looks,
    concealed,
    look_of,
    overlaid,
)
from generator.reading.attachments.markup import told_in_attributes, words_of
from generator.reading.attachments.package import Element, Package, attribute, child, local, switched_on
from generator.reading.attachments.parts import linked, relations, remaining

MAIN = "word/document.xml"
_STORY_KINDS = ("header", "footer", "footnotes", "endnotes", "glossaryDocument")
_REVISIONS = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SKIPPED = frozenset({"Fallback", "instrText", "delInstrText", "pPr", "rPr", "sectPr", "tblPr"})
"""Fallback repeats a text box for old programs; the others hold no words a reader sees. They are read as left behind."""
_DDE = re.compile(r"^\s*DDE(?:AUTO)?\s", re.MULTILINE | re.IGNORECASE)
"""A field that asks another program for its words, and starts it."""
_LINKED = re.compile(
    r"^\s*(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK)\s[^\n]*?((?:https?|ftp)://[^\s\"]+|\\\\\\\\[^\s\"]+)",
    re.MULTILINE | re.IGNORECASE,
)
"""A field that shows what lies elsewhere; a backslash is written twice."""
_CHANGES = _REVISIONS | frozenset(
    {
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblPrExChange",
        "trPrChange",
        "tcPrChange",
        "numberingChange",
    }
)
"""Those of how words look as well: the program shows them, with who made them, like all others."""


NO_LOOKS = Looks(())


class _Piece(NamedTuple):
    text: str
    role: Role
    why: Text = PLAIN


class _Where(NamedTuple):
    """What is known of the place of an element in a story."""

    role: Role = Role.TEXT
    why: Text = PLAIN
    """What conceals it."""
    look: Look = Look()
    """Of words that say nothing of themselves."""
    on_paper: bool = True
    """Whether the ground is the white of the paper: not in a table, a box or a shaded paragraph."""


_DELETED = Text("修订中删除的文字", "deleted words")


def read_docx(package: Package) -> Read:
    """Text with one paragraph or table row a line."""
    names = story_names(package)
    stories = [package.xml(name) for name in names]
    comment_names = [
        name for name in package.names if name.startswith("word/") and _is_comments(package, name)
    ]
    comments = [package.xml(name) for name in comment_names]
    changes = sum(local(e) in _CHANGES for story in stories for e in story.iter()) + sum(
        len(tree) for tree in comments
    )
    looks = _looks(package)
    start = _Where(look=looks.usual)
    pieces = [piece for story in stories for piece in _pieces(story, start, looks)]
    unseen = "\n".join(
        filter(None, (text for story in stories for text in (told_in_attributes(story), *_skipped(story))))
    )
    rest = remaining(package, {*names, *comment_names})
    beside = Part(unseen, Text("域、替代文字和控件", "fields, alternative texts and controls"), Role.LEFTOVER)
    return Read(
        (*_by_role(pieces), *filled([beside]), *comment_parts(comments), *rest.parts),
        changes,
        rest.inside,
        (*rest.unread, *(linked(found[1]) for found in _LINKED.finditer(unseen))),
        STARTS_PROGRAM if _DDE.search(unseen) else None,
    )


def story_names(package: Package) -> list[str]:
    """The members with running text: the document first, then what it refers to as header, footer, notes, glossary."""
    main = next(
        (name for kind, name in relations(package, "").values() if kind == "officeDocument" and name), MAIN
    )
    found = [main] if main in package.names else []
    for part in found:
        found += [
            name
            for kind, name in relations(package, part).values()
            if kind in _STORY_KINDS and name not in found
        ]
    strays = package.matching(r"word/(document|header|footer|footnotes|endnotes)\d*\.xml")
    return [*found, *(name for name in strays if name not in found)]


def _is_comments(package: Package, name: str) -> bool:
    return name.endswith(".xml") and b":comments" in package.head(name)


def _looks(package: Package) -> Looks:
    name = next((n for kind, n in relations(package, MAIN).values() if kind == "styles"), "word/styles.xml")
    tree = package.xml(name)
    return Looks((e for e in tree if local(e) == "style"), child(tree, "docDefaults", "rPrDefault", "rPr"))


def comment_parts(trees: list[Element]) -> tuple[Part, ...]:
    """Comments and notes as one part."""
    text = "\n".join(plain_text(tree) for tree in trees)
    return filled([Part(text, Text("批注", "comments"), Role.COMMENT)])


def embedded(package: Package) -> tuple[tuple[str, bytes], ...]:
    """Whole Office documents inside a document: a pasted table or chart brings its entire workbook along."""
    names = package.matching(r"\w+/embeddings/.+\.(docx|xlsx|xlsm|pptx)")
    return tuple((name.rpartition("/")[2], package.read(name)) for name in names)


def plain_text(tree: Element) -> str:
    """All words of a tree, a line for each paragraph."""
    return "".join(piece.text for piece in _pieces(tree, _Where(), NO_LOOKS))


def _by_role(pieces: list[_Piece]) -> tuple[Part, ...]:
    places = (
        (Role.TEXT, PLAIN),
        *((Role.HIDDEN, why) for why in (HIDDEN_WORDS, COVERED_WORDS, WHITE_WORDS, TINY_WORDS)),
        (Role.LEFTOVER, _DELETED),
    )
    return filled(
        Part(
            "".join(p.text for p in pieces if p.text == "\n" or (p.role is role and p.why in (PLAIN, place))),
            place,
            role,
        )
        for role, place in places
    )


def _pieces(element: Element, at: _Where, looks: Looks) -> Iterator[_Piece]:
    tag = local(element)
    if tag in _SKIPPED:
        return
    if tag == "t":
        yield _Piece(element.text or "", at.role, at.why)
    elif tag == "delText":
        yield _Piece(element.text or "", Role.LEFTOVER, _DELETED)
    elif tag in _BREAKS:
        yield _Piece(_BREAKS[tag], at.role, at.why)
    elif tag == "tbl":
        yield from _table(element, at, looks)
    elif tag == "textpath":
        yield _Piece(f"\n{attribute(element, 'string')}\n", at.role)
    else:
        inner = at
        if tag == "r":
            inner = _run(element, at, looks)
        elif tag == "p":
            inner = _paragraph(element, at, looks)
        elif tag == "txbxContent":
            inner = _Where(look=looks.usual, on_paper=False)
        for part in element:
            yield from _pieces(part, inner, looks)
        if tag == "p":
            yield _Piece("\n", at.role)


def _paragraph(paragraph: Element, at: _Where, looks: Looks) -> _Where:
    """Where the words of a paragraph stand, as its style has it."""
    style = child(paragraph, "pPr", "pStyle")
    look = at.look if style is None else overlaid(looks.of(attribute(style, "val")), at.look)
    shaded = child(paragraph, "pPr", "shd") is not None
    return _seen(at._replace(look=look, on_paper=at.on_paper and not shaded))


def _run(run: Element, at: _Where, looks: Looks) -> _Where:
    """Where the words of a run stand, as it says itself and as its style has it."""
    own = child(run, "rPr")
    if own is None:
        return at
    style = child(own, "rStyle")
    named = Look() if style is None else looks.of(attribute(style, "val"))
    return _seen(at._replace(look=overlaid(look_of(own), overlaid(named, at.look))))


def _seen(at: _Where) -> _Where:
    why = concealed(at.look, at.on_paper)
    return at._replace(role=Role.TEXT if why is PLAIN else Role.HIDDEN, why=why)


def _skipped(story: Element) -> Iterator[str]:
    """Words of a story that are not shown: fields, fallbacks of text boxes, form fields."""
    boxes = {
        words_of(e)
        for choice in story.iter()
        if local(choice) == "Choice"
        for e in choice.iter()
        if local(e) == "txbxContent"
    }
    for element in story.iter():
        tag = local(element)
        if tag == "p":
            yield "".join(e.text or "" for e in element.iter() if local(e) in ("instrText", "delInstrText"))
        elif tag == "Fallback":
            yield from (
                text
                for e in element.iter()
                if local(e) == "txbxContent" and (text := words_of(e)) not in boxes
            )


def _table(table: Element, at: _Where, looks: Looks) -> Iterator[_Piece]:
    style = child(table, "tblPr", "tblStyle")
    shaded = child(table, "tblPr", "shd") is not None or (
        style is not None and looks.shades(attribute(style, "val"))
    )
    at = at._replace(on_paper=at.on_paper and not shaded)
    yield _Piece("\n", at.role)
    for row in table.iter():
        if local(row) == "tr":
            hidden = switched_on(child(row, "trPr", "hidden"))
            here = at._replace(look=at.look._replace(vanish=True)) if hidden else at
            for cell in row:
                if local(cell) not in ("trPr", "tblPrEx"):
                    ground = child(cell, "tcPr", "shd")
                    plain = ground is None or attribute(ground, "fill").lower() in ("auto", "ffffff", "")
                    there = here if plain else here._replace(on_paper=False)
                    yield from (p for p in _pieces(cell, there, looks) if p.text.strip())
                    yield _Piece("\t", at.role)
            yield _Piece("\n", at.role)
    yield _Piece("\n", at.role)
