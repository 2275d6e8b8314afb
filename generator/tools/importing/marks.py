"""What a document says of itself → whether it may be published, and whether it is in force.

A mark is believed over every guess. Of two marks about publication the stricter one counts: what is written into a
repository is as good as published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

OPENNESS = ("不予公开", "依申请公开", "部分公开", "主动公开")
"""The strictest first."""

_WHICH = re.compile(
    r"^(?:政府)?(?:信息|文件|公文|本文|此件)?(?:公开|发布)(?:属性|方式|形式|选项|类别|类型|性质|种类|程度|意见)[：:]?(?P<value>.{0,60})$"
    r"|^(?:是否(?:同意)?(?:主动)?公开|可否公开|能否公开)[：:]?(?P<whether>.{0,30})$"
)
_THIS = re.compile(
    r"^[（(【\[]?(?:此|本|该)(?:件|文件|文|公文|信息|通知|函|材料)(?P<value>(?:内容)?(?:已|拟|可以?|予以|应当?|为|属于?|系|仅|请)?"
    r"(?:主动|依|不|非|全文|公开|部分|限|内部|对外|删减|严禁|请勿|勿|在.{0,12}公开|发布|公布|上网)[^（）()。]{0,20})[）)】\]]?$"
)
_BARE = re.compile(
    r"^[（(【\[](?P<value>不予?公开|不宜公开|非公开|依申请公开|主动公开|部分公开|公开发布|内部(?:资料|文件|使用|明电|刊物|传阅)?[^）)]{0,16})[）)】\]]$"
)
_INTERNAL = re.compile(
    r"^(?:内部(?:资料|文件|材料|使用|明电|刊物|传阅)[^。]{0,16}|仅供内部[^。]{0,12}|不得外传|严禁外传|请勿外传)$"
)
_VALUES = (
    ("不予公开", r"不予?公开|不宜公开|不得公开|不对外|不公布|不上网|非公开|内部|外传|保密|限制公开"),
    ("依申请公开", r"依.{0,4}申请"),
    ("部分公开", r"部分公开|删减后公开|处理后公开"),
    ("主动公开", r"公开|公布|发布|上网"),
)
_TICK = "☑☒✓✔√■●◉"
_BOX = "□☐○◯" + _TICK
_OPTION = re.compile(r"主动公开|依申请公开|不予?公开|部分公开")

_FORCE = (
    ("尚未生效", r"^(?:尚?未生效|尚?未施行|尚?未实施|待生效)"),
    ("废止", r"^(?:已?(?:经|被|于.{0,12})?)?(?:全文|宣布)?废止"),
    ("失效", r"^(?:已?(?:经|被|于.{0,12})?)?(?:全文|宣布|自行|自动|到期)?失效|^无效|^过期|^已过有效期|^否$"),
    ("已修改", r"^(?:已?(?:经|被)?)?(?:修改|修订|修正|部分(?:修改|失效|废止|条款失效|有效))"),
    ("有效", r"^(?:现行|继续|全文|长期|目前)?有效|^是$|^生效$|^在用|^现行$"),
)
_STAMP = re.compile(
    r"^[（(【\[《]?(?:此|本|该)?(?:文件?|件|规范性文件|办法|通知|规定)?(?P<value>(?:已|现已|于.{4,12})(?:经|被)?(?:全文|宣布)?(?:废止|失效))[）)】\]》]?[。！]?$"
    r"|^[（(【\[](?P<bare>废止|失效)[）)】\]]$"
)


class Mark(NamedTuple):
    """A value and the words that say so."""

    value: str
    words: str


def openness_mark(lines: Iterable[str]) -> Mark | None:
    """What a document says of its publication, by the strictest of its marks."""
    found = [mark for line in lines if (mark := _openness(line))]
    return min(found, key=lambda mark: OPENNESS.index(mark.value), default=None)


def openness_of(value: str) -> str | None:
    """The way of publication that a value means: a word, or the ticked one of several boxes."""
    bare = "".join(value.split()).strip("[]【】")
    if any(sign in bare for sign in _TICK):
        bare = _ticked(bare)
    elif len(set(_OPTION.findall(bare))) > 1 or any(sign in bare for sign in _BOX):
        return None  # a form that nobody filled in
    if bare in ("否", "不", "不公开"):
        return "不予公开"
    if bare in ("是", "同意", "可以"):
        return "主动公开"
    return next((name for name, words in _VALUES if re.search(words, bare)), None)


def validity_of(value: str) -> str | None:
    """The state of force that a value means."""
    bare = "".join(value.split()).strip("[]【】（）()")
    return next((name for name, words in _FORCE if re.search(words, bare)), None)


def validity_mark(lines: Iterable[str]) -> Mark | None:
    """A stamp on a document that it is no longer in force."""
    for line in lines:
        match = _STAMP.match("".join(line.split()))
        if match and (value := validity_of(match["value"] or match["bare"])):
            return Mark(value, line.strip())
    return None


def _ticked(text: str) -> str:
    """The option with a tick: before the words where the first option has its box there, otherwise behind them."""
    if text[0] in _BOX or text[:1] in "（([":
        pattern = rf"[（(\[]?[{_TICK}][）)\]]?(?P<option>[^{_BOX}（()）\[\]]{{2,12}})"
    else:
        pattern = rf"(?P<option>[^{_BOX}（()）\[\]；;，,、]{{2,12}})[（(\[]?[{_TICK}]"
    match = re.search(pattern, text)
    return match["option"] if match else ""


def is_openness_line(line: str) -> bool:
    """Whether a line is a mark about publication and nothing else."""
    return _openness(line) is not None


def _openness(line: str) -> Mark | None:
    bare = "".join(line.split())
    if len(bare) > 70 or not bare:
        return None
    if match := _WHICH.match(bare):
        said = match["value"] if match["value"] is not None else match["whether"]
        value = openness_of(said)
        return Mark(value, line.strip()) if value else None
    if match := _THIS.match(bare) or _BARE.match(bare):
        value = openness_of(match["value"])
        return Mark(value, line.strip()) if value else None
    if (
        any(sign in bare for sign in _TICK)
        and len(set(_OPTION.findall(bare))) > 1
        and (value := openness_of(bare))
    ):
        return Mark(value, line.strip())
    return Mark("不予公开", line.strip()) if _INTERNAL.match(bare) else None
