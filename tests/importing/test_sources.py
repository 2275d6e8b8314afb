"""Files other than docx and pages: old formats, OFD, workbooks, mails, web archives, tables of PDF; what cannot be read is refused."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from helpers.roots import TODAY, make_root
from ofdfiles import ofd, ofd_pages
from PIL import Image, ImageChops, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from samples import OFFICE, official

from generator.build import check_root
from generator.machine.made_with import find_libreoffice
from generator.reading.attachments.content import Refused
from generator.reading.attachments.layers import Layer, digest_of, write_layer
from generator.tools.importing.blocks import words
from generator.tools.importing.imports import Importer
from generator.tools.importing.pandoc import write_markdown
from generator.tools.importing.reading import read_source
from generator.tools.importing.report import Outcome
from generator.tools.importing.source import Source
from generator.tools.layers import recognise

CATALOG = (Path(__file__).parents[2] / "catalog.yml").read_text(encoding="utf-8")
LETTER = official(
    head=(f"{OFFICE}文件",),
    number="青政办〔2026〕3号",
    title=("关于值班的通知",),
    to="各乡镇：",
    text=("做好值班工作，确保安全稳定运行。",),
    signed=(OFFICE,),
    day="2026年1月5日",
)


def read(folder: Path, name: str, data: bytes) -> tuple[list[str], Source]:
    file = folder / name
    file.write_bytes(data)
    source = read_source(file)
    return [
        write_markdown([b]).strip() if b["t"] == "Table" else words(b["c"]).strip() for b in source.blocks
    ], source


def refusal(folder: Path, name: str, data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(folder, name, data)
    return refused.value.refusal.message.zh


def rows(markdown: str) -> list[list[str]]:
    return [
        [c.strip() for c in row.strip("|").split("|")] for row in markdown.splitlines() if "---" not in row
    ]


@pytest.mark.slow
@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice is not installed")
def test_old_formats_are_read_through_libreoffice(tmp_path: Path):
    rtf = r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}\f0 \u38738?\u28330?\u21439?\u25945?\u32946?\u23616?\par \u20540?\u29677?\par}"
    lines, source = read(tmp_path, "a.rtf", rtf.encode())
    assert (lines, source.kind) == (["青溪县教育局", "值班"], "rtf")
    assert "由 LibreOffice 从 .rtf 转换" in source.notes[0].zh


def test_ofd_lines_become_paragraphs(tmp_path: Path):
    lines, _ = read(
        tmp_path,
        "a.ofd",
        ofd(
            "青溪县教育局文件",
            "青教〔2026〕3号",
            "关于值班的通知",
            "各学校：",
            "各单位要加强组织领导，落实工作经费，确保人员到位、",
            "措施到位、责任到位。",
            "青溪县教育局",
            "2026年1月5日",
            "— 1 —",
        ),
    )
    assert lines[4:] == [
        "各单位要加强组织领导，落实工作经费，确保人员到位、措施到位、责任到位。",
        "青溪县教育局",
        "2026年1月5日",
    ]
    assert "是图像，没有文字" in refusal(tmp_path, "b.ofd", ofd())


def test_workbooks_become_tables(tmp_path: Path):
    book = openpyxl.Workbook()
    for row in (
        ["2026年补贴发放表"],
        ["单位：元"],
        ["序号", "姓名", None, "金额"],
        [1, "张甲", None, 1200.5],
        ["注：按季发放"],
    ):
        book.active.append(row)
    book.create_sheet("内部").append(["不公开"])
    book["内部"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    lines, source = read(tmp_path, "a.xlsx", out.getvalue())
    assert (lines[:2], lines[3]) == (["2026年补贴发放表", "单位：元"], "注：按季发放")
    assert rows(lines[2]) == [["序号", "姓名", "金额"], ["1", "张甲", "1200.5"]]
    assert "隐藏的内容没有带入" in source.notes[0].zh and "不公开" not in "".join(lines)
    lines, _ = read(tmp_path, "b.csv", "序号,姓名\n1,张甲\n".encode("gb18030"))
    assert rows(lines[0]) == [["序号", "姓名"], ["1", "张甲"]]


def test_mails_and_web_archives(tmp_path: Path):
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "关于值班的通知", "a@x.example", "b@x.example"
    mail.set_content("各乡镇：\n做好值班工作，确保安全。\n")
    lines, source = read(tmp_path, "a.eml", mail.as_bytes())
    assert (lines, source.told["title"].value) == (["各乡镇：", "做好值班工作，确保安全。"], "关于值班的通知")
    mail.add_attachment(LETTER, maintype="application", subtype="octet-stream", filename="正文.docx")
    mail.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="附件1：名单.csv")
    lines, source = read(tmp_path, "b.eml", mail.as_bytes())
    assert (lines[1], [name for name, _ in source.files]) == ("青政办〔2026〕3号", ["附件1：名单.csv"])
    page = "<html><body><div id='zoom'><p>各学校：现将有关事项通知如下，请认真贯彻执行，确保各项工作落实到位。</p></div></body></html>"
    saved = f'MIME-Version: 1.0\r\nSnapshot-Content-Location: http://x.example/a/1.html\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n--b--\r\n'
    lines, source = read(tmp_path, "c.mht", saved.encode())
    assert (lines[0][:4], source.told["address"].value) == ("各学校：", "http://x.example/a/1.html")


HIDDEN_PAGE = """<html><head><title>关于做好就业帮扶工作的通知</title></head><body>
<table><tr><td>文　　号：</td><td>测发〔2026〕3号</td></tr><tr><td>主题词：</td><td></td><td>有效性：</td><td>废止</td></tr></table>
<div id="zoom"><p>各学校：现将有关事项通知如下，请认真贯彻执行，<span style="DISPLAY : none">内部批注</span>确保落实。</p>
<div hidden><p>未定稿</p></div><p style="font-size:0px">埋下的字</p><p style="font-size:0.9em">小字也是正文。</p></div></body></html>"""


def test_what_a_page_hides_stays_out_and_an_empty_cell_is_no_value(tmp_path: Path):
    lines, source = read(tmp_path, "旧页面.html", HIDDEN_PAGE.encode())
    assert lines == ["各学校：现将有关事项通知如下，请认真贯彻执行，确保落实。", "小字也是正文。"]
    assert [note.zh for note in source.notes] == ["网页上看不见的文字没有带入：内部批注、未定稿、埋下的字"]
    assert {
        key: told.value for key, told in source.told.items() if key in ("doc_no", "keywords", "validity")
    } == {
        "doc_no": "测发〔2026〕3号",
        "validity": "废止",
    }
    whole = HIDDEN_PAGE.replace('id="zoom"', 'id="zoom" style="display:none"')
    assert read(tmp_path, "脚本显示.html", whole.encode())[0] == lines, "a script shows the text as a whole"


@pytest.fixture(scope="module", autouse=True)
def _song():
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def page(canvas: Canvas, lines: list[tuple[float, float, str]]) -> None:
    canvas.setFont("STSong-Light", 12)
    for x, y, text in lines:
        canvas.drawString(x, y, text)


def test_ruled_tables_of_a_pdf_keep_their_cells(tmp_path: Path):
    out = io.BytesIO()
    canvas = Canvas(out, A4)
    page(
        canvas,
        [
            (72, 780, "2026年重点工程表"),
            (80, 705, "序号"),
            (180, 705, "项目"),
            (80, 675, "1"),
            (180, 682, "石桥乡道路"),
            (180, 668, "改造工程"),
            (72, 600, "以上项目由县政府督办。"),
        ],
    )
    for y in (720, 695, 660):
        canvas.line(72, y, 400, y)
    for x in (72, 170, 400):
        canvas.line(x, 660, x, 720)
    canvas.save()
    lines, source = read(tmp_path, "a.pdf", out.getvalue())
    assert (lines[0], lines[2]) == ("2026年重点工程表", "以上项目由县政府督办。")
    assert rows(lines[1]) == [["序号", "项目"], ["1", "石桥乡道路改造工程"]]
    assert "按格线读出 1 个表格" in source.notes[0].zh


def test_turned_pages_and_running_heads(tmp_path: Path):
    out = io.BytesIO()
    canvas = Canvas(out, A4)
    for number in range(1, 5):
        if number == 2:
            canvas.saveState()
            canvas.rotate(90)
            page(canvas, [(100, -100, "横排的第二页文字。"), (100, -130, "横排的第二行。")])
            canvas.restoreState()
            canvas.setPageRotation(90)
        else:
            canvas.setPageRotation(0)
            page(
                canvas,
                [
                    (72, 810, f"青溪县年鉴 第{number}期"),
                    (72, 600, f"第{number}页的正文。"),
                    (290, 30, str(number)),
                ],
            )
        canvas.showPage()
    canvas.save()
    lines, source = read(tmp_path, "a.pdf", out.getvalue())
    assert lines == [
        "第1页的正文。",
        "横排的第二页文字。",
        "横排的第二行。",
        "第3页的正文。",
        "第4页的正文。",
    ]
    assert "每页重复的页眉页脚没有带入" in "".join(note.zh for note in source.notes)


@pytest.fixture
def without_recogniser(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The extra is not installed."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    recognise._engine.cache_clear()
    yield
    recognise._engine.cache_clear()


@pytest.mark.usefixtures("without_recogniser")
def test_what_holds_no_words_is_refused(tmp_path: Path):
    out = io.BytesIO()
    canvas = Canvas(out, A4)
    canvas.setFont("Helvetica", 12)
    for n in range(8):
        canvas.drawString(72, 700 - 20 * n, "\x80\x81\x8d\x8f\x90\x9d{}|~\x7f" * 3)
    canvas.save()
    assert refusal(tmp_path, "garbled.pdf", out.getvalue()).startswith(("文字无法正确读出", "这份 PDF"))
    assert "图片" in refusal(tmp_path, "a.png", b"\x89PNG\r\n\x1a\n")


def scan_of(*lines: str) -> bytes:
    """A sheet with black lines, under them a red head and a seal over the last line."""
    font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 34)
    made = Image.new("RGB", (1000, 220 + 70 * len(lines)), "white")
    draw = ImageDraw.Draw(made)
    draw.text((150, 40), f"{OFFICE}文件", font=font, fill=(215, 25, 30))
    for number, line in enumerate(lines):
        draw.text((60, 130 + 70 * number), line, font=font, fill="black")
    seal = Image.new("RGB", made.size, "white")
    low = 130 + 70 * len(lines)
    ImageDraw.Draw(seal).ellipse((60, low - 130, 300, low + 60), outline=(220, 40, 45), width=14)
    out = io.BytesIO()
    ImageChops.multiply(made, seal).save(out, "PDF", resolution=120)
    return out.getvalue()


@pytest.mark.usefixtures("without_recogniser")
def test_a_scan_is_imported_by_its_text_layer(tmp_path: Path):
    data = scan_of("甲")
    layer = Layer(
        "扫描.pdf", digest_of(data), "hand", {"第 1 页": "关于值班的通知\n各乡镇：\n〔？〕做好值班工作。"}
    )
    (tmp_path / "扫描.pdf.text.md").write_text(write_layer(layer), encoding="utf-8")
    lines, source = read(tmp_path, "扫描.pdf", data)
    assert lines == ["关于值班的通知", "各乡镇：", "做好值班工作。"]
    assert any("1 行拿不准" in note.zh for note in source.notes)
    assert "没有文字" in refusal(tmp_path, "照片.pdf", data)


def mixed_pdf() -> bytes:
    """A page with text, a page that is a picture, a page with text."""
    if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out, picture = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(picture, "PNG")
    canvas = Canvas(out, A4)
    for lines in (("关于值班的通知", "各乡镇：", "做好值班工作。"), (), ("请遵照执行。",)):
        canvas.setFont("STSong-Light", 14)
        for n, line in enumerate(lines):
            canvas.drawString(72, 700 - 28 * n, line)
        if not lines:
            canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.usefixtures("without_recogniser")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", mixed_pdf()),
        ("a.ofd", ofd_pages(("关于值班的通知", "各乡镇：", "做好值班工作。"), (), ("请遵照执行。",))),
    ],
)
def test_pages_that_are_pictures_stand_in_their_place_or_are_marked(tmp_path: Path, name: str, data: bytes):
    lines, source = read(tmp_path, name, data)
    mark = "（第 2 页是图像，没有文字，没有读出：对照原件写在这里，替换这一行。）"
    assert lines == ["关于值班的通知", "各乡镇：", "做好值班工作。", mark, "请遵照执行。"]
    assert any("第 2 页是图像" in note.zh and "不能发布" in note.zh for note in source.notes)
    layer = Layer(name, digest_of(data), "hand", {"第 2 页": "一、加强值守。\n〔？〕二、报告情况。\n— 2 —"})
    (tmp_path / f"{name}.text.md").write_text(write_layer(layer), encoding="utf-8")
    lines, source = read(tmp_path, name, data)
    assert lines == [
        "关于值班的通知",
        "各乡镇：",
        "做好值班工作。",
        "一、加强值守。",
        "二、报告情况。",
        "请遵照执行。",
    ]
    assert any("逐字对照" in note.zh for note in source.notes)
    assert any("1 行拿不准：二、报告情况。" in note.zh for note in source.notes)


@pytest.mark.slow
def test_a_scan_without_a_layer_is_recognised_under_its_seal_and_with_its_red_head(tmp_path: Path):
    lines, source = read(
        tmp_path,
        "扫描.pdf",
        scan_of("关于值班工作安排的通知", "联系电话13800001234，身份证号110105199003071239"),
    )
    text = "".join(lines)
    assert f"{OFFICE}文件" in text and "关于值班工作安排的通知" in text
    assert "13800001234" in text and "110105199003071239" in text
    assert any("rapidocr" in note.zh for note in source.notes)


def test_the_file_itself_is_kept_on_request(tmp_path: Path):
    root = make_root(tmp_path / "root", {}, CATALOG)
    checked = check_root(root, today=TODAY)
    assert checked.setting
    importer = Importer(checked.setting, checked.documents, None, None, keep=True)
    (tmp_path / "通知.docx").write_bytes(LETTER)
    outcome: Outcome = importer.bring(tmp_path / "通知.docx")
    folder = (root / str(outcome.path)).with_suffix(".files")
    assert (folder / "原件.docx").read_bytes() == LETTER
    assert "  - file: 原件.docx\n    title: 原件：通知\n" in (root / str(outcome.path)).read_text(
        encoding="utf-8"
    )
