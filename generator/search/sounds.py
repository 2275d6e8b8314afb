"""Titles → `search/terms.json`: what pinyin and wrong characters are compared with. Fetched only by a query that has such.

sounds.json, which is shipped, has the readings of the 6,763 characters of GB 2312, by syllable; tests/search/make_sounds.py makes it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

FILE = "search/terms.json"
SOUNDS = Path(__file__).with_name("sounds.json")

CUT = re.compile(
    r"[^\w]+|\d+[年月日号批次届期季度]*|第?[〇一二三四五六七八九十]+[年月日号批次届期季]+|关于|印发|通知|的|和|及|与|或|等|人民政府|办公室"
)
"""Where a title falls apart."""
MOST = 24_000
"""Characters of all terms together, so that what is fetched does not grow with the catalog."""


def terms_json(titles: Iterable[str]) -> str:
    """`sounds` and `terms`: the parts of these titles and names of two and more characters, each once.

    Of more than MOST characters those are kept that stand in the most titles, the shorter first. Of the sounds, the characters that
    people type (the first level of GB 2312) and those of the terms.
    """
    counted = Counter(term for title in titles for term in set(CUT.split(title)) if len(term) > 1)
    terms = sorted(_within(sorted(counted, key=lambda term: (-counted[term], len(term), term)), MOST))
    used = set("".join(terms))
    sounds = {
        syllable: kept
        for syllable, characters in json.loads(SOUNDS.read_text(encoding="utf-8")).items()
        if (kept := "".join(c for c in characters if c in used or _is_common(c)))
    }
    return json.dumps({"sounds": sounds, "terms": terms}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _within(terms: Iterable[str], most: int) -> Iterator[str]:
    for term in terms:
        most -= len(term)
        if most < 0:
            return
        yield term


def _is_common(character: str) -> bool:
    """Whether a character is of the first level of GB 2312, 3,755 in the order of their sounds."""
    code = character.encode("gb2312", "ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7
