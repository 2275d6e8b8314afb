"""Rules about index numbers and document numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from generator.model.diagnostics import Finding, Text
from generator.model.document import Document
from generator.model.setting import Setting
from generator.reading.frontmatter import Record
from generator.reading.index_pattern import index_pattern

_SAFE_PATH = re.compile(r"[0-9A-Za-z_-]+(/[0-9A-Za-z_-]+)*", re.ASCII)
"""Whatever pattern an office sets, an index number is also an address and must stay one."""

_NUMBERED = re.compile(
    r"(?:[\u3400-\u9fffA-Za-z·]|（[\u3400-\u9fff]{1,6}）){1,20}〔(?:19|20)\d{2}〕[1-9]\d{0,4}号", re.ASCII
)

_YEAR = re.compile(r"〔((?:19|20)\d{2})〕", re.ASCII)

_BRACKETS = re.compile(r"[\[(【〔﹝〈<{「『](\d{4}|\d{2})年?[\])】〕﹞〉>}」』]", re.ASCII)

_WIDE_AGAIN = str.maketrans("()", "（）")

_SERIAL = re.compile(r"(〕|令|公告|通告|年)第?0*([1-9]\d*)号?$", re.ASCII)

_ORDER = re.compile(
    r"(?:\D{0,30}(?:令|公告|通告))?(?:(?:19|20)\d{2}年)?第(?:[1-9]\d{0,4}|[〇零一二三四五六七八九十百千]+)号令?",
    re.ASCII,
)


_OWN_FORM = re.compile(r"([0-9A-Z]+)/(?:19|20)\d{2}-(\d+)", re.ASCII)
"""A number of the usual build whose parts have other lengths."""


def _form_of(number: str) -> Text:
    """How an index number is written, and what to write in catalog.yml where this one's form is that of the place."""
    own = _OWN_FORM.fullmatch(number)
    form = (
        rf"：index_no: '^(?P<code>[0-9A-Z]{{{len(own[1])}}})/(?P<year>\d{{4}})-\d{{{len(own[2])}}}$'"
        if own
        else " index_no（正则表达式）"
    )
    return Text(
        f"写成“机构代码/年份-五位流水号”，如 11339926854601395E/2026-00012；本地的索引号都是这样写的，在 catalog.yml 里写明{form}",
        f"write code/year-serial, such as 11339926854601395E/2026-00012; if all of yours are written so, say it in catalog.yml{form.replace('：', ': ').replace('（正则表达式）', ' (a regular expression)')}",
    )


def bad_index_number(record: Record, setting: Setting) -> Iterator[Finding]:
    """索引号的格式不对，或者不属于发布机构。

    索引号由“机构代码/年份-五位流水号”组成，机构代码是发布机构的统一社会信用代码（18 位）或者组织机构代码（9 位）。
    索引号就是页面的永久地址，一经使用不再更改。格式可以在 catalog.yml 的 index_no 中另定。
    依据：《政府信息公开条例》第十二条第三款；国办秘函〔2009〕6号（索引号由前段码和后段码组成）。
    ---
    The index number has a wrong form or belongs to another body.

    It is `code/year-serial`: the issuing body's 18- or 9-character code, four digits, five digits. It is also the
    permanent address of the page.
    """
    document = record.document
    if document is None or document.index_no is None:
        return
    line, number = document.line("index_no"), document.index_no
    match = index_pattern(setting.catalog.index_no).match(number)
    if match is None or not _SAFE_PATH.fullmatch(number):
        yield Finding(
            line,
            Text(f"索引号“{number}”的格式不对", f"the index number “{number}” has a wrong form"),
            _form_of(number),
        )
        return
    body = setting.catalog.body_of(document)
    code = match.groupdict().get("code")
    if body and code and code.replace("-", "") != body.code.replace("-", ""):
        yield Finding(
            line,
            Text(f"索引号的机构代码 {code} 不是{body.name}的", f"the code {code} is not that of {body.name}"),
            Text(
                f"改为以 {body.code}/ 开头，或者核对发布机构", f"begin with {body.code}/, or check the issuer"
            ),
            {"expected": body.code},
        )


def duplicate_index_number(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """两份文件用了同一个索引号。

    索引号全目录唯一，用过的不再使用，删除的文件也不例外。
    依据：国办秘函〔2009〕6号（索引号唯一、不变）。
    ---
    Two documents have the same index number.

    An index number is unique in the catalog and never used again.
    """
    first: dict[str, Document] = {}
    for document in documents:
        if document.index_no is None:
            continue
        other = first.setdefault(document.index_no.casefold(), document)
        if other is not document:
            yield Finding(
                document.line("index_no"),
                Text(
                    f"索引号“{document.index_no}”已由 {other.path} 使用",
                    f"“{document.index_no}” is already used by {other.path}",
                ),
                Text(
                    "改用本机构本年度下一个未用过的流水号", "take the next free serial of the body and year"
                ),
                {"other": other.path},
                document.path,
            )


def bad_document_number(record: Record, setting: Setting) -> Iterator[Finding]:
    """发文字号的写法不规范。

    发文字号由机关代字、四位年份和序号组成，年份用六角括号〔〕括起，序号不写“第”，不补零，末尾写“号”：青政办发〔2026〕12号。
    令和公告可以写成“国令第711号”“公告2025年第3号”。
    依据：《党政机关公文处理工作条例》第九条；GB/T 9704—2012 第 7.2.5 条。
    ---
    A document number in a wrong form.

    It is the body's sign, the year in four digits within 〔〕, and the number without 第 or leading zeros: 青政办发〔2026〕12号.
    Orders and announcements may be written 国令第711号 or 公告2025年第3号.
    """
    document = record.document
    if document is None or document.doc_no is None or _proper(document.doc_no):
        return
    number = document.doc_no
    right = _corrected(number, document.formed)
    known = right if _proper(right) else None
    hint = (
        Text(f"写成“{known}”", f"write “{known}”")
        if known
        else Text(
            "写成“机关代字〔年份〕序号号”，如“青政办发〔2026〕12号”；没有编号的删除这一行",
            "write sign〔year〕number号, such as 青政办发〔2026〕12号; delete the line if there is no number",
        )
    )
    yield Finding(
        document.line("doc_no"),
        Text(f"发文字号“{number}”的写法不规范", f"the document number “{number}” has a wrong form"),
        hint,
        {"expected": known} if known else {},
    )


def duplicate_document_number(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """两份文件用了同一个发文字号。

    一个发文字号只编一份公文。随同印发、分开列出的文件可以同号，因此只作提醒；令可以一次公布几件规章，不检查。
    依据：《党政机关公文处理工作条例》第九条（发文字号）。
    ---
    Two documents have the same document number.

    A number belongs to one document. Papers issued under one cover may share it, so this is a warning. Orders are not looked at.
    """
    first: dict[str, Document] = {}
    for document in documents:
        if document.doc_no is None or not _NUMBERED.fullmatch(document.doc_no):
            continue
        other = first.setdefault(document.doc_no, document)
        if other is not document:
            yield Finding(
                document.line("doc_no"),
                Text(
                    f"发文字号“{document.doc_no}”已由 {other.path} 使用",
                    f"“{document.doc_no}” is already used by {other.path}",
                ),
                Text(
                    "对照原件核对发文字号；确实同号的不必处理",
                    "check it against the original; leave it if they share the number",
                ),
                {"other": other.path},
                document.path,
            )


def number_year_mismatch(record: Record, setting: Setting) -> Iterator[Finding]:
    """发文字号的年份与生成日期对不上。

    发文字号写的是编号当年，生成日期写错年份，公开期限就会算错，甚至被当作 2008 年以前的文件不计期限。
    12 月成文编入次年、1 至 3 月成文用上年编号的，不在此列；确属例外的不必处理。
    依据：《党政机关公文处理工作条例》第九条；GB/T 9704—2012 第 7.2.5 条（年份标全称）；《政府信息公开条例》第二十六条。
    ---
    The year in the document number does not fit the date of formation.

    With a wrong year in the date the term is wrong too, or there seems to be none. A number of the next year in December
    and one of the last year until March pass.
    """
    document = record.document
    match = _YEAR.search(document.doc_no) if document and document.doc_no else None
    if document is None or match is None or document.formed is None:
        return
    formed, year = document.formed, int(match[1])
    if (
        year != formed.year
        and (year, formed.month) != (formed.year + 1, 12)
        and not (year == formed.year - 1 and formed.month <= 3)
    ):
        yield Finding(
            document.line("formed"),
            Text(
                f"生成日期是 {formed}，发文字号却是 {year} 年的（{document.doc_no}）",
                f"formed {formed}, but numbered in {year} ({document.doc_no})",
            ),
            Text("对照原件核对 formed 和 doc_no", "check formed and doc_no against the original"),
            {"formed": formed, "year": year},
        )


def _proper(number: str) -> bool:
    return bool(_NUMBERED.fullmatch(number) or _ORDER.fullmatch(number))


def _corrected(number: str, formed: date | None) -> str:
    """The spelling that was most likely meant; a two-digit year is that of the date of formation or stays."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", number))
    year = str(formed.year) if formed else ""
    plain = _BRACKETS.sub(lambda m: f"〔{year if len(m[1]) == 2 and year.endswith(m[1]) else m[1]}〕", plain)
    return _SERIAL.sub(
        lambda m: f"{m[1]}{'' if m[1] == '〕' else '第'}{m[2]}号", plain.translate(_WIDE_AGAIN)
    )
