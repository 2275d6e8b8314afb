"""PDF: properties, XMP, private data of programs, authors of annotations and everything that runs are taken out with qpdf.

Earlier states that an incremental save has left in the file go with them. A mark that the file follows PDF/A or PDF/UA stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from generator.cleaning.pictures import clean_jpeg
from generator.reading.attachments.content import Role
from generator.reading.attachments.package import Budget
from generator.reading.attachments.pdf import read_pdf

_STANDARDS = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")

_PRIVATE = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo")

_RUNNING = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm")
"""Actions that run code, start programs or send data."""
_DER = (b"\x30\x80", b"\x30\x81", b"\x30\x82", b"\x30\x83", b"\x30\x84")
"""How the value of a signature begins (CMS, in ASN.1)."""


def clean_pdf(data: bytes) -> bytes:
    """The cleaned file. Raises ValueError for one that qpdf cannot read."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if _is_sealed(pdf, data):
                return data
            _clean(pdf)
            out = BytesIO()
            pdf.save(out, deterministic_id=True)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise ValueError(str(error)) from error
    return out.getvalue()


def _is_sealed(pdf: Pdf, data: bytes) -> bool:
    """Whether a signature covers the whole file but itself, nothing in it runs, and no earlier state says something else."""
    spans = [span for o in pdf.objects if isinstance(o, Dictionary) and (span := _signed_span(o, len(data)))]
    if not any(end == len(data) for end in spans) or any(_runs(part) for part in _parts(pdf)):
        return False
    return not any(part.role is Role.HIDDEN for part in read_pdf(data, Budget()).parts)


def _signed_span(signature: Dictionary, size: int) -> int:
    """Where the bytes end that a signature stands for; 0 when it is none: `/ByteRange [0 a b c]` leaves out its own value only."""
    bounds, value = signature.get("/ByteRange"), signature.get("/Contents")
    if not isinstance(bounds, Array) or len(bounds) != 4 or not isinstance(value, String):
        return 0
    try:
        begin, first, second, length = (int(n) for n in bounds)
    except (TypeError, ValueError):
        return 0
    packed = bytes(value)
    fits = begin == 0 and 0 < first < second and second + length <= size and second - first >= 2 * len(packed)
    return second + length if fits and packed.startswith(_DER) else 0


def _runs(part: Object) -> bool:
    if "/AA" in part or ("/JavaScript" in part and "/S" not in part):
        return True
    actions = (part.get(key) for key in ("/OpenAction", "/A", "/Next"))
    return any(isinstance(action, Dictionary) and str(action.get("/S")) in _RUNNING for action in actions)


def _clean(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as known:
        standards = {key: str(known[key]) for key in _STANDARDS if key in known}
    for part in _parts(pdf):
        for key in _PRIVATE:
            if key in part:
                del part[key]
        _silence(part)
        if "/T" in part and "/FT" not in part and part.get("/Subtype") not in (None, Name.Widget):
            del part["/T"]  # of an annotation: who wrote it
        if (
            isinstance(part, Stream)
            and part.get("/Subtype") == Name.Image
            and part.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode]))
        ):
            _clean_picture(part)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    if standards:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as left:
            for key, value in standards.items():
                left[key] = value


def _silence(part: Object) -> None:
    if "/AA" in part:
        del part["/AA"]
    for key in ("/OpenAction", "/A", "/Next"):
        action = part.get(key)
        if isinstance(action, Dictionary) and str(action.get("/S")) in _RUNNING:
            del part[key]
    if "/JavaScript" in part and "/S" not in part:
        del part["/JavaScript"]  # the names of scripts that run when the file is opened


def _clean_picture(picture: Stream) -> None:
    try:
        packed = clean_jpeg(picture.read_raw_bytes())
    except ValueError:
        return  # readers are more forgiving than we are
    settings = picture.get("/DecodeParms")
    picture.write(
        packed,
        filter=Name.DCTDecode,
        decode_parms=settings if isinstance(settings, (Dictionary, Array)) else None,
    )


def _parts(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary and stream of the file, those inside others too."""
    for part in pdf.objects:
        yield from _inside(part)


def _inside(part: Object) -> Iterator[Object]:
    if isinstance(part, (Dictionary, Stream)):
        yield part
        for key in list(part.keys()):
            value = part.get(key)
            if isinstance(value, Object) and not value.is_indirect and isinstance(value, (Dictionary, Array)):
                yield from _inside(value)
    elif isinstance(part, Array):
        for value in part:
            if isinstance(value, Object) and not value.is_indirect:
                yield from _inside(value)
