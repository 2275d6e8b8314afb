"""gongkai deadline: every day counted or skipped, with the reason."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from helpers.roots import make_root
from hypothesis import given, settings
from hypothesis import strategies as st
from running import CATALOG, gongkai

from generator.model.catalog import HolidayNotice
from generator.model.legal_terms import DEFAULT_TERM
from generator.model.term import Term
from generator.model.workdays import work_calendar
from generator.tools.editing.deadline import arithmetic

CALENDAR = work_calendar({})
DAYS = Term(number=20, unit="day", basis="《中华人民共和国预算法》第十四条")


def test_prints_days_counted_and_skipped(tmp_path: Path):
    done = gongkai("deadline", "2026-09-18", root=tmp_path)
    lines = done.stdout.split("\n")
    assert lines[:4] == [
        "依据：《中华人民共和国政府信息公开条例》第二十六条",
        "起算：2026-09-18 周五（生成日期），当日不计",
        "  2026-09-19 周六  不计  周末",
        "  2026-09-20 周日  第 1 日  国庆节调休上班",
    ]
    assert "  2026-09-25 周五  不计  中秋放假" in lines
    assert lines[-3:] == [
        "  2026-10-22 周四  第 20 日",
        "2026-09-18 起 20 个工作日：最迟 2026-10-22（周四）公开",
        "",
    ]
    assert done.returncode == 0


def test_in_english(tmp_path: Path):
    lines = gongkai("deadline", "2026-09-18", "--lang", "en", root=tmp_path).stdout.split("\n")
    assert lines[1:4] == [
        "start: 2026-09-18 Fri (the day it was formed), not counted",
        "  2026-09-19 Sat  -        weekend",
        "  2026-09-20 Sun  day 1    make-up day for National Day",
    ]
    assert lines[-2] == "20 working days from 2026-09-18: due 2026-10-22 (Thu)"


def test_unknown_year_gives_a_range(tmp_path: Path):
    lines = gongkai("deadline", "2026-12-04", root=tmp_path).stdout.split("\n")
    assert lines[-4:-1] == [
        "  2026-12-31 周四  第 19 日",
        "2026-12-04 起 20 个工作日：暂算在 2027-01-03 至 2027-01-05 之间",
        "2027 年的放假安排还没有（content/data/calendar/2027.yml）；请按最早的日期 2027-01-03 办理",
    ]


def test_before_the_regulations_there_was_no_term(tmp_path: Path):
    assert (
        gongkai("deadline", "2008-04-30", root=tmp_path).stdout
        == "2008 年 5 月 1 日以前形成的信息没有公开期限\n"
    )


def test_term_of_a_category(tmp_path: Path):
    root = make_root(
        tmp_path / "root",
        {},
        CATALOG
        + (
            "deadlines:\n  - {number: 20, unit: day, start: approved, category: 财政预算决算, basis: 《中华人民共和国预算法》第十四条}\n"
        ),
    )
    lines = gongkai("deadline", "2026-01-26", "--category", "财政预算决算", root=root).stdout.split("\n")
    assert lines[0] == "依据：《中华人民共和国预算法》第十四条"
    assert lines[1] == "起算：2026-01-26 周一（批准日期），当日不计"
    assert lines[21:] == [
        "  2026-02-15 周日  第 20 日  春节放假，顺延",
        *(
            f"  2026-02-{day} 周{name}  不计  春节放假"
            for day, name in zip(range(16, 24), "一二三四五六日一", strict=True)
        ),
        "  2026-02-24 周二  不计  顺延到这一天",
        "2026-01-26 起 20 日：最迟 2026-02-24（周二）公开",
        "",
    ]


def test_unknown_category_is_wrong_usage(tmp_path: Path):
    done = gongkai("deadline", "2026-01-26", "--category", "财政预算", root=make_root(tmp_path / "root", {}))
    assert done.returncode == 2
    assert "没有“财政预算”：是不是“财政预算决算”？" in done.stderr


def test_wrong_catalog_is_shown(tmp_path: Path):
    done = gongkai("deadline", "2026-01-26", root=make_root(tmp_path / "root", {}, "site: 1\n"))
    assert done.returncode == 2
    assert done.stderr.startswith("catalog.yml\n")


def test_days_of_an_entered_notice():
    notices = {
        2027: HolidayNotice(
            notice="国办发明电〔2026〕1号", holidays=(date(2027, 1, 1),), workdays=(date(2027, 1, 9),)
        )
    }
    found = arithmetic(date(2026, 12, 30), DEFAULT_TERM, work_calendar(notices), notices)
    assert found
    assert [(d.day.day, d.number, d.why.zh) for d in found.days if d.day < date(2027, 1, 11)] == [
        (31, 1, ""),
        (1, None, "放假（国办发明电〔2026〕1号）"),
        (2, None, "周末"),
        (3, None, "周末"),
        (4, 2, ""),
        (5, 3, ""),
        (6, 4, ""),
        (7, 5, ""),
        (8, 6, ""),
        (9, 7, "调休上班"),
        (10, None, "周末"),
    ]


@settings(deadline=None)
@given(st.dates(date(2008, 5, 1), date(2026, 11, 1)), st.sampled_from([DEFAULT_TERM, DAYS]))
def test_listing_agrees_with_the_deadline(start: date, term: Term):
    found = arithmetic(start, term, CALENDAR, {})
    assert found
    assert [d.day for d in found.days] == [start + timedelta(days=n + 1) for n in range(len(found.days))]
    assert found.days[-1].day == found.deadline.latest
    assert [d.number for d in found.days if d.number] == list(range(1, 21))


@pytest.mark.parametrize("year", [2027, 2030])
def test_start_in_an_unknown_year_lists_no_days(year: int):
    found = arithmetic(date(year, 3, 1), DEFAULT_TERM, CALENDAR, {})
    assert found
    assert found.days == ()
