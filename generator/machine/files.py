"""A file → the same file with other content, at once or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every member of a zip, the earliest that the format knows: the same content gives the same bytes on any day."""


def replace_file(target: Path, data: bytes) -> None:
    """Put new content in the place of a file, or a new file in its place; it is never half-written."""
    with written_whole(target) as beside:
        beside.write_bytes(data)


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A file beside the target, to be written; it takes the target's place when the block is left, and is gone when that fails.

    An OSError names the target when the system did not name a file, as for a full disk.
    """
    beside = target.with_name(f".{target.name}.new")
    try:
        yield beside
        if target.exists():
            beside.chmod(target.stat().st_mode)
        beside.replace(target)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink()
        if isinstance(error, OSError) and error.errno is not None and error.filename in (None, str(beside)):
            raise OSError(error.errno, error.strerror, str(target)) from error
        raise
