"""gongkai fix: what is safe is repaired, everything else stays, twice is the same as once."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.documents import document
from helpers.roots import make_root
from hypothesis import given, settings
from hypothesis import strategies as st
from running import DOCUMENT, gongkai

from generator.model.document import FIELDS
from generator.reading.frontmatter import read_record
from generator.tools.editing.fix import fix


def fixed(text: str) -> str:
    return fix("a.md", text.encode()).after.decode()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("formed: 2026-06-01", "formed: 2026年6月1日"),
        ("formed: 2026-06-01", "formed: 2026/6/1  "),
        ("formed: 2026-06-01", "formed: '2026.06.01'"),
        ("formed: 2026-06-01 # 签发", "formed: 2026-6-1 # 签发"),
        ("  date: 2026-06-02", "  date: 2026年6月2日"),
        ("〔2026〕", "[2026]"),
        ("〔2026〕", "（2026）"),
        ("〔2026〕", "【2026】"),
    ],
)
def test_spelling_is_repaired(wrong: str, right: str):
    good = document(formed="2026-06-01 # 签发") if "签发" in wrong else DOCUMENT
    assert fixed(good.replace(wrong, right)).replace("01  \n", "01\n") == good


def test_date_in_braces_is_repaired():
    flow = document(review="{conclusion: 公开, date: 2026年6月2日, by: 政策法规科, approved_by: 分管负责人}")
    assert "date: 2026-06-02, by" in fixed(flow)


def test_marks_and_line_ends_are_repaired():
    done = fix("a.md", b"\xef\xbb\xbf" + DOCUMENT.replace("\n", "\r\n").encode())
    assert done.after == DOCUMENT.encode()
    assert [note.zh for note in done.notes] == ["删除开头的 BOM 标记", "换行符由 CRLF 改为 LF"]


def test_keys_get_the_order_of_the_dictionary_when_that_is_asked_for():
    text = "---\n# 头\nopenness: 主动公开\n# 标题\ntitle: 通知\nkeywords:\n- 甲\n# 其余\n- 乙\nindex_no: 1\n# 尾\n---\n\nformed: 正文\n"
    assert fixed(text) == text
    assert (
        fix("a.md", text.encode(), order=True).after.decode()
        == "---\nindex_no: 1\n# 标题\ntitle: 通知\n# 头\nopenness: 主动公开\nkeywords:\n- 甲\n# 其余\n- 乙\n# 尾\n---\n\nformed: 正文\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 甲\ntitle: 乙\nindex_no: 1\n---\n",
        "---\ntitle: [\n---\n",
        "正文\n",
        "---\n{title: 甲, index_no: 1}\n---\n",
        "---\nformed: 2026年2月30日\n---\n",
        "---\ndoc_no: 青政办发[26]12号\n---\n",
        "---\ntitle: 关于[2026]年的通知\n---\n",
        "",
    ],
)
def test_what_is_not_certain_stays(text: str):
    assert fixed(text) == text


def test_other_encodings_stay():
    data = DOCUMENT.replace("\n", "\r\n").encode("gb18030")
    assert fix("a.md", data).after == data


heads = st.lists(
    st.sampled_from(
        [
            "title: 关于“A: b”的通知",
            "formed: 2026年3月2日",
            "formed: 2026-03-02",
            "published: '2026/3/5'",
            "doc_no: 青政办发[2026]12号",
            "# 注",
            "review:\n  date: 2026.3.4\n  conclusion: 公开\n  by: 科",
            "keywords: [甲, 乙]",
            "summary: >\n  第一行\n  title: 不是键",
            "sumary: 错",
            "corrections:\n- date: 2026年3月9日\n  note: 改",
            'issuer: "多行\n  值"',
            "",
            "index_no: 1",
        ]
    ),
    max_size=8,
)


@settings(deadline=None)
@given(
    heads,
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
    st.text(max_size=40),
    st.booleans(),
)
def test_fixing_is_idempotent_and_never_changes_what_could_be_read(
    lines: list[str], end: str, mark: str, body: str, order: bool
):
    data = (mark + "\n".join(["---", *lines, "---", "", body]).replace("\n", end)).encode(
        "utf-8", "surrogatepass"
    )
    once = fix("a.md", data, order=order).after
    assert fix("a.md", once, order=order).after == once
    before, after = read_record("a.md", data), read_record("a.md", once)
    assert before.body == after.body
    if before.document and after.document:
        for key in FIELDS:
            old = getattr(before.document, key)
            assert old in (None, ()) or key == "doc_no" or old == getattr(after.document, key)


def test_command_orders_keys_when_asked(tmp_path: Path):
    title, rest = DOCUMENT.split("\n")[2], DOCUMENT.split("\n")[3:]
    assert title.startswith("title: ")
    text = "\n".join(["---", title, DOCUMENT.split("\n")[1], *rest])
    root = make_root(tmp_path / "root", {"a.md": text})
    assert gongkai("fix", root=root).stdout == "没有需要改正的\n"
    assert gongkai("fix", "--order", root=root).stdout.endswith("改正了 1 份\n")
    assert (root / "content/documents/a.md").read_text(encoding="utf-8") == DOCUMENT


def test_command_shows_and_repairs(tmp_path: Path):
    root = make_root(
        tmp_path / "root",
        {"a.md": document(formed="2026年6月1日"), "b.md": "正文"},
    )
    expected = (
        "--- content/documents/a.md\n+++ content/documents/a.md\n@@ -9,3 +9,3 @@\n issuer: 测试县人民政府办公室\n"
        "-formed: 2026年6月1日\n+formed: 2026-06-01\n published: 2026-06-30\n"
    )
    assert gongkai("fix", "--dry-run", root=root).stdout == expected + "可以改正 1 份，没有改动\n"
    assert gongkai("fix", root / "content/documents/a.md", root=root).stdout == expected + "改正了 1 份\n"
    assert (root / "content/documents/a.md").read_text(encoding="utf-8") == DOCUMENT
    assert gongkai("fix", "--lang", "en", root=root).stdout == "nothing to repair\n"
    assert sorted(p.name for p in (root / "content/documents").iterdir()) == ["a.md", "b.md"]


def test_example_county_needs_no_repair():
    assert gongkai("fix", "--dry-run", root=Path(__file__).parents[2]).stdout == "没有需要改正的\n"
