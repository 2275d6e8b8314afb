"""A file → the same file with other content, at once or not at all."""

from __future__ import annotations

from pathlib import Path


def replace_file(target: Path, data: bytes) -> None:
    """Put new content in the place of a file, or a new file in its place; it is never half-written."""
    beside = target.with_name(f".{target.name}.new")
    beside.write_bytes(data)
    if target.exists():
        beside.chmod(target.stat().st_mode)
    beside.replace(target)
