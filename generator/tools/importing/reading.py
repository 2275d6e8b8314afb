"""The bytes of a file → a source, by what the file is; a zip holds one document and its attachments."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from pathlib import Path, PurePosixPath

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Refused, too_large, unreadable
from generator.reading.attachments.kinds import kind_of
from generator.reading.attachments.package import BROKEN, DAMAGED, LOCKED, Budget, Package
from generator.reading.attachments.reading import MAX_BYTES
from generator.tools.importing.pagefiles import Shelf
from generator.tools.importing.rows import Row
from generator.tools.importing.source import ROW, Source

READABLE = ("docx", "pdf", "html")

_MAIN = Text(
    "压缩包里应当有一份正文（docx、pdf 或者 html），其余文件名以“附件”开头",
    "a zip holds one document, and attachments named 附件…",
)


def read_source(path: Path, top: Path | None = None) -> Source:
    """Read a file to import; `top` is the folder of the whole site it was copied with.

    Raises Refused, with what is wrong and what to do instead.
    """
    if path.stat().st_size > MAX_BYTES:
        raise too_large(Text(f"超过 {MAX_BYTES // 1_000_000} MB", f"above {MAX_BYTES // 1_000_000} MB"))
    return _read(path.name, path.read_bytes(), Shelf(path.parent, path.stem, top))


def read_row(row: Row, top: Path | None) -> Source:
    """The source of a row of a list: its file, its text, or its values alone. Raises Refused."""
    if row.file is None and row.text.strip():
        from generator.tools.importing.webpage import read_fragment

        source = read_fragment(row.name, _as_page(row.text))
    elif row.file is None:
        source = Source(row.name, ROW, [], ())
    elif not row.file.is_file():
        raise unreadable(
            Text(f"找不到文件 {row.file}", f"there is no file {row.file}"),
            Text("核对列表里的路径：从文件夹算起", "check the path in the list: it counts from the folder"),
        )
    else:
        source = read_source(row.file, top)
    absent = [file.name for file in row.attachments if not file.is_file()]
    files = tuple((file.name, file.read_bytes()) for file in row.attachments if file.is_file())
    note = Text(
        f"列表里的附件找不到：{'、'.join(absent)}",
        f"attachments of the list are not there: {', '.join(absent)}",
    )
    return replace(
        source,
        absent=source.absent + len(absent),
        files=(*source.files, *files),
        notes=(*source.notes, *([note] if absent else [])),
    )


def _as_page(text: str) -> str:
    """Plain text as a page, a paragraph a line; a page as it is."""
    if re.search(r"<(?:p|div|br|table|span)\b", text, re.IGNORECASE):
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())


def _read(name: str, data: bytes, shelf: Shelf) -> Source:
    kind = kind_of(data, name)
    try:
        match kind:
            case "docx":
                from generator.tools.importing.word import read_word

                return read_word(name, data)
            case "pdf":
                from generator.tools.importing.pdftext import read_pdf_text

                return read_pdf_text(name, data)
            case "html":
                from generator.tools.importing.webpage import read_webpage

                return read_webpage(name, data, shelf)
            case "zip" if shelf.beside is not None:
                return _read_zip(data)
    except BROKEN as error:
        raise unreadable(*DAMAGED) from error
    if kind == "locked":
        raise unreadable(*LOCKED)
    raise _not_readable(kind, name)


def _read_zip(data: bytes) -> Source:
    package = Package(data, Budget())
    files = {
        name: package.read(name)
        for name in package.names
        if "__MACOSX" not in name and not name.endswith((".DS_Store", "Thumbs.db"))
    }
    main = [
        n
        for n, content in files.items()
        if kind_of(content, n) in READABLE and not re.match(r"附[件表]", PurePosixPath(n).name)
    ]
    if len(main) != 1:
        raise unreadable(
            Text(
                f"压缩包里有 {len(main)} 份正文：{'、'.join(main[:5])}",
                f"the zip holds {len(main)} documents: {', '.join(main[:5])}",
            ),
            _MAIN,
        )
    source = _read(PurePosixPath(main[0]).name, files.pop(main[0]), Shelf(None))
    return Source(
        **{
            **vars(source),
            "files": (*source.files, *((PurePosixPath(n).name, content) for n, content in files.items())),
        }
    )


def _not_readable(kind: str, name: str) -> Refused:
    old = kind in ("doc", "wps", "rtf", "odt", "docm")
    shown = kind or name.rpartition(".")[2]
    hint = Text(
        "在 Word 或者 WPS 中打开，另存为 .docx 后再导入", "open it in Word or WPS and save it as .docx"
    )
    forms = Text(
        "可以导入 docx、pdf、html，以及装有其中一份和附件的 zip",
        "import docx, pdf, html, or a zip of one of them with its attachments",
    )
    return unreadable(
        Text(f"不能导入这种文件（.{shown}）", f"files of this kind (.{shown}) cannot be imported"),
        hint if old else forms,
    )
