"""A PDF → its text page by page, and everything else that it says: notes, forms, earlier states, what is covered.

PDFium gives the text of pages as they are shown; qpdf walks the objects, in which programs and authors leave the rest:
values of forms, bookmarks, targets of links, alternative texts, XFA, scripts, files.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import is_garbled_text
from generator.reading.attachments.content import (
    GARBLED,
    PICTURE,
    Part,
    Read,
    Role,
    Unread,
    filled,
    too_large,
    unreadable,
)
from generator.reading.attachments.package import DAMAGED, LOCKED, Budget
from generator.reading.attachments.parts import MIN_HEIGHT, MIN_WIDTH
from generator.reading.attachments.pdf_ink import Box, box_of, notes_over, unseen_words

MAX_PAGES = 3_000
MAX_SHOWN = 300_000
"""Pieces of text, lines and pictures of one page."""
MAX_STATES = 12
"""Earlier states of one file that are read."""
_END = re.compile(rb"%%EOF[\r\n]{0,2}")
_FEW = 30
"""A page with a picture over most of it and fewer characters than this is a picture."""
_MOST = 0.5
_COVERED = Text("被图形盖住、但没有删除的文字", "words covered by a shape and not deleted")
_UNSEEN = Text("看不见的文字", "words that nobody can see")
_REMOVED = Text("已经从目录中删去、但还留在文件里的页", "pages taken out of the order and left in the file")


_LID = 4.0
"""Points; a shape lower or narrower than this is a line and covers nothing."""


class _Sheet(NamedTuple):
    """What one page gives."""

    text: str
    covered: str
    unseen: str
    unread: Unread | None


def read_pdf(data: bytes, budget: Budget) -> Read:
    """Text as PDFium orders it. A page that shows something and has no text that can be read is told."""
    from generator.reading.attachments.pdf_objects import (
        read_objects,
        refuse_bombs,
    )  # qpdf is loaded only where there is a PDF

    refuse_bombs(data)
    with opened(data) as document:
        if len(document) > MAX_PAGES:
            raise too_large(
                Text(
                    f"有 {len(document)} 页，最多 {MAX_PAGES} 页",
                    f"{len(document)} pages, at most {MAX_PAGES} are read",
                )
            )
        sheets = [_sheet(document, number, budget) for number in range(1, len(document) + 1)]
        properties = "\n".join(document.get_metadata_dict(skip_empty=True).values())
        inside = tuple(
            (f.get_name(), bytes(f.get_data()))
            for f in map(document.get_attachment, range(document.count_attachments()))
        )
    pages = [part for n, sheet in enumerate(sheets, 1) for part in _parts(sheet, n)]
    beside, removed = read_objects(data, {content for _, content in inside}, budget)
    parts = filled(
        [
            *pages,
            *beside.parts,
            Part(properties, Text("文档属性", "document properties"), Role.PROPERTY),
            *_earlier(data, {sheet.text for sheet in sheets}, budget),
            Part(_whole_text(removed) if removed else "", _REMOVED, Role.HIDDEN),
        ]
    )
    unread = tuple(sheet.unread for sheet in sheets if sheet.unread)
    return Read(parts, beside.changes, inside=(*inside, *beside.inside), unread=(*unread, *beside.unread))


def opened(data: bytes) -> pdfium.PdfDocument:
    """The document. Raises Refused when it is locked or damaged."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise unreadable(*LOCKED) from None
        raise unreadable(*DAMAGED) from None


def _parts(sheet: _Sheet, number: int) -> Iterator[Part]:
    place = Text(f"第 {number} 页", f"page {number}")
    yield Part(sheet.text, place)
    for what, why in ((sheet.covered, _COVERED), (sheet.unseen, _UNSEEN)):
        yield Part(what, Text(f"{place.zh}{why.zh}", f"{place.en}: {why.en}"), Role.HIDDEN, again=True)


def _sheet(document: pdfium.PdfDocument, number: int, budget: Budget) -> _Sheet:
    budget.spend()
    page = document.get_page(number - 1)
    unseen = ""
    if raw.FPDFPage_GetAnnotCount(page):
        with_notes = page.get_textpage()
        unseen = unseen_words(page, with_notes, _shown(page, with_notes, number), notes_over(page))
        with_notes.close()
        # The looks of annotations and fields become part of the page, so that they are read as they are seen.
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = document.get_page(number - 1)
    words = page.get_textpage()
    text = page_text(words)
    shown = _shown(page, words, number)
    unseen = unseen or (unseen_words(page, words, shown, ()) if text.strip() else "")
    covered = _covered(words, shown) if text.strip() else ""
    place = Text(f"第 {number} 页", f"page {number}")
    why = _why_unread(page, text, shown)
    words.close()
    page.close()
    return _Sheet(text, covered, unseen, Unread(place, why, number) if why else None)


def _shown(page: pdfium.PdfPage, words: pdfium.PdfTextPage, number: int) -> list[pdfium.PdfObject]:
    """What stands on a page."""
    shown = list(islice(page.get_objects(max_depth=3, textpage=words), MAX_SHOWN))
    if len(shown) == MAX_SHOWN:
        raise too_large(
            Text(
                f"第 {number} 页有 {MAX_SHOWN} 个以上图形", f"page {number} has more than {MAX_SHOWN} shapes"
            )
        )
    return shown


def page_text(words: pdfium.PdfTextPage) -> str:
    """A page's text with plain line ends."""
    text: str = words.get_text_range()
    # PDFium marks a word broken at the end of a line with U+FFFE; a number broken there must be joined again.
    return text.replace("\ufffe\r\n", "").replace("\ufffe", "").replace("\r\n", "\n")


def _why_unread(page: pdfium.PdfPage, text: str, shown: list[pdfium.PdfObject]) -> Text | None:
    words = len("".join(text.split()))
    if is_garbled_text(text):
        return GARBLED
    if not words:
        return PICTURE if shown else None
    large = page.get_width() * page.get_height() * _MOST
    pictures = [o for o in shown if o.type == raw.FPDF_PAGEOBJ_IMAGE]
    boxes = [box for picture in pictures if (box := box_of(picture)) and _has_room(picture)]
    if words < _FEW and any((right - left) * (top - bottom) > large for left, bottom, right, top in boxes):
        return PICTURE
    return None


def _has_room(picture: pdfium.PdfImage) -> bool:
    try:
        width, height = picture.get_px_size()
    except pdfium.PdfiumError:
        return True
    return bool(width >= MIN_WIDTH and height >= MIN_HEIGHT)


def _covered(words: pdfium.PdfTextPage, shown: list[pdfium.PdfObject]) -> str:
    """The words over which an opaque shape was drawn later: blacked out for the eye, and still in the file."""
    written: list[Box] = []
    lids: list[Box] = []
    for thing in shown:
        if thing.type == raw.FPDF_PAGEOBJ_TEXT:
            if box := box_of(thing):
                written.append(box)
                lids = [lid for lid in lids if not _meet(lid, box)]  # words on top of a shape are seen
        elif written and (lid := _lid(thing)) and any(_meet(lid, box) for box in written):
            lids.append(lid)
    found = (" ".join(words.get_text_bounded(*lid).split()) for lid in lids)
    return "\n".join(dict.fromkeys(text for text in found if text))


def _lid(thing: pdfium.PdfObject) -> Box | None:
    """The box of an opaque shape that is large enough to cover a word."""
    if thing.type not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE) or raw.FPDFPageObj_HasTransparency(
        thing
    ):
        return None
    box = box_of(thing)
    if box and thing.type == raw.FPDF_PAGEOBJ_PATH:
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        colour = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFPath_GetDrawMode(thing, mode, stroke)
        if not mode.value:
            return _bar(thing, box) if stroke.value else None
        if not raw.FPDFPageObj_GetFillColor(thing, *colour) or colour[3].value < 250:
            return None
    return box if box and box[2] - box[0] > _LID and box[3] - box[1] > _LID else None


def _bar(line: pdfium.PdfObject, box: Box) -> Box | None:
    """The box of an opaque straight line that is as thick as a word is high; the frame of a box is none."""
    width, matrix = ctypes.c_float(), raw.FS_MATRIX()
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetStrokeWidth(line, width)
    raw.FPDFPageObj_GetMatrix(line, matrix)
    raw.FPDFPageObj_GetStrokeColor(line, *colour)
    thick = width.value * max(abs(matrix.a), abs(matrix.b))
    left, low, right, high = box  # with a margin of the line's thickness around its middle
    if thick <= _LID or colour[3].value < 250 or min(right - left, high - low) > 2.1 * thick:
        return None
    half = thick / 2
    return left + half, low + half, right - half, high - half


def _meet(a: Box, b: Box) -> bool:
    """Whether the middle of either lies within the height of the other and they share some width."""
    wide = min(a[2], b[2]) - max(a[0], b[0]) > _LID / 2
    return wide and (a[1] < (b[1] + b[3]) / 2 < a[3] or b[1] < (a[1] + a[3]) / 2 < b[3])


def _whole_text(data: bytes) -> str:
    try:
        with pdfium.PdfDocument(data) as document:
            return "\n".join(page_text(page.get_textpage()) for page in document)
    except pdfium.PdfiumError:
        return ""


def _earlier(data: bytes, now: set[str], budget: Budget) -> Iterator[Part]:
    """Pages of earlier states that an incremental save has left in the file, where they said something else."""
    ends = [match.end() for match in _END.finditer(data)][:-1]
    for number, end in enumerate(ends[-MAX_STATES:], 1):
        budget.spend()
        try:
            with pdfium.PdfDocument(data[:end]) as state:
                for page_number, page in enumerate(state, 1):
                    words = page.get_textpage()
                    text = page_text(words)
                    words.close()
                    page.close()
                    if text.strip() and text not in now:
                        now.add(text)
                        yield Part(
                            text,
                            Text(
                                f"第 {number} 个旧版本的第 {page_number} 页",
                                f"page {page_number} of earlier state {number}",
                            ),
                            Role.HIDDEN,
                        )
        except pdfium.PdfiumError:
            continue  # the first half of a file made for the web is no file of its own
