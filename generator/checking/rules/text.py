"""Rules about the text of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter

from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import Document
from generator.model.setting import Setting
from generator.reading.drawings import Fault, drawing_of
from generator.reading.frontmatter import KEYS, Record
from generator.reading.links import depth_of, html_of
from generator.reading.markdown import render_text

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]"
)

_ZERO_WIDTH = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")

_KEPT_HTML = re.compile(r"<br ?/?>|</?su[bp]>", re.IGNORECASE)

_REPRINTED_TITLE = re.compile(r"[\s【\[（(]*转载")

_REPRINTED_TEXT = re.compile(r"[\s【\[（(*>]*(?:转载(?:自|于|[:：])|(?:文章|信息|稿件|消息)?来源[:：])")

_LOOSE = re.compile(
    r"(?<![\w*])\*\*(?:[ 　]+[^*]+|[^*\s][^*]*[ 　]+)\*\*(?!\*)|^\s*(?:[-+*]\s+|\d+[.)]\s+)?\*\*[^*\s][^*]*$"
)

_VALUES = attrgetter(*KEYS)

DEEPEST = 100

STAND_IN = re.compile(r"^（[^\n]+，替换这一行。）$", re.MULTILINE)
"""A line that stands for what is still to be written."""


def placeholder(asked: str) -> str:
    """A line that stands in a draft for what is still to be written; no text that holds one is published."""
    return f"（{asked}，替换这一行。）"


PLACEHOLDER = placeholder("把正文写在这里")
"""The line that stands in a new draft instead of the text."""


def raw_html(record: Record, setting: Setting) -> Iterator[Finding]:
    """正文里写了 HTML 代码。

    正文用 Markdown 书写。HTML 代码会被清除，其中的内容可能不显示，注释里的文字也不应当进入公开的文件。
    表格内换行的 <br>、上标 <sup> 和下标 <sub> 可以使用。标题和摘要里的 HTML 会照样显示，只作提醒。
    依据：《政府信息公开条例》第二十四条（便于查阅）；本项目的编辑约定。
    ---
    HTML is written into the text.

    Texts are Markdown. HTML is removed, and what it holds may not be shown; comments do not belong into a public file.
    <br>, <sup> and <sub> may be used. In titles and summaries HTML is shown as it is: a warning.
    """
    last = 0
    for line, source in html_of(record.body, record.body_line):
        if not source.strip() or _KEPT_HTML.fullmatch(source.strip()):
            continue
        if line > last + 1:  # lines that follow each other are one piece
            shown = source.strip().split("\n")[0][:40]
            yield Finding(
                line,
                Text(f"正文里有 HTML 代码：{shown}", f"HTML in the text: {shown}"),
                Text(
                    "改用 Markdown 书写，或者删除这段代码；要显示尖括号，前面加反斜杠：\\<",
                    "write Markdown instead or delete it; write \\< to show an angle bracket",
                ),
            )
        last = line
    document = record.document
    for key, words in (("title", document.title), ("summary", document.summary)) if document else ():
        if words and (found := _IN_NAME.search(words)):
            yield Finding(
                document.line(key) if document else 1,
                Text(f"“{key}”里有 HTML 代码：{found[0]}", f"HTML in “{key}”: {found[0]}"),
                Text("直接写文字，删去这段代码", "write plain words instead"),
                severity=Severity.WARNING,
            )


_IN_NAME = re.compile(
    r"&(?:nbsp|ensp|emsp|lt|gt|amp|quot|ldquo|rdquo|middot|#[0-9]{2,6}|#x[0-9a-fA-F]{2,5});|</?(?:br|p|div|span|b|i|strong|em|font|a|img|sup|sub)(?:\s[^<>]*)?/?>"
)
"""Code that a web page has brought along; in titles and summaries it would be shown as it is."""


def chart_table(record: Record, setting: Setting) -> Iterator[Finding]:
    """charts 写的表格画不成图。

    charts 写正文里要画成图的表格是第几张，如 charts: [1, 3]，图画在表格下面，表格照样显示。默认画第一列数字，另画别的列的，在 columns
    写表头，最多三列。“合计”“小计”等行不画，其余最多 30 行。一列里至少一半是数字才画。
    依据：《政府信息公开条例》第六条（准确公开）；本项目的编辑约定。
    ---
    A table that `charts` names cannot be drawn.

    `charts: [1, 3]` draws tables of the text, by their number, below the table, which stays. The first column of numbers is drawn, or
    those named in `columns`, three at most. Rows of sums are left out, 30 others may be there, and half of a column must be numbers.
    """
    document = record.document
    if document is None or not document.charts:
        return
    safe = render_text(record.body).html
    for n, chart in enumerate(document.charts):
        if isinstance(fault := drawing_of(safe, chart), Fault):
            line = (
                document.lines.get(f"charts.{n}.table")
                or document.lines.get(f"charts.{n}")
                or document.line("charts")
            )
            yield Finding(line, fault.message, fault.hint, {"table": chart.table})


def loose_asterisks(record: Record, setting: Setting) -> Iterator[Finding]:
    """正文里的记号没有起作用，会照样显示在网页上。

    粗体两边各写两个星号，紧挨着文字：**重点**。星号里面有空格的，段落开头写了而没有写后一半的，都不是粗体。
    用星号遮盖的姓名、号码（张**和王*、138****0000）不在此列，星号照样显示。
    标题的 # 后面要空一格；表格第二行（|---|）的格数要与表头相同，否则整张表都照原样显示。
    依据：本项目的编辑约定。
    ---
    A sign in the text has no effect and shows as it is.

    Two asterisks on either side make bold text, close to the words. With spaces inside, or at the beginning of a paragraph and
    without a fellow, they are shown. Names and numbers that asterisks mask are left alone and keep their asterisks.
    A heading needs a space behind its #; the second line of a table (|---|) has as many cells as the first.
    """
    yield from _no_headings(record)
    yield from _no_tables(record)
    if "**" not in record.body:
        return
    for number, line in enumerate(record.body.split("\n"), record.body_line):
        if "**" in line and _LOOSE.search(line) and "**" in render_text(line).text:
            yield Finding(
                number,
                Text("** 没有成为粗体，会照样显示", "** is no bold here and will be shown"),
                Text(
                    "成对书写，紧挨着文字，如 **重点**；不要粗体的，删去星号",
                    "write them in pairs, close to the words, as in **word**; or take them out",
                ),
            )


_NO_HEADING = re.compile(r"^#{1,6}(?=[\u4e00-\u9fff（(【〔第0-9])(?!.*#)", re.MULTILINE)
_TABLE = re.compile(
    r"^[ ]{0,3}(\|[^\n]*)\n[ ]{0,3}(\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*)$", re.MULTILINE
)


def _no_headings(record: Record) -> Iterator[Finding]:
    """Lines that were to be headings."""
    for found in _NO_HEADING.finditer(record.body) if "#" in record.body else ():
        yield Finding(
            record.body_line + record.body.count("\n", 0, found.start()),
            Text(
                f"行首的 {found[0]} 没有成为标题，会照样显示",
                f"{found[0]} makes no heading here and will be shown",
            ),
            Text("# 后面空一格，如 ## 一、总体要求", "write a space behind it, as in ## Title"),
        )


def _no_tables(record: Record) -> Iterator[Finding]:
    """Tables whose second line does not fit the first."""
    for found in _TABLE.finditer(record.body) if "|" in record.body else ():
        head, rule = (len(re.split(r"(?<!\\)\|", row.strip().strip("|"))) for row in found.groups())
        if head != rule:
            yield Finding(
                record.body_line + record.body.count("\n", 0, found.start(2)),
                Text(
                    f"表头有 {head} 格，分隔行有 {rule} 格，不成表格，会照样显示",
                    f"{head} cells in the head and {rule} in the line below make no table: they will be shown as they are",
                ),
                Text(f"把分隔行写成 |{'---|' * head}", f"write |{'---|' * head} below the head"),
            )


def control_character(record: Record, setting: Setting) -> Iterator[Finding]:
    """含有看不见的字符或者自造字。

    改变书写方向的字符使显示的内容与实际不同；私用区的自造字只在造字的电脑上能显示，在其他电脑上是空白。
    零宽字符从网页复制时常会带入，使检索落空，每份文件提醒一次。换编码时丢失的字（�）也在此列。
    依据：《政府信息公开条例》第六条（准确公开）；GB 18030（汉字编码）。
    ---
    An invisible or private-use character.

    Characters that turn the direction of writing show something else than what is written; private-use characters are
    shown only on the computer that made them. Zero-width characters, which copying from web pages brings in, make a
    search fail; they are a warning, one for each document. The sign for letters that were lost (�) counts too.
    """
    texts = dict(_hidden_in_head(record.document)) | dict(_hidden_in_text(record))
    places = {line: set(_HIDDEN.findall(text)) for line, text in texts.items()}
    harmless = {line: signs for line, signs in places.items() if signs <= _ZERO_WIDTH}
    for line in sorted(places.keys() - harmless.keys()):
        codes, before = _codes(places[line]), _words_before(texts[line])
        behind = Text(f"，在“{before}”后面", f", behind “{before}”") if before else Text("", "")
        yield Finding(
            line,
            Text(
                f"有看不见的字符或者自造字：{codes}{behind.zh}",
                f"invisible or private-use characters: {codes}{behind.en}",
            ),
            Text(
                "删除后重新输入这几个字；生僻字用输入法的扩展字库录入", "delete them and type the words again"
            ),
            {"characters": codes, "behind": before},
        )
    if harmless:
        codes = _codes(set().union(*harmless.values()))
        yield Finding(
            min(harmless),
            Text(
                f"有零宽字符（{codes}），共 {len(harmless)} 行",
                f"zero-width characters ({codes}) on {len(harmless)} lines",
            ),
            Text("在编辑器中查找这个字符，全部替换为空", "replace the character by nothing throughout"),
            {"characters": codes, "lines": sorted(harmless)},
            severity=Severity.WARNING,
        )


def empty_body(record: Record, setting: Setting) -> Iterator[Finding]:
    """已公开的信息没有正文，也没有附件。

    只有标题的页面等于没有公开，草稿里“把正文写在这里”的提示也不是正文。正文在附件里的，列出附件；正文在其他网站的，
    把文字转录过来。已撤下的可以没有正文。
    依据：《政府信息公开条例》第二十四条；国办秘函〔2019〕19号（空白栏目、无实质内容）。
    ---
    A published document with neither text nor attachment.

    A page with a title only discloses nothing, nor does the line that stands in a draft. List the attachment, or copy the text
    that stands elsewhere. What was withdrawn may be without text.
    """
    document = record.document
    if document is None or not document.declared_public or document.withdrawn:
        return
    if "替换这一行" in record.body and (stand_in := STAND_IN.search(record.body)):
        line = record.body_line + record.body.count("\n", 0, stand_in.start())
        yield Finding(
            line,
            Text("草稿的提示还没有换成正文", "the line of the draft still stands in place of the text"),
            Text(
                "写正文；正文在附件里的，删除这一行",
                "write the text, or delete the line if an attachment holds it",
            ),
        )
    elif "attachments" not in record.keys and not record.body.strip():
        yield Finding(
            document.line("title"),
            Text("没有正文，也没有附件", "there is neither text nor attachment"),
            Text(
                "在文件头的 --- 之后写正文，或者用 attachments 列出附件",
                "write the text below the front matter, or list attachments",
            ),
        )


def deep_nesting(record: Record, setting: Setting) -> Iterator[Finding]:
    """引用、列表或者强调套了上百层。

    这样的正文不是人写的，浏览器也难以显示；层数多到一定程度，生成网站会停住不动。
    依据：《网络安全法》（网络运行安全）；本项目的编辑约定。
    ---
    Quotes, lists or emphasis nested a hundred levels deep.

    Nobody writes such a text, no browser shows it well, and building the site would come to a stop.
    """
    depth, line = depth_of(record.body, record.body_line)
    if depth > DEEPEST:
        yield Finding(
            line,
            Text(
                f"引用、列表或者强调套了 {depth} 层", f"quotes, lists or emphasis nested {depth} levels deep"
            ),
            Text(
                "多半是复制或者转换出的错，重新录入这一段",
                "most likely a fault of copying or converting: write this part anew",
            ),
            {"depth": depth},
        )


def reprint_without_source(record: Record, setting: Setting) -> Iterator[Finding]:
    """转载的信息没有写明来源。

    标题或者正文开头写着“转载”“来源”的，在 source 中写明来源单位，以及网址或者首次发布的日期。
    依据：国办发〔2017〕47号（转载应当注明来源）。
    ---
    A reprint without its source.

    If the title or the first line says that it is a reprint, `source` names where it comes from, with url or date.
    """
    document = record.document
    if document is None:
        return
    if "source" in record.keys:
        if document.source and not document.source.url and not document.source.date:
            yield Finding(
                document.line("source"),
                Text("转载来源没有网址，也没有日期", "the source has neither url nor date"),
                Text("在 source 下补写 url 或者 date", "add url or date to `source`"),
            )
        return
    line = _reprint_line(record, document)
    if line:
        yield Finding(
            line,
            Text("这里说明是转载，没有写转载来源（source）", "this is a reprint, and `source` is missing"),
            Text("在文件头补写 source，下面分行写 name、url、date", "add `source` with name, url and date"),
            {"key": "source"},
        )


def _reprint_line(record: Record, document: Document) -> int | None:
    if document.title and _REPRINTED_TITLE.match(document.title):
        return document.line("title")
    match = _REPRINTED_TEXT.match(record.body)
    return record.body_line + record.body.count("\n", 0, match.end()) if match else None


def _words_before(text: str) -> str:
    """The last words of its cell before the first hidden character that is more than zero-width: a line may be longer than a screen."""
    first = next(sign for sign in _HIDDEN.finditer(text) if sign[0] not in _ZERO_WIDTH)
    return _HIDDEN.split(text[: first.start()])[-1].rpartition("\t")[2].strip()[-8:]


def _hidden_in_text(record: Record) -> Iterator[tuple[int, str]]:
    # Most texts are told to be clean by this much faster test.
    if _is_plain(record.body.replace("\n", " ").replace("\u3000", " ")) or not _HIDDEN.search(record.body):
        return
    for number, row in enumerate(record.body.split("\n"), record.body_line):
        if _HIDDEN.search(row):
            yield number, row


def _hidden_in_head(document: Document | None) -> Iterator[tuple[int, str]]:
    if document is None:
        return
    for key, value in zip(KEYS, _VALUES(document), strict=True):
        if not value or (isinstance(value, str) and _is_plain(value)):
            continue
        for place, text in _strings(value, key):
            if not _is_plain(text) and _HIDDEN.search(text):
                yield document.line(place), text


def _is_plain(text: str) -> bool:
    return text.isprintable() and _LOST not in text


_LOST = "\ufffd"
"""What stands for signs that were lost when a text was saved in another encoding."""


def _codes(signs: Iterable[str]) -> str:
    return "、".join(sorted(f"U+{ord(sign):04X}" for sign in signs))


def _strings(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Every text in a value of the front matter, with its dotted place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, tuple):
        for n, entry in enumerate(value):
            yield from _strings(entry, f"{place}.{n}")
    else:
        for name in _names(type(value)):  # type: ignore[arg-type]  # types can be hashed
            yield from _strings(getattr(value, name), f"{place}.{name}")


@cache
def _names(cls: type) -> tuple[str, ...]:
    """The fields of a dataclass; none of anything else."""
    return tuple(field.name for field in fields(cls)) if is_dataclass(cls) else ()
