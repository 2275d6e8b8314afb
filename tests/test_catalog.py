"""catalog.yml: all problems at once, each at its line, with what was probably meant."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from helpers.findings import findings
from helpers.roots import TESTS, make_root

GOOD = (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")


def found(tmp_path: Path, catalog: str) -> list[tuple[int, str, str]]:
    root = make_root(tmp_path / "root", {}, catalog)
    return [(d.line, d.rule, d.hint.zh) for d in findings(root) if d.path == "catalog.yml"]


def test_good_catalog_is_clean(tmp_path: Path):
    assert found(tmp_path, GOOD) == []


def test_all_problems_are_reported_at_once(tmp_path: Path):
    catalog = (
        GOOD.replace("  name: 测试县政府信息公开平台\n", "  nmae: 测试县政府信息公开平台\n")
        .replace("  level: county\n", "  level: 县\n")
        .replace('duty: "20-7"', 'duty: "20-77"')
        .replace("  fax: 0599-0000002\n", "  fax:\n")
        + "bodys: []\n"
    )
    assert found(tmp_path, catalog) == [
        (1, "missing-field", "补写一行“name: …”"),
        (2, "unknown-field", "是不是“name”？"),
        (7, "wrong-type", "可以写：province、city、county、township、department"),
        (11, "empty-field", "填写内容，或者删除这一行"),
        (18, "wrong-type", "写成：条例的条和项，如 20-7"),
        (20, "unknown-field", "是不是“bodies”？"),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            "rules:\n  late-publicaton: {severity: off, reason: 历史文件}\n",
            (21, "unknown-field", "是不是“late-publication”？"),
        ),
        ("rules:\n  late-publication: {severity: warning}\n", (21, "missing-field", "补写一行“reason: …”")),
        (
            "rules:\n  duplicate-index-number: {severity: off, reason: 省事}\n",
            (21, "wrong-type", "删除这一项；个别问题确需放过的，见 gongkai rules unused-exception"),
        ),
        (
            "deadlines:\n  - {number: 20, unit: day, category: 财政预决算, basis: 《预算法》第十四条}\n",
            (21, "unknown-category", "是不是“财政预算决算”？"),
        ),
        (
            'index_no: "("\n',
            (
                20,
                "wrong-type",
                "按 RE2 的语法写，没有前后预查 (?=…) 和反向引用 \\1；删除这一行则使用默认格式",
            ),
        ),
        ("site: {}\n", (20, "duplicate-key", "只保留正确的一处")),
    ],
)
def test_contradictions(tmp_path: Path, change: str, expected: tuple[int, str, str]):
    assert found(tmp_path, GOOD + change) == [expected]


def test_duplicate_names(tmp_path: Path):
    catalog = GOOD.replace("  - {name: 民生政策,", "  - {name: 规范性文件,")
    assert found(tmp_path, catalog) == [(19, "duplicate-key", "改用不同的写法")]


@pytest.mark.parametrize("catalog", ["\n", "- a\n", "site: [\n", "\tsite: a\n"])
def test_of_an_unreadable_catalog_only_what_is_written_is_told(tmp_path: Path, catalog: str):
    told = found(tmp_path, catalog)
    assert told and {line for line, *_ in told} == {1}
    assert "missing-field" not in {rule for _, rule, _ in told}


def test_missing_catalog(tmp_path: Path):
    (diagnostic,) = findings(tmp_path)
    assert (diagnostic.path, diagnostic.message.zh) == ("catalog.yml", "找不到 catalog.yml")


def test_changed_severity_is_used(tmp_path: Path):
    document = (
        (TESTS / "rules/late-publication/bad.md")
        .read_text(encoding="utf-8")
        .replace(" # expect: late-publication", "")
    )
    rule = "rules:\n  late-publication: {severity: warning, reason: 历史文件批量迁入}\n"
    for number, (catalog, severities) in enumerate(
        [(GOOD, ["error"]), (GOOD + rule, ["warning"]), (GOOD + rule.replace("warning", "off"), [])]
    ):
        root = make_root(tmp_path / str(number), {"a.md": document}, catalog)
        assert [d.severity.value for d in findings(root)] == severities


def test_no_form_of_index_numbers_makes_a_check_wait(tmp_path: Path):
    """Patterns come with a branch: `(a+)+$` needs years in engines that go back over what they have read."""
    number = "11339926854601395E/2026-00001"
    document = (TESTS / "rules/late-publication/good.md").read_text(encoding="utf-8")
    catalog = (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")
    for pattern in (r"^((?:[0-9A-Z/-]+)+)+#$", r"^(\d|\w|[A-Z0-9/-])*!$", r"^(.*.*.*.*.*.*.*.*.*.*)+[^-]$"):
        text = document.replace(number, number + "1" * 20_000)
        root = make_root(tmp_path / str(hash(pattern)), {"a.md": text}, catalog + f"index_no: '{pattern}'\n")
        started = time.process_time()
        findings(root)
        assert time.process_time() - started < 5
    for pattern in (r"^(?=x)a", r"(a)\1", r"("):
        root = make_root(tmp_path / str(hash(pattern)), {}, catalog + f"index_no: '{pattern}'\n")
        (found,) = [d for d in findings(root) if d.data.get("key") == "index_no" or "RE2" in d.hint.zh]
        assert found.line == catalog.count("\n") + 1 and "正则表达式" in found.message.zh
