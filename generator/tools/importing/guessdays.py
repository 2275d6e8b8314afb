"""When a document was signed, takes effect and ends, and whether it is in force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from generator.model.diagnostics import Text
from generator.tools.importing.guessed import SIGNATURE, USUAL, Guess, Read
from generator.tools.importing.marks import validity_mark, validity_of
from generator.tools.importing.spelling import counted, find_date, tight

_IN_FORCE = re.compile(r"自(?P<date>[^自。，；]{8,14}[日曰号])起(?:正式|开始)?(?:施行|实施|执行|生效|试行)")

_UNTIL = re.compile(r"有效期(?:限)?(?:至|到|截止至?|为?至)(?P<date>[^。，；]{8,14}[日曰号])")

_FOR_YEARS = re.compile(r"有效期(?:限)?(?:为|是)?(?P<years>\d{1,2}|[一二三四五六七八九十两]{1,2})年")


def days(read: Read) -> Iterator[Guess | None]:
    """When it was signed."""
    layout = read.layout
    if told := told_day(read, "formed"):
        yield told._replace(
            sure=not layout.formed or str(layout.formed) == told.value or not layout.signature
        )
    if layout.formed:
        yield Guess(str(layout.formed), SIGNATURE, bool(layout.signature))
    if told := told_day(read, "printed"):
        yield told._replace(sure=False)
    if layout.printed:
        yield Guess(str(layout.printed), Text("印发日期", "printing date"), False)


def told_day(read: Read, key: str) -> Guess | None:
    """A date that is told under a key."""
    told = read.told.get(key)
    day = find_date(told.value) if told else None
    return Guess(str(day), told.place, True) if told and day else None


def effective_days(read: Read) -> Iterator[Guess | None]:
    """When it takes effect."""
    yield told_day(read, "effective")
    place = Text("正文中的施行日期", "the text says when it takes effect")
    for line in read.text:
        if (match := _IN_FORCE.search(tight(line))) and (day := find_date(match["date"])):
            yield Guess(str(day), place, False)


def expiries(read: Read, found: Mapping[str, Guess]) -> Iterator[Guess | None]:
    """The last day on which it is in force."""
    yield told_day(read, "expires")
    place = Text("正文中的有效期", "the text says how long it is in force")
    lines = [*([f"有效期{read.told['term'].value}"] if "term" in read.told else []), *read.text]
    for line in map(tight, lines):
        if (match := _UNTIL.search(line)) and (day := find_date(match["date"])):
            yield Guess(str(day), place, False)
        years = _FOR_YEARS.search(line)
        count = counted(years["years"].replace("两", "二")) if years else None
        if count and "effective" in found:
            begin = date.fromisoformat(str(found["effective"].value))
            leap = begin.month == 2 and begin.day == 29
            last = begin.replace(year=begin.year + count, day=28 if leap else begin.day)
            yield Guess(str(last - timedelta(days=1)), place, False)


def validities(
    read: Read, found: Mapping[str, Guess], normative: bool, today: date
) -> Iterator[Guess | None]:
    """Whether it is in force: as told or stamped, or by its dates. `normative`: whether it is a normative document."""
    told = read.told.get("validity")
    if told and (value := validity_of(told.value)):
        yield Guess(value, told.place, True)
    if stamp := validity_mark(read.marks):
        yield Guess(stamp.value, Text(f"标注“{stamp.words}”", f"marked “{stamp.words}”"), True)
    for key, value in (("repealed", "废止"), ("expires", "失效")):
        if key in found and str(found[key].value) <= str(today):
            yield Guess(value, found[key].place, False)
    if "effective" in found and normative and str(found["effective"].value) > str(today):
        yield Guess("尚未生效", found["effective"].place, False)
    genre = found.get("genre")
    if normative and genre and genre.value != "解读" and not told:
        yield Guess("有效", USUAL, False)
