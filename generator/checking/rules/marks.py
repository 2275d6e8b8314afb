"""The rule about the mark of openness that a paper bears itself."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checking.rules.privacy import place_of
from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import PUBLIC, Document
from generator.model.setting import Setting
from generator.reading.attachments.passages import Passage, passages
from generator.reading.frontmatter import Record
from generator.reading.openness_marks import Mark, marks, named_mark
from generator.reading.privacy.masking import without_leaks


def marked_not_public(record: Record, setting: Setting) -> Iterator[Finding]:
    """文件自己的公开标注与公开方式不一致。

    公文附注写着“此件不公开”“此件依申请公开”的，文件、表格里写着“公开属性：依申请公开”“是否公开：否”“密级：内部”的，标题、文件名
    带有“（不公开）”的，不能作为主动公开、部分公开的信息上网；写着“此件删减后公开”的，公开方式应当是部分公开（本条只作提醒）。
    正文、文件头、附件和它们的名称都看；句子里谈到标注的不算。原来不公开、后来经评估转为公开的，重新审查并换用没有原标注的文本。
    依据：《政府信息公开条例》第十六条、第十七条、第十八条；国办发〔2016〕80号（公文公开属性源头认定）；GB/T 9704—2012（附注）。
    ---
    The paper's own mark of openness contradicts `openness`.

    A paper that says below its date 此件不公开 or 此件依申请公开, in a form 公开属性：依申请公开, or in its title or file name
    （不公开）, is not public; one that says 此件删减后公开 is public in part (a warning). Text, front matter, attachments and their
    names are looked at; a sentence about marks is none. What was evaluated again and opened since is reviewed again and
    published without the old mark.
    """
    document = record.document
    if document is None or document.openness not in PUBLIC:
        return
    reported: set[str] = set()
    for passage in passages(record, setting.root):
        if passage.attachment in reported:
            continue
        for mark in _marks(passage):
            if _contradicts(document, mark):
                reported.add(passage.attachment)
                yield _finding(document, passage, mark)
                break


def _marks(passage: Passage) -> Iterator[Mark]:
    if passage.named:
        return iter([found] if (found := named_mark(passage.text)) else [])
    return marks(passage.text)


def _contradicts(document: Document, mark: Mark) -> bool:
    if mark.openness == "部分公开":
        return document.openness == "主动公开"
    return mark.openness not in PUBLIC


def _finding(document: Document, passage: Passage, mark: Mark) -> Finding:
    if passage.attachment:
        name, place = without_leaks(passage.attachment), place_of(passage, mark.start)
        where = Text(f"附件“{name}”{place.zh}", f"“{name}” {place.en}")
        line = passage.line
    else:
        where = passage.place if passage.place.zh else Text("文件", "the paper")
        line = passage.line + passage.text.count("\n", 0, mark.start)
    return Finding(
        line,
        Text(
            f"{where.zh}自己标注“{mark.words}”，公开方式却是“{document.openness}”",
            f"{where.en} says “{mark.words}”, and openness is “{document.openness}”",
        ),
        Text(
            f"核对原件：确是这样标注的，openness 改为“{mark.openness}”；已经重新审查可以公开的，换用没有这一标注的文本，在 review 中写明依据",
            f"check the original: set openness to “{mark.openness}”; if it was reviewed again and opened, use a text without the mark"
            " and give the basis in `review`",
        ),
        {"mark": mark.words, "openness": document.openness, "expected": mark.openness},
        severity=Severity.WARNING if mark.openness == "部分公开" else None,
    )
