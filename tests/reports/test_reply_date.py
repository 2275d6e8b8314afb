"""The reply-date calculator in a real browser agrees with the calendar of the check on every day it knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from county import County
from helpers.browsing import reader
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.model.term import Term

ALL = """async ([base, days, count]) => {
  const { lastDay, readCalendar } = await import(base + "assets/gongkai/reply-date.js");
  const calendar = readCalendar(await (await fetch(base + "data/workdays.json")).json());
  return days.map((day) => { const end = lastDay(calendar, day, count); return [end.date ?? end.earliest, end.date ?? end.latest]; });
}"""


@pytest.fixture(scope="module")
def abroad(browser: Browser, statutory_address: str) -> Iterator[BrowserContext]:
    """A reader far from China's time zone."""
    home = f"{statutory_address}data/workdays.json"
    with reader(browser, home, timezone_id="America/Los_Angeles") as opened:
        yield opened


@pytest.fixture
def calculator(abroad: BrowserContext, statutory_address: str) -> Iterator[Page]:
    """The page with a content security policy that allows the site's own files only."""
    page = abroad.new_page()
    faults: list[str] = []
    # The frame's inline scripts are stopped by the strict policy; the calculator must not need them.
    page.on("pageerror", lambda error: None if "__md_" in str(error) else faults.append(str(error)))

    def guarded(route):
        answer = route.fetch()
        route.fulfill(
            response=answer,
            headers={**answer.headers, "content-security-policy": "script-src 'self'; connect-src 'self'"},
        )

    page.route("**/reply-date/", guarded)
    page.goto(statutory_address + "request/reply-date/")
    yield page
    page.close()
    assert faults == []


def test_the_form_opens_with_the_day_of_the_office_and_its_answer(browser: Browser, statutory_address: str):
    page = browser.new_page(timezone_id="America/Los_Angeles")
    page.clock.set_fixed_time("2026-11-24T17:30:00Z")  # the 25th in China, the 24th in Los Angeles
    page.goto(statutory_address + "request/reply-date/")
    expect(page.locator("[name=received]")).to_have_value("2026-11-25")
    expect(page.locator("#reply-result")).to_contain_text("最迟答复日期：2026年12月23日")
    page.close()


@pytest.mark.parametrize("count", [20, 40])
def test_every_day_from_2015_agrees_with_python_and_the_last_ones_give_the_same_range(
    abroad: BrowserContext, county: County, statutory_address: str, count: int
):
    days = [
        date(2015, 1, 1) + timedelta(days=n) for n in range((date(2026, 12, 31) - date(2015, 1, 1)).days + 1)
    ]
    term = Term(number=count, basis="测试")
    ends = [county.setting.calendar.deadline(day, term) for day in days]
    assert any(end.provisional and end.earliest < end.latest for end in ends)
    expected = [[end.earliest.isoformat(), end.latest.isoformat()] for end in ends]
    page = abroad.new_page()
    page.goto(statutory_address + "request/reply-date/")
    got = page.evaluate(ALL, [statutory_address, [day.isoformat() for day in days], count])
    page.close()
    assert len(got) == 4383
    assert got == expected


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"received": "2026-01-26"}, "最迟答复日期：2026年2月28日（星期六）"),
        ({"received": "2026-09-18"}, "最迟答复日期：2026年10月22日（星期四）"),
        ({"received": "2026-06-01", "extension": "20"}, "20 个工作日 + 延长 20 个工作日 = 40 个工作日"),
        ({"received": "2026-06-01", "asked": "15"}, "征求意见 15 个工作日 = 35 个工作日"),
        ({"received": "2026-05-01", "corrected": "2026-06-01"}, "最迟答复日期：2026年6月30日（星期二）"),
        ({"received": "2026-06-01", "corrected": "2026-05-01"}, "收到补正材料的日期早于收到申请的日期"),
        ({"received": "2026-12-04"}, "暂算在 2027年1月3日（星期日） 至 2027年1月5日（星期二） 之间"),
        ({"received": "2026-12-04"}, "2027 年的放假安排还没有列入，公布以后才能确定"),
        ({"received": "2028-03-01"}, "2027 年的放假安排还没有列入"),
        ({"received": "2014-03-01"}, "请核对填写的内容"),
        ({"received": "2026-06-01", "extension": "21"}, "延长不超过 20 个工作日"),
        ({"received": ""}, ""),
    ],
)
def test_answer_is_said_in_words(calculator: Page, fields: dict[str, str], said: str):
    for name, value in fields.items():
        calculator.fill(f"[name={name}]", value)
    result = expect(calculator.locator("#reply-result"))
    result.to_contain_text(said) if said else result.to_have_text("")
