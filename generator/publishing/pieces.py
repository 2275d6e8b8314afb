"""Large files of rows, written a piece at a time: what of them says what it said is copied from the site in use, not made again.

A piece ends at a row whose id says so, so a row that is put in, changed or taken out makes one piece another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import NamedTuple

from generator.machine.cache import key_of, program_key
from generator.machine.site_folder import Files, write_pieces
from generator.model.packing import pack, unpack
from generator.model.shown_rows import ShownRow
from generator.publishing.file_groups import By, FileGroups, Group, Make, one
from generator.site.feeds.tables import RowsFile

ENDS = "00"
"""With which the id of the last row of a piece begins: one row in 256."""

FEW = 4
"""All files are made again when one of so many pieces changed, or more."""


class Piece(NamedTuple):
    """Neighbouring rows, and a digest (16 bytes) of them."""

    key: bytes
    rows: Sequence[ShownRow]


def cut(rows: Sequence[ShownRow], ground: bytes) -> list[Piece]:
    """The pieces of some rows; `ground` is a digest of all else that is told of them."""
    ends = [n for n, row in enumerate(rows, 1) if row.id.startswith(ENDS)]
    parts = [rows[a:b] for a, b in zip([0, *ends], [*ends, len(rows)], strict=True) if a < b]
    return [
        Piece(blake2b(b"".join([ground, *(row.mark for row in part)]), digest_size=16).digest(), part)
        for part in parts
    ]


class _Kept(NamedTuple):
    """The pieces of the files as they were written last."""

    key: bytes
    """Of the group of these files."""
    pieces: list[bytes]
    sizes: dict[str, list[int]]
    """For each file how many bytes each of its pieces has."""


@dataclass(frozen=True)
class _Copied:
    """A file that is made from the one before."""

    file: RowsFile
    source: Path
    digest: str
    """The SHA-256 of that one."""
    before: Sequence[int]
    """Bytes of each of its pieces."""
    pieces: Sequence[int | bytes]
    """Of each piece which one of the file before it is, or what it says now."""


def in_pieces(
    groups: FileGroups, kind: str, key: bytes, files: Sequence[RowsFile], pieces: Sequence[Piece]
) -> Group[Make]:
    """The row of some files that have all of these pieces."""
    lineage = key_of(program_key(), kind)
    packed = groups.means.cache.get("pieces", [lineage]).get(lineage)
    kept = unpack(packed, _Kept) if packed else None
    number = {piece: n for n, piece in enumerate(kept.pieces)} if kept else {}
    new = [piece for piece in pieces if piece.key not in number]
    before = groups.earlier(kind, [kept.key]).get(kept.key) if kept and kept.key != key else None
    whole = partial(_whole, groups.stage.folder, files, pieces)
    if kept is None or before is None or len(new) * FEW > len(pieces):
        return one(kind, key, partial(_noted, groups, lineage, key, files, pieces), By.HERE)
    site, digests = before[0], dict(before[1])
    copied = []
    for file in files:
        made = {piece.key: file.text(piece.rows).encode() for piece in new}
        taken = [made.get(piece.key) or number[piece.key] for piece in pieces]
        copied.append(_Copied(file, site / file.name, digests[file.name], kept.sizes[file.name], taken))
    _note(groups, lineage, key, pieces, {one.file.name: _sizes(one) for one in copied})
    return one(kind, key, partial(_copies, groups.stage.folder, copied, whole), By.BESIDE)


def _noted(
    groups: FileGroups, lineage: bytes, key: bytes, files: Sequence[RowsFile], pieces: Sequence[Piece]
) -> Files:
    sizes: dict[str, list[int]] = {file.name: [] for file in files}
    made = _whole(groups.stage.folder, files, pieces, lambda name, size: sizes[name].append(size))
    _note(groups, lineage, key, pieces, sizes)
    return made


def _note(
    groups: FileGroups, lineage: bytes, key: bytes, pieces: Sequence[Piece], sizes: dict[str, list[int]]
) -> None:
    kept = _Kept(key, [piece.key for piece in pieces], sizes)
    groups.means.cache.put("pieces", {lineage: pack(kept)})


def _whole(
    stage: Path,
    files: Sequence[RowsFile],
    pieces: Sequence[Piece],
    told: Callable[[str, int], object] = lambda name, size: None,
) -> Files:
    """The files, made from all rows. Of each piece it is `told` how many bytes it has in which file."""

    def texts(file: RowsFile) -> Iterator[bytes]:
        for piece in pieces:
            text = file.text(piece.rows).encode()
            told(file.name, len(text))
            yield text

    return tuple(write_pieces(stage, file.name, _joined(file, texts(file))) for file in files)


def _copies(stage: Path, copied: Sequence[_Copied], whole: Callable[[], Files]) -> Files:
    """The files, made from those before; from all rows when these are not what was written."""
    try:
        return tuple(write_pieces(stage, one.file.name, _joined(one.file, _taken(one))) for one in copied)
    except (OSError, ValueError):
        return whole()


def _taken(one: _Copied) -> Iterator[bytes]:
    """The pieces of a file, most of them from the one before. Raises OSError or ValueError when that is not what was written."""
    gap, at = len(one.file.between.encode()), len(one.file.head.encode())
    starts = []
    for size in one.before:
        starts.append(at)
        at += size + gap
    with one.source.open("rb") as source:
        if file_digest(source, "sha256").hexdigest() != one.digest:
            raise ValueError(f"{one.source} is not what was written")
        for piece in one.pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                source.seek(starts[piece])
                yield source.read(one.before[piece])


def _sizes(one: _Copied) -> list[int]:
    return [len(piece) if isinstance(piece, bytes) else one.before[piece] for piece in one.pieces]


def _joined(file: RowsFile, texts: Iterator[bytes]) -> Iterator[bytes]:
    yield file.head.encode()
    between = b""
    for text in texts:
        yield between + text if between else text
        between = file.between.encode()
    yield file.end.encode()
