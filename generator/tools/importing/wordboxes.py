"""Text boxes and graphics of a Word document → paragraphs where a reader meets them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.reading.attachments.package import Package
from generator.tools.importing.wordtold import Told
from generator.tools.importing.wordtree import A_, R_, V_, W_, WP_, Tree, member, new_paragraph, text_of

_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def lift_boxes(paragraph: Tree, told: Told) -> None:
    """The paragraphs of text boxes become paragraphs before or after the one they are anchored in."""
    if paragraph.getparent() is None:
        return
    before: list[tuple[float, list[Tree]]] = []
    after: list[tuple[float, list[Tree]]] = []
    for content in [e for e in paragraph.iter(f"{W_}txbxContent") if _anchored_in(e, paragraph)]:
        blocks = [e for e in content if _says(e)]
        for block in blocks:
            content.remove(block)
        if blocks:
            told.boxes += 1
            place, height = _box_place(content, paragraph)
            (before if place else after).append((height, blocks))
        content.getparent().remove(content)
    for art in [e for e in paragraph.iter(f"{V_}textpath") if e.get("string")]:
        told.boxes += 1
        (before if not _text_before(art, paragraph) else after).append(
            (0.0, [new_paragraph(art.get("string"))])
        )
        art.getparent().remove(art)
    for _, blocks in sorted(before, key=lambda pair: pair[0]):
        for block in blocks:
            paragraph.addprevious(block)
    last = paragraph
    for _, blocks in sorted(after, key=lambda pair: pair[0]):
        for block in blocks:
            last.addnext(block)
            last = block


def _anchored_in(content: Tree, paragraph: Tree) -> bool:
    return next(content.iterancestors(f"{W_}p"), None) is paragraph


def _says(block: Tree) -> bool:
    return block.tag == f"{W_}tbl" or any(
        (e.tag == f"{W_}t" and e.text and e.text.strip()) or e.tag in (f"{A_}blip", f"{V_}imagedata")
        for e in block.iter()
    )


def _box_place(content: Tree, paragraph: Tree) -> tuple[bool, float]:
    """Whether a box stands before the text of its paragraph, and how high: millimetres or so from its reference."""
    anchor = next(content.iterancestors(f"{WP_}anchor"), None)
    height, reference = 0.0, ""
    if anchor is not None and (vertical := anchor.find(f"{WP_}positionV")) is not None:
        reference = vertical.get("relativeFrom", "")
        height = _number(vertical.findtext(f"{WP_}posOffset")) / 36_000
    shape = next((e for e in content.iterancestors() if e.tag.endswith(("}shape", "}rect", "}wsp"))), None)
    style = shape.get("style", "") if shape is not None else ""
    if top := re.search(r"(?:margin-top|(?<![-\w])top):(-?[\d.]+)(pt|mm|cm|in)?", style):
        height = float(top[1]) * {"mm": 1, "cm": 10, "in": 25.4, "pt": 0.353}.get(top[2] or "pt", 0.353)
        reference = "page" if "mso-position-vertical-relative:page" in style else "paragraph"
    elif shape is not None and (offset := shape.find(f".//{A_}off")) is not None:
        height += _number(offset.get("y")) / 36_000
    if not text_of(paragraph):
        return True, height
    if reference in ("paragraph", "line", "text") and height > 6:
        return False, height
    return not _text_before(content, paragraph), height


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _text_before(element: Tree, paragraph: Tree) -> bool:
    """Whether words of the paragraph itself stand before an element in it."""
    for other in paragraph.iter(f"{W_}t", element.tag):
        if other is element:
            return False
        if other.tag == f"{W_}t" and other.text and other.text.strip() and _anchored_in(other, paragraph):
            return True
    return False


def lift_diagrams(paragraph: Tree, told: Told, diagrams: Mapping[str, list[str]]) -> None:
    """The words of SmartArt become paragraphs; charts are counted."""
    told.charts += sum(1 for _ in paragraph.iter(f"{{{_CHART}}}chart"))
    last = paragraph
    for ids in list(paragraph.iter(f"{{{_DIAGRAM}}}relIds")):
        told.diagrams += 1
        for words in diagrams.get(ids.get(f"{R_}dm", ""), ()):
            added = new_paragraph(words)
            last.addnext(added)
            last = added


def diagrams_of(package: Package, story: str) -> dict[str, list[str]]:
    """The words of each SmartArt that a story shows, by the identifier of its relation."""
    folder, _, base = story.rpartition("/")
    found: dict[str, list[str]] = {}
    for relation in package.xml(f"{folder}/_rels/{base}.rels"):
        if relation.get("Type", "").endswith("/diagramData"):
            tree = member(package, f"{folder}/{relation.get('Target', '').removeprefix('/word/')}")
            points = (
                [] if tree is None else [p for p in tree.iter() if str(p.tag).endswith("}pt") and len(p) > 0]
            )
            lines = ["".join(e.text or "" for e in point.iter(f"{A_}t")) for point in points]
            found[relation.get("Id", "")] = [line for line in lines if line.strip()]
    return found
