"""The coverage matrix and the forecast of the columns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from helpers.roots import TODAY
from hypothesis import given
from hypothesis import strategies as st
from ledger_sample import FINANCE, OFFICE, day, document, setting

from generator.model.document import Correction
from generator.model.duties import ARTICLE_20, duties_of
from generator.planning.ledger.coverage import Cell, coverage_of
from generator.planning.ledger.forecast import columns_of
from generator.reading.registers.nil import Nil

CATALOG = setting().catalog


def state(coverage, duty: str, body: str, year: int) -> str:
    return coverage.cells.get((duty, body, year), Cell()).state


def test_art_20_has_its_15_items_and_a_county_has_art_21_too():
    assert [duty.key for duty in ARTICLE_20] == [f"20-{n}" for n in range(1, 16)]
    assert [duty.key for duty in duties_of(CATALOG)][-1] == "21"


def test_each_place_holds_documents_a_ground_a_nil_return_or_nothing():
    documents = [
        document("2025-03-03"),
        document("2025-04-01", issuer="县府办"),
        document(
            "2025-05-06",
            "",
            openness="不予公开",
            openness_reason=("process",),
            category="财政预算决算",
            issuer=FINANCE,
        ),
    ]
    coverage = coverage_of(
        documents, [Nil(body=(FINANCE,), duty=("20-1",), year=2025, note="没有制定")], CATALOG, TODAY
    )
    assert coverage.years == (2026, 2025)
    assert coverage.cells["20-1", OFFICE, 2025] == Cell(documents=2)
    assert coverage.cells["20-7", FINANCE, 2025] == Cell(withheld=1, grounds=("process",))
    assert [state(coverage, "20-1", FINANCE, 2025), state(coverage, "20-7", FINANCE, 2025)] == [
        "nil",
        "withheld",
    ]
    assert state(coverage, "20-1", FINANCE, 2026) == state(coverage, "20-7", OFFICE, 2025) == "missing"


def test_waiting_documents_count_as_nothing():
    assert not coverage_of([document("2026-11-02", "")], [], CATALOG, TODAY).cells


def test_nil_return_without_a_year_holds_for_every_year_and_that_of_a_year_goes_first():
    nil = [
        Nil(body=("县府办",), duty=("20-7",), year=2025, note="这一年"),
        Nil(body=("县府办",), duty=("20-7", "20-11"), note="每一年"),
    ]
    coverage = coverage_of([document("2024-01-08")], nil, CATALOG, TODAY)
    assert {(duty, year): cell.nil for (duty, _, year), cell in coverage.cells.items() if cell.nil} == {
        ("20-7", 2026): "每一年",
        ("20-7", 2025): "这一年",
        ("20-7", 2024): "每一年",
        ("20-11", 2026): "每一年",
        ("20-11", 2025): "每一年",
        ("20-11", 2024): "每一年",
    }


def test_documents_outweigh_a_nil_return():
    coverage = coverage_of(
        [document("2026-03-03")], [Nil(body=(OFFICE,), duty=("20-1",), note="没有")], CATALOG, TODAY
    )
    assert state(coverage, "20-1", OFFICE, 2026) == "documents"


def test_matrix_does_not_begin_before_the_first_regulations():
    assert (
        coverage_of([document("1985-06-03", "2010-01-04"), document("2012-02-01")], [], CATALOG, TODAY).years[
            -1
        ]
        == 2012
    )


@given(
    st.lists(
        st.tuples(
            st.dates(day("2008-01-01"), TODAY),
            st.sampled_from((OFFICE, FINANCE)),
            st.sampled_from(CATALOG.categories),
        )
    )
)
def test_every_published_document_is_counted_once(made):
    documents = [
        document(formed.isoformat(), issuer=body, category=category.name) for formed, body, category in made
    ]
    coverage = coverage_of(documents, [], CATALOG, TODAY)
    assert sum(cell.documents for *_, cell in coverage.places()) == len(documents)


@pytest.mark.parametrize(("category", "limit"), [("规范性文件", 365), ("民生政策", 60)])
def test_column_turns_stale_on_the_day_after_its_limit(category: str, limit: int):
    last = day("2026-03-02")
    column = next(
        c
        for c in columns_of([document("2026-03-02", category=category)], CATALOG, TODAY)
        if c.category.name == category
    )
    assert column.stale == last + timedelta(limit + 1)
    assert column.state(last + timedelta(limit)) == "soon"
    assert column.state(last + timedelta(limit + 1)) == "stale"


def test_correction_counts_as_an_update():
    corrected = document("2026-03-02", corrections=(Correction(date=day("2026-08-03"), note="改正电话"),))
    column = next(c for c in columns_of([corrected], CATALOG, TODAY) if c.documents)
    assert column.last == day("2026-08-03")


def test_column_turns_blank_after_the_last_limited_document():
    documents = [
        document("2026-11-02", category="民生政策", public_until=day("2026-11-30")),
        document("2026-11-03", category="民生政策", public_until=day("2026-12-15")),
    ]
    column = next(c for c in columns_of(documents, CATALOG, TODAY) if c.documents)
    assert column.blank == column.turns == day("2026-12-16")
    assert [column.state(day(d)) for d in ("2026-11-15", "2026-12-15", "2026-12-16")] == [
        "good",
        "soon",
        "blank",
    ]


def test_blank_columns_come_first_and_stay_blank():
    columns = columns_of([document("2026-11-02")], CATALOG, TODAY)
    assert [column.state(TODAY) for column in columns] == ["blank", "blank", "good"]
