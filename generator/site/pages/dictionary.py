"""The JSON Schemas of what is published → the page `data/fields/`, on which people read what each key means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.site.feeds.schema import CHANGE_SCHEMA, DOCUMENT_SCHEMA, change_schema, document_schema
from generator.site.press import Page, Press, fill_template, finish_page, head_of

NAME = "数据字典"

FORMS = {"date": "日期（YYYY-MM-DD）", "uri": "网址"}


class Entry(NamedTuple):
    """One key of a record."""

    key: str
    """With the keys around it: `attachments.file`."""
    title: str
    meaning: str
    form: str
    required: bool


def render_dictionary(press: Press) -> Page:
    """The page: one table for a record of the catalog, one for an event."""
    tables = [
        ("一份信息", DOCUMENT_SCHEMA, list(entries(document_schema()))),
        ("变化记录", CHANGE_SCHEMA, list(entries(change_schema()))),
    ]
    content = fill_template(press, "fields.html", root="../../", name=NAME, tables=tables)
    head = head_of(
        press, "../../", "data/fields/", f"{press.catalog.site.name}：开放数据各项的含义", NAME, "数据开放"
    )
    return finish_page(
        press, "catalog-2", "data/fields/", f"{NAME} - {press.catalog.site.name}", head, content
    )


def entries(
    schema: Mapping[str, Any], prefix: str = "", parts: Mapping[str, Any] | None = None
) -> Iterator[Entry]:
    """The keys of a schema in order, nested ones below the key they belong to."""
    parts = schema.get("$defs", {}) if parts is None else parts
    for key, value in schema["properties"].items():
        if key.startswith("$"):
            continue
        yield Entry(
            prefix + key,
            value.get("title", ""),
            value.get("description", ""),
            _form(value),
            key in schema.get("required", ()),
        )
        inner = _resolved(value.get("items", value), parts)
        if "properties" in inner:
            yield from entries(inner, f"{prefix}{key}.", parts)


def _resolved(value: Mapping[str, Any], parts: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = value.get("$ref")
    return parts[reference.rpartition("/")[2]] if reference else value


def _form(value: Mapping[str, Any]) -> str:
    if "enum" in value:
        return "、".join(map(str, value["enum"]))
    if value.get("type") == "array":
        return "列表"
    if value.get("format") in FORMS:
        return FORMS[value["format"]]
    return "文字" if value.get("type") == "string" else "下级各项"
