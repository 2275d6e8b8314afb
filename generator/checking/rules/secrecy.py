"""Rules about marks that say a text was not meant for the public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.checking.rules.privacy import place_of
from generator.model.diagnostics import Finding, Text
from generator.model.setting import Setting
from generator.reading.attachments.passages import Passage, passages
from generator.reading.frontmatter import Record
from generator.reading.privacy.masking import without_leaks


class _Kind(NamedTuple):
    """One kind of mark. `words` are looked for first: a regular expression over every text would cost more."""

    words: tuple[str, ...]
    anywhere: re.Pattern[str]
    """A mark wherever it stands."""
    alone: re.Pattern[str]
    """A mark when nothing else stands on the line or in the cell."""
    named: re.Pattern[str]
    """A mark in a title or a file name."""


_TERM = r"(?:\s*[★☆*＊]?\s*(?:[0-9一二三四五六七八九十]+\s*(?:年|个月)|长期|启用前))?"

_SECRET = _Kind(
    ("密",),
    re.compile(
        r"(?<![“\"‘「『《、A-Za-z])(?<!工作)(?:绝\s?密|机\s?密|秘\s?密)\s?[★☆](?![”\"’」』])|密\s*级\s*[：:\t|]\s*(?:绝密|机密|秘密)(?=[\s|★0-9]|$)"
    ),
    re.compile(
        r"(?:(?:密\s*级|类\s*别)\s*[：:]\s*)?(?:绝\s*密|机\s*密|秘\s*密)"
        + _TERM
        + r"(?:\s*(?:特急|加急|特提|平急))?"
    ),
    re.compile(
        r"[（(【\[](?:绝密|机密|秘密)"
        + _TERM
        + r"[）)】\]]|(?:绝密|机密|秘密)\s?[★☆]|^(?:绝密|机密|秘密)[-_ ：:]"
    ),
)

_INTERNAL_WORDS = r"(?:内部(?:资料|文件|材料|使用|参考|传阅|掌握|发行)|(?:仅供|仅限)内部(?:参考|使用|传阅)?|工作秘密|注意保存|(?:不得|请勿|严禁|切勿)外传|内参)"

_INTERNAL = _Kind(
    ("内部", "工作秘密", "保存", "外传", "内参"),
    re.compile(rf"【{_INTERNAL_WORDS}】|工作秘密\s?[★☆]"),
    re.compile(
        rf"{_INTERNAL_WORDS}(?:[\s，,、；;　★☆]*(?:{_INTERNAL_WORDS}|妥善保管|(?:第\s*)?[0-9]+\s*(?:期|份|年)))*"
    ),
    re.compile(rf"[（(【\[]{_INTERNAL_WORDS}[）)】\]]|^{_INTERNAL_WORDS}[-_ ：:]"),
)

_DRAFT_WORDS = r"(?:征求意见|送审|讨论|审议|报批|报审|会签|初审|修改)稿"

_DRAFT = _Kind(
    ("稿", "草案"),
    re.compile(rf"【{_DRAFT_WORDS}】"),
    re.compile(
        rf"(?:.{{0,60}}[（(]\s*)?(?:{_DRAFT_WORDS}|(?<=[（(])草案)\s*(?:第?[0-9一二三四五六七八九十]+[稿版])?|草案"
    ),
    re.compile(
        rf"[（(【\[]{_DRAFT_WORDS}[）)】\]]?|[-_ ]{_DRAFT_WORDS}|{_DRAFT_WORDS}(?=\.\w+$|$)|[（(【\[]草案[）)】\]](?=\.\w+$|$)"
    ),
)

_MARKED = re.compile(rf"[（(【\[]?{_DRAFT_WORDS}[）)】\]]?")

_CONSULTING = re.compile(
    r"征求|征集|采纳|反馈|听证|公示|起草说明|意见的(?:公告|通知|通告|函)|修订说明|解读|议案|审议"
)
"""Titles of documents about a draft; they must name it."""

_FRAME = " \t　#>*_~`|-—（()）【】[]<>《》"
"""What may stand around a mark that is alone: Markdown signs and brackets."""

_CELLS = re.compile(r"[\t|]")


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
    return _findings(record, setting, _SECRET, Text("密级标志", "a mark of secrecy"), hint)


def internal_mark(record: Record, setting: Setting) -> Iterator[Finding]:
    """带有内部资料、工作秘密一类的标志。

    单独成行、写在括号里或者文件名里的“内部资料”“注意保存”“不得外传”“工作秘密”等，说明原件没有打算公开。
    依据：《保守国家秘密法》第六十四条（工作秘密）；《政府信息公开条例》第十六条、第十七条。
    ---
    A mark such as 内部资料 or 工作秘密.

    Such words alone on a line, in brackets or in a file name say that the original was not meant for the public.
    """
    hint = Text(
        "核对是否可以公开；可以公开的，换用没有标志的正式文本",
        "check whether it may be public; if so, use the final text without the mark",
    )
    return _findings(record, setting, _INTERNAL, Text("内部标志", "a mark of internal use"), hint)


def draft_mark(record: Record, setting: Setting) -> Iterator[Finding]:
    """已经定稿的文件带有“征求意见稿”“送审稿”一类的标志。

    多半是把过程稿当作正式稿上传。标题写明是征求意见、意见采纳情况、解读、公示、听证的，不在此列。
    依据：《政府信息公开条例》第十六条第二款（过程性信息可以不予公开）。
    ---
    A final document marked as a draft.

    Usually a working draft was uploaded instead of the final text. Documents about a consultation pass.
    """
    if record.document and _CONSULTING.search(_MARKED.sub("", record.document.title or "")):
        return iter(())
    hint = Text(
        "换用正式印发的文本；确是征求意见的，在标题中写明“公开征求意见”",
        "use the text as issued; if it is a consultation, say so in the title",
    )
    return _findings(record, setting, _DRAFT, Text("过程稿标志", "a draft's mark"), hint)


def _findings(record: Record, setting: Setting, kind: _Kind, what: Text, hint: Text) -> Iterator[Finding]:
    reported: set[str] = set()
    for passage in passages(record, setting.root):
        for start, end in _marks(passage, kind):
            if passage.attachment and passage.attachment in reported:
                break
            reported.add(passage.attachment)
            yield _finding(passage, start, " ".join(passage.text[start:end].split()), what, hint)


def _finding(passage: Passage, start: int, mark: str, what: Text, hint: Text) -> Finding:
    if not passage.attachment:
        where = (
            Text(f"{passage.place.zh}中", f" in the {passage.place.en}") if passage.place.zh else Text("", "")
        )
        return Finding(
            passage.line + passage.text.count("\n", 0, start),
            Text(f"{where.zh}有{what.zh}“{mark}”", f"{what.en} “{mark}”{where.en}"),
            hint,
            {"mark": mark},
        )
    name, place = without_leaks(passage.attachment), place_of(passage, start)
    return Finding(
        passage.line,
        Text(f"附件“{name}”{place.zh}有{what.zh}“{mark}”", f"{what.en} “{mark}” in “{name}” {place.en}"),
        hint,
        {"mark": mark, "attachment": name, "place": place.zh},
    )


def _marks(passage: Passage, kind: _Kind) -> Iterator[tuple[int, int]]:
    """Where the marks of one kind stand; at most one on a line."""
    if passage.place.en in ("title", "attachment name", "file name"):
        found = kind.named.search(passage.text)
        if found:
            yield found.span()
        return
    seen: set[int] = set()
    for word in kind.words:
        at = passage.text.find(word)
        while at >= 0:
            start, end = _line(passage.text, at)
            if start not in seen and (mark := _mark(passage.text, start, end, kind)):
                yield mark
            seen.add(start)
            at = passage.text.find(word, end)


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _mark(text: str, start: int, end: int, kind: _Kind) -> tuple[int, int] | None:
    if found := kind.anywhere.search(text, start, end):
        return found.span()
    line = text[start:end]
    alone = line.strip(_FRAME)
    if len(alone) < 90 and len(_CELLS.findall(line.strip(" \t|"))) == 0 and kind.alone.fullmatch(alone):
        begin = start + line.index(alone)
        return begin, begin + len(alone)
    return None
