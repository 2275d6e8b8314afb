"""Bytes of plain text → text, and whether a text was decoded with the right table."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from functools import lru_cache

_CONTROL = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_KANA = re.compile(r"[\u3041-\u30fe]")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_ODD = re.compile(r"[\ufffd\ue000-\uf8ff\0-\x08\x0e-\x1f\x7f-\x9f\U000f0000-\U0010ffff]")
_READABLE = re.compile(r"[\w\s，。、；：？！“”‘’（）《》〔〕【】—…·%.,()/:;-]")
_MANY = 0.8
_DISTINCT = 6
"""Different private signs on a page: more than the bullets of a list."""
_SCRIPTS = 3
"""Scripts beside Chinese and Latin that one page may be written in."""
_MUCH = 0.02
_FEW = 24
"""Characters below which nothing can be said about a text."""


def decoded(data: bytes) -> str | None:
    """Plain text in UTF-8, UTF-16 with a mark, GB18030, Shift-JIS or Big5; None when it is not text.

    GB18030 reads nearly every sequence of bytes: where what it reads are no common characters, the others are tried.
    """
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    text = _as(data, encoding)
    if text is None:
        text = _as(data, "gb18030")
        if text is None or commonness(text) < _MANY:
            codings = (_as(data, coding) for coding in ("cp932", "big5"))
            found = [other for other in (text, *codings) if other is not None]
            text = max(found, key=commonness) if found else None
    return None if text is None or _CONTROL.search(text) else text


def _as(data: bytes, coding: str) -> str | None:
    try:
        return data.decode(coding)
    except UnicodeDecodeError:
        return None


def commonness(text: str) -> float:
    """The share of its East Asian characters that are in common use (GB 2312, the first level of Big5, kana)."""
    signs = _HAN.findall(text) + _KANA.findall(text)
    odd = len(_ODD.findall(text))
    return sum(_is_common(sign) for sign in signs) / (len(signs) + odd) if signs or odd else 1.0


@lru_cache(maxsize=30_000)
def _is_common(sign: str) -> bool:
    if _KANA.match(sign):
        return True
    try:
        return bool(sign.encode("gb2312"))
    except UnicodeEncodeError:
        pass
    try:
        return sign.encode("big5")[0] < 0xC9
    except UnicodeEncodeError:
        return False


def _scripts(words: str) -> set[str]:
    """The scripts of a text that no Chinese or European paper uses, each with more than a few letters."""
    foreign = Counter(
        unicodedata.name(sign, "").partition(" ")[0]
        for sign in words
        if "\u0400" <= sign < "\u2000" and sign.isalpha()
    )
    return {script for script, count in foreign.items() if count > len(words) * _MUCH}


def is_garbled_text(text: str) -> bool:
    """Whether a page's text cannot be what is seen: rare and private characters, or little but signs."""
    words = "".join(text.split())
    if len(words) < _FEW:
        return False
    signs = len(_HAN.findall(words))
    odd = _ODD.findall(words)
    if len(odd) > len(words) * 0.15 or (signs >= _FEW and commonness(words) < _MANY):
        return True
    if (len(set(odd)) >= _DISTINCT and len(odd) > len(words) * 0.01) or len(_scripts(words)) > _SCRIPTS:
        return True
    return len(_READABLE.findall(words)) < len(words) * 0.5
