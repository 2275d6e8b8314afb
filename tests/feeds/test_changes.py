"""The story of a document: every change is told once, on its day, with its reason, and under an id that stays."""

from __future__ import annotations

import json
from datetime import date

from disclosures import CODE, disclosures, document, files
from helpers.roots import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.events import KINDS, events
from generator.model.visibility import published_of

DAYS = st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)).map(str)


def lines() -> list[dict[str, object]]:
    return [json.loads(line) for line in files()["changes.ndjson"].decode().splitlines()]


def story(serial: int) -> list[tuple[object, object, object]]:
    return [(e["date"], e["kind"], e["why"]) for e in lines() if e["index_no"] == f"{CODE}/2026-{serial:05}"]


def test_a_correction_tells_of_the_change_and_an_amendment_of_its_source():
    assert story(1) == [
        ("2026-01-12", "新公开", "概述1"),
        ("2026-02-03", "更正", "第三条更正"),
        ("2026-02-03", "补充", "附表补齐"),
        ("2026-04-01", "修改", "由《新办法》（测政办发〔2026〕2号）修改"),
    ]


def test_a_repeal_names_what_repeals():
    assert story(3)[1:] == [("2026-04-01", "废止", "由《新办法》（测政办发〔2026〕2号）废止")]
    repeal = next(e for e in lines() if e["kind"] == "废止")
    assert repeal["by"] == [f"{CODE}/2026-00002"]


def test_expiry_is_the_day_after_the_last_one():
    assert story(4)[1:] == [("2026-07-01", "失效", "有效期至2026-06-30届满")]


def test_a_change_without_a_correction_is_told_by_itself():
    assert story(5)[1:] == [("2026-05-06", "修改", "内容有变更")]


def test_what_happened_before_publication_or_after_today_is_no_change_of_the_site():
    assert [kind for _, kind, _ in story(9)] == ["新公开"]
    assert story(10) == []


def test_nothing_is_told_of_documents_that_are_not_public():
    assert story(7) == story(8) == []


def test_events_come_in_order_and_each_has_its_own_id():
    found = lines()
    assert [e["date"] for e in found] == sorted(str(e["date"]) for e in found)
    assert len({e["id"] for e in found}) == len(found)


def test_an_amendment_in_force_later_tells_of_the_change_it_made():
    number = f"{CODE}/2026-00001"
    amended = document(1, revised="2026-05-12")
    decision = document(
        2,
        title="关于修改《办法》的决定",
        formed="2026-05-12",
        published="2026-05-14",
        effective="2026-07-01",
        amends=[number],
    )
    found = [e for e in events([amended, decision], TODAY) if e.change.kind == "修改"]
    assert [(str(e.change.day), e.change.why) for e in found] == [
        ("2026-07-01", f"由《关于修改〈办法〉的决定》（{CODE}/2026-00002）修改")
    ]


def test_ids_are_for_ever():
    """Readers know old entries by these; a change here would show them everything again."""
    first = next(
        e
        for e in events(published_of(disclosures(), TODAY), TODAY)
        if e.document.index_no == f"{CODE}/2026-00001"
    )
    assert first.id == "urn:uuid:4657793c-f381-509c-8ceb-ffe888f251dd"


def test_a_later_correction_leaves_earlier_ids_alone():
    one = {"date": "2026-02-03", "note": "甲"}
    before = events([document(1, corrections=[one])], TODAY)
    after = events([document(1, corrections=[one, {"date": "2026-02-03", "note": "乙"}])], TODAY)
    assert [e.id for e in after][:2] == [e.id for e in before]


@settings(deadline=None)
@given(published=DAYS, revised=DAYS, repealed=DAYS, expires=DAYS, corrected=DAYS)
def test_any_dates_tell_an_orderly_story(published, revised, repealed, expires, corrected):
    corrections = [{"date": corrected, "note": "更正"}] if corrected else None
    dated = document(
        1, published=published, revised=revised, repealed=repealed, expires=expires, corrections=corrections
    )
    found = events(published_of([dated], TODAY), TODAY)
    assert all(event.change.day <= TODAY and event.change.kind in KINDS for event in found)
    assert sum(event.change.kind in ("废止", "失效") for event in found) <= 1
    assert len({event.id for event in found}) == len(found)
    assert not found or published
