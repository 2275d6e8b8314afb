"""Text → its one form for search: the same for the index, for a query and in the browser (assets: fold.js).

Width, case, accents, compatibility forms, traditional and look-alike characters and all punctuation are levelled.
Between two digits something stays, so that 3.5 is not 35: a single point becomes POINT, anything else GAP.
Folding looks at one character at a time, so that a piece of a text always folds to a piece of the folded text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from unicodedata import category, normalize

import numpy as np
from numpy.typing import NDArray

POINT = "\ua78c"

GAP = "\ua78f"
"""Letters that no text uses: Pagefind keeps letters and drops signs."""

VARIANTS = Path(__file__).with_name("variants.json")
"""`from` and `to`, character by character: OpenCC's traditional forms, Unihan's variants. The site has a copy."""

SEPARATOR = "\ud800"
"""Half a character, which no file can hold. It stays where it is, so that many texts can be folded at a time."""

Codes = NDArray[np.uint32]
"""A text as the numbers of its characters."""

_SPACE, _DOT = ord(" "), ord(".")
_NOTHING, _SEVERAL = 0xFFFFFFFE, 0xFFFFFFFF
"""Character → the text it is levelled to, where that is not one other character."""


def fold(text: str) -> str:
    """The form in which a text is indexed and looked for: letters, digits, Han characters, POINT and GAP only."""
    return fold_codes(text).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def folded_lengths(texts: Sequence[str]) -> list[int]:
    """How many characters each of these texts has once it is folded."""
    ends = np.flatnonzero(fold_codes("".join(f"{text}{SEPARATOR}" for text in texts)) == ord(SEPARATOR))
    lengths: list[int] = (np.diff(ends, prepend=-1) - 1).tolist()
    return lengths


def fold_codes(text: str) -> Codes:
    """The folded text, as numbers."""
    values = _levelled(text)
    values = values[values != _NOTHING]
    letters = np.flatnonzero((values != _SPACE) & (values != _DOT))
    folded: Codes = values[letters]
    digit = (folded >= ord("0")) & (folded <= ord("9"))
    apart = np.flatnonzero((np.diff(letters) > 1) & digit[:-1] & digit[1:])
    if not len(apart):
        return folded
    between = letters[apart] + 1
    point = (letters[apart + 1] == between + 1) & (values[between] == _DOT)
    return np.insert(folded, apart + 1, np.where(point, ord(POINT), ord(GAP)))


def _levelled(text: str) -> Codes:
    """`level` of each character."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    values: Codes = _TABLE[codes]
    if not values.all():
        for code in np.unique(codes[values == 0]).tolist():
            levelled = level(chr(code))
            _TABLE[code] = ord(levelled) if len(levelled) == 1 else _SEVERAL if levelled else _NOTHING
        values = _TABLE[codes]
    several = set(codes[values == _SEVERAL].tolist())
    if not several:
        return values
    for char in map(chr, several):  # a replacement never holds a character that is replaced again
        text = text.replace(char, level(char))
    return _levelled(text)


def level(char: str) -> str:
    """One character by itself: its letters and digits, "." for a point, " " for any other sign, "" for a mark."""
    bare = "".join(c for c in normalize("NFKD", char) if category(c)[0] != "M" and category(c) != "Cf")
    return "".join(
        _VARIANT.get(c) or (c if is_token(c) or c == "." else " ") for c in normalize("NFC", bare.lower())
    )


def is_token(char: str) -> bool:
    """Whether a character can be looked for: letters, digits and every Han character, also of planes still growing."""
    return category(char)[0] in "LN" or 0x20000 <= ord(char) < 0x40000


def _read_variants() -> dict[str, str]:
    table = json.loads(VARIANTS.read_text(encoding="utf-8"))
    return dict(zip(table["from"], table["to"], strict=True))


_VARIANT = _read_variants()

_TABLE = np.zeros(0x110000, np.uint32)
"""Code point → code point of the character it is levelled to; 0 for those not seen so far."""
_TABLE[ord(SEPARATOR)] = ord(SEPARATOR)
