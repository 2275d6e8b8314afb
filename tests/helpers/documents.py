"""A document without fault, written out as an office writes it; a test changes what it is about."""

from __future__ import annotations

import json
from typing import Any

AUTHORITY = "11339926854601395E"
"""The organisation code of the catalog of the rule fixtures, in every index number."""
TEXT = "各乡镇人民政府：\n\n请按照预案做好巡查和预警。\n"
HEAD: dict[str, Any] = {
    "index_no": f"{AUTHORITY}/2026-00001",
    "title": "关于做好汛期地质灾害防治工作的通知",
    "summary": "部署汛期地质灾害隐患点巡查、预警和转移避险工作。",
    "genre": "通知",
    "doc_no": "测政办发〔2026〕1号",
    "category": "民生政策",
    "theme": "国土资源、能源",
    "issuer": "测试县人民政府办公室",
    "formed": "2026-06-01",
    "published": "2026-06-30",
    "openness": "主动公开",
    "review": "\n  conclusion: 公开\n  date: 2026-06-02\n  by: 政策法规科\n  approved_by: 分管负责人",
}


def document(number: int = 1, text: str = TEXT, **changed: Any) -> str:
    """The document with this serial number, its keys changed or (before the review) added; None leaves a key out.

    A string is written as it stands, so a test decides on every sign of it; lists and maps are written in YAML's flow style.
    """
    own = {"index_no": f"{AUTHORITY}/2026-{number:05}", "doc_no": f"测政办发〔2026〕{number}号"}
    keys = HEAD | own | changed
    keys["review"] = keys.pop("review")
    lines = [f"{key}:{_value(value)}\n" for key, value in keys.items() if value is not None]
    return f"---\n{''.join(lines)}---\n\n{text}"


def attaching(*files: str) -> str:
    """The document with these attachments, each on a line of its own."""
    return document(attachments="".join(f"\n  - file: {name}" for name in files))


def named(number: int, title: str, other: int | None = None, relation: str = "related") -> str:
    """A document in force about `title`, and its relation to another one by that one's number."""
    to = {relation: [f"{AUTHORITY}/2026-{other:05}"]} if other else {}
    return document(number, title=f"关于{title}做好汛期地质灾害防治工作的通知", validity="有效", **to)


def _value(value: Any) -> str:
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return written if written.startswith("\n") else f" {written}"
