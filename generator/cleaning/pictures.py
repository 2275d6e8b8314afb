"""JPEG and PNG: what describes the picture and its maker goes, what is needed to show it stays, byte for byte."""

from __future__ import annotations

import struct
from collections.abc import Iterator

PNG_HEAD = b"\x89PNG\r\n\x1a\n"

PNG_KEPT = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"cICP",
    b"sBIT",
    b"bKGD",
    b"pHYs",
    b"acTL",
    b"fcTL",
    b"fdAT",
}
"""Chunks that say how the picture looks. Text, time, EXIF and whatever a program invented are left out."""

_EXIF, _ICC, _JFIF = b"Exif\0\0", b"ICC_PROFILE\0", b"JFIF\0"

_APP0, _APP1, _APP2, _APP14, _APP15, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE

_SCAN, _END = 0xDA, 0xD9

_ORIENTATION = 0x0112


def clean_png(data: bytes) -> bytes:
    """The picture up to its end mark, with the chunks that say how it looks. Raises ValueError when there is no end mark."""
    return PNG_HEAD + b"".join(chunk for kind, chunk in _chunks(data) if kind in PNG_KEPT)


def clean_jpeg(data: bytes) -> bytes:
    """The picture up to its end mark, without EXIF, XMP, IPTC, comments and previews; which side is up is kept.

    Raises ValueError when it is not a JPEG to its end.
    """
    kept, turned = [b"\xff\xd8"], 1
    for marker, segment in _segments(data):
        if marker == _APP1 and segment[4:].startswith(_EXIF):
            turned = _orientation(segment[10:]) or turned
        elif _shows(marker, segment[4:]):
            kept.append(segment)
    if turned != 1:
        kept.insert(2 if len(kept) > 1 and kept[1][1] == _APP0 else 1, _turned(turned))
    return b"".join(kept)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG_HEAD)
    while place < len(data):
        size = int.from_bytes(data[place : place + 4])
        kind = data[place + 4 : place + 8]
        yield kind, data[place : place + size + 12]
        if kind == b"IEND":
            return
        place += size + 12
    raise ValueError("a PNG without an end")


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment; the compressed data belongs to the segment that begins the scan."""
    place = 2
    while True:
        start = place
        while data[place : place + 2] == b"\xff\xff":
            place += 1
        if place + 2 > len(data) or data[place] != 0xFF:
            raise ValueError(f"no JPEG marker at {start}")
        marker = data[place + 1]
        if marker == _END:
            yield marker, b"\xff\xd9"
            return
        end = place + 2 + max(2, int.from_bytes(data[place + 2 : place + 4]))
        if marker == _SCAN:
            end = _scan_end(data, end)
        yield marker, data[place:end]
        place = end


def _scan_end(data: bytes, place: int) -> int:
    """Where the next marker stands: in compressed data FF is followed by 00, or by the number of a restart."""
    while (place := data.find(b"\xff", place)) >= 0 and place + 1 < len(data):
        if data[place + 1] and not 0xD0 <= data[place + 1] <= 0xD7:
            return place
        place += 2
    raise ValueError("a JPEG without an end")


def _shows(marker: int, content: bytes) -> bool:
    """Whether a segment is needed to show the picture: no application data but JFIF, the colour profile and Adobe's colours."""
    if marker == _APP0:
        return content.startswith(_JFIF)
    if marker == _APP2:
        return content.startswith(_ICC)
    return marker == _APP14 or not (_APP0 <= marker <= _APP15 or marker == _COMMENT)


def _orientation(tiff: bytes) -> int | None:
    """Which side of the picture is up (1–8), as the first directory of its EXIF data says."""
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (place,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, place)
        for n in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, place + 2 + 12 * n)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else None
    except struct.error:
        return None
    return None


def _turned(value: int) -> bytes:
    """EXIF data that says which side is up, and nothing else."""
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, value, 0, 0)
    content = _EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content
