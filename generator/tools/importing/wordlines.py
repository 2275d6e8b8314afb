"""A Word document → the lines and cells that a reader sees in it, counted from the XML itself, without any converter.

What the draft is compared with: it shares only the styles and numberings with the conversion. A line is broken where
something stands that is no text (a note's mark, a symbol, a formula, a picture), so that only words are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.tools.importing.wordstyles import Numbering, Styles
from generator.tools.importing.wordtree import W_, Tree, at, switched, value

_GONE = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "rPr", "pPr", "sdtPr"}
)
_APART = frozenset(
    {
        "sym",
        "oMath",
        "oMathPara",
        "footnoteReference",
        "endnoteReference",
        "drawing",
        "pict",
        "object",
        "fldChar",
        "br",
        "cr",
        "tab",
        "ptab",
        "ruby",
        "footnoteRef",
        "endnoteRef",
    }
)
_BREAK = "\n"


@dataclass(frozen=True)
class Visible:
    """What is seen: pieces of lines, and the text of the innermost cells that have some."""

    lines: tuple[str, ...]
    cells: tuple[str, ...]


def visible(stories: list[Tree], numbering: Numbering, styles: Styles) -> Visible:
    """The words of the document and its notes, as trees of lxml."""
    marks = {
        (e.tag.removesuffix("Reference"), value(e, "id"))
        for e in stories[0].iter(f"{W_}footnoteReference", f"{W_}endnoteReference")
        if not _gone(e)
    }
    for story in stories[1:]:
        for note in [e for e in story if (e.tag, value(e, "id")) not in marks]:
            story.remove(note)  # a note nobody refers to is not shown
    lines = [line for story in stories for line in _story(story, numbering, styles)]
    cells = [
        text
        for cell in stories[0].iter(f"{W_}tc")
        if next(cell.iter(f"{W_}tbl"), None) is None and not _gone(cell)
        for text in _cell(cell, styles)
        if text
    ]
    return Visible(tuple(lines), tuple(cells))


def _cell(cell: Tree, styles: Styles) -> Iterator[str]:
    """The text of a cell, a line for each of its paragraphs; one with text boxes is compared paragraph by paragraph."""
    if next(cell.iter(f"{W_}txbxContent"), None) is None:
        yield "\n".join(line for piece in _pieces(cell, None, styles) if (line := " ".join(piece.split())))
    else:
        yield from (" ".join(piece.split()) for p in cell.iter(f"{W_}p") for piece in _pieces(p, p, styles))


def _story(story: Tree, numbering: Numbering, styles: Styles) -> Iterator[str]:
    for paragraph in story.iter(f"{W_}p"):
        names = styles.names(paragraph)
        if _gone(paragraph) or (names and re.fullmatch(r"(toc|目录) ?\d.*|toc heading", names[0])):
            continue
        pieces = [piece for piece in _pieces(paragraph, paragraph, styles) if piece.strip()]
        place = numbering.place(paragraph)
        mark = at(paragraph, "pPr", "rPr", "del")
        # a paragraph of hidden words alone is not counted, as Word does not show it
        if place and mark is None and (pieces or not _words(paragraph)):
            number = numbering.written(place)
            pieces = [(number or "") + (pieces[0] if pieces else ""), *pieces[1:]]
        yield from (piece for piece in pieces if piece.strip())


def _pieces(element: Tree, paragraph: Tree | None, styles: Styles) -> list[str]:
    """The words below an element up to the paragraphs of text boxes, broken at what is no text."""
    out: list[str] = []
    for part in element:
        _collect(part, paragraph, styles, out)
    return "".join(out).split(_BREAK)


def _collect(element: Tree, paragraph: Tree | None, styles: Styles, out: list[str]) -> None:
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if name in _GONE or (name == "p" and paragraph is not None):
        return
    if name == "sdt" and switched(at(element, "sdtPr", "showingPlcHdr")):
        return
    if name == "txbxContent":
        return
    if name == "r" and styles.hides(element, next(element.iterancestors(f"{W_}p"), None)):
        return
    if name == "t":
        if element.tag.startswith(W_):
            out.append(element.text or "")
        return
    if name == "noBreakHyphen":
        out.append("-")
    if name in _APART or name == "p":
        out.append(_BREAK)
    if name not in ("oMath", "oMathPara", "ruby"):
        for part in element:
            _collect(part, paragraph, styles, out)


def _gone(element: Tree) -> bool:
    """Whether an element lies in a row or cell that was deleted or is hidden, or repeats a text box for old programs."""
    for above in [element, *element.iterancestors()]:
        name = above.tag.rpartition("}")[2]
        if name == "Fallback" or (name == "sdt" and switched(at(above, "sdtPr", "showingPlcHdr"))):
            return True
        if name == "tr" and (at(above, "trPr", "del") is not None or switched(at(above, "trPr", "hidden"))):
            return True
        if name == "tc" and at(above, "tcPr", "cellDel") is not None:
            return True
        if name == "tc" and value(at(above, "tcPr", "hMerge")) == "continue":
            return True
    return False


def _words(paragraph: Tree) -> bool:
    return any(e.text and e.text.strip() for e in paragraph.iter(f"{W_}t"))
