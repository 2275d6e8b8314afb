"""A document → its texts, as the search page reads them for excerpts and as the index is made from them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from generator.machine.json_text import json_line
from generator.model.document import PublishedDocument
from generator.search.fold import SEPARATOR, fold_codes
from generator.search.packing import packed, unpacked
from generator.search.postings import Words, words_of


def texts_of(document: PublishedDocument, text: str, attachments: Mapping[str, str]) -> list[str]:
    """The summary, the body as plain text, then each attachment with its name before it ("" for an attachment without words).

    For a page of rows of a register each row with its id before it, in place of attachments.
    """
    return [document.summary, text, *(f"{name} {content}" for name, content in attachments.items())]


def texts_place(address: str) -> str:
    """Where the site has the texts of the document at an address."""
    return f"search/texts/{address.rstrip('/')}.gz"


def pack_texts(texts: Sequence[str]) -> bytes:
    """Packed JSON, with single blanks between words: the same bytes for the same texts."""
    return packed(json_line([" ".join(text.split()) for text in texts]).encode())


def unpack_texts(data: bytes) -> list[str]:
    """The texts of `pack_texts`."""
    texts: list[str] = json.loads(unpacked(data))
    return texts


def pages_of(pages: Sequence[Sequence[str]]) -> list[Words]:
    """The pages of the index that the texts of documents form: the word at each place, texts one after another.

    Of several at once it takes half the time, of short ones a tenth.
    """
    texts = (f"{text}{SEPARATOR}" for texts in pages for text in texts)
    return words_of(fold_codes("".join(texts)), [len(texts) for texts in pages])
