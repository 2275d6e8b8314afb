"""What was in force on a day: the spans agree with the validity of that day, and the browser with both."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.annual.counts import count_stocks
from generator.model.document import Document
from generator.model.events import events
from generator.model.in_force import ENDED, acts_of, validity_on
from generator.model.visibility import published_of
from generator.planning.ledger.in_force import Span, by_year_end, spans_of
from generator.planning.normative import normative_documents

sys.path.insert(0, str(Path(__file__).parents[1] / "ledger"))
from ledger_sample import document, setting

FIRST = date(2020, 1, 1)
CATALOG = setting().catalog
DAYS = st.integers(0, 1500).map(lambda n: FIRST + timedelta(n))


@st.composite
def papers(draw: st.DrawFn) -> list[Document]:
    """Up to five documents, each of which may amend, repeal or replace earlier ones."""
    made: list[Document] = []
    for formed in sorted(draw(st.lists(DAYS, min_size=1, max_size=5))):
        dates = {key: draw(st.none() | DAYS) for key in ("effective", "expires", "repealed")}
        acts = {
            key: tuple(d.index_no for d in made if draw(st.integers(0, 3)) == 0)
            for key in ("amends", "repeals", "replaces")
        }
        made.append(document(str(formed), validity="有效", **dates, **acts))
    return made


def holds(span: Span, day: date) -> bool:
    return span.since <= day <= (span.until or day)


@given(papers(), DAYS)
def test_a_span_holds_on_the_days_of_validity(made: list[Document], day: date):
    spans, undated = spans_of(made, CATALOG, FIRST)
    valid = {
        entry.document.index_no: entry.validity
        for entry in normative_documents(made, CATALOG, day)
        if (entry.document.effective or entry.document.formed) <= day
    }
    assert {s.document.index_no for s in spans if holds(s, day)} == {
        no for no, validity in valid.items() if validity in ("有效", "已修改")
    }
    assert {s.document.index_no for s in spans if holds(s, day) and s.changed(day)} == {
        no for no, validity in valid.items() if validity == "已修改"
    }
    assert undated == []
    for year, found in by_year_end(spans, date(day.year + 2, 1, 1)).items():
        end = date(year, 12, 31)
        assert found == [(n, s.changed(end)) for n, s in enumerate(spans) if holds(s, end)]
    end = date(day.year, 12, 31)
    left = [s for s in spans if s.document.formed <= end and (s.until is None or s.until >= end)]
    assert sum(stock.in_force for stock in count_stocks(day.year, made, CATALOG)) == len(left)


@given(papers(), DAYS)
def test_an_end_is_told_from_the_day_on_which_it_holds(made: list[Document], day: date):
    """Of what was in force when it was published; an end that was published afterwards is told on the day of that."""
    told = {
        e.document.index_no for e in events(published_of(made, day), day) if e.change.kind in ("废止", "失效")
    }
    ended, before = (
        {
            d.index_no
            for d in made
            if validity_on(d, acts_of(made, on or d.published).get(d.index_no, ()), on or d.published)
            in ENDED
        }
        for on in (day, None)
    )
    late = {
        number
        for number, acts in acts_of(made).items()
        for act in acts
        if act.key != "amends" and act.since < act.by.published
    }
    assert told <= ended
    assert {d.index_no for d in made if d.published <= day} & ended - before - late <= told


def test_an_amendment_counts_from_its_own_day_whatever_was_signed_first():
    old = document("2020-01-06", validity="有效")
    later = document("2020-02-03", effective=date(2021, 6, 1), amends=(old.index_no,))
    sooner = document("2020-03-02", effective=date(2020, 4, 1), amends=(old.index_no,))
    span = next(s for s in spans_of([old, later, sooner], CATALOG, date(2022, 1, 1))[0] if s.document is old)
    assert span.amended == (date(2020, 4, 1), date(2021, 6, 1)) and span.changed(date(2020, 12, 31))


def test_the_browser_answers_like_the_pages(page, address: str, site: Path):
    data = json.loads((site / "catalog/in-force/in-force.json").read_text(encoding="utf-8"))["documents"]
    expected = [d["title"] for d in data if d["since"] <= "2025-12-31" <= d.get("until", "9999")]
    page.goto(f"{address}catalog/in-force/2025/")
    assert page.locator(".gk-list a").all_inner_texts() == expected
    assert 0 < len(expected) < len(data)
    page.goto(f"{address}catalog/in-force/on/?date=2025-12-31")
    page.locator("#in-force-result li").first.wait_for()
    assert page.locator("#in-force-result a").all_inner_texts() == expected
    assert page.locator("input[name=date]").input_value() == "2025-12-31"
    page.locator("input[name=date]").fill("2026-11-22")
    assert page.url.endswith("?date=2026-11-22")
    today = page.locator("#in-force-result a").all_inner_texts()
    page.goto(f"{address}catalog/in-force/")
    now = [
        title
        for name in ("现行有效", "已修改")
        for title in page.locator("h3", has_text=name).locator("+ ol a").all_inner_texts()
    ]
    assert sorted(today) == sorted(now)


def test_the_page_says_what_to_do_without_script(browser, site: Path):
    opened = browser.new_page(java_script_enabled=False)
    opened.goto((site / "catalog/in-force/on/index.html").as_uri())
    assert "各年年底的情况可以直接查看" in opened.locator("noscript").inner_text()
    assert opened.locator("nav.gk-pills a").all_inner_texts() == ["2025年底", "2024年底", "2023年底"]
    opened.close()
