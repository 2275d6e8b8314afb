"""The classes of `model` → JSON Schemas (draft 2020-12) of what the site publishes.

A number in a file's name is a version: within it, keys are only ever added.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from generator.feeds.changes import KINDS
from generator.feeds.records import PRIVATE, dump_pretty, link
from generator.model import Catalog, FrontMatter

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DOCUMENT_SCHEMA = "schema/document-1.json"
CATALOG_SCHEMA = "schema/catalog-1.json"
CHANGE_SCHEMA = "schema/change-1.json"
ALWAYS = ("index_no", "title", "openness", "published", "url")
"""Keys without which a document has no page, whatever rules an office has switched off."""


def schema_files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Name and text of every schema."""
    for name, schema in ((DOCUMENT_SCHEMA, document_schema()), (CATALOG_SCHEMA, catalog_schema(catalog)), (CHANGE_SCHEMA, change_schema())):
        yield name, dump_pretty({"$schema": DRAFT, "$id": link(catalog, name), **schema})


def document_schema() -> dict[str, Any]:
    """A published document, as in `catalog.json` and the static API."""
    schema: dict[str, Any] = _public(TypeAdapter(FrontMatter).json_schema(mode="serialization"))
    schema["$defs"].pop("Review")
    schema["$defs"]["Attachment"]["properties"]["url"] = _uri("下载地址")
    schema["properties"] |= {
        "$schema": {"type": "string"}, "url": _uri("信息页地址"),
        "relations": {"title": "关系", "type": "array", "items": _record(
            {"relation": _text("关系"), "index_no": _text("索引号"), "title": _text("名称"), "url": _uri("信息页地址")},
            ("relation", "index_no", "title"))}}
    return schema | {"title": "公开信息", "description": "一份已经公开的政府信息", "required": list(ALWAYS)}


def catalog_schema(catalog: Catalog) -> dict[str, Any]:
    """`catalog.json` and its parts by year."""
    withheld = _record({"index_no": _text("索引号"), "title": _text("名称"), "formed": _day("生成日期"), "issuer": _text("发布机构"),
                        "openness": {"title": "公开方式", "enum": ["依申请公开", "不予公开"]}}, ("index_no", "title", "openness"))
    site = _record({"name": _text("网站名称"), "url": _uri("网站地址")}, ("name", "url"))
    documents = {"title": "目录", "type": "array", "items": {"oneOf": [{"$ref": link(catalog, DOCUMENT_SCHEMA)}, withheld]}}
    return {"title": "公开目录", **_record({"site": site, "documents": documents}, ("site", "documents"))}


def change_schema() -> dict[str, Any]:
    """One line of `changes.ndjson`, and `_change` in the JSON feeds."""
    return {"title": "变化", **_record({
        "id": _uri("编号"), "date": _day("日期"), "kind": {"title": "种类", "enum": list(KINDS)}, "why": _text("说明"),
        "index_no": _text("索引号"), "title": _text("名称"), "issuer": _text("发布机构"), "category": _text("目录类别"),
        "validity": _text("有效性"), "by": {"title": "由哪些文件引起", "type": "array", "items": _text("索引号")},
        "url": _uri("信息页地址")}, ("id", "date", "kind", "index_no", "title", "url"))}


def _public(schema: Any) -> Any:
    """A schema of a class as its published form: nothing internal, and an empty key is absent instead of null."""
    if isinstance(schema, list):
        return [_public(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    if "properties" in schema:
        schema = schema | {"properties": {key: value for key, value in schema["properties"].items() if key not in PRIVATE}}
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        schema = schema | choices[0]
    dropped = {"additionalProperties", "default"} | ({"anyOf"} if len(choices) == 1 else set())
    return {key: _public(value) for key, value in schema.items() if key not in dropped}


def _record(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


def _text(title: str) -> dict[str, Any]:
    return {"title": title, "type": "string"}


def _day(title: str) -> dict[str, Any]:
    return _text(title) | {"format": "date"}


def _uri(title: str) -> dict[str, Any]:
    return _text(title) | {"format": "uri"}
