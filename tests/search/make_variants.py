"""Make generator/search/variants.json: which Han characters search takes for one another.

Run by hand when a source is renewed:
`python tests/search/make_variants.py TSCharacters.txt Unihan_Variants.txt` (OpenCC, Apache-2.0; Unicode's Unihan).
Builds only read the result, so that index and browser fold alike whatever is installed.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parents[2] / "generator/search/variants.json"
KINDS = ("kSimplifiedVariant", "kZVariant", "kSpoofingVariant", "kSemanticVariant")
LOOK_ALIKE = {"禇": "褚", "零": "〇", "○": "〇", "◯": "〇"}
"""Taken for each other in surnames and in years; Unihan has no entry for these pairs. A circle is a sign that stands for a numeral."""


def traditional(path: Path) -> dict[str, str]:
    """Traditional → simplified by OpenCC; of several simplified forms the first."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {source: targets.split()[0] for source, targets in rows if targets.split()[0] != source}


def unihan(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """(kind, character, variants), the strongest kind of likeness first."""
    rows = [
        line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("U+")
    ]
    for kind in KINDS:
        for point, key, value in rows:
            if key == kind:
                yield (
                    kind,
                    chr(int(point[2:], 16)),
                    [chr(int(p, 16)) for p in re.findall(r"U\+([0-9A-F]+)", value)],
                )


def common(char: str) -> bool:
    """Whether a character is one of the 6,763 of GB 2312: two of these are different words and never folded."""
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def variants(opencc: Path, unihan_variants: Path) -> dict[str, str]:
    """Every character with another form to search by; the target is itself in its last form."""
    found = traditional(opencc) | LOOK_ALIKE
    for kind, char, others in unihan(unihan_variants):
        targets = [found.get(other, other) for other in others]
        usual = [target for target in targets if common(target)]
        if char not in found and not common(char) and usual:
            found[char] = usual[0]
        elif char not in found and not common(char) and kind != "kSemanticVariant" and char > min(targets):
            found[char] = min(targets)
    return {char: last(found, char) for char in sorted(found) if last(found, char) != char and usable(char)}


def last(found: dict[str, str], char: str) -> str:
    """The end of the chain that begins at a character; the least of its members when the chain is a ring."""
    seen = [char]
    while (after := found.get(seen[-1], seen[-1])) != seen[-1]:
        if after in seen:
            return min(seen[seen.index(after) :])
        seen.append(after)
    return seen[-1]


def usable(char: str) -> bool:
    """Compatibility characters are left to normalisation, which goes before this table."""
    return unicodedata.normalize("NFKD", char) == char


if __name__ == "__main__":
    table = variants(Path(sys.argv[1]), Path(sys.argv[2]))
    lines = {"from": "".join(table), "to": "".join(table.values())}
    TARGET.write_text(json.dumps(lines, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(table)} characters\n")
