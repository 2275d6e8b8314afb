"""What the rules say, word for word, where a clerk acts on the words: sums, dates, what to write instead."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.findings import findings
from helpers.roots import make_root

WAITING = document(text="正文。\n", published=None, review=None)


def said(tmp_path: Path, text: str, today: date = date(2026, 11, 22)) -> list[str]:
    return [
        f"{d.line} {d.message.zh} → {d.hint.zh}" for d in findings(make_root(tmp_path, {"a.md": text}), today)
    ]


def test_the_length_of_a_delay_is_told_in_days_when_the_holidays_are_not_known(tmp_path: Path):
    text = WAITING.replace("2026-06-01", "2026-12-04")
    assert said(tmp_path, text, date(2027, 1, 11))[0] == (
        "10 最迟应当在 2027-01-05 公开（2026-12-04 起 20 个工作日，《中华人民共和国政府信息公开条例》第二十六条），已超过 6 天"
        " → 完成审查后写公开日期 published，并在 late 中写明逾期原因"
    )


@pytest.mark.parametrize(
    "written, hint",
    [
        ("openness: 公开", "是不是“主动公开”或者“不予公开”或者“部分公开”？"),
        ("openness: 主动公开\n关键词: 防汛", "写成“keywords”"),
        ("openness: 不予公开\nopenness_reason: 个人隐私", "写代码 third_party"),
        (
            "openness: 主动公开\nallow:\n  - {rule: GK302, reason: 测试, expires: 2027-01-01}",
            "写成“late-publication”",
        ),
        (
            "openness: 主动公开\nallow:\n  - {rule: 逾期, reason: 测试, expires: 2027-01-01}",
            "运行 gongkai rules 查看全部规则的名称",
        ),
    ],
)
def test_what_is_near_is_named(tmp_path: Path, written: str, hint: str):
    text = WAITING.replace("openness: 主动公开", written).replace("formed: 2026-06-01", "formed: 2026-11-02")
    assert any(line.endswith(f"→ {hint}") for line in said(tmp_path, text))


def test_a_missing_value_names_the_allowed_ones(tmp_path: Path):
    text = document(category=None, openness=None)
    hints = said(tmp_path, text)
    assert any("补写一行“category: …”；可以写：规范性文件、" in hint for hint in hints), hints
    assert any(
        hint.endswith("“openness: …”；可以写：主动公开、依申请公开、不予公开、部分公开") for hint in hints
    ), hints


@pytest.mark.parametrize(
    "key, validity, wanted",
    [("amends", "有效", "已修改"), ("repeals", "有效", "废止"), ("replaces", "已修改", "废止")],
)
def test_validity_is_told_by_what_the_later_document_does(
    tmp_path: Path, key: str, validity: str, wanted: str
):
    later = document(2, **{key: ["11339926854601395E/2026-00001"]})
    root = make_root(tmp_path, {"a.md": document(validity=validity), "b.md": later})
    assert [d.hint.zh for d in findings(root)] == [
        f"把 validity 改为“{wanted}”；只涉及一部分的，那一份改写 amends"
    ]


@pytest.mark.parametrize(
    "number, hint",
    [
        ("测政办发（2026）12号", "写成“测政办发〔2026〕12号”"),
        ("测政办发[26]12号", "写成“测政办发〔2026〕12号”"),
        ("测政办发【2026】12", "写成“测政办发〔2026〕12号”"),
        ("测政办发〔２０２６〕 第 ０１２ 号", "写成“测政办发〔2026〕12号”"),
        ("测政办发﹝2026﹞第12号", "写成“测政办发〔2026〕12号”"),
        ("测建（消）许字「2026」003号", "写成“测建（消）许字〔2026〕3号”"),
        ("国令711号", "写成“国令第711号”"),
        ("国务院令第 0711 号", "写成“国务院令第711号”"),
        (
            "测政办发〔25〕12号",
            "写成“机关代字〔年份〕序号号”，如“青政办发〔2026〕12号”；没有编号的删除这一行",
        ),
    ],
)
def test_the_right_spelling_of_a_document_number(tmp_path: Path, number: str, hint: str):
    text = document(doc_no=number)
    found = [line for line in said(tmp_path, text) if "没有写转载来源" not in line]  # a county issues no 国令
    assert found == [f"6 发文字号“{number}”的写法不规范 → {hint}"]


def test_the_form_of_a_place_is_proposed_and_what_a_folder_holds_is_told(tmp_path: Path):
    old = document(text="正文。\n", index_no="13562201/2020-00331")
    root = make_root(tmp_path, {"a.md": old})
    form = r"^(?P<code>[0-9A-Z]{8})/(?P<year>\d{4})-\d{5}$"
    hint = next(d.hint.zh for d in findings(root) if d.rule == "bad-index-number")
    assert f"index_no: '{form}'" in hint
    catalog = root / "catalog.yml"
    catalog.write_text(f"{catalog.read_text(encoding='utf-8')}\nindex_no: '{form}'\n", encoding="utf-8")
    place = root / "content/data/annual/jiaoyu/2025.yml"
    place.parent.mkdir(parents=True)
    place.write_text("a: 1\n", encoding="utf-8")
    told = {d.rule: d for d in findings(root)}
    assert "机构代码 13562201 不是" in told["bad-index-number"].message.zh, (
        "the form itself is as it should be"
    )
    assert told["unknown-register"].hint.zh == "文件夹 annual 里直接放 .yml、.md 文件，不再分文件夹"
