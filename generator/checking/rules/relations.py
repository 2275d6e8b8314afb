"""Rules about the relations between documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import NamedTuple

from generator.checking.rules.unread import unread_files
from generator.model.diagnostics import Finding, Text, did_you_mean
from generator.model.document import FIELDS, PUBLIC, Document
from generator.model.interpretations import (
    FIRST_INTERPRETATION,
    interpretation_term,
    owes_interpretation,
)
from generator.model.setting import Setting
from generator.reading.frontmatter import Record
from generator.reading.index_pattern import index_pattern

SUCCESSION = ("interprets", "amends", "repeals", "replaces", "concludes", "corrects")
"""Relations that lead from a later document to an earlier one."""

RELATIONS = (*SUCCESSION, "related")


class Reference(NamedTuple):
    """One index number in one of the lists of relations of a document."""

    document: Document
    key: str
    other: str
    line: int


def references(documents: Iterable[Document], keys: Iterable[str] = RELATIONS) -> Iterator[Reference]:
    """Every reference of these documents under these keys, in their order."""
    keys = tuple(keys)
    for document in documents:
        for key in keys:
            for n, other in enumerate(getattr(document, key)):
                yield Reference(document, key, other, document.line(f"{key}.{n}"))


def unknown_reference(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """提到的文件不在目录中。

    解读、修改、废止、替代和相关都写索引号，历次文本的修改依据（by）也可以写索引号，所写的文件要在本目录中。不在本目录的文件写进正文。
    依据：《政府信息公开条例》第十二条（公开目录的编排）；国办发〔2017〕47号（解读与文件相互关联）。
    ---
    A reference to a document that is not in the catalog.

    Relations hold index numbers of this catalog, and what amended an earlier text may be one. Other documents are mentioned in the text.
    """
    known = by_number(documents)
    named = (*references(documents), *_amendments(documents, setting))
    missing = [reference for reference in named if reference.other not in known]
    unread = unread_files(documents, setting) if missing else b""
    for document, key, other, line in missing:
        if (
            other.encode() not in unread
        ):  # otherwise it is there and cannot be read, which is told at its own file
            yield Finding(
                line,
                Text(f"{FIELDS[key].title}的“{other}”不在目录中", f"{key}: there is no “{other}”"),
                _nearest(other, known),
                {"key": key, "name": other},
                document.path,
            )


def _amendments(documents: Iterable[Document], setting: Setting) -> Iterator[Reference]:
    """The documents of this catalog that amended an earlier text (`amended_text`); others are named by title or number."""
    pattern = index_pattern(setting.catalog.index_no)
    for document in documents:
        for n, entry in enumerate(document.amended_text):
            if entry.by and pattern.fullmatch(entry.by):
                yield Reference(document, "amended_text", entry.by, document.line(f"amended_text.{n}.by"))


def self_reference(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """文件提到了自己。

    文件不能解读、修改、废止、替代自己，也不必列为自己的相关文件。
    依据：本项目的元数据字典。
    ---
    A document refers to itself.

    No document interprets, amends, repeals or replaces itself.
    """
    for document, key, other, line in references(documents):
        if other == document.index_no:
            yield Finding(
                line,
                Text(f"{FIELDS[key].title}写了本文件自己的索引号", f"{key} holds the document's own number"),
                Text(
                    "改为另一份文件的索引号，或者删除这一项",
                    "write the other document's number, or delete the entry",
                ),
                {"key": key},
                document.path,
            )


def relation_cycle(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """解读、修改、废止、替代的关系绕成了圈。

    后来的文件才能解读、修改、废止或者替代先前的文件，因此不会绕回来；其中至少有一处方向写反。
    依据：本项目的元数据字典。
    ---
    Interprets, amends, repeals and replaces go round in a circle.

    They lead from a later document to an earlier one, so at least one is the wrong way round.
    """
    known = by_number(documents)
    edges = {
        (number, r.other): r
        for r in references(documents, SUCCESSION)
        if r.other in known and (number := r.document.index_no) and r.other != number
    }
    while cycle := _cycle(edges):
        steps = [edges.pop(step) for step in pairwise(cycle)]
        last = max(steps, key=lambda r: (r.document.path, r.line))
        around = " → ".join(cycle)
        yield Finding(
            last.line,
            Text(f"关系绕成了圈：{around}", f"a circle of relations: {around}"),
            Text(
                "核对哪一份文件在后，只在后来的文件里写",
                "find out which document is later, and write the relation there only",
            ),
            {"cycle": cycle},
            last.document.path,
        )


def interpretation_without_policy(record: Record, setting: Setting) -> Iterator[Finding]:
    """解读没有写所解读的文件。

    解读要与所解读的文件相互链接，读者才能从文件找到解读。转载其他机关的解读，写转载来源（source）即可。
    依据：国办发〔2017〕47号（解读与文件相互关联）；国办发〔2016〕19号。
    ---
    An interpretation that does not say of what.

    An interpretation and its document link to each other. The reprint of another body's interpretation names its source.
    """
    document = record.document
    if document and document.genre == "解读" and not {"interprets", "source"} & set(record.keys):
        yield Finding(
            document.line("genre"),
            Text("体裁是“解读”，没有写所解读的文件（interprets）", "an interpretation without `interprets`"),
            Text(
                "补写 interprets，列出所解读文件的索引号",
                "add `interprets` with the index number of the document",
            ),
            {"key": "interprets"},
        )


def late_interpretation(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """解读晚于文件公开 3 个工作日。

    解读应当与文件同步准备，在文件公开后 3 个工作日内公开；一次解读几份文件的，从最后公开的一份起算。
    期限可以在 catalog.yml 的 deadlines 中另定（start: interpreted）。2016 年 4 月 18 日前公开的文件没有这一期限。
    逾期的，在 late 中写明原因，便不再阻止发布。
    依据：国办发〔2016〕19号（政策解读材料于文件公开后 3 个工作日内公开）。
    ---
    An interpretation came later than three working days after its document.

    The term starts when the document is published, for several documents with the last one. Documents published before
    2016-04-18 have none. A `late` block with the reason lifts the finding.
    """
    known = by_number(documents)
    for document in documents:
        start = _interpreted_on(document, known, setting.today)
        if start is None or document.openness not in PUBLIC or (document.late and document.late.reason):
            continue
        deadline = setting.calendar.deadline(start, interpretation_term(document, setting))
        if (document.published or setting.today) > deadline.latest:
            term, length = deadline.term, deadline.term.length
            yield Finding(
                document.line("published" if document.published else "interprets"),
                Text(
                    f"解读最迟应当在 {deadline.latest} 公开（文件 {start} 公开，{length.zh}，{term.basis}）",
                    f"due {deadline.latest} (the document was published {start}; {length.en}, {term.basis})",
                ),
                Text(
                    "核对日期；确实逾期的，补写 late（reason、filed、approved_by）",
                    "check the dates; if it was late, add a `late` block",
                ),
                {
                    "start": start,
                    "deadline": deadline.latest,
                    "published": document.published,
                    "working_days": setting.calendar.count(start, document.published or setting.today),
                },
                document.path,
            )


REMINDED_FOR = 365
"""Days for which a missing interpretation is reported; what is older stands on the page of interpretations."""


def missing_interpretation(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """规范性文件公开后 3 个工作日，还没有解读。

    列入规范性文件类别（20-1）的文件，从公开的次日起 3 个工作日内应当公开解读：另发一份信息，在 interprets 写它的索引号；以图解、
    发布会等其他形式解读的，写 interpretation: {form, by}；不需要解读的，写 interpretation: {none: 理由}。期限与 late-interpretation
    相同。公开一年以后不再提醒，仍列在“政策解读”页面。
    依据：国办发〔2016〕19号（政策解读材料于文件公开后 3 个工作日内公开）；国办发〔2017〕47号（解读与文件相互关联）。
    ---
    A normative document without its interpretation three working days after publication.

    Publish one that names it in `interprets`, or say in `interpretation` in which other form it was explained, or why it needs none.
    Reported for a year; the page of interpretations keeps it.
    """
    # One that waits to be published is looked at by `late-interpretation`.
    explained = {other for d in documents for other in d.interprets if other != d.index_no}
    for document in documents:
        published = document.published
        if (
            document.index_no in explained
            or document.interpretation
            or not owes_interpretation(document, setting.catalog)
        ):
            continue
        if document.validity in ("失效", "废止") or published is None or document.origin:
            continue
        deadline = setting.calendar.deadline(published, interpretation_term(document, setting))
        if setting.today > deadline.latest and (setting.today - published).days <= REMINDED_FOR:
            yield Finding(
                document.line("published"),
                Text(
                    f"没有解读，最迟应当在 {deadline.latest} 公开（{deadline.arithmetic.zh}）",
                    f"no interpretation; it was due {deadline.latest} ({deadline.arithmetic.en})",
                ),
                Text(
                    f'公开解读并写 interprets: ["{document.index_no}"]；另以其他形式解读或者不需要解读的，写 interpretation',
                    f'publish one with interprets: ["{document.index_no}"], or write `interpretation`',
                ),
                {"start": published, "deadline": deadline.latest},
                document.path,
            )


def by_number(documents: Iterable[Document]) -> Mapping[str, Document]:
    """The documents by their index numbers; of duplicates the first."""
    found: dict[str, Document] = {}
    for document in documents:
        if document.index_no:
            found.setdefault(document.index_no, document)
    return found


def _nearest(number: str, known: Mapping[str, Document]) -> Text:
    """The same serial number in another year or of another body; any other number would be as near as the next."""
    serial = number.rpartition("-")[2]
    alike = [other for other in known if other.endswith(f"-{serial}")]
    near = did_you_mean(number, alike) if alike else Text("核对索引号", "check the number")
    return Text(
        f"{near.zh}；不在本目录的文件写进正文", f"{near.en}; mention documents of other catalogs in the text"
    )


def _cycle(edges: Mapping[tuple[str, str], Reference]) -> list[str] | None:
    """A circle of index numbers in the direction of the relations, beginning and ending with the same one."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for later, earlier in edges:
        # The sorter reports a circle from predecessor to successor, which keeps the direction of the relation.
        sorter.add(earlier, later)
    try:
        sorter.prepare()
    except CycleError as error:
        return list(error.args[1])
    return None


def _interpreted_on(document: Document, known: Mapping[str, Document], today: date) -> date | None:
    """The day on which the last of the interpreted documents was published, if an interpretation has a term since."""
    days = [
        known[other].published
        for other in document.interprets
        if other in known and other != document.index_no
    ]
    last = max((day for day in days if day), default=None)
    return last if last and FIRST_INTERPRETATION <= last <= today else None
