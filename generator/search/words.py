"""The words that people use → `search/words.json`, from which the search page knows what else to look for.

Shipped are words of public affairs in general, and the names that the offices of a field go by (generator/reading/words.yml); an
office adds its own words, and catalog.yml has the bodies. The file is the same for every query, so a browser keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, pairwise

from generator.machine.json_text import json_line
from generator.model.catalog import Body
from generator.search.fold import SEPARATOR, fold

FILE = "search/words.json"

PLACE = re.compile(r"^.{1,9}?(?:自治[区州县旗]|[省市县区旗州盟])(?!(?:场|政|容|域|管理))(?=..)")
"""The place of a body, at the beginning of its name. 市场 and 市政 begin with no place."""

KIND = re.compile(r"(?:总局|局|委员会|委|厅|部|办公室|署|中心)$")

AT_A_TIME = 1000
"""Texts that are folded together: no word goes from one into the next."""

Meanings = Mapping[str, Sequence[str]]
"""A word → the words that it stands for."""


class Standing:
    """The pairs of neighbouring characters that stand in some texts."""

    def __init__(self, texts: Iterable[str], *, whole: bool) -> None:
        """`whole`: these are all texts there are; otherwise what stands in none of them may stand elsewhere."""
        self.whole = whole
        left = iter(texts)
        self._pairs: set[tuple[str, str]] = set()
        while some := list(islice(left, AT_A_TIME)):
            self._pairs.update(pairwise(fold(SEPARATOR.join(some))))

    def among(self, words: Iterable[str]) -> set[str]:
        """Those of the words of which every pair stands somewhere: the others stand nowhere."""
        each = list(dict.fromkeys(words))
        folded = fold(SEPARATOR.join(each)).split(SEPARATOR) if each else []
        return {
            word for word, text in zip(each, folded, strict=True) if self._pairs.issuperset(pairwise(text))
        }


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
    standing: Standing,
) -> str:
    """What the search page reads: the lists `ignored`, `alike`, `acts` and `common`; `hints`, `english` and `bodies`, each word with
    what it stands for; `synonyms`, pairs of words and what they all stand for, each parted by blanks.

    `own` are the office's synonyms; they come before the others. `families` has what the offices of a field are called. Of what
    is shipped only words for something `standing` are kept, so that the file does not grow with what the catalog has nothing of; where
    that is not known of all texts, a word for nothing known keeps the first of what it stands for.
    """
    merged = _of_what_stands(synonyms, standing)
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
        "english": _of_what_stands(english, standing),
        "synonyms": _by_meaning(merged),
        "bodies": named,
    }
    return json_line(table) + "\n"


def _of_what_stands(words: Meanings, standing: Standing) -> dict[str, Sequence[str]]:
    """Words for something that stands in the catalog, or, where that is not known of all texts, for the likeliest thing that may."""
    stands = standing.among(other for others in words.values() for other in others)
    kept = {word: [other for other in others if other in stands] for word, others in words.items()}
    if not standing.whole:
        kept = {word: some or list(words[word][:1]) for word, some in kept.items()}
    return {word: others for word, others in kept.items() if others}


def _by_meaning(synonyms: Meanings) -> list[tuple[str, str]]:
    """Words that stand for the same together: packed, two thirds of what they take one by one."""
    groups: dict[str, list[str]] = {}
    for word, others in synonyms.items():
        groups.setdefault(_listed(others), []).append(word)
    return sorted((_listed(sorted(words)), others) for others, words in groups.items())


def _listed(words: Iterable[str]) -> str:
    return " ".join(word.replace(" ", "") for word in words)


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
