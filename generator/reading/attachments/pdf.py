"""A PDF → its text page by page, annotations, form values, properties and the files inside it."""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Part, Read, Role, filled, too_large, unreadable
from generator.reading.attachments.package import DAMAGED, LOCKED, Budget

MAX_PAGES = 3_000

_NOTE_KEYS = (b"Contents", b"V")
"""What an annotation says, and what a form field was filled with."""


def read_pdf(data: bytes, budget: Budget) -> Read:
    """Text as PDFium orders it. A page that holds pictures and no text is told as scanned."""
    with _opened(data) as document:
        if len(document) > MAX_PAGES:
            raise too_large(
                Text(
                    f"有 {len(document)} 页，最多 {MAX_PAGES} 页",
                    f"{len(document)} pages, at most {MAX_PAGES} are read",
                )
            )
        pages, notes, scanned = _pages(document, budget)
        properties = "\n".join(document.get_metadata_dict(skip_empty=True).values())
        inside = tuple(
            (f.get_name(), bytes(f.get_data()))
            for f in map(document.get_attachment, range(document.count_attachments()))
        )
    parts = filled(
        [
            *pages,
            Part("\n".join(notes), Text("批注或者表单", "annotations or form"), Role.COMMENT),
            Part(properties, Text("文档属性", "document properties"), Role.PROPERTY),
        ]
    )
    return Read(parts, scanned=tuple(scanned), inside=inside)


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise unreadable(*LOCKED) from None
        raise unreadable(*DAMAGED) from None


def _pages(document: pdfium.PdfDocument, budget: Budget) -> tuple[list[Part], list[str], list[int]]:
    parts: list[Part] = []
    notes: list[str] = []
    scanned: list[int] = []
    for number, page in enumerate(document, 1):
        text = _text(page)
        budget.spend()
        parts.append(Part(text, Text(f"第 {number} 页", f"page {number}")))
        notes += _notes(page)
        if not text.strip() and _has_picture(page):
            scanned.append(number)
        page.close()
    return parts, notes, scanned


def _text(page: pdfium.PdfPage) -> str:
    textpage = page.get_textpage()
    text: str = textpage.get_text_range()
    textpage.close()
    # PDFium marks a word broken at the end of a line with U+FFFE; a number broken there must be joined again.
    return text.replace("\ufffe\r\n", "").replace("\ufffe", "").replace("\r\n", "\n")


def _has_picture(page: pdfium.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _notes(page: pdfium.PdfPage) -> list[str]:
    found = []
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        found += [_annotation_value(annotation, key) for key in _NOTE_KEYS]
        raw.FPDFPage_CloseAnnot(annotation)
    return [value for value in found if value]


def _annotation_value(annotation: object, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
