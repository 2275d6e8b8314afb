"""Trials of a lawyer: what somebody who knows the duties tries, and the outcome the law asks for."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from helpers.findings import findings
from helpers.roots import TESTS, TODAY, make_root
from papers import CATALOG, HEAD, paper

from generator.model.diagnostics import Diagnostic

sys.path.insert(0, str(TESTS / "lifecycle"))
from made import Root

ITEMS = """\
items:
  - id: "06-02"
    field: 公共资源交易
    name: 政府采购结果
    content: 成交供应商、金额
    basis: [《政府采购法实施条例》第四十三条]
    term: 中标、成交供应商确定之日起2个工作日内
    body: 县财政局
    channels: [政府网站]
    tiers: [县级]
    history:
      - {kind: 新增, date: 2024-03-01, basis: 首次编制}
"""


def tried(
    folder: Path, *papers: str, catalog: str = CATALOG, items: str = "", today: date = TODAY
) -> list[Diagnostic]:
    root = make_root(folder, {f"{n}.md": text for n, text in enumerate(papers)}, catalog)
    if items:
        (root / "content/data").mkdir()
        (root / "content/data/items.yml").write_text(items, encoding="utf-8")
    return findings(root, today)


def slugs(found: list[Diagnostic]) -> list[tuple[str, str]]:
    return [
        (d.rule, str(d.severity)) for d in found if d.rule not in ("serial-gap", "item-without-documents")
    ]


def test_disclosure_on_request_needs_no_ground(tmp_path: Path):
    record = paper("", openness="依申请公开", published=None, review=None)
    assert slugs(tried(tmp_path, record)) == []


@pytest.mark.parametrize("mark", ["（此件不公开）", "（此件依申请公开）", "公开属性：不予公开"])
def test_a_paper_that_says_it_is_not_public_is_not_published(tmp_path: Path, mark: str):
    found = tried(tmp_path, paper(f"请做好巡查。\n\n2026年5月12日\n\n{mark}"))
    assert slugs(found) == [("marked-not-public", "error")]


def test_a_budget_is_published_within_twenty_days_of_its_approval(tmp_path: Path):
    budget = {
        "category": "财政预算决算",
        "title": "测试县2026年财政预算",
        "genre": "报告",
        "doc_no": None,
        "formed": "2026-10-12",
    }
    review = HEAD["review"].replace("2026-05-12", "2026-10-12")
    late = paper(**budget, approved="2026-10-12", published="2026-11-06", review=review)
    found = tried(tmp_path / "late", late)
    assert slugs(found) == [("late-publication", "error")]
    assert "预算法》第十四条" in found[0].message.zh and found[0].data["deadline"] == "2026-11-02"
    assert found[0].message.zh.endswith("实际用了 25 天")
    in_time = paper(**budget, approved="2026-10-12", published="2026-11-02", review=review)
    assert slugs(tried(tmp_path / "good", in_time)) == []
    unknown = paper(**budget, published="2026-11-06", review=review)
    assert slugs(tried(tmp_path / "unknown", unknown)) == [("missing-approval", "warning")]


def test_a_reprint_of_the_state_council_from_a_portal_without_a_date(tmp_path: Path):
    found = tried(
        tmp_path,
        paper(
            title="国务院办公厅关于加强地质灾害防治工作的通知",
            doc_no="国办发〔2026〕9号",
            source="{name: 某门户, url: https://news.example.com/1.html}",
        ),
    )
    assert sorted(slugs(found)) == [("incomplete-reprint", "warning"), ("unlisted-source", "warning")]


def test_a_procurement_result_is_held_to_the_two_days_of_its_item(tmp_path: Path):
    result = paper(category="民生政策", title="关于采购情况的公告", genre="公告", doc_no=None, items='["06-02"]',
                   published="2026-05-28")  # fmt: skip
    found = tried(tmp_path, result, items=ITEMS)
    assert slugs(found) == [("item-late", "error")]
    assert "事项 06-02" in found[0].message.zh and found[0].data["deadline"] == "2026-05-14"


def test_a_term_by_category_is_the_one_of_catalog_yml(tmp_path: Path):
    seven = CATALOG + "deadlines:\n  - {number: 7, category: 民生政策, basis: 某条例}\n"
    eight = paper(published="2026-05-22", review=HEAD["review"])
    assert slugs(tried(tmp_path, eight, catalog=seven)) == [("late-publication", "error")]


def released_items(folder: Path, items: str) -> Root:
    root = Root(folder)
    root.write("a.md", paper())
    (folder / "content/data").mkdir(parents=True, exist_ok=True)
    (folder / "content/data/items.yml").write_text(ITEMS, encoding="utf-8")
    root.commit("2026-05-15")
    root.release("2026-06-01")
    (folder / "content/data/items.yml").write_text(items, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("2个工作日内", "30个工作日内", "公开时限"),
        ("成交供应商、金额", "成交供应商", "公开内容（要素）"),
        ("[政府网站]", "[政府网站, 政府公报]", "公开渠道和载体"),
    ],
)
def test_an_item_does_not_change_in_silence(tmp_path: Path, before: str, after: str, said: str):
    root = released_items(tmp_path, ITEMS.replace(before, after))
    found = [d for d in findings(root.path) if d.rule == "missing-item-change"]
    assert [said in d.message.zh for d in found] == [True]
    told = (
        ITEMS.replace(before, after)
        + "      - {kind: 调整, date: 2026-06-10, basis: 某文, was: 旧, now: 新}\n"
    )
    (tmp_path / "content/data/items.yml").write_text(told, encoding="utf-8")
    assert not [d for d in findings(root.path) if d.rule == "missing-item-change"]


def test_an_item_that_was_deleted_is_missed_and_a_machine_readable_term_is_no_change(tmp_path: Path):
    root = released_items(tmp_path, ITEMS.replace('"06-02"', '"06-03"'))
    assert [d.data["item"] for d in findings(root.path) if d.rule == "missing-item-change"] == ["06-02"]
    same = ITEMS.replace("    body:", "    deadline: {number: 2}\n    body:")
    (tmp_path / "content/data/items.yml").write_text(same, encoding="utf-8")
    assert not [d for d in findings(root.path) if d.rule == "missing-item-change"]


def test_the_basis_of_an_item_has_ended(tmp_path: Path):
    ended = paper(genre="办法", category="规范性文件", validity="废止", repealed="2026-06-01")
    items = ITEMS.replace("[《政府采购法实施条例》第四十三条]", "[测政办发〔2026〕9号]")
    found = [d for d in tried(tmp_path, ended, items=items) if d.rule == "basis-ended"]
    assert [(d.line, str(d.severity)) for d in found] == [(2, "warning")]


def test_a_normative_document_without_interpretation_after_its_term(tmp_path: Path):
    policy = {"category": "规范性文件", "genre": "办法", "validity": "有效", "formed": "2026-09-25", "published": "2026-09-29",
              "review": HEAD["review"].replace("2026-05-12", "2026-09-25")}  # fmt: skip
    found = tried(tmp_path / "a", paper(**policy))
    assert slugs(found) == [("missing-interpretation", "warning")]
    assert str(found[0].data["deadline"]) == "2026-10-09"
    assert slugs(tried(tmp_path / "b", paper(**policy), today=date(2026, 10, 9))) == []
    other = paper(**policy, interpretation="{form: 新闻发布会, by: 分管副县长}")
    none = paper(**policy, interpretation="{none: 仅调整成员名单}")
    assert slugs(tried(tmp_path / "c", other)) == slugs(tried(tmp_path / "d", none)) == []
    text = paper(
        index_no="11339926854601395E/2026-00002", category="规范性文件", genre="解读", doc_no=None, title="解读",
        formed="2026-09-29", published="2026-09-30", interprets="[11339926854601395E/2026-00001]",
        review=HEAD["review"].replace("2026-05-12", "2026-09-29"),
    )  # fmt: skip
    assert slugs(tried(tmp_path / "e", paper(**policy), text)) == []


def county(folder: Path, *papers: str, catalog: str = CATALOG + "withheld: list\n") -> Path:
    from generator.build import build_site

    root = make_root(folder, {f"{n}.md": text for n, text in enumerate(papers)}, catalog)
    assert build_site(root, folder / "site", today=TODAY).pages
    return folder / "site"


def words(page: Path) -> str:
    import re

    return " ".join(re.sub(r"<[^>]*>", " ", page.read_text(encoding="utf-8")).split())


@pytest.mark.slow
def test_what_the_site_says_of_requests_joint_papers_and_rumours(tmp_path: Path):
    number = "11339926854601395E/2026-0000"
    site = county(
        tmp_path,
        paper(joint_issuers="[测试县财政局]"),
        paper("", index_no=f"{number}2", title="隐患点明细", openness="依申请公开", openness_reason="specific", published=None, review=None),
        paper(index_no=f"{number}3", title="关于网传停水消息的澄清", genre="公告", doc_no=None,
              responds="{to: 网传全县停水三天, noticed: 2026-05-13}"),
        paper(index_no=f"{number}4", title="隐患点住户名单", doc_no=None, genre="公告", openness="部分公开", openness_reason="third_party",
              left_out="住户的电话和住址",
              review="{conclusion: 部分公开, date: 2026-05-12, by: 政策法规科, basis: 条例第十五条}"),
    )  # fmt: skip
    assert "依申请公开 1 条" in words(site / "catalog/index.html")
    coverage = words(site / "catalog/coverage/index.html")
    assert "依申请 有信息，可以申请获取" in coverage
    # A joint paper stands in the list, the guide and the page of each of its issuers.
    finance = "11339926530520177X"
    assert HEAD["title"] in words(site / f"catalog/body/{finance}/index.html")
    assert HEAD["title"] in words(site / f"body/{finance}/index.html")
    assert HEAD["title"] in (site / f"feeds/body/{finance}.xml").read_text(encoding="utf-8")
    answers = words(site / "catalog/interpretations/index.html")
    assert "关于网传停水消息的澄清" in answers and "发现后 2 天" in answers
    row = words(site / "catalog/index.html")
    assert "未公开的内容：住户的电话和住址" in row and "第十五条" in row
    assert "可以申请获取（只涉及部分人和事，不需要社会公众广泛知晓）" in row
    page = words(site / f"{number}4/index.html")
    assert "未公开的内容：住户的电话和住址" in page
    for name in ("guide/index.html", "request/index.html"):
        told = words(site / name)
        assert "先申请行政复议" in told and "不能不经复议直接起诉" in told
    assert "当面提交或者邮寄。" not in words(site / "request/index.html")
