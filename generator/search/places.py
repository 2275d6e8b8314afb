"""Pages that can be opened besides the documents → `search/places.json`, which the search page looks through whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from generator.machine.json_text import json_line

FILE = "search/places.json"
MOST = 600
"""Characters of text that are looked through of each place."""


class Place(NamedTuple):
    """Something that search can lead to and that is no document on the site: a page, a body, an answer, a withheld title."""

    address: str
    """Where it leads, relative to the site, with a fragment if it is a part of a page."""
    kind: str
    """Its kind in a word, shown beside the title: 机构, 网页, 答复 …"""
    title: str
    names: tuple[str, ...] = ()
    """Its other names; who types one of them is shown it before all else."""
    text: str = ""
    """Further words by which it is found."""
    note: str = ""
    """The line below its title in a result."""
    phone: str = ""
    until: str = ""
    """The last day for comments, of a document that is a draft: found as a document, and here only to be suggested and shown on top."""
    known: str = ""
    """Its key where that is not the address: the index number of a withheld document."""


def places_json(places: Iterable[Place]) -> str:
    """The places, each without its empty fields."""
    rows = [
        {key: value for key, value in place._replace(text=place.text[:MOST])._asdict().items() if value}
        for place in places
    ]
    return json_line(rows) + "\n"
