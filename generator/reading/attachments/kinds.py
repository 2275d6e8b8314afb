"""The bytes of a file → what it is, whatever its name says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.content import Refusal, Refused
from generator.reading.attachments.objects import OLE, ole_kind
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

LEGACY: Mapping[str, str] = {
    "doc": "Word 97–2003",
    "wps": "WPS 文字",
    "rtf": "RTF",
    "odt": "ODF 文本",
    "xls": "Excel 97–2003",
    "xlsb": "Excel 二进制",
    "et": "WPS 表格",
    "ods": "ODF 表格",
    "ppt": "PowerPoint 97–2003",
    "dps": "WPS 演示",
    "odp": "ODF 演示",
}
"""Older and other formats of offices, which `attachments.legacy` of catalog.yml allows, warns of or refuses."""

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

_OPEN: Mapping[str, str] = {
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|\?xml|(?:html|head|body|meta|title|base|link|style|svg|table|script|div|center)\b)",
    re.IGNORECASE | re.DOTALL,
)

_PAGES = ("html", "htm", "shtml", "xhtml")

_NEWER: Mapping[str, str] = {
    "doc": "docx",
    "wps": "docx",
    "rtf": "docx",
    "odt": "docx",
    "docm": "docx",
    "xls": "xlsx",
    "et": "xlsx",
    "xlsm": "xlsx",
    "xlsb": "xlsx",
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
    if data.startswith(OLE):
        return _legacy(data, extension(name))
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "") or _textual(
        data, extension(name)
    )


def extension(name: str) -> str:
    """The kind that a file name promises, in lower case."""
    return {"jpeg": "jpg"}.get(found := PurePosixPath(name).suffix[1:].lower(), found)


def type_refusal(kind: str, name: str, *, legacy: bool = True) -> Refusal | None:
    """Why a file of this kind and name may not be published; None when it may, or when a rule decides on older formats."""
    named = extension(name)
    if kind in ALLOWED or (legacy and kind in LEGACY):
        if named == kind:
            return None
        known = ALLOWED.get(kind) or LEGACY[kind]
        return _refusal(
            Text(f"扩展名是 .{named}，内容是 {known}", f"the name ends in .{named}, the content is {kind}"),
            Text(
                f"把扩展名改为 .{kind}，或者换成正确的文件", f"rename it to .{kind}, or take the right file"
            ),
        )
    if not kind and named in ALLOWED:
        return _refusal(
            Text(f"扩展名是 .{named}，内容不是", f"the name ends in .{named}, the content is something else"),
            Text("文件可能损坏了：重新取得，或者用原来的软件打开后另存", "it may be damaged: get it anew"),
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


def legacy_advice(kind: str) -> tuple[Text, Text]:
    """What is said of a file in an older format, and what to do."""
    return (
        Text(
            f"是旧格式或者其他软件的格式（{LEGACY[kind]}），很多人打不开",
            f"is in an older format ({kind}) that many cannot open",
        ),
        Text(f"另存为 .{_NEWER[kind]} 后替换", f"save it as .{_NEWER[kind]} and replace it"),
    )


def _refusal(message: Text, hint: Text) -> Refusal:
    return Refusal("attachment-type", message, hint)


def _container(data: bytes) -> str:
    try:
        package = Package(data, Budget())
        names = package.names
    except (Refused, *BROKEN):
        return "zip"
    if "OFD.xml" in names:
        return "ofd"
    if "mimetype" in names and "content.xml" in names:
        return _OPEN.get(package.head("mimetype").decode("latin-1").strip(), "odt")
    if "xl/workbook.bin" in names:
        return "xlsb"
    folder = next((n.split("/")[0] for n in names if n.startswith(("word/", "xl/", "ppt/"))), "")
    kind = (
        {"word": "docx", "xl": "xlsx", "ppt": "pptx"}.get(folder, "zip")
        if "[Content_Types].xml" in names
        else "zip"
    )
    return kind[:3] + "m" if kind != "zip" and _runs_code(package) else kind


def _runs_code(package: Package) -> bool:
    """Whether an Office document holds macros, wherever they lie, or calls itself one that does."""
    names = [name.lower() for name in package.names]
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        return True
    return b"macroenabled" in package.read("[Content_Types].xml").lower()


def _legacy(data: bytes, named: str) -> str:
    kind = ole_kind(data)
    return {("doc", "wps"): "wps", ("xls", "et"): "et", ("ppt", "dps"): "dps"}.get((kind, named), kind)


def _textual(data: bytes, named: str) -> str:
    text = decoded(data)
    if text is None:
        return ""
    if _MARKUP.match(text) or (named in _PAGES and "<" in text):
        return "html"
    return named if named in ("csv", "txt") else ""
