"""The words that people use → `search/words.json`, from which the search page knows what else to look for.

Shipped are words of public affairs in general, and the names that the offices of a field go by (generator/reading/words.yml); an
office adds its own words, and catalog.yml has the bodies. The file is the same for every query, so a browser keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.machine.json_text import json_line
from generator.model.catalog import Body

FILE = "search/words.json"

PLACE = re.compile(r"^.{1,9}?(?:自治[区州县旗]|[省市县区旗州盟])(?!(?:场|政|容|域|管理))(?=..)")
"""The place of a body, at the beginning of its name. 市场 and 市政 begin with no place."""

KIND = re.compile(r"(?:总局|局|委员会|委|厅|部|办公室|署|中心)$")

Meanings = Mapping[str, Sequence[str]]
"""A word → the words that it stands for."""


def words_json(
    *,
    ignored: Sequence[str],
    alike: Sequence[str],
    acts: Sequence[str],
    common: Sequence[str],
    hints: Meanings,
    english: Meanings,
    synonyms: Meanings,
    own: Meanings,
    bodies: Iterable[Body],
    families: Meanings,
) -> str:
    """What the search page reads: the lists `ignored`, `alike`, `acts` and `common`, and `hints`, `english`, `synonyms` and `bodies`, each
    word with what it stands for.

    `own` are the office's synonyms; they come before the others. `families` has what the offices of a field are called.
    """
    merged = {word: list(others) for word, others in synonyms.items()}
    for word, others in own.items():
        merged[word] = list(dict.fromkeys([*others, *merged.get(word, ())]))
    named: dict[str, list[str]] = {}
    for body in bodies:
        for name in spoken_names(body, families):
            named.setdefault(name, []).append(body.name)
    for field, names in families.items():
        for name in names:
            named.setdefault(name, [field])
    table = {
        "ignored": ignored,
        "alike": alike,
        "acts": acts,
        "common": _grouped(common),
        "hints": hints,
        "english": english,
        "synonyms": dict(sorted(merged.items())),
        "bodies": named,
    }
    return json_line(table) + "\n"


def _grouped(words: Iterable[str]) -> str:
    """Words of two letters by their first, each group that letter with all second ones, groups parted by blanks: two thirds, packed."""
    seconds: dict[str, set[str]] = {}
    for word in words:
        seconds.setdefault(word[0], set()).add(word[1])
    return " ".join(f"{first}{''.join(sorted(group))}" for first, group in sorted(seconds.items()))


def spoken_names(body: Body, families: Meanings) -> list[str]:
    """The names by which people know a body: without its place, short, and as such offices are called or were called before."""
    core = PLACE.sub("", body.name)
    names = [core, *families.get(KIND.sub("", core), ()), *families.get(core, ())]
    if body.short:
        names += [body.short, re.sub(r"^[省市县区镇乡](?=..)", "", body.short)]
    if core.endswith("人民政府"):
        names.append(f"{core.removesuffix('人民政府')}政府")
    return [name for name in dict.fromkeys(names) if len(name) > 1 and name != body.name]
