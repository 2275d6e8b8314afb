"""The lines of an official document → its parts as GB/T 9704 places them: head, number, title, addressee, signature, date.

Only the words are looked at, never fonts or colours, so that Word, PDF and web pages are read by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.reading.openness_marks import strictest
from generator.tools.importing.spelling import Dated, find_number, read_date, read_number

_MARKS = re.compile(r"^(?:\d{6}|№?\d{1,6}|特急|加急|特提|平急|急件|明电|签发人[：:].{0,20}|份号[：:]?\d*)$")

SECRET = re.compile(r"^(?:密级[：:])?(?:绝密|机密|秘密)(?:[★☆*▲].{0,12}|[（(].{0,12}[）)])?$")

_PRINTED = re.compile(r"^(?P<line>.{2,60}日)印(?:发|制)?$")

_END = re.compile(
    r"^(?:抄送|抄报|主送|报送|分送|印送|发送|印发范围|发送范围)[：:]|^共印\d+份|^[（(]共印\d+份[）)]$"
    r"|^(?:校对|打字|核稿|拟稿|承办单位|主办单位)[：:]"
)

_ANNEX = re.compile(r"^附(?:件)?[：:](?P<first>.+)$")

_ANNEX_ITEM = re.compile(r"^附件(?P<number>\d{1,2})[：:.．、](?P<title>.{2,80})$")

_ITEM = re.compile(r"^\d{1,2}[.．、](?P<title>.+)$")

_BODY_END = re.compile(
    r"(?:政府|办公室|局|委员会|厅|部|院|中心|大队|支队|管委会|办事处|领导小组|指挥部|公司|总队|学校|医院|集团|处|队)$"
)

PART = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百零〇]{1,5}[编章节条]"
)
"""How the parts of an official text are numbered."""

_SUFFIX = re.compile(
    r"[（(](?:[^（）()]{0,8}(?:试行|暂行|修订|修正|稿|草案|版|年度?|批|期|号案|一|二|三|四)|第[一二三四五六七八九十\d]{1,3}[批期号次]|[上下]册?)[）)]"
)
"""What may stand in brackets below a title and belongs to it."""

_BESIDE_TITLE = re.compile(
    r"^(?:来源|信息来源|稿源|作者|发布时间|发布日期|发文日期|成文日期|浏览次数|点击数|字体|字号|发布机构|索引号|责任编辑)[：:]|^[-—_=*]+$"
)
"""Lines of web pages between the title and the text."""

_SEAL = re.compile(r"[（(【\[](?:印章?|公?章|盖章|代章)[）)】\]]$")

_HEADING = re.compile(r"(?:令|公告|通告|布告|纪要|公报)$")
"""How the head ends of papers that are counted and not lettered."""

_CONTENTS = re.compile(r"^目[录次]$")

_FIRST_PART = re.compile(r"^第一[编章]")

_ENACTED = re.compile(r"(?:法|条例|规定|办法|细则|准则|规程|规则)(?:[（(][^（）()]{2,8}[）)])?$")
"""How the titles of laws and rules end, whatever genres the catalog has."""

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
    series: str | None = None
    """The number in the register of normative documents, which stands beside the number proper."""
    title: str | None = None
    addressee: str | None = None
    signature: list[str] | None = None
    formed: date | None = None
    printed_by: str | None = None
    printed: date | None = None
    annexes: tuple[str, ...] = ()
    used: frozenset[int] = frozenset()
    """Lines that are part of the frame, not of the text: head, number, title, distribution, printing, contents."""
    contents: int = 0
    """Lines of a table of contents, which are used as well."""


def find_layout(lines: Sequence[str], genres: Sequence[str], told_title: str | None = None) -> Layout:
    """The parts of a document whose lines are `lines`; `genres` are the words that may end a title.

    A title that is told (by a web page) is only looked for; without one, the title is where it ought to be.
    """
    tight = ["".join(line.split()) for line in lines]
    found = Layout([])
    used: set[int] = set()
    number = _numbers(lines, found, used)
    start = _head(lines, tight, number, genres, found, used)
    body = (
        _told_title(tight, start, told_title, found, used)
        if told_title
        else _title(lines, tight, start, genres, found, used)
    )
    while body < len(tight) and (body in used or _BESIDE_TITLE.match(tight[body])):
        body += 1
    if found.title is None and found.head and _HEADING.search(found.head[-1]):
        found.title = found.head[-1]
    _contents(tight, body, found, used)
    end = _distribution(tight, body, found, used)
    _signature(lines, tight, body, end, found)
    found.annexes = tuple(_annexes(tight, body))
    first = next((n for n in range(body, len(tight)) if n not in used), len(tight))
    if first < len(tight) and tight[first].endswith(("：", ":")) and len(tight[first]) < 120:
        found.addressee = lines[first].strip().rstrip("：:")
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


def _is_name(line: str) -> bool:
    """Whether a line is the name of a body and nothing else, as in the head of a letter."""
    return 3 < len(line) <= 25 and bool(_BODY_END.search(line)) and not re.search(r"关于|[。，、；：]", line)


def _numbers(lines: Sequence[str], found: Layout, used: set[int]) -> int | None:
    """Take the lines of the number; returns the line of the number proper."""
    place: int | None = None
    for n in range(min(HEAD_LINES, len(lines))):
        read = read_number(lines[n], lines[n - 1] if n else "")
        if read is None:
            if found.number is None and lines[n].strip().endswith(("：", ":", "。", "；")):
                break  # the text has begun; numbers in it are those of other documents
            continue
        if read.series:
            found.series = read.number
            used.add(n)
        elif place is None:
            place = n
            found.number = read.number
            if not read.order:
                found.irregular = read.written if read.written != read.number else None
            used.add(n)
    if found.number is None and found.series:
        found.number, found.series = found.series, None
    return place


def _head(
    lines: Sequence[str],
    tight: Sequence[str],
    number: int | None,
    genres: Sequence[str],
    found: Layout,
    used: set[int],
) -> int:
    """Take the red header; returns the line where the title may begin."""
    above = range(number if number is not None else len(tight))
    end = next((n for n in above if n not in used and not _is_head(tight[n])), len(above))
    if number is not None and not any(_is_title(tight[n], genres) for n in range(end, number)):
        end = number  # a head in words of its own
    for n in range(end):
        if n in used:
            continue
        used.add(n)
        if not _MARKS.match(tight[n]) and tight[n] != "文件":
            names = (
                re.split(r"\s{2,}|\t|　", re.sub(r"\s*文\s*件\s*$", "", lines[n].strip()))
                if len(tight[n]) > 4
                else [lines[n]]
            )
            found.head += [name for part in names if (name := "".join(part.split()))]
    whole = read_number(lines[number]) if number is not None else None
    if number == end and whole and whole.order:  # the head and the number on one line
        found.head.append(re.sub(r"[（(]?(?:\d{4}年)?(?:〔\d{4}〕)?第\w+号[）)]?$", "", tight[end]))
    return end


def _is_head(line: str) -> bool:
    return bool(
        _MARKS.match(line)
        or line.endswith("文件")
        or _is_name(line)
        or (_HEADING.search(line) and len(line) < 30 and _BODY_END.search(_HEADING.sub("", line)))
    )


def _is_title(line: str, genres: Sequence[str]) -> bool:
    return (
        "关于" in line
        or bool(_ENACTED.search(line))
        or (title_end(line, genres) is not None and not _is_head(line))
    )


def _title(
    lines: Sequence[str],
    tight: Sequence[str],
    start: int,
    genres: Sequence[str],
    found: Layout,
    used: set[int],
) -> int:
    """Take the lines of the title; returns the line after it. A number among them is no part of it."""
    while start < len(tight) and (start in used or _MARKS.match(tight[start])):
        used.add(start)
        start += 1
    title, shown, n = "", "", start
    while n < len(tight) and n < start + 7:
        line = tight[n]
        if n in used:
            n += 1
            continue
        if title and (
            PART.match(line)
            or re.match(r"\d{1,2}[.．、]\D", line)
            or ("：" in line and "《" not in line)
            or _title_is_whole(title, line, genres)
            or _CONTENTS.match(line)
            or _BESIDE_TITLE.match(line)
            or strictest(line)
        ):
            break
        if (
            _is_row(lines[n])
            or line == OBJECT
            or line.endswith(("：", ":", "。", "；"))
            or len(line) > 70
            or read_date(line)
        ):
            break
        title += line
        shown = f"{shown} {lines[n].strip()}"
        used.add(n)
        n += 1
    found.title = _without_gaps(shown) or None
    if n < len(tight) and found.number is None and tight[n].startswith(("（", "(")):
        found.number = find_number(tight[n])
    return n


def _is_row(line: str) -> bool:
    """Whether a line is the row of a table that has lost its cells: several pieces far apart, figures among them."""
    parts = re.split(r"\s{2,}|\t", line.strip())
    return len(parts) > 2 and any(re.search(r"[0-9A-Za-z]", part) for part in parts)


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
    if following.startswith(("（", "(")):
        return not _SUFFIX.fullmatch(following)
    return (
        title_end(title, genres) is not None or following.endswith(("：", ":", "。")) or len(following) > 40
    )


def _distribution(tight: Sequence[str], body: int, found: Layout, used: set[int]) -> int:
    """Take 版记, the last lines: copies to, printed by; returns the line where it begins."""
    begin = next((n for n in range(len(tight) - 1, body, -1) if _PRINTED.match(tight[n])), None)
    if begin is not None and (match := _PRINTED.match(tight[begin])) and (read := read_date(match["line"])):
        found.printed_by, found.printed = read.who, read.day
    ends = [n for n in range(max(body, len(tight) - 12), len(tight)) if _is_end(tight[n])]
    first = next(iter(ends), begin)
    if first is None:
        return len(tight)
    last = max(begin if begin is not None else first, first, *ends)
    used.update(range(first, last + 1))
    return first


def _is_end(line: str) -> bool:
    """Whether a line belongs to the end: a list of recipients, or how the document is made public."""
    return bool(_END.match(line)) or (strictest(line) is not None and not line.startswith(("（", "(", "【")))


def _contents(tight: Sequence[str], body: int, found: Layout, used: set[int]) -> None:
    """Take a table of contents: the word itself, if it is there, and the lines below it that come again as headings."""
    near = range(body, min(body + 40, len(tight)))
    named = next((n for n in near if _CONTENTS.match(tight[n])), None)
    unnamed = next((n for n in near if _FIRST_PART.match(tight[n])), len(tight))
    taken = _entries(tight, named + 1) if named is not None else []
    if not taken and len(taken := _entries(tight, unnamed)) < 3:
        return
    used.update([*([] if named is None or named + 1 != taken[0] else [named]), *taken])
    found.contents = len(taken)


def _entries(tight: Sequence[str], first: int) -> list[int]:
    """The lines from `first` on that come again later, until the text itself begins."""
    taken: list[int] = []
    for n in range(first, len(tight)):
        entry = re.sub(r"[.…．·\-—]*[\divxIVX]*$", "", tight[n]) or tight[n]
        pieces = [piece for piece in re.split(r"(?=第[一二三四五六七八九十百]+[编章节])", entry) if piece]
        again = all(any(piece in later for later in tight[n + 1 :]) for piece in pieces)
        listed = PART.match(entry) or entry != tight[n] or entry in ("附则", "附件", "附录")
        if (taken and entry == tight[taken[0]]) or not (again and listed):
            break
        taken.append(n)
    return taken


def _signature(lines: Sequence[str], tight: Sequence[str], body: int, end: int, found: Layout) -> None:
    """The date of signing and the names above it: the first date that stands under a name, or the last that stands alone."""
    dated = [(n, d) for n in range(body, end) if len(tight[n]) < 60 and (d := read_date(tight[n]))]
    signed = [(n, d) for n, d in dated if _names_above(lines, tight, n, d)]
    for n, read in signed[:1] or dated[-1:]:
        found.formed = read.day
        found.signature = _names_above(lines, tight, n, read)


def _names_above(lines: Sequence[str], tight: Sequence[str], n: int, read: Dated) -> list[str]:
    who = _SEAL.sub("", read.who)
    if who:
        return [who] if _BODY_END.search(who) else []
    names: list[str] = []
    for above in range(n - 1, max(n - 12, -1), -1):
        parts = [
            bare for p in re.split(r"\s{2,}|\t|　| ", lines[above].strip()) if (bare := _SEAL.sub("", p))
        ]
        spaced = [_SEAL.sub("", tight[above])] if all(len(p) <= 2 for p in parts) else parts
        if not all(
            _BODY_END.search(p) and 3 < len(p) <= 30 and "。" not in p and "，" not in p for p in spaced
        ):
            break
        names = spaced + names
    return names


def _annexes(tight: Sequence[str], body: int) -> Iterator[str]:
    """The titles in 附件说明: 附件：1.…, 2.…, or a line 附件1：… for each."""
    for n in range(body, len(tight)):
        match = _ANNEX.match(tight[n])
        if match:
            item = _ITEM.match(match["first"])
            yield (item["title"] if item else match["first"]).rstrip("。；;")
            for line in tight[n + 1 :] if item else ():
                following = _ITEM.match(line)
                if not following:
                    return
                yield following["title"].rstrip("。；;")
            return
        if (single := _ANNEX_ITEM.match(tight[n])) and single["number"] == "1":
            for number, line in enumerate(tight[n:], 1):
                following = _ANNEX_ITEM.match(line)
                if not following or int(following["number"]) != number:
                    return
                yield following["title"].rstrip("。；;")
            return
