"""Standard items and nil returns: reading the registers, and the rules about items."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.roots import TESTS, make_root
from ledger_sample import day, document, setting

from generator.annual.books import read_books
from generator.checking.rules.items import cancelled_item, item_without_documents, unknown_item
from generator.checking.rules.rule import doc_of
from generator.model.diagnostics import Finding
from generator.reading.registers.items import events, load_items
from generator.reading.registers.nil import load_nil

ITEM = """\
  - id: "{id}"
    field: 财政预决算
    name: 政府预算
    content: 预算收支
    basis: [预算法第十四条]
    term: 批准后20日内
    body: 县财政局
    channels: [政府网站]
    tiers: [县级]
    history:
      - {{kind: 新增, date: 2024-03-01, basis: 首次编制}}
"""
ITEMS = (
    "items:\n"
    + ITEM.format(id="01-01")
    + ITEM.format(id="01-02")
    + "      - {kind: 取消, date: 2026-01-01, basis: 并入01-01, filing: 备〔2026〕1号}\n"
)


def root_with(folder: Path, name: str, text: str) -> Path:
    root = make_root(folder, {})
    (root / "content/data").mkdir()
    (root / "content/data" / name).write_text(text, encoding="utf-8")
    return root


def found(rule, root: Path, *documents) -> list[Finding]:
    using = setting(root)
    return list(rule(read_books(root, using.catalog), documents, using))


def test_items_are_read_with_their_lines_and_history(tmp_path: Path):
    root = root_with(tmp_path, "items.yml", ITEMS)
    register, read = load_items(root, setting(root).catalog)
    assert register and not read.problems
    assert register.lines == {"01-01": 2, "01-02": 13}
    assert [item.cancelled for item in register.items] == [None, day("2026-01-01")]
    assert [(e.change.kind, e.item.id) for e in events(register.items)] == [
        ("取消", "01-02"),
        ("新增", "01-02"),
        ("新增", "01-01"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("    body: 县财政局", "    body: 县财务局", 8, "unknown-issuer"),
        ('"01-02"', '"01-01"', 13, "duplicate-key"),
        ("    term: 批准后20日内\n", "", 2, "missing-field"),
        ("tiers: [县级]", "tiers: [市级]", 10, "wrong-type"),
        ("kind: 新增, date: 2024-03-01", "kind: 新增, date: 2024-3-1", 12, "invalid-date"),
        ("    term:", "    terms: 五日\n    term:", 7, "unknown-field"),
        ("channels: [政府网站]", "channels: []", 9, "empty-field"),
        ("items:", "items：", 1, "invalid-register"),
    ],
)
def test_every_problem_of_the_register_has_its_line(tmp_path: Path, old: str, new: str, line: int, rule: str):
    root = root_with(tmp_path, "items.yml", ITEMS.replace(old, new, 1))
    register, read = load_items(root, setting(root).catalog)
    assert register is None
    assert (read.path, [(p.finding.line, p.slug) for p in read.problems]) == (
        "content/data/items.yml",
        [(line, rule)],
    )


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"- a", b"items:\n", b"items: 3", b"[" * 99])
def test_register_that_cannot_be_read_is_a_finding(tmp_path: Path, content: bytes):
    root = root_with(tmp_path, "items.yml", "")
    (root / "content/data/items.yml").write_bytes(content)
    register, read = load_items(root, setting(root).catalog)
    assert register is None and read.problems


def test_root_without_registers_has_none_and_no_findings():
    root = TESTS / "rules"
    catalog = setting(root).catalog
    register, read = load_items(root, catalog)
    assert register and not register.items and not read.problems
    nil, read = load_nil(root, catalog)
    assert (nil, read.problems) == ((), ())


def test_nil_returns_may_name_one_or_several(tmp_path: Path):
    root = root_with(
        tmp_path,
        "nil.yml",
        'nil:\n  - {body: 县府办, duty: "20-7", year: 2025, note: 没有}\n'
        "  - {body: [县府办, 县财政局], duty: [20-8, 20-9], note: 没有}\n",
    )
    entries, read = load_nil(root, setting(root).catalog)
    assert not read.problems
    assert [(e.body, e.duty, e.year) for e in entries] == [
        (("县府办",), ("20-7",), 2025),
        (("县府办", "县财政局"), ("20-8", "20-9"), None),
    ]


def test_nil_return_of_an_unknown_body_or_duty_is_a_finding(tmp_path: Path):
    root = root_with(tmp_path, "nil.yml", "nil:\n  - body: 县财务局\n    duty: 20-16\n    note: 没有\n")
    entries, read = load_nil(root, setting(root).catalog)
    assert entries == ()
    assert [(p.finding.line, p.slug) for p in read.problems] == [(2, "unknown-issuer"), (3, "wrong-type")]


def test_unknown_item_names_the_near_one(tmp_path: Path):
    root = root_with(tmp_path, "items.yml", ITEMS)
    (finding,) = found(
        unknown_item, root, document("2025-03-03", items=("01-01", "01-11"), lines={"items.1": 9})
    )
    assert (finding.line, finding.path, finding.data) == (9, "content/documents/a.md", {"item": "01-11"})
    assert "01-01" in finding.hint.zh


def test_unknown_item_without_a_register_asks_for_one():
    (finding,) = found(unknown_item, TESTS / "rules", document("2025-03-03", items=("01-01",)))
    assert "content/data/items.yml" in finding.hint.zh


def test_cancelled_item_may_keep_its_older_documents(tmp_path: Path):
    root = root_with(tmp_path, "items.yml", ITEMS)
    older, newer = (
        document("2025-12-31", items=("01-02",)),
        document("2026-01-01", items=("01-02",), lines={"items.0": 7}),
    )
    (finding,) = found(cancelled_item, root, older, newer)
    assert (finding.line, finding.data["cancelled"]) == (7, day("2026-01-01"))


def test_item_without_published_documents(tmp_path: Path):
    root = root_with(tmp_path, "items.yml", ITEMS)
    (finding,) = found(item_without_documents, root, document("2026-11-16", "", items=("01-01",)))
    assert (finding.line, finding.path) == (2, "content/data/items.yml")
    assert found(item_without_documents, root, document("2025-03-03", items=("01-01",))) == []


@pytest.mark.parametrize("rule", [unknown_item, cancelled_item, item_without_documents])
def test_rules_say_nothing_of_a_register_that_is_wrong(tmp_path: Path, rule):
    root = root_with(tmp_path, "items.yml", "items: 3")
    assert found(rule, root, document("2025-03-03", items=("01-01",))) == []


@pytest.mark.parametrize("rule", [unknown_item, cancelled_item, item_without_documents])
def test_rules_are_documented_in_both_languages(rule):
    doc = doc_of(rule)
    assert "依据：" in doc.zh
    assert doc.en[0].isascii()
