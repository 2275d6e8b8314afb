"""A document → a Word file in the proportions of official papers (GB/T 9704—2012).

The parts are written as text: python-docx needs 40 ms and more for a document of ordinary length, ten times what its page
costs; this takes less than one. The red head and the seal of the original are not imitated: this is a copy to read and file.
"""

from __future__ import annotations

import re
import zipfile
from functools import cache
from io import BytesIO

from generator.machine.files import ZIP_EPOCH
from generator.machine.xml_text import escaped, legal
from generator.model.document import Openness, PublishedDocument
from generator.reading.openness_marks import marks
from generator.site.paper.official_blocks import paragraph, word_blocks

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

PACKAGE = "http://schemas.openxmlformats.org/package/2006"

TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"

HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


MARKS: dict[Openness, str] = {"主动公开": "（此件公开发布）", "部分公开": "（此件删减后公开）"}
"""What a copy of a public document bears below its date (GB/T 9704—2012 7.3.6)."""
_TAGS = re.compile(r"<[^>]+>")

_ENDED = {"废止": "已经废止", "失效": "已经失效", "尚未生效": "尚未生效", "已修改": "已经修改"}

PAGE = (
    f'<w:headerReference xmlns:r="{RELATION}" w:type="default" r:id="rId2"/><w:headerReference xmlns:r="{RELATION}" w:type="even" r:id="rId2"/>'
    f'<w:footerReference xmlns:r="{RELATION}" w:type="default" r:id="rId3"/><w:footerReference xmlns:r="{RELATION}" w:type="even" r:id="rId4"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="1134" w:footer="1588" w:gutter="0"/>'
    '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>'
)
"""A4 with 37 mm above and 28 mm on the binding side, which leaves 156 × 225 mm; 22 lines of 28 characters (5.2, 5.3)."""


def official_docx(document: PublishedDocument, html: str, issuers: str, url: str) -> bytes:
    """The Word file of a document with the safe HTML `html` as its text. The same bytes for the same content."""
    parts = {
        "word/header1.xml": _head(document),
        "docProps/core.xml": _properties(document, issuers),
        "word/footer1.xml": _foot("right", url),
        "word/footer2.xml": _foot("left", url),
    }
    out = BytesIO(_fixed_package())
    with zipfile.ZipFile(out, "a") as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), text)
        package.writestr(
            zipfile.ZipInfo("word/document.xml", ZIP_EPOCH),
            _main(document, legal(html)),
            zipfile.ZIP_DEFLATED,
            1,
        )
    return out.getvalue()


@cache
def _fixed_package() -> bytes:
    """A zip file of the parts that all documents share, packed once; what differs is added to it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in _fixed_parts().items():
            package.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), text, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _main(document: PublishedDocument, html: str) -> str:
    before, mark, signature = html.partition('<div class="gk-signature">')
    standing = document.status or (document.validity and _ENDED.get(document.validity))
    blocks = [
        paragraph("Note", f"（本文件{standing}，请核对网页上的说明）") if standing else "",
        paragraph("Title", escaped(document.title)),
        paragraph("Number", escaped(document.doc_no)) if document.doc_no else "",
        word_blocks(before),
        _enclosures(document),
        word_blocks(mark + signature),
        _openness_mark(document, html),
    ]
    return f'{HEADER}<w:document xmlns:w="{MAIN}"><w:body>{"".join(blocks)}<w:sectPr>{PAGE}</w:sectPr></w:body></w:document>'


def _openness_mark(document: PublishedDocument, html: str) -> str:
    """附注: how public the paper is, below its date (7.3.6), unless its text says so already; a reprint bears its maker's mark."""
    if document.openness not in MARKS or document.source or any(marks(_TAGS.sub("\n", html))):
        return ""
    return paragraph("Normal", MARKS[document.openness])


def _enclosures(document: PublishedDocument) -> str:
    """附件说明: below the text, without punctuation after a name (7.3.4)."""
    names = [attachment.title or attachment.file for attachment in document.attachments]
    lines = (
        [f"附件：{names[0]}"]
        if len(names) == 1
        else [f"{'附件：' if n == 1 else '　　　'}{n}. {name}" for n, name in enumerate(names, 1)]
    )
    return "".join(paragraph("Normal", escaped(line)) for line in lines)


def _head(document: PublishedDocument) -> str:
    return f'{HEADER}<w:hdr xmlns:w="{MAIN}">{paragraph("Running", f"索引号：{escaped(document.index_no)}")}</w:hdr>'


def _foot(align: str, url: str) -> str:
    """4号 page number between dashes, on the outer side of the page, one character in (7.5); above it the address."""
    number = '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return (
        f'{HEADER}<w:ftr xmlns:w="{MAIN}"><w:p><w:pPr><w:pStyle w:val="Page"/><w:ind w:left="280" w:right="280"/><w:jc w:val="{align}"/></w:pPr>'
        f'{number}<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>{paragraph("Running", escaped(url))}</w:ftr>'
    )


def _properties(document: PublishedDocument, issuers: str) -> str:
    formed = (
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{document.formed}T00:00:00Z</dcterms:created>'
        if document.formed
        else ""
    )
    return (
        f'{HEADER}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(document.title)}</dc:title><dc:creator>{escaped(issuers)}</dc:creator>"
        f"<dc:identifier>{escaped(document.index_no)}</dc:identifier><dc:language>zh-CN</dc:language>{formed}</cp:coreProperties>"
    )


def _fixed_parts() -> dict[str, str]:
    parts = {
        "document.main": "word/document.xml",
        "styles": "word/styles.xml",
        "settings": "word/settings.xml",
        "header": "word/header1.xml",
    }
    overrides = [
        *((name, f"{TYPES}.{kind}+xml") for kind, name in parts.items()),
        ("word/footer1.xml", f"{TYPES}.footer+xml"),
        ("word/footer2.xml", f"{TYPES}.footer+xml"),
        ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ]
    listed = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return {
        "[Content_Types].xml": f'{HEADER}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>',
        "_rels/.rels": _relations(
            [
                (f"{RELATION}/officeDocument", "word/document.xml"),
                (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "word/_rels/document.xml.rels": _relations(
            [
                (f"{RELATION}/styles", "styles.xml"),
                (f"{RELATION}/header", "header1.xml"),
                (f"{RELATION}/footer", "footer1.xml"),
                (f"{RELATION}/footer", "footer2.xml"),
                (f"{RELATION}/settings", "settings.xml"),
            ]
        ),
        "word/settings.xml": f'{HEADER}<w:settings xmlns:w="{MAIN}"><w:evenAndOddHeaders/></w:settings>',
        "word/styles.xml": _styles(),
    }


def _relations(targets: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _styles() -> str:
    """3号 仿宋 for the text, 2号 小标宋 for the title, 黑体 and 楷体 for headings (5.2.2, 7.3.1, 7.3.3)."""
    indent, centre = (
        '<w:ind w:firstLineChars="200" w:firstLine="640"/>',
        '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>',
    )
    flush = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    styles = [
        ("Normal", "仿宋", 32, f'<w:spacing w:line="579" w:lineRule="exact"/>{indent}<w:jc w:val="both"/>'),
        (
            "Title",
            "方正小标宋简体",
            44,
            f'<w:spacing w:before="579" w:after="290" w:line="700" w:lineRule="exact"/>{centre}',
        ),
        ("Number", "仿宋", 32, f'<w:spacing w:after="290" w:line="579" w:lineRule="exact"/>{centre}'),
        ("Heading1", "黑体", 32, f"<w:keepNext/>{indent}"),
        ("Heading2", "楷体", 32, f"<w:keepNext/>{indent}"),
        ("Heading3", "仿宋", 32, f"<w:keepNext/>{indent}"),
        (
            "Signature",
            "仿宋",
            32,
            '<w:keepLines/><w:ind w:right="1280" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>',
        ),
        ("Cell", "仿宋", 24, f'<w:spacing w:line="360" w:lineRule="exact"/>{flush}<w:jc w:val="left"/>'),
        ("Heading", "黑体", 24, f'<w:spacing w:line="360" w:lineRule="exact"/>{centre}'),
        ("Note", "楷体", 28, centre),
        ("Running", "宋体", 18, f'<w:spacing w:line="240" w:lineRule="auto"/>{flush}<w:jc w:val="left"/>'),
        ("Page", "宋体", 28, f'<w:spacing w:line="400" w:lineRule="exact"/>{flush}'),
    ]
    made = "".join(_style(*style) for style in styles)
    return f'{HEADER}<w:styles xmlns:w="{MAIN}">{made}</w:styles>'


def _style(name: str, font: str, half_points: int, properties: str) -> str:
    base = ' w:default="1"' if name == "Normal" else ""
    based = "" if base else '<w:basedOn w:val="Normal"/>'
    label = (
        re.sub(r"(\D)(\d)$", r"\1 \2", name).lower()
        if name.startswith("Heading") and name != "Heading"
        else name
    )
    return (
        f'<w:style w:type="paragraph"{base} w:styleId="{name}"><w:name w:val="{label}"/>{based}<w:pPr>{properties}</w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/><w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:style>'
    )
