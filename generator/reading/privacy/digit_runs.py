"""Digits that stand one after the other, and the words around them that say what number they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from generator.reading.privacy.digits import Group
from generator.reading.privacy.tables import Columns

_LENGTHS = (11, 13, 14, 15, 16, 17, 18, 19, 20)
"""Digits of telephones, the country before them too, of cards and of identity numbers."""
LONG = re.compile(r"[0-9]{6}")
"""A cell above a number that holds digits itself is no heading."""
PERSONS = re.compile(
    r"姓名|户主|申请人|当事人|权利人|承租人|业主|监护人|学生|村民|对象|受益人|被征收人|自然人|负责人|联系人|身份证"
)
"""Headings of tables of persons."""
CASE_WORDS = re.compile(
    r"(?:(?:受理|收件|办件|业务|案件?|流水|订单|工单|咨询单?|投诉单?|登记|预约|取件|取号|索引|文|单|备案|许可|项目|合同|交易|处罚|决定书|申请|凭证|时间|"
    r"发票|报告|检验|准考证|学|编)(?:编?号码?|编码|代码|码|戳|单)|[工订]单|(?:咨询|投诉|受理|登记|取件)单)[（(]?[^\n\t|，。；]{0,4}$"
)
"""The name of another number, directly before it."""
NAMED = re.compile(
    r"(?:编号|编码|代码|条码|条形码|批号|批次|单号|合同号|流水号|序列号|订单号?|文号|证号|案号|备案号|索引号|[验识标]码|发动机号|座位号|学号|考证号|"
    r"户号|表号|号牌|型号|版本|[Nn][Oo]\.?|ISBN|IMEI[）)]?|HT-?|合同|许可证|号)(?:[（(][^）)\n]{0,8}[）)])?[：:为是\s|]*$"
)
"""The name of a number that is no telephone, directly before it."""
_NEAR = 14
"""Characters before a number in which a word still names it."""
INLINE = re.compile(r"[ \u00a0\u3000\u2002-\u200a.\-‐‑–—－·•/_()（）]+|&\w+;|[ ]*[-–—][ ]*")
"""What may split a telephone or an account within a line."""
MOST_BOXES = 20
"""Numbers in boxes, one behind the other, that are looked back and ahead for."""


class Leak(NamedTuple):
    """One personal datum in a text; the value itself is nowhere kept."""

    slug: str
    """The rule it breaks: `citizen-id`, `mobile-phone`, `bank-card` …"""
    start: int
    """Its first character in the text."""
    end: int
    """Behind its last."""
    shown: str
    """The value, masked."""


class Run(NamedTuple):
    """Groups of digits that stand one after the other, and what is around them."""

    text: str
    groups: list[Group]
    columns: Columns
    today: date
    digits: str
    """Of all groups."""
    begins: list[int]
    """Where each group begins in `digits`."""
    ends: dict[int, int]
    """Where a group ends in `digits` → its number."""


class Window(NamedTuple):
    """Some neighbouring groups taken as one number."""

    digits: str
    first: int
    """The first of the groups."""
    last: int
    end: int
    """The character of the text behind it."""


def windows(run: Run, first: int) -> Iterator[Window]:
    """The numbers that may begin at a group and end with one, the shortest first."""
    start = run.begins[first]
    for length in _LENGTHS:
        last = run.ends.get(start + length)
        if last is not None:
            yield Window(run.digits[start : start + length], first, last, run.groups[last].end)


def in_boxes(run: Run, window: Window) -> bool:
    """Whether signs of one digit each are the boxes of a form: all the same way apart, and beside them none, or whole numbers again."""
    groups, size = run.groups, window.last - window.first + 1
    gaps = {g.gap for g in groups[window.first + 1 : window.last + 1]}
    if len(gaps) != 1:
        return False
    gap = gaps.pop()
    far = MOST_BOXES * size
    first, last = window.first, window.last
    while groups[first].gap == gap and window.first - first < far:
        first -= 1
    while last + 1 < len(groups) and groups[last + 1].gap == gap and last - window.last < far:
        last += 1
    beside = groups[first : window.first] + groups[window.last + 1 : last + 1]
    return (
        (window.first - first) % size == 0
        and (last - window.last) % size == 0
        and all(len(g.digits) == 1 for g in beside)
    )


def is_fraction(run: Run, window: Window) -> bool:
    """The digits behind a decimal point; behind the number of an item of a list stands a number of its own."""
    if window.first == 0 or run.groups[window.first].gap not in (".", "．"):
        return False
    whole = run.groups[window.first - 1]
    item = (
        whole.digits != "0"
        and len(whole.digits) < 3
        and run.text[: whole.start][-1:] in ("", "\n", "\t", "|", " ")
    )
    comma = any("," in g.gap for g in run.groups[window.first + 1 : window.last + 1])
    return not item and (window.first == window.last or comma)


def says(heading: str, pattern: re.Pattern[str]) -> bool:
    """Whether one cell above a number ends in the words."""
    return any(pattern.search(cell) for cell in heading.split(" "))


def label_of(run: Run, number: int) -> str:
    """The words that name a number: just before it in its line and cell, and the heading of its column."""
    return f"{words_before(run, number)} {heading_of(run, number)}"


def heading_of(run: Run, number: int) -> str:
    """The heading of the column in which a number stands; "" outside of tables."""
    return run.columns.heading(run.groups[number].start)


def words_before(run: Run, number: int) -> str:
    """The words directly before a number in its clause; in a table without headings, those of the cell before it."""
    start = run.groups[number].start
    parts = re.split(r"[\n\t|，,；;。]", run.text[max(0, start - _NEAR) : start])
    if len(parts) > 1 and not parts[-1].strip() and run.text[start - 1 : start] in "\t|":
        heading = heading_of(run, number)
        if not any(sign.isalpha() for sign in heading):
            return parts[-2]
    return parts[-1]


def line_before(run: Run, window: Window) -> str:
    """The line up to the number, as far as it may still speak of it."""
    start = run.groups[window.first].start
    return run.text[max(run.text.rfind("\n", 0, start) + 1, start - 40) : start]


def within_url(text: str, start: int) -> bool:
    """Whether a number stands within the address of a page."""
    before = text[max(0, start - 200) : start]
    return (
        "://"
        in before[
            len(
                before.rstrip(
                    "!#$%&'*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
                )
            ) :
        ]
    )
