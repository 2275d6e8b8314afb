"""Text → the marks in it that say it was not meant for the public: of secrecy, of internal use, of a draft.

A mark is a form of words on a line, in a cell or in brackets of its own; the same words in a sentence are none. A line is
folded first: marks of Markdown and HTML and invisible signs inside a word do not hide it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.model.diagnostics import Text


class Mark(NamedTuple):
    """A mark, as it reads, and where its line begins in the text."""

    start: int
    text: str


class Kind(NamedTuple):
    """One kind of mark."""

    name: Text
    words: re.Pattern[str]
    """What every mark holds. Each alternative begins with a certain character, so that it is looked for quickly."""
    anywhere: re.Pattern[str]
    """A mark wherever it stands."""
    signs: re.Pattern[str]
    """What a line holds that has a mark anywhere."""
    alone: re.Pattern[str]
    """A mark when nothing else stands on the line, or in the row of a table."""
    named: re.Pattern[str]
    """A mark in a title or a file name."""


_ANYTHING = re.compile("")
_UNSEEN = r"\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_MARKUP = r"</?[A-Za-z][^<>\n]{0,60}>|&(?:nbsp|ensp|emsp|zwn?j|shy);"
_GAP = rf"(?:[ \u3000\u00a0*_~`{_UNSEEN}]|{_MARKUP}){{0,9}}"
"""What may stand between the characters of a word that is set apart: blanks, invisible signs, Markdown and HTML."""


def _spread(words: str, common: str = "", before: str = "") -> re.Pattern[str]:
    """Words, parted by |, also with gaps between their characters. Behind a `common` one stands a sign that is no Chinese character,
    or one of those it stands `before`: such a word says something else in most texts."""
    always = "|".join(_GAP.join(word) for word in words.split("|"))
    if not common:
        return re.compile(always)
    ending = rf"(?![\u4e00-\u9fff](?<![{before}]))"
    # Each alternative begins with a certain character, so that it is looked for quickly.
    return re.compile("|".join([always, *(_GAP.join(word) + ending for word in common.split("|"))]))


_STARS = "★☆✩✪✫✬✭✮✯✰⭐🌟﹡"
_LEVEL = r"(?:[绝絕]\s*密|[机機]\s*密|秘\s*密)[级級]?"
_YEARS = (
    r"(?:[0-9一二三四五六七八九十]+\s*(?:年|个月)|长期|启用前|解密前|[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?)"
)
_TERM = rf"(?:\s*[{_STARS}*＊·•—–-]?\ufe0f?\s*{_YEARS}|\s*[（(]\s*{_YEARS}\s*[）)]?|\s*[{_STARS}]\ufe0f?)?"
_LABEL = r"(?:密\s*级|保密等级|保密级别|秘密等级|涉密等级|定密(?:等级|级别)?|密级标[识志])"
_URGENT = r"(?:\s*(?:特急|加急|特提|平急))?"

SECRET = Kind(
    Text("密级标志", "a mark of secrecy"),
    re.compile("密"),
    re.compile(
        rf"(?<![“\"‘「『《、A-Za-z])(?<!工作)(?<!商业)(?<!国家)(?<!技术){_LEVEL}\s?(?:[{_STARS}]\ufe0f?|[*＊·•]\s?{_YEARS})(?![”\"’」』])"
        rf"|{_LABEL}\s*[：:\t| ]\s*{_LEVEL}(?=[\s|{_STARS}0-9，。；;）)]|$|(?:保密)?期限)"
    ),
    _ANYTHING,
    re.compile(rf"(?:(?:{_LABEL}|类\s*别)\s*[：:]?\s*)?{_LEVEL}{_TERM}{_URGENT}"),
    re.compile(
        rf"[（(【\[]{_LEVEL}{_TERM}[）)】\]]|(?:绝密|机密|秘密)\s?[{_STARS}]"
        rf"|(?:^|[-_—+ 　·/])(?:绝密|机密|秘密)级?{_TERM}(?=[-_—+ 　·：:./]|$)"
    ),
)

_INTERNAL_WORDS = (
    r"(?:内部(?:情况(?:通报|反映)|资料|文件|材料|使用|参考|参阅|传阅|掌握|发行|明电|刊物|通报|情况|电报|讨论)|(?:此件|本件|本文|该件|本资料)?(?:仅供|仅限|只限|限)(?:本?(?:系统|部门|单位|机关)?内部|领导|机关|本(?:单位|系统|部门|机关))(?:工作)?(?:人员)?(?:参考|参阅|使用|传阅|掌握)?|"
    r"工作秘密|注意(?:保[存密管]|收回)|(?:此件|本件|本文|该件)?(?:不得|请勿|严禁|切勿|禁止|不能|不宜|不准|勿)(?:对外|向外|擅自)?(?:外传|外泄|公开|传播|散发|扩散|转发|翻印|复制|复印|上(?:互联)?网|登报|在互联网(?:上)?(?:发布|公开|传播))"
    r"|不对外公开|内参|阅后(?:请|须|应)?(?:即焚|销毁|退回|收回)|会[后议结束]{1,3}收回|用后(?:收回|销毁)|限时收回)"
)
INTERNAL = Kind(
    Text("内部标志", "a mark of internal use"),
    _spread(
        "内部|工作秘密|保存|保密|保管|外传|外泄|内参|阅后|收回|仅供|仅限|只限|请勿|严禁|切勿|销毁|得对外公开|互联网发布",
        "不得|禁止|不宜|不准|不对",
        before="外公转翻复上传散扩登",
    ),
    re.compile(rf"【{_INTERNAL_WORDS}】|工作秘密\s?[{_STARS}]"),
    re.compile(f"[【{_STARS}]"),
    re.compile(
        rf"{_INTERNAL_WORDS}(?:[\s，,、；;。！!　{_STARS}]*(?:{_INTERNAL_WORDS}|妥善保管|[（(]?(?:第\s*)?[0-9]+\s*(?:期|份|年|号)[）)]?))*[。！!]?"
    ),
    re.compile(
        rf"[（(【\[]{_INTERNAL_WORDS}[）)】\]]|^{_INTERNAL_WORDS}(?=[-_ ：:.通函材稿的/]|$)|[-_ /]{_INTERNAL_WORDS}(?=[-_ ./]|$)"
    ),
)

_DRAFT_WORDS = r"(?:(?:征求意见|送审|讨论|审议|报批|报审|会签|初审|修改|代拟|待定|未定|征询意见)稿|初稿|草稿)"
_TO_FILL = r"【[^】\n]{0,10}(?:补充|填写|填入|核实|待定|待补|待填|此处)[^】\n]{0,10}】"
DRAFT = Kind(
    Text("过程稿标志", "a draft's mark"),
    _spread("稿|草案|【"),
    re.compile(rf"【{_DRAFT_WORDS}】|{_TO_FILL}"),
    _ANYTHING,
    re.compile(
        rf"(?:.{{0,60}}[（(]\s*)?(?:{_DRAFT_WORDS}|(?<=[（(])草案)\s*(?:第?[0-9一二三四五六七八九十]+[稿版])?|草案"
    ),
    re.compile(
        rf"[（(【\[]{_DRAFT_WORDS}[）)】\]]?|[-_ ]{_DRAFT_WORDS}|{_DRAFT_WORDS}(?:第?[0-9一二三四五六七八九十]+[稿版]?|[vV][0-9.]+)?(?=\.\w+$|$)|[（(【\[]草案[）)】\]](?=\.\w+$|$)"
    ),
)

INVISIBLE = re.compile(f"[{_UNSEEN}]")
_SILENT = re.compile(rf"[{_UNSEEN}]|\*\*|__|~~|(?<=[\u4e00-\u9fff])[*_`~](?=[\u4e00-\u9fff])|{_MARKUP}")
_TO_FOLD = re.compile(f"[*_~`<&{_UNSEEN}]")
"""What folding takes away begins with one of these."""
_FRAME = " \t　#>*_~`|-—（()）【】[]<>《》"
"""What may stand around a mark that is alone: Markdown signs and brackets."""
_CELLS = re.compile(r"[\t|]")
_CLOSED_UP = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000\u00a0]+(?=[\u4e00-\u9fff])")
"""Blanks between Chinese characters, with which a line is spread out."""
_TWO_LINES = re.compile(
    rf"[ \t|]*{_LABEL}[ \t]*[：:]?[ \t|]*\n[ \t|]*({_LEVEL}{_TERM})[ \t|]*$", re.MULTILINE
)
MAX_ALONE = 90
"""Characters of the longest line that can be a mark as a whole."""


def marks(text: str, kind: Kind) -> Iterator[Mark]:
    """The marks of one kind in a text, at most one on a line, in their order."""
    seen: set[int] = set()
    end = -1
    for word in kind.words.finditer(text):
        if word.start() > end:
            start, end = _line(text, word.start())
            seen.add(start)
            if found := _mark(text[start:end], kind):
                yield Mark(start, found)
    if kind is SECRET and seen:
        yield from _broken(text, seen)


def named_mark(name: str, kind: Kind) -> str:
    """The mark of one kind in a title or a file name; empty when there is none."""
    found = kind.named.search(INVISIBLE.sub("", name))
    return found[0] if found else ""


def folded(line: str) -> str:
    """A line without invisible signs and without marks of Markdown and HTML inside words."""
    return _SILENT.sub("", line) if _TO_FOLD.search(line) else line


def _broken(text: str, seen: set[int]) -> Iterator[Mark]:
    """A mark whose label and level stand on two lines, as the cells of a form do."""
    for label in sorted(seen):
        found = _TWO_LINES.match(text, label)
        if found and (start := text.rfind("\n", 0, found.start(1)) + 1) not in seen:
            yield Mark(start, found[1])


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _mark(line: str, kind: Kind) -> str:
    if not kind.signs.search(line) and len(line.strip(_FRAME)) >= MAX_ALONE and not _TO_FOLD.search(line):
        return ""  # a sentence, or several cells
    words = _CLOSED_UP.sub("", folded(line))
    if found := kind.anywhere.search(words):
        return found[0].strip()
    cells = [cell for part in _CELLS.split(words) if (cell := part.strip(_FRAME))]
    # A cell among others is a value: a table of levels and their terms is no mark.
    return (
        cells[0] if len(cells) == 1 and len(cells[0]) < MAX_ALONE and kind.alone.fullmatch(cells[0]) else ""
    )
