"""Other catalogs within one: a root on disk and a published catalog.json, one catalog, one search, each marked with its source."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.findings import findings
from helpers.roots import TESTS, TODAY, make_root

from generator.build import build_site, check_root
from generator.model.catalog import Admin
from generator.planning.numbering import place_for
from generator.site.admin.files import editor_config

CATALOG = (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")
TOWN = "113399264404167715"
RECORD = {
    "index_no": "11339926650691552J/2026-00004",
    "title": "关于水库<安全>度汛的通知",
    "summary": "部署水库安全度汛工作。",
    "genre": "通知",
    "category": "水旱灾害防御",
    "theme": "农业、林业、水利",
    "issuer": "测试省水利厅",
    "formed": "2026-04-01",
    "published": "2026-04-10",
    "openness": "主动公开",
    "attachments": [{"file": "a.pdf"}],
    "url": "https://slt.example/zwgk/11339926650691552J/2026-00004/",
}
INCLUDES = """
includes:
  - {name: 白水镇, root: ../town}
  - {name: 测试省水利厅, catalog: slt.json}
"""


def roots(folder: Path, town: str, *records: object) -> Path:
    """A portal that includes the town's root, with this document in it, and a published catalog with these records."""
    theirs = (
        CATALOG.replace("11339926854601395E", TOWN)
        .replace("测试县人民政府办公室", "白水镇人民政府")
        .replace("县府办", "白水镇")
    )
    theirs = re.sub(r"  - \{code: 11339926530520177X.*\n", "", theirs).replace(
        "www.example.gov.cn/zwgk/", "baishui.example/"
    )
    make_root(folder / "town", {"a.md": town}, theirs)
    portal = make_root(folder / "portal", {"fuban/00001.md": document()}, CATALOG + INCLUDES)
    site = {"name": "测试省水利厅", "url": "https://slt.example/zwgk/"}
    (portal / "slt.json").write_text(
        json.dumps({"site": site, "documents": records}, ensure_ascii=False), encoding="utf-8"
    )
    return portal


THEIRS = document(
    index_no=f"{TOWN}/2026-00007",
    issuer="白水镇人民政府",
    title="白水镇防汛值守安排",
    doc_no="白政发〔2026〕1号",
)


def test_one_catalog_and_one_search_show_all(tmp_path: Path):
    withheld = {"index_no": "11339926650691552J/2026-00009", "title": "内部材料", "openness": "不予公开"}
    portal = roots(tmp_path, THEIRS, RECORD, withheld)
    built = build_site(portal, portal / "site", today=TODAY)
    assert built.pages, built.checked.diagnostics
    site = portal / "site"
    catalog = (site / "catalog/index.html").read_text(encoding="utf-8")
    assert re.findall(r"<small>([^<]*来源[^<]*)</small>", catalog) == [
        "白水镇人民政府　来源：白水镇",
        "测试省水利厅　来源：测试省水利厅",
    ]
    assert "内部材料" not in catalog
    town = (site / TOWN / "2026-00007/index.html").read_text(encoding="utf-8")
    assert (
        '来源：<a href="https://baishui.example/113399264404167715/2026-00007/">白水镇</a>' in town
        and "请按照预案做好巡查和预警。" in town
    )
    assert f'<link rel="canonical" href="https://baishui.example/{TOWN}/2026-00007/">' in town
    pointer = (site / "11339926650691552J/2026-00004/index.html").read_text(encoding="utf-8")
    assert (
        f'正文在来源网站：<a href="{RECORD["url"]}" rel="noopener noreferrer">关于水库&lt;安全&gt;度汛的通知</a>'
        in pointer
    )
    assert not (site / "11339926650691552J/2026-00004/files").exists()
    rows = [json.loads(gzip.decompress(f.read_bytes())) for f in (site / "search/rows").glob("*.gz")]
    titles = [title for block in rows for title in block["title"]]
    assert [
        title in titles
        for title in ("关于做好汛期地质灾害防治工作的通知", "白水镇防汛值守安排", RECORD["title"])
    ] == [True, True, True]
    landing = (site / f"body/{TOWN}/index.html").read_text(encoding="utf-8")
    assert 'href="https://baishui.example/guide/"' in landing and f"feeds/body/{TOWN}.xml" in landing
    assert (site / "catalog/body/11339926650691552J/index.html").exists() and (
        site / "feeds/body/11339926650691552J.json"
    ).exists()


@pytest.mark.parametrize(
    ("town", "record", "found"),
    [
        (
            THEIRS.replace("theme: 国土资源、能源\n", ""),
            RECORD,
            [("../town/content/documents/a.md", "missing-field")],
        ),
        (
            THEIRS,
            {**RECORD, "index_no": "11339926854601395E/2026-00001"},
            [("slt.json#11339926854601395E/2026-00001", "duplicate-index-number")],
        ),
        (THEIRS, {**RECORD, "index_no": "../../etc"}, [("catalog.yml", "invalid-include")]),
        (THEIRS, {**RECORD, "url": "javascript:alert(1)"}, [("catalog.yml", "invalid-include")]),
        (THEIRS, {**RECORD, "formed": "昨天"}, [("catalog.yml", "invalid-include")]),
        (THEIRS, "不是记录", [("catalog.yml", "invalid-include")]),
    ],
)
def test_each_catalog_answers_for_itself_and_numbers_are_unique_over_all(
    tmp_path: Path, town: str, record: object, found: list[tuple[str, str]]
):
    diagnostics = findings(roots(tmp_path, town, record))
    assert [(d.path, d.rule) for d in diagnostics if d.severity == "error"] == found


def test_drafts_are_written_to_the_own_root_only(tmp_path: Path):
    checked = check_root(roots(tmp_path, THEIRS, RECORD), today=TODAY)
    assert checked.setting
    catalog = checked.setting.catalog
    assert place_for(
        f"{TOWN}/2026-00008", catalog.body_by_name["白水镇人民政府"], checked.documents, catalog
    ) == (f"content/documents/{TOWN}/2026/00008.md")
    collections = editor_config(catalog, Admin(backend="test-repo"), checked.documents, 2026)["collections"]
    assert [c["label"] for c in collections] == ["测试县人民政府办公室", "测试县财政局"]


@pytest.mark.parametrize(
    ("include", "message"),
    [
        ("{name: 甲}", "“甲”要写 root 或者 catalog，只写一项"),
        ("{name: 甲, root: a, catalog: b.json}", "“甲”要写 root 或者 catalog，只写一项"),
        ("{name: 甲, root: ../none}", "找不到“甲”的 ../none/catalog.yml"),
        ("{name: 甲, catalog: none.json}", "找不到“甲”的 none.json"),
    ],
)
def test_an_include_says_where_it_is(tmp_path: Path, include: str, message: str):
    root = make_root(tmp_path / "root", {}, f"{CATALOG}\nincludes:\n  - {include}\n")
    assert [(d.path, d.message.zh) for d in findings(root)] == [("catalog.yml", message)]
    assert findings(root)[0].line == CATALOG.count("\n") + 3
