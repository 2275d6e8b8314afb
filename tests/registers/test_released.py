"""The log of answers released to everyone: read strictly, free of persons, leading to documents that are public."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.findings import findings
from helpers.roots import TESTS, copy_fixture

ENTRY = """released:
  - no: 测公开答〔2026〕第1号
    answered: 2026-03-11
    subject: 汛期隐患点数量
    answer: 提供了分乡镇的数量。
    document: "11339926854601395E/2026-00001"
"""


def found(root: Path, text: str) -> list[tuple[int, str, str]]:
    copy_fixture(TESTS / "rules/late-publication/good.md", root)
    (root / "content/data").mkdir()
    (root / "content/data/released.yml").write_text(text, encoding="utf-8")
    return [(d.line, d.code, d.rule) for d in findings(root) if d.path == "content/data/released.yml"]


def test_an_answer_leads_to_a_public_document(tmp_path: Path):
    assert found(tmp_path, ENTRY) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2026-00001", "2026-00009", (6, "GK914", "unknown-released-document")),
        ("answered: 2026-03-11", "answered: 三月", (3, "GK107", "invalid-date")),
        ("    answer: 提供了分乡镇的数量。\n", "", (2, "GK104", "missing-field")),
        ("subject:", "applicant: 某某\n    subject:", (4, "GK103", "unknown-field")),
        ("提供了分乡镇的数量", "已寄往13800138000", (5, "GK552", "site-personal-data")),
    ],
)
def test_what_is_wrong_is_found_at_its_line(
    tmp_path: Path, old: str, new: str, expected: tuple[int, str, str]
):
    assert found(tmp_path, ENTRY.replace(old, new)) == [expected]


def test_page_lists_the_answers_newest_first(site: Path):
    page = (site / "request/released/index.html").read_text(encoding="utf-8")
    dates = [part[:10] for part in page.split('<time datetime="')[1:]]
    assert dates == sorted(dates, reverse=True) and len(dates) == 4
    assert 'href="../../113399264404167715/2026-00002/"' in page
