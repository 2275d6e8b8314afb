"""Rules about validity: whether a document that is no longer in force says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from generator.checking.rules.relations import by_number, references
from generator.model.diagnostics import Finding, Text
from generator.model.document import FIELDS, Document
from generator.model.in_force import IN_FORCE
from generator.model.setting import Setting
from generator.reading.frontmatter import Record

NOT_ENDED = frozenset({"尚未生效", *IN_FORCE})
"""The validities under which a document is in force or will be."""


def expired_but_valid(record: Record, setting: Setting) -> Iterator[Finding]:
    """有效期已满，有效性没有改为失效。

    失效日期是有效期的最后一日。过期的文件仍标“有效”，会误导办事的人。
    依据：国办发〔2017〕47号（及时标注修改、废止、失效）；《政府信息公开条例》第六条。
    ---
    Expired, and still called valid.

    `expires` is the last day of validity.
    """
    document = record.document
    if document and document.expires and document.validity in NOT_ENDED and document.expires < setting.today:
        yield _outdated(document, "expires", document.expires, "失效")


def repealed_but_valid(record: Record, setting: Setting) -> Iterator[Finding]:
    """已经废止，有效性没有改为废止。

    从废止日期起，文件不再有效。
    依据：国办发〔2017〕47号（及时标注修改、废止、失效）；《政府信息公开条例》第六条。
    ---
    Repealed, and still called valid.

    From the day `repealed` on the document is not valid.
    """
    document = record.document
    if (
        document
        and document.repealed
        and document.validity in NOT_ENDED
        and document.repealed <= setting.today
    ):
        yield _outdated(document, "repealed", document.repealed, "废止")


def validity_mismatch(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """文件已被废止、替代或者修改，有效性没有更改。

    已施行的文件废止或者替代了另一份，后者不能仍是“有效”“尚未生效”或者“已修改”；修改了另一份的，后者应当是“已修改”。
    依据：国办发〔2017〕47号（及时标注修改、废止、失效）；《政府信息公开条例》第六条。
    ---
    Repealed, replaced or amended, and still called valid.

    What a document in force has repealed or replaced is no longer valid; what it has amended is 已修改.
    """
    known = by_number(documents)
    for document, key, other, _ in references(documents, ("amends", "repeals", "replaces")):
        target = known.get(other)
        if target is None or target is document or not _acts(document, setting.today):
            continue
        wanted = "已修改" if key == "amends" else "废止"
        if target.validity in (("有效",) if key == "amends" else NOT_ENDED):
            yield Finding(
                target.line("validity"),
                Text(
                    f"已被《{document.title}》（{document.index_no}）{FIELDS[key].title}，有效性仍是“{target.validity}”",
                    f"“{document.title}” ({document.index_no}) {key} this document, which is still “{target.validity}”",
                ),
                Text(
                    f"把 validity 改为“{wanted}”；只涉及一部分的，那一份改写 amends",
                    f"set validity to “{wanted}”; if it is a part only, write `amends` there",
                ),
                {"other": document.path, "expected": wanted},
                target.path,
            )


def _outdated(document: Document, key: str, day: date, validity: str) -> Finding:
    return Finding(
        document.line("validity"),
        Text(
            f"{FIELDS[key].title}是 {day}，有效性仍是“{document.validity}”",
            f"{key} {day}, and validity is still “{document.validity}”",
        ),
        Text(
            f"把 validity 改为“{validity}”，或者核对 {key}", f"set validity to “{validity}”, or check {key}"
        ),
        {"expected": validity},
    )


def _acts(document: Document, today: date) -> bool:
    """Whether a document is public and in force, so that what it says of others holds."""
    since = document.effective or document.formed
    return document.published is not None and since is not None and since <= today
