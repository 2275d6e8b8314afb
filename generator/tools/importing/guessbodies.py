"""Who issued a document: the bodies of the catalog that its head, its signature, its page and its title name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from generator.model.catalog import Body, Catalog
from generator.model.diagnostics import Text
from generator.tools.importing.guessed import HEAD, SIGNATURE, Guess, Read


def find_bodies(text: str, catalog: Catalog) -> list[Body]:
    """The bodies a text names in full, in their order there; a short name counts only alone, as 县教育局 ends many names."""
    tight = "".join(text.split())
    alone = catalog.body_by_name.get(tight)
    if alone:
        return [alone]
    names = "|".join(map(re.escape, sorted((b.name for b in catalog.bodies), key=len, reverse=True)))
    return list(dict.fromkeys(catalog.body_by_name[name] for name in re.findall(names, tight)))


def issuers(
    read: Read, catalog: Catalog, title: str, given: str | None, notes: list[Text]
) -> dict[str, Guess]:
    """The issuer and those who issue with it, from the first place that names a body of the catalog."""
    layout, told = read.layout, read.told.get("issuer") or read.told.get("source")
    head, signed = _named(layout.head, catalog), _named(layout.signature or (), catalog)
    said = find_bodies(told.value, catalog)[:1] if told else []
    titled = [
        body for body in find_bodies(title, catalog)[:1] if "".join(title.split()).startswith(body.name)
    ]
    agreed = (
        said if said and said == titled and not head else []
    )  # two places against a signature within the text
    where_told = told.place if told else HEAD
    either_agrees = not (head and signed) or head[0] == signed[0]
    places = [
        _Place(agreed if agreed and agreed[0] not in signed else [], where_told, settles=True),
        _Place(head, HEAD, either_agrees and _leads(layout.head, catalog))
        if len(head) >= len(signed)
        else _Place(signed, SIGNATURE, either_agrees and _leads(layout.signature or (), catalog)),
        _Place(said, where_told, settles=True),
        _Place(find_bodies(title, catalog)[:1], Text("标题", "title")),
        _Place(find_bodies(layout.printed_by or "", catalog), Text("印发机关", "printed by")),
        _Place(find_bodies(given or "", catalog), Text("命令行", "command line"), settles=True),
        _Place(
            list(catalog.bodies) if len(catalog.bodies) == 1 else [],
            Text("目录里只有这一个机构", "the only body of the catalog"),
        ),
    ]
    named = list(dict.fromkeys([*layout.head, *(layout.signature or ())]))
    unknown = [name for name in named if not find_bodies(name, catalog) and len(name) > 3]
    if unknown:
        notes.append(
            Text(f"catalog.yml 里没有：{'、'.join(unknown)}", f"not in catalog.yml: {', '.join(unknown)}")
        )
    found = next((place for place in places if place.bodies), None)
    if found is None:
        return {}
    lead, *others = (body.name for body in found.bodies)
    guessed = {"issuer": Guess(lead, found.where, found.settles)}
    return guessed | ({"joint_issuers": Guess(tuple(others), found.where, found.settles)} if others else {})


def _leads(names: Sequence[str], catalog: Catalog) -> bool:
    """Whether the first of several names, who leads, is a body of the catalog; if not, it is a guess that another one stands for it."""
    return bool(names and find_bodies(names[0], catalog))


class _Place(NamedTuple):
    """A place that may name who issued a document."""

    bodies: list[Body]
    """The bodies of the catalog that it names, the one that leads first; none: it names nobody."""
    where: Text
    settles: bool = False
    """Whether what stands there needs no second look."""


def _named(names: Sequence[str], catalog: Catalog) -> list[Body]:
    return list(dict.fromkeys(body for name in names for body in find_bodies(name, catalog)))
