"""The lists of regulations and normative documents."""

from __future__ import annotations

import pytest
from helpers.roots import TODAY
from ledger_sample import day, document, setting

from generator.model.normative import kind_of
from generator.model.visibility import published_of
from generator.planning.normative import normative_documents, sections

CATALOG = setting().catalog


def validity_of(*documents, today=TODAY) -> list[str]:
    return [entry.validity for entry in normative_documents(published_of(documents, today), CATALOG, today)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "有效"),
        ({"effective": day("2026-12-01")}, "尚未生效"),
        ({"effective": day("2026-11-22"), "validity": "尚未生效"}, "有效"),
        ({"expires": day("2026-11-22")}, "有效"),
        ({"expires": day("2026-11-21")}, "失效"),
        ({"repealed": day("2026-11-22")}, "废止"),
        ({"validity": "废止", "effective": day("2027-01-01")}, "废止"),
        ({"validity": "已修改"}, "已修改"),
    ],
)
def test_validity_follows_the_dates(fields: dict[str, object], expected: str):
    assert validity_of(document("2026-01-05", **{"validity": "有效", **fields})) == [expected]


@pytest.mark.parametrize(
    ("key", "expected"), [("amends", "已修改"), ("repeals", "废止"), ("replaces", "废止")]
)
def test_validity_follows_later_documents_once_they_are_in_force(key: str, expected: str):
    old = document("2024-01-05", validity="有效", doc_no="测政办发〔2024〕1号", effective=day("2024-03-01"))
    new = document(
        "2026-01-05",
        validity="有效",
        doc_no="测政办发〔2026〕2号",
        effective=day("2026-03-01"),
        **{key: (old.index_no,)},
    )
    assert validity_of(old, new)[0] == expected
    assert validity_of(old, new, today=day("2026-02-28"))[0] == "有效"
    note = normative_documents([old, new], CATALOG, TODAY)[0].note
    verb = "修改" if key == "amends" else "废止"
    assert (
        note
        == f"（2024年1月5日测政办发〔2024〕1号公布，2026年1月5日测政办发〔2026〕2号{verb}，自2024年3月1日起施行）"
    )


def test_document_that_names_itself_does_not_repeal_itself():
    number = "11339926854601395E/2026-00001"
    assert validity_of(document("2026-01-05", index_no=number, repeals=(number,), validity="有效")) == [
        "有效"
    ]


def test_interpretations_and_documents_without_validity_are_not_listed():
    assert (
        validity_of(
            document("2026-01-05"),
            document("2026-01-05", validity="有效", genre="解读"),
            document("2026-11-20", "", validity="有效"),
        )
        == []
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"category": "民生政策", "genre": "指南"},
        {"category": "民生政策", "genre": "方案", "doc_no": "测政办发〔2026〕2号"},
        {"genre": "决定", "title": "关于修改《公园管理办法》的决定"},
        {"genre": "决定", "amends": ("11339926854601395E/2020-00001",)},
    ],
)
def test_what_only_has_a_validity_is_no_normative_document(fields: dict[str, object]):
    assert validity_of(document("2026-01-05", **{"validity": "有效", **fields})) == []


def test_a_rule_counts_in_whatever_column_it_stands():
    order = document("2026-01-05", validity="有效", category="民生政策", doc_no="测试市人民政府令第3号")
    assert validity_of(order) == ["有效"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("国令第711号", "行政法规"),
        ("中华人民共和国国务院令第492号", "行政法规"),
        ("测试市人民政府令第3号", "规章"),
        ("测政办发〔2026〕2号", "行政规范性文件"),
        (None, "行政规范性文件"),
    ],
)
def test_regulations_are_known_by_their_order(number: str | None, kind: str):
    assert kind_of(document("2026-01-05", doc_no=number)) == kind


def test_sections_keep_the_order_of_validities_and_leave_out_empty_ones():
    found = normative_documents(
        [document("2026-01-05", validity="废止"), document("2026-01-06", validity="有效")], CATALOG, TODAY
    )
    assert {kind: list(held) for kind, held in sections(found).items()} == {
        "行政规范性文件": ["有效", "废止"]
    }
