"""What a document says of itself → whether it is in force. A mark is believed over every guess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

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
