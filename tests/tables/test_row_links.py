"""Links into registers: to a row, to one that has ended, to what is not there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from helpers.findings import findings
from helpers.roots import TESTS
from table_made import PLACE, row, table_root

from generator.build import build_site
from generator.model.rows import row_address, row_id

TODAY = date(2026, 11, 22)
SLUG = "penalties"


def address(number: int) -> str:
    return row_address(SLUG, row_id(SLUG, f"测综罚〔2026〕{number}号"))


def test_a_link_to_a_row_is_followed_and_its_end_is_told(tmp_path: Path):
    rows = [
        row(1),
        row(2, 当事人="已修复的店", 状态="已修复", 状态日期="2026-10-01"),
        row(3, 公开日期=""),
        row(4, 处罚机关="县财政局"),
    ]
    root = table_root(tmp_path / "root", rows)
    gone = row_address(SLUG, row_id(SLUG, "没有"))
    other = address(1).replace("/r/", "/r/0")
    targets = {
        address(1): "",
        "tables/penalties/": "",
        "tables/penalties/body-11339926530520177X/": "",
        "tables/penalties/penalties.csv": "",
        "tables/penalties/feed.xml": "",
        address(2): "2026-10-01 起不再公示（修复）",
        address(3): "还没有公开",
        gone: "没有这一条",
        other: "页面和编号不一致",
        "tables/penalties/year-2019/": "没有这个页面或者文件",
        "tables/penalties/测综罚〔2026〕1号": "不是一条的网址",
    }
    document = (TESTS / "rules/late-publication/good.md").read_text(encoding="utf-8")
    links = "\n".join(f"[第 {n} 个](../../{target})" for n, target in enumerate(targets))
    place = root / "content/documents/a.md"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"{document}\n{links}\n", encoding="utf-8")
    page = root / "content/pages/about.md"
    page.parent.mkdir()
    page.write_text(f"# 关于\n\n[一条](../{address(1)})\n[没有](../{gone})\n", encoding="utf-8")
    found = {
        str(d.data["target"]): d for d in findings(root) if d.rule == "row-link" and d.path.endswith("a.md")
    }
    for target, told in targets.items():
        if told:
            assert told in found.pop(f"../../{target}").message.zh
    assert not found
    told = [d for d in findings(root) if d.rule == "row-link"]
    assert {d.severity.value for d in told if "不再公示" in d.message.zh} == {"warning"}
    assert [(d.path, d.line) for d in told if "pages" in d.path] == [("content/pages/about.md", 4)]
    assert address(1) in next(d for d in told if "不是一条的网址" in d.message.zh).hint.zh


def test_the_address_of_a_row_that_has_ended_opens_and_names_nobody(tmp_path: Path):
    root = table_root(
        tmp_path / "root", [row(1), row(2, 当事人="已修复的店", 状态="已修复", 状态日期="2026-10-01")]
    )
    assert build_site(root, tmp_path / "site", today=TODAY).pages
    page, _, mark = address(2).partition("#")
    text = (tmp_path / "site" / page / "index.html").read_text(encoding="utf-8")
    assert f'id="{mark}"' in text and "不再公示（修复）" in text
    assert "已修复的店" not in text and "2号" not in text
    assert (root / PLACE / "penalties.csv").exists()
