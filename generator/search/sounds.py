"""Titles → `search/terms.json`: what pinyin and wrong characters are compared with. Fetched only by a query that has such.

sounds.json, which is shipped, has the readings of the 6,763 characters of GB 2312, by syllable; tests/search/make_sounds.py makes it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.machine.json_text import json_line

FILE = "search/terms.json"
SOUNDS = Path(__file__).with_name("sounds.json")

CUT = re.compile(
    r"[^\w]+|\d+[年月日号批次届期季度]*|第?[〇一二三四五六七八九十]+[年月日号批次届期季]+|中华人民共和国|人民政府|办公[室厅]|国务院|关于|印发|转发|批转|批准|同意|通知|的|和|及|与|或|等"
)
"""Where a title falls apart."""
MOST = 30_000
"""Characters of all terms together, so that what is fetched does not grow with the catalog."""


def terms_json(titles: Iterable[str]) -> str:
    """`sounds` and `terms`: the parts of these titles and names of two and more characters, each once.

    Of more than MOST characters those are kept that stand in the most titles, the shorter first.
    """
    counted = Counter(term for title in titles for term in set(CUT.split(title)) if len(term) > 1)
    terms = sorted(_within(sorted(counted, key=lambda term: (-counted[term], len(term), term)), MOST))
    listed = json_line(terms)
    return f'{{"sounds":{SOUNDS.read_text(encoding="utf-8").strip()},"terms":{listed}}}\n'


def _within(terms: Iterable[str], most: int) -> Iterator[str]:
    for term in terms:
        most -= len(term)
        if most < 0:
            return
        yield term
