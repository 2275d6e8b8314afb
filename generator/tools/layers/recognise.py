"""A picture → the lines of text in it, in reading order, by rapidocr (an extra; its models come with it)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.reading.attachments.layers import DOUBTFUL

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

SURE = 0.85
"""A line that the recogniser trusts less is marked for a person."""
MAX_SIDE = 2_400
"""Pixels of the longer side: a sheet of A4 at 200 dots an inch."""
_RED = 30
"""How much more red than green or blue the ink of seals and red heads is, of 255."""
_HEAD = 0.4
"""Share of a page's height in which words may be red."""
_SOME = 0.0005
"""Share of red signs in it below which there are none."""
_COLUMN = 0.3
"""Share of a page's width that a line of a column fills at least."""
_LINES = 5
"""Such lines on either side that make two columns."""
_FEW = 4
"""Characters of the shortest red line; round a seal stand single ones."""
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
        """Height of its box, in the units of the picture."""
        return self.bottom - self.top


def recogniser_name() -> str:
    """What stands in a layer for who recognised it. Raises NoRecogniser."""
    _engine()
    return f"rapidocr {version('rapidocr')}"


def lines_of(picture: Image) -> list[str]:
    """The lines of a picture from top to bottom; cells of a row are separated by tabs, doubtful lines begin with 〔？〕."""
    if max(picture.size) > MAX_SIDE:
        picture = picture.copy()
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
    black, red = _inks(picture)
    pieces = _pieces(black)
    if red is not None:
        pieces += [p for p in _pieces(red) if p.score >= SURE and len(p.text) >= _FEW]
    return [_line(row) for part in _columns(pieces, picture.width) for row in _rows(part)]


def _columns(pieces: list[_Piece], width: int) -> list[list[_Piece]]:
    """What stands above two columns of text, the left one and the right one; a table's cells are narrow, and stay in their rows."""
    wide = [p for p in pieces if p.right - p.left > width * _COLUMN]
    left, right = [p for p in wide if p.right < width * 0.55], [p for p in wide if p.left > width * 0.45]
    if min(len(left), len(right)) < _LINES or max(p.right for p in left) > min(p.left for p in right):
        return [pieces]
    middle = (max(p.right for p in left) + min(p.left for p in right)) / 2
    top = min(p.top for p in (*left, *right))
    below = [p for p in pieces if p.bottom > top]
    if any(p.left < middle < p.right for p in below):
        return [pieces]
    above = [p for p in pieces if p.bottom <= top]
    return [
        above,
        [p for p in below if p.right <= middle],
        [p for p in below if p.right > middle],
    ]


def _inks(picture: Image) -> tuple[NDArray[Any], NDArray[Any] | None]:
    """The picture with its red ink made pale, so that a seal hides no words, and the red ink of its upper part alone.

    Seals are red and stand anywhere; words in red are the head of an official paper (GB/T 9704 7.2), at the top.
    """
    import numpy

    colours = numpy.asarray(picture.convert("RGB")).astype(numpy.int16)
    strength = colours[:, :, 0] - colours[:, :, 1:].max(axis=2)
    ink = strength > _RED
    black = numpy.where(ink[:, :, None], colours[:, :, :1], colours).astype(numpy.uint8)[:, :, ::-1]
    head = int(len(ink) * _HEAD)
    if ink[:head].mean() < _SOME:
        return black, None
    alone = (255 - strength[:head] * 2).clip(0, 255).astype(numpy.uint8)
    return black, numpy.repeat(alone[:, :, None], 3, axis=2)


def _pieces(colours: NDArray[Any]) -> list[_Piece]:
    found = _engine()(colours)
    if found.boxes is None:
        return []
    return [_piece(*piece) for piece in zip(found.boxes, found.txts, found.scores, strict=True)]


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
