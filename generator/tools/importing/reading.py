"""The bytes of a file → a source, by what the file is; a zip holds one document and its attachments."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path, PurePosixPath

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Refused, too_large, unreadable
from generator.reading.attachments.kinds import extension, kind_of
from generator.reading.attachments.layers import ENDING, Layer, digest_of, read_layer
from generator.reading.attachments.libreoffice import CONVERTED, converted
from generator.reading.attachments.objects import OLE, stream_names
from generator.reading.attachments.package import BROKEN, DAMAGED, LOCKED, Budget, Package
from generator.reading.attachments.reading import MAX_BYTES
from generator.tools.importing.layertext import Layers, read_layer_text
from generator.tools.importing.mail import is_message, open_message
from generator.tools.importing.ofdtext import read_ofd_text
from generator.tools.importing.pagefiles import Shelf
from generator.tools.importing.rows import Row
from generator.tools.importing.sheets import KINDS as SHEETS
from generator.tools.importing.sheets import read_sheets
from generator.tools.importing.source import PATIENCE, ROW, Pictured, Source, Told

READABLE = ("docx", "doc", "wps", "rtf", "odt", "pdf", "ofd", "html")

_MESSAGES = ("mht", "mhtml", "eml")

_MAIN = Text(
    "里面应当有一份正文（Word、pdf、ofd 或者 html），其余文件名以“附件”开头",
    "it should hold one document, and attachments named 附件…",
)


def read_source(path: Path, top: Path | None = None) -> Source:
    """Read a file to import; `top` is the folder of the whole site it was copied with.

    Raises Refused, with what is wrong and what to do instead.
    """
    if path.stat().st_size > MAX_BYTES:
        raise too_large(Text(f"超过 {MAX_BYTES // 1_000_000} MB", f"above {MAX_BYTES // 1_000_000} MB"))
    return _read(path.name, path.read_bytes(), Shelf(path.parent, path.stem, top))


def _layer(name: str, data: bytes, folder: Path | None) -> Layer | None:
    """The text layer that lies beside a scan, or one made now; None without the program that recognises text."""
    from generator.tools.layers.making import made_layer
    from generator.tools.layers.recognise import NoRecogniser

    beside = folder / f"{name}{ENDING}" if folder else None
    known = read_layer(beside.read_text(encoding="utf-8-sig")) if beside and beside.is_file() else None
    if known and known.digest == digest_of(data):
        return known
    try:
        return made_layer(name, data)
    except NoRecogniser:
        return None


def read_row(row: Row, top: Path | None) -> Source:
    """The source of a row of a list: its file, its text, or its values alone. Raises Refused."""
    if row.file is None and row.text.strip():
        from generator.tools.importing.webpage import read_page

        source = read_page(row.name, _as_page(row.text), Shelf(top, "", top))
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
    layers = partial(_layer, name, data, shelf.beside)
    try:
        return _read_kind(name, data, shelf, layers)
    except Pictured:
        layer = layers()
        if layer is None or not any(text.strip() for text in layer.parts.values()):
            raise
    return read_layer_text(name, kind_of(data, name), layer)


def _read_kind(name: str, data: bytes, shelf: Shelf, layers: Layers) -> Source:
    kind = kind_of(data, name)
    try:
        if kind != "html" and extension(name) in _MESSAGES and is_message(data):
            return _read_message(name, data, shelf)
        if kind in ("docx", "docm"):
            from generator.tools.importing.word import read_word

            return read_word(name, data)
        if kind in CONVERTED and CONVERTED[kind] == "docx":
            return _read_old(name, kind, data)
        if kind == "pdf":
            from generator.tools.importing.pdftext import read_pdf_text

            return read_pdf_text(name, data, layers)
        if kind == "ofd":
            return read_ofd_text(name, data, layers)
        if kind in SHEETS:
            return read_sheets(name, kind, data)
        if kind == "html":
            from generator.tools.importing.webpage import read_webpage

            return read_webpage(name, data, shelf)
        if kind == "zip" and shelf.beside is not None:
            return _of_many(_zipped(data), shelf)
    except BROKEN as error:
        raise unreadable(*DAMAGED) from error
    if kind == "locked":
        raise unreadable(*LOCKED)
    raise _not_readable(kind, name)


def _read_old(name: str, kind: str, data: bytes) -> Source:
    """An old format, by way of LibreOffice; where that is missing, the refusal says how to get it."""
    from generator.tools.importing.word import read_word

    if data.startswith(b"PK"):
        Package(data, Budget(PATIENCE))  # a bomb is refused before any program unpacks it
    elif data.startswith(OLE):
        stream_names(data)  # a damaged file too: LibreOffice would take its bytes for text
    source = read_word(name, converted(data, kind))
    note = Text(
        f"由 LibreOffice 从 .{kind} 转换，核对编号、文本框和表格",
        f"converted from .{kind} by LibreOffice: check numbers, boxes and tables",
    )
    return replace(source, kind=kind, notes=(note, *source.notes))


def _read_message(name: str, data: bytes, shelf: Shelf) -> Source:
    """A saved page in one file, or a mail: its one document with the other attachments, or else its text."""
    from generator.tools.importing.webpage import read_fragment, read_webpage

    opened = open_message(data)
    if extension(name) != "eml":
        source = read_webpage(name, opened.page.encode(), replace(shelf, inside=opened.shown))
        place = Text("另存网页的记录", "note of the program that saved the page")
        address = {"address": Told(opened.address, place)} if opened.address else {}
        return replace(source, told={**address, **source.told})
    if any(kind_of(content, called) in READABLE for called, content in opened.attached):
        return _of_many(dict(opened.attached), shelf)
    source = read_fragment(name, opened.page) if opened.page.strip() else Source(name, "eml", [], ())
    told = {"title": Told(opened.subject, Text("邮件主题", "subject of the mail"))} if opened.subject else {}
    return replace(source, files=opened.attached, told=told)


def _zipped(data: bytes) -> dict[str, bytes]:
    package = Package(data, Budget(PATIENCE))
    return {
        name: package.read(name)
        for name in package.names
        if "__MACOSX" not in name and not name.endswith((".DS_Store", "Thumbs.db"))
    }


def _of_many(files: dict[str, bytes], shelf: Shelf) -> Source:
    """The one document among several files, with the others as its attachments."""
    main = [
        n
        for n, content in files.items()
        if kind_of(content, n) in READABLE and not re.match(r"附[件表]", PurePosixPath(n).name)
    ]
    if len(main) != 1:
        raise unreadable(
            Text(
                f"里面有 {len(main)} 份正文：{'、'.join(main[:5])}",
                f"there are {len(main)} documents in it: {', '.join(main[:5])}",
            ),
            _MAIN,
        )
    source = _read(PurePosixPath(main[0]).name, files.pop(main[0]), Shelf(None))
    others = ((PurePosixPath(n).name, content) for n, content in files.items())
    return replace(source, files=(*source.files, *others))


def _not_readable(kind: str, name: str) -> Refused:
    shown = kind or name.rpartition(".")[2]
    if kind in ("png", "jpg", "gif", "tif"):
        return Pictured(Text(f"这是图片（.{shown}），没有文字", f"this is a picture (.{shown}) without text"))
    return unreadable(
        Text(f"不能导入这种文件（.{shown}）", f"files of this kind (.{shown}) cannot be imported"),
        Text(
            "可以导入 Word（docx、doc、wps、rtf、odt）、pdf、ofd、网页（html、mht）、表格（xlsx、xls、csv）、邮件（eml），"
            "以及装有一份正文和附件的 zip",
            "import Word files, pdf, ofd, pages, workbooks, mails, or a zip of one document with its attachments",
        ),
    )
