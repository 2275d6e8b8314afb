"""The elements of a Word document: their names, how they are read, made, put in and taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from generator.reading.attachments.package import Package

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W_ = f"{{{W}}}"
"""Namespace of WordprocessingML, as a prefix of names."""
Tree = Any
"""An element of lxml, which has no types."""
MC_ = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M_ = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A_ = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R_ = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP_ = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
V_ = "{urn:schemas-microsoft-com:vml}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R_[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M_[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_PREFIXES = {
    "w": W,
    "r": R_[1:-1],
    "m": M_[1:-1],
    "wp": WP_[1:-1],
    "a": A_[1:-1],
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": V_[1:-1],
    "o": "urn:schemas-microsoft-com:office:office",
}
"""Prefixes under which pandoc looks for elements, whatever a program called them."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
"""Members are refused before they come here when they have a DTD."""


def value(element: Tree | None, name: str = "val") -> str | None:
    """An attribute of Word's own namespace."""
    found: str | None = None if element is None else element.get(W_ + name)
    return found


def at(element: Tree | None, *path: str) -> Tree | None:
    """The first descendant along a path of Word's names."""
    return None if element is None else element.find("/".join(W_ + name for name in path))


def switched(element: Tree | None) -> bool | None:
    """An on/off property: None when it is not set."""
    return None if element is None else value(element) not in ("0", "false", "off", "none")


def parsed(data: bytes) -> Tree:
    """A member of the package as a tree of lxml; strict documents read as the usual ones."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return etree.fromstring(data, _PARSER)


def member(package: Package, name: str) -> Tree | None:
    """A member of a package as a tree; None when there is none of that name."""
    if name not in package.names:
        return None
    package.xml(name)  # refuses a DTD and what is no XML
    return parsed(package.read(name))


def new_element(name: str) -> Tree:
    """A new element of Word's own namespace."""
    return etree.Element(W_ + name)


def added(parent: Tree, name: str) -> Tree:
    """A new element at the end of another."""
    return etree.SubElement(parent, W_ + name)


def text_of(element: Tree) -> str:
    """The words in an element."""
    return "".join(e.text or "" for e in element.iter(f"{W_}t")).strip()


def words_element(text: str) -> Tree:
    """Words, to be put into a run."""
    words = new_element("t")
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = text
    return words


def wrapped(run: Tree) -> Tree:
    """A paragraph of one run."""
    paragraph = new_element("p")
    paragraph.append(run)
    return paragraph


def new_paragraph(text: str) -> Tree:
    """A paragraph of words."""
    run = new_element("r")
    run.append(words_element(text))
    return wrapped(run)


def put_instead(element: Tree, parts: Sequence[Tree]) -> None:
    """Other elements in the place of one."""
    parent = element.getparent()
    if parent is None:
        return
    index = parent.index(element)
    parent.remove(element)
    for offset, part in enumerate(parts):
        parent.insert(index + offset, part)


def remove_block(paragraph: Tree) -> None:
    """Take a paragraph out; a cell keeps one."""
    parent = paragraph.getparent()
    if parent is None:
        return
    if parent.tag == f"{W_}tc" and len(parent.findall(f"{W_}p")) == 1:
        for part in list(paragraph):
            paragraph.remove(part)
    else:
        parent.remove(paragraph)


def written(tree: Tree) -> bytes:
    """The tree under a root that declares the usual prefixes."""
    root = etree.Element(tree.tag, nsmap=_PREFIXES)
    for child in list(tree):
        root.append(child)
    etree.cleanup_namespaces(root, top_nsmap=_PREFIXES, keep_ns_prefixes=list(_PREFIXES))
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
