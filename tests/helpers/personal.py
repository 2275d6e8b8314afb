"""Attachments that say who made them, where and on which machine: the marks are in every place where programs leave them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pikepdf
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin

MARK = "李青山-内部"
"""Written wherever a name, a company, a place or a folder can stand; none of it may reach the site."""
TEXT = "青溪县公开内容"
"""What the reader is to see."""


def traces(data: bytes, depth: int = 3) -> list[str]:
    """Where a mark, or GPS data, is still to be found: in the bytes as they are, unpacked, and in the files inside."""
    found = [coding for coding in ("utf-8", "utf-16-le", "utf-16-be") if MARK.encode(coding) in data]
    found += [
        f"{coding} in hex" for coding in ("utf-16-be",) if MARK.encode(coding).hex().encode() in data.lower()
    ]
    found += [
        name for name in ("GPSLatitude", "Photoshop 3.0", "http://ns.adobe.com/xap") if name.encode() in data
    ]
    if depth and data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found += [f"{n}: {t}" for n in archive.namelist() for t in traces(archive.read(n), depth - 1)]
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for part in pdf.objects:
                if isinstance(part, pikepdf.Stream):
                    packed = part.get("/Filter") == pikepdf.Name.FlateDecode
                    found += [
                        f"stream: {t}"
                        for t in traces(part.read_bytes() if packed else part.read_raw_bytes(), 0)
                    ]
                elif isinstance(part, pikepdf.Object):
                    found += [f"object: {t}" for t in traces(part.unparse(resolved=True), 0)]
    return found


def picture(dice: random.Random, mode: str = "RGB") -> Image.Image:
    """A picture of coloured noise."""
    size = (dice.randrange(16, 90), dice.randrange(16, 90))
    return Image.frombytes("RGB", size, dice.randbytes(size[0] * size[1] * 3)).convert(mode)


def make_jpeg(dice: random.Random, modes: tuple[str, ...] = ("RGB", "L", "CMYK")) -> bytes:
    """EXIF with artist, position and a side that is up; sometimes XMP, IPTC, a comment, a profile, several scans, something behind the end."""
    image = picture(dice, dice.choice(modes))
    exif = Image.Exif()
    exif[0x013B], exif[0x8298], exif[0x010E] = MARK, MARK, MARK
    exif[0x0112] = dice.randrange(1, 9)
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (27.0, 12.0, 30.5), 3: "E", 4: (118.0, 1.0, 2.5), 29: "2026:01:01"}
    )
    exif.get_ifd(0x8769).update({0x9286: MARK.encode(), 0xA430: MARK, 0xA431: MARK})
    out = io.BytesIO()
    more = (
        {"xmp": f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>http://ns.adobe.com/xap {MARK}</x:xmpmeta>".encode()}
        if dice.random() < 0.5
        else {}
    )
    if dice.random() < 0.5:
        more["icc_profile"] = b"\0" * 36 + b"acsp" + b"\0" * 3000
    image.save(
        out,
        "JPEG",
        exif=exif,
        comment=MARK.encode(),
        progressive=dice.random() < 0.5,
        quality=dice.randrange(40, 96),
        **more,
    )
    data = out.getvalue()
    iptc = b"Photoshop 3.0\0" + MARK.encode()
    first = 4 + int.from_bytes(data[4:6], "big")
    data = data[:first] + b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc + data[first:]
    return data + (MARK.encode() if dice.random() < 0.5 else b"")


def make_png(dice: random.Random) -> bytes:
    """Text chunks, EXIF, a time, sometimes several frames."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", MARK)
    info.add_itxt("XML:com.adobe.xmp", f"http://ns.adobe.com/xap {MARK}", zip=False)
    info.add(b"tIME", b"\x07\xea\x01\x01\0\0\0")
    info.add(b"prVt", MARK.encode())
    exif = Image.Exif()
    exif[0x013B] = MARK
    image = picture(
        dice, dice.choice(["RGB", "L", "P", "1", "RGBA", "LA", "I;16"] if dice.random() < 0.8 else ["RGB"])
    )
    out = io.BytesIO()
    frames = (
        {"save_all": True, "append_images": [image.copy() for _ in range(2)]}
        if image.mode == "RGB" and dice.random() < 0.5
        else {}
    )
    image.save(out, "PNG", pnginfo=info, exif=exif, dpi=(300, 300), **frames)
    return out.getvalue() + MARK.encode()


def make_docx(dice: random.Random) -> bytes:
    """Properties, a template on somebody's disk, a person, a comment without words of the text, pictures with a position."""
    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = (
        properties.subject
    ) = properties.category = MARK
    document.add_heading(TEXT, dice.randrange(1, 4))
    for _ in range(dice.randrange(1, 6)):
        document.add_paragraph(TEXT * dice.randrange(1, 9))
    document.add_picture(io.BytesIO(make_jpeg(dice, ("RGB", "L"))), width=docx.shared.Cm(3))
    document.add_table(dice.randrange(1, 5), 3).cell(0, 0).text = TEXT
    out = io.BytesIO()
    document.save(out)
    return _repacked(
        out.getvalue(),
        {
            "docProps/app.xml": lambda old: old.replace(
                b"</Properties>", f"<Company>{MARK}</Company><Manager>{MARK}</Manager></Properties>".encode()
            ),
            "word/people.xml": lambda old: (
                f'<w15:people xmlns:w15="x"><w15:person w15:author="{MARK}"/></w15:people>'.encode()
            ),
            "word/settings.xml": lambda old: old.replace(
                b"</w:settings>", b'<w:attachedTemplate r:id="rId99" xmlns:r="r"/></w:settings>'
            ),
            "word/_rels/settings.xml.rels": lambda old: (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId99" '
                'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
                f'Target="file:///C:/Users/{MARK}/Normal.dotm" TargetMode="External"/></Relationships>'
            ).encode(),
        },
    )


def make_xlsx(dice: random.Random) -> bytes:
    """Properties, the authors of comments, the folder of the last save, a printer."""
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = book.properties.company = (
        book.properties.description
    ) = MARK
    sheet = book.active
    for _ in range(dice.randrange(2, 20)):
        sheet.append([TEXT, dice.randrange(1000), dice.random()])
    sheet["A1"].comment = Comment("说明", MARK)
    out = io.BytesIO()
    book.save(out)
    more = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    path = f'<x15ac:absPath url="C:\\Users\\{MARK}\\" xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/>'
    alternate = (
        f'<mc:AlternateContent xmlns:mc="{more}">'
        f'<mc:Choice Requires="x15">{path}</mc:Choice></mc:AlternateContent>'
    )
    return _repacked(
        out.getvalue(),
        {
            "docProps/app.xml": lambda old: old.replace(
                b"</Properties>", f"<Company>{MARK}</Company></Properties>".encode()
            ),
            "xl/workbook.xml": lambda old: old.replace(
                b"<workbookPr", f'<fileSharing userName="{MARK}"/><workbookPr'.encode(), 1
            ).replace(b"<bookViews>", f"{alternate}<bookViews>".encode(), 1),
            "xl/printerSettings/printerSettings1.bin": lambda old: MARK.encode("utf-16-le"),
            "xl/persons/person.xml": lambda old: (
                f'<personList><person displayName="{MARK}" id="1" userId="{MARK}"/></personList>'.encode()
            ),
        },
    )


def make_pdf(dice: random.Random) -> bytes:
    """Properties, XMP, an annotation's author, private data, a script that runs on opening, a photo with a position."""
    pdf = pikepdf.new()
    for number in range(dice.randrange(1, 5)):
        page = pdf.add_blank_page(page_size=(300, 300))
        photo = make_jpeg(dice)
        shown = Image.open(io.BytesIO(photo))
        colours = {"RGB": "/DeviceRGB", "L": "/DeviceGray", "CMYK": "/DeviceCMYK"}[shown.mode]
        image = pikepdf.Stream(
            pdf,
            photo,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=shown.width,
            Height=shown.height,
            ColorSpace=pikepdf.Name(colours),
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        page.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(Im=image),
            Font=pikepdf.Dictionary(
                F=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                )
            ),
        )
        page.Contents = pikepdf.Stream(
            pdf, f"BT /F 12 Tf 20 250 Td (page {number}) Tj ET q 90 0 0 90 20 100 cm /Im Do Q".encode()
        )
        page.PieceInfo = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=MARK, LastModified="D:20260101"))
        page.Annots = pdf.make_indirect(
            pikepdf.Array(
                [
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Annot,
                        Subtype=pikepdf.Name.Square,
                        Rect=[10, 10, 50, 50],
                        T=MARK,
                        A=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=MARK),
                    )
                ]
            )
        )
    pdf.docinfo["/Author"], pdf.docinfo["/Company"], pdf.docinfo["/Title"] = MARK, MARK, MARK
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"], xmp["pdfaid:part"], xmp["pdfaid:conformance"] = [MARK], "2", "B"
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{MARK}')")
    pdf.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=[MARK, pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=MARK)])
    )
    out = io.BytesIO()
    pdf.save(
        out,
        object_stream_mode=dice.choice([pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable]),
    )
    return out.getvalue()


def make_ofd(dice: random.Random) -> bytes:
    """An author and a company in the document's information."""
    head = (
        f'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>'
        f'<ofd:Author>{MARK}</ofd:Author><ofd:Creator>{MARK}</ofd:Creator><ofd:CustomDatas><ofd:CustomData Name="公司">{MARK}</ofd:CustomData>'
        "</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    page = (
        f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer><ofd:TextObject Boundary="{dice.randrange(90)} 0 50 5">'
        f"<ofd:TextCode>{TEXT}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"
    )
    return _packed(
        {
            "OFD.xml": head.encode(),
            "Doc_0/Document.xml": b"<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'/>",
            "Doc_0/Pages/Page_0/Content.xml": page.encode(),
            "Doc_0/Res/a.jpg": make_jpeg(dice),
        }
    )


def make_zip(dice: random.Random) -> bytes:
    """Each of the others, under a Chinese name."""
    return _packed(
        {
            f"{TEXT}/{name}": make(dice)
            for name, make in (
                ("图.jpg", make_jpeg),
                ("图.png", make_png),
                ("文.docx", make_docx),
                ("文.pdf", make_pdf),
            )
        }
        | {"__MACOSX/._图.jpg": MARK.encode(), "说明.txt": TEXT.encode()}
    )


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "jpg": make_jpeg,
    "png": make_png,
    "docx": make_docx,
    "xlsx": make_xlsx,
    "pdf": make_pdf,
    "ofd": make_ofd,
    "zip": make_zip,
}


def _packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _repacked(data: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return _packed(files | {name: change(files.get(name, b"")) for name, change in changes.items()})
