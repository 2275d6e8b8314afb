"""The classes of `model` → JSON Schemas (draft 2020-12) of what the site publishes.

A number in a file's name is a version: within it, keys are only ever added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from generator.machine.json_text import json_text
from generator.model.catalog import Catalog
from generator.model.document import FrontMatter
from generator.model.events import KINDS
from generator.model.visibility import PUBLISHED
from generator.site.feeds.records import link

DRAFT = "https://json-schema.org/draft/2020-12/schema"

DOCUMENT_SCHEMA = "schema/document-1.json"

CATALOG_SCHEMA = "schema/catalog-1.json"

CHANGE_SCHEMA = "schema/change-1.json"

ALWAYS = ("index_no", "title", "openness", "published", "url")
"""Keys without which a document has no page, whatever rules an office has switched off."""


def schema_files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Name and text of every schema."""
    for name, schema in (
        (DOCUMENT_SCHEMA, document_schema()),
        (CATALOG_SCHEMA, catalog_schema(catalog)),
        (CHANGE_SCHEMA, change_schema()),
    ):
        yield name, json_text({"$schema": DRAFT, "$id": link(catalog, name), **schema}, indent=2)


def document_schema() -> dict[str, Any]:
    """A published document, as in `catalog.json` and the static API."""
    whole = _front_matter()
    parts = {
        cls.__name__: _public(whole["$defs"][cls.__name__], keys)
        for cls, keys in PUBLISHED.items()
        if cls is not FrontMatter
    }
    parts["Attachment"]["properties"]["url"] = _uri("下载地址")
    schema = _public(whole, PUBLISHED[FrontMatter]) | {"$defs": parts}
    schema["properties"] |= {
        "$schema": {"type": "string"},
        "url": _uri("信息页地址"),
        "status": {"title": "状态", "enum": ["被替代", "已撤回", "已撤下", "公开期满"]},
        "relations": {
            "title": "关系",
            "type": "array",
            "items": _record(
                {
                    "relation": _text("关系"),
                    "index_no": _text("索引号"),
                    "title": _text("名称"),
                    "url": _uri("信息页地址"),
                },
                ("relation", "index_no", "title"),
            ),
        },
    }
    return schema | {"title": "公开信息", "description": "一份已经公开的政府信息", "required": list(ALWAYS)}


@cache
def _front_matter() -> dict[str, Any]:
    """The schema of everything that an editor may write; what is taken from it is copied, never changed."""
    return TypeAdapter(FrontMatter).json_schema(mode="serialization")


def catalog_schema(catalog: Catalog) -> dict[str, Any]:
    """`catalog.json` and its parts by year."""
    withheld = _record(
        {
            "index_no": _text("索引号"),
            "title": _text("名称"),
            "formed": _day("生成日期"),
            "issuer": _text("发布机构"),
            "openness": {"title": "公开方式", "enum": ["依申请公开", "不予公开"]},
            "ground": _text("理由"),
            "left_out": _text("未公开的内容"),
        },
        ("index_no", "title", "openness"),
    )
    site = _record({"name": _text("网站名称"), "url": _uri("网站地址")}, ("name", "url"))
    documents = {
        "title": "目录",
        "type": "array",
        "items": {"oneOf": [{"$ref": link(catalog, DOCUMENT_SCHEMA)}, withheld]},
    }
    return {"title": "公开目录", **_record({"site": site, "documents": documents}, ("site", "documents"))}


def change_schema() -> dict[str, Any]:
    """One line of `changes.ndjson`, and `_change` in the JSON feeds."""
    return {
        "title": "变化",
        **_record(
            {
                "id": _uri("编号"),
                "date": _day("日期"),
                "kind": {"title": "种类", "enum": list(KINDS)},
                "why": _text("说明"),
                "index_no": _text("索引号；登记表是它的地址"),
                "title": _text("名称"),
                "issuer": _text("发布机构"),
                "category": _text("目录类别"),
                "validity": _text("有效性"),
                "by": {"title": "由哪些文件引起", "type": "array", "items": _text("索引号")},
                "url": _uri("信息页地址"),
            },
            ("id", "date", "kind", "index_no", "title", "url"),
        ),
    }


def _public(schema: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """The schema of a class with its published keys only."""
    kept = {name: value for name, value in schema.items() if name not in ("additionalProperties", "$defs")}
    return kept | {"properties": {key: _filled(schema["properties"][key]) for key in keys}}


def _filled(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a value that is absent where the class has None."""
    filled = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    kept = {name: value for name, value in schema.items() if name != "default"}
    return (
        {name: value for name, value in kept.items() if name != "anyOf"} | filled[0]
        if len(filled) == 1
        else kept
    )


def _record(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


def _text(title: str) -> dict[str, Any]:
    return {"title": title, "type": "string"}


def _day(title: str) -> dict[str, Any]:
    return _text(title) | {"format": "date"}


def _uri(title: str) -> dict[str, Any]:
    return _text(title) | {"format": "uri"}
