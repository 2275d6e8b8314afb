"""Rules about openness and the review before publication."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Finding, Text
from generator.frontmatter import Record
from generator.rules.rule import Setting


def missing_review(record: Record, setting: Setting) -> Iterator[Finding]:
    """已写公开日期，没有审查记录。

    信息公开前应当逐件审查，并记录审查结论、日期和岗位。
    依据：《政府信息公开条例》第十七条；《保守国家秘密法实施条例》第四十二条（先审查、后公开）。
    ---
    A date of publication without a review record.

    Every item is reviewed before it is published; conclusion, date and reviewer are recorded.
    """
    document = record.document
    if document and document.published and "review" not in record.keys:
        yield Finding(document.line("published"), Text("没有审查记录（review）", "there is no review record"),
                      Text("补写 review，下面分行写 conclusion、date、by", "add `review` with conclusion, date and by"), {"key": "review"})
