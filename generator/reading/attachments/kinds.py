"""The bytes of a file → what it is, whatever its name says."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Refusal
from generator.reading.attachments.package import BROKEN, Budget, Package

ALLOWED: Mapping[str, str] = {
    "pdf": "PDF",
    "ofd": "OFD",
    "docx": "Word",
    "xlsx": "Excel",
    "pptx": "PowerPoint",
    "csv": "CSV",
    "txt": "文本",
    "png": "PNG 图片",
    "jpg": "JPEG 图片",
    "zip": "ZIP 压缩包",
}
"""The kinds that may be attached, and their names in messages."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"GIF8", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gz"),
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)

_CONTROL = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f]")

_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|svg|table|script)", re.IGNORECASE)

_NEWER: Mapping[str, str] = {
    "doc": "docx",
    "wps": "docx",
    "rtf": "docx",
    "odt": "docx",
    "docm": "docx",
    "xls": "xlsx",
    "et": "xlsx",
    "xlsm": "xlsx",
    "ods": "xlsx",
    "ppt": "pptx",
    "dps": "pptx",
    "pptm": "pptx",
    "odp": "pptx",
}

_OTHER: Mapping[str, str] = {
    "rar": "zip",
    "7z": "zip",
    "gz": "zip",
    "tif": "pdf",
    "gif": "png",
    "html": "pdf",
}


def kind_of(data: bytes, name: str) -> str:
    """The kind by content; the name only tells the kinds of plain text and of old WPS files apart. Empty: unknown."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _container(data)
    if data.startswith(_OLE):
        return _legacy(data, extension(name))
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "") or _textual(
        data, extension(name)
    )


def extension(name: str) -> str:
    """The kind that a file name promises, in lower case."""
    return {"jpeg": "jpg"}.get(found := PurePosixPath(name).suffix[1:].lower(), found)


def decode_text(data: bytes) -> str | None:
    """Plain text in UTF-8, UTF-16 with a mark, or GB18030; None when it is not text."""
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    for candidate in (encoding, "gb18030"):
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def type_refusal(kind: str, name: str) -> Refusal | None:
    """Why a file of this kind and name may not be attached; None when it may."""
    named = extension(name)
    if kind in ALLOWED:
        if named == kind:
            return None
        return _refusal(
            Text(
                f"扩展名是 .{named}，内容是 {ALLOWED[kind]}",
                f"the name ends in .{named}, the content is {kind}",
            ),
            Text(
                f"把扩展名改为 .{kind}，或者换成正确的文件", f"rename it to .{kind}, or take the right file"
            ),
        )
    shown = kind or named or "?"
    wanted = _NEWER.get(kind) or _OTHER.get(kind)
    message = Text(f"不接受这种文件（.{shown}）", f"files of this kind (.{shown}) are not accepted")
    if wanted:
        return _refusal(message, Text(f"另存为 .{wanted} 后替换", f"save it as .{wanted} and replace it"))
    return _refusal(
        message,
        Text(f"改用 {'、'.join('.' + k for k in ALLOWED)}", f"use {', '.join('.' + k for k in ALLOWED)}"),
    )


def _refusal(message: Text, hint: Text) -> Refusal:
    return Refusal("attachment-type", message, hint)


def _container(data: bytes) -> str:
    try:
        names = Package(data, Budget()).names
    except BROKEN:
        return "zip"
    if "OFD.xml" in names:
        return "ofd"
    if "mimetype" in names and "content.xml" in names:
        return "odt"
    folder = next((n.split("/")[0] for n in names if n.startswith(("word/", "xl/", "ppt/"))), "")
    kind = (
        {"word": "docx", "xl": "xlsx", "ppt": "pptx"}.get(folder, "zip")
        if "[Content_Types].xml" in names
        else "zip"
    )
    return kind[:3] + "m" if f"{folder}/vbaProject.bin" in names else kind


def _legacy(data: bytes, named: str) -> str:
    kind = next((kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in data), "doc")
    return named if kind != "locked" and named in ("wps", "et", "dps") else kind


def _textual(data: bytes, named: str) -> str:
    text = decode_text(data)
    if text is None:
        return ""
    if _MARKUP.match(text):
        return "html"
    return named if named in ("csv", "txt") else ""
