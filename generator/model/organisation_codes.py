"""The check characters of organisation codes (GB 11714) and unified social credit codes (GB 32100)."""

from __future__ import annotations

from operator import mul

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def check_character(code: str) -> str | None:
    """The right last character of a 9- or 18-character code; None for anything else."""
    if len(code) == 9 and code[:8].isalnum() and code[:8].isascii():
        total = sum(int(c, 36) * weight for c, weight in zip(code, _ORGANISATION_WEIGHTS, strict=False))
        return "0123456789X0"[11 - total % 11]
    if len(code) == 18 and _VALUES.keys() >= set(code):
        total = sum(map(mul, map(_VALUES.__getitem__, code), _CREDIT_WEIGHTS))
        return ALPHABET[-total % 31]
    return None
