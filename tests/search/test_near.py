"""What is near what was typed: shown below the exact answer, in a real browser, on the example site."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from generator.tools.audits.search import READY

NEAR = "#search-near li[data-near]"
WATER = "11339926037865120G/2026-00004/"


def ask(page: Page, address: str, typed: str, extra: str = "") -> list[str]:
    """What stands in the near answer to a question, best first."""
    page.goto(f"{address}search/?q={typed}{extra}")
    page.wait_for_function(READY)
    return page.locator(NEAR).evaluate_all("found => found.map((f) => f.dataset.result)")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("自来水多少钱一吨", WATER),
        ("改造 小区 老旧", "113399264404167715/2026-00001/"),
        ("农村公路的管理的养护标准", "11339926854601395E/2026-00004/"),
        ("五百米服务半径", "11339926169374841Y/2026-00005/"),
        ("2026-04-15 房屋征收", "113399264404167715/2026-00002/"),
        ("东门拆迁怎么赔", "113399264404167715/2026-00002/"),
        ("yusuan", "11339926530520177X/2026-00001/"),
        ("gtgsh", "113399264888152374/2026-00002/"),
        ("budget", "11339926530520177X/2026-00001/"),
        ("request form", "request/form/"),
        ("停车位数量", "request/released/"),
        ("办公用房调整方案", "11339926854601395E/2026-00007/"),
        ("惠农补帖", "11339926530520177X/2026-00004/"),
    ],
)
def test_what_is_meant_comes_first(page: Page, address: str, typed: str, expected: str):
    assert len(ask(page, address, typed)) <= 50
    assert page.locator("li[data-result]").first.get_attribute("data-result") == expected


def test_exact_results_stay_first_and_alone_are_counted(page: Page, address: str):
    near = ask(page, address, "停车收费")
    exact = page.locator("#search-results li[data-result]")
    count = int(page.locator("[data-result-count]").get_attribute("data-result-count") or "")
    assert count == exact.count() > 0
    assert page.locator("#search-results [data-near]").count() == 0
    assert not set(near) & set(exact.evaluate_all("found => found.map((f) => f.dataset.result)"))


def test_the_way_back_to_exactly_what_was_typed(page: Page, address: str):
    ask(page, address, "户口")
    expect(page.locator("#search-also")).to_contain_text("也检索了：户籍")
    page.get_by_role("link", name="只检索“户口”").click()
    page.wait_for_function(READY)
    assert "exact=1" in page.url and page.locator(NEAR).count() == 0
    page.get_by_role("link", name="同时显示相近结果").click()
    page.wait_for_function(READY)
    assert page.locator(NEAR).count() > 0


def test_a_misspelt_query_is_offered_as_it_was_meant(page: Page, address: str):
    ask(page, address, "财政予算")
    page.locator("#search-also").get_by_role("link", name="财政预算").click()
    page.wait_for_function(READY)
    assert int(page.locator("[data-result-count]").get_attribute("data-result-count") or "") > 0


@pytest.mark.parametrize("width", [1280, 390])
def test_an_office_has_a_card_with_its_telephone(page: Page, address: str, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    ask(page, address, "卫健委")
    card = page.locator("#search-card [data-card]")
    expect(card.locator("h2 a")).to_have_text("青溪县卫生健康局")
    expect(card.locator("a[href^='tel:']")).to_have_text("0599-0000371")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_row_that_answers_is_quoted_with_its_heads_and_its_address(page: Page, address: str, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    ask(page, address, "自来水多少钱一吨")
    quoted = page.locator("[data-answer]")
    expect(quoted.locator("thead")).to_contain_text("自来水价格（元/立方米）")
    expect(quoted.locator("tbody")).to_contain_text("2.20")
    expect(quoted).to_contain_text("青发改〔2026〕38号")
    expect(quoted).to_contain_text("0599-0000321")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    quoted.get_by_role("link", name="关于核定县城公共自来水价格的函").click()
    target = page.locator("[id='表1-1']")
    expect(target).to_be_in_viewport()
    assert target.evaluate("row => row.matches(':target')")


def test_where_no_clause_answers_none_is_quoted(page: Page, address: str):
    for typed in ("预算", "乱七八糟的怎么办", "公共卫生"):
        ask(page, address, typed)
        assert page.locator("[data-answer]").count() == 0


def test_a_hit_lands_on_the_passage_with_the_most_words(page: Page, address: str):
    ask(page, address, "低保 免收 水费")
    page.locator("#search-near a, #search-results a").first.click()
    expect(page.locator(".gk-body mark").first).to_be_attached()
    assert page.locator(".gk-body mark").evaluate_all(
        "marks => marks.some((m) => { const r = m.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })"
    )


def test_rules_out_of_force_come_behind_those_in_force(page: Page, address: str):
    near = ask(page, address, "惠农资金怎么发放")
    assert near.index("11339926530520177X/2026-00004/") < near.index("11339926530520177X/2024-00001/")


def test_the_keyboard_goes_through_both_answers(page: Page, address: str):
    ask(page, address, "停车收费")
    page.locator("#search-form input[name=q]").focus()
    exact = page.locator("#search-results h2 a").count()
    for _ in range(exact + 1):
        page.keyboard.press("ArrowDown")
    expect(page.locator(f"{NEAR} h2 a").first).to_be_focused()


def test_pages_and_bodies_are_suggested_while_typing(page: Page, address: str):
    page.goto(f"{address}search/")
    page.wait_for_function(READY)
    page.locator("#search-form input[name=q]").press_sequentially("教育")
    suggested = page.locator("#search-suggest")
    expect(suggested.get_by_role("link", name="青溪县教育局", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_titles_and_drafts_are_suggested_and_moved_to_by_keys(dated: Page, address: str, width: int):
    dated.clock.set_fixed_time("2026-11-22T02:00:00Z")
    dated.set_viewport_size({"width": width, "height": 900})
    dated.goto(f"{address}search/")
    dated.wait_for_function(READY)
    box = dated.locator("#search-form input[name=q]")
    box.press_sequentially("停车收费")
    suggested = dated.get_by_role("list", name="直接打开").get_by_role("link")
    expect(suggested.filter(has_text="关于城区停车收费标准的通知")).to_be_visible()
    dated.keyboard.press("ArrowDown")
    expect(suggested.first).to_be_focused()
    box.fill("征求")
    expect(dated.get_by_role("list", name="直接打开")).to_contain_text("2026-12-12 截止，还有 20 天")
    assert dated.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(dated).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []
    box.press("Enter")
    dated.wait_for_function(READY)
    expect(suggested).to_have_count(0)


def test_a_draft_has_a_card_with_its_days(dated: Page, address: str):
    dated.clock.set_fixed_time("2026-11-22T02:00:00Z")
    ask(dated, address, "学校布局规划征求意见")
    card = dated.locator("#search-card [data-card]")
    expect(card.locator("h2 a")).to_contain_text("青溪县中小学校布局专项规划")
    expect(card).to_contain_text("正在征求意见，2026-12-12 截止，还有 20 天")
    expect(card.locator("a[href^='tel:']")).to_have_text("0599-0000331")
    dated.clock.set_fixed_time("2027-01-05T02:00:00Z")
    ask(dated, address, "学校布局规划征求意见")
    assert dated.locator("#search-card [data-card]").count() == 0
    expect(dated.locator("li[data-result]").first).to_contain_text("征求意见已结束")


def test_a_withheld_title_is_shown_with_its_ground(page: Page, address: str):
    ask(page, address, "办公用房调整方案")
    first = page.locator(NEAR).first
    expect(first).to_contain_text("不予公开")
    expect(first.locator(".gk-nearby__facts")).to_contain_text("第十六条第二款")


def test_real_words_come_before_the_halves_of_names(page: Page, address: str):
    """What is complained about is looked for, not the letters of the street that it happens in."""
    assert ask(page, address, "投诉望星路鼎盛佳苑小区停车乱收费")[0] == "11339926037865120G/2025-00003/"
    assert "11339926037865120G/2026-00004/" in ask(page, address, "反映A3区桂花公寓自来水涨价")[:3]


def test_a_register_comes_behind_its_best_row(page: Page, address: str):
    shown = ask(page, address, "乡镇卫生院买彩超谁中的标")
    at = shown.index("tables/procurement/")
    assert at > 0 and shown[at - 1].startswith("tables/procurement/r/")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("公开指南", "guide/"),
        ("申请表", "request/form/"),
        ("使用帮助", "help/"),
        ("教育局电话", "body/11339926169374841Y/"),
        ("学校布局 征求意见", "11339926169374841Y/2026-00005/"),
        ("停车位数量", "request/released/"),
        ("行政事业性收费目录清单", "tables/fees/"),
        ("收费目录清单", "tables/fees/"),
        ("重大建设项目批准", "tables/projects/"),
        ("园丁文具店", "tables/penalties/r/be0/"),
        ("公开统计", "catalog/statistics/"),
        ("2025年年报", "annual/2025/"),
        ("财政预算决算", "catalog/category/20-7/"),
        ("逾期公开", "catalog/timeliness/"),
        ("规模以上工业企业分行业生产经营明细", "11339926277617652P/2026-00003/"),
    ],
)
def test_whatever_can_be_opened_is_found_first(page: Page, address: str, typed: str, expected: str):
    ask(page, address, typed)
    shown = page.locator("li[data-result]").evaluate_all("found => found.map((f) => f.dataset.result)")
    assert expected in shown[:2]


@pytest.mark.parametrize("typed", ["卫健委", "自来水多少钱一吨"])
@pytest.mark.parametrize("width", [1280, 390])
def test_cards_and_quotations_are_accessible(page: Page, address: str, typed: str, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    ask(page, address, typed)
    expect(page.locator("[data-card], [data-answer]").first).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


def test_a_hit_in_an_attachment_names_it_and_leads_to_it(page: Page, address: str):
    ask(page, address, "农贸市场某蔬菜摊")
    excerpt = page.locator("#search-results .gk-found__excerpt").first
    expect(excerpt).to_contain_text("附件")
    expect(excerpt.locator("a")).to_contain_text("不合格样品信息.csv")
    page.locator("#search-results h2 a").first.click()
    quoted = page.locator("section[aria-labelledby=attachments] li", has_text="不合格样品信息").locator(
        "blockquote"
    )
    expect(quoted.locator("mark").first).to_have_text("农贸市场某蔬菜摊")
    expect(quoted).to_be_in_viewport()
    page.go_back()
    page.wait_for_function(READY)
    page.locator("#search-results .gk-found__excerpt a").first.click()
    expect(quoted.locator("mark").first).to_be_in_viewport()


def test_where_there_is_nothing_topics_and_the_form_are_shown(page: Page, address: str):
    assert ask(page, address, "饕餮魍魉") == []
    advice = page.locator("#search-advice")
    expect(advice.get_by_role("link", name="财政预算决算")).to_be_visible()
    expect(page.locator("#search-help").get_by_role("link", name="申请表")).to_be_visible()
    expect(page.locator("#search-help a[href^='tel:']")).to_have_text("0599-0000312")


def test_the_word_that_stands_nowhere_is_told(page: Page, address: str):
    ask(page, address, "预算 饕餮魍魉")
    expect(page.locator("#search-advice")).to_contain_text("“饕餮魍魉”")
    expect(page.locator("#search-advice")).to_contain_text("“预算”，有")


@pytest.mark.parametrize("typed", ["二○二六年财政预算", "二零二六年财政预算", "2026年财政预算"])
def test_years_are_found_however_they_are_written(page: Page, address: str, typed: str):
    ask(page, address, typed)
    assert (
        page.locator("li[data-result]").first.get_attribute("data-result") == "11339926530520177X/2026-00001/"
    )
