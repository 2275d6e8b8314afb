"""The last lines of an official document: who signed it and when, to whom it went, what is annexed; and its table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from generator.reading.openness_marks import strictest
from generator.tools.importing.layouthead import BODY_END, CONTENTS, PART
from generator.tools.importing.spelling import Dated, read_date

_PRINTED = re.compile(r"^(?P<line>.{2,60}日)印(?:发|制)?$")

_END = re.compile(
    r"^(?:抄送|抄报|主送|报送|分送|印送|发送|印发范围|发送范围)[：:]|^共印\d+份|^[（(]共印\d+份[）)]$"
    r"|^(?:校对|打字|核稿|拟稿|承办单位|主办单位)[：:]"
)

_ANNEX = re.compile(r"^附(?:件)?[：:](?P<first>.+)$")

_ANNEX_ITEM = re.compile(r"^附件(?P<number>\d{1,2})[：:.．、](?P<title>.{2,80})$")

_ITEM = re.compile(r"^\d{1,2}[.．、](?P<title>.+)$")

_SEAL = re.compile(r"[（(【\[](?:印章?|公?章|盖章|代章)[）)】\]]$")

_FIRST_PART = re.compile(r"^第一[编章]")


class Distribution(NamedTuple):
    """版记: to whom copies went, who printed it."""

    begin: int
    """The line where it begins, or where the document ends."""
    used: frozenset[int]
    printed_by: str | None = None
    printed: date | None = None


class Signature(NamedTuple):
    """Who signed, and when."""

    names: tuple[str, ...] | None = None
    day: date | None = None


def find_distribution(tight: Sequence[str], body: int) -> Distribution:
    """版记, the last lines below line `body`."""
    begin = next((n for n in range(len(tight) - 1, body, -1) if _PRINTED.match(tight[n])), None)
    match = _PRINTED.match(tight[begin]) if begin is not None else None
    read = read_date(match["line"]) if match else None
    by, day = (read.who, read.day) if read else (None, None)
    ends = [n for n in range(max(body, len(tight) - 12), len(tight)) if _is_end(tight[n])]
    first = next(iter(ends), begin)
    if first is None:
        return Distribution(len(tight), frozenset(), by, day)
    last = max(begin if begin is not None else first, first, *ends)
    return Distribution(first, frozenset(range(first, last + 1)), by, day)


def find_contents(tight: Sequence[str], body: int) -> tuple[frozenset[int], int]:
    """A table of contents: its lines with the word over it, and how many of them are entries."""
    near = range(body, min(body + 40, len(tight)))
    named = next((n for n in near if CONTENTS.match(tight[n])), None)
    unnamed = next((n for n in near if _FIRST_PART.match(tight[n])), len(tight))
    taken = _entries(tight, named + 1) if named is not None else []
    if not taken and len(taken := _entries(tight, unnamed)) < 3:
        return frozenset(), 0
    word = [] if named is None or named + 1 != taken[0] else [named]
    return frozenset([*word, *taken]), len(taken)


def find_signature(lines: Sequence[str], tight: Sequence[str], body: int, end: int) -> Signature:
    """The date of signing and the names above it: the first date that stands under a name, or the last that stands alone."""
    dated = [(n, d) for n in range(body, end) if len(tight[n]) < 60 and (d := read_date(tight[n]))]
    signed = [(n, d) for n, d in dated if _names_above(lines, tight, n, d)]
    for n, read in signed[:1] or dated[-1:]:
        return Signature(tuple(_names_above(lines, tight, n, read)), read.day)
    return Signature()


def find_annexes(tight: Sequence[str], body: int) -> Iterator[str]:
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


def _is_end(line: str) -> bool:
    """Whether a line belongs to the end: a list of recipients, or how the document is made public."""
    return bool(_END.match(line)) or (strictest(line) is not None and not line.startswith(("（", "(", "【")))


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


def _names_above(lines: Sequence[str], tight: Sequence[str], n: int, read: Dated) -> list[str]:
    who = _SEAL.sub("", read.who)
    if who:
        return [who] if BODY_END.search(who) else []
    names: list[str] = []
    for above in range(n - 1, max(n - 12, -1), -1):
        parts = [
            bare for p in re.split(r"\s{2,}|\t|　| ", lines[above].strip()) if (bare := _SEAL.sub("", p))
        ]
        spaced = [_SEAL.sub("", tight[above])] if all(len(p) <= 2 for p in parts) else parts
        if not all(
            BODY_END.search(p) and 3 < len(p) <= 30 and "。" not in p and "，" not in p for p in spaced
        ):
            break
        names = spaced + names
    return names
