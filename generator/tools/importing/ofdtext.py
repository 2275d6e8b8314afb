"""An OFD document → a source: its lines joined to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Collection

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Read, Role
from generator.reading.attachments.ofd import read_ofd
from generator.reading.attachments.package import Budget, Package
from generator.tools.importing.blocks import paragraph
from generator.tools.importing.layertext import PAGE_NUMBER, Layers, joined, page_words, unseen_lines
from generator.tools.importing.source import PATIENCE, Pictured, Source

_PAGE = re.compile(r"第 (\d+) 页")


def read_ofd_text(name: str, data: bytes, layers: Layers) -> Source:
    """Read an OFD; pages that are pictures are read by their text layer, or marked in the draft.

    Raises Refused for one whose pages are all pictures, or in fonts that cannot be decoded.
    """
    read = read_ofd(Package(data, Budget(PATIENCE)))
    unread = [u for u in read.unread if u.page is not None]
    unseen, told = unseen_lines(read)
    pages, rest = _lines(read, {u.page for u in unread}, unseen)
    if not any(pages.values()) and (unread or not rest):
        why = unread[0].why if unread else Text("没有文字", "holds no text")
        raise Pictured(Text(f"这份 OFD {why.zh}", f"this OFD {why.en}"))
    scanned = page_words(unread, layers)
    lines, texts = [], []
    for number in sorted({*pages, *scanned.lines, *scanned.marks}):
        lines += [*pages.get(number, []), *scanned.lines.get(number, ())]
        texts += [*joined(pages.get(number, [])), *scanned.paragraphs(number)]
    note = Text(
        "OFD 没有表格和图片的结构：表格的文字成为普通的行，图片没有带入",
        "an OFD has no structure of tables: their words became lines, pictures were left out",
    )
    return Source(
        name,
        "ofd",
        [paragraph(text) for text in (*texts, *joined(rest))],
        (*lines, *rest),
        files=read.inside,
        notes=(note, *told, *scanned.notes),
    )


def _lines(
    read: Read, unread: Collection[int | None], unseen: Collection[str]
) -> tuple[dict[int, list[str]], list[str]]:
    """The lines of each page that can be read, and those that belong to no page."""
    pages: dict[int, list[str]] = {}
    rest: list[str] = []
    for part in read.parts:
        place = _PAGE.fullmatch(part.place.zh.strip())
        if part.role is not Role.TEXT or (place and int(place[1]) in unread):
            continue
        bare = (line.strip() for line in part.text.split("\n"))
        found = [
            line
            for line in bare
            if line and not PAGE_NUMBER.fullmatch(line) and "".join(line.split()) not in unseen
        ]
        (pages.setdefault(int(place[1]), []) if place else rest).extend(found)
    return pages, rest
