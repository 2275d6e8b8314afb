"""What the tests of the ledger share: a small catalog in memory, and documents made from a few words."""

from __future__ import annotations

from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from helpers.roots import TESTS, TODAY

from generator.checking.rules import CODES
from generator.model.document import Document
from generator.model.setting import Setting
from generator.model.workdays import work_calendar
from generator.reading.catalog_file import load_catalog

OFFICE, FINANCE = "测试县人民政府办公室", "测试县财政局"
NUMBERS = count(1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def setting(root: Path = TESTS / "rules", today: date = TODAY) -> Setting:
    catalog, problems, _ = load_catalog(root, codes=CODES, locked=())
    assert catalog, problems
    return Setting(root, catalog, work_calendar({}), today)


def document(formed: str, published: str | None = None, **fields: Any) -> Document:
    """A public document; `published` is the day of formation unless given, and "" leaves it waiting."""
    shown = formed if published is None else published
    known: dict[str, Any] = {
        "index_no": f"11339926854601395E/{formed[:4]}-{next(NUMBERS):05}",
        "title": "关于公园开放时间的通告",
        "summary": "公园每日开放的时间。",
        "formed": day(formed),
        "published": day(shown) if shown else None,
        "issuer": OFFICE,
        "category": "规范性文件",
        "theme": "综合政务",
        "genre": "通告",
        "openness": "主动公开",
    }
    return Document(
        **{
            "path": "content/documents/a.md",
            "lines": {},
            "body_line": 1,
            "digest": "",
            "head": "",
            "size": 0,
            **known,
            **fields,
        }
    )
