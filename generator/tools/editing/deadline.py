"""A start date and a term → the arithmetic day by day: which days count, which do not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from chinese_calendar import constants

from generator.model.catalog import HolidayNotice
from generator.model.diagnostics import Text
from generator.model.term import Term
from generator.model.workdays import FIRST_TERM, Deadline, WorkCalendar

ONE_DAY = timedelta(days=1)

WEEKDAYS = tuple(
    Text(f"周{zh}", en)
    for zh, en in zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True)
)

STARTS = {
    "formed": Text("生成日期", "the day it was formed"),
    "approved": Text("批准日期", "the day it was approved"),
    "interpreted": Text("被解读文件的公开日期", "the day the interpreted document was published"),
}

_HOLIDAYS = {holiday.value: holiday.chinese for holiday in constants.Holiday}


class CountedDay(NamedTuple):
    """One day of a term."""

    day: date
    number: int | None
    """Its ordinal within the term, 1 for the first day that counts; None when it does not count."""
    why: Text
    """Why it is skipped, or counts although it is a weekend day; empty for an ordinary working day."""


@dataclass(frozen=True)
class Arithmetic:
    """A deadline and how it comes about. With an unknown year `days` ends with the last day that is known."""

    deadline: Deadline
    days: tuple[CountedDay, ...]


def arithmetic(
    start: date, term: Term, calendar: WorkCalendar, notices: Mapping[int, HolidayNotice]
) -> Arithmetic | None:
    """The days of a term that begins after `start` (条例 art. 26, 民法典 art. 201, 203). None before 2008-05-01: there was no term."""
    if start < FIRST_TERM:
        return None
    deadline = calendar.deadline(start, term)
    last = min(deadline.latest, calendar.last)
    days = (start + n * ONE_DAY for n in range(1, (last - start).days + 1))
    count = _workdays if term.unit == "workday" else _days
    return Arithmetic(deadline, tuple(count(days, term.number, calendar, notices)))


def headline(found: Arithmetic) -> Text:
    """The result in one sentence."""
    deadline = found.deadline
    length = deadline.term.length
    head = Text(f"{deadline.start} 起 {length.zh}", f"{length.en} from {deadline.start}")
    if not deadline.provisional:
        return Text(
            f"{head.zh}：最迟 {deadline.latest}（{say_weekday(deadline.latest).zh}）公开",
            f"{head.en}: due {deadline.latest} ({say_weekday(deadline.latest).en})",
        )
    return Text(
        f"{head.zh}：暂算在 {deadline.earliest} 至 {deadline.latest} 之间",
        f"{head.en}: provisionally due between {deadline.earliest} and {deadline.latest}",
    )


def listing(found: Arithmetic) -> Text:
    """The whole arithmetic: start, law, every day, result."""
    deadline = found.deadline
    start = STARTS[deadline.term.start]
    head = Text(
        f"依据：{deadline.term.basis}\n起算：{deadline.start} {say_weekday(deadline.start).zh}（{start.zh}），当日不计",
        f"law: {deadline.term.basis}\nstart: {deadline.start} {say_weekday(deadline.start).en} ({start.en}), not counted",
    )
    rows = [_row(day) for day in found.days]
    end = [headline(found), *_provisional(deadline, found)]
    return Text(
        "\n".join([head.zh, *(r.zh for r in rows), *(e.zh for e in end)]),
        "\n".join([head.en, *(r.en for r in rows), *(e.en for e in end)]),
    )


def say_weekday(day: date) -> Text:
    """The day of the week."""
    return WEEKDAYS[day.weekday()]


def _workdays(
    days: Iterable[date], number: int, calendar: WorkCalendar, notices: Mapping[int, HolidayNotice]
) -> Iterator[CountedDay]:
    count = 0
    for day in days:
        worked = bool(calendar.is_workday(day))
        count += worked
        yield CountedDay(day, count if worked else None, _why(day, worked, notices))


def _days(
    days: Iterable[date], number: int, calendar: WorkCalendar, notices: Mapping[int, HolidayNotice]
) -> Iterator[CountedDay]:
    """Calendar days: all count; after the last one, days off are passed over (民法典 art. 203)."""
    for count, day in enumerate(days, 1):
        why = _why(day, bool(calendar.is_workday(day)), notices)
        if count < number:
            yield CountedDay(day, count, Text("", ""))
        elif count == number:
            yield CountedDay(
                day,
                count,
                Text(f"{why.zh}，顺延", f"{why.en}, moves on")
                if why.zh and not calendar.is_workday(day)
                else Text("", ""),
            )
        else:
            yield CountedDay(day, None, why if why.zh else Text("顺延到这一天", "moved to this day"))


def _why(day: date, worked: bool, notices: Mapping[int, HolidayNotice]) -> Text:
    weekend = day.weekday() >= 5
    if worked:
        return _made_up(day) if weekend else Text("", "")
    name = constants.holidays.get(day)
    if name:
        return Text(f"{_HOLIDAYS[name]}放假", name)
    if weekend:
        return Text("周末", "weekend")
    return (
        Text(f"放假（{notices[day.year].notice}）", f"holiday ({notices[day.year].notice})")
        if day.year in notices
        else Text("放假", "holiday")
    )


def _made_up(day: date) -> Text:
    name = constants.workdays.get(day)
    return (
        Text(f"{_HOLIDAYS[name]}调休上班", f"make-up day for {name}")
        if name
        else Text("调休上班", "make-up day")
    )


def _row(day: CountedDay) -> Text:
    number = Text(f"第 {day.number} 日", f"day {day.number}") if day.number else Text("不计", "-")
    weekday = say_weekday(day.day)
    return Text(
        f"  {day.day} {weekday.zh}  {number.zh}  {day.why.zh}".rstrip(),
        f"  {day.day} {weekday.en}  {number.en:<7}  {day.why.en}".rstrip(),
    )


def _provisional(deadline: Deadline, found: Arithmetic) -> Iterator[Text]:
    if deadline.provisional:
        last = found.days[-1].day if found.days else None
        year = last.year + 1 if last else deadline.earliest.year
        yield Text(
            f"{year} 年的放假安排还没有（content/data/calendar/{year}.yml）；请按最早的日期 {deadline.earliest} 办理",
            f"the holiday notice of {year} is not known (content/data/calendar/{year}.yml); keep to {deadline.earliest}",
        )
