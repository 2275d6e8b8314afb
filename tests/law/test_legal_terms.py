"""Which papers have a term that another law sets, told by the duty of their column and what they are called."""

from __future__ import annotations

import sys

import pytest
from helpers.roots import TESTS

from generator.model.document import FrontMatter
from generator.model.legal_terms import legal_term
from generator.model.workdays import work_calendar
from generator.reading.calendars import entered, shipped

sys.path.insert(0, str(TESTS / "ledger"))
from ledger_sample import setting

CATALOG = setting().catalog


@pytest.mark.parametrize(
    "title",
    [
        "某县2026年财政预算公开说明",
        "某县教育局2025年度部门决算",
        "关于2025年预算执行情况和2026年预算草案的报告",
        "2024年度某镇人民政府单位预算公开",
        "关于某市2025年市级决算的报告",
    ],
)
def test_budgets_and_accounts_have_twenty_days_from_their_approval(title: str):
    term = legal_term(FrontMatter(title=title, category="财政预算决算"), CATALOG)
    assert term and (term.number, term.unit, term.start) == (20, "day", "approved")
    assert legal_term(FrontMatter(title=title, category="民生政策"), CATALOG) is None


@pytest.mark.parametrize(
    "title",
    [
        "中华人民共和国预算法实施条例",
        "关于印发中央预算单位2017—2018年政府集中采购目录及标准的通知",
        "关于编制1996年中央预算和地方预算的通知",
        "关于试行社会保险基金预算的意见",
        "关于进一步深化预算管理制度改革的意见",
        "某县2026年预算绩效管理工作要点",
    ],
)
def test_papers_about_budgets_are_no_budgets(title: str):
    assert legal_term(FrontMatter(title=title, category="财政预算决算"), CATALOG) is None


def test_the_notices_that_ship_agree_with_the_library_day_by_day():
    notices = {year: entry.notice for year, entry in shipped().items()}
    assert sorted(notices) == [2024, 2025, 2026]
    assert work_calendar(notices).days == work_calendar({}).days


def test_a_notice_of_the_office_is_read_and_a_wrong_one_is_told():
    good = "notice: 国办发明电〔2026〕0号\nholidays: [2027-01-01]\nworkdays: [2027-01-09]\n"
    found, wrong = entered([("content/data/calendar/2027.yml", good.encode())])
    assert (found[2027].notice.workdays[0].isoformat(), wrong) == ("2027-01-09", {})
    bad = good.replace("2027-01-09", "2027-01-08").replace("2027-01-01", "2026-01-01")
    _, wrong = entered(
        [("content/data/calendar/2027.yml", bad.encode()), ("content/data/calendar/假期.yml", b"")]
    )
    assert {path: [p.finding.line for p in problems] for path, problems in wrong.items()} == {
        "content/data/calendar/2027.yml": [2, 3],
        "content/data/calendar/假期.yml": [1],
    }


@pytest.mark.parametrize("duty", ["20-9", "21"])
def test_results_contracts_and_requisitions(duty: str):
    from dataclasses import replace

    from generator.model.catalog import Category

    catalog = replace(CATALOG, categories=(Category(name="甲", duty=duty),))
    titles = {
        "20-9": {
            "某县中心医院设备采购项目中标公告": 2,
            "执法记录仪采购项目结果公告": 2,
            "某项目成交结果公告": 2,
            "某项目政府采购合同公告": 2,
            "某项目采购公告": None,
            "某项目公开招标公告": None,
            "废标公告": None,
            "某县政府集中采购目录及标准": None,
        },
        "21": {
            "某县人民政府征收土地公告": 15,
            "某村土地征收公告": 15,
            "拟征收土地公告": None,
            "征收土地预公告": None,
            "征地补偿安置公告": None,
        },
    }[duty]
    found = {title: legal_term(FrontMatter(title=title, category="甲"), catalog) for title in titles}
    assert {title: term and term.number for title, term in found.items()} == titles


def test_a_year_that_was_entered_is_known_everywhere_and_its_file_is_no_stranger(tmp_path):
    from helpers.findings import findings
    from helpers.program import gongkai
    from helpers.roots import make_root
    from papers import paper

    root = make_root(tmp_path, {"a.md": paper()})
    asked = ("deadline", "2026-12-10", "--root", root)
    assert "暂算在 2027-01-07 至 2027-01-11 之间" in gongkai(*asked).stdout
    folder = root / "content/data/calendar"
    folder.mkdir(parents=True)
    notice = (
        "notice: 国办发明电〔2026〕0号\nissued: 2026-11-20\nholidays: [2027-01-01]\nworkdays: [2027-01-03]\n"
    )
    (folder / "2027.yml").write_text(notice, encoding="utf-8")
    assert findings(root) == []
    assert "最迟 2027-01-07（周四）公开" in gongkai(*asked).stdout
    shown = gongkai("calendar", "--root", root).stdout
    assert (
        "2027：261 个工作日，国办发明电〔2026〕0号，2026-11-20 公布（content/data/calendar/2027.yml）"
        in shown
    )
    assert "2028：还没有" in shown
