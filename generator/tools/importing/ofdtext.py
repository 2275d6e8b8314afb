"""An OFD document, or the text layer of a scan → a source: its lines joined to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Role
from generator.reading.attachments.layers import DOUBTFUL, Layer
from generator.reading.attachments.ofd import read_ofd
from generator.reading.attachments.package import Budget, Package
from generator.reading.openness_marks import strictest
from generator.tools.importing.blocks import paragraph
from generator.tools.importing.layout import PART
from generator.tools.importing.source import PATIENCE, Pictured, Source
from generator.tools.importing.spelling import read_date, read_number

_PAGE_NUMBER = re.compile(r"[—\-–－·\s]*\d{1,4}[—\-–－·\s]*|第\s*\d+\s*页.*")
_ENDS = tuple("。：；！？:;")


def read_ofd_text(name: str, data: bytes) -> Source:
    """Read an OFD. Raises Refused for one whose pages are pictures, or in fonts that cannot be decoded."""
    read = read_ofd(Package(data, Budget(PATIENCE)))
    pages = [part.text.split("\n") for part in read.parts if part.role is Role.TEXT]
    lines = [
        line.strip()
        for page in pages
        for line in page
        if line.strip() and not _PAGE_NUMBER.fullmatch(line.strip())
    ]
    unread = [u for u in read.unread if u.page is not None]
    if not lines or (unread and len(unread) >= len(pages)):
        why = unread[0].why if unread else Text("没有文字", "holds no text")
        raise Pictured(Text(f"这份 OFD {why.zh}", f"this OFD {why.en}"))
    notes = [
        Text(
            "OFD 没有表格和图片的结构：表格的文字成为普通的行，图片没有带入",
            "an OFD has no structure of tables: their words became lines, pictures were left out",
        )
    ]
    notes += [
        Text(f"{u.place.zh}{u.why.zh}，没有读出", f"{u.place.en} {u.why.en} and was not read") for u in unread
    ]
    blocks = [paragraph(text) for text in joined(lines)]
    return Source(name, "ofd", blocks, tuple(lines), files=read.inside, notes=tuple(notes))


def read_layer_text(name: str, kind: str, layer: Layer) -> Source:
    """Read a scan by its text layer, page by page."""
    words = [line.strip() for text in layer.parts.values() for line in text.split("\n")]
    doubtful = [line.removeprefix(DOUBTFUL) for line in words if line.startswith(DOUBTFUL)]
    lines = [
        line
        for word in words
        if (line := word.removeprefix(DOUBTFUL).strip()) and not _PAGE_NUMBER.fullmatch(line)
    ]
    notes = [
        Text(
            f"这是扫描件或者照片，文字由 {layer.by} 识别，逐字对照原件；表格成为普通的行",
            f"a scan or photo, recognised by {layer.by}: compare every word with the original; tables became lines",
        )
    ]
    if doubtful:
        shown = "；".join(doubtful[:5])
        notes.append(
            Text(f"{len(doubtful)} 行拿不准：{shown}", f"{len(doubtful)} lines are doubtful: {shown}")
        )
    blocks = [paragraph(text) for text in joined(lines)]
    return Source(name, kind, blocks, tuple(lines), notes=tuple(notes))


def joined(lines: Sequence[str]) -> Iterator[str]:
    """Lines of a page without positions → paragraphs: a full line goes on in the next, unless either begins or ends something."""
    broad = sorted(len(line) for line in lines)[int(len(lines) * 0.9)] if lines else 0
    text = ""
    for line in lines:
        alone = "\t" in line or read_date(line) or read_number(line) or strictest(line) or PART.match(line)
        if text and alone:
            yield text
            text = ""
        text += line.replace("\t", "  ")
        full = len(line) > max(12, 0.85 * broad) and not line.endswith(_ENDS)
        if "\t" in line or not full:
            yield text
            text = ""
    if text:
        yield text
