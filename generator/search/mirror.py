"""A document → its page in the mirror that Pagefind indexes: every character a word of its own.

Pagefind splits at spaces, indexes letters and digits only, and keeps the words as the text of a result. So a space
follows every folded character, and what is not to be indexed rides along in private-use characters: the original of a
folded character, and the signs between. excerpt.js turns Pagefind's words back into the original text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.model import Document
from generator.search.fold import GAP, POINT, is_token, level

BREAK = "\ua7f7"
"""The word between two fields, so that no phrase runs from one into the next."""

ORIGINAL = 0xF0000
"""Plane 15, after a folded character: the UTF-16 units of its original; zero means that it has none of its own."""
SIGN = 0x100000
"""Plane 16: the UTF-16 units of a sign; zero is a blank and one a point that stand only in the folded form."""
HIDDEN_POINT = chr(SIGN + 1)

_ANY_ORIGINAL = f"[{chr(ORIGINAL)}-{chr(ORIGINAL + 0xFFFF)}]"
_ANY_SIGN = f"[{chr(SIGN)}-{chr(SIGN + 0xFFFF)}]"
_BETWEEN_DIGITS = re.compile(f"([0-9]{_ANY_ORIGINAL}* )({_ANY_SIGN}+)(?=[0-9])")
_NOT_INDEXED = re.compile(f"<[^>]*>|\\s|{_ANY_ORIGINAL}|{_ANY_SIGN}")
_BLANKS = re.compile(r"\s+")


def mirror_page(document: Document, text: str, attachments: Mapping[str, str]) -> str:
    """The mirror page: title, document number, index number, summary and text, then each attachment as a field.

    `text` is the body as plain text; `attachments` has the text of each attachment by its name ("" for none). The
    language is `zxx` (no linguistic content): with any other Pagefind would segment and stem. Nothing needs escaping,
    since letters and private-use characters are all that is left of a text.
    """
    fields = [document.title, document.doc_no, document.index_no, document.summary, text,
              *(f"{name} {content}" for name, content in attachments.items())]
    return page_of(fields)


def page_of(fields: Iterable[str | None]) -> str:
    """A mirror page of these fields."""
    words = f" {BREAK} ".join(spaced(field or "") for field in fields)
    return f'<!doctype html><html lang="zxx"><body data-pagefind-body><p>{words}</p></body></html>\n'


def spaced(text: str) -> str:
    """A text as words of one folded character each; without the private-use characters it is the fold of the text."""
    words = "".join(map(_WORDS.__getitem__, _BLANKS.sub(" ", text)))
    return _clinging(_BETWEEN_DIGITS.sub(_with_gap, words))


def indexed(page: str) -> str:
    """What of a mirror page can be found: its folded fields, with BREAK between them."""
    return _NOT_INDEXED.sub("", page)


def _with_gap(match: re.Match[str]) -> str:
    digit, signs = match.groups()
    point = len(signs) == 1 and (signs == HIDDEN_POINT or level(chr(ord(signs) - SIGN)) == ".")
    return f"{digit}{POINT if point else GAP}{chr(ORIGINAL)} {signs}"


def _clinging(words: str) -> str:
    """Signs cling to the word after them; the last ones to the word before, since a word without letters counts as one."""
    end = len(words)
    while end and words[end - 1] >= chr(SIGN):
        end -= 1
    return words[:end].rstrip(" ") + words[end:] if end else ""


class _Words(dict[str, str]):
    """The words that each character becomes, remembered."""

    def __missing__(self, char: str) -> str:
        words = self[char] = _words(char)
        return words


def _words(char: str) -> str:
    folded = level(char)
    if folded == char and is_token(char):
        return f"{char} "
    if not any(map(is_token, folded)):
        return _units(char, SIGN) if folded else ""
    return "".join(_pieces(char, folded))


def _pieces(char: str, folded: str) -> Iterable[str]:
    """The words of a character that folding changes: the first carries the original, the others nothing."""
    original = _units(char, ORIGINAL)
    for piece in folded:
        if is_token(piece):
            yield f"{piece}{original} "
            original = chr(ORIGINAL)
        else:
            yield HIDDEN_POINT if piece == "." else chr(SIGN)


def _units(char: str, plane: int) -> str:
    data = char.encode("utf-16-le")
    return "".join(chr(plane + int.from_bytes(data[n:n + 2], "little")) for n in range(0, len(data), 2))


_WORDS = _Words()
