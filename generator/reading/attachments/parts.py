"""Every member of a package that its reader did not open → its words, the files in it, or a note that nobody read it.

A package is never read by a list of known names: what a reader knows it reads its own way, and all the rest comes here
and is judged by its content. So a part that no program has thought of yet is read too, or told.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree import ElementTree
from xml.parsers import expat

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.content import PICTURE, UNKNOWN, Part, Read, Role, Unread, filled
from generator.reading.attachments.markup import html_words, mail_words, told_in_attributes, words_of
from generator.reading.attachments.package import Element, Package, attribute, local, strings

_SEEN = frozenset(
    {
        "chartSpace",
        "dataModel",
        "wsDr",
        "userShapes",
        "xml",
        "sldMaster",
        "sldLayout",
        "notesMaster",
        "handoutMaster",
        "html",
        "body",
        "drawing",
    }
)
"""Roots of parts that are seen beside the main text: charts, SmartArt, drawings, masters."""
_NOTED = frozenset(
    {"comments", "ThreadedComments", "cmLst", "notes", "PageAnnot", "Annotations", "personList"}
)
_PROPERTIES = frozenset({"Properties", "coreProperties", "properties"})
_SILENT = frozenset(
    {"Types", "theme", "fonts", "calcChain", "webSettings", "tableStyleLst", "Signature", "Signatures"}
)
"""Roots whose texts are names of fonts, colours and parts, and signatures."""
_FONT = (b"\0\1\0\0", b"OTTO", b"ttcf", b"true", b"wOFF", b"wOF2")
_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"RIFF",
    b"\x97JB2",
    b"\0\0\0\x0cjP",
    b"\xd7\xcd\xc6\x9a",
    b"\1\0\0\0\x6c\0\0\0",
    b"\1\0\x09\0",
    b"\2\0\x09\0",
)
"""First bytes of PNG, JPEG, GIF, BMP, TIFF, WebP, JBIG2, JPEG 2000, placeable WMF, EMF and WMF."""
_SIGNED = (b"\x30\x80", b"\x30\x81", b"\x30\x82", b"\x30\x83", b"\x30\x84")
"""First bytes of a signature in ASN.1; signatures and seals hold no words of the document."""
_SHOWN_FROM_AFAR = frozenset(
    {"attachedTemplate", "oleObject", "frame", "subDocument", "image", "video", "audio", "aFChunk"}
)
_AFAR = re.compile(r"(?:https?|ftp)://|\\\\|file://[^/]", re.IGNORECASE)
_ELSEWHERE = Text("打开文件时才从别处取来，没有读出", "is fetched when the file is opened and was not read")
_NO_WORDS = (".odttf", ".fntdata", ".ttf", ".otf", ".esl", ".sig", ".p7s")
MIN_WIDTH, MIN_HEIGHT = 40, 12
"""Pixels; a picture below either cannot hold a word that a person can read."""


def remaining(package: Package, read: Collection[str]) -> Read:
    """What all members hold that are not in `read`."""
    parts: list[Part] = []
    inside: list[tuple[str, bytes]] = []
    unread: list[Unread] = []
    thumbnails = {"Thumbnails/thumbnail.png"} | {
        name for kind, name in relations(package, "").values() if kind == "thumbnail"
    }
    for name in package.names:
        if name not in read and name not in thumbnails:
            more = _member(name, package)
            parts += more.parts
            inside += more.inside
            unread += more.unread
    outside = "\n".join(package.beside())
    parts.append(
        Part(outside, Text("压缩包的注释或者间隙", "comments or gaps of the archive"), Role.LEFTOVER)
    )
    return Read(filled(parts), inside=tuple(inside), unread=tuple(unread))


def _member(name: str, package: Package) -> Read:
    head = package.head(name)
    if name.endswith(_NO_WORDS) or head.startswith(_FONT) or not head or "printerSettings" in name:
        return Read()
    if head.startswith(_PICTURES) or name.endswith((".jb2", ".gbig2")):
        return _picture(name, package.read(name))
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0").startswith(b"<") and not _is_page(head):
        try:
            return _tree(name, package.xml(name))
        except (ElementTree.ParseError, expat.ExpatError, ValueError, RecursionError):
            return whole_file(name, package.read(name))
    return whole_file(name, package.read(name))


def _is_page(head: bytes) -> bool:
    return b"<html" in head[:600].lower().replace(b"\0", b"") and b"<?xml" not in head[:100]


def _tree(name: str, tree: Element) -> Read:
    root = local(tree)
    if root in _SILENT:
        return Read()
    if root == "Relationships":
        links = Part(_targets(tree), Text("链接", "links"), Role.LEFTOVER)
        return Read(filled([links]), unread=tuple(_fetched(tree)))
    if root in _PROPERTIES:
        properties = Text("文档属性", "document properties")
        return Read(filled([Part(words_of(tree), properties, Role.PROPERTY)]))
    place, role = Text(f"部件 {name} ", f"part {name}"), Role.LEFTOVER
    if root == "revisions":
        place, role = Text("修订记录", "the log of revisions"), Role.HIDDEN
    elif root in _NOTED:
        place, role = Text("批注", "comments"), Role.COMMENT
    elif root in _SEEN:
        role = Role.TEXT
    words, told = words_of(tree), told_in_attributes(tree)
    return Read(filled([Part(words, place, role), Part(told, place, Role.LEFTOVER)]))


def _targets(tree: Element) -> str:
    """Where links lead that leave the file: telephones, mail addresses, folders of somebody's disk."""
    return "\n".join(e.get("Target", "") for e in tree if e.get("TargetMode") == "External")


def _fetched(tree: Element) -> Iterator[Unread]:
    """What a program fetches from elsewhere when the file is opened: it can be another thing tomorrow, and tells who reads it."""
    for e in tree:
        target = e.get("Target", "")
        kind = e.get("Type", "").rpartition("/")[2]
        if e.get("TargetMode") == "External" and kind in _SHOWN_FROM_AFAR and _AFAR.match(target):
            yield linked(target)


def linked(target: str) -> Unread:
    """The note on content that lies elsewhere."""
    return Unread(Text(f"链接来的内容 {target} ", f"content linked from {target}"), _ELSEWHERE, picture=False)


def whole_file(name: str, data: bytes) -> Read:
    """A member that is a file of its own, or of no known format: then at least the words that can be told in it."""
    base = PurePosixPath(name).name
    if (
        data.startswith((b"PK\3\4", b"PK\5\6", b"\xd0\xcf\x11\xe0"))
        or b"%PDF-" in data[:1024]
        or data.startswith(b"{\\rtf")
    ):
        return Read(inside=((base, data),))
    place = Text(f"部件 {name} ", f"part {name}")
    text = decoded(data)
    if text is not None:
        if b"mime-version" in data[:2000].lower():
            words, files = mail_words(data)
            return Read(filled([Part(words, place)]), inside=files)
        return Read(filled([Part(html_words(text) if "<" in text[:200] else text, place)]))
    left = filled([Part("\n".join(strings(data)), place, Role.LEFTOVER)])
    told = () if data.startswith(_SIGNED) else (Unread(place, UNKNOWN, picture=False),)
    return Read(left, unread=told)


def _picture(name: str, data: bytes) -> Read:
    width, height = picture_size(data)
    words = "\n".join(strings(data)) if not data.startswith((b"\x89PNG", b"\xff\xd8\xff")) else ""
    place = Text(f"图片 {name}", f"picture {name}")
    told = (Unread(place, PICTURE),) if width >= MIN_WIDTH and height >= MIN_HEIGHT else ()
    return Read(filled([Part(words, place, Role.LEFTOVER)]), unread=told)


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels; of a vector picture or an unknown one a size that counts as large."""
    from PIL import Image, UnidentifiedImageError

    if data.startswith(b"\x89PNG") and len(data) > 24:
        return struct.unpack(">II", data[16:24])
    try:
        with Image.open(BytesIO(data)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return 10_000, 10_000


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """The parts that a part refers to: identifier → (kind, name of the member). An empty name stands for the package itself."""
    folder, _, base = part.rpartition("/")
    tree = package.xml(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
    found = {}
    for e in tree:
        if e.get("TargetMode") != "External":
            kind = e.get("Type", "").rpartition("/")[2]
            found[e.get("Id", "")] = (kind, package.resolve(folder, e.get("Target", "")))
    return found


def identifier(element: Element) -> str:
    """The `r:id` of an element."""
    return attribute(element, "id")
