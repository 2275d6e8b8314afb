"""Rules about the texts that were in force before today's (`amended_text`)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import Document, EarlierText
from generator.model.setting import Setting
from generator.model.workdays import ONE_DAY
from generator.reading.attachments.earlier import earlier_text
from generator.reading.attachments.names import unsafe_name
from generator.reading.attachments.reading import listed_file
from generator.reading.frontmatter import Record
from generator.reading.markdown import render_text


def amended_text_days(record: Record, setting: Setting) -> Iterator[Finding]:
    """历次文本的起止日期对不上。

    每个文本从 since 施行到 until，首尾两日都算；从早到晚依次写，互不重叠，也不早于成文日期；最后一个文本之后是现在的正文，
    所以 until 早于今天。中间有几天没有文本的，本条只作提醒：那几天的文本，页面会说明没有收录。
    依据：《政府信息公开条例》第六条（及时、准确公开）；国办发〔2017〕47号（及时标注修改、废止、失效）。
    ---
    The days of the earlier texts do not fit together.

    Each was in force from `since` to `until`, both included; they stand in the order of time, do not overlap and are not older
    than the document. The text of the document follows the last one, so that `until` is before today. Days between two texts
    are a warning: the page then says that the text of these days is not here.
    """
    document = record.document
    if document is None:
        return
    for n, entry in enumerate(document.amended_text):
        if fault := _days_fault(entry, document, setting):
            yield Finding(document.line(f"amended_text.{n}.{fault[0]}"), fault[1], fault[2])
    for n, (one, other) in enumerate(pairwise(document.amended_text), 1):
        line, after = document.line(f"amended_text.{n}.since"), one.until + ONE_DAY
        if other.since < after:
            yield Finding(
                line,
                Text(
                    f"与上一个文本的日期重叠：上一个施行到 {one.until}，这一个从 {other.since} 起",
                    f"overlaps with the text before, which is in force to {one.until}",
                ),
                Text(
                    "从早到晚依次写，since 写上一个文本 until 的次日",
                    "write them in the order of time; `since` is the day after the `until` before it",
                ),
                {"until": one.until, "since": other.since},
            )
        elif other.since > after:
            yield Finding(
                line,
                Text(
                    f"{after} 至 {other.since - ONE_DAY} 没有文本",
                    f"there is no text for {after} to {other.since - ONE_DAY}",
                ),
                Text(
                    "找到这段时间的文本，补上一项；找不到的不用改，页面会说明没有收录",
                    "add the text of these days; where it cannot be found the page says so",
                ),
                {"until": one.until, "since": other.since},
                severity=Severity.WARNING,
            )


def _days_fault(entry: EarlierText, document: Document, setting: Setting) -> tuple[str, Text, Text] | None:
    if entry.until < entry.since:
        return (
            "until",
            Text(f"终止日期 {entry.until} 早于起始日期 {entry.since}", "`until` is before `since`"),
            Text("核对这两个日期", "check the two days"),
        )
    if document.formed and entry.since < document.formed:
        return (
            "since",
            Text(
                f"文本从 {entry.since} 起施行，早于成文日期 {document.formed}",
                f"in force from {entry.since}, before the document was signed on {document.formed}",
            ),
            Text(
                "核对日期；formed 写第一次印发的日期", "check the day; `formed` is the day of the first issue"
            ),
        )
    if entry.until >= setting.today:
        return (
            "until",
            Text(
                f"终止日期 {entry.until} 还没有过去：现在施行的是正文",
                f"`until` ({entry.until}) is not past: the text of today is that of the document",
            ),
            Text("写修改后的文本施行的前一日", "write the day before the amended text came into force"),
        )
    return None


def amended_text_file(record: Record, setting: Setting) -> Iterator[Finding]:
    """历次文本的文件不能用。

    每个文本是附件文件夹（文件名.files）里的一个 Markdown 文件（.md），UTF-8 编码，只写当时的正文，不写文件头；各个文本之间、
    最后一个文本与现在的正文之间要有不同，相同的多半是放错了文件。写在 by 里的索引号要在本目录中。更正记录写了 earlier: 隐去的，
    历次文本不再显示，应当删去。
    依据：《政府信息公开条例》第六条（及时、准确公开）；本项目的编辑约定。
    ---
    The file of an earlier text cannot be used.

    Each is a Markdown file in UTF-8 in the folder of attachments, with the text of that time and no front matter. It differs
    from the text that follows it, the last one from the text of today: two that say the same are most likely one file taken
    twice. After a correction with `earlier: 隐去` no earlier text is shown, and none should be listed.
    """
    document = record.document
    if document is None or not document.amended_text:
        return
    texts: list[str | None] = []
    for n, entry in enumerate(document.amended_text):
        line = document.line(f"amended_text.{n}.file")
        text = earlier_text(setting.root, document, entry.file)
        texts.append("".join(render_text(text).text.split()) if text else text)
        if fault := _file_fault(entry.file, text, document, setting):
            yield Finding(line, *fault, {"file": entry.file})
    now = "".join(render_text(record.body).text.split())
    for n, (one, other) in enumerate(pairwise([*texts, now])):
        if one and one == other:
            last = n == len(texts) - 1
            yield Finding(
                document.line(f"amended_text.{n}.file"),
                Text(
                    f"与{'现在的正文' if last else '后一个文本'}一字不差",
                    f"says the same as {'the text of today' if last else 'the text after it'}",
                ),
                Text(
                    "放入修改以前的文本；没有修改正文的，删去这一项",
                    "take the text as it was before; delete the entry if the text was not amended",
                ),
            )
    if any(correction.earlier == "隐去" for correction in document.corrections):
        yield Finding(
            document.line("amended_text"),
            Text(
                "更正记录写了“隐去”，历次文本不再显示",
                "a correction hides all earlier texts: these are not shown",
            ),
            Text("确认后删去 amended_text 和其中的文件", "delete `amended_text` and its files"),
            severity=Severity.WARNING,
        )


def _file_fault(
    name: str, text: str | None, document: Document, setting: Setting
) -> tuple[Text, Text] | None:
    if not name.endswith(".md") or unsafe_name(name):
        return (
            Text(f"历次文本“{name}”不是 Markdown 文件（.md）", f"“{name}” is no Markdown file (.md)"),
            Text(
                f"把当时的正文存成 {document.files}/ 里的 .md 文件，如 2019年文本.md",
                f"write the text of that time into an .md file in {document.files}/",
            ),
        )
    if text is None:
        there = listed_file(setting.root, document, name)
        return (
            Text(f"历次文本“{name}”不是 UTF-8 编码，或者过大", f"“{name}” is not in UTF-8, or too large")
            if there
            else Text(f"历次文本“{name}”不存在", f"“{name}” does not exist"),
            Text("另存为 UTF-8", "save it as UTF-8")
            if there
            else Text(f"把文件放进 {document.files}/，或者更正文件名", f"put it into {document.files}/"),
        )
    if not text.strip():
        return (
            Text(f"历次文本“{name}”是空的", f"“{name}” is empty"),
            Text("写入当时的正文", "write the text of that time"),
        )
    if text.startswith("---\n"):
        return (
            Text(f"历次文本“{name}”里写了文件头", f"“{name}” has front matter"),
            Text("删去两行 --- 和中间的内容，只留正文", "delete the front matter, keep the text"),
        )
    if any(attachment.file == name for attachment in document.attachments):
        return (
            Text(f"“{name}”既是附件又是历次文本", f"“{name}” is an attachment as well"),
            Text("从 attachments 中删去", "take it out of `attachments`"),
        )
    return None
