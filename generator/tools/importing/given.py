"""The values of a row of a list → values for the front matter. They are believed; what cannot be used is told."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.model.catalog import Catalog
from generator.model.diagnostics import Text, did_you_mean
from generator.planning.plan import top_theme
from generator.reading.openness_marks import openness_of
from generator.tools.importing.guessed import Guess
from generator.tools.importing.marks import validity_of
from generator.tools.importing.source import Told
from generator.tools.importing.spelling import find_date, read_number

_DATES = frozenset(
    {
        "formed",
        "published",
        "revised",
        "effective",
        "expires",
        "repealed",
        "approved",
        "public_until",
        "review.date",
        "source.date",
    }
)
_LISTS = frozenset(
    {
        "joint_issuers",
        "keywords",
        "items",
        "channels",
        "openness_reason",
        "interprets",
        "amends",
        "repeals",
        "replaces",
        "related",
        "concludes",
        "corrects",
    }
)
_TOLD_ONLY = frozenset({"index_no", "address", "series", "term", "printed"})
"""Not written as they stand: they become numbers, old addresses, notes."""


def given_fields(values: Mapping[str, Told], catalog: Catalog) -> tuple[dict[str, Guess], list[Text]]:
    """Values by key, and what of the row could not be used."""
    found: dict[str, Guess] = {}
    notes: list[Text] = []
    for key, told in values.items():
        if key in _TOLD_ONLY or not told.value.strip():
            continue
        value = _value(key, told.value.strip(), catalog)
        if value:
            found[key] = Guess(value, told.place, True)
        else:
            hint = _hint(key, told.value.strip(), catalog)
            notes.append(
                Text(
                    f"{told.place.zh}写的是“{told.value[:40]}”，没有写入；{hint.zh}",
                    f"{told.place.en} says “{told.value[:40]}”, which was not written; {hint.en}",
                )
            )
    return found, notes


def _value(key: str, text: str, catalog: Catalog) -> str | tuple[str, ...] | None:
    if key in _DATES:
        day = find_date(text)
        return str(day) if day else None
    if key in _LISTS:
        return tuple(dict.fromkeys(part for part in re.split(r"[;；、,，|]\s*", text) if part))
    match key:
        case "openness":
            return openness_of(text)
        case "validity":
            return validity_of(text)
        case "issuer":
            body = catalog.body_by_name.get(text)
            return body.name if body else None
        case "category":
            parts = [part.strip() for part in re.split(r"[/＞>\\»|]", text)]
            return next((part for part in reversed(parts) if part in catalog.category_by_name), None)
        case "theme":
            return text if top_theme(text) in catalog.themes else None
        case "genre":
            return text if text in catalog.genres else None
        case "doc_no":
            read = read_number(text)
            return read.number if read else text
    return text


def _hint(key: str, text: str, catalog: Catalog) -> Text:
    known = {
        "issuer": list(catalog.body_by_name),
        "category": list(catalog.category_by_name),
        "theme": list(catalog.themes),
        "genre": list(catalog.genres),
        "openness": ["主动公开", "依申请公开", "部分公开", "不予公开"],
        "validity": ["有效", "尚未生效", "已修改", "失效", "废止"],
    }.get(key)
    return did_you_mean(text, known) if known else Text("日期写成 2026-03-05", "write a date as 2026-03-05")
