"""A Word document → the same document as its reader sees it, in elements that pandoc reads without loss.

Text boxes are lifted out into paragraphs, automatic numbers are written out, hidden and deleted words are gone, wrappers
are opened, shifted rows are filled, symbols and formulas become text. Whatever is left out is told.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from generator.reading.attachments.package import Package
from generator.tools.importing.formulas import formula_text
from generator.tools.importing.symbols import symbol
from generator.tools.importing.wordboxes import diagrams_of, lift_boxes, lift_diagrams
from generator.tools.importing.wordgrid import square
from generator.tools.importing.wordseen import leave_what_is_seen, open_fields
from generator.tools.importing.wordstyles import Numbering, Styles
from generator.tools.importing.wordtold import Told
from generator.tools.importing.wordtree import (
    M_,
    R_,
    W_,
    Tree,
    added,
    at,
    member,
    new_element,
    new_paragraph,
    put_instead,
    switched,
    value,
    words_element,
    wrapped,
    written,
)

_METADATA = frozenset({"title", "subtitle", "author", "date", "abstract", "abstract title"})

ALT_CHUNK = "\ue000altChunk:{}\ue001"
"""A paragraph that stands for an embedded document until pandoc is through; the relation's identifier inside."""


def shown_document(package: Package) -> tuple[bytes, Told]:
    """The package with its running text as a reader sees it, for pandoc, and what was left out."""
    told = Told()
    styles_tree = member(package, "word/styles.xml")
    styles = Styles(styles_tree)
    changed: dict[str, bytes] = {}
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        tree = member(package, name)
        if tree is None:
            continue
        numbering = Numbering(member(package, "word/numbering.xml"), styles)
        _show(tree, styles, numbering, told, diagrams_of(package, name))
        changed[name] = written(tree)
    if styles_tree is not None:
        for settings in list(styles_tree.iter(f"{W_}numPr")):
            settings.getparent().remove(settings)  # the numbers are written out
        for name in styles_tree.iter(f"{W_}name"):
            if (value(name) or "").lower() in _METADATA:
                name.set(f"{W_}val", "Body Text")  # or pandoc takes the paragraph out of its place
        changed["word/styles.xml"] = written(styles_tree)
    return _packed(package, changed), told


def _packed(package: Package, changed: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in package.names:
            if name in changed or not name.startswith(("word/media/", "word/embeddings/", "word/fonts/")):
                archive.writestr(name, changed.get(name) or package.read(name))
            elif name.startswith("word/media/"):
                archive.writestr(name, b"-")  # pandoc only needs to know that it is there
    return out.getvalue()


def _show(
    tree: Tree, styles: Styles, numbering: Numbering, told: Told, diagrams: Mapping[str, list[str]]
) -> None:
    leave_what_is_seen(tree, styles, told)
    _write_symbols(tree, told)
    open_fields(tree)
    _write_formulas(tree, told)
    for paragraph in list(tree.iter(f"{W_}p")):
        lift_boxes(paragraph, told)
        lift_diagrams(paragraph, told, diagrams)
    for table in list(tree.iter(f"{W_}tbl")):
        square(table)
    for paragraph in list(tree.iter(f"{W_}p")):
        _write_number(paragraph, numbering, told)
    for number, chunk in enumerate(list(tree.iter(f"{W_}altChunk"))):
        mark = ALT_CHUNK.format(chunk.get(f"{R_}id") or number)
        chunk.getparent().replace(chunk, new_paragraph(mark))


def _write_symbols(tree: Tree, told: Told) -> None:
    for element in list(tree.iter(f"{W_}sym")):
        sign = symbol(value(element, "font") or "", value(element, "char") or "")
        told.unknown_symbols += sign is None
        element.getparent().replace(element, words_element(sign or "□"))
    for box in list(tree.iter(f"{W_}checkBox")):
        begin = next(box.iterancestors(f"{W_}r"), None)
        state = switched(at(box, "checked"))
        ticked = state if state is not None else bool(switched(at(box, "default")))
        if begin is not None:
            run = new_element("r")
            run.append(words_element("☑" if ticked else "□"))
            begin.addprevious(run)


def _write_formulas(tree: Tree, told: Told) -> None:
    for formula in [*tree.iter(f"{M_}oMathPara"), *tree.iter(f"{M_}oMath")]:
        if formula.getparent() is None or next(formula.iterancestors(f"{M_}oMathPara"), None) is not None:
            continue
        told.formulas += 1
        run = new_element("r")
        run.append(words_element(formula_text(formula)))
        put_instead(formula, [run] if formula.getparent().tag != f"{W_}body" else [wrapped(run)])


def _write_number(paragraph: Tree, numbering: Numbering, told: Told) -> None:
    place = numbering.place(paragraph)
    properties = at(paragraph, "pPr")
    own = at(properties, "numPr")
    if place is None:
        if own is not None:
            own.getparent().remove(own)
        return
    number = numbering.written(place)
    if number is None:
        if own is None:  # a bullet that comes with the style
            if properties is None:
                properties = new_element("pPr")
                paragraph.insert(0, properties)
            own = added(properties, "numPr")
            added(own, "ilvl").set(f"{W_}val", str(place[1]))
            added(own, "numId").set(f"{W_}val", place[0])
        return
    if own is not None:
        own.getparent().remove(own)
    if number:
        told.unknown_numbers += "?" in number
        run = new_element("r")
        run.append(words_element(number))
        paragraph.insert(0 if properties is None else 1, run)
