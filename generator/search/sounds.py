"""Titles → `search/terms.json`: what pinyin and wrong characters are compared with. Fetched only by a query that has such.

sounds.json, which is shipped, has the readings of the 6,763 characters of GB 2312, by syllable; tests/search/make_sounds.py makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from generator.machine.json_text import json_line

FILE = "search/terms.json"
SOUNDS = Path(__file__).with_name("sounds.json")

CUT = re.compile(r"[^\w]+|关于|印发|通知|的|和|及|与|或|等")
"""Where a title falls apart."""


def terms_json(titles: Iterable[str]) -> str:
    """`sounds` and `terms`: the parts of these titles and names of two and more characters, each once."""
    terms = {term for title in titles for term in CUT.split(title) if len(term) > 1}
    sounds = SOUNDS.read_text(encoding="utf-8").strip()
    listed = json_line(sorted(terms))
    return f'{{"sounds":{sounds},"terms":{listed}}}\n'
