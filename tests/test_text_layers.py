"""Text layers: what pictures and scanned pages say, in a file beside the attachment that the gate, search and page use."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from helpers.documents import attaching
from helpers.findings import findings
from helpers.office import docx, layout, part, pdf, zipped
from helpers.program import gongkai
from helpers.roots import TODAY, make_root
from PIL import Image, ImageDraw, ImageFont

from generator.build import build_site
from generator.reading.attachments.layers import DOUBTFUL, Layer, digest_of, read_layer, write_layer
from generator.reading.attachments.pictures import pictures_of
from generator.tools.layers.recognise import lines_of


def encoded(made: Image.Image) -> bytes:
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


PNG = encoded(Image.new("RGB", (300, 90), "white"))
SCAN = pdf([], picture=True)
ID = "110105199003071239"


def layer(data: bytes, text: str, place: str = "第 1 页", name: str = "扫描.pdf") -> str:
    return write_layer(Layer(name, digest_of(data), "hand", {place: text}))


def root_with(folder: Path, beside: str, data: bytes = SCAN, name: str = "扫描.pdf") -> Path:
    files = {"a.md": attaching(name), f"a.files/{name}": data, f"a.files/{name}.text.md": beside}
    return make_root(folder, files)


def test_a_layer_is_read_back_as_it_was_written():
    made = Layer(
        "a.pdf", "0" * 64, "rapidocr 3", {"第 1 页": f"甲\t乙\n\n{DOUBTFUL}丙", "图片 word/media/a.png": ""}
    )
    assert read_layer(write_layer(made)) == made
    assert read_layer(write_layer(made).replace("\n", "\r\n")) == made
    assert made.doubtful == 1
    assert read_layer("# 名单\n") is None


def test_what_a_layer_says_is_checked_and_the_page_is_read(tmp_path: Path):
    found = findings(root_with(tmp_path, layer(SCAN, f"身份证号{ID}")))
    assert {d.rule for d in found} == {"citizen-id"}
    assert "文字识别版" in found[0].message.zh


def test_a_page_without_a_layer_is_told(tmp_path: Path):
    found = findings(root_with(tmp_path, layer(SCAN, "通知", place="第 2 页")))
    assert [(d.rule, d.severity) for d in found] == [("unreadable-attachment", "warning")]
    assert "第 1 页" in found[0].message.zh and "gongkai text" in found[0].hint.zh


def test_a_layer_of_another_file_counts_for_nothing(tmp_path: Path):
    found = {d.rule: d.severity for d in findings(root_with(tmp_path, layer(b"other", f"身份证号{ID}")))}
    assert found == {"text-layer": "error", "unreadable-attachment": "warning"}


def test_doubtful_lines_are_told_until_a_person_has_looked(tmp_path: Path):
    found = findings(root_with(tmp_path, layer(SCAN, f"{DOUBTFUL}通知")))
    assert [(d.rule, d.severity) for d in found] == [("text-layer", "warning")]


def test_the_page_and_the_search_have_the_words(tmp_path: Path):
    root = root_with(tmp_path / "root", layer(SCAN, "独角莲公告<b>\n乙"))
    build_site(root, tmp_path / "site", today=TODAY)
    page = (tmp_path / "site/11339926854601395E/2026-00001/index.html").read_text(encoding="utf-8")
    assert "文字识别版（供检索和读屏使用，以原件为准）" in page
    assert "独角莲公告&lt;b&gt;\n乙" in page
    assert not list((tmp_path / "site").rglob("*.text.md"))


@pytest.mark.parametrize(
    "name, data, place",
    [
        ("a.pdf", SCAN, "第 1 页"),
        ("a.png", PNG, "图片"),
        ("a.docx", part("image", "media/i.png", PNG), "图片 word/media/i.png"),
        (
            "a.zip",
            zipped({"内/a.docx": docx("", {"word/media/i.png": PNG})}),
            "内/a.docx：图片 word/media/i.png",
        ),
        (
            "a.ofd",
            layout(
                {
                    "D/P/one.xml": "<o:Page xmlns:o='o'><o:ImageObject ResourceID='7'/></o:Page>",
                    "D/R/i.png": PNG,
                    "D/res.xml": "<o:Res xmlns:o='o' BaseLoc='R'><o:MultiMedias><o:MultiMedia ID='7'><o:MediaFile>i.png</o:MediaFile></o:MultiMedia></o:MultiMedias></o:Res>",
                }
            ),
            "第 1 页",
        ),
    ],
)
def test_every_picture_has_a_name_of_its_own(name: str, data: bytes, place: str):
    assert [found for found, _ in pictures_of(name, data)] == [place]


def picture(*lines: str) -> Image.Image:
    font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 30)
    made = Image.new("RGB", (900, 90 + 60 * len(lines)), "white")
    draw = ImageDraw.Draw(made)
    for number, line in enumerate(lines):
        draw.text((40, 40 + 60 * number), line, font=font, fill="black")
    return made


@pytest.mark.slow
def test_a_scan_is_recognised_kept_and_not_done_twice(tmp_path: Path):
    made = picture("青溪县民政局公告", f"身份证号{ID}")
    assert ID in "".join(lines_of(made))
    made.save(tmp_path / "scan.pdf", "PDF", resolution=120)
    root = make_root(
        tmp_path / "root",
        {"a.md": attaching("scan.pdf"), "a.files/scan.pdf": (tmp_path / "scan.pdf").read_bytes()},
    )
    place = root / "content/documents/a.files/scan.pdf.text.md"
    assert gongkai("text", "--root", root, "--today", str(TODAY)).returncode == 0
    assert ID in place.read_text(encoding="utf-8")
    place.write_text(place.read_text(encoding="utf-8").replace("公告", "公示"), encoding="utf-8")
    assert gongkai("text", root / "content/documents/a.files/scan.pdf").returncode == 0
    assert "公示" in place.read_text(encoding="utf-8")
    assert "citizen-id" in {d.rule for d in findings(root)}
