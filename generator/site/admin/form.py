"""The classes of the front matter and the catalog → the fields of a form, with Chinese labels, hints and choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date
from typing import Any, Literal, get_args, get_origin, get_type_hints

from generator.model.catalog import Catalog
from generator.model.document import FrontMatter, described
from generator.model.grounds import GROUNDS
from generator.model.requirements import ALWAYS

Field = dict[str, Any]
"""A field of the editor's configuration."""

_LONG = frozenset({"summary", "note", "reason"})


def form_fields(catalog: Catalog, themes: Sequence[str], defaults: Mapping[str, str]) -> list[Field]:
    """Every key an editor may write, in the order of the dictionary, and the text.

    `themes` are those to choose from, with the subordinate ones in use; `defaults` stand in a new document.
    """
    fields = _fields(FrontMatter, {**_choices(catalog), "theme": list(themes)}, ALWAYS)
    for field in fields:
        if field["name"] in defaults:
            field["default"] = defaults[field["name"]]
        if field["name"] == "attachments":
            field["hint"] += "；新的信息先保存一次，再添加附件"
    body = {
        "name": "body",
        "label": "正文",
        "hint": "Markdown：空一行另起一段；“## ”开头是小标题",
        "widget": "markdown",
        "modes": ["raw"],
        "required": False,
    }
    return [*fields, body]


def _choices(catalog: Catalog) -> dict[str, list[Any]]:
    """What may be chosen for a key, by its name."""
    bodies = [body.name for body in catalog.bodies]
    return {
        "issuer": bodies,
        "joint_issuers": bodies,
        "category": [c.name for c in catalog.categories],
        "genre": list(catalog.genres),
        "openness_reason": [{"label": text.zh, "value": code} for code, text in GROUNDS.items()],
    }


def _fields(cls: type, choices: Mapping[str, list[Any]], required: Sequence[str]) -> list[Field]:
    hints = get_type_hints(cls)
    return [
        {
            "name": key,
            "label": info.title,
            "hint": info.description or "",
            "required": key in required,
            **_widget(key, hints[key], choices),
        }
        for key, info in described(cls).items()
    ]


def _widget(key: str, hint: Any, choices: Mapping[str, list[Any]]) -> Field:
    """How a key is entered."""
    if key == "file":
        return {"widget": "file", "public_folder": "", "media_library": {"config": {"multiple": False}}}
    options = choices.get(key) or next(
        (list(get_args(a)) for a in (hint, *get_args(hint)) if get_origin(a) is Literal), None
    )
    listed = get_origin(hint) is tuple
    if options:
        return {"widget": "select", "options": options, **({"multiple": True} if listed else {})}
    inner = next((a for a in (hint, *get_args(hint)) if is_dataclass(a) and isinstance(a, type)), None)
    if inner:
        return {
            "widget": "list" if listed else "object",
            "collapsed": True,
            "fields": _fields(inner, choices, ()),
        }
    if listed:
        return {"widget": "list", "allow_add": True}
    if date in (hint, *get_args(hint)):
        return {
            "widget": "datetime",
            "format": "YYYY-MM-DD",
            "date_format": "YYYY-MM-DD",
            "time_format": False,
            "default": "",
        }
    return {"widget": "text" if key in _LONG else "string"}
