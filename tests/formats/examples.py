"""Findings that the tests of the formats share."""

from __future__ import annotations

from datetime import date

from generator.model.diagnostics import Diagnostic, Severity, Text

LATE = Diagnostic(
    "content/documents/县府办/a,b.md",
    3,
    "GK302",
    "late-publication",
    Severity.ERROR,
    Text("公开日期 2026-07-01 晚于期限 2026-06-30，100%：是", "published 2026-07-01, after 2026-06-30"),
    Text("核对日期", "check the dates"),
    {"start": date(2026, 6, 1), "published": date(2026, 7, 1)},
)
UNKNOWN = Diagnostic(
    "content/documents/县府办/a,b.md",
    2,
    "GK103",
    "unknown-field",
    Severity.ERROR,
    Text("没有“sumary”这个键", "there is no key “sumary”"),
    Text("是不是“summary”？", "did you mean “summary”?"),
    {"key": "sumary"},
)
OLD = Diagnostic(
    "catalog.yml",
    1,
    "GK802",
    "stale-category",
    Severity.WARNING,
    Text("类别“规划”已 20 天没有更新", "“规划” is stale"),
    Text("公开应当更新的信息", "publish"),
    {},
)
FOUND = [OLD, UNKNOWN, LATE]


def due(days: int) -> Diagnostic:
    """A document that is due in so many days, in a file whose name says the opposite of how urgent it is."""
    return Diagnostic(
        f"content/documents/{9 - days}.md",
        10,
        "GK305",
        "due-soon",
        Severity.WARNING,
        Text(f"还剩 {days} 个工作日", f"{days} left"),
        Text("尽快审查", "review it"),
        {"days_left": days, "deadline": date(2026, 11, 22 + days)},
    )
