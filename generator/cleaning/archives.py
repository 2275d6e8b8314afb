"""ZIP containers (Office documents, OFD, archives): members keep their order and content, except for what names people.

Office formats scatter names over many parts: the properties, the authors of comments and revisions, the template's path,
the folder the file was last saved in, the printer. The values are emptied and the elements stay, so that the file remains valid.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from generator.machine.files import ZIP_EPOCH
from generator.reading.attachments.package import open_zip

Clean = Callable[[bytes, str], bytes]

_DROPPED = re.compile(
    r"docProps/thumbnail\.\w+|Thumbnails/.+|xl/printerSettings/.+|(.*/)?(__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini)"
)

_INSIDE = re.compile(r".+\.(docx|xlsx|pptx|pdf|jpe?g|png|zip|ofd)", re.IGNORECASE)

_PROPERTIES = b"application/vnd.openxmlformats-package.core-properties+xml"

_PART_OF_TYPE = re.compile(rb'<(?:\w+:)?Override\b(?=[^>]*ContentType="([^"]+)")[^>]*PartName="/([^"]+)"')

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_CORE = f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'.encode()

_EMPTY: Mapping[bytes, bytes] = {
    _PROPERTIES: _CORE,
    b"application/vnd.openxmlformats-officedocument.extended-properties+xml": f'{_XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'.encode(),
    b"application/vnd.openxmlformats-officedocument.custom-properties+xml": f'{_XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'.encode(),
}
"""Content type of a part with properties → the part without any."""


def _attributes(*names: str) -> tuple[re.Pattern[bytes], bytes]:
    return re.compile(rf'(\s(?:\w+:)?(?:{"|".join(names)})=)("[^"]*"|\'[^\']*\')'.encode()), rb'\1""'


def _elements(*names: str) -> tuple[re.Pattern[bytes], bytes]:
    return re.compile(rf"(<((?:\w+:)?(?:{'|'.join(names)}))(?:\s[^>]*)?>)[^<]*(</\2>)".encode()), rb"\1\3"


def _relations(*kinds: str) -> tuple[re.Pattern[bytes], bytes]:
    return re.compile(
        rf'<(?:\w+:)?Relationship\b(?=[^>]*Type="[^"]*/(?:{"|".join(kinds)})")[^>]*?(?:/>|>\s*</(?:\w+:)?Relationship>)'.encode()
    ), b""


_EDITS: tuple[tuple[re.Pattern[str], tuple[tuple[re.Pattern[bytes], bytes], ...]], ...] = (
    (
        re.compile(
            r"word/(comments\w*|document\d*|footnotes|endnotes|header\d*|footer\d*|people|glossary/document)\.xml"
        ),
        (_attributes("author", "initials", "userId"),),
    ),
    (re.compile(r"word/(glossary/)?settings\.xml"), ((re.compile(rb"<w:attachedTemplate\b[^>]*/>"), b""),)),
    (
        re.compile(r"xl/workbook\.xml"),
        (_attributes("userName"), (re.compile(rb'(:absPath\b[^>]*\burl=)"[^"]*"'), rb'\1""')),
    ),
    (re.compile(r"xl/(comments\d*|comments/.+)\.xml"), (_elements("author"),)),
    (
        re.compile(r"xl/(persons|revisions)/.+\.xml"),
        (_attributes("displayName", "userId", "userName", "name"),),
    ),
    (
        re.compile(r"xl/worksheets/.+\.xml"),
        ((re.compile(rb'(<(?:\w+:)?pageSetup\b[^>]*?)\s\w+:id="[^"]*"'), rb"\1"),),
    ),
    (re.compile(r"ppt/(commentAuthors|authors)\.xml"), (_attributes("name", "initials", "userId"),)),
    (
        re.compile(r"(.*/)?_rels/[^/]*\.rels"),
        (_relations("thumbnail", "attachedTemplate", "printerSettings"),),
    ),
    (
        re.compile(r"meta\.xml"),
        (_elements("creator", "initial-creator", "printed-by", "generator", "user-defined", "keyword"),),
    ),
    (re.compile(r"OFD\.xml"), (_elements("Author", "Creator", "CreatorVersion", "Keyword", "CustomData"),)),
)
"""Name of a member → what is replaced in it."""


def clean_archive(data: bytes, clean: Clean) -> bytes:
    """The container with its members cleaned; files inside are handed to `clean`."""
    with open_zip(data) as archive:
        names = {
            info.filename: info for info in archive.infolist()
        }  # of two members with one name the later one counts
        empty = _property_parts(archive, names)
        out = BytesIO()
        with ZipFile(out, "w") as target:
            for name, info in names.items():
                if not _DROPPED.fullmatch(name):
                    content = empty[name] if name in empty else _member(archive.read(info), name, clean)
                    target.writestr(_plain(name, info), content, compresslevel=6)
    return out.getvalue()


def _plain(name: str, info: ZipInfo) -> ZipInfo:
    """An entry with a name, how it is packed, and nothing of the machine it was made on."""
    plain = ZipInfo(name, ZIP_EPOCH)
    plain.compress_type = ZIP_STORED if info.compress_type == ZIP_STORED else ZIP_DEFLATED
    plain.create_system, plain.external_attr = 3, (0o755 << 16 | 0x10) if info.is_dir() else 0o644 << 16
    return plain


def _property_parts(archive: ZipFile, names: Mapping[str, ZipInfo]) -> dict[str, bytes]:
    """The parts that hold properties, wherever a program has put them, and what takes their place."""
    if "[Content_Types].xml" not in names:
        return {}
    types = archive.read("[Content_Types].xml")
    found = {place.decode(): _EMPTY[kind] for kind, place in _PART_OF_TYPE.findall(types) if kind in _EMPTY}
    return found | {name: _CORE for name in names if name.endswith(".psmdcp")}


def _member(content: bytes, name: str, clean: Clean) -> bytes:
    if _INSIDE.fullmatch(name):
        try:
            return clean(content, name.rpartition("/")[2])
        except (BadZipFile, ValueError, zlib.error):
            return content  # a picture that no program can read either
    for pattern, edits in _EDITS:
        if pattern.fullmatch(name):
            for found, replacement in edits:
                content = found.sub(replacement, content)
    return content
