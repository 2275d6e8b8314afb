"""The lines of an official document → its parts as GB/T 9704 places them: head, number, title, addressee, signature, date.

Only the words are looked at, never fonts or colours, so that Word, PDF and web pages are read by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

_NUMBER = re.compile(
    r"^(?:文号：|发文字号：)?(?P<sign>[\u4e00-\u9fffA-Za-z·]{1,20})[〔\[［(（【](?P<year>(?:19|20)\d{2})[〕\]］)）】]"
    r"第?0*(?P<serial>\d{1,5})号(?:签发人[：:].{0,20})?$"
)

_ORDER = re.compile(r"^第(?P<serial>\d{1,5})号$")

_MARKS = re.compile(r"^(?:\d{6}|特急|加急|特提|平急|急件|签发人[：:].{0,20})$")

SECRET = re.compile(r"^(?:绝密|机密|秘密)(?:★.{0,10})?$")

_DATE = re.compile(
    r"^(?P<who>.{0,60}?)(?P<year>(?:19|20)\d{2}|[〇○零一二三四五六七八九]{4})年(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日$"
)

_PRINTED = re.compile(
    r"^(?P<who>.{2,40}?)(?P<year>20\d{2}|19\d{2})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日印发$"
)

_END = re.compile(r"^(?:抄送|抄报|主送|报送|分送)[：:]|^共印\d+份|^公开(?:方式|属性|形式)[：:]")

_NOTE = re.compile(r"^[（(](?P<words>此件.{1,20}|联系人.{1,40})[）)]$")

_ANNEX = re.compile(r"^附件[：:](?P<first>.+)$")

_ITEM = re.compile(r"^\d{1,2}[.．、](?P<title>.+)$")

_BODY_END = re.compile(
    r"(?:政府|办公室|局|委员会|厅|部|院|中心|大队|支队|管委会|办事处|领导小组|指挥部|公司|总队|学校|医院|集团|处|队)$"
)

PART = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]{1,4}[章节条]"
)
"""How the parts of an official text are numbered."""

_UNDER_TITLE = re.compile(r"^[（(].{1,80}[）)]$")

_CHINESE = {"〇": 0, "○": 0, "零": 0, **{sign: n for n, sign in enumerate("一二三四五六七八九", 1)}}

OBJECT = "\ufffc"
"""Stands in the lines for a table, list or picture."""

HEAD_LINES = 16
"""Lines from the top in which the head and the number are looked for."""


@dataclass
class Layout:
    """What was found, and on which line. Lines are counted from 0."""

    head: list[str]
    """Names in the red header, without 文件."""
    number: str | None = None
    irregular: str | None = None
    """The number as written, when it had to be put right."""
    title: str | None = None
    addressee: str | None = None
    signature: list[str] | None = None
    formed: date | None = None
    printed_by: str | None = None
    printed: date | None = None
    note: str | None = None
    annexes: tuple[str, ...] = ()
    used: frozenset[int] = frozenset()
    """Lines that are part of the frame, not of the text: head, number, title, distribution, printing."""


def find_layout(lines: Sequence[str], genres: Sequence[str], told_title: str | None = None) -> Layout:
    """The parts of a document whose lines are `lines`; `genres` are the words that may end a title.

    A title that is told (by a web page) is only looked for; without one, the title is where it ought to be.
    """
    tight = ["".join(line.split()) for line in lines]
    found = Layout([])
    used: set[int] = set()
    number = next(
        (n for n in range(min(HEAD_LINES, len(tight))) if _NUMBER.match(tight[n]) or _is_order(tight, n)),
        None,
    )
    start = _head(lines, tight, number, found, used)
    body = (
        _told_title(tight, start, told_title, found, used)
        if told_title
        else _title(lines, tight, start, genres, found, used)
    )
    end = _distribution(tight, body, found, used)
    _signature(lines, tight, body, end, found)
    found.annexes = tuple(_annexes(lines, tight, body))
    found.note = next((m["words"] for line in tight[body:] if (m := _NOTE.match(line))), None)
    if body < len(tight) and tight[body].endswith(("：", ":")) and len(tight[body]) < 120:
        found.addressee = lines[body].strip().rstrip("：:")
    found.used = frozenset(used)
    return found


def title_end(title: str, genres: Sequence[str]) -> str | None:
    """The kind of document a title ends with: 通知 of …的通知（试行）."""
    bare = re.sub(r"[（(][^（）()]{1,20}[）)]$", "", "".join(title.split()))
    return next(
        (
            genre
            for genre in sorted(genres, key=len, reverse=True)
            if genre not in ("其他", "令") and bare.endswith(genre)
        ),
        None,
    )


def spoken_date(match: re.Match[str]) -> date | None:
    """The date of a match with year, month and day in Arabic or Chinese figures; None when there is no such day."""
    year = (
        match["year"] if match["year"].isascii() else "".join(str(_CHINESE[sign]) for sign in match["year"])
    )
    try:
        return date(int(year), _small(match["month"]), _small(match["day"]))
    except ValueError:
        return None


def _small(figures: str) -> int:
    """12 of 十二, 20 of 二十."""
    if figures.isascii():
        return int(figures)
    tens, ten, ones = figures.rpartition("十")
    return (_CHINESE[tens] if tens else 1) * 10 * bool(ten) + (_CHINESE[ones] if ones else 0)


def _is_name(line: str) -> bool:
    """Whether a line is the name of a body and nothing else, as in the head of a letter."""
    return 3 < len(line) <= 25 and bool(_BODY_END.search(line)) and not re.search(r"关于|[。，、；：]", line)


def _is_order(tight: Sequence[str], n: int) -> bool:
    return bool(_ORDER.match(tight[n])) and n > 0 and tight[n - 1].endswith("令")


def _head(
    lines: Sequence[str], tight: Sequence[str], number: int | None, found: Layout, used: set[int]
) -> int:
    """Take the red header and the number; returns the line after them."""
    end = (
        number
        if number is not None
        else next(
            (
                n
                for n, line in enumerate(tight)
                if not (_MARKS.match(line) or line.endswith("文件") or _is_name(line))
            ),
            0,
        )
    )
    for n in range(end):
        used.add(n)
        if not _MARKS.match(tight[n]) and tight[n] != "文件":
            names = (
                re.split(r"\s{2,}|\t|　", re.sub(r"\s*文\s*件\s*$", "", lines[n].strip()))
                if len(tight[n]) > 4
                else [lines[n]]
            )
            found.head += [name for part in names if (name := "".join(part.split()))]
    if number is None:
        return end
    used.add(number)
    order = _ORDER.match(tight[number])
    match = _NUMBER.match(tight[number])
    if order:
        found.number = f"{tight[number - 1]}{tight[number]}"
    elif match:
        found.number = f"{match['sign']}〔{match['year']}〕{match['serial']}号"
        seen = re.sub(r"签发人[：:].*$|^(?:文号|发文字号)：", "", tight[number])
        found.irregular = seen if seen != found.number else None
    return number + 1


def _title(
    lines: Sequence[str],
    tight: Sequence[str],
    start: int,
    genres: Sequence[str],
    found: Layout,
    used: set[int],
) -> int:
    """Take the lines of the title; returns the line after it."""
    while start < len(tight) and _MARKS.match(tight[start]):
        used.add(start)
        start += 1
    title, shown, n = "", "", start
    while n < len(tight) and n < start + 6:
        line = tight[n]
        if title and (PART.match(line) or _title_is_whole(title, line, genres)):
            break
        if line == OBJECT or line.endswith(("：", ":", "。", "；")) or len(line) > 70 or _DATE.match(line):
            break
        title += line
        shown = f"{shown} {lines[n].strip()}"
        used.add(n)
        n += 1
    found.title = _without_gaps(shown) or None
    if n < len(tight) and found.number is None and _UNDER_TITLE.match(tight[n]):
        inner = re.search(
            r"(?P<sign>[\u4e00-\u9fffA-Za-z·]{1,20})[〔\[［](?P<year>(?:19|20)\d{2})[〕\]］](?P<serial>\d{1,5})号",
            tight[n],
        )
        if inner:
            found.number = f"{re.sub(r'^.*[日，,]', '', inner['sign'])}〔{inner['year']}〕{inner['serial']}号"
    return n


def _without_gaps(text: str) -> str:
    """Without the blanks that only spread Chinese characters."""
    return re.sub(r"\s+(?![\x21-\x7e])|(?<![\x21-\x7e])\s+", "", text.strip())


def _told_title(tight: Sequence[str], start: int, told: str, found: Layout, used: set[int]) -> int:
    whole, n = "".join(told.split()), start
    while n < len(tight) and tight[n] and whole.startswith((found.title or "") + tight[n]):
        found.title = (found.title or "") + tight[n]
        used.add(n)
        n += 1
    return n


def _title_is_whole(title: str, following: str, genres: Sequence[str]) -> bool:
    unbalanced = title.count("《") > title.count("》") or title.count("（") > title.count("）")
    if unbalanced or following.startswith(("的", "》", "及", "和")):
        return False
    if re.fullmatch(r"[（(](?:试行|暂行|修订|征求意见稿|送审稿|草案)[）)]", following):
        return False
    return (
        title_end(title, genres) is not None or following.endswith(("：", ":", "。")) or len(following) > 40
    )


def _distribution(tight: Sequence[str], body: int, found: Layout, used: set[int]) -> int:
    """Take 版记, the last lines: copies to, printed by; returns the line where it begins."""
    begin = next((n for n in range(len(tight) - 1, body, -1) if _PRINTED.match(tight[n])), None)
    if begin is not None:
        match = _PRINTED.match(tight[begin])
        assert match
        found.printed_by, found.printed = match["who"], spoken_date(match)
    first = next((n for n in range(body, len(tight)) if _END.match(tight[n]) and n > len(tight) - 12), begin)
    if first is None:
        return len(tight)
    last = max(
        begin if begin is not None else first,
        *(n for n in range(first, len(tight)) if _END.match(tight[n]) or n == first),
    )
    used.update(range(first, last + 1))
    return first


def _signature(lines: Sequence[str], tight: Sequence[str], body: int, end: int, found: Layout) -> None:
    """The date of signing and the names above it: the first date that stands under a name, or the last that stands alone."""
    dated = [(n, m) for n in range(body, end) if (m := _DATE.match(tight[n])) and len(tight[n]) < 60]
    signed = [(n, m) for n, m in dated if _names_above(lines, tight, n, m)]
    for n, match in signed[:1] or dated[-1:]:
        found.formed = spoken_date(match)
        found.signature = _names_above(lines, tight, n, match)


def _names_above(lines: Sequence[str], tight: Sequence[str], n: int, match: re.Match[str]) -> list[str]:
    if match["who"]:
        return [match["who"]] if _BODY_END.search(match["who"]) else []
    names: list[str] = []
    for above in range(n - 1, max(n - 12, -1), -1):
        parts = [p for p in re.split(r"\s{2,}|\t|　| ", lines[above].strip()) if p]
        spaced = [tight[above]] if all(len(p) <= 2 for p in parts) else parts
        if not all(
            _BODY_END.search(p) and 3 < len(p) <= 30 and "。" not in p and "，" not in p for p in spaced
        ):
            break
        names = spaced + names
    return names


def _annexes(lines: Sequence[str], tight: Sequence[str], body: int) -> Iterator[str]:
    """The titles in 附件说明."""
    for n in range(body, len(tight)):
        match = _ANNEX.match(tight[n])
        if not match:
            continue
        item = _ITEM.match(match["first"])
        yield (item["title"] if item else match["first"]).rstrip("。；;")
        for line in tight[n + 1 :] if item else ():
            following = _ITEM.match(line)
            if not following:
                return
            yield following["title"].rstrip("。；;")
        return
