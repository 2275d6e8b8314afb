"""An attachment as the office made it → the same file without what it says about the people and machines behind it.

What a reader sees stays as it is: pictures are not compressed again, and no page is laid out anew. The same file always gives
the same bytes. A file with an electronic signature or seal that holds together is published as it is, since any change would break the seal.
"""

from __future__ import annotations

from generator.cleaning.archives import clean_archive
from generator.cleaning.pictures import clean_jpeg, clean_png
from generator.cleaning.rich_text import clean_rtf
from generator.cleaning.seals import is_sealed_package
from generator.model.diagnostics import Text
from generator.model.faults import AttachmentError
from generator.reading.attachments.kinds import kind_of
from generator.reading.attachments.objects import without_properties
from generator.reading.attachments.package import BROKEN

__all__ = ["cleaned", "uncleanable"]


def uncleanable(data: bytes, name: str) -> bool:
    """Whether a file cannot be cleaned, so that a build would stop at it."""
    try:
        cleaned(data, name)
    except AttachmentError:
        return True
    return False


def cleaned(data: bytes, name: str) -> bytes:
    """The file to be published in the place of `data`. Raises AttachmentError for one that cannot be read, and so cannot be cleaned."""
    try:
        return _cleaned(data, name)
    except (*BROKEN, AttributeError, IndexError, TypeError) as error:
        raise AttachmentError(
            Text(
                f"附件“{name}”已损坏，无法去除作者等属性；用办公软件打开后另存一份",
                f"“{name}” is damaged and cannot be cleaned; open it, save it again and replace it",
            )
        ) from error


def _cleaned(data: bytes, name: str) -> bytes:
    kind = kind_of(data, name)
    if kind in ("docx", "xlsx", "pptx", "ofd", "zip", "odt", "ods", "odp", "xlsb"):
        return data if is_sealed_package(data, kind) else clean_archive(data, _cleaned)
    if kind in ("doc", "wps", "xls", "et", "ppt", "dps"):
        return without_properties(data)
    if kind == "rtf":
        return clean_rtf(data)
    if kind == "jpg":
        return clean_jpeg(data)
    if kind == "png":
        return clean_png(data)
    if kind == "pdf":
        from generator.cleaning.pdf import (
            clean_pdf,
        )  # qpdf is loaded only when there is something to clean

        return clean_pdf(data)
    return data
