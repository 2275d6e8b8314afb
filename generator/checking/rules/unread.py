"""The files that are in the place of documents and cannot be read as such: what they hold is not gone."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.document import Document
from generator.model.setting import Setting
from generator.reading.sources import find_documents


def unread_files(documents: Sequence[Document], setting: Setting) -> bytes:
    """All that the files of documents say that cannot be read as documents. Such a file is an error itself."""
    read = {document.path for document in documents}
    includes = [include.root for include in setting.catalog.includes if include.root]
    files = (
        (f"{folder}/{path}" if folder else path, setting.root / folder / path)
        for folder in ("", *includes)
        for path in find_documents(setting.root / folder)
    )
    return b"\0".join(file.read_bytes().replace(b"\0", b"") for path, file in files if path not in read)
