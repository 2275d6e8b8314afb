"""Text → its one form for search: the same for the index, for a query and in the browser (assets: fold.js).

Width, case, accents, compatibility forms, traditional and look-alike characters and all punctuation are levelled.
Between two digits something stays, so that 3.5 is not 35: a single point becomes POINT, anything else GAP.
Folding looks at one character at a time, so that a piece of a text always folds to a piece of the folded text.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from unicodedata import category, normalize

POINT = "\ua78c"

GAP = "\ua78f"
"""Letters that no text uses: Pagefind keeps letters and drops signs."""

VARIANTS = Path(__file__).with_name("variants.json")
"""`from` and `to`, character by character: OpenCC's traditional forms, Unihan's variants. The site has a copy."""

FEW = 100
"""Kinds of characters that are replaced one after the other. A text in today's characters has some forty, and this takes half the time
of going through it character by character."""

BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[. ]+(?=[0-9])")


def fold(text: str) -> str:
    """The form in which a text is indexed and looked for: letters, digits, Han characters, POINT and GAP only."""
    return fold_with_letters(text)[0]


def fold_with_letters(text: str) -> tuple[str, set[str]]:
    """The folded text, and each of its letters once."""
    kinds = {char: _LEVELLED[char] for char in set(text)}
    changed = [char for char, levelled in kinds.items() if levelled != char]
    if len(changed) > FEW:
        levelled = "".join(map(_LEVELLED.__getitem__, text))
    else:
        levelled = text
        for char in changed:  # what a character is levelled to is level, so the order does not matter
            levelled = levelled.replace(char, _LEVELLED[char])
    folded = (
        BETWEEN_DIGITS.sub(lambda match: POINT if match[0] == "." else GAP, levelled)
        .replace(".", "")
        .replace(" ", "")
    )
    letters = {*"".join(kinds.values())} - {".", " "}
    return folded, letters | {sign for sign in (POINT, GAP) if sign in folded}


def level(char: str) -> str:
    """One character by itself: its letters and digits, "." for a point, " " for any other sign, "" for a mark."""
    bare = "".join(c for c in normalize("NFKD", char) if category(c)[0] != "M" and category(c) != "Cf")
    return "".join(
        _VARIANT.get(c, c) if is_token(c) else c if c == "." else " " for c in normalize("NFC", bare.lower())
    )


def is_token(char: str) -> bool:
    """Whether a character can be looked for: letters, digits and every Han character, also of planes still growing."""
    return category(char)[0] in "LN" or 0x20000 <= ord(char) < 0x40000


class _Levelled(dict[str, str]):
    """`level` of every character seen so far."""

    def __missing__(self, char: str) -> str:
        levelled = self[char] = level(char)
        return levelled


def _read_variants() -> dict[str, str]:
    table = json.loads(VARIANTS.read_text(encoding="utf-8"))
    return dict(zip(table["from"], table["to"], strict=True))


_VARIANT = _read_variants()

_LEVELLED = _Levelled()
