"""An OFD document (GB/T 33190, the fixed-layout format of Chinese offices) → its text page by page.

The file is walked by its own index: OFD.xml → Document.xml → the pages, templates, annotations and attachments that it
names, wherever they lie. What the index does not name is read by `remaining`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import is_garbled_text
from generator.reading.attachments.content import GARBLED, PICTURE, Part, Read, Role, Unread, filled
from generator.reading.attachments.looks import PALE
from generator.reading.attachments.markup import told_in_attributes, words_of
from generator.reading.attachments.package import Element, Package, child, local
from generator.reading.attachments.parts import remaining

_SAME_LINE = 1.0
"""Millimetres; two pieces of text whose tops differ by less stand on one line."""
_GAP = 1.0
"""Millimetres; a wider gap on one line separates cells."""
_Box = tuple[float, float, float]
"""Left, top and width of a piece of text, in millimetres."""
_Edges = tuple[float, float, float, float]
"""Left, top, right and lower edge in millimetres."""
_RGB = 3
_DRAWN = frozenset({"ImageObject", "PathObject", "CompositeObject"})
_PAGE_ROOT = re.compile(rb"^[^<]*(?:<\?[^>]*>\s*)?<(?:\w+:)?Page[\s>]")
_LOST = Text("在目录里有，文件里找不到", "is in the index and not in the file")


class _Leaf(NamedTuple):
    """A page or a template of the index."""

    name: str
    place: Text
    number: int | None


def read_ofd(package: Package) -> Read:
    """One part for each page; the text objects of a line are joined, cells separated by tabs."""
    roots = _document_roots(package)
    documents = [(name, package.xml(name)) for name in roots]
    leaves = [leaf for name, tree in documents for leaf in _leaves(package, name, tree)]
    leaves += _strays(package, {leaf.name for leaf in leaves})
    trees = [package.xml(leaf.name) if leaf.name else Element("none") for leaf in leaves]
    texts = [_page(tree) for tree in trees]
    paper = next((box for _, tree in documents if (box := _paper(tree))), None)
    unseen = [_unseen(tree, _paper(tree) or paper) for tree in trees]
    notes = [name for root, tree in documents for name in _annotations(package, root, tree)]
    noted = "\n".join(words_of(package.xml(name)) for name in notes)
    info = words_of(child(package.xml("OFD.xml"), "DocBody", "DocInfo") or Element("none"))
    told = "\n".join(filter(None, map(told_in_attributes, (*trees, *(tree for _, tree in documents)))))
    parts = filled(
        [
            *(Part(text, leaf.place) for leaf, text in zip(leaves, texts, strict=True)),
            *(
                Part(
                    text,
                    Text(f"{leaf.place.zh}看不见的文字", f"{leaf.place.en}: words that nobody can see"),
                    Role.HIDDEN,
                    again=True,
                )
                for leaf, text in zip(leaves, unseen, strict=True)
            ),
            Part(noted, Text("批注", "comments"), Role.COMMENT),
            Part(info, Text("文档属性", "document properties"), Role.PROPERTY),
            Part(told, Text("书签、动作和扩展", "bookmarks, actions and extensions"), Role.LEFTOVER),
        ]
    )
    rest = remaining(package, {"OFD.xml", *(leaf.name for leaf in leaves), *notes})
    unread = [
        u for leaf, tree, text in zip(leaves, trees, texts, strict=True) for u in _unread(leaf, tree, text)
    ]
    return Read((*parts, *rest.parts), inside=rest.inside, unread=(*unread, *_pictures(unread, rest)))


def _document_roots(package: Package) -> list[str]:
    roots = [e.text or "" for e in package.xml("OFD.xml").iter() if local(e) == "DocRoot"]
    return [name for root in roots if (name := package.resolve("", root.strip()))]


def _leaves(package: Package, root: str, tree: Element) -> Iterator[_Leaf]:
    folder = root.rpartition("/")[0]
    pages = [e for e in tree.iter() if local(e) == "Page" and e.get("BaseLoc")]
    for number, page in enumerate(pages, 1):
        yield _Leaf(
            package.resolve(folder, page.get("BaseLoc", "")),
            Text(f"第 {number} 页", f"page {number}"),
            number,
        )
    for number, template in enumerate((e for e in tree.iter() if local(e) == "TemplatePage"), 1):
        yield _Leaf(
            package.resolve(folder, template.get("BaseLoc", "")),
            Text(f"模板页 {number} ", f"template {number}"),
            None,
        )


def _strays(package: Package, known: set[str]) -> list[_Leaf]:
    """Pages that the index has forgotten."""
    names = [
        name
        for name in package.matching(r".*\.xml")
        if name not in known and _PAGE_ROOT.search(package.head(name))
    ]
    return [
        _Leaf(name, Text(f"没有列入目录的第 {n} 页", f"page {n} outside the index"), None)
        for n, name in enumerate(names, 1)
    ]


def _annotations(package: Package, root: str, tree: Element) -> Iterator[str]:
    """Document.xml → Annotations.xml → a file for each page that has annotations."""
    index = next((e.text or "" for e in tree if local(e) == "Annotations"), "")
    name = package.resolve(root.rpartition("/")[0], index.strip())
    if name:
        yield name
        for e in package.xml(name).iter():
            if local(e) == "FileLoc" and (
                page := package.resolve(name.rpartition("/")[0], (e.text or "").strip())
            ):
                yield page


def _unread(leaf: _Leaf, tree: Element, text: str) -> Iterator[Unread]:
    if not leaf.name:
        yield Unread(leaf.place, _LOST, leaf.number, picture=False)
    elif is_garbled_text(text):
        yield Unread(leaf.place, GARBLED, leaf.number)
    elif not text.strip() and leaf.number and any(local(e) in _DRAWN for e in tree.iter()):
        yield Unread(leaf.place, PICTURE, leaf.number)


def _pictures(pages: list[Unread], rest: Read) -> tuple[Unread, ...]:
    """The pictures of a scanned file are its pages, and told once."""
    return rest.unread if not pages else tuple(u for u in rest.unread if not u.picture)


def _page(page: Element) -> str:
    before: _Box | None = None
    text = ""
    for element in page.iter():
        if local(element) == "TextObject":
            here = _box(element)
            text += _between(before, here) + _glyphs(element)
            before = here
    return text


def _between(before: _Box | None, here: _Box) -> str:
    """What stands between two pieces of text: a line end, or a tab where there is a gap in the line."""
    if before is None:
        return ""
    x, y, width = before
    if abs(here[1] - y) >= _SAME_LINE:
        return "\n"
    return "\t" if here[0] - x - width > _GAP else ""


def _paper(tree: Element) -> _Edges | None:
    """The size that a page, or all pages of a document, are said to have."""
    for element in tree.iter():
        if local(element) == "PhysicalBox":
            return _edges(element.text or "")
    return None


def _edges(text: str) -> _Edges | None:
    try:
        x, y, width, height = (float(n) for n in text.split())
    except ValueError:
        return None
    return x, y, x + width, y + height


def _unseen(page: Element, paper: _Edges | None) -> str:
    """The words of a page that are switched off, transparent, white on paper, or beside the page."""
    grounds = [
        box for e in page.iter() if local(e) in _DRAWN and (box := _edges(e.get("Boundary", ""))) is not None
    ]
    found = []
    for element in page.iter():
        if local(element) == "TextObject":
            box = _edges(element.get("Boundary", ""))
            away = box is not None and paper is not None and not _share(box, paper)
            off = element.get("Visible") in ("false", "0") or element.get("Alpha") == "0"
            if away or off or (_is_white(element) and not any(box and _share(box, g) for g in grounds)):
                found.append(_glyphs(element))
    return "\n".join(found)


def _share(a: _Edges, b: _Edges) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _is_white(element: Element) -> bool:
    colour = child(element, "FillColor")
    values = colour.get("Value", "").split() if colour is not None else []
    return len(values) == _RGB and all(v.isdecimal() and int(v) >= PALE for v in values)


def _glyphs(element: Element) -> str:
    return "".join(code.text or "" for code in element.iter() if local(code) == "TextCode")


def _box(element: Element) -> _Box:
    try:
        numbers = [float(n) for n in element.get("Boundary", "").split()]
    except ValueError:
        return (0.0, 0.0, 0.0)
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == 4 else (0.0, 0.0, 0.0)
