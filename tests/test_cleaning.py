"""What attachments say about people and machines stays inside; what the reader sees comes out the same."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import openpyxl
import pikepdf
import pypdfium2
import pytest
from personal import MAKERS, MARK, TEXT, make_docx, make_jpeg, make_pdf, make_png, make_xlsx, traces
from PIL import Image, ImageOps
from support import TESTS, TODAY, make_root

from generator.build import build_site
from generator.model.faults import AttachmentError
from generator.reading.attachments import read_attachment
from generator.site.cleaning import cleaned

DOCUMENT = (TESTS / "rules/late-publication/good.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("seed", range(3))
def test_no_trace_is_left_and_the_file_reads_the_same(kind: str, seed: int, tmp_path: Path):
    made = MAKERS[kind](random.Random(seed))
    assert traces(made)
    out = cleaned(made, f"附件.{kind}")
    assert traces(out) == []
    assert cleaned(made, f"附件.{kind}") == out == cleaned(out, f"附件.{kind}")
    texts = []
    for name, data in (("before", made), ("after", out)):
        path = tmp_path / f"{name}.{kind}"
        path.write_bytes(data)
        content = read_attachment(path)
        assert content.refusal is None
        texts.append(content.text)
    assert texts[0] == texts[1]


@pytest.mark.parametrize("seed", range(6))
def test_pictures_look_the_same(seed: int):
    for make, name in ((make_jpeg, "a.jpg"), (make_png, "a.png")):
        made = make(random.Random(seed))
        before, after = (Image.open(io.BytesIO(data)) for data in (made, cleaned(made, name)))
        assert ImageOps.exif_transpose(before).tobytes() == ImageOps.exif_transpose(after).tobytes()
        assert (before.mode, before.info.get("icc_profile"), getattr(before, "n_frames", 1)) == (
            after.mode,
            after.info.get("icc_profile"),
            getattr(after, "n_frames", 1),
        )
        assert set(after.getexif()) <= {0x0112}


def test_pdf_looks_the_same_keeps_its_standard_and_runs_nothing():
    made = make_pdf(random.Random(1))
    out = cleaned(made, "a.pdf")
    pages = [
        [page.render(scale=1).to_pil().tobytes() for page in pypdfium2.PdfDocument(data)]
        for data in (made, out)
    ]
    assert pages[0] == pages[1]
    with pikepdf.open(io.BytesIO(out)) as pdf:
        assert {"/OpenAction", "/AA"}.isdisjoint(pdf.Root.keys()) and b"JavaScript" not in out
        assert dict(pdf.docinfo) == {}
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], "dc:creator" in xmp) == ("2", "B", False)


def test_workbook_keeps_its_cells_and_notes():
    out = cleaned(make_xlsx(random.Random(2)), "a.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(out)).active
    assert (sheet["A1"].value, sheet["A1"].comment.text) == (TEXT, "说明")


def test_sealed_files_stay_as_they_are():
    for sealing in ("_xmlsignatures/sig1.xml", "Doc_0/Signs/Sign_0/Signature.xml"):
        out = io.BytesIO(make_docx(random.Random(3)))
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(sealing, "<x/>")
        assert cleaned(out.getvalue(), "a.docx") == out.getvalue()


def test_names_in_an_old_archive_become_readable_everywhere():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("placeholder.txt", TEXT)
    raw = out.getvalue().replace(b"placeholder.txt", "青溪县公开.txt".encode("gb18030").ljust(15, b"_"))
    with zipfile.ZipFile(io.BytesIO(cleaned(raw, "a.zip"))) as archive:
        assert archive.namelist()[0].startswith("青溪县公开")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x04ab"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("a.pdf", b"%PDF-1.7 nothing"),
        ("a.docx", b"PK\x03\x04 nothing"),
    ],
)
def test_what_cannot_be_read_is_not_published_uncleaned(name: str, data: bytes):
    with pytest.raises(AttachmentError, match="is damaged and cannot be cleaned"):
        cleaned(data, name)


def test_the_site_holds_cleaned_files_and_an_unchanged_one_is_not_cleaned_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    head = DOCUMENT.replace("\n---\n", "\nattachments:\n  - {file: 图.jpg, title: 附件}\n---\n", 1)
    root = make_root(tmp_path / "root", {"1.md": head, "1.files/图.jpg": make_jpeg(random.Random(1))})
    assert build_site(root, root / "site", today=TODAY).pages
    published = root / "site/11339926854601395E/2026-00001/files/图.jpg"
    first = published.read_bytes()
    assert MARK.encode() not in first and traces(first) == []
    monkeypatch.setattr(
        "generator.publishing.documents.cleaned", lambda data, name: pytest.fail("cleaned again")
    )
    (root / "content/documents/1.md").write_text(head.replace("附件}", "新名称}"), encoding="utf-8")
    assert build_site(root, root / "site", today=TODAY).pages
    assert published.read_bytes() == first
