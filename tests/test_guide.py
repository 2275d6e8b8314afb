"""The disclosure guides: every item of art. 12 for the authority and for each body, and whether somebody keeps them up."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from helpers.findings import findings
from helpers.roots import TESTS, copy_fixture

from generator.reading.catalog_file import load_catalog
from generator.site.pages.guide import borrowed, contact_of

SCHOOLS, TOWN, OFFICE = "11339926169374841Y", "11339926650691552J", "11339926854601395E"
ITEMS = (
    "机构名称",
    "办公地址",
    "办公时间",
    "联系电话",
    "传真号码",
    "互联网联系方式",
    "政府信息的分类",
    "编排体系",
    "获取方式",
)
"""What art. 12 asks of a guide."""


def text_of(site: Path, address: str) -> str:
    return re.sub(r"<[^>]*>", "", (site / address / "index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("address", ["guide", f"guide/{SCHOOLS}", f"guide/{TOWN}", f"guide/{OFFICE}"])
def test_guide_has_every_item_of_article_12(site: Path, address: str):
    text = text_of(site, address)
    assert [item for item in ITEMS if item not in text] == []
    assert "2026-09-15" in text and "监督投诉受理" in text


def test_body_shows_its_own_contact_data_and_borrows_the_rest(site: Path):
    schools, town, office = (text_of(site, f"guide/{code}") for code in (SCHOOLS, TOWN, OFFICE))
    assert "青溪县教育局办公室" in schools and "0599-0000331" in schools and "0599-0000330" in schools
    assert "办公时间由青溪县人民政府办公室政务公开科统一提供" in schools
    assert "统一提供" not in town and "上午 8:00" in town
    assert "本机关的公开工作由青溪县人民政府办公室政务公开科统一办理" in office and "0599-0000312" in office


def test_body_counts_what_is_its_own(site: Path):
    page = (site / f"guide/{SCHOOLS}/index.html").read_text(encoding="utf-8")
    counts = dict(
        re.findall(
            r'<tr><td>(?:<a [^>]*>)?([^<]+)(?:</a>)?</td><td>条例[^<]*</td><td class="gk-right">(\d+)</td>',
            page,
        )
    )
    assert len(counts) == 18
    assert counts["其他法定公开事项"] == "1" and counts["财政预算决算"] == "0"


def test_contact_without_anything_of_its_own_is_the_authoritys():
    catalog, *_ = load_catalog(TESTS / "rules", codes={}, locked=())
    assert catalog
    assert contact_of(catalog, catalog.bodies[0]) == contact_of(catalog)
    assert len(borrowed(catalog.bodies[0])) == 6


def git(root: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-C", root, "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
        check=True,
        capture_output=True,
    )


def test_a_changed_telephone_outdates_the_guide_until_it_is_reviewed(tmp_path: Path):
    copy_fixture(TESTS / "rules/outdated-guide/good", tmp_path)
    catalog = tmp_path / "catalog.yml"
    text = catalog.read_text(encoding="utf-8")

    def outdated() -> list[tuple[int, list[str]]]:
        return [(d.line, d.data["changed"]) for d in findings(tmp_path) if d.rule == "outdated-guide"]

    def commit(new: str) -> None:
        catalog.write_text(new, encoding="utf-8")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "-m", "x")

    git(tmp_path, "init", "-q")
    commit(text)
    commit(text.replace("测试县政府信息公开平台", "测试县信息公开平台"))
    assert outdated() == []
    changed = text.replace("0599-0000001", "0599-0000009")
    commit(changed)
    line = text.split("\n").index("  reviewed: 2026-06-30") + 1
    assert outdated() == [(line, ["authority"])]
    catalog.write_text(changed.replace("2026-06-30", "2026-07-01"), encoding="utf-8")
    assert outdated() == []
