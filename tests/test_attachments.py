"""Reading attachments: every kind, what is hidden in it, and what must be refused quickly."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.documents import attaching
from helpers.findings import findings
from helpers.office import (
    OLE,
    WORD,
    docx,
    lying_zip,
    ofd,
    pdf,
    pptx,
    word_table,
    word_text,
    xlsx,
    zipped,
)
from helpers.roots import make_root

from generator.reading.attachments import Role, contents, read_attachment
from generator.reading.attachments.names import unsafe_member, unsafe_name
from generator.reading.frontmatter import read_record


def content_of(folder: Path, name: str, data: bytes):
    path = folder / name
    path.write_bytes(data)
    return read_attachment(path)


ROWS: list[list[str]] = [["姓名", "住址"], ["王芳", "青溪镇"]]


@pytest.mark.parametrize(
    "name, data, kind",
    [
        ("a.docx", docx(word_table(ROWS)), "docx"),
        ("a.xlsx", xlsx(ROWS), "xlsx"),
        ("a.pptx", pptx("王芳\t青溪镇"), "pptx"),
        ("a.ofd", ofd(ROWS), "ofd"),
        ("a.pdf", pdf(["姓名 住址", "王芳 青溪镇"]), "pdf"),
        ("a.csv", "姓名,住址\n王芳,青溪镇\n".encode("gb18030"), "csv"),
        ("a.txt", "\ufeff王芳\t青溪镇".encode("utf-16-le"), "txt"),
    ],
)
def test_every_kind_gives_its_text(name: str, data: bytes, kind: str, tmp_path: Path):
    content = content_of(tmp_path, name, data)
    assert (content.kind, content.refusal) == (kind, None)
    assert "王芳\t青溪镇" in content.text.replace("王芳 青溪镇", "王芳\t青溪镇")


def test_word_tells_hidden_deleted_and_commented_words_apart(tmp_path: Path):
    body = (
        word_text("正文")
        + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗中</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>明文</w:t></w:r>"
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
    )
    content = content_of(
        tmp_path,
        "a.docx",
        docx(
            body,
            {
                "word/comments.xml": f"<w:comments {WORD}><w:comment>{word_text('再议')}</w:comment></w:comments>",
                "docProps/core.xml": "<coreProperties><creator>李明</creator></coreProperties>",
                "word/header1.xml": f"<w:hdr {WORD}>{word_text('页眉')}</w:hdr>",
            },
        ),
    )
    assert content.text.split() == ["正文", "明文", "页眉"]
    assert (content.hidden.strip(), content.comments.strip(), content.properties, content.changes) == (
        "暗中",
        "再议",
        "李明",
        2,
    )
    assert [p.text.strip() for p in content.parts if p.role is Role.LEFTOVER] == ["删去"]


def test_number_split_over_runs_is_one_word(tmp_path: Path):
    body = "<w:p><w:r><w:t>1380</w:t></w:r><w:r><w:t>0138000</w:t></w:r></w:p>"
    assert content_of(tmp_path, "a.docx", docx(body)).text.strip() == "13800138000"


def test_workbook_rows_keep_their_numbers_and_long_numbers_their_digits(tmp_path: Path):
    rows: list[list[object]] = [["电话"], [], [], [13800138000.0]]
    (part,) = [p for p in content_of(tmp_path, "a.xlsx", xlsx(rows)).parts if p.place.zh == "工作表“名单”"]
    assert part.first_line == 1
    assert part.text.split("\n")[3] == "13800138000"


@pytest.mark.parametrize("options", [{"hidden_sheet": True}, {"hidden_column": 1}, {"hidden_row": 1}])
def test_workbook_hides_nothing_from_us(options: dict[str, object], tmp_path: Path):
    content = content_of(tmp_path, "a.xlsx", xlsx(ROWS, **options))  # type: ignore[arg-type]
    assert "青溪镇" in content.hidden
    assert "青溪镇" not in content.text


def test_workbook_caches_and_comments_are_read(tmp_path: Path):
    book = xlsx(ROWS, comment="请核对")
    members = {
        name: zipfile.ZipFile(io.BytesIO(book)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(book)).namelist()
    }
    content = content_of(
        tmp_path,
        "a.xlsx",
        zipped({**members, "xl/pivotCache/pivotCacheDefinition1.xml": '<p><s v="缓存"/></p>'}),
    )
    assert "请核对" in content.comments
    assert "缓存" in [p.text for p in content.parts if p.role is Role.LEFTOVER]


def test_presentation_and_pdf_side_texts(tmp_path: Path):
    slides = content_of(tmp_path, "a.pptx", pptx("不公开的一页", hidden=True, notes="口头说明"))
    assert (slides.text, slides.hidden.strip(), slides.comments.strip()) == ("", "不公开的一页", "口头说明")
    page = content_of(tmp_path, "a.pdf", pdf(["正文"], author="李明", note="旁注"))
    assert (page.properties, page.comments, page.scanned) == ("李明", "旁注", ())
    assert content_of(tmp_path, "b.pdf", pdf([], picture=True)).scanned == (1,)


def test_files_inside_files_are_read(tmp_path: Path):
    inner = docx(word_text("通知"), {"word/embeddings/表.xlsx": xlsx(ROWS)})
    names = names_read(tmp_path, "包.zip", zipped({"一/通知.docx": inner, "__MACOSX/._x": b"\0"}))
    assert names == ["包.zip", "包.zip/一/通知.docx", "包.zip/一/通知.docx/表.xlsx"]


def test_names_written_by_chinese_windows_are_read(tmp_path: Path):
    data = zipped({"ab.txt": "正文"}).replace(b"ab.txt", "名".encode("gb18030") + b".txt")
    assert names_read(tmp_path, "a.zip", data) == ["a.zip", "a.zip/名.txt"]


BOMB = zipped({"a.txt": b"\0" * 60_000_000})
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "1234567890">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><x>&j;</x>"
)


@pytest.mark.parametrize(
    "name, data, slug",
    [
        ("bomb.zip", BOMB, "attachment-too-large"),
        ("lying.zip", lying_zip(3_000_000_000), "attachment-too-large"),
        ("many.zip", lambda: zipped({f"{n}.txt": "" for n in range(5_001)}), "attachment-too-large"),
        (
            "bomb.docx",
            lambda: zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": b" " * 150_000_000}),
            "attachment-too-large",
        ),
        (
            "entities.docx",
            zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": ENTITIES}),
            "unreadable-attachment",
        ),
        (
            "entities16.docx",
            zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": ENTITIES.encode("utf-16")}),
            "unreadable-attachment",
        ),
        ("deep.docx", docx("<w:x>" * 20_000 + "</w:x>" * 20_000), "unreadable-attachment"),
        ("cut.docx", docx(word_text("通知"))[:-30], "unreadable-attachment"),
        (
            "broken.xlsx",
            zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook>"}),
            "unreadable-attachment",
        ),
        ("broken.pdf", b"%PDF-1.7\n garbage", "unreadable-attachment"),
        ("empty.txt", b"", "unreadable-attachment"),
        ("locked.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "unreadable-attachment"),
        ("old.doc", OLE + "WordDocument".encode("utf-16-le"), "unreadable-attachment"),
        ("old.xls", OLE + "Workbook".encode("utf-16-le"), "unreadable-attachment"),
        ("page.xls", b"<html><table>", "attachment-type"),
        ("really.docx", pdf(["正文"]), "attachment-type"),
        ("macro.docm", docx("", {"word/vbaProject.bin": b"x"}), "attachment-type"),
        ("macro.docx", docx("", {"word/vbaProject.bin": b"x"}), "attachment-type"),
        ("setup.exe", b"MZ\x90", "attachment-type"),
        ("script.js", b"alert(1)", "attachment-type"),
        ("picture.svg", b"<svg onload='alert(1)'/>", "attachment-type"),
        ("noise.txt", bytes(range(256)), "attachment-type"),
        ("pack.rar", b"Rar!\x1a\x07\x01\x00", "attachment-type"),
    ],
)
def test_refused_within_a_second(name: str, data: bytes | Callable[[], bytes], slug: str, tmp_path: Path):
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data())
    begin = time.process_time()
    content = read_attachment(tmp_path / name)
    assert time.process_time() - begin < 1
    assert content.refusal is not None and content.refusal.slug == slug
    assert content.refusal.message.zh and content.refusal.hint.zh


def pdf_drawing(form: bytes, resources: bytes = b"", packed: bytes = b"") -> bytes:
    """A page that draws a form once."""
    filters = b"/Filter/FlateDecode" if packed else b""
    stream = packed or form
    return (
        b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>endobj\n"
        b"4 0 obj<</Length 5>>stream\n/F Do\nendstream endobj\n"
        b"5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]%s/Resources<<%s>>/Length %d>>stream\n%s\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n%%%%EOF" % (filters, resources, len(stream), stream)
    )


@pytest.mark.parametrize(
    "made",
    [
        lambda: pdf_drawing(b"/F Do " * 50, b"/XObject<</F 5 0 R>>"),
        lambda: pdf_drawing(b"", packed=zlib.compress(b"0 0 m " * 20_000_000, 1)),
    ],
    ids=["a drawing that holds itself", "120 MB of drawing"],
)
def test_a_pdf_that_unpacks_without_end_is_refused_at_once(made: Callable[[], bytes], tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(made())
    begin = time.process_time()
    content = read_attachment(tmp_path / "a.pdf")
    assert time.process_time() - begin < 1
    assert content.refusal is not None and content.refusal.slug == "attachment-too-large"


@pytest.mark.slow
def test_what_is_inside_counts_together(tmp_path: Path):
    """Each inner archive is below every limit; together they are not."""
    inner = zipped({"a.txt": b" " * 9_000_000})
    root = make_root(
        tmp_path,
        {"a.md": attaching("a.zip"), "a.files/a.zip": zipped({f"{n}.zip": inner for n in range(40)})},
    )
    begin = time.process_time()
    assert findings_of(root, "attachment-too-large") == [("attachment-too-large", 14)]
    assert time.process_time() - begin < 5


def test_a_large_file_is_not_even_opened(tmp_path: Path):
    root = make_root(tmp_path, {"a.md": attaching("a.txt"), "a.files/a.txt": b""})
    with (root / "content/documents/a.files/a.txt").open("wb") as file:
        file.truncate(50_000_001)
    assert findings_of(root, "attachment-too-large", "unreadable-attachment") == [
        ("attachment-too-large", 14)
    ]


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt",
        "/etc/passwd",
        "a\\b.txt",
        "a\u202etxt.exe",
        "a\nb.txt",
        "CON.txt",
        "nul",
        "a?.txt",
        "a.txt ",
        ".a",
        "~$a.docx",
        "长" * 90 + ".txt",
        "a\u200b.txt",
        "a/b.txt",
    ],
)
def test_unsafe_names(name: str):
    assert unsafe_name(name)


@pytest.mark.parametrize(
    "name",
    ["附件1：名单（一）.xlsx", "2026 年表.pdf", "a-b_c.tar.zip", "“引号”.docx", "控制.txt", "console.txt"],
)
def test_ordinary_names(name: str):
    assert unsafe_name(name) is None


@pytest.mark.parametrize(
    "path, safe",
    [
        ("一/二.txt", True),
        ("../x", False),
        ("/x", False),
        ("a//b", False),
        ("a/../../x", False),
        ("C:\\x", False),
    ],
)
def test_members_of_archives(path: str, safe: bool):
    assert (unsafe_member(path) is None) is safe


def test_links_are_never_followed(tmp_path: Path):
    root = make_root(tmp_path, {"a.md": attaching("a.txt"), "secret.txt": "机密"})
    folder = root / "content/documents/a.files"
    folder.mkdir()
    (folder / "a.txt").symlink_to("../secret.txt")
    assert findings_of(root, "unsafe-path", "secrecy-mark", "missing-attachment") == [("unsafe-path", 14)]


def test_a_linked_folder_is_never_entered(tmp_path: Path):
    root = make_root(tmp_path, {"a.md": attaching("a.txt"), "b/a.txt": "机密"})
    (root / "content/documents/a.files").symlink_to("b")
    assert findings_of(root, "unsafe-path", "secrecy-mark", "missing-attachment") == [("unsafe-path", 14)]


def names_read(tmp_path: Path, name: str, data: bytes) -> list[str]:
    root = make_root(tmp_path, {"a.md": attaching(name), f"a.files/{name}": data})
    record = read_record("content/documents/a.md", (root / "content/documents/a.md").read_bytes())
    assert record.document is not None
    assert contents(root, record.document) is contents(root, record.document)
    return [content.name for content in contents(root, record.document)]


def findings_of(root: Path, *slugs: str) -> list[tuple[str, int]]:
    return [(d.rule, d.line) for d in findings(root) if d.rule in slugs]


def test_damaged_bytes_never_raise(tmp_path: Path):
    for name, data in (
        ("a.docx", docx(word_table(ROWS))),
        ("a.xlsx", xlsx(ROWS)),
        ("a.ofd", ofd(ROWS)),
        ("a.pdf", pdf(["正文"])),
        ("a.zip", BOMB[:400]),
    ):
        for step in range(0, len(data), max(1, len(data) // 60)):
            broken = data[:step] + bytes([data[step] ^ 0xFF]) + data[step + 1 :]
            content_of(tmp_path, name, broken)
            content_of(tmp_path, name, data[:step])


def test_crc_is_checked(tmp_path: Path):
    data = bytearray(zipped({"a.txt": "正文"}))
    at = data.index(struct.pack("<I", zlib.crc32("正文".encode())))
    data[at] ^= 1
    data[data.index(b"PK\x01\x02") + 16] ^= 1
    assert content_of(tmp_path, "a.zip", bytes(data)).refusal is not None


MARKED = "机密★10年"


@pytest.mark.parametrize(
    "name, data",
    [
        (
            "a.docx",
            docx(word_text("通知"), {"word/header1.xml": f"<w:hdr {WORD}>{word_text('机 密')}</w:hdr>"}),
        ),
        (
            "a.docx",
            docx(
                word_text("通知"),
                {"docProps/core.xml": "<coreProperties><keywords>秘密</keywords></coreProperties>"},
            ),
        ),
        (
            "a.docx",
            docx(
                word_text("通知"),
                {
                    "word/comments.xml": f"<w:comments {WORD}><w:comment>{word_text(MARKED)}</w:comment></w:comments>"
                },
            ),
        ),
        ("a.docx", docx(word_table([["密级", "秘密"], ["标题", "通知"]]))),
        ("a.xlsx", xlsx([["标题"], [], ["", "", MARKED]], hidden_sheet=True)),
        ("a.pdf", pdf([MARKED])),
        ("a.ofd", ofd([[MARKED]])),
        ("a.pptx", pptx("通知", notes=MARKED)),
        ("a.txt", b"\xbb\xfa\xc3\xdc\n"),
        ("a.zip", zipped({"【机密】名单.txt": "名单"})),
        ("（秘密）名单.txt", "名单".encode()),
    ],
)
def test_marks_of_secrecy_are_found_in_every_corner(name: str, data: bytes, tmp_path: Path):
    root = make_root(tmp_path, {"a.md": attaching(name), f"a.files/{name}": data})
    assert findings_of(root, "secrecy-mark") == [("secrecy-mark", 14)]


def test_drafts_attached_to_a_consultation_pass(tmp_path: Path):
    draft = {"a.files/办法（征求意见稿）.docx": docx(word_text("办法\n（征求意见稿）"))}
    text = attaching("办法（征求意见稿）.docx")
    assert ("draft-mark", 14) in findings_of(make_root(tmp_path / "1", {"a.md": text, **draft}), "draft-mark")
    asked = text.replace("title: 关于", "title: 关于公开征求意见")
    assert not findings_of(make_root(tmp_path / "2", {"a.md": asked, **draft}), "draft-mark")
