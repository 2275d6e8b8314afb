"""What clerks write otherwise than expected: marks, numbers and addresses in other writings, dates, slips in the head."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.documents import document

from generator.model.dates import parse_date
from generator.reading.frontmatter import read_further, read_record
from generator.reading.marks import DRAFT, INTERNAL, SECRET, Kind, marks, named_mark
from generator.reading.privacy.masking import leaks_in


@pytest.mark.parametrize(
    "line, kind",
    [
        ("机密（10年）", SECRET),
        ("秘密★2030年6月1日", SECRET),
        ("機密★5年", SECRET),
        ("絕密", SECRET),
        ("机密—10年", SECRET),
        ("密级: 秘密 保密期限: 5年", SECRET),
        ("内部情况通报（第3期）", INTERNAL),
        ("（此件限内部使用）", INTERNAL),
        ("阅后请销毁", INTERNAL),
        ("（此件不得上互联网）", INTERNAL),
        ("内部资料　注意保管", INTERNAL),
        ("工作秘密　仅限系统内部使用", INTERNAL),
        ("（不对外公开）", INTERNAL),
        ("禁止外传，用后销毁", INTERNAL),
    ],
)
def test_a_mark_in_another_writing(line: str, kind: Kind):
    assert [mark.start for mark in marks(f"正文。\n\n{line}\n", kind)] == [5]


@pytest.mark.parametrize(
    "text",
    [
        "- 不得转发涉密文件\n- 禁止复制、摘抄国家秘密载体\n\n严禁在互联网发布测绘成果的，依法处理。",
        "请注意保管好准考证。\n\n## 内部管理\n\n试题在启用前属于绝密材料（保存30年）。",
        "| 密级 | 期限 |\n|---|---|\n| 机密 | 20年 |",
        "密级（绝密、机密、秘密）由承办人提出。",
    ],
)
def test_the_same_words_in_a_sentence_are_no_mark(text: str):
    assert [mark.text for kind in (SECRET, INTERNAL) for mark in marks(text, kind)] == []


def test_a_draft_that_was_saved_again():
    assert [
        bool(named_mark(name, DRAFT)) for name in ("办法修改稿3.docx", "办法送审稿v2.1.docx", "投稿3.docx")
    ] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    "text, slug",
    [
        ("证：" + "".join(f"{digit}\ufe0f\u20e3" for digit in "330102199003071230"), "citizen-id"),
        ("住址：青溪县云溪镇沿河路１２号３单元５０２室", "home-address"),
        ("**住　址**：青溪县云溪镇沿河路12号3单元502室", "home-address"),
        ("联系人周海波 VX：hb_zhou1987", "personal-number"),
        ("被害人李小雨（女，2015年3月出生），系小学三年级学生。", "person-details"),
        ("驾驶人赵志强驾驶浙G·8K352小型轿车", "personal-number"),
    ],
)
def test_what_is_personal_in_another_writing(text: str, slug: str):
    assert [leak.slug for leak in leaks_in(text)] == [slug]


@pytest.mark.parametrize(
    "text",
    [
        "高血压、糖尿病患者可以在卫生院签约。",
        "地　址：青溪县府前路1号行政中心3号楼312室",
        "公务用车浙G8K352小型轿车拟拍卖。",
        "VX牌水泵、WeChat小程序，型号VX1987。",
    ],
)
def test_what_only_looks_so(text: str):
    assert leaks_in(text) == []


@pytest.mark.parametrize(
    "written, meant",
    [
        ("二〇二六年十一月二十八日", "2026-11-28"),
        ("二○二六年十月十日", "2026-10-10"),
        ("二零二六年一月三十一日", "2026-01-31"),
        ("２０２６年３月５日", "2026-03-05"),
        ("2026–03–05", "2026-03-05"),
        ("2026-03-05 00:00:00", "2026-03-05"),
        ("2026年3月5日（星期四）", "2026-03-05"),
        ("2026_03_05.", "2026-03-05"),
        ("2026 3 5", "2026-03-05"),
        ("20260305", "2026-03-05"),
        ("26.3.5", "2026-03-05"),
        ("28/11/2026", "2026-11-28"),
        ("05/03/2026", None),
        ("20261305", None),
        ("二〇二六年", None),
        ("十", None),
    ],
)
def test_a_date_in_any_writing(written: str, meant: str | None):
    assert parse_date(written) == meant
    assert parse_date("2026-03-05") == date(2026, 3, 5)


def told(text: str | bytes) -> list[tuple[int, str]]:
    data = text.encode() if isinstance(text, str) else text
    strict = read_record("a.md", data)
    further = None if strict.document else read_further(strict, data)
    record = further[0] if further else strict
    return sorted((p.finding.line, p.finding.hint.zh) for p in record.problems)


GOOD = document()
QUOTE = "用英文双引号把整个值括起来"


@pytest.mark.parametrize(
    "old, new, expected",
    [
        *(
            ("title: 关于", f"title: {sign}关于", [(3, QUOTE)])
            for sign in ("*", "&", "!", "> ", "|", "- ", "? ", "@", "[县]", "{县}")
        ),
        ("genre: 通知", "  genre: 通知", [(5, "增减行首的空格，与同一层的键左端对齐")]),
        ("formed: 2026-06-01", "formed: 46174", [(10, "写成 2026-06-01")]),
        ("\n---\n\n各", "\n ---\n\n各", [(18, "这一行只写三个半角减号 ---，前面不空格")]),
        ("\n---\n\n各", "\n---\ngenre: 公告\n---\n\n各", [(18, "并成一段：删去中间的 ---，同一项只留一处")]),
        ("\n  conclusion", "\nconclusion", None),
        ("---\nindex", "\ufeff---\nindex", [(1, "另存为“UTF-8”，不要选“UTF-8 BOM”")]),
    ],
)
def test_a_slip_is_told_by_what_was_meant(old: str, new: str, expected: list[tuple[int, str]] | None):
    assert old in GOOD
    found = told(GOOD.replace(old, new, 1))
    if expected is None:
        assert found
    else:
        assert found == expected


def test_keys_that_lost_their_indent():
    text = GOOD.replace("\n  conclusion", "\nconclusion").replace("\n  date", "\ndate")
    text = text.replace("\n  by", "\nby").replace("\n  approved_by", "\napproved_by")
    assert [hint for _, hint in told(text)][1:] == ["这一项属于“review”：行首空两格，写在“review:”下面"] * 4


def test_a_merge_that_was_not_finished_in_the_head():
    text = GOOD.replace("genre: 通知", "<<<<<<< HEAD\ngenre: 通知\n=======\ngenre: 公告\n>>>>>>> b")
    keep = "留下正确的一种写法，删除另一种和三行标记（<<<<<<<、=======、>>>>>>>）"
    assert told(text) == [(5, keep), (7, keep), (8, "只保留正确的一处"), (9, keep)]


@pytest.mark.parametrize(
    "data", [b"PK\3\4...", b"\xd0\xcf\x11\xe0..", b"%PDF-1.7", b"{\\rtf1 a}", b"<html>a</html>"]
)
def test_another_file_that_was_renamed(data: bytes):
    assert [(line, "gongkai import" in hint) for line, hint in told(data)] == [(1, True)]


def test_a_line_that_was_pasted_in_from_another_encoding():
    data = GOOD.encode().replace("请按照".encode(), "请按照".encode("gbk"))
    assert told(data)[0] == (22, "对照原件重新输入这一行，保存为 UTF-8")
    assert "另存为" in told(GOOD.encode("gbk"))[0][1]
