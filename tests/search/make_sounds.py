"""Makes generator/search/sounds.json from the readings of pypinyin (pip install pypinyin==0.55.0). Not a test."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

READINGS = 3
"""Readings of a character that are kept: the rarer ones would only make noise."""


def main() -> None:
    """Write the file."""
    from pypinyin import Style, pinyin  # type: ignore[import-not-found]

    pairs = [bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    chars = [char for pair in pairs if (char := pair.decode("gb2312", "ignore"))]
    table: defaultdict[str, set[str]] = defaultdict(set)
    for char in chars:
        for reading in pinyin(char, style=Style.NORMAL, heteronym=True)[0][:READINGS]:
            syllable = reading.replace("ü", "v")
            if syllable.isascii() and syllable.isalpha():
                table[syllable].add(char)
    target = Path(__file__).parents[2] / "generator/search/sounds.json"
    listed = {syllable: "".join(sorted(table[syllable])) for syllable in sorted(table)}
    target.write_text(json.dumps(listed, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
