"""What a reader does not see in a file, in every way that offices have of hiding it; and what starts a program."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import xlsxwriter
from docx import Document
from docx.shared import RGBColor
from helpers.office import docx, layout, zipped
from pikepdf import Array, Dictionary, Name
from PIL import Image
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from generator.reading.attachments import read_attachment
from generator.reading.attachments.content import Content
from generator.reading.attachments.reading import read_file
from generator.tools.importing.reading import read_source

SECRET = "不应公开的一句话"
SEEN = "正文足够长的一行文字，供大家阅读和核对"


def read(folder: Path, name: str, data: bytes) -> Content:
    path = folder / name
    path.write_bytes(data)
    return read_attachment(path)


def run(properties: str, text: str = SECRET) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def styled(style: str, body: str) -> bytes:
    styles = (
        f'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{style}</w:styles>'
    )
    return docx(body, {"word/styles.xml": styles})


def written(properties: str) -> bytes:
    return docx(f"<w:p>{run(properties)}</w:p>")


def white_in_table(cell: str, style: str) -> bytes:
    words = run('<w:color w:val="FFFFFF"/>')
    table = '<w:tbl><w:tblPr><w:tblStyle w:val="t"/></w:tblPr>'
    return styled(style, f"{table}<w:tr><w:tc>{cell}<w:p>{words}</w:p></w:tc></w:tr></w:tbl>")


HIDING = '<w:style w:type="paragraph" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
OF_A = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>{}</w:p>'
PLAIN = f"<w:r><w:t>{SECRET}</w:t></w:r>"


@pytest.mark.parametrize(
    "data, hidden",
    [
        (written("<w:vanish/>"), True),
        (written('<w:sz w:val="2"/>'), True),
        (written('<w:sz w:val="10"/>'), False),
        (written('<w:color w:val="FDFDFD"/>'), True),
        (written('<w:color w:val="auto" w:themeColor="background1"/>'), True),
        (written('<w:color w:val="C00000"/><w:shd w:fill="C00000"/>'), True),
        (written('<w:color w:val="FFFFFF"/><w:shd w:fill="C00000"/>'), False),
        (written('<w:color w:val="808080"/>'), False),
        (styled(HIDING, OF_A.format("a", PLAIN)), True),
        (styled(HIDING, OF_A.format("a", run('<w:vanish w:val="0"/>'))), False),
        (
            styled(
                f'{HIDING}<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>', OF_A.format("b", PLAIN)
            ),
            True,
        ),
        (styled('<w:style w:default="0"><w:rPr><w:vanish/></w:rPr></w:style>', f"<w:p>{PLAIN}</w:p>"), False),
        (
            docx(f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p>{PLAIN}</w:p></w:tc></w:tr></w:tbl>"),
            True,
        ),
        (white_in_table("", ""), True),
        (white_in_table('<w:tcPr><w:shd w:fill="1F4E78"/></w:tcPr>', ""), False),
        (
            white_in_table(
                "",
                '<w:style w:type="table" w:styleId="t"><w:tcPr><w:shd w:fill="1F4E78"/></w:tcPr></w:style>',
            ),
            False,
        ),
        (written('<w:w w:val="1"/>'), True),
    ],
)
def test_words_of_a_document(data: bytes, hidden: bool, tmp_path: Path):
    content = read(tmp_path, "a.docx", data)
    assert (SECRET in content.hidden, SECRET in content.text) == (hidden, not hidden)


def test_a_change_of_how_words_look_is_a_revision(tmp_path: Path):
    change = "<w:p><w:pPr><w:pPrChange/></w:pPr><w:r><w:rPr><w:rPrChange/></w:rPr><w:t>甲</w:t></w:r></w:p>"
    assert read(tmp_path, "a.docx", docx(change)).changes == 2


def workbook(
    form: dict[str, object], table: bool = False, width: float | None = None, height: float | None = None
) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, ["姓名", "说明"])
        sheet.write(1, 1, SECRET, book.add_format(form))
        if table:
            sheet.add_table(0, 0, 1, 1)
        if width is not None:
            sheet.set_column(1, 1, width)
        if height is not None:
            sheet.set_row(1, height)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data, hidden",
    [
        (workbook({"font_color": "white"}), True),
        (workbook({"font_color": "white", "bg_color": "#C00000"}), False),
        (workbook({"font_color": "white"}, table=True), False),
        (workbook({"font_color": "#C00000", "bg_color": "#C00000"}), True),
        (workbook({"num_format": ";;;"}), True),
        (workbook({"num_format": "0;-0;;@"}), False),
        (workbook({"font_size": 1}), True),
        (workbook({}, width=0.1), True),
        (workbook({}, height=0.1), True),
        (workbook({"bold": True}), False),
    ],
)
def test_cells_of_a_workbook(data: bytes, hidden: bool, tmp_path: Path):
    content = read(tmp_path, "a.xlsx", data)
    assert (SECRET in content.hidden, SECRET in content.text) == (hidden, not hidden)


def test_a_shape_of_a_slide_that_is_switched_off(tmp_path: Path):
    shape = f'<p:sp xmlns:p="p" xmlns:a="a"><p:nvSpPr><p:cNvPr hidden="1"/></p:nvSpPr><a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p></p:sp>'
    slide = f'<p:sld xmlns:p="p"><p:spTree>{shape}</p:spTree></p:sld>'
    content = read(
        tmp_path, "a.pptx", zipped({"[Content_Types].xml": "<Types/>", "ppt/slides/slide1.xml": slide})
    )
    assert SECRET in content.hidden and SECRET not in content.text


def page(draw: Callable[[Canvas], object]) -> bytes:
    registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(72, 760, SEEN)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def at(x: float = 72, y: float = 700, text: str = SECRET) -> Callable[[Canvas], object]:
    return lambda canvas: canvas.drawString(x, y, text)


def after(*steps: Callable[[Canvas], object]) -> Callable[[Canvas], object]:
    return lambda canvas: [step(canvas) for step in steps]


def in_mode(mode: int) -> Callable[[Canvas], object]:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        text.setTextRenderMode(mode)
        text.textOut(SECRET)
        canvas.drawText(text)

    return draw


def in_form(white: bool) -> Callable[[Canvas], object]:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("f")
        canvas.setFont("STSong-Light", 12)
        canvas.setFillGray(1 if white else 0)
        canvas.drawString(0, 0, SECRET)
        canvas.endForm()
        canvas.translate(72, 300)
        canvas.doForm("f")

    return draw


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def noted(kind: str, colour: list[float]) -> Callable[[pikepdf.Pdf], object]:
    def change(pdf: pikepdf.Pdf) -> None:
        corners = [60, 720, 400, 720, 60, 690, 400, 690]
        note = Dictionary(
            Type=Name.Annot,
            Subtype=Name(kind),
            Rect=[60, 690, 400, 720],
            C=colour,
            IC=colour,
            F=4,
            QuadPoints=corners,
        )
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    return change


def layered(is_off: bool) -> Callable[[pikepdf.Pdf], object]:
    def change(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("层")))
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([layer]), D=Dictionary(OFF=Array([layer] if is_off else []))
        )
        first = pdf.pages[0]
        first.Resources.Properties = Dictionary(M=layer)
        drawn = first.Contents.read_bytes()
        begin = drawn.rindex(b"BT")
        first.Contents = pdf.make_stream(
            drawn[:begin] + b"/OC /M BDC " + drawn[begin:].replace(b"ET", b"ET EMC", 1)
        )

    return change


def taken_out(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Kept = pdf.pages[1].obj
    del pdf.pages[1]


WHITE: Callable[[Canvas], object] = lambda canvas: canvas.setFillColorRGB(1, 1, 1)  # noqa: E731
BAND: Callable[[Canvas], object] = lambda canvas: (  # noqa: E731
    canvas.setFillColorRGB(0.7, 0, 0),
    canvas.rect(50, 680, 500, 40, stroke=0, fill=1),
)
BAR: Callable[[Canvas], object] = lambda canvas: (canvas.setLineWidth(20), canvas.line(60, 704, 400, 704))  # noqa: E731
FRAME: Callable[[Canvas], object] = lambda canvas: (canvas.setLineWidth(5), canvas.rect(60, 680, 400, 50))  # noqa: E731
SECOND: Callable[[Canvas], object] = lambda canvas: (canvas.showPage(), canvas.setFont("STSong-Light", 12))  # noqa: E731


@pytest.mark.parametrize(
    "data, hidden",
    [
        (page(after(WHITE, at())), True),
        (page(after(BAND, WHITE, at())), False),
        (page(in_mode(3)), True),
        (page(at(-500, -300)), True),
        (page(after(lambda c: c.setFont("STSong-Light", 0.5), at())), True),
        (page(after(at(), BAR)), True),
        (page(after(at(), FRAME)), False),
        (changed(page(at()), layered(is_off=True)), True),
        (changed(page(at()), layered(is_off=False)), False),
        (changed(page(at()), lambda pdf: setattr(pdf.pages[0], "CropBox", Array([0, 740, 600, 842]))), True),
        (changed(page(at()), noted("/Highlight", [0, 0, 0])), True),
        (changed(page(at()), noted("/Highlight", [1, 1, 0])), False),
        (changed(page(at()), noted("/Square", [0, 0, 0])), True),
        (changed(page(at()), noted("/Redact", [1, 0, 0])), True),
        (changed(page(after(SECOND, at())), taken_out), True),
        (page(in_form(white=True)), True),
        (page(in_form(white=False)), False),
        (page(after(at(), lambda c: None)), False),
    ],
)
def test_words_of_a_page(data: bytes, hidden: bool, tmp_path: Path):
    content = read(tmp_path, "a.pdf", data)
    assert (SECRET in content.hidden.replace("\n", ""), SEEN in content.text) == (hidden, True)


def fixed(objects: str) -> bytes:
    return layout(
        {
            "Doc_0/P/Content.xml": f'<o:Page xmlns:o="o"><o:Area><o:PhysicalBox>0 0 210 297</o:PhysicalBox></o:Area><o:Content><o:Layer>{objects}</o:Layer></o:Content></o:Page>'
        },
        '<o:Pages><o:Page ID="1" BaseLoc="P/Content.xml"/></o:Pages>',
    )


WORDS = '<o:TextObject Boundary="{}" {}>{}<o:TextCode>{}</o:TextCode></o:TextObject>'
GROUND = '<o:PathObject Boundary="10 50 190 20"/>'


@pytest.mark.parametrize(
    "objects, hidden",
    [
        (WORDS.format("20 60 150 8", "", "", SECRET), False),
        (WORDS.format("20 60 150 8", 'Visible="false"', "", SECRET), True),
        (WORDS.format("20 60 150 8", 'Alpha="0"', "", SECRET), True),
        (WORDS.format("20 60 150 8", "", '<o:FillColor Value="255 255 255"/>', SECRET), True),
        (GROUND + WORDS.format("20 60 150 8", "", '<o:FillColor Value="255 255 255"/>', SECRET), False),
        (WORDS.format("400 60 150 8", "", "", SECRET), True),
    ],
)
def test_words_of_an_ofd_page(objects: str, hidden: bool, tmp_path: Path):
    assert (SECRET in read(tmp_path, "a.ofd", fixed(objects)).hidden) == hidden


def test_notes_stuck_on_a_page_and_comments_of_slides_count_as_remarks(tmp_path: Path):
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=pikepdf.String("是否公开？")
    )
    data = changed(page(at()), lambda pdf: setattr(pdf.pages[0], "Annots", Array([pdf.make_indirect(note)])))
    assert read(tmp_path, "a.pdf", data).changes == 1
    comment = '<p:cmLst xmlns:p="p"><p:cm><p:text>是否公开？</p:text></p:cm></p:cmLst>'
    members = {"[Content_Types].xml": "<Types/>", "ppt/slides/slide1.xml": '<p:sld xmlns:p="p"/>'}
    assert read(tmp_path, "a.pptx", zipped({**members, "ppt/comments/comment1.xml": comment})).changes == 1


FIELD = '<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"</w:instrText></w:r></w:p>'
SHEET = "<sheetData><row><c><f>{}</f></c></row></sheetData>"


@pytest.mark.parametrize(
    "name, data",
    [
        ("a.docx", docx(FIELD)),
        ("a.docx", docx("<w:p/>", {"word/a/vbaProject.bin": b"-"})),
        (
            "a.docx",
            docx(
                "<w:p/>",
                {"[Content_Types].xml": '<Types><Override ContentType="x.macroEnabled.main+xml"/></Types>'},
            ),
        ),
        (
            "a.xlsx",
            zipped(
                {
                    "[Content_Types].xml": "<Types/>",
                    "xl/workbook.xml": "<a/>",
                    "xl/worksheets/sheet1.xml": "<w>" + SHEET.format("cmd|&apos;/c calc&apos;!A1") + "</w>",
                }
            ),
        ),
        (
            "a.xlsx",
            zipped(
                {
                    "[Content_Types].xml": "<Types/>",
                    "xl/workbook.xml": "<a/>",
                    "xl/macrosheets/sheet1.xml": "<w/>",
                }
            ),
        ),
        ("a.csv", "姓名,说明\n甲,=cmd|' /C calc'!A0\n".encode()),
    ],
)
def test_what_starts_a_program_is_refused(name: str, data: bytes, tmp_path: Path):
    refusal = read(tmp_path, name, data).refusal
    assert refusal is not None and refusal.slug == "attachment-type"


def test_what_is_fetched_when_the_file_is_opened_is_told(tmp_path: Path):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(
        f'<Relationship Id="r{n}" Type="{kind}/{name}" Target="https://{name}.example/x" TargetMode="External"/>'
        for n, name in enumerate(("attachedTemplate", "image", "hyperlink"))
    )
    content = read(
        tmp_path,
        "a.docx",
        docx(
            f"<w:p>{PLAIN}</w:p>", {"word/_rels/document.xml.rels": f"<Relationships>{links}</Relationships>"}
        ),
    )
    assert [u.place.en for u in content.unread] == [
        f"content linked from https://{name}.example/x" for name in ("attachedTemplate", "image")
    ]


def test_an_archive_behind_a_picture_and_its_packed_texts_are_read(tmp_path: Path):
    picture = io.BytesIO()
    Image.new("RGB", (30, 10)).save(picture, "PNG")
    body = picture.getvalue()
    words = b"c\0\0" + zlib.compress(SECRET.encode())
    chunk = len(words).to_bytes(4, "big") + b"zTXt" + words + zlib.crc32(b"zTXt" + words).to_bytes(4, "big")
    data = body[:33] + chunk + body[33:] + zipped({"名单.txt": SECRET})
    path = tmp_path / "a.png"
    path.write_bytes(data)
    found = read_file(path)
    assert SECRET in found[0].properties
    assert [(c.name, SECRET in c.text) for c in found[1:]][-1] == (
        "a.png/附在后面的压缩包.zip/名单.txt",
        True,
    )


def letter() -> bytes:
    made, buffer = Document(), io.BytesIO()
    made.add_paragraph(SEEN)
    made.add_paragraph().add_run(SECRET).font.color.rgb = RGBColor(255, 255, 255)
    made.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "name, data",
    [
        ("a.docx", letter()),
        ("a.pdf", page(after(WHITE, at()))),
        (
            "a.ofd",
            fixed(
                WORDS.format("20 20 150 8", "", "", SEEN)
                + WORDS.format("20 60 150 8", 'Alpha="0"', "", SECRET)
            ),
        ),
    ],
)
def test_what_nobody_sees_is_left_out_of_a_draft_and_told(name: str, data: bytes, tmp_path: Path):
    (tmp_path / name).write_bytes(data)
    source = read_source(tmp_path / name, None)
    assert SEEN in str(source.blocks) and SECRET not in str(source.blocks)
    assert any(SECRET[:8] in note.zh for note in source.notes)
