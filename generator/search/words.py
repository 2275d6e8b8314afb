"""The words that people use → `search/words.json`, from which the search page knows what else to look for.

Shipped are words.yml, of public affairs in general, and the names that the offices of a field go by; an office adds its own
words, and catalog.yml has the bodies. The file is the same for every query, so a browser keeps it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from generator.model.catalog import Body

FILE = "search/words.json"
SHIPPED = Path(__file__).with_name("words.yml")

PLACE = re.compile(r"^.{1,9}?(?:自治[区州县旗]|[省市县区旗州盟])(?!(?:场|政|容|域|管理))(?=..)")
"""What a body is the body of, at the beginning of its name. 市场 and 市政 begin with no place."""
KIND = re.compile(r"(?:总局|局|委员会|委|厅|部|办公室|署|中心)$")


def words_json(own: Mapping[str, Sequence[str]], bodies: Iterable[Body]) -> str:
    """What the search page reads: `ignored`, `hints`, `english`, `alike`, `synonyms` and `bodies`, each word with what it stands for.

    `own` are the office's words; they come before those that are shipped.
    """
    shipped = _shipped()
    synonyms = {word: list(others) for word, others in shipped["synonyms"].items()}
    for word, others in own.items():
        synonyms[word] = list(dict.fromkeys([*others, *synonyms.get(word, ())]))
    named: dict[str, list[str]] = {}
    for body in bodies:
        for name in spoken_names(body):
            named.setdefault(name, []).append(body.name)
    table = {
        "ignored": _words(shipped["ignored"]),
        "alike": _words(shipped["alike"]),
        "hints": shipped["hints"],
        "english": shipped["english"],
        "synonyms": synonyms,
        "bodies": named,
    }
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n"


def spoken_names(body: Body) -> list[str]:
    """What people call a body: without its place, short, and as such offices are called or were called before."""
    core = PLACE.sub("", body.name)
    names = [core, *_shipped()["bodies"].get(KIND.sub("", core), ()), *_shipped()["bodies"].get(core, ())]
    if body.short:
        names += [body.short, re.sub(r"^[省市县区镇乡](?=..)", "", body.short)]
    if core.endswith("人民政府"):
        names.append(f"{core.removesuffix('人民政府')}政府")
    return [name for name in dict.fromkeys(names) if len(name) > 1 and name != body.name]


def _words(lines: Iterable[str]) -> list[str]:
    return [word for line in lines for word in line.split()]


_READ: dict[str, Any] = {}


def _shipped() -> dict[str, Any]:
    if not _READ:
        _READ.update(yaml.load(SHIPPED.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    return _READ
