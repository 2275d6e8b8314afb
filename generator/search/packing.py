"""Files that the search page unpacks itself: gzip, the same bytes for the same data on every machine."""

from __future__ import annotations

from zlib_ng import gzip_ng

QUICK = 2
"""For postings, which hardly pack at all: level 6 takes half as long again for 2 % less. isal would take a third of the time, but
what it makes depends on the processor."""
THOROUGH = 6
"""Level of compression for texts and tables."""


def packed(data: bytes, level: int = THOROUGH) -> bytes:
    """The data, packed."""
    return bytes(gzip_ng.compress(data, level, mtime=0))  # type: ignore[no-untyped-call]


def unpacked(data: bytes) -> bytes:
    """The data that was packed."""
    return bytes(gzip_ng.decompress(data))  # type: ignore[no-untyped-call]
