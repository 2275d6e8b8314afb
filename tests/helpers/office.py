"""Office files, PDF and OFD made by hand, so that a test decides what stands in which place of them."""

from __future__ import annotations

import io
import struct
import zipfile
from xml.sax.saxutils import escape

import xlsxwriter

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A ZIP archive that is the same bytes every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, compresslevel=1)
    return buffer.getvalue()


def word_table(rows: list[list[str]]) -> str:
    """A table of a Word text."""
    cells = (
        "".join(f"<w:tc><w:p><w:r><w:t>{escape(c)}</w:t></w:r></w:p></w:tc>" for c in row) for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def word_text(text: str) -> str:
    """Lines as paragraphs of a Word text."""
    return "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))


def docx(body: str, others: dict[str, str | bytes] | None = None) -> bytes:
    """A Word file with this body, and other members."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
            **(others or {}),
        }
    )


def xlsx(
    rows: list[list[object]],
    *,
    hidden_sheet: bool = False,
    hidden_column: int | None = None,
    hidden_row: int | None = None,
    comment: str = "",
) -> bytes:
    """A workbook of a cover and a list, with one of the ways in which cells are hidden."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as book:
        first = book.add_worksheet("封面")
        first.write(0, 0, "说明")
        sheet = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if hidden_sheet:
            sheet.hide()
        if hidden_column is not None:
            sheet.set_column(hidden_column, hidden_column, None, None, {"hidden": True})
        if hidden_row is not None:
            sheet.set_row(hidden_row, None, None, {"hidden": True})
        if comment:
            first.write_comment(0, 0, comment)
    return buffer.getvalue()


def pptx(text: str, *, hidden: bool = False, notes: str = "") -> bytes:
    """Slides: one slide and its notes."""

    def slide(tag: str, words: str, show: str) -> str:
        return f'<p:{tag} xmlns:p="p" xmlns:a="a"{show}><a:p><a:r><a:t>{escape(words)}</a:t></a:r></a:p></p:{tag}>'

    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "ppt/slides/slide1.xml": slide("sld", text, ' show="0"' if hidden else ""),
            "ppt/notesSlides/notesSlide1.xml": slide("notes", notes, ""),
        }
    )


def ofd(rows: list[list[str]], author: str = "") -> bytes:
    """An OFD page with a table, its cells placed side by side."""
    objects = "".join(
        f'<o:TextObject Boundary="{20 + 60 * x} {20 + 10 * y} 50 8"><o:TextCode>{escape(cell)}</o:TextCode></o:TextObject>'
        for y, row in enumerate(rows)
        for x, cell in enumerate(row)
    )
    return zipped(
        {
            "OFD.xml": f'<o:OFD xmlns:o="o"><o:DocBody><o:DocInfo><o:Author>{escape(author)}</o:Author></o:DocInfo></o:DocBody></o:OFD>',
            "Doc_0/Pages/Page_0/Content.xml": f'<o:Page xmlns:o="o"><o:Content>{objects}</o:Content></o:Page>',
        }
    )


def pdf(lines: list[str], *, author: str = "", note: str = "", picture: bool = False) -> bytes:
    """A PDF of one page without an embedded font: the text is told by its ToUnicode table alone."""
    drawn = "".join(
        f"BT /F1 10 Tf 40 {800 - 14 * n} Td <{line.encode('utf-16-be').hex()}> Tj ET\n"
        for n, line in enumerate(lines)
    )
    content = (drawn + ("q 100 0 0 100 50 50 cm /I1 Do Q\n" if picture else "")).encode()
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</I1 9 0 R>>>>/Annots[8 0 R]>>",
        stream(content),
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500"
        b"/FontDescriptor 10 0 R>>",
        stream(cmap),
        b"<</Type/Annot/Subtype/Text/Rect[0 0 10 10]/Contents " + pdf_string(note) + b">>",
        stream(
            b"\0\0\0", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8"
        ),
        b"<</Type/FontDescriptor/FontName/SimSun/Flags 4/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80/FontBBox[0 -200 1000 800]>>",
        b"<</Author " + pdf_string(author) + b">>",
    ]
    return assembled(objects)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """A stream object of a PDF."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), extra, data)


def pdf_string(text: str) -> bytes:
    """A string of a PDF in UTF-16."""
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode() + b">"


def assembled(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first the catalog, the last the information."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        bytes(out)
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(objects), len(out))
    )


def lying_zip(unpacked: int, member: str = "名单.txt") -> bytes:
    """An archive whose directory declares a member of `unpacked` bytes."""
    data = bytearray(zipped({member: "x"}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", unpacked)
    return bytes(data)


TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(kind: str, target: str, mode: str = "") -> str:
    """The relations of a part that has one."""
    outside = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationships><Relationship Id="r1" Type="{TYPE}/{kind}" Target="{target}"{outside}/></Relationships>'


def part(kind: str, name: str, data: str | bytes) -> bytes:
    """A letter that refers to one part more."""
    return docx(
        word_text("通知"), {"word/_rels/document.xml.rels": related(kind, name), f"word/{name}": data}
    )


def layout(members: dict[str, str | bytes], document: str = "", more: str = "") -> bytes:
    """An OFD file of one page with members added or replaced."""
    head = "<o:OFD xmlns:o='o'><o:DocBody><o:DocRoot>/D/Main.xml</o:DocRoot></o:DocBody></o:OFD>"
    page = "<o:Pages><o:Page ID='1' BaseLoc='P/one.xml'/></o:Pages>"
    text = "<o:Page xmlns:o='o'><o:TextObject Boundary='1 1 9 9'><o:TextCode>通知</o:TextCode></o:TextObject></o:Page>"
    base: dict[str, str | bytes] = {
        "OFD.xml": head,
        "D/Main.xml": f"<o:Document xmlns:o='o'>{document}{page}{more}</o:Document>",
        "D/P/one.xml": text,
    }
    return zipped(base | members)
