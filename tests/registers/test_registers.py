"""Registers: every rule between the numbers is broken once, and every fault of form is found at its line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from helpers.roots import TESTS, TODAY, make_root

from generator.annual import Registers
from generator.annual.reconcile import stocks
from generator.build import check_root
from generator.model.diagnostics import Diagnostic

ROOT = Path(__file__).parents[2]
CATALOG = (TESTS / "rules/catalog.yml").read_text(
    encoding="utf-8"
) + '  - {name: 年报, duty: "50", block: 年报}\n'
REQUESTS, FIGURES, WORDS = "requests/2025.yml", "annual/2025.yml", "annual/2025.md"
NAMES = [
    f"{folder}/{year}.{kind}"
    for year in (2024, 2025)
    for folder, kind in (("requests", "yml"), ("annual", "yml"), ("annual", "md"))
]


def data() -> dict[str, str]:
    return {name: (ROOT / "content/data" / name).read_text(encoding="utf-8") for name in NAMES}


def load(
    folder: Path,
    files: dict[str, str | bytes],
    *,
    today: date = TODAY,
    documents: dict[str, str | bytes] | None = None,
    catalog: str = CATALOG,
) -> tuple[Registers, list[Diagnostic]]:
    root = make_root(folder / "root", documents or {}, catalog)
    for name, text in files.items():
        target = root / "content/data" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    checked = check_root(root, today=today)
    assert checked.setting, checked.diagnostics
    told = [d for d in checked.diagnostics if d.path in checked.books.files or d.rule == "report-due"]
    return checked.books.annual, told


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(start))


def test_the_example_county_is_consistent(tmp_path: Path):
    registers, found = load(tmp_path, dict(data()))
    assert found == []
    assert registers.reported == [2025, 2024]
    assert registers.requests[2025].received == (24, 6, 0, 1, 3, 0)
    assert str(registers.figures[2024].charges) == "1236.40"


def test_a_root_without_registers_is_none_the_worse(tmp_path: Path):
    registers, found = load(tmp_path, {})
    assert (registers.reported, found) == ([], [])


BROKEN = {
    "balance": (
        REQUESTS,
        "received:       [24,",
        "received:       [25,",
        {
            (REQUESTS, "total", "report-inconsistent", "error", 26, 25),
            (WORDS, "**（二）", "report-inconsistent", "warning", 34, 35),
        },
    ),
    "leaves": (
        REQUESTS,
        "inquiry:        [ 1,  1,",
        "inquiry:        [ 1,  2,",
        {(REQUESTS, "total", "report-inconsistent", "error", 7, 6)},
    ),
    "reconsideration": (
        REQUESTS,
        "{upheld: 2, corrected: 0, other: 0, pending: 0, total: 2}",
        "{upheld: 1, corrected: 0, other: 0, pending: 0, total: 2}",
        {(REQUESTS, "reconsideration", "report-inconsistent", "error", 1, 2)},
    ),
    "litigation": (
        REQUESTS,
        "other: 1, pending: 0, total: 1",
        "other: 1, pending: 1, total: 1",
        {(REQUESTS, "litigation_direct", "report-inconsistent", "error", 2, 1)},
    ),
    "litigation after review": (
        REQUESTS,
        "{upheld: 1, corrected: 0, other: 0, pending: 0, total: 1}",
        "{upheld: 1, corrected: 0, other: 0, pending: 0, total: 3}",
        {(REQUESTS, "litigation_after", "report-inconsistent", "error", 1, 3)},
    ),
    "carry-over": (
        REQUESTS,
        "carried_in:     [ 1,  0,",
        "carried_in:     [ 0,  1,",
        {
            (REQUESTS, "carried_in", "report-carry-over", "warning", 1, 1),
            (REQUESTS, "total", "report-inconsistent", "error", 24, 25),
            (REQUESTS, "total", "report-inconsistent", "error", 7, 6),
        },
    ),
    "stock": (
        FIGURES,
        "in_force: 60}",
        "in_force: 61}",
        {
            (FIGURES, "normative", "report-inconsistent", "warning", 61, 60),
            (WORDS, "**（三）", "report-inconsistent", "warning", 60, 61),
        },
    ),
    "words": (
        WORDS,
        "新收申请34件",
        "新收申请43件",
        {(WORDS, "**（二）", "report-inconsistent", "warning", 43, 34)},
    ),
}
"""What is changed in the example's files, and every finding of it: file, beginning of the line, slug, severity, both sides."""


@pytest.mark.parametrize("name", BROKEN)
def test_broken_rule_is_found_at_its_line_with_the_sums(name: str, tmp_path: Path):
    file, old, new, expected = BROKEN[name]
    files = data()
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    _, found = load(tmp_path, dict(files))
    wanted = {
        (f"content/data/{f}", line_of(files[f], start), slug, severity, left, right)
        for f, start, slug, severity, left, right in expected
    }
    assert {
        (d.path, d.line, d.rule, d.severity.value, d.data["left"], d.data["right"]) for d in found
    } == wanted
    assert all(str(d.data["left"]) in d.message.zh and str(d.data["right"]) in d.message.en for d in found)


NORMATIVE = """---
index_no: 11339926854601395E/2025-0000{n}
title: 测试办法之{n}
summary: 测试。
genre: 办法
doc_no: {doc_no}
category: 规范性文件
theme: 综合政务
issuer: 测试县人民政府办公室
formed: {formed}
published: {formed}
openness: 主动公开
validity: {validity}
{ends}review: {{conclusion: 公开, date: {formed}, by: 科室, approved_by: 负责人}}
---

正文。
"""


def normative(n: int, formed: str, ends: str = "", doc_no: str = "", validity: str = "有效") -> bytes:
    number = doc_no or f"测政发〔{formed[:4]}〕{n}号"
    return NORMATIVE.format(
        n=n, formed=formed, ends=f"{ends}\n" if ends else "", doc_no=number, validity=validity
    ).encode()


COUNTED: dict[str, str | bytes] = {
    "1.md": normative(1, "2024-03-01"),
    "2.md": normative(2, "2025-02-03"),
    "3.md": normative(3, "2025-03-03", "repealed: 2025-12-31", validity="废止"),
    "4.md": normative(4, "2024-05-06", "expires: 2026-01-01", validity="失效"),
    "5.md": normative(5, "2025-06-03", doc_no="县政府令第5号"),
}


def test_what_is_not_written_is_counted_from_documents(tmp_path: Path):
    files = data()
    files[FIGURES] = re.sub(r"^(regulations|normative):.*\n", "", files[FIGURES], flags=re.MULTILINE)
    registers, _ = load(tmp_path, {FIGURES: files[FIGURES]}, documents=COUNTED)
    checked = check_root(tmp_path / "root", today=TODAY)
    assert checked.setting
    counted = stocks(2025, registers.figures[2025], checked.documents, checked.setting.catalog)
    assert {k: (s.made, s.repealed, s.in_force) for k, s in counted.items()} == {
        "regulations": (1, 0, 1),
        "normative": (2, 1, 3),
    }


def test_a_register_cannot_know_of_fewer_documents_than_the_catalog(tmp_path: Path):
    files = data()
    files[FIGURES] = files[FIGURES].replace("made: 6", "made: 1")
    _, found = load(tmp_path, {FIGURES: files[FIGURES]}, documents=COUNTED)
    told = [d for d in found if "填报 1" in d.message.zh]
    assert [(d.rule, d.line, d.data["left"], d.data["right"]) for d in told] == [
        ("report-inconsistent", 5, 1, 2)
    ]


FORM = {
    "missing row": (REQUESTS, "safety:", "# safety:", 1, "missing-field"),
    "five numbers": (
        REQUESTS,
        "partial:        [ 3,  1,  0,  0,  1,  0]",
        "partial:        [ 3,  1,  0,  0,  1]",
        8,
        "wrong-type",
    ),
    "negative": (REQUESTS, "partial:        [ 3,", "partial:        [-3,", 8, "wrong-type"),
    "decimal": (REQUESTS, "partial:        [ 3,", "partial:        [3.5,", 8, "wrong-type"),
    "dash": (REQUESTS, "partial:        [ 3,", "partial:        [/,", 8, "wrong-type"),
    "unknown row": (REQUESTS, "partial:", "partal:", 8, "unknown-field"),
    "row twice": (REQUESTS, "granted:", "carried_in: [0, 0, 0, 0, 0, 0]\ngranted:", 7, "duplicate-key"),
    "bad yaml": (
        REQUESTS,
        "carried_out:    [ 2,  0,  0,  0,  0,  0]",
        "carried_out:    [ 2,  0,  0,  0,  0,  0",
        36,
        "invalid-register",
    ),
    "negative fee": (FIGURES, "1184.65", "-5", 9, "wrong-type"),
    "fee in words": (FIGURES, "1184.65", "约1184", 9, "wrong-type"),
    "wide colon": (FIGURES, "licences: ", "licences：", 6, "invalid-register"),
    "section missing": (WORDS, "## 五、存在的主要问题及改进情况", "", 1, "invalid-register"),
    "strange section": (WORDS, "## 六、", "## 七、附则\n\n无。\n\n## 六、", 23, "invalid-register"),
    "topic missing": (WORDS, "监督保障", "其他工作", 5, "invalid-register"),
}


@pytest.mark.parametrize("name", FORM)
def test_fault_of_form_is_found_at_its_line(name: str, tmp_path: Path):
    file, old, new, line, slug = FORM[name]
    files = data()
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    _, found = load(tmp_path, dict(files))
    assert (f"content/data/{file}", line, slug) in {(d.path, d.line, d.rule) for d in found}


@pytest.mark.parametrize("content", [b"", b"- 1\n", b"\xff\xfe", "收到: 1".encode("gb18030")])
@pytest.mark.parametrize("file", [REQUESTS, FIGURES, WORDS])
def test_unreadable_register_is_a_finding_and_never_an_exception(file: str, content: bytes, tmp_path: Path):
    registers, found = load(tmp_path, {file: content})
    assert registers.reported == []
    assert {d.path for d in found if d.rule == "invalid-register"} == {f"content/data/{file}"}


@pytest.mark.parametrize(
    ("file", "text", "slug"),
    [
        (REQUESTS, "# 申请人张三，电话13800138000", "site-personal-data"),
        (WORDS, "联系人手机13800138000。", "site-personal-data"),
        (WORDS, "<script>x</script>", "raw-html"),
    ],
)
def test_a_register_holds_no_person_and_no_html(file: str, text: str, slug: str, tmp_path: Path):
    files = data()
    files[file] += f"\n{text}\n"
    _, found = load(tmp_path, dict(files))
    assert (f"content/data/{file}", files[file].count("\n"), slug) in {
        (d.path, d.line, d.rule) for d in found
    }


def test_a_file_that_is_not_named_by_a_year_is_a_finding(tmp_path: Path):
    _, found = load(tmp_path, {"requests/去年.yml": "received: []\n"})
    assert [(d.rule, d.path) for d in found] == [("invalid-register", "content/data/requests/去年.yml")]


LAST = {
    name: text
    for name, text in ((n, (ROOT / "content/data" / n).read_text(encoding="utf-8")) for n in NAMES)
    if "2024" in name
}


@pytest.mark.parametrize(
    ("level", "today", "expected"),
    [
        ("county", date(2026, 1, 1), "warning"),
        ("county", date(2026, 3, 31), "warning"),
        ("county", date(2026, 4, 1), "error"),
        ("department", date(2026, 1, 31), "warning"),
        ("department", date(2026, 2, 1), "error"),
        ("township", date(2026, 6, 1), None),
        ("county", date(2025, 12, 31), None),
    ],
)
def test_last_years_report_is_awaited_until_the_date_of_the_law(
    level: str, today: date, expected: str | None, tmp_path: Path
):
    _, found = load(
        tmp_path, dict(LAST), today=today, catalog=CATALOG.replace("level: county", f"level: {level}")
    )
    assert [d.severity.value for d in found if d.rule == "report-due"] == ([expected] if expected else [])


def test_a_published_report_document_meets_the_date_too(tmp_path: Path):
    report = normative(9, "2026-01-20").decode().replace("category: 规范性文件", "category: 年报")
    report = report.replace("测试办法之9", "测试县2025年政府信息公开工作年度报告")
    _, found = load(tmp_path, dict(LAST), documents={"r.md": report.encode()})
    assert [d for d in found if d.rule == "report-due"] == []
