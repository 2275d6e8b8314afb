"""A Word document → the same document as its reader sees it, in elements that pandoc reads without loss.

Text boxes are lifted out into paragraphs, automatic numbers are written out, hidden and deleted words are gone, wrappers
are opened, shifted rows are filled, symbols and formulas become text. Whatever is left out is told.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from generator.model.diagnostics import Text
from generator.reading.attachments.package import Package
from generator.tools.importing.formulas import formula_text
from generator.tools.importing.symbols import symbol
from generator.tools.importing.wordstyles import W_, Numbering, Styles, Tree, W, at, switched, value

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PREFIXES = {
    "w": W,
    "r": _R[1:-1],
    "m": _M[1:-1],
    "wp": _WP[1:-1],
    "a": _A[1:-1],
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": _V[1:-1],
    "o": "urn:schemas-microsoft-com:office:office",
}
"""Prefixes under which pandoc looks for elements, whatever a program called them."""
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", _M[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_METADATA = frozenset({"title", "subtitle", "author", "date", "abstract", "abstract title"})
_DELETED = ("del", "moveFrom")
_OPENED = ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
"""Members are refused before they come here when they have a DTD."""

ALT_CHUNK = "\ue000altChunk:{}\ue001"
"""A paragraph that stands for an embedded document until pandoc is through; the relation's identifier inside."""


@dataclass
class Told:
    """What the reader does not see or pandoc cannot carry, counted."""

    hidden: list[str] = field(default_factory=list)
    deleted: int = 0
    boxes: int = 0
    contents: int = 0
    """Lines of a table of contents."""
    formulas: int = 0
    charts: int = 0
    diagrams: int = 0
    unknown_symbols: int = 0
    unknown_numbers: int = 0
    """Paragraphs whose automatic number has signs that a converter has lost."""

    def notes(self) -> Iterator[Text]:
        """For the report."""
        if self.hidden:
            shown = "、".join(text[:12] + ("…" if len(text) > 12 else "") for text in self.hidden[:3])
            yield Text(
                f"隐藏文字 {len(self.hidden)} 处没有带入：{shown}",
                f"{len(self.hidden)} pieces of hidden text were left out: {shown}",
            )
        if self.deleted:
            yield Text(
                f"有修订痕迹，按全部接受处理；删除的文字 {self.deleted} 处没有带入",
                f"tracked changes were taken as accepted; {self.deleted} deletions were left out",
            )
        for count, zh, en in (
            (
                self.boxes,
                "个文本框，里面的文字成为段落，核对位置",
                "text boxes became paragraphs: check where they stand",
            ),
            (self.contents, "行目录没有带入，网页按小标题生成", "lines of a table of contents were left out"),
            (
                self.formulas,
                "个公式写成了一行文字，要核对",
                "formulas were written as a line of text: check them",
            ),
            (self.charts, "个图表没有带入，另存为图片后补上", "charts were left out: add them as pictures"),
            (
                self.diagrams,
                "个 SmartArt 图形只带入了文字",
                "SmartArt graphics: only their words were taken",
            ),
            (
                self.unknown_symbols,
                "个符号的字体没有对应表，写成了“□”，要核对",
                "symbols of an unknown font were written as □",
            ),
            (
                self.unknown_numbers,
                "段的自动编号里有读不出的字（“?”），对照原件改正",
                "paragraphs have numbers with signs that were lost (“?”): put them right",
            ),
        ):
            if count:
                yield Text(f"有 {count} {zh}", f"{count} {en}")


def parsed(data: bytes) -> Tree:
    """A member of the package as a tree of lxml; strict documents read as the usual ones."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return etree.fromstring(data, _PARSER)


def shown_document(package: Package) -> tuple[bytes, Told]:
    """The package with its running text as a reader sees it, for pandoc, and what was left out."""
    told = Told()
    styles_tree = _member(package, "word/styles.xml")
    styles = Styles(styles_tree)
    changed: dict[str, bytes] = {}
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        tree = _member(package, name)
        if tree is None:
            continue
        numbering = Numbering(_member(package, "word/numbering.xml"), styles)
        _show(tree, styles, numbering, told, _diagrams(package, name))
        changed[name] = _written(tree)
    if styles_tree is not None:
        for settings in list(styles_tree.iter(f"{W_}numPr")):
            settings.getparent().remove(settings)  # the numbers are written out
        for name in styles_tree.iter(f"{W_}name"):
            if (value(name) or "").lower() in _METADATA:
                name.set(f"{W_}val", "Body Text")  # or pandoc takes the paragraph out of its place
        changed["word/styles.xml"] = _written(styles_tree)
    return _packed(package, changed), told


def _member(package: Package, name: str) -> Tree | None:
    if name not in package.names:
        return None
    package.xml(name)  # refuses a DTD and what is no XML
    return parsed(package.read(name))


def _written(tree: Tree) -> bytes:
    """The tree under a root that declares the usual prefixes."""
    root = etree.Element(tree.tag, nsmap=_PREFIXES)
    for child in list(tree):
        root.append(child)
    etree.cleanup_namespaces(root, top_nsmap=_PREFIXES, keep_ns_prefixes=list(_PREFIXES))
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


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
    _choose(tree)
    _accept(tree, told)
    _open_wrappers(tree)
    _drop_contents(tree, styles, told)
    _drop_hidden(tree, styles, told)
    _write_symbols(tree, told)
    _write_formulas(tree, told)
    for paragraph in list(tree.iter(f"{W_}p")):
        _lift_boxes(paragraph, told)
        _lift_diagrams(paragraph, told, diagrams)
    for table in list(tree.iter(f"{W_}tbl")):
        _square(table)
    for paragraph in list(tree.iter(f"{W_}p")):
        _write_number(paragraph, numbering, told)
    for number, chunk in enumerate(list(tree.iter(f"{W_}altChunk"))):
        mark = ALT_CHUNK.format(chunk.get(f"{_R}id") or number)
        chunk.getparent().replace(chunk, _paragraph(mark))


def _choose(tree: Tree) -> None:
    """Of alternatives the one that shows something; of a vector picture and its raster image the image."""
    for alternative in list(tree.iter(f"{_MC}AlternateContent")):
        if alternative.getparent() is None:
            continue
        options = [e for e in alternative if e.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
        best = next((o for o in options if _shows(o)), options[0] if options else None)
        _replace(alternative, list(best) if best is not None else [])
    for vector in [e for e in tree.iter() if isinstance(e.tag, str) and e.tag.endswith("}svgBlip")]:
        if vector.getparent() is not None:
            vector.getparent().remove(vector)


def _shows(option: Tree) -> bool:
    return any(
        e.tag
        in (f"{W_}t", f"{_A}blip", f"{_V}imagedata", f"{_V}textpath", f"{W_}numFmt", f"{_M}oMath", f"{W_}sym")
        or (isinstance(e.tag, str) and e.tag.endswith(("}relIds", "}chart")))
        for e in option.iter()
    )


def _accept(tree: Tree, told: Told) -> None:
    """Revisions as accepted: deleted words, rows and cells go, paragraphs whose mark was deleted go on in the next."""
    for paragraph in list(tree.iter(f"{W_}p")):
        mark = at(paragraph, "pPr", "rPr")
        if mark is not None and (at(mark, "del") is not None or at(mark, "moveFrom") is not None):
            following = paragraph.getnext()
            if following is not None and following.tag == f"{W_}p":
                properties = at(following, "pPr")
                place = 0 if properties is None else 1
                for part in [e for e in paragraph if e.tag != f"{W_}pPr"][::-1]:
                    following.insert(place, part)
                paragraph.getparent().remove(paragraph)
            elif not _text(paragraph):
                _remove_block(paragraph)
    for name in _DELETED:
        for element in list(tree.iter(W_ + name)):
            parent = element.getparent()
            if parent is None or parent.tag in (f"{W_}rPr", f"{W_}pPr"):
                continue
            if parent.tag == f"{W_}trPr":
                row = parent.getparent()
                if row.getparent() is not None:
                    told.deleted += 1
                    row.getparent().remove(row)
            else:
                told.deleted += 1
                parent.remove(element)
    for mark in list(tree.iter(f"{W_}cellDel")):
        cell = mark.getparent().getparent()
        if cell is not None and cell.getparent() is not None:
            told.deleted += 1
            cell.getparent().remove(cell)
    for table in list(tree.iter(f"{W_}tbl")):
        if at(table, "tr") is None and next(table.iter(f"{W_}tr"), None) is None:
            table.getparent().remove(table)


def _open_wrappers(tree: Tree) -> None:
    """Content controls, tags and accepted insertions give way to what they hold; prompts nobody filled in are gone."""
    for control in list(tree.iter(f"{W_}sdt"))[::-1]:
        content = at(control, "sdtContent")
        prompt = switched(at(control, "sdtPr", "showingPlcHdr"))
        kept = [] if prompt or content is None else list(content)
        _replace(control, kept)
    for name in _OPENED:
        for element in list(tree.iter(W_ + name))[::-1]:
            parent = element.getparent()
            if parent is not None and parent.tag not in (f"{W_}rPr", f"{W_}trPr"):
                _replace(
                    element,
                    [e for e in element if e.tag not in (f"{W_}smartTagPr", f"{W_}customXmlPr")],
                )
    for ruby in list(tree.iter(f"{W_}ruby")):
        base = at(ruby, "rubyBase")
        run = ruby.getparent()
        if base is not None and run is not None and run.tag == f"{W_}r":
            _replace(run, list(base))


def _drop_contents(tree: Tree, styles: Styles, told: Told) -> None:
    """Tables of contents go: their lines repeat the headings, and page numbers mean nothing on the web."""
    for paragraph in list(tree.iter(f"{W_}p")):
        names = styles.names(paragraph)
        if names and re.fullmatch(r"(toc|目录) ?\d.*|toc heading", names[0]):
            told.contents += bool(_text(paragraph))
            _remove_block(paragraph)


def _drop_hidden(tree: Tree, styles: Styles, told: Told) -> None:
    for row in list(tree.iter(f"{W_}tr")):
        if switched(at(row, "trPr", "hidden")):
            told.hidden.append(_text(row))
            row.getparent().remove(row)
    for run in list(tree.iter(f"{W_}r")):
        paragraph = next(run.iterancestors(f"{W_}p"), None)
        if styles.hides(run, paragraph):
            if words := _text(run).strip():
                told.hidden.append(words)
            run.getparent().remove(run)
            if paragraph is not None and not _holds(paragraph):
                _remove_block(paragraph)
    told.hidden[:] = [text for text in told.hidden if text]


def _holds(paragraph: Tree) -> bool:
    return any(e.tag not in (f"{W_}pPr", f"{W_}bookmarkStart", f"{W_}bookmarkEnd") for e in paragraph)


def _write_symbols(tree: Tree, told: Told) -> None:
    for element in list(tree.iter(f"{W_}sym")):
        sign = symbol(value(element, "font") or "", value(element, "char") or "")
        told.unknown_symbols += sign is None
        element.getparent().replace(element, _words(sign or "□"))
    for box in list(tree.iter(f"{W_}checkBox")):
        begin = next(box.iterancestors(f"{W_}r"), None)
        state = switched(at(box, "checked"))
        ticked = state if state is not None else bool(switched(at(box, "default")))
        if begin is not None:
            run = etree.Element(f"{W_}r")
            run.append(_words("☑" if ticked else "□"))
            begin.addprevious(run)


def _write_formulas(tree: Tree, told: Told) -> None:
    for formula in [*tree.iter(f"{_M}oMathPara"), *tree.iter(f"{_M}oMath")]:
        if formula.getparent() is None or next(formula.iterancestors(f"{_M}oMathPara"), None) is not None:
            continue
        told.formulas += 1
        run = etree.Element(f"{W_}r")
        run.append(_words(formula_text(formula)))
        _replace(formula, [run] if formula.getparent().tag != f"{W_}body" else [_wrapped(run)])


def _lift_boxes(paragraph: Tree, told: Told) -> None:
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
    for art in [e for e in paragraph.iter(f"{_V}textpath") if e.get("string")]:
        told.boxes += 1
        (before if not _text_before(art, paragraph) else after).append((0.0, [_paragraph(art.get("string"))]))
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
        (e.tag == f"{W_}t" and e.text and e.text.strip()) or e.tag in (f"{_A}blip", f"{_V}imagedata")
        for e in block.iter()
    )


def _box_place(content: Tree, paragraph: Tree) -> tuple[bool, float]:
    """Whether a box stands before the text of its paragraph, and how high: millimetres or so from its reference."""
    anchor = next(content.iterancestors(f"{_WP}anchor"), None)
    height, reference = 0.0, ""
    if anchor is not None and (vertical := anchor.find(f"{_WP}positionV")) is not None:
        reference = vertical.get("relativeFrom") or ""
        height = _number(vertical.findtext(f"{_WP}posOffset")) / 36_000
    shape = next((e for e in content.iterancestors() if e.tag.endswith(("}shape", "}rect", "}wsp"))), None)
    style = (shape.get("style") or "") if shape is not None else ""
    if top := re.search(r"(?:margin-top|(?<![-\w])top):(-?[\d.]+)(pt|mm|cm|in)?", style):
        height = float(top[1]) * {"mm": 1, "cm": 10, "in": 25.4, "pt": 0.353}.get(top[2] or "pt", 0.353)
        reference = "page" if "mso-position-vertical-relative:page" in style else "paragraph"
    elif shape is not None and (offset := shape.find(f".//{_A}off")) is not None:
        height += _number(offset.get("y")) / 36_000
    if not _text(paragraph):
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


def _lift_diagrams(paragraph: Tree, told: Told, diagrams: Mapping[str, list[str]]) -> None:
    """The words of SmartArt become paragraphs; charts are counted."""
    told.charts += sum(1 for _ in paragraph.iter(f"{{{_CHART}}}chart"))
    last = paragraph
    for ids in list(paragraph.iter(f"{{{_DIAGRAM}}}relIds")):
        told.diagrams += 1
        for words in diagrams.get(ids.get(f"{_R}dm") or "", ()):
            added = _paragraph(words)
            last.addnext(added)
            last = added


def _diagrams(package: Package, story: str) -> dict[str, list[str]]:
    """The words of each SmartArt that a story shows, by the identifier of its relation."""
    folder, _, base = story.rpartition("/")
    found: dict[str, list[str]] = {}
    for relation in package.xml(f"{folder}/_rels/{base}.rels"):
        if (relation.get("Type") or "").endswith("/diagramData"):
            tree = _member(package, f"{folder}/{relation.get('Target', '').removeprefix('/word/')}")
            points = (
                [] if tree is None else [p for p in tree.iter() if str(p.tag).endswith("}pt") and len(p) > 0]
            )
            lines = ["".join(e.text or "" for e in point.iter(f"{_A}t")) for point in points]
            found[relation.get("Id", "")] = [line for line in lines if line.strip()]
    return found


def _square(table: Tree) -> None:
    """Every row gets as many places as the table has columns; old horizontal merges become spans."""
    rows = table.findall(f"{W_}tr")
    grid = at(table, "tblGrid")
    widths = [sum(_span(c) for c in r.findall(f"{W_}tc")) + _shift(r, "Before") for r in rows]
    columns = max([0 if grid is None else len(grid), *widths])
    for row in rows:
        first: Tree | None = None
        for cell in row.findall(f"{W_}tc"):
            merge = at(cell, "tcPr", "hMerge")
            if merge is not None and value(merge) != "restart" and first is not None:
                _set_span(first, _span(first) + _span(cell))
                row.remove(cell)
                continue
            if merge is not None:
                cell.find(f"{W_}tcPr").remove(merge)
            first = cell
        cells = row.findall(f"{W_}tc")
        if not cells:
            continue
        if shift := _shift(row, "Before"):
            cells[0].addprevious(_empty_cell(shift))
        missing = columns - shift - sum(_span(c) for c in cells)
        if missing > 0:
            cells[-1].addnext(_empty_cell(missing))
        properties = at(row, "trPr")
        for name in ("gridBefore", "gridAfter", "wBefore", "wAfter"):
            if properties is not None and (setting := at(properties, name)) is not None:
                properties.remove(setting)
    if grid is None:
        grid = etree.Element(f"{W_}tblGrid")
        table.insert(0 if at(table, "tblPr") is None else 1, grid)
    for _ in range(columns - len(grid)):
        etree.SubElement(grid, f"{W_}gridCol")
    for column in grid:
        column.set(f"{W_}w", "1000")  # pandoc counts only columns that have a width


def _span(cell: Tree) -> int:
    text = value(at(cell, "tcPr", "gridSpan"))
    return int(text) if text and text.isdigit() else 1


def _shift(row: Tree, side: str) -> int:
    text = value(at(row, "trPr", f"grid{side}"))
    return int(text) if text and text.isdigit() else 0


def _set_span(cell: Tree, count: int) -> None:
    properties = at(cell, "tcPr")
    if properties is None:
        properties = etree.Element(f"{W_}tcPr")
        cell.insert(0, properties)
    span = at(properties, "gridSpan")
    if span is None:
        span = etree.SubElement(properties, f"{W_}gridSpan")
    span.set(f"{W_}val", str(count))


def _empty_cell(count: int) -> Tree:
    cell = etree.Element(f"{W_}tc")
    if count > 1:
        _set_span(cell, count)
    cell.append(etree.Element(f"{W_}p"))
    return cell


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
                properties = etree.Element(f"{W_}pPr")
                paragraph.insert(0, properties)
            own = etree.SubElement(properties, f"{W_}numPr")
            etree.SubElement(own, f"{W_}ilvl").set(f"{W_}val", str(place[1]))
            etree.SubElement(own, f"{W_}numId").set(f"{W_}val", place[0])
        return
    if own is not None:
        own.getparent().remove(own)
    if number:
        told.unknown_numbers += "?" in number
        run = etree.Element(f"{W_}r")
        run.append(_words(number))
        paragraph.insert(0 if properties is None else 1, run)


def _text(element: Tree) -> str:
    return "".join(e.text or "" for e in element.iter(f"{W_}t")).strip()


def _words(text: str) -> Tree:
    element = etree.Element(f"{W_}t")
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    element.text = text
    return element


def _wrapped(run: Tree) -> Tree:
    paragraph = etree.Element(f"{W_}p")
    paragraph.append(run)
    return paragraph


def _paragraph(text: str) -> Tree:
    run = etree.Element(f"{W_}r")
    run.append(_words(text))
    return _wrapped(run)


def _replace(element: Tree, parts: list[Any]) -> None:
    """Other elements in the place of one."""
    parent = element.getparent()
    if parent is None:
        return
    index = parent.index(element)
    parent.remove(element)
    for offset, part in enumerate(parts):
        parent.insert(index + offset, part)


def _remove_block(paragraph: Tree) -> None:
    """Take a paragraph out; a cell keeps one."""
    parent = paragraph.getparent()
    if parent is None:
        return
    if parent.tag == f"{W_}tc" and len(parent.findall(f"{W_}p")) == 1:
        for part in list(paragraph):
            paragraph.remove(part)
    else:
        parent.remove(paragraph)
