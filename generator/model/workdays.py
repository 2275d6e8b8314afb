"""Working days and terms: which day is the last on which a document may be published.

Working days follow the State Council's yearly holiday notices, make-up weekends included (chinese-calendar; a newer
notice can be entered in catalog.yml). Day 1 is the first working day after the start date (民法典 art. 201).
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from chinese_calendar import constants

from generator.model.catalog import HolidayNotice
from generator.model.diagnostics import Text
from generator.model.term import Term

FIRST_TERM = date(2008, 5, 1)
"""Documents formed before the first Regulations (国令第492号) came into force have no term."""

FIRST_DAY = date(2004, 1, 1)

LAST_LIBRARY_DAY = date(max(day.year for day in constants.holidays), 12, 31)

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a term. `earliest` and `latest` differ only when a holiday notice is still missing."""

    start: date
    term: Term
    earliest: date
    latest: date
    provisional: bool

    @property
    def arithmetic(self) -> Text:
        """`2026-09-18 起 20 个工作日，《…》第二十六条`: what the day comes from, as every finding shows it."""
        length, basis = self.term.length, self.term.basis
        return Text(f"{self.start} 起 {length.zh}，{basis}", f"{length.en} from {self.start}, {basis}")

    @property
    def days(self) -> Text:
        """The last day in words; of a provisional term the earliest and the latest."""
        if not self.provisional:
            return Text(str(self.latest), str(self.latest))
        return Text(
            f"{self.earliest} 至 {self.latest}（暂算）", f"{self.earliest} to {self.latest} (provisional)"
        )


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of the years whose holiday notice is known. Made by `work_calendar`; cheap to hand to a worker."""

    days: tuple[int, ...]
    """The ordinals of all known working days, ascending."""
    last: date
    """The last day that is known."""

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(self.days)

    @cached_property
    def _ever(self) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
        """Month and day, with a day's margin, of every weekday that was off and every weekend day that was worked in a known year."""
        days = list(_range(FIRST_DAY, self.last))
        return (
            _around(d for d in days if d.weekday() < 5 and d.toordinal() not in self._known),
            _around(d for d in days if d.weekday() >= 5 and d.toordinal() in self._known),
        )

    def is_workday(self, day: date) -> bool | None:
        """Whether a day is worked; None when its year's notice is not known."""
        if not FIRST_DAY <= day <= self.last:
            return None
        return day.toordinal() in self._known

    def count(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`, as far as the years are known."""
        return max(0, bisect_right(self.days, end.toordinal()) - bisect_right(self.days, start.toordinal()))

    def at_most(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; of days not yet known all that may turn out to be worked."""
        unknown = _range(max(start, self.last) + ONE_DAY, end)
        return self.count(start, end) + sum(self.may_be_worked(day) for day in unknown)

    def deadline(self, start: date, term: Term) -> Deadline:
        """The last day of a term that begins after `start` (not before `FIRST_DAY`), for something that must be done.

        A term in calendar days or years that ends on a day off ends on the next working day (民法典 art. 203).
        """
        if term.unit == "workday":
            earliest, latest = self._working(start, term.number)
        else:
            earliest, latest = self._working(lapse(start, term) - ONE_DAY, 1)
        return Deadline(start, term, earliest, latest, provisional=latest > self.last)

    def _working(self, after: date, number: int) -> tuple[date, date]:
        """The earliest and the latest day that may turn out to be the `number`th working day after a day."""
        index = bisect_right(self.days, after.toordinal()) + number - 1
        if index < len(self.days):
            day = date.fromordinal(self.days[index])
            return day, day
        left = index - len(self.days) + 1
        unknown = max(after, self.last)
        return self._step(unknown, left, self.may_be_worked), self._step(unknown, left, self.surely_worked)

    def _step(self, after: date, number: int, worked: Callable[[date], bool]) -> date:
        day = after
        while number:
            day += ONE_DAY
            number -= worked(day)
        return day

    def may_be_worked(self, day: date) -> bool:
        """In a year not yet known: weekdays except New Year's Day, and weekends near which one has been made up before."""
        if day.weekday() >= 5:
            return (day.month, day.day) in self._ever[1]
        return (day.month, day.day) != (1, 1)

    def surely_worked(self, day: date) -> bool:
        """In a year not yet known: weekdays that were never near a holiday in a known year."""
        return day.weekday() < 5 and (day.month, day.day) not in self._ever[0]


def lapse(start: date, term: Term) -> date:
    """The last day of a term in calendar days, months or years, days off or not: for what ends by itself, such as a row that is kept.

    Of months and years it is the same day of the last month, and the end of the month when there is no such day (民法典 art. 202).
    Raises ValueError for working days, which need a calendar.
    """
    if term.unit == "workday":
        raise ValueError("working days need a calendar")
    if term.unit == "day":
        return start + term.number * ONE_DAY
    months = start.month - 1 + term.number * (12 if term.unit == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def work_calendar(notices: Mapping[int, HolidayNotice]) -> WorkCalendar:
    """The calendar of the library and of the notices entered in catalog.yml, by year; these go before the library."""
    return _calendar(frozenset((y, frozenset(n.holidays), frozenset(n.workdays)) for y, n in notices.items()))


@lru_cache(maxsize=8)  # a process that serves, releases or holds back asks for the same one again and again
def _calendar(notices: frozenset[tuple[int, frozenset[date], frozenset[date]]]) -> WorkCalendar:
    """The calendar with these notices: (year, days off, days made up)."""
    years = {year for year, _, _ in notices}
    last = LAST_LIBRARY_DAY.year
    while last + 1 in years:
        last += 1
    off = frozenset[date]().union(*(days for _, days, _ in notices))
    on = frozenset[date]().union(*(days for _, _, days in notices))

    def worked(day: date) -> bool:
        if day in on or day in off:
            return day in on
        if day.year in years:
            return day.weekday() < 5
        return day in constants.workdays or (day.weekday() < 5 and day not in constants.holidays)

    end = date(last, 12, 31)
    return WorkCalendar(tuple(day.toordinal() for day in _range(FIRST_DAY, end) if worked(day)), end)


def _around(days: Iterable[date]) -> frozenset[tuple[int, int]]:
    return frozenset((near.month, near.day) for day in days for near in (day - ONE_DAY, day, day + ONE_DAY))


def _range(first: date, last: date) -> Iterator[date]:
    for n in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(n)
