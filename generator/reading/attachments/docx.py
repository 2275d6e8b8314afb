"""A Word document → its text, hidden words, comments, deleted words, properties and revision count.

Read from the XML itself: python-docx shows neither revisions nor hidden words nor comments nor text boxes. The parts
that hold running text are found by the document's relations; all others are read by `remaining`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.reading.attachments.content import PLAIN, Part, Read, Role, filled
from generator.reading.attachments.markup import told_in_attributes, words_of
from generator.reading.attachments.package import Element, Package, attribute, child, local, switched_on
from generator.reading.attachments.parts import relations, remaining

MAIN = "word/document.xml"
_STORY_KINDS = ("header", "footer", "footnotes", "endnotes", "glossaryDocument")
_REVISIONS = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SKIPPED = frozenset({"Fallback", "instrText", "delInstrText", "pPr", "rPr", "sectPr", "tblPr"})
"""Fallback repeats a text box for old programs; the others hold no words a reader sees. They are read as left behind."""
_DARK = frozenset({"black", "000000"})


_BRIGHT = frozenset({None, "auto", "FFFFFF", "ffffff", "none", "white"})


class _Piece(NamedTuple):
    text: str
    role: Role
    why: Text = PLAIN


class _Where(NamedTuple):
    """What is known of the place of an element in a story."""

    role: Role = Role.TEXT
    why: Text = PLAIN
    """What conceals it."""
    concealing: frozenset[str] = frozenset()
    """Styles whose words are not shown."""
    on_paper: bool = True
    """Whether the ground is the white of the paper: not in a table, a box or a shaded paragraph."""


HIDDEN_WORDS = Text("隐藏文字", "hidden words")
COVERED_WORDS = Text("涂黑但没有删除的文字", "words blacked out and not deleted")
WHITE_WORDS = Text("与底色相同的文字", "words in the colour of the paper")
_DELETED = Text("修订中删除的文字", "deleted words")


def read_docx(package: Package) -> Read:
    """Text with one paragraph or table row a line."""
    names = story_names(package)
    stories = [package.xml(name) for name in names]
    comment_names = [
        name for name in package.names if name.startswith("word/") and _is_comments(package, name)
    ]
    comments = [package.xml(name) for name in comment_names]
    changes = sum(local(e) in _REVISIONS for story in stories for e in story.iter()) + sum(
        len(tree) for tree in comments
    )
    start = _Where(concealing=_concealing_styles(package))
    pieces = [piece for story in stories for piece in _pieces(story, start)]
    unseen = "\n".join(
        filter(None, (text for story in stories for text in (told_in_attributes(story), *_skipped(story))))
    )
    rest = remaining(package, {*names, *comment_names})
    beside = Part(unseen, Text("域、替代文字和控件", "fields, alternative texts and controls"), Role.LEFTOVER)
    return Read(
        (*_by_role(pieces), *filled([beside]), *comment_parts(comments), *rest.parts),
        changes,
        rest.inside,
        rest.unread,
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


def _concealing_styles(package: Package) -> frozenset[str]:
    """Names of styles whose words are not shown."""
    name = next((n for kind, n in relations(package, MAIN).values() if kind == "styles"), "word/styles.xml")
    styles = package.xml(name) if name in package.names else Element("none")
    return frozenset(
        name for s in styles if switched_on(child(s, "rPr", "vanish")) and (name := attribute(s, "styleId"))
    )


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
    return "".join(piece.text for piece in _pieces(tree, _Where()))


def _by_role(pieces: list[_Piece]) -> tuple[Part, ...]:
    places = (
        (Role.TEXT, PLAIN),
        (Role.HIDDEN, HIDDEN_WORDS),
        (Role.HIDDEN, COVERED_WORDS),
        (Role.HIDDEN, WHITE_WORDS),
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


def _pieces(element: Element, at: _Where) -> Iterator[_Piece]:
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
        yield from _table(element, at._replace(on_paper=False))
    elif tag == "textpath":
        yield _Piece(f"\n{attribute(element, 'string')}\n", at.role)
    else:
        inner = at
        if tag == "r":
            inner = _run(element, at)
        elif tag == "txbxContent" or (tag == "p" and child(element, "pPr", "shd") is not None):
            inner = at._replace(on_paper=False)
        for part in element:
            yield from _pieces(part, inner)
        if tag == "p":
            yield _Piece("\n", at.role)


def _run(run: Element, at: _Where) -> _Where:
    """Whether a run of words is kept from the reader's eyes, and how."""
    style = child(run, "rPr")
    if style is None:
        return at
    looks = {local(e): e for e in style}
    named = attribute(looks["rStyle"], "val") if "rStyle" in looks else None
    if switched_on(looks.get("vanish")) or (named in at.concealing and "vanish" not in looks):
        return at._replace(role=Role.HIDDEN, why=HIDDEN_WORDS)
    back = {
        attribute(looks[name], key) for name, key in (("highlight", "val"), ("shd", "fill")) if name in looks
    }
    colour = attribute(looks["color"], "val").upper() if "color" in looks else ""
    if back & _DARK and colour in ("", "AUTO", "000000"):
        return at._replace(role=Role.HIDDEN, why=COVERED_WORDS)
    if colour == "FFFFFF" and at.on_paper and not back - _BRIGHT:
        return at._replace(role=Role.HIDDEN, why=WHITE_WORDS)
    return at


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


def _table(table: Element, at: _Where) -> Iterator[_Piece]:
    yield _Piece("\n", at.role)
    for row in table.iter():
        if local(row) == "tr":
            for cell in row:
                if local(cell) not in ("trPr", "tblPrEx"):
                    yield from (p for p in _pieces(cell, at) if p.text.strip())
                    yield _Piece("\t", at.role)
            yield _Piece("\n", at.role)
    yield _Piece("\n", at.role)
