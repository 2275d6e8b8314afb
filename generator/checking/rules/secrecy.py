"""Rules about marks that say a text was not meant for the public."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.rules.privacy import place_of
from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import PUBLIC
from generator.model.setting import Setting
from generator.reading.attachments.passages import Passage, passages
from generator.reading.frontmatter import Record
from generator.reading.marks import DRAFT, INTERNAL, SECRET, Kind, Mark, marks, named_mark
from generator.reading.privacy.masking import without_leaks

_MARKED = re.compile(r"[（(【\[]?(?:征求意见|送审|讨论|审议|报批|报审|会签|初审|修改)稿[）)】\]]?")

_CONSULTING = re.compile(
    r"征求|征集|采纳|反馈|听证|公示|起草说明|意见的(?:公告|通知|通告|函)|修订说明|解读|议案|审议"
)
"""Titles of documents about a draft; they must name it."""


def secrecy_mark(record: Record, setting: Setting) -> Iterator[Finding]:
    """带有国家秘密标志。

    正文、附件、文件名或者文档属性中有密级标志：“机密★20年”一类的写法，或者单独成行的“绝密”“机密”“秘密”，或者“密级：秘密”。
    句子里的“国家秘密”“商业秘密”不是标志。不属于国家秘密的，不得带有这种标志；属于国家秘密的，不得上网。
    依据：《保守国家秘密法》第二十二条、第二十九条、第三十五条；《保守国家秘密法实施条例》第二十一条、第四十二条；《政府信息公开条例》第十四条。
    ---
    A mark of a state secret.

    A mark such as 机密★20年, a line with nothing but 绝密, 机密 or 秘密, or 密级：秘密. The words in a sentence are no mark.
    What is secret may not be on the network, and what is not may not bear the mark.
    """
    hint = Text(
        "立即停止公开，报保密工作机构处理；已经解密的，删去标志并在 review 中写明依据",
        "stop, and report to the secrecy office; if it is declassified, remove the mark and give the basis in `review`",
    )
    return _findings(record, setting, SECRET, hint)


def internal_mark(record: Record, setting: Setting) -> Iterator[Finding]:
    """带有内部资料、工作秘密一类的标志。

    单独成行、写在括号里或者文件名里的“内部资料”“内部明电”“注意保存”“不得外传”“工作秘密”等，说明原件没有打算公开；
    公开方式是主动公开、部分公开的是错误，其他的只作提醒。
    依据：《保守国家秘密法》第六十四条（工作秘密）；《政府信息公开条例》第十六条、第十七条。
    ---
    A mark such as 内部资料 or 工作秘密.

    Such words alone on a line, in brackets or in a file name say that the original was not meant for the public: an error
    in what is published, else a warning.
    """
    hint = Text(
        "核对是否可以公开；可以公开的，换用没有标志的正式文本",
        "check whether it may be public; if so, use the final text without the mark",
    )
    public = record.document is not None and record.document.openness in PUBLIC
    return _findings(record, setting, INTERNAL, hint, None if public else Severity.WARNING)


def draft_mark(record: Record, setting: Setting) -> Iterator[Finding]:
    """已经定稿的文件带有“征求意见稿”“送审稿”一类的标志。

    多半是把过程稿当作正式稿上传。标题写明是征求意见、意见采纳情况、解读、公示、听证的，不在此列。
    依据：《政府信息公开条例》第十六条第二款（过程性信息可以不予公开）。
    ---
    A final document marked as a draft.

    Usually a working draft was uploaded instead of the final text. Documents about a consultation pass.
    """
    title = record.document.title if record.document else None
    if title and _CONSULTING.search(_MARKED.sub("", title)):
        return iter(())
    hint = Text(
        "换用正式印发的文本；确是征求意见的，在标题中写明“公开征求意见”",
        "use the text as issued; if it is a consultation, say so in the title",
    )
    return _findings(record, setting, DRAFT, hint)


def _findings(
    record: Record, setting: Setting, kind: Kind, hint: Text, severity: Severity | None = None
) -> Iterator[Finding]:
    reported: set[str] = set()
    for passage in passages(record, setting.root):
        if passage.attachment and passage.attachment in reported:
            continue
        for mark in _marks(passage, kind):
            yield _finding(passage, mark, kind.name, hint)._replace(severity=severity)
            if passage.attachment:
                reported.add(passage.attachment)
                break


def _marks(passage: Passage, kind: Kind) -> Iterator[Mark]:
    if passage.named:
        found = named_mark(passage.text, kind)
        return iter([Mark(0, found)] if found else [])
    return marks(passage.text, kind)


def _finding(passage: Passage, found: Mark, what: Text, hint: Text) -> Finding:
    mark = " ".join(found.text.split())
    if not passage.attachment:
        where = (
            Text(f"{passage.place.zh}中", f" in the {passage.place.en}") if passage.place.zh else Text("", "")
        )
        return Finding(
            passage.line + passage.text.count("\n", 0, found.start),
            Text(f"{where.zh}有{what.zh}“{mark}”", f"{what.en} “{mark}”{where.en}"),
            hint,
            {"mark": mark},
        )
    name, place = without_leaks(passage.attachment), place_of(passage, found.start)
    return Finding(
        passage.line,
        Text(f"附件“{name}”{place.zh}有{what.zh}“{mark}”", f"{what.en} “{mark}” in “{name}” {place.en}"),
        hint,
        {"mark": mark, "attachment": name, "place": place.zh},
    )
