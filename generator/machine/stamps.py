"""What the file system says of a file: while that stays, its bytes stay."""

from __future__ import annotations

import os

Stamp = tuple[int, ...]

SETTLED = 2_000_000_000
"""Nanoseconds after which a change of a file is sure to show in its stamp. A file changed more recently is looked at again."""


def stamp(stat: os.stat_result) -> Stamp:
    """Size, times of change and number of a file."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino
