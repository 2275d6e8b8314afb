"""Attachments on disk → their content, read once for all rules and for search."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.model.document import Document
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.content import (
    PICTURE,
    PLAIN,
    UNKNOWN,
    Content,
    Part,
    Read,
    Refused,
    Role,
    Unread,
    filled,
    too_large,
    unreadable,
)
from generator.reading.attachments.docx import read_docx
from generator.reading.attachments.kinds import LEGACY, kind_of, type_refusal
from generator.reading.attachments.layers import ENDING, Layer, digest_of, read_layer, with_layer
from generator.reading.attachments.names import unsafe_name
from generator.reading.attachments.objects import OLE, packed_files, stream_names
from generator.reading.attachments.ofd import read_ofd
from generator.reading.attachments.package import BROKEN, DAMAGED, LOCKED, Budget, Package, strings
from generator.reading.attachments.parts import MIN_HEIGHT, MIN_WIDTH, picture_size, remaining
from generator.reading.attachments.picturewords import archive_behind, png_texts
from generator.reading.attachments.plain import read_csv, read_txt
from generator.reading.attachments.pptx import read_pptx
from generator.reading.attachments.xlsx import read_xlsx

MAX_BYTES = 50_000_000
"""Of one attachment: what a citizen on a telephone will still download."""

MAX_DEPTH = 3
"""An attachment, a document in an archive, a workbook in that document."""

MAX_GROUPS = 500
"""Groups of RTF that begin one inside the other."""
MAX_LAYER = 5_000_000
"""Bytes of a text layer."""
_JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db")


class _Key(NamedTuple):
    """A file and its state; another state is another key."""

    path: str
    size: int
    modified: int
    layer: tuple[int, int] | None
    """Size and time of the text layer beside it."""


def contents(root: Path, document: Document) -> tuple[Content, ...]:
    """The content of every listed attachment that is there, each followed by the files inside it.

    Links, unsafe names and absent files are left out: the rules of files report them.
    """
    return _read_all(tuple(_keys(root, document))) if document.attachments else ()


def layer_of(root: Path, document: Document, name: str) -> Layer | None:
    """The text layer beside an attachment, whether or not it still fits; None when there is none."""
    if listed_file(root, document, f"{name}{ENDING}") is None:
        return None
    return _layer(root / document.files / f"{name}{ENDING}")


def read_inside(name: str, data: bytes) -> Iterator[tuple[Content, bytes]]:
    """The content of a file and of the files inside it, each with its bytes."""
    yield from _read_all_inside(name, data, Budget())


def read_file(path: Path) -> tuple[Content, ...]:
    """One file that is there, followed by the files inside it. Never raises for what is in them."""
    return tuple(_read_file(path, path.stat().st_size))


def read_attachment(path: Path) -> Content:
    """One file that is there. Never raises for what is in it: the content then carries a refusal."""
    return next(_read_file(path, path.stat().st_size))


def listed_file(root: Path, document: Document, name: str) -> os.stat_result | None:
    """The state of an attachment; None when it is not a regular file directly in the document's folder."""
    folder = root / document.files
    if unsafe_name(name) or folder.is_symlink():
        return None
    try:
        found = (folder / name).lstat()
    except (OSError, ValueError):
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _keys(root: Path, document: Document) -> Iterator[_Key]:
    for name in dict.fromkeys(a.file for a in document.attachments):
        if found := listed_file(root, document, name):
            layer = listed_file(root, document, f"{name}{ENDING}")
            beside = (layer.st_size, layer.st_mtime_ns) if layer else None
            yield _Key(f"{root}/{document.files}/{name}", found.st_size, found.st_mtime_ns, beside)


@lru_cache(maxsize=8)
def _read_all(keys: tuple[_Key, ...]) -> tuple[Content, ...]:
    return tuple(content for key in keys for content in _read_listed(Path(key.path), key))


def _read_listed(path: Path, key: _Key) -> Iterator[Content]:
    found = _read_file(path, key.size)
    layer = _layer(path.with_name(f"{path.name}{ENDING}")) if key.layer else None
    if layer is None or key.size > MAX_BYTES or layer.digest != digest_of(path.read_bytes()):
        return found
    return iter(with_layer(found, layer))


def _layer(path: Path) -> Layer | None:
    text = decoded(path.read_bytes()) if path.stat().st_size < MAX_LAYER else None
    return read_layer(text) if text is not None else None


def _read_file(path: Path, size: int) -> Iterator[Content]:
    if size > MAX_BYTES:
        limit = too_large(
            Text(
                f"有 {size / 1e6:.0f} MB，最多 {MAX_BYTES // 1_000_000} MB",
                f"{size / 1e6:.0f} MB, at most {MAX_BYTES // 1_000_000} MB",
            )
        )
        yield Content(path.name, "", refusal=limit.refusal)
        return
    try:
        data = path.read_bytes()
    except OSError:
        yield Content(path.name, "", refusal=unreadable(*DAMAGED).refusal)
        return
    yield from _read(path.name, data, Budget())


def _read(name: str, data: bytes, budget: Budget) -> Iterator[Content]:
    return (content for content, _ in _read_all_inside(name, data, budget))


def _read_all_inside(
    name: str, data: bytes, budget: Budget, depth: int = 1
) -> Iterator[tuple[Content, bytes]]:
    kind = ""
    try:
        kind = kind_of(data, name)
        found = _parts(kind, data, budget)
        if kind in _NO_ARCHIVES and (archive := archive_behind(data)):
            found = found._replace(inside=(*found.inside, ("附在后面的压缩包.zip", archive)))
        budget.spend(characters=sum(len(part.text) for part in found.parts))
    except Refused as refused:
        yield Content(name, kind, refusal=refused.refusal), data
        return
    except BROKEN:
        yield Content(name, kind, refusal=unreadable(*DAMAGED).refusal), data
        return
    if found.inside and depth == MAX_DEPTH:
        deep = unreadable(
            Text("文件套文件的层数过多", "files within files within files"),
            Text("把里面的文件取出，分别列为附件", "take the inner files out"),
        )
        yield Content(name, kind, found.parts, unread=found.unread, refusal=deep.refusal), data
        return
    refusal = None if kind == "ole" and depth > 1 else type_refusal(kind, name) or found.refusal
    unread = found.unread if refusal else (*found.unread, *_nothing(kind, found))
    yield Content(name, kind, found.parts, found.changes, unread, refusal), data
    for inner, content in found.inside:
        if budget.spent:
            return
        yield from _read_all_inside(f"{name}/{inner}", content, budget, depth + 1)


def _nothing(kind: str, found: Read) -> Iterator[Unread]:
    """A file in which nobody found a word is never called clean; pictures are told, or too small for words."""
    said = any(part.role is not Role.PROPERTY for part in found.parts)
    if not (said or found.unread or found.inside or kind in ("png", "jpg")):
        yield Unread(PLAIN, Text("没有读出任何文字", "gave not a single word"))


def _parts(kind: str, data: bytes, budget: Budget) -> Read:
    if not data:
        raise unreadable(
            Text("文件是空的", "the file is empty"),
            Text("换成有内容的文件，或者从 attachments 中删去", "take a file with content, or unlist it"),
        )
    if kind == "locked":
        raise unreadable(*LOCKED)
    if kind in _PACKAGES:
        return _PACKAGES[kind](Package(data, budget))
    if kind == "pdf":
        from generator.reading.attachments.pdf import (
            read_pdf,
        )  # PDFium is loaded only when there is something to read

        return read_pdf(data, budget)
    if kind in ("xls", "et", "xlsb", "ods"):
        from generator.reading.attachments.spreadsheets import read_spreadsheet

        return read_spreadsheet(data, budget)
    if kind in LEGACY:
        return _read_old(kind, data, budget)
    if kind == "ole":
        return _read_object(data)
    if kind in ("png", "jpg"):
        return _read_picture(data)
    return _PLAIN[kind](data) if kind in _PLAIN else _unknown(data)


def _read_old(kind: str, data: bytes, budget: Budget) -> Read:
    """By way of LibreOffice. What it leaves out, such as words that an old program deleted only in part, is read from the bytes."""
    from generator.reading.attachments.libreoffice import CONVERTED, converted

    beside = Read()
    if data.startswith(b"PK"):
        beside = remaining(Package(data, budget), ())  # a bomb is refused before any program unpacks it
    elif data.startswith(OLE):
        stream_names(data)  # and so is a damaged file, before any program is started
    elif b"{" * MAX_GROUPS in data:
        raise unreadable(*DAMAGED)
    newer = CONVERTED[kind]
    found = _PACKAGES[newer](Package(converted(data, kind), budget))
    words = "".join("".join(part.text.split()) for part in found.parts)
    left = "\n".join(text for text in strings(data) if "".join(text.split()) not in words)
    remains = Part(left, Text("文件里残留的文字", "words left in the file"), Role.LEFTOVER)
    return found._replace(
        parts=(*found.parts, *filled([remains]), *beside.parts), inside=(*found.inside, *beside.inside)
    )


def _read_object(data: bytes) -> Read:
    """An object of another program: the files packed into it, or at least its words."""
    words = Part("\n".join(strings(data)), Text("嵌入的对象", "an embedded object"), Role.LEFTOVER)
    try:
        files = packed_files(data)
    except (OSError, ValueError):
        files = ()
    return Read(
        filled([words]), inside=files, unread=() if files else (Unread(PLAIN, UNKNOWN, picture=False),)
    )


def _read_picture(data: bytes) -> Read:
    """What a picture says in words: its properties. What it shows is for a text layer."""
    width, height = picture_size(data)
    words = "\n".join((*strings(data[:200_000]), *strings(data[-200_000:]), *png_texts(data)))
    told = (Unread(PLAIN, PICTURE),) if width >= MIN_WIDTH and height >= MIN_HEIGHT else ()
    return Read(filled([Part(words, Text("图片属性", "picture properties"), Role.PROPERTY)]), unread=told)


def _unknown(data: bytes) -> Read:
    return Read(
        filled([Part("\n".join(strings(data)), Text("文件内容", "content of the file"), Role.LEFTOVER)])
    )


def _read_zip(package: Package) -> Read:
    beside = Part(
        "\n".join(package.beside()),
        Text("压缩包的注释、空文件夹和间隙", "comments, empty folders and gaps of the archive"),
        Role.PROPERTY,
    )
    kept = [name for name in package.names if not any(junk in name for junk in _JUNK)]
    junk = [
        Part(
            "\n".join(strings(package.read(name))),
            Text(f"系统文件 {name}", f"system file {name}"),
            Role.PROPERTY,
        )
        for name in package.names
        if name not in kept
    ]
    return Read(filled([beside, *junk]), inside=tuple((name, package.read(name)) for name in kept))


_PACKAGES: Mapping[str, Callable[[Package], Read]] = {
    "docx": read_docx,
    "docm": read_docx,
    "xlsx": read_xlsx,
    "xlsm": read_xlsx,
    "pptx": read_pptx,
    "pptm": read_pptx,
    "ofd": read_ofd,
    "zip": _read_zip,
}

_NO_ARCHIVES = ("pdf", "png", "jpg", "txt", "csv")
"""Kinds behind which an archive may be hung that no program shows."""

_PLAIN: Mapping[str, Callable[[bytes], Read]] = {"csv": read_csv, "txt": read_txt}
