"""One file for every place of a file in which programs and authors leave words: a number planted there is found, or the
place is named as unread. The places are those of the formats' own descriptions, not those that a reader knows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from helpers.office import docx, layout, part, pdf, related, word_text, xlsx, zipped

from generator.reading.attachments.reading import read_inside
from generator.reading.privacy.masking import leaks_in

ID = "110105199003071239"
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2\0\0\0\1\0\x08\2\0\0\0" + b"\0" * 4 + b"\0\0\0\0IEND\xaeB`\x82"
)  # 512 × 256, nothing in it


def run(inner: str) -> bytes:
    return docx(f"<w:p><w:r><w:t>通知</w:t></w:r>{inner}</w:p>")


VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
BOX = f"<w:txbxContent>{word_text(ID)}</w:txbxContent>"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
MHT = f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n\n<p>{ID}</p>\n--x--\n"
WORD_PARTS: dict[str, bytes] = {
    "header": part("header", "h9.xml", f"<w:hdr xmlns:w='w'>{word_text(ID)}</w:hdr>"),
    "footnotes": part("footnotes", "f.xml", f"<w:footnotes xmlns:w='w'>{word_text(ID)}</w:footnotes>"),
    "comments elsewhere": part(
        "comments", "c/notes.xml", f"<w:comments xmlns:w='w'>{word_text(ID)}</w:comments>"
    ),
    "glossary": part(
        "glossaryDocument",
        "glossary/document.xml",
        f"<w:glossaryDocument xmlns:w='w'>{word_text(ID)}</w:glossaryDocument>",
    ),
    "altChunk mht": part("aFChunk", "a.mht", MHT),
    "altChunk html": part("aFChunk", "a.htm", "<html><body>1101051990<b>03071239</b></body></html>"),
    "altChunk docx": part("aFChunk", "a.docx", docx(word_text(ID))),
    "altChunk txt": part("aFChunk", "a.txt", ID),
    "SmartArt": part(
        "diagramData",
        "diagrams/data1.xml",
        f"<dgm:dataModel xmlns:dgm='d' {A}><a:p><a:r><a:t>1101051990</a:t></a:r><a:r><a:t>03071239</a:t></a:r></a:p></dgm:dataModel>",
    ),
    "chart": part(
        "chart", "charts/chart1.xml", f"<c:chartSpace xmlns:c='c'><c:pt><c:v>{ID}</c:v></c:pt></c:chartSpace>"
    ),
    "workbook of a chart": part("package", "embeddings/b.xlsx", xlsx([[ID]])),
    "OLE object": part(
        "oleObject",
        "embeddings/o.bin",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + ID.encode("utf-16-le"),
    ),
    "embedded pdf": part("package", "embeddings/p.bin", pdf([ID])),
    "custom XML": docx(word_text("通知"), {"customXml/item1.xml": f"<p><id>{ID}</id></p>"}),
    "document variables": part(
        "settings",
        "settings.xml",
        f"<w:settings xmlns:w='w'><w:docVars><w:docVar w:name='a' w:val='{ID}'/></w:docVars></w:settings>",
    ),
    "mail merge": part(
        "settings",
        "settings.xml",
        f"<w:settings xmlns:w='w'><w:mailMerge><w:query w:val='SELECT {ID}'/></w:mailMerge></w:settings>",
    ),
    "field code": run(f'<w:r><w:instrText>HYPERLINK "tel:{ID}"</w:instrText></w:r>'),
    "text box": run(f"<w:r><w:pict>{BOX}</w:pict></w:r>"),
    "fallback of a text box": run(
        f"<mc:AlternateContent {MC}><mc:Choice><w:t>框</w:t></mc:Choice><mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent>"
    ),
    "WordArt": run(f"<w:r><w:pict><v:shape {VML}><v:textpath string='{ID}'/></v:shape></w:pict></w:r>"),
    "alternative text": run(
        f"<w:r><w:drawing><wp:docPr xmlns:wp='wp' id='1' name='图' descr='{ID}'/></w:drawing></w:r>"
    ),
    "drop-down": run(
        f"<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText='{ID}' w:value='1'/></w:dropDownList></w:sdtPr></w:sdt>"
    ),
    "default of a form field": run(
        f"<w:r><w:fldChar><w:ffData><w:textInput><w:default w:val='{ID}'/></w:textInput></w:ffData></w:fldChar></w:r>"
    ),
    "tooltip of a link": run(f"<w:hyperlink w:tooltip='{ID}'><w:r><w:t>链接</w:t></w:r></w:hyperlink>"),
    "external link": docx(
        word_text("通知"), {"word/_rels/document.xml.rels": related("hyperlink", f"tel:{ID}", "External")}
    ),
    "boxes of a form": docx(
        f"<w:tbl><w:tr>{''.join(f'<w:tc>{word_text(d)}</w:tc>' for d in ID)}</w:tr></w:tbl>"
    ),
    "customXml around cells": docx(
        f"<w:tbl><w:tr><w:customXml><w:tc>{word_text(ID)}</w:tc></w:customXml></w:tr></w:tbl>"
    ),
    "deleted words": run(f"<w:del><w:r><w:delText>{ID}</w:delText></w:r></w:del>"),
    "black highlight": run(f"<w:r><w:rPr><w:highlight w:val='black'/></w:rPr><w:t>{ID}</w:t></w:r>"),
    "custom property": docx(
        word_text("通知"),
        {"docProps/custom.xml": f"<Properties><property><lpwstr>{ID}</lpwstr></property></Properties>"},
    ),
    "a part nobody knows": docx(word_text("通知"), {"word/future9.xml": f"<new><x>{ID}</x></new>"}),
    "an attribute nobody knows": docx(word_text("通知"), {"word/future9.xml": f"<new x='{ID}'/>"}),
    "bytes nobody knows": docx(
        word_text("通知"), {"word/future.dat": b"\x80\x01" * 9 + ID.encode() + b"\x01\x80"}
    ),
}


def book(**members: str | bytes) -> bytes:
    """A workbook with members replaced or added."""
    made = xlsx([["单位"], ["财政局"]])
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return zipped(files | {name.replace("__", "/"): data for name, data in members.items()})


def sheet(inner: str) -> bytes:
    return book(**{"xl__worksheets__sheet2.xml": f"<worksheet {R}><sheetData/>{inner}</worksheet>"})


EXCEL_PARTS: dict[str, bytes] = {
    "number cell": book(
        **{
            "xl__worksheets__sheet2.xml": "<worksheet><sheetData><row r='1'><c t='str'><v>身份证号</v></c></row><row r='2'><c><v>1.101051990030712e+17</v></c></row></sheetData></worksheet>"
        }
    ),
    "boxes": book(
        **{
            "xl__worksheets__sheet2.xml": f"<worksheet><sheetData><row>{''.join(f'<c><v>{d}</v></c>' for d in ID)}</row></sheetData></worksheet>"
        }
    ),
    "formula": book(
        **{
            "xl__worksheets__sheet2.xml": f'<worksheet><sheetData><row><c><f>"{ID}"&amp;""</f></c></row></sheetData></worksheet>'
        }
    ),
    "validation list": sheet(
        f"<dataValidations><dataValidation prompt='x'><formula1>\"{ID}\"</formula1></dataValidation></dataValidations>"
    ),
    "prompt": sheet(f"<dataValidations><dataValidation prompt='{ID}'/></dataValidations>"),
    "tooltip": sheet(f"<hyperlinks><hyperlink ref='A1' tooltip='{ID}'/></hyperlinks>"),
    "condition": sheet(
        f'<conditionalFormatting><cfRule><formula>"{ID}"</formula></cfRule></conditionalFormatting>'
    ),
    "scenario": sheet(f"<scenarios><scenario name='a' comment='{ID}'/></scenarios>"),
    "header of the print": sheet(f"<headerFooter><oddHeader>&amp;C{ID}</oddHeader></headerFooter>"),
    "defined name": book(
        **{
            "xl__workbook.xml": f"<workbook {R}><sheets/><definedNames><definedName name='a'>\"{ID}\"</definedName></definedNames></workbook>"
        }
    ),
    "name of a sheet": book(
        **{"xl__workbook.xml": f"<workbook {R}><sheets><sheet name='{ID}' r:id='rId1'/></sheets></workbook>"}
    ),
    "deleted cell": book(
        **{
            "xl__sharedStrings.xml": f"<sst><si><t>a</t></si><si><t>b</t></si><si><t>c</t></si><si><t>{ID}</t></si></sst>"
        }
    ),
    "pivot cache": book(
        **{"xl__pivotCache__records9.xml": f"<pivotCacheRecords><r><s v='{ID}'/></r></pivotCacheRecords>"}
    ),
    "external book": book(**{"xl__externalLinks__e.xml": f"<externalLink><v>{ID}</v></externalLink>"}),
    "threaded comment": book(
        **{
            "xl__threaded__t.xml": f"<ThreadedComments><threadedComment><text>{ID}</text></threadedComment></ThreadedComments>"
        }
    ),
    "drawing": book(
        **{
            "xl__drawings__d.xml": f"<xdr:wsDr xmlns:xdr='x' {A}><a:p><a:r><a:t>{ID}</a:t></a:r></a:p></xdr:wsDr>"
        }
    ),
    "VML drawing": book(**{"xl__drawings__v.vml": f"<xml {VML}><v:textbox>{ID}</v:textbox></xml>"}),
    "connection": book(
        **{"xl__connections.xml": f"<connections><connection connection='User={ID}'/></connections>"}
    ),
    "stray sheet": book(
        **{
            "xl__worksheets__sheet9.xml": f"<worksheet><sheetData><row><c t='str'><v>{ID}</v></c></row></sheetData></worksheet>"
        }
    ),
}


def show(**members: str | bytes) -> bytes:
    slide = f"<p:sld xmlns:p='p' {A}><a:p><a:r><a:t>通知</a:t></a:r></a:p></p:sld>"
    base: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>", "ppt/slides/slide1.xml": slide}
    return zipped(base | {f"ppt/{name}": data for name, data in members.items()})


def words(root: str) -> str:
    return f"<p:{root} xmlns:p='p' {A}><a:p><a:r><a:t>{ID}</a:t></a:r></a:p></p:{root}>"


SHOW_PARTS: dict[str, bytes] = {
    "slide under another name": show(**{"slides/folie.xml": words("sld")}),
    "notes": show(**{"notesSlides/n.xml": words("notes")}),
    "master": show(**{"slideMasters/m.xml": words("sldMaster")}),
    "layout": show(**{"slideLayouts/l.xml": words("sldLayout")}),
    "comment": show(
        **{"comments/c.xml": f"<p:cmLst xmlns:p='p'><p:cm><p:text>{ID}</p:text></p:cm></p:cmLst>"}
    ),
    "tag": show(**{"tags/t.xml": f"<p:tagLst xmlns:p='p'><p:tag name='a' val='{ID}'/></p:tagLst>"}),
    "alternative text": show(**{"slides/slide2.xml": f"<p:sld xmlns:p='p'><p:cNvPr descr='{ID}'/></p:sld>"}),
}


LEAF = f"<o:Page xmlns:o='o'><o:TextObject Boundary='1 1 9 9'><o:TextCode>{ID}</o:TextCode></o:TextObject></o:Page>"
OFD_PARTS: dict[str, bytes] = {
    "page anywhere": layout({"D/P/one.xml": LEAF}),
    "template": layout(
        {"D/T/t.xml": LEAF}, "<o:CommonData><o:TemplatePage ID='9' BaseLoc='T/t.xml'/></o:CommonData>"
    ),
    "annotation": layout(
        {
            "D/N/all.xml": "<o:Annotations xmlns:o='o'><o:Page><o:FileLoc>one.xml</o:FileLoc></o:Page></o:Annotations>",
            "D/N/one.xml": f"<o:PageAnnot xmlns:o='o'><o:Annot><o:Remark>{ID}</o:Remark></o:Annot></o:PageAnnot>",
        },
        more="<o:Annotations>N/all.xml</o:Annotations>",
    ),
    "attachment": layout(
        {
            "D/X/list.xml": "<o:Attachments xmlns:o='o'><o:Attachment Name='a'><o:FileLoc>a.xlsx</o:FileLoc></o:Attachment></o:Attachments>",
            "D/X/a.xlsx": xlsx([[ID]]),
        }
    ),
    "xml attachment": layout({"D/X/original.xml": f"<invoice><id>{ID}</id></invoice>"}),
    "resource": layout(
        {
            "D/res.xml": f"<o:Res xmlns:o='o'><o:CompositeGraphicUnit><o:TextCode>{ID}</o:TextCode></o:CompositeGraphicUnit></o:Res>"
        }
    ),
    "bookmark": layout({}, more=f"<o:Bookmarks><o:Bookmark Name='{ID}'/></o:Bookmarks>"),
    "extension": layout({"D/e.xml": f"<o:Extensions xmlns:o='o'><o:Data>{ID}</o:Data></o:Extensions>"}),
    "stray page": layout({"D/Pages/Page_7/Content.xml": LEAF}),
    "one sign an object": layout(
        {
            "D/P/one.xml": "<o:Page xmlns:o='o'>"
            + "".join(
                f"<o:TextObject Boundary='{10 + 8 * n} 1 4 4'><o:TextCode>{d}</o:TextCode></o:TextObject>"
                for n, d in enumerate(ID)
            )
            + "</o:Page>"
        }
    ),
}


def changed(edit: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf(["通知公告"]))) as made:
        edit(made)
        out = io.BytesIO()
        made.save(out, static_id=True)
    return out.getvalue()


D, N, S, L = pikepdf.Dictionary, pikepdf.Name, pikepdf.String, pikepdf.Array


def note(made: pikepdf.Pdf, **keys: object) -> None:
    made.pages[0].Annots = made.make_indirect(L([D(Type=N.Annot, Rect=L([0, 0, 9, 9]), **keys)]))


def field(made: pikepdf.Pdf, **keys: object) -> None:
    made.Root.AcroForm = D(Fields=L([made.make_indirect(D(FT=N.Tx, T=S("a"), **keys))]))


def boxes(made: pikepdf.Pdf) -> None:
    fields = [
        made.make_indirect(
            D(
                Type=N.Annot,
                Subtype=N.Widget,
                FT=N.Tx,
                T=S(f"b{n}"),
                V=S(d),
                Rect=L([20 * n, 50, 20 * n + 10, 60]),
            )
        )
        for n, d in enumerate(ID)
    ]
    made.Root.AcroForm = D(Fields=L(fields))
    made.pages[0].Annots = made.make_indirect(L(fields[::-1]))


def attach(made: pikepdf.Pdf) -> None:
    note(
        made,
        Subtype=N.FileAttachment,
        FS=D(Type=N.Filespec, F=S("a.txt"), EF=D(F=made.make_stream(ID.encode(), Type=N.EmbeddedFile))),
    )


def xfa(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = D(Fields=L(), XFA=made.make_stream(f"<xdp><data>{ID}</data></xdp>".encode()))


def lid(made: pikepdf.Pdf) -> None:
    page = pikepdf.open(io.BytesIO(pdf([ID])))
    made.pages.extend(page.pages)
    made.pages[1].contents_add(b"q 0 0 0 rg 30 780 500 40 re f Q", prepend=False)
    made._kept = page  # type: ignore[attr-defined]


def earlier() -> bytes:
    """A file saved once more with other words on its page, as a viewer does: the first state stays in it."""
    old, new = pdf([ID]), pdf(["通知公告"])
    start = new.index(b"4 0 obj")
    changed_page = new[start : new.index(b"endobj", start) + 7]
    at = len(old)
    xref = at + len(changed_page)
    previous = old[old.rindex(b"startxref") + 9 :].split()[0]
    table = b"xref\n4 1\n%010d 00000 n \ntrailer<</Size 12/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        at,
        previous,
        xref,
    )
    return old + changed_page + table


PDF_PARTS: dict[str, bytes] = {
    "note": changed(lambda p: note(p, Subtype=N.Text, Contents=S(ID))),
    "rich text of a note": changed(lambda p: note(p, Subtype=N.FreeText, RC=S(f"<p>{ID}</p>"))),
    "subject": changed(lambda p: note(p, Subtype=N.Text, Subj=S(ID))),
    "target of a link": changed(lambda p: note(p, Subtype=N.Link, A=D(S=N.URI, URI=S(f"tel:{ID}")))),
    "value": changed(lambda p: field(p, V=S(ID))),
    "default": changed(lambda p: field(p, DV=S(ID))),
    "options": changed(lambda p: field(p, Opt=L([S("a"), S(ID)]))),
    "boxes": changed(boxes),
    "XFA": changed(xfa),
    "bookmark": changed(lambda p: setattr(p.Root, "Outlines", D(First=p.make_indirect(D(Title=S(ID)))))),
    "page label": changed(lambda p: setattr(p.Root, "PageLabels", D(Nums=L([0, D(P=S(ID))])))),
    "alternative text": changed(
        lambda p: setattr(p.Root, "StructTreeRoot", D(K=p.make_indirect(D(S=N.Figure, Alt=S(ID)))))
    ),
    "script": changed(lambda p: setattr(p.Root, "OpenAction", D(S=N.JavaScript, JS=S(f"f('{ID}')")))),
    "script in a stream": changed(
        lambda p: setattr(p.Root, "OpenAction", D(S=N.JavaScript, JS=p.make_stream(f"f('{ID}')".encode())))
    ),
    "file in a note": changed(attach),
    "property": changed(lambda p: p.docinfo.__setitem__("/Subject", ID)),
    "covered words": changed(lid),
    "earlier state": earlier(),
}


def commented(data: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = ID.encode()
    return buffer.getvalue()


TEXTS = zipped({"a.txt": "通知"})
ZIP_PARTS: dict[str, bytes] = {
    "comment": commented(TEXTS),
    "name": zipped({f"扫描_{ID}.txt": "通知"}),
    "folder": zipped({"a.txt": "通知", f"{ID}/": ""}),
    "system file": zipped({"a.txt": "通知", "__MACOSX/._a.txt": ID}),
    "behind": TEXTS + ID.encode(),
}

EVERY = {
    **{f"a.docx: {name}": data for name, data in WORD_PARTS.items()},
    **{f"a.xlsx: {name}": data for name, data in EXCEL_PARTS.items()},
    **{f"a.pptx: {name}": data for name, data in SHOW_PARTS.items()},
    **{f"a.ofd: {name}": data for name, data in OFD_PARTS.items()},
    **{f"a.pdf: {name}": data for name, data in PDF_PARTS.items()},
    **{f"a.zip: {name}": data for name, data in ZIP_PARTS.items()},
}


@pytest.mark.parametrize("place", EVERY)
def test_a_number_is_found_wherever_it_is_left(place: str):
    contents = [content for content, _ in read_inside(place.partition(":")[0], EVERY[place])]
    assert not contents[0].refusal, contents[0].refusal
    texts = [text for c in contents for text in (c.name, *(p.text for p in c.parts))]
    assert any(leak.slug == "citizen-id" for text in texts for leak in leaks_in(text)), texts


PICTURES = {
    "a.docx": part("image", "media/i.png", PNG),
    "b.docx": docx(
        "",
        {
            "word/_rels/document.xml.rels": related("image", "media/x.emf"),
            "word/media/x.emf": b"\1\0\0\0\x6c\0\0\0" + b"\0" * 200,
        },
    ),
    "a.xlsx": book(**{"xl__media__i.png": PNG}),
    "a.pptx": show(**{"media/i.png": PNG}),
    "a.ofd": layout({"D/P/one.xml": "<o:Page xmlns:o='o'><o:ImageObject/></o:Page>", "D/R/i.png": PNG}),
    "a.pdf": pdf([], picture=True),
    "garbled.pdf": pdf(["犐犆犛３５犔８０犌犅犜犃犅犆犇犈犉犌犎犐犑犓犔犕犖犗犘犙犚犛"]),
    "a.png": PNG,
    "blob.docx": docx(word_text("通知"), {"word/blob.dat": b"\x80\x01\x02" * 90}),
    "empty.docx": docx(""),
    "empty.txt.docx": docx(word_text("　")),
}


@pytest.mark.parametrize("name", PICTURES)
def test_what_nobody_read_is_named(name: str):
    content = next(read_inside(name, PICTURES[name]))[0]
    assert content.unread
    assert all(u.why.zh and u.why.en for u in content.unread)


def test_pictures_too_small_for_a_word_are_no_pictures():
    small = PNG.replace(b"\0\0\2\0\0\0\1\0", b"\0\0\0\x10\0\0\0\x10")
    assert not next(read_inside("a.docx", part("image", "media/i.png", small)))[0].unread
