"""How many personal data the rules find, and how often they cry wolf: a labelled set made here, the same every time.

Every datum is made up. The set is written as text, as Markdown tables and as every kind of attachment, and read back
the way the gate reads it. docs/privacy.md gives the figures; a test keeps them true.
"""

from __future__ import annotations

import random
import time
from functools import cache
from pathlib import Path

import pytest
from helpers.documents import attaching
from helpers.findings import findings
from helpers.labelled import (
    SLUGS,
    Score,
    card,
    citizen,
    mobile,
    name,
    samples,
    score_of,
)
from helpers.office import xlsx
from helpers.roots import TESTS, make_root

from generator.reading.privacy.identifiers import identifiers
from generator.reading.privacy.masking import leaks_in as leaks_in
from generator.reading.privacy.masking import without_leaks


@cache
def measured() -> tuple[dict[str, Score], int, list[str]]:
    return score_of(samples())


@pytest.mark.parametrize(
    "slug, recall",
    [("citizen-id", 0.99), ("bank-card", 0.99), ("mobile-phone", 0.95), ("home-address", 0.95)],
)
def test_recall_and_precision(slug: str, recall: float):
    scores, _, trouble = measured()
    assert scores[slug].recall >= recall, [t for t in trouble if slug in t][:20]
    assert scores[slug].precision >= 0.95, [t for t in trouble if slug in t][:20]


def test_the_set_is_large_enough():
    scores, negatives, _ = measured()
    assert sum(score.expected for score in scores.values()) >= 1_000
    assert negatives >= 10_000


def test_the_documented_figures_are_these():
    text = (TESTS.parent / "docs/privacy.md").read_text(encoding="utf-8")
    for row in documented():
        assert row in text


def documented() -> list[str]:
    scores, negatives, _ = measured()
    rows = [
        f"| {SLUGS[slug]} | {s.expected} | {s.found} | {s.recall:.1%} | {s.wrong} | {s.precision:.1%} |"
        for slug, s in scores.items()
    ]
    return [*rows, f"不是个人信息的内容 {negatives} 项"]


def test_no_value_reaches_a_message(tmp_path: Path):
    """Neither in the body, nor in a file name, nor in data."""
    dice = random.Random(1)
    values = [citizen(dice), mobile(dice), card(dice)]
    listed = f"{values[1]}{name(dice)}.xlsx"
    text = attaching(listed) + f"\n身份证 {values[0]}，卡号 {values[2]}，住青溪镇大溪村三组12号。\n"
    root = make_root(
        tmp_path, {"a.md": text, f"a.files/{listed}": xlsx([["卡号", *values]], hidden_sheet=True)}
    )
    found = findings(root)
    assert {"citizen-id", "mobile-phone", "bank-card", "home-address", "hidden-text"} <= {
        d.rule for d in found
    }
    for d in found:
        shown = f"{d.message.zh}{d.message.en}{d.hint.zh}{d.hint.en}{d.data}"
        assert not any(value in shown for value in [*values, "三组"]), d


def test_a_long_list_is_a_few_findings(tmp_path: Path):
    dice = random.Random(2)
    root = make_root(tmp_path, {"a.md": attaching() + "\n" + "\n\n".join(citizen(dice) for _ in range(500))})
    ids = [d for d in findings(root) if d.rule == "citizen-id"]
    assert len(ids) == 20
    assert "后面还有 480 行" in ids[-1].message.zh


@pytest.mark.parametrize(
    "text, masked", [("11010519491231002X", "11*************02X"), ("电话 13800138000", "电话 138****8000")]
)
def test_masks_are_the_approved_ones(text: str, masked: str):
    assert without_leaks(text) == masked
    assert not list(identifiers(masked))


def test_a_hostile_text_takes_no_time():
    for text in (
        "1" * 200_000,
        "1 " * 100_000,
        "12-" * 70_000,
        "大溪村" * 60_000 + "三组",
        "住" * 100_000 + "12号",
        "|" * 100_000 + "13800138000",
        "村一" * 90_000,
    ):
        begin = time.process_time()
        leaks_in(text)
        assert time.process_time() - begin < 2, text[:10]
