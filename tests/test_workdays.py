"""Working days and terms against the official notices, a second library, and the law of counting."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.catalog import HolidayNotice
from generator.model.legal_terms import DEFAULT_TERM
from generator.model.term import Term
from generator.model.workdays import FIRST_DAY, LAST_LIBRARY_DAY, WorkCalendar, work_calendar

CALENDAR = work_calendar({})
DISAGREED = {date(2005, 12, 31)}
"""The only day of which the two libraries say different things."""

# Start → 20th working day; the official notices and two independent libraries agree.
VECTORS = {
    "2024-01-15": "2024-02-09",
    "2024-01-31": "2024-03-04",
    "2024-04-01": "2024-04-29",
    "2024-04-22": "2024-05-21",
    "2024-09-20": "2024-10-23",
    "2025-01-02": "2025-02-06",
    "2025-01-13": "2025-02-14",
    "2025-04-14": "2025-05-14",
    "2025-09-12": "2025-10-16",
    "2025-09-29": "2025-11-03",
    "2025-12-05": "2026-01-05",
    "2026-01-01": "2026-01-29",
    "2026-01-26": "2026-02-28",
    "2026-02-10": "2026-03-16",
    "2026-02-14": "2026-03-20",
    "2026-04-17": "2026-05-19",
    "2026-06-01": "2026-06-30",
    "2026-09-07": "2026-10-10",
    "2026-09-18": "2026-10-22",
    "2026-11-02": "2026-11-30",
    "2026-12-03": "2026-12-31",
}

known_days = st.dates(FIRST_DAY, LAST_LIBRARY_DAY - timedelta(days=150))
terms = st.builds(Term, number=st.integers(1, 60), unit=st.just("workday"), basis=st.just("测试"))
day_terms = st.builds(Term, number=st.integers(1, 60), unit=st.just("day"), basis=st.just("测试"))


def days_of(year: int) -> list[date]:
    return [
        date(year, 1, 1) + timedelta(days=n)
        for n in range(366)
        if (date(year, 1, 1) + timedelta(days=n)).year == year
    ]


@pytest.mark.parametrize(
    ("start", "deadline"),
    [(date.fromisoformat(start), date.fromisoformat(end)) for start, end in VECTORS.items()],
    ids=str,
)
def test_twentieth_working_day(start: date, deadline: date):
    found = CALENDAR.deadline(start, DEFAULT_TERM)
    assert (found.earliest, found.latest, found.provisional) == (deadline, deadline, False)
    assert CALENDAR.count(start, deadline) == 20


@pytest.mark.parametrize(("year", "number"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_year(year: int, number: int):
    assert sum(bool(CALENDAR.is_workday(day)) for day in days_of(year)) == number


def test_make_up_days_are_worked_and_new_years_eve_of_2024_too():
    worked = ["2024-02-04", "2024-02-09", "2025-01-26", "2026-02-28", "2026-10-10", "2018-12-29"]
    assert all(CALENDAR.is_workday(date.fromisoformat(day)) for day in worked)


@pytest.mark.parametrize("year", range(2004, 2027))
def test_agrees_with_a_second_library(year: int):
    other = holidays.country_holidays("CN", years=year)
    wrong = [day for day in days_of(year) if CALENDAR.is_workday(day) != other.is_working_day(day)]
    assert set(wrong) == {day for day in DISAGREED if day.year == year}


@given(known_days, terms)
def test_a_term_ends_on_its_last_working_day(start: date, term: Term):
    found = CALENDAR.deadline(start, term)
    assert not found.provisional
    assert CALENDAR.is_workday(found.latest)
    assert CALENDAR.count(start, found.latest) == term.number


@given(known_days, day_terms)
def test_a_term_in_calendar_days_ends_on_the_first_working_day_from_its_last_day_on(start: date, term: Term):
    last = start + timedelta(days=term.number)
    found = CALENDAR.deadline(start, term).latest
    assert CALENDAR.is_workday(found)
    assert not any(CALENDAR.is_workday(last + timedelta(days=n)) for n in range((found - last).days))


@given(known_days, st.integers(0, 200))
def test_counting_is_adding_up_working_days(start: date, length: int):
    end = min(start + timedelta(days=length), LAST_LIBRARY_DAY)
    assert CALENDAR.count(start, end) == sum(
        bool(CALENDAR.is_workday(start + timedelta(days=n))) for n in range(1, (end - start).days + 1)
    )


def test_an_unknown_year_gives_a_range_and_says_so():
    found = CALENDAR.deadline(date(2026, 12, 4), DEFAULT_TERM)
    assert found.provisional
    assert (found.earliest, found.latest) == (date(2027, 1, 3), date(2027, 1, 5))
    assert CALENDAR.is_workday(date(2027, 1, 4)) is None


def test_a_start_in_an_unknown_year_gives_a_range_too():
    found = CALENDAR.deadline(date(2028, 5, 20), DEFAULT_TERM)
    assert found.provisional
    assert date(2028, 6, 10) < found.earliest <= found.latest < date(2028, 7, 20)


def test_a_calendar_term_into_an_unknown_year_is_provisional():
    found = CALENDAR.deadline(date(2026, 12, 14), Term(number=20, unit="day", basis="测试"))
    assert (found.earliest, found.latest, found.provisional) == (date(2027, 1, 3), date(2027, 1, 5), True)


@pytest.mark.parametrize("year", range(2014, 2026))
def test_the_range_of_an_unknown_year_held_what_the_notice_then_said(year: int):
    last = date(year, 12, 31)
    before = WorkCalendar(tuple(day for day in CALENDAR.days if day <= last.toordinal()), last)
    for start in (date(year, 12, 1) + timedelta(days=n) for n in range(31)):
        guess, truth = before.deadline(start, DEFAULT_TERM), CALENDAR.deadline(start, DEFAULT_TERM)
        assert guess.earliest <= truth.latest <= guess.latest, start


NOTICE = HolidayNotice(
    notice="国办发明电〔2026〕0号",
    holidays=(date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)),
    workdays=(date(2027, 1, 3),),
)


def test_a_notice_in_catalog_yml_makes_the_year_known():
    calendar = work_calendar({2027: NOTICE})
    assert calendar.last == date(2027, 12, 31)
    assert [calendar.is_workday(date(2027, 1, day)) for day in (1, 2, 3, 4, 9)] == [
        False,
        False,
        True,
        True,
        False,
    ]
    assert not calendar.deadline(date(2026, 12, 4), DEFAULT_TERM).provisional


def test_a_notice_may_change_the_december_before_it():
    calendar = work_calendar({2027: NOTICE})
    assert calendar.is_workday(date(2026, 12, 31)) is False
    assert calendar.deadline(date(2026, 12, 3), DEFAULT_TERM).latest == date(2027, 1, 3)


def test_a_notice_goes_before_the_library():
    calendar = work_calendar(
        {2026: HolidayNotice(notice="国办发明电〔2025〕0号", holidays=(date(2026, 3, 2),))}
    )
    assert calendar.is_workday(date(2026, 3, 2)) is False
    assert calendar.is_workday(date(2026, 10, 1)) is True


def test_a_year_after_a_gap_stays_unknown():
    assert work_calendar({2028: NOTICE}).last == LAST_LIBRARY_DAY
