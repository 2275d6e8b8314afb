"""The mark below the date of an official paper that says how public it is: （此件公开发布）, （此件不公开）.

GB/T 9704—2012 7.3.6 (附注) places it; what it says is the openness settled when the paper was drafted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.model.document import Openness

MARKS: dict[Openness, str] = {"主动公开": "（此件公开发布）", "部分公开": "（此件删减后公开）"}
"""What a copy of a public document bears."""

_GAP = r"[ \t　]*"


def _spaced(words: str) -> str:
    """Words that may be set with blanks between their characters."""
    return _GAP.join(words)


_SUBJECT = rf"(?:{_spaced('此件')}|{_spaced('本件')}|{_spaced('该件')}|{_spaced('此文')}|{_spaced('本文')}|{_spaced('此文件')}|{_spaced('本文件')})"
_LABEL = rf"(?:(?:政府)?信息)?公开(?:方式|属性|选项|类别|形式|类型){_GAP}[：:]"
_SAYS = "|".join(
    rf"(?P<{name}>{words})"
    for name, words in (
        (
            "withheld",
            rf"(?:{_spaced('不予')}|{_spaced('暂不')}|{_spaced('不宜')}|{_spaced('不得')}|{_spaced('不向社会')}|{_spaced('不对外')}|不){_GAP}{_spaced('公开')}(?:{_GAP}{_spaced('发布')})?",
        ),
        (
            "partial",
            rf"(?:{_spaced('删减后')}|{_spaced('部分')}|{_spaced('摘要')}|{_spaced('隐去部分内容后')}){_GAP}{_spaced('公开')}(?:{_GAP}{_spaced('发布')})?",
        ),
        ("request", rf"(?:{_spaced('可以')}|可)?{_GAP}{_spaced('依申请公开')}"),
        (
            "public",
            rf"(?:{_spaced('可以')}|可|{_spaced('主动')}|{_spaced('向社会')}|{_spaced('全文')})?{_GAP}{_spaced('公开')}(?:{_GAP}{_spaced('发布')})?",
        ),
    )
)
_MARK = re.compile(rf"(?:{_SUBJECT}{_GAP}[：:]?{_GAP}|{_LABEL}{_GAP})(?:{_SAYS})[。.]?")
_MEANT: dict[str, Openness] = {
    "withheld": "不予公开",
    "partial": "部分公开",
    "request": "依申请公开",
    "public": "主动公开",
}
_HINT = re.compile(r"公[ \t　]*开")
_BEFORE = re.compile(r"(?:(?:19|20)\d{2}年\d{1,2}月\d{1,2}日)?[ \t　#>*_~`|（(\[【<\-—]*")
_AFTER = re.compile(r"[ \t　*_~`|）)\]】>]*")


class Mark(NamedTuple):
    """One mark in a text."""

    start: int
    words: str
    openness: Openness
    """What it says."""


def marks(text: str) -> Iterator[Mark]:
    """The marks that stand alone on a line, or after the date; a sentence that speaks of a mark is none."""
    seen = -1
    for hint in _HINT.finditer(text):
        if hint.start() <= seen:
            continue
        start = text.rfind("\n", 0, hint.start()) + 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        seen = end
        before = _BEFORE.match(text, start, end)
        found = _MARK.match(text, before.end() if before else start, end)
        if found and (after := _AFTER.match(text, found.end(), end)) and after.end() == end:
            says = next(name for name, words in found.groupdict().items() if words)
            yield Mark(found.start(), "".join(found[0].split()), _MEANT[says])
