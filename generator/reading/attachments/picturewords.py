"""What a picture file holds besides the picture: packed texts of a PNG, an archive hung behind the end of any file."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from generator.reading.attachments.coding import decoded

_PNG = b"\x89PNG\r\n\x1a\n"
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
MAX_WORDS = 1_000_000
"""Bytes of one packed text."""
_END = b"PK\5\6"
_END_SIZE = 22
_MAX_COMMENT = 65_535
_BLANK = b"\0\r\n\t "


def png_texts(data: bytes) -> Iterator[str]:
    """The texts of a PNG, unpacked; none for other files and for damaged ones."""
    place = len(_PNG) if data.startswith(_PNG) else len(data)
    while place + 12 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        kind, content = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        place += size + 12
        if kind in _TEXTS and (words := _words(kind, content)):
            yield words


def _words(kind: bytes, content: bytes) -> str:
    """PNG specification, 11.3.3: keyword, method and packed text; iTXt with a flag, a language and the keyword translated."""
    keyword, _, rest = content.partition(b"\0")
    packed = kind == b"zTXt"
    if packed:
        rest = rest[1:]
    elif kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    try:
        text = zlib.decompressobj().decompress(rest, MAX_WORDS) if packed else rest
    except zlib.error:
        text = b""
    return f"{decoded(keyword) or ''} {decoded(text) or ''}"


def archive_behind(data: bytes) -> bytes:
    """The ZIP archive that ends where the file ends; empty when there is none."""
    place = data.rfind(_END, max(0, len(data) - _END_SIZE - _MAX_COMMENT))
    if place < 0 or (begin := data.find(b"PK\3\4")) < 0:
        return b""
    comment = int.from_bytes(data[place + 20 : place + _END_SIZE], "little")
    rest = data[place + _END_SIZE + comment :]
    return data[begin:] if not rest.strip(_BLANK) else b""
