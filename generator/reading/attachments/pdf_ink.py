"""A page of a PDF → the words on it that leave no trace on the paper: white ones, those of a layer that is off, beside the page, under a note.

There are many ways of hiding words in a PDF, and one question: is there any ink where they stand? Words that look suspicious
are asked after; only then the page is drawn, small and in grey. An invisible layer of text over a scan is what a recognition
program makes, and no secret.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any, NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

Box = tuple[float, float, float, float]
"""Left, lower, right and upper edge in points."""

_PALE = 0xF0
"""The least of red, green and blue of letters that cannot be seen on white paper."""
_TINY = 2.0
"""Points; letters of this size are dots to the eye."""
_STROKE = 3
"""Letters that do not fit into the width of a stroke."""
_LIGHT = 24
"""Steps of 255 between the lightest and the darkest point of a place, below which nothing is seen there."""
_MOST = 0.5
_WORD = 2
"""Letters and digits below which nothing is said."""
_INSIDE = 0.5
"""Points by which words must stand within the page to be seen."""
_COVERING = frozenset(
    {
        raw.FPDF_ANNOT_SQUARE,
        raw.FPDF_ANNOT_CIRCLE,
        raw.FPDF_ANNOT_POLYGON,
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_INK,
        raw.FPDF_ANNOT_LINE,
        raw.FPDF_ANNOT_STAMP,
        raw.FPDF_ANNOT_FREETEXT,
    }
)
"""Kinds of notes with which people black out words."""
_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)


class _Note(NamedTuple):
    box: Box
    marks_for_removal: bool
    """Made by the tool for blacking out, and not carried out: whoever opens the file can take it away."""


def notes_over(page: pdfium.PdfPage) -> list[_Note]:
    """The notes of a page that can cover words."""
    found = []
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        kind, edges = raw.FPDFAnnot_GetSubtype(note), raw.FS_RECTF()
        if (kind in _COVERING or kind == raw.FPDF_ANNOT_REDACT) and raw.FPDFAnnot_GetRect(note, edges):
            low, high = sorted((edges.bottom, edges.top))
            found.append(_Note((edges.left, low, edges.right, high), kind == raw.FPDF_ANNOT_REDACT))
        raw.FPDFPage_CloseAnnot(note)
    return found


def unseen_words(
    page: pdfium.PdfPage, words: pdfium.PdfTextPage, shown: Sequence[pdfium.PdfObject], notes: Sequence[_Note]
) -> str:
    """The words that a reader of the page does not see, a piece a line. `shown`: what stands on the page, made with `words`."""
    written = [
        (thing, box) for thing in shown if thing.type == raw.FPDF_PAGEOBJ_TEXT and (box := _on_page(thing))
    ]
    paper = page.get_cropbox()
    gone, asked = [], []
    scan = None
    for thing, box in written:
        if _outside(box, paper) or _is_tiny(thing, box):
            gone.append((box, thing))
        elif _is_pale(thing) or _is_in_layer(thing):
            asked.append((box, thing))
        elif raw.FPDFTextObj_GetTextRenderMode(thing) in _INVISIBLE:
            scan = _is_scan(page, shown) if scan is None else scan
            asked += [] if scan else [(box, thing)]
    under = [
        (common, note)
        for note in notes
        for _, box in written
        if (common := _common(box, note.box)) is not None
    ]
    if asked or any(not note.marks_for_removal for _, note in under):
        has_ink = _Drawn(page)
        gone += [(box, thing) for box, thing in asked if not has_ink(box)]
        under = [(box, note) for box, note in under if note.marks_for_removal or not has_ink(box)]
    texts = [
        *(thing.extract().strip() for _, thing in gone),
        *(words.get_text_bounded(*box).strip() for box, _ in under),
    ]
    found = "\n".join(dict.fromkeys(text for text in texts if text))
    return found if sum(map(str.isalnum, found)) >= _WORD else ""


class _Drawn:
    """A page as it is seen, in grey, a pixel for each point."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        drawn = page.render(scale=1, grayscale=True)
        self._place = drawn.get_posconv(page)
        self._grey: Any = drawn.to_pil().copy()

    def __call__(self, box: Box) -> bool:
        """Whether anything is seen in a box of the page."""
        (x, y), (u, v) = self._place.to_bitmap(box[0], box[1]), self._place.to_bitmap(box[2], box[3])
        wide, high = self._grey.size
        place = max(0, min(x, u)), max(0, min(y, v)), min(wide, max(x, u) + 1), min(high, max(y, v) + 1)
        if place[0] >= place[2] or place[1] >= place[3]:
            return False
        darkest, lightest = self._grey.crop(place).getextrema()
        return bool(lightest - darkest >= _LIGHT)


def box_of(thing: pdfium.PdfObject) -> Box | None:
    """Where something stands; None when nobody can tell."""
    try:
        return thing.get_bounds()  # type: ignore[no-any-return]
    except pdfium.PdfiumError:
        return None


def _on_page(thing: pdfium.PdfObject) -> Box | None:
    """Where something stands on its page, be it in a drawing that is drawn elsewhere on it."""
    box = box_of(thing)
    while box is not None and thing.container is not None:
        thing = thing.container
        matrix = thing.get_matrix()
        corners = [matrix.on_point(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        across, up = [x for x, _ in corners], [y for _, y in corners]
        box = min(across), min(up), max(across), max(up)
    return box


def _outside(box: Box, paper: Box) -> bool:
    return _common((box[0], box[1], max(box[2], box[0] + 1), max(box[3], box[1] + 1)), paper) is None


def _common(a: Box, b: Box) -> Box | None:
    """What two boxes have in common, if it is more than an edge."""
    left, low, right, high = max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
    return (left, low, right, high) if right - left > _INSIDE and high - low > _INSIDE else None


def _is_tiny(thing: pdfium.PdfObject, box: Box) -> bool:
    if min(box[3] - box[1], box[2] - box[0]) > _TINY:
        return False
    if box[2] - box[0] <= _TINY and len(thing.extract().strip()) > _STROKE:
        return True  # pressed together
    matrix, size = raw.FS_MATRIX(), ctypes.c_float()
    if not raw.FPDFTextObj_GetFontSize(thing, size) or not raw.FPDFPageObj_GetMatrix(thing, matrix):
        return False
    return bool(size.value * max(abs(matrix.d), abs(matrix.b)) <= _TINY)


def _is_pale(thing: pdfium.PdfObject) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha):
        return False
    return min(red.value, green.value, blue.value) >= _PALE or alpha.value < 0x10


def _is_in_layer(thing: pdfium.PdfObject) -> bool:
    """Whether a piece belongs to a layer, which may be switched off."""
    name, length = (ctypes.c_ushort * 4)(), ctypes.c_ulong()
    for number in range(raw.FPDFPageObj_CountMarks(thing)):
        mark = raw.FPDFPageObj_GetMark(thing, number)
        if (
            raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
            and bytes(name)[: length.value] == _LAYER
        ):
            return True
    return False


_LAYER = "OC\0".encode("utf-16-le")


def _is_scan(page: pdfium.PdfPage, shown: Sequence[pdfium.PdfObject]) -> bool:
    """Whether a picture fills most of a page."""
    large = page.get_width() * page.get_height() * _MOST
    boxes = (box_of(thing) for thing in shown if thing.type == raw.FPDF_PAGEOBJ_IMAGE)
    return any(box and (box[2] - box[0]) * (box[3] - box[1]) > large for box in boxes)
