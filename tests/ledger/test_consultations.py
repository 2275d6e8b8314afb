"""Consultations: what is open, what is over, and what came of it, on the list and on the documents' own pages."""

from __future__ import annotations

import re
from pathlib import Path

from helpers.roots import TESTS, make_root
from ledger_sample import day, document, setting

from generator.build import check_root
from generator.model.document import Consultation, Document
from generator.planning.ledger.consultations import STATES, by_state, drafts_of

SCHOOLS, PARKING, RESULT, CLARIFIED, CLARIFICATION = (
    "11339926169374841Y/2026-00005",
    "113399264404167715/2026-00006",
    "113399264404167715/2026-00007",
    "11339926169374841Y/2026-00001",
    "11339926169374841Y/2026-00004",
)


def notice(opens: str, closes: str) -> Document:
    return document(opens, consultation=Consultation(opens=day(opens), closes=day(closes), respond="来信"))


def test_states_turn_on_the_first_and_after_the_last_day():
    (draft,) = drafts_of([notice("2026-03-02", "2026-04-01")])
    states = {
        text: draft.state(day(text)) for text in ("2026-03-01", "2026-03-02", "2026-04-01", "2026-04-02")
    }
    assert states == {
        "2026-03-01": "coming",
        "2026-03-02": "open",
        "2026-04-01": "open",
        "2026-04-02": "over",
    }


def test_what_closes_first_is_first_among_the_open_and_last_among_the_closed():
    drafts = drafts_of(
        [
            notice("2026-03-02", "2026-04-01"),
            notice("2026-03-02", "2026-05-01"),
            notice("2026-01-02", "2026-02-02"),
            notice("2025-01-02", "2025-02-02"),
            document("2026-03-03"),
            notice("2026-09-01", "2026-10-01"),
        ]
    )
    closes = [
        (name, [d.consultation.closes.isoformat() for d in found])
        for name, found in by_state(drafts, day("2026-03-10"))
    ]
    assert closes == [
        (STATES["open"], ["2026-04-01", "2026-05-01"]),
        (STATES["coming"], ["2026-10-01"]),
        (STATES["over"], ["2026-02-02", "2025-02-02"]),
    ]


def test_results_come_in_the_order_of_their_publication():
    asked = notice("2026-03-02", "2026-04-01")
    late, early = (document(text, concludes=(asked.index_no,)) for text in ("2026-06-01", "2026-05-01"))
    (draft,) = drafts_of([late, asked, early])
    assert draft.results == (early, late)


def test_list_and_documents_of_the_county_lead_to_each_other(site: Path):
    def links(address: str) -> set[str]:
        return set(re.findall(r'href="([^"]+)"', (site / address / "index.html").read_text(encoding="utf-8")))

    listed = (site / "catalog/consultations/index.html").read_text(encoding="utf-8")
    assert re.findall(r'<section data-group="(\w+)"( hidden)?', listed) == [
        ("open", ""),
        ("coming", " hidden"),
        ("over", ""),
    ]
    assert re.findall(r'data-count="\w+">(\d+)', listed) == ["1", "0", "1"]
    assert "还有 20 天" in listed and f'href="../../{RESULT}/"' in listed
    assert {f"../../{RESULT}/", "../../catalog/consultations/"} <= links(PARKING)
    assert f"../../{PARKING}/" in links(RESULT)
    assert f"../../{CLARIFICATION}/" in links(CLARIFIED) and f"../../{CLARIFIED}/" in links(CLARIFICATION)
    assert "本信息有更正或者澄清" in (site / CLARIFIED / "index.html").read_text(encoding="utf-8")


def test_any_year_can_be_written(tmp_path: Path):
    text = (
        (TESTS / "rules/missing-consultation-result/bad.md")
        .read_text(encoding="utf-8")
        .replace(" # expect: missing-consultation-result", "")
    )
    for number, closes in enumerate(("9999-12-31", "1900-01-01")):
        root = make_root(tmp_path / str(number), {"a.md": text.replace("2026-10-10", closes)})
        assert check_root(root, today=setting().today).setting
