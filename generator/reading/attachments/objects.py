"""OLE compound files: what kind of document one is, and the files that Office has packed into one."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from io import BytesIO

import olefile  # type: ignore[import-untyped]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS: Mapping[str, str] = {
    "encryptedpackage": "locked",
    "worddocument": "doc",
    "powerpoint document": "ppt",
    "workbook": "xls",
    "book": "xls",
}
_PACKED = ("package", "contents", "\x01ole10native")
_PROPERTIES = (
    b"\xfe\xff\0\0\0\0\0\0"
    + b"\0" * 16
    + b"\1\0\0\0"
    + bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
    + b"\x30\0\0\0"
    + b"\x08\0\0\0"
    + b"\0\0\0\0"
)
"""A property set without properties ([MS-OLEPS] 2.21)."""


def ole_kind(data: bytes) -> str:
    """`locked`, `doc`, `ppt`, `xls`; `ole` for anything else. A damaged file is told by the names that can be seen in it."""
    try:
        names = stream_names(data)
    except OSError:
        names = {name for name in _STREAMS if name.encode("utf-16-le") in data.lower()}
    return next((kind for stream, kind in _STREAMS.items() if stream in names), "ole")


def _opened(file: BytesIO, write_mode: bool = False) -> olefile.OleFileIO:
    """The library tells damage in many ways; here it is OSError."""
    try:
        return olefile.OleFileIO(file, write_mode=write_mode)
    except (
        ValueError,
        IndexError,
        TypeError,
        OverflowError,
        KeyError,
        AttributeError,
        struct.error,
    ) as error:
        raise OSError(str(error)) from error


def stream_names(data: bytes) -> set[str]:
    """The streams of a file, in lower case. Raises OSError for a damaged one."""
    with _opened(BytesIO(data)) as ole:
        return {"/".join(path).lower() for path in ole.listdir()}


def packed_files(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Files that lie in streams: a workbook pasted into a letter, a PDF shown as a symbol."""
    found = []
    with _opened(BytesIO(data)) as ole:
        for path in ole.listdir():
            if path[-1].lower() in _PACKED:
                content = ole.openstream(path).read()
                found.append(_unwrapped(content) if path[-1].lower() == _PACKED[2] else (path[-1], content))
    return tuple(found)


def _unwrapped(native: bytes) -> tuple[str, bytes]:
    """[MS-OLEDS] 2.3.6: size, flags, label, file name, command, then the file's bytes."""
    label, place = _string(native, 6)
    _, place = _string(native, place)
    place += 4
    length = int.from_bytes(native[place : place + 4], "little")
    place += 4 + length
    size = int.from_bytes(native[place : place + 4], "little")
    return label.rpartition("\\")[2] or "文件", native[place + 4 : place + 4 + size]


def _string(data: bytes, place: int) -> tuple[str, int]:
    end = data.index(b"\0", place)
    return data[place:end].decode("gb18030", "replace"), end + 1


def without_properties(data: bytes) -> bytes:
    """The file with its two sets of properties emptied; the size of nothing changes."""
    file = BytesIO(data)
    with _opened(file, write_mode=True) as ole:
        for name in ("\x05SummaryInformation", "\x05DocumentSummaryInformation"):
            if ole.exists(name):
                size = ole.get_size(name)
                ole.write_stream(name, _PROPERTIES[:size].ljust(size, b"\0"))
        return file.getvalue()
