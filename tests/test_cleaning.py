"""What attachments say about people and machines stays inside; what the reader sees comes out the same."""

from __future__ import annotations

import base64
import hashlib
import io
import random
import zipfile
from pathlib import Path

import olefile
import openpyxl
import pikepdf
import pypdfium2
import pytest
from helpers.documents import document
from helpers.findings import findings
from helpers.personal import MAKERS, MARK, TEXT, make_docx, make_jpeg, make_pdf, make_png, make_xlsx, traces
from helpers.roots import TESTS, TODAY, make_root
from PIL import Image, ImageOps

from generator.build import build_site
from generator.cleaning import cleaned
from generator.model.faults import AttachmentError
from generator.reading.attachments import Role, read_attachment
from generator.reading.attachments.reading import read_inside

DOCUMENT = document()


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


TYPES = "http://schemas.openxmlformats.org/package/2006/relationships"


def sealed_docx(data: bytes, words: bytes | None = None) -> bytes:
    """A signature over the document, reached from the package's own relations; `words` are put in the document's place afterwards."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
                content = words or content
            if name == "_rels/.rels":
                origin = f'<Relationship Id="s" Type="{TYPES}/digital-signature/origin" Target="_xmlsignatures/o.sigs"/>'
                content = content.replace(b"</Relationships>", f"{origin}</Relationships>".encode())
            new.writestr(name, content)
        new.writestr("_xmlsignatures/o.sigs", "")
        related = f'<Relationship Id="x" Type="{TYPES}/digital-signature/signature" Target="sig1.xml"/>'
        new.writestr(
            "_xmlsignatures/_rels/o.sigs.rels", f'<Relationships xmlns="{TYPES}">{related}</Relationships>'
        )
        reference = (
            '<Reference URI="/word/document.xml?ContentType=x"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
            f"<DigestValue>{digest}</DigestValue></Reference>"
        )
        value = "<SignatureValue>MII=</SignatureValue>"
        new.writestr(
            "_xmlsignatures/sig1.xml", f"<Signature><SignedInfo>{reference}</SignedInfo>{value}</Signature>"
        )
    return out.getvalue()


def sealed_pdf(script: bool = False) -> bytes:
    """A PDF with a signature whose range leaves out its own value only."""
    pdf = pikepdf.open(io.BytesIO(make_pdf(random.Random(1))))
    for key in ("/OpenAction", "/Names", "/AA"):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        del page["/Annots"]
    if script:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    value = pikepdf.String(b"\x30\x82" + b"\1" * 200)
    marks = pikepdf.Array([0, 1111111111, 2222222222, 1333333333])
    pdf.Root.AcroForm = pikepdf.Dictionary(
        SigFlags=3,
        Fields=pikepdf.Array(
            [
                pdf.make_indirect(
                    pikepdf.Dictionary(
                        FT=pikepdf.Name.Sig,
                        T="s",
                        V=pdf.make_indirect(
                            pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=marks, Contents=value)
                        ),
                    )
                )
            ]
        ),
    )
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
    data = out.getvalue()
    written = data.index(b"/Contents") + len(b"/Contents ")
    close = data.index(b">", written) if data[written : written + 1] == b"<" else data.index(b")", written)
    begin, end = written, close + 1
    numbers = (
        (b"1111111111", b"%010d" % begin),
        (b"2222222222", b"%010d" % end),
        (b"1333333333", b"%010d" % (len(data) - end)),
    )
    for old, new in numbers:
        data = data.replace(old, new)
    return data


def test_a_seal_that_holds_together_is_kept_and_a_fake_one_keeps_nothing():
    letter = make_docx(random.Random(3))
    sealed = sealed_docx(letter)
    assert cleaned(sealed, "a.docx") == sealed
    assert traces(cleaned(sealed_docx(letter, b"<w:document xmlns:w='w'/>"), "a.docx")) == []
    for fake in ("_xmlsignatures/sig1.xml", "Doc_0/Signs/Sign_0/Signature.xml"):
        out = io.BytesIO(letter)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(fake, "<x/>")
        assert traces(cleaned(out.getvalue(), "a.docx")) == []


def test_a_sealed_pdf_is_kept_unless_it_runs_something():
    sealed = sealed_pdf()
    assert cleaned(sealed, "a.pdf") == sealed
    assert b"app.alert" not in cleaned(sealed_pdf(script=True), "a.pdf")
    assert b"app.alert" in sealed_pdf(script=True)


def test_older_formats_are_cleaned_of_their_properties():
    rtf = rb"{\rtf1\ansi{\info{\author " + MARK.encode() + rb"}{\title {x}}}{\*\userprops {a}}\par text}"
    assert cleaned(rtf, "a.rtf") == rb"{\rtf1\ansi\par text}"
    book = (TESTS / "rules/attachment-type/bad/a.files/名单.xls").read_bytes()
    out = cleaned(book, "名单.xls")
    with olefile.OleFileIO(io.BytesIO(out)) as ole:
        assert not any(ole.get_metadata().__dict__[key] for key in ("author", "last_saved_by", "create_time"))
    assert read_attachment_bytes(out, "名单.xls") == read_attachment_bytes(book, "名单.xls")


def read_attachment_bytes(data: bytes, name: str) -> list[str]:
    return [
        part.text
        for content, _ in read_inside(name, data)
        for part in content.parts
        if part.role is Role.TEXT
    ]


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
    head = document(attachments=[{"file": "图.jpg", "title": "附件"}])
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


def test_what_cannot_be_cleaned_is_found_by_the_check(tmp_path: Path):
    """Damage that a reader of words does not notice: pictures that break off, metadata of a PDF that is no stream."""
    broken = {
        "cut.png": make_png(random.Random(1))[:120],
        "cut.jpg": make_jpeg(random.Random(1))[:120],
        "head.png": make_png(random.Random(1))[:8],
        "odd.pdf": odd_pdf(),
    }
    root = make_root(tmp_path, {"a.md": DOCUMENT})
    (root / "content/pages").mkdir()
    for name, data in broken.items():
        (root / "content/pages" / name).write_bytes(data)
    errors = {d.path for d in findings(root) if d.rule == "unchecked-site-file" and d.severity == "error"}
    assert errors == {f"content/pages/{name}" for name in broken}


def odd_pdf() -> bytes:
    """A PDF whose metadata is no stream."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root.Metadata = pikepdf.String("abc")
        made.save(out, fix_metadata_version=False)
    return out.getvalue()
