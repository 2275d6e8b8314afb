"""Reading a document: every fault is one clear finding at the right line, and nothing ever raises."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.findings import findings, places
from helpers.roots import TESTS, make_root
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.frontmatter import body_of, decode, read_further, read_record
from generator.reading.yamltext import MAX_DEPTH, read_yaml

HEAD = "---\ntitle: 关于防汛工作的通知\nformed: 2026-03-02\n---\n正文。\n"


def problems(data: str | bytes) -> list[tuple[str, int]]:
    record = read_record("a.md", data if isinstance(data, bytes) else data.encode())
    return [(p.slug, p.finding.line) for p in record.problems]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (HEAD, []),
        ("", [("invalid-front-matter", 1)]),
        ("\n\n \n", [("invalid-front-matter", 1)]),
        ("没有文件头\n", [("invalid-front-matter", 1)]),
        ("---\ntitle: 甲\n\n正文\n", [("invalid-front-matter", 1)]),
        ("---\n---\n正文\n", [("invalid-front-matter", 1)]),
        ("---\n- 甲\n- 乙\n---\n", [("invalid-front-matter", 1)]),
        ("---\ntitle: 甲\ntitle: 乙\n---\n", [("duplicate-key", 3)]),
        (
            "---\nreview:\n  by: 甲\n  by: 乙\n  conclusion: 公开\n  date: 2026-01-01\n---\n",
            [("duplicate-key", 4)],
        ),
        ("---\ntitle: &a 甲\n---\n", [("invalid-front-matter", 2)]),
        ("---\nformed: 2026-01-01\ntitle: *a\n---\n", [("invalid-front-matter", 3)]),
        ("---\ntitle: !!python/object:os.system 甲\n---\n", [("invalid-front-matter", 2)]),
        ("---\ntitle: 甲: 乙\n---\n", [("invalid-front-matter", 2)]),
        ("---\nsummary: 丙\ntitle：甲\nformed: 2026-01-01\n---\n", [("invalid-front-matter", 3)]),
        ('---\ntitle: "甲\nsummary: 乙\n---\n', [("invalid-front-matter", 2)]),
        ("---\ntitle: 甲\n\tsummary: 乙\n---\n", [("invalid-front-matter", 3)]),
        ("---\ntitle:\n---\n", [("empty-field", 2)]),
        ("---\ntitle: ~\n---\n", [("empty-field", 2)]),
        ('---\ntitle: "  "\n---\n', [("empty-field", 2)]),
        ("---\nformed: 2026/3/2\n---\n", [("invalid-date", 2)]),
        ("---\nformed: 2026年3月2日\n---\n", [("invalid-date", 2)]),
        ("---\nformed: 2026-02-30\n---\n", [("invalid-date", 2)]),
        ("---\nformed: 明天\n---\n", [("invalid-date", 2)]),
        ("---\ntitle: 甲\npublised: 2026-03-02\n---\n", [("unknown-field", 3)]),
        (
            "---\nreview:\n  conclusion: 公开\n  date: 2026-03-02\n  by: 科室\n  phone: 1\n---\n",
            [("unknown-field", 6)],
        ),
        ("---\ntitle: [甲]\n---\n", [("wrong-type", 2)]),
        ("---\nattachments: a.pdf\n---\n", [("wrong-type", 2)]),
        ("---\nopenness: 公开\n---\n", [("wrong-type", 2)]),
        ("\ufeff" + HEAD, [("text-format", 1)]),
        (HEAD.replace("\n", "\r\n"), [("text-format", 1)]),
        (HEAD.encode("gb18030"), [("invalid-front-matter", 2)]),
        (HEAD.encode("utf-16"), [("invalid-front-matter", 1)]),
        ("\n\n" + HEAD.replace("2026-03-02", "2026/3/2"), [("invalid-date", 5)]),
    ],
)
def test_each_fault_is_one_finding_at_its_line(data: str | bytes, expected: list[tuple[str, int]]):
    assert problems(data) == expected


def test_bom_and_windows_lines_lose_nothing():
    record = read_record("a.md", ("\ufeff" + HEAD).replace("\n", "\r\n").encode())
    assert record.document is not None
    assert (record.document.title, record.body, record.document.line("formed")) == (
        "关于防汛工作的通知",
        "正文。\n",
        3,
    )


def test_hints_say_what_to_write():
    record = read_record(
        "a.md", "---\nformed: 2026年3月2日\nopeness: 主动公开\nissuer：办公室\n---\n".encode()
    )
    assert [p.finding.hint.zh for p in record.problems] == ["改成英文冒号，后面空一格：键: 值"]
    record = read_record("a.md", "---\nformed: 2026年3月2日\nopeness: 主动公开\n---\n".encode())
    assert sorted(p.finding.hint.zh for p in record.problems) == ["写成 2026-03-02", "是不是“openness”？"]


def test_values_stay_as_written():
    assert read_yaml("a: no\nb: 0123\nc: 1e3\nd: 2026-01-01\ne: 'null'\n").value == {
        "a": "no",
        "b": "0123",
        "c": "1e3",
        "d": "2026-01-01",
        "e": "null",
    }


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "a: " + "[" * 50_000,
        "- " * 50_000 + "x",
        "".join(" " * n + "a:\n" for n in range(300)),
    ],
)
def test_yaml_bombs_are_refused(bomb: str):
    assert [p.slug for p in read_yaml(bomb).problems] == ["invalid-front-matter"]


def test_depth_is_limited_not_forbidden():
    assert read_yaml("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)).problems == []


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(data: bytes):
    read_record("a.md", b"---\n" + data)
    read_record("a.md", data)


LINES = st.text(st.characters(codec="utf-8", exclude_characters="\r\ufeff"), max_size=40)


TYPICAL = st.sampled_from(
    [
        "---",
        "title: 甲",
        "- a",
        "  by: x",
        "review:",
        "formed: 2026-01-01",
        "\ttitle: a",
        "a: [",
        "b: {",
        'c: "x',
    ]
)


@given(st.lists(st.one_of(LINES, TYPICAL), max_size=12))
def test_any_text_can_be_read_and_findings_point_into_it(lines: list[str]):
    text = "---\n" + "\n".join(lines)
    record = read_record("a.md", text.encode())
    assert all(1 <= p.finding.line <= text.count("\n") + 1 for p in record.problems)
    if record.document is not None:
        assert body_of(decode(text.encode()), record.body_line) == record.body


VALUE = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\u2028\u2029\x85"
    ),
    min_size=1,
    max_size=30,
)


@given(VALUE.filter(str.strip))
def test_a_quoted_title_comes_back_as_it_was(title: str):
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    record = read_record("a.md", f'---\ntitle: "{quoted}"\n---\n'.encode())
    assert record.document is not None
    assert record.document.title == title


@pytest.mark.parametrize(
    ("head", "line", "rule", "said"),
    [
        ("genre:　公告\ntitle: 甲", 2, "invalid-front-matter", "冒号后面是全角空格"),
        ("by:办公室\ntitle: 甲", 2, "invalid-front-matter", "冒号后面没有空格"),
        ("title: 甲\ntitle: “乙”\nformed：2026-01-01\ngenre 公告", 4, "invalid-front-matter", "中文冒号"),
        ('title: "双随机"抽查公告', 2, "invalid-front-matter", "引号没有括住整个值"),
        ("review:\n　　conclusion: 公开", 3, "invalid-front-matter", "全角空格或者制表符（Tab）缩进"),
        ("review:\n\tconclusion: 公开", 3, "invalid-front-matter", "全角空格或者制表符（Tab）缩进"),
        ("title: 关于2 #楼加装电梯的公告", 2, "wrong-type", "空格后面的“#”"),
        ("review:\n  by: 二 #楼", 3, "wrong-type", "空格后面的“#”"),
    ],
)
def test_a_slip_of_the_keyboard_is_told_at_its_line(head: str, line: int, rule: str, said: str):
    problems = read_record("a.md", f"---\n{head}\n---\n\n正文\n".encode()).problems
    assert any((p.finding.line, p.slug) == (line, rule) and said in p.finding.message.zh for p in problems)


@pytest.mark.parametrize(
    "head",
    [
        "formed: 2026-01-01  # 成文日期",
        'title: "关于2 #楼的公告"',
        "title: 关于C#的通知",
        "summary: >\n  见 2 #楼",
    ],
)
def test_a_comment_behind_a_value_and_a_quoted_number_sign_are_in_order(head: str):
    problems = read_record("a.md", f"---\n{head}\n---\n\n正文\n".encode()).problems
    assert [p for p in problems if p.slug != "missing-field"] == []


SLIPS: list[tuple[Callable[[str], str | bytes], set[tuple[int, str]]]] = [
    (lambda t: t.replace("title: ", "title："), {(3, "invalid-front-matter")}),
    (
        lambda t: t.replace("title: ", "title：").replace("genre: ", "genre:"),
        {(3, "invalid-front-matter"), (5, "invalid-front-matter")},
    ),
    (
        lambda t: re.sub(r"(?m)^(  [a-z_]+): ", r"\1：", t),
        {(n, "invalid-front-matter") for n in range(14, 18)},
    ),
    (lambda t: t.replace("theme: ", "theme "), {(8, "invalid-front-matter")}),
    (lambda t: t.replace("title: 关于", 'title: "关于'), {(3, "invalid-front-matter")}),
    (lambda t: t.replace("title: 关于", "title: [转发]关于"), {(3, "invalid-front-matter")}),
    (lambda t: t.replace("summary: ", "summary: 注意: "), {(4, "invalid-front-matter")}),
    (lambda t: t.replace("theme: ", "theme: *"), {(8, "invalid-front-matter")}),
    (
        lambda t: t.replace("theme: ", "这一行写错了\ntheme: ", 1).replace("各乡镇", "\n各乡镇"),
        {(8, "invalid-front-matter")},
    ),
    (lambda t: t.replace("  by:", "\tby:"), {(16, "invalid-front-matter")}),
    (lambda t: t.replace("---\n\n", "\n", 1), {(1, "invalid-front-matter")}),
    (lambda t: t.encode("gb18030"), {(3, "invalid-front-matter")}),
]


@pytest.mark.parametrize(("slip", "told"), SLIPS)
def test_a_slip_in_one_line_hides_nothing_of_the_others(
    slip: Callable[[str], str | bytes], told: set[tuple[int, str]], tmp_path: Path
):
    """A line that is no YAML is told together with a wrong date, a wrong word and a number in the text; nothing else is."""
    sound = document(text="各乡镇人民政府：\n\n联系人手机13812345678。\n")
    text = sound.replace("formed: 2026-06-01", "formed: 2026/6/1").replace(
        "openness: 主动公开", "openness: 公开"
    )
    files = {"a.md": slip(text), "b.md": document(2)}
    found = {
        (line, rule)
        for path, line, rule in places(findings(make_root(tmp_path, files)))
        if path.endswith("a.md")
    }
    rules = {rule for _, rule in found}
    assert told <= found
    assert {"wrong-type", "mobile-phone"} <= rules and ("invalid-date" in rules)
    assert rules <= {"wrong-type", "mobile-phone", "invalid-date", *(rule for _, rule in told)}


@given(
    st.lists(st.sampled_from([*"abc：: \u3000\t\"'[]{}*&!-#|>\n", "title: ", "review:\n"]), max_size=60).map(
        "".join
    )
)
def test_any_front_matter_can_be_read_further(head: str):
    data = f"---\n{head}\n---\n正文\n".encode()
    strict = read_record("a.md", data)
    further = read_further(strict, data) if strict.document is None else None
    if further:
        record, _ = further
        assert {p.finding.line for p in strict.problems} <= {p.finding.line for p in record.problems}
        assert all(1 <= p.finding.line <= head.count("\n") + 4 for p in record.problems)


def test_a_slip_in_catalog_yml_and_in_a_register_hides_nothing(tmp_path: Path):
    catalog = (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")
    root = make_root(
        tmp_path, {}, catalog.replace("  level: county", "  level：county").replace("  hours:", "  houers:")
    )
    assert len({d.line for d in findings(root)}) >= 2
