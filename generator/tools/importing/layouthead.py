"""The first lines of an official document: its red head, its number, and its title."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from generator.reading.openness_marks import strictest
from generator.tools.importing.spelling import find_number, read_date, read_number

OBJECT = "\ufffc"
"""Stands in the lines for a table, list or picture."""

HEAD_LINES = 16
"""Lines from the top in which the head and the number are looked for."""

PART = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百零〇]{1,5}[编章节条]"
)
"""How the parts of an official text are numbered."""

CONTENTS = re.compile(r"^目[录次]$")
"""The word over a table of contents."""

BODY_END = re.compile(
    r"(?:政府|办公室|局|委员会|厅|部|院|中心|大队|支队|管委会|办事处|领导小组|指挥部|公司|总队|学校|医院|集团|处|队)$"
)
"""How the names of bodies end."""

_MARKS = re.compile(r"^(?:\d{6}|№?\d{1,6}|特急|加急|特提|平急|急件|明电|签发人[：:].{0,20}|份号[：:]?\d*)$")

_SUFFIX = re.compile(
    r"[（(](?:[^（）()]{0,8}(?:试行|暂行|修订|修正|稿|草案|版|年度?|批|期|号案|一|二|三|四)|第[一二三四五六七八九十\d]{1,3}[批期号次]|[上下]册?)[）)]"
)
"""What may stand in brackets below a title and belongs to it."""

_HEADING = re.compile(r"(?:令|公告|通告|布告|纪要|公报)$")
"""How the head ends of papers that are counted and not lettered."""

_ENACTED = re.compile(r"(?:法|条例|规定|办法|细则|准则|规程|规则)(?:[（(][^（）()]{2,8}[）)])?$")
"""How the titles of laws and rules end, whatever genres the catalog has."""

BESIDE_TITLE = re.compile(
    r"^(?:来源|信息来源|稿源|作者|发布时间|发布日期|发文日期|成文日期|浏览次数|点击数|字体|字号|发布机构|索引号|责任编辑)[：:]|^[-—_=*]+$"
)
"""Lines of web pages between the title and the text."""

_LABELLED = re.compile(r"^[^：:]{0,6}(?:编号|标号|版本号|日期|时间)[：:].")
"""A line of a cover that stands above the title."""

_COVER = re.compile(r"(?:文件|文本|范本|书|公司)$")
"""How the titles of papers end that have a cover."""

_ISSUED = re.compile(
    r"《(?P<name>[^《》]{3,80}(?:《[^《》]*》[^《》]*)?)》[^《》。]{0,12}(?:已|业|经)[^。]{2,90}(?:公布|发布|颁布|施行)"
    r"|现(?:将|予)?(?:公布|发布|颁布)《(?P<after>[^《》]{3,80})》"
)
"""The sentence of an order that makes a measure public."""


class Numbers(NamedTuple):
    """The number of a document, and the lines on which numbers stand."""

    number: str | None = None
    irregular: str | None = None
    """The number as written, when it had to be put right."""
    series: str | None = None
    """The number in the register of normative documents, which stands beside the number proper."""
    line: int | None = None
    """The line on which the number proper stands, counted from 0."""
    used: frozenset[int] = frozenset()


class Head(NamedTuple):
    """The red head."""

    names: tuple[str, ...]
    """Without 文件."""
    end: int
    """The line where the title may begin."""
    used: frozenset[int]

    @property
    def counted(self) -> bool:
        """Whether it is the head of a paper that is counted and not lettered: an order, an announcement."""
        return bool(self.names and _HEADING.search(self.names[-1]))


class Title(NamedTuple):
    """The title, and a number that stands in brackets under it."""

    text: str | None
    end: int
    """The line after it."""
    used: frozenset[int]
    number: str | None = None


def find_numbers(lines: Sequence[str]) -> Numbers:
    """The number of a document, and the lines it stands on."""
    found = Numbers()
    for n in range(min(HEAD_LINES, len(lines))):
        read = read_number(lines[n], lines[n - 1] if n else "")
        if read is None:
            if found.number is None and lines[n].strip().endswith(("：", ":", "。", "；")):
                break  # the text has begun; numbers in it are those of other documents
        elif read.series:
            found = found._replace(series=read.number, used=found.used | {n})
        elif found.line is None:
            changed = None if read.order or read.written == read.number else read.written
            found = found._replace(number=read.number, irregular=changed, line=n, used=found.used | {n})
    if found.number is None and found.series:
        return found._replace(number=found.series, series=None)
    return found


def find_head(lines: Sequence[str], tight: Sequence[str], numbers: Numbers, genres: Sequence[str]) -> Head:
    """The red head; `tight` are the lines without blanks."""
    number = numbers.line
    above = range(number if number is not None else len(tight))
    end = next((n for n in above if n not in numbers.used and not _is_head(tight[n])), len(above))
    if number is not None and not any(_is_title(tight[n], genres) for n in range(end, number)):
        end = number  # a head in words of its own
    names: list[str] = []
    for n in (n for n in range(end) if n not in numbers.used):
        if not _MARKS.match(tight[n]) and tight[n] != "文件":
            bare = re.sub(r"\s*文\s*件\s*$", "", lines[n].strip())
            parts = re.split(r"\s{2,}|\t|　", bare) if len(tight[n]) > 4 else [lines[n]]
            names += [name for part in parts if (name := "".join(part.split()))]
    whole = read_number(lines[number]) if number is not None else None
    if number == end and whole and whole.order:  # the head and the number on one line
        names.append(re.sub(r"[（(]?(?:\d{4}年)?(?:〔\d{4}〕)?第\w+号[）)]?$", "", tight[end]))
    return Head(tuple(names), end, frozenset(range(end)) - numbers.used)


def find_title(
    lines: Sequence[str],
    tight: Sequence[str],
    start: int,
    used: Collection[int],
    genres: Sequence[str],
    numbered: bool,
) -> Title:
    """The title from line `start` on. A line in `used`, such as a number, is no part of it; `numbered`: the number is known."""
    taken: set[int] = set()
    while start < len(tight) and (start in used or _MARKS.match(tight[start])):
        taken.add(start)
        start += 1
    title, shown, n = "", "", start
    while n < len(tight) and n < start + 7:
        if n in used or (not title and _LABELLED.match(tight[n])):
            n += 1
            continue
        if (title and _follows(title, tight[n], genres)) or _is_no_title(lines[n], tight[n]):
            break
        title += tight[n]
        shown = f"{shown} {lines[n].strip()}"
        taken.add(n)
        n += 1
    below = n < len(tight) and not numbered and tight[n].startswith(("（", "("))
    number = find_number(tight[n]) if below else None
    return Title(_without_gaps(shown) or None, n, frozenset(taken), number)


def find_told_title(tight: Sequence[str], start: int, used: Collection[int], told: str) -> Title:
    """The lines of a title that is known: those at line `start`, or all of it a little below. A line in `used` is no part of it."""
    whole = "".join(told.split())
    left = [n for n in range(start, min(start + HEAD_LINES, len(tight))) if n not in used]
    for skipped, first in enumerate(left):
        if tight[first].endswith(("。", "；", "：", ":")):
            break  # the text has begun
        found, taken = "", []
        for n in left[skipped:]:
            if not tight[n] or not whole.startswith(found + tight[n]):
                break
            found += tight[n]
            taken.append(n)
        if found == whole or (found and not skipped):
            return Title(found, taken[-1] + 1, frozenset(taken))
    return Title(None, start, frozenset())


def issued_measure(text: Sequence[str]) -> str | None:
    """The measure that an order makes public, by the first sentence of its text."""
    for line in text:
        if match := _ISSUED.search(line):
            return match["name"] or match["after"]
        if PART.match(line):
            break
    return None


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


def is_order(title: str) -> bool:
    """Whether a title only says that something is an order: 县人民政府令（第3号）."""
    return re.search(r"令(?:[（(]?(?:\d{4}年)?第.{1,6}号[）)]?)?$", "".join(title.split())) is not None


def _is_name(line: str) -> bool:
    """Whether a line is the name of a body and nothing else, as in the head of a letter."""
    return 3 < len(line) <= 25 and bool(BODY_END.search(line)) and not re.search(r"关于|[。，、；：]", line)


def _is_head(line: str) -> bool:
    return bool(
        _MARKS.match(line)
        or line.endswith("文件")
        or _is_name(line)
        or (_HEADING.search(line) and len(line) < 30 and BODY_END.search(_HEADING.sub("", line)))
    )


def _is_title(line: str, genres: Sequence[str]) -> bool:
    return (
        "关于" in line
        or bool(_ENACTED.search(line))
        or (title_end(line, genres) is not None and not _is_head(line))
    )


def _follows(title: str, line: str, genres: Sequence[str]) -> bool:
    """Whether a line below a title is something else: the first part of the text, a table of contents, a mark."""
    return bool(
        PART.match(line)
        or re.match(r"\d{1,2}[.．、]\D", line)
        or ("：" in line and "《" not in line)
        or _title_is_whole(title, line, genres)
        or CONTENTS.match(line)
        or BESIDE_TITLE.match(line)
        or strictest(line)
        or (len(title) > 8 and line.startswith(title))
        or (_COVER.search(title) and _is_name(line))
    )


def _is_no_title(line: str, bare: str) -> bool:
    """Whether a line can be no part of a title by itself."""
    return bool(
        _is_row(line)
        or bare == OBJECT
        or CONTENTS.match(bare)
        or re.search(r"\d{11}", bare)
        or bare.endswith(("：", ":", "。", "；"))
        or len(bare) > 70
        or read_date(bare)
    )


def _is_row(line: str) -> bool:
    """Whether a line is the row of a table that has lost its cells: several pieces far apart, figures among them."""
    parts = re.split(r"\s{2,}|\t", line.strip())
    return len(parts) > 2 and any(re.search(r"[0-9A-Za-z]", part) for part in parts)


def _without_gaps(text: str) -> str:
    """Without the blanks that only spread Chinese characters."""
    text = re.sub(r"^(?:项目|采购项目|工程|文件)?名称\s*[：:]", "", text.strip())
    return re.sub(r"\s+(?![\x21-\x7e])|(?<![\x21-\x7e])\s+", "", text.strip().lstrip("-—－–* "))


def _title_is_whole(title: str, following: str, genres: Sequence[str]) -> bool:
    unbalanced = title.count("《") > title.count("》") or title.count("（") > title.count("）")
    if unbalanced or following.startswith(("的", "》", "及", "和")):
        return False
    if following.startswith(("（", "(")):
        return not _SUFFIX.fullmatch(following)
    return (
        title_end(title, genres) is not None or following.endswith(("：", ":", "。")) or len(following) > 40
    )
