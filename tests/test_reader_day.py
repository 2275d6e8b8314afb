"""What depends on the day is true on the reader's day, whenever the page was made: in Python, in the browser, and without a script."""

from __future__ import annotations

import json
import re
import sys
from datetime import date, timedelta
from html import escape
from pathlib import Path

from helpers.roots import TODAY
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from generator.model.document import Consultation, Document
from generator.model.in_force import acts_of
from generator.planning.plan import VALIDITY_SLUGS, make_plan
from generator.planning.standing import Standing, Turn, consultation_turns, standing_of
from generator.site.pages.document import turns_json

sys.path.insert(0, str(Path(__file__).parent / "ledger"))
from ledger_sample import document, setting

LEFT = re.compile(r"还有 \d+ 天|今天截止")

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 90).map(lambda n: FIRST + timedelta(n))


@st.composite
def papers(draw: st.DrawFn) -> list[Document]:
    """Up to four documents, each of which may end the earlier ones, some no longer to be seen after a day."""
    made: list[Document] = []
    for formed in sorted(draw(st.lists(DAYS, min_size=1, max_size=4))):
        dates = {key: draw(st.none() | DAYS) for key in ("effective", "expires", "repealed", "public_until")}
        acts = {
            key: tuple(d.index_no for d in made if draw(st.integers(0, 3)) == 0)
            for key in ("amends", "repeals", "replaces")
        }
        made.append(
            document(str(formed), validity=draw(st.sampled_from(["有效", "已修改", None])), **dates, **acts)
        )
    return made


def on(turns: tuple[Turn, ...], day: date) -> Turn:
    """What `today.js` picks."""
    return [turn for turn in turns if turn.day <= day][-1]


@given(papers(), DAYS, DAYS)
def test_what_a_page_says_on_a_later_day_is_what_a_page_made_then_says(
    made: list[Document], one: date, other: date
):
    built, read = sorted((one, other))
    acts = acts_of(made, date.max)
    for paper in made:
        done = acts.get(paper.index_no or "", ())
        old, new = standing_of(paper, done, built), standing_of(paper, done, read)
        if new.turns:
            assert on(old.turns, read)[1:] == new.turns[0][1:]
        else:
            assert all(not turn.words for turn in old.turns if turn.day <= read)


BROKEN = date(2026, 3, 10)
CALENDAR = [BROKEN + timedelta(n) for n in range(-12, 13, 2)]


def cases() -> list[tuple[Document, list[Document]]]:
    """One that comes into force and ends, one that is amended and then replaced, one that is repealed, one that is public for a time."""
    new = document("2026-03-01", validity="有效", effective=BROKEN, expires=date(2026, 3, 14))
    old = document("2020-01-01", validity="有效")
    amending = document("2026-03-01", amends=(old.index_no,), effective=date(2026, 3, 4))
    replacing = document("2026-03-01", replaces=(old.index_no,), effective=date(2026, 3, 12))
    ended = document("2020-01-02", validity="有效", repealed=date(2026, 3, 6))
    listed = document("2026-02-20", public_until=date(2026, 3, 8))
    return [(new, []), (old, [amending, replacing]), (ended, []), (listed, [])]


def standings(day: date) -> list[Standing]:
    return [
        standing_of(paper, acts_of(later, date.max).get(paper.index_no or "", ()), day)
        for paper, later in cases()
    ]


def test_the_browser_says_for_every_day_what_python_says_for_it(dated: Page, address: str):
    """A calendar: every day of making against every day of reading, the third of them with a clock that is behind."""
    term = Consultation(opens=date(2026, 3, 4), closes=date(2026, 3, 14), respond="信函")
    dated.goto(address)
    for read in CALENDAR:
        shown, expected = [], []
        for built in CALENDAR:
            day = max(built, read)
            for old, new in zip(standings(built), standings(day), strict=True):
                shown.append((old.turns, old.turns[0].words))
                expected.append(new.turns[0].words)
            shown.append((consultation_turns(term, built), consultation_turns(term, built)[0].words))
            expected.append(consultation_turns(term, day)[0].words)
        dated.clock.set_fixed_time(f"{read}T02:00:00Z")
        spans = "".join(f'<p data-turns="{escape(turns_json(turns))}">{words}</p>' for turns, words in shown)
        said = dated.evaluate(
            """([html, src]) => new Promise((done) => {
              document.querySelector("main").innerHTML = html;
              const script = document.createElement("script");
              script.onload = () => done([...document.querySelectorAll("main p")].map((p) => p.textContent));
              script.src = src;
              document.body.append(script);
            })""",
            [spans, f"{address}assets/gongkai/today.js"],
        )
        assert said == expected


def left_on(day: date, opens: date, closes: date) -> str:
    """What is said of the days left; "" where nothing is."""
    if not opens <= day <= closes:
        return ""
    return f"还有 {(closes - day).days} 天" if day < closes else "今天截止"


def test_days_left_lists_and_what_goes_are_those_of_the_readers_day(dated: Page, address: str):
    """The same calendar for the other facts: days left, entries that change lists, that leave the home dated, and 截至."""
    opens, closes = date(2026, 3, 4), date(2026, 3, 14)
    after = closes + timedelta(1)
    dated.goto(address)
    for read in CALENDAR:
        dated.clock.set_fixed_time(f"{read}T02:00:00Z")
        for built in CALENDAR:
            day = max(read, built)
            group = "open" if built >= opens else "coming"
            words = left_on(built, opens, closes)
            if built >= after:
                group = "over"
            moves = escape(json.dumps([(str(opens), "open"), (str(after), "over")]))
            entry = f'<li data-moves="{moves}"><b data-from="{opens}" data-until="{closes}"{"" if words else " hidden"}>{words}</b></li>'
            lists = "".join(
                f'<section data-group="{name}"><ol>{entry if name == group else ""}</ol><i data-count="{name}">{int(name == group)}</i></section>'
                for name in ("coming", "open", "over")
            )
            gone = f'<section id="home"><p data-gone="{after}">一件</p></section>' if built < after else ""
            said = dated.evaluate(
                """([html, src]) => new Promise((done) => {
                  document.querySelector("main").innerHTML = html;
                  const script = document.createElement("script");
                  const shown = (e) => (e.closest("main [hidden]") ? "" : e.textContent);
                  script.onload = () => done([
                    shown(document.querySelector("main b")),
                    document.querySelector("main li").closest("[data-group]").dataset.group,
                    [...document.querySelectorAll("main i")].map((i) => i.textContent).join(""),
                    Boolean(document.querySelector("#home")),
                    document.querySelector("main time").dateTime,
                  ]);
                  script.src = src;
                  document.body.append(script);
                })""",
                [
                    f'<div data-groups>{lists}</div>{gone}<time data-asof datetime="{built}">{built}</time>',
                    f"{address}assets/gongkai/today.js",
                ],
            )
            where = "coming" if day < opens else "open" if day < after else "over"
            counts = "".join(str(int(name == where)) for name in ("coming", "open", "over"))
            assert said == [left_on(day, opens, closes), where, counts, day < after, str(day)], (built, read)


def test_lists_follow_the_day_of_the_reader(dated: Page, address: str):
    dated.clock.set_fixed_time(f"{TODAY}T02:00:00Z")
    dated.goto(f"{address}catalog/consultations/")
    count = dated.locator("[data-group=open] li").count()
    assert count > 0
    expect(dated.locator("[data-group=open] [data-until]").first).to_have_text(LEFT)
    dated.clock.set_fixed_time("2027-01-15T02:00:00Z")
    dated.reload()
    expect(dated.locator("[data-group=open]")).to_be_hidden()
    over = dated.locator("[data-group=over]")
    assert int(over.locator("h2 [data-count]").inner_text()) == over.locator("li").count() >= count
    expect(over).to_contain_text("尚未公布")
    expect(dated.locator("[data-asof]").first).to_have_text("2027-01-15")


def test_the_office_is_asked_what_day_it_is_not_the_readers_computer(browser: Browser, address: str):
    page = browser.new_page(timezone_id="America/Los_Angeles")
    page.clock.set_fixed_time("2027-01-14T17:00:00Z")
    page.goto(f"{address}catalog/consultations/")
    expect(page.locator("[data-asof]").first).to_have_text("2027-01-15")
    page.close()


def test_without_a_script_the_page_says_for_which_day_it_is_true(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for place in ("catalog/consultations/", "catalog/in-force/"):
        page.goto(f"{address}{place}")
        expect(page.locator("main")).to_contain_text(f"截至 {TODAY}")
    context.close()


def test_a_plan_names_what_stands_in_the_place_of_a_replaced_document():
    first = document("2020-01-06", validity="废止")
    second = document("2022-01-06", validity="废止", replaces=(first.index_no,))
    third = document("2024-01-06", validity="有效", replaces=(second.index_no,))
    plan = make_plan(setting().catalog, [first, second, third], TODAY)
    assert [plan.standings[d.index_no].heir for d in (first, second, third)] == [
        third.index_no,
        third.index_no,
        None,
    ]
    assert {turn.state for s in plan.standings.values() for turn in s.turns} <= {*VALIDITY_SLUGS, ""}
