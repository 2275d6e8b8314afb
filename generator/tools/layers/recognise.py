"""A picture → the lines of text in it, in reading order, by rapidocr (an extra; its models come with it)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.reading.attachments.layers import DOUBTFUL

if TYPE_CHECKING:
    from PIL.Image import Image

SURE = 0.85
"""A line that the recogniser trusts less is marked for a person."""
MAX_SIDE = 2_400
"""Pixels of the longer side: a sheet of A4 at 200 dots an inch."""
_GAP = 1.2
"""Heights of a line; pieces further apart are cells of a row, and separated by a tab."""


class NoRecogniser(Exception):
    """The extra is not installed."""


class _Piece(NamedTuple):
    """A piece of a line; lengths in pixels from the picture's left and upper edges."""

    text: str
    score: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Of its box."""
        return self.bottom - self.top


def recogniser_name() -> str:
    """What stands in a layer for who recognised it. Raises NoRecogniser."""
    _engine()
    return f"rapidocr {version('rapidocr')}"


def lines_of(picture: Image) -> list[str]:
    """The lines of a picture from top to bottom; cells of a row are separated by tabs, doubtful lines begin with 〔？〕."""
    import numpy

    if max(picture.size) > MAX_SIDE:
        picture = picture.copy()
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
    found = _engine()(numpy.asarray(picture)[:, :, ::-1])
    if found.boxes is None:
        return []
    pieces = [_piece(*piece) for piece in zip(found.boxes, found.txts, found.scores, strict=True)]
    return [_line(row) for row in _rows(pieces)]


@lru_cache(maxsize=1)
def _engine() -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise NoRecogniser from error
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})


def _piece(box: Sequence[Sequence[float]], text: str, score: float) -> _Piece:
    across, down = [float(x) for x, _ in box], [float(y) for _, y in box]
    return _Piece(text, float(score), min(across), min(down), max(across), max(down))


def _rows(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """Pieces whose middles agree stand on one line."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.top + p.bottom) / 2):
        middle = (piece.top + piece.bottom) / 2
        last = rows[-1] if rows else []
        if (
            last
            and abs(sum(p.top + p.bottom for p in last) / (2 * len(last)) - middle)
            < min(piece.height, last[0].height) * 0.5
        ):
            last.append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in rows]


def _line(row: Sequence[_Piece]) -> str:
    text, right = "", row[0].left
    for piece in row:
        text += (
            "\t" if text and piece.left - right > _GAP * piece.height else " " if text else ""
        ) + piece.text.strip()
        right = piece.right
    return f"{DOUBTFUL}{text}" if min(p.score for p in row) < SURE else text
