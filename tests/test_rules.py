"""Every rule against its pair of fixtures: the bad one fires exactly where it is marked, the good one nowhere.

A fixture is `tests/rules/<slug>/bad.md` and `good.md`, or folders `bad/` and `good/` where several files matter
(their `catalog.yml` replaces the shared one). A mark is `# expect: slug` (or `<!-- expect: slug -->` in the text) at
the end of the offending line; where no mark can stand, `bad.md.expect` lists `line slug`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.findings import findings, places
from helpers.roots import TESTS, copy_fixture

from generator.checking.rules import BY_NAME, RULES

SLUGS = [rule.slug for rule in RULES]
ELSEWHERE = {
    "backdated-publication": "test_history.py",
    "unknown-item": "ledger/test_items.py",
    "cancelled-item": "ledger/test_items.py",
    "item-without-documents": "ledger/test_items.py",
    "symbolic-link": "test_places.py",
    "page-file-type": "test_places.py",
    "look-picture": "test_look.py",
    "garbled-name": "test_places.py",
    "twin-name": "test_places.py",
    "unchecked-site-file": "test_published.py",
    "text-layer": "test_text_layers.py",
    "transfer-record": "test_transfer.py",
    "nested-repository": "test_branch.py",
    "committed-output": "test_branch.py",
    "vanished-address": "lifecycle/test_release.py",
    "broken-register": "lifecycle/test_release.py",
    "unrecorded-publication": "lifecycle/test_release.py",
    "missing-change-note": "lifecycle/test_versions.py",
    "incomplete-history": "lifecycle/test_versions.py",
    "invalid-include": "portal/test_includes.py",
    "invalid-audit-record": "accessibility/test_record.py",
    "invalid-register": "registers/test_registers.py",
    "report-inconsistent": "registers/test_registers.py",
    "report-carry-over": "registers/test_registers.py",
    "report-due": "registers/test_registers.py",
    "unknown-released-document": "registers/test_released.py",
    "merge-conflict": "test_base.py",
    "page-conflict-marker": "lifecycle/test_holding.py",
    "occupied-page": "test_addresses.py",
    "stray-file": "test_addresses.py",
    "policy-change": "test_base.py",
    "outside-content": "test_base.py",
    "item-late": "law/test_trials.py",
    "missing-item-change": "law/test_trials.py",
    "basis-ended": "law/test_trials.py",
    "row-form": "tables/test_checks.py",
    "row-duplicate": "tables/test_checks.py",
    "row-without-instrument": "tables/test_checks.py",
    "row-late": "tables/test_checks.py",
    "row-ended": "tables/test_year.py",
    "objection-due": "tables/test_checks.py",
    "vanished-row": "tables/test_year.py",
    "row-link": "tables/test_row_links.py",
    "unknown-register": "tables/test_checks.py",
}
"""Rules that look at more than a fixture folder holds (git history, content/data, what a branch brings) → the file that tests them."""
WITH_FIXTURES = [slug for slug in SLUGS if slug not in ELSEWHERE]


def fixtures(slug: str, kind: str) -> list[Path]:
    return sorted(p for p in (TESTS / "rules" / slug).glob(f"{kind}*") if p.suffix != ".expect")


@pytest.mark.parametrize("slug", WITH_FIXTURES)
def test_bad_fixture_fires_on_the_marked_lines_and_nowhere_else(slug: str, tmp_path: Path):
    assert fixtures(slug, "bad"), f"tests/rules/{slug}/ has no bad fixture"
    for number, fixture in enumerate(fixtures(slug, "bad")):
        root = tmp_path / str(number)
        expected = copy_fixture(fixture, root)
        assert any(rule == slug for _, _, rule in expected), fixture
        found = findings(root)
        assert places(found) == expected, fixture
        assert all(words and isinstance(words, str) for d in found for words in (*d.message, *d.hint)), (
            fixture
        )


@pytest.mark.parametrize("slug", WITH_FIXTURES)
def test_good_fixture_is_clean(slug: str, tmp_path: Path):
    assert fixtures(slug, "good"), f"tests/rules/{slug}/ has no good fixture"
    for number, fixture in enumerate(fixtures(slug, "good")):
        root = tmp_path / str(number)
        copy_fixture(fixture, root)
        assert places(findings(root)) == set(), fixture


@pytest.mark.parametrize("slug", ELSEWHERE)
def test_a_rule_without_fixtures_is_tested_where_it_is_said(slug: str):
    text = (TESTS / ELSEWHERE[slug]).read_text(encoding="utf-8")
    assert slug in text or slug.replace("-", "_") in text


@pytest.mark.parametrize("slug", SLUGS)
def test_rule_is_documented_in_both_languages_with_its_source(slug: str):
    doc = BY_NAME[slug].doc
    assert "依据：" in doc.zh
    assert doc.en and doc.en[0].isascii()


def test_codes_are_unique_and_in_order():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len(set(SLUGS)) == len(SLUGS)
