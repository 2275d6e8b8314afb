"""What was withdrawn keeps its address and says so everywhere; what was published in error is nowhere else on the site."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers.findings import findings
from helpers.folders import texts
from helpers.roots import TODAY, make_root
from made import CODE, document
from pypdfium2 import PdfDocument

from generator.build import build_site
from generator.cli.main import cli
from generator.model.document import FIELDS, FrontMatter
from generator.model.visibility import KEPT, PUBLISHED
from generator.search.fold import fold
from generator.search.lookup import find, open_bundle

SECRETS = ("梧桐里十八号", "甲乙丙丁戊", "己庚辛壬癸", "子丑寅卯辰", "巳午未申酉")
"""In the text, the summary, an attachment, the note of a correction, a keyword."""
ADDRESS = f"{CODE}/2026-00001"


def indexed(site: Path) -> set[str]:
    """The secrets that the search index knows."""
    bundles = [open_bundle(entry.parent) for entry in site.glob("pagefind/*/pagefind-entry.json")]
    return {secret for secret in SECRETS if any(find(bundle, fold(secret)) for bundle in bundles)}


def full(number: int, extra: str = "") -> str:
    more = (
        f"attachments:\n  - {{file: 名单.txt, title: 名单}}\ncorrections:\n  - {{date: 2026-06-20, note: {SECRETS[3]}}}\n"
        f"keywords: [{SECRETS[4]}]\n"
    )
    return document(number, more + extra, f"现住{SECRETS[0]}。\n", summary=SECRETS[1])


def build(root: Path, today: date = TODAY) -> dict[str, str]:
    built = build_site(root, root / "site", today=today)
    assert built.pages, [str(d.message) for d in built.checked.diagnostics]
    return texts(root / "site")


def where(secret: str, files: dict[str, str]) -> set[str]:
    return {name for name, text in files.items() if secret in text}


@pytest.mark.parametrize(
    "kind, withdrawn",
    [
        ("in error", "withdrawn: {kind: 误公开, date: 2026-07-01, reason: 没有删除住址}\n"),
        ("its time is over", "public_until: 2026-07-01\n"),
    ],
)
def test_nothing_of_the_content_is_left(tmp_path: Path, kind: str, withdrawn: str):
    root = make_root(
        tmp_path / "root", {"a.md": full(1), "a.files/名单.txt": f"{SECRETS[2]}\n", "b.md": document(2)}
    )
    if kind == "its time is over":
        (root / "content/documents/a.md").write_text(full(1, withdrawn), encoding="utf-8")
    before = build(root, date(2026, 7, 1))  # of a retention the last day
    assert all(where(secret, before) for secret in SECRETS)  # the search for them finds them
    assert indexed(root / "site") >= set(SECRETS[:3])
    (root / "content/documents/a.md").write_text(full(1, withdrawn), encoding="utf-8")
    after = build(root, date(2026, 7, 2))
    assert {secret: where(secret, after) for secret in SECRETS} == {secret: set() for secret in SECRETS}
    assert indexed(root / "site") == set()
    assert not (root / "site" / ADDRESS / "files").exists()
    page = after[f"{ADDRESS}/index.html"]
    assert "关于做好汛期地质灾害防治工作的通知" in page
    assert '<meta name="robots" content="noindex">' in page
    assert f"/{ADDRESS}/" not in after["sitemap.xml"]
    arguments = [
        "export",
        "--bag",
        str(tmp_path / "bag"),
        "--root",
        str(root),
        "--today",
        "2026-07-02",
        "--jobs",
        "1",
    ]
    assert CliRunner().invoke(cli, arguments, standalone_mode=False).return_value == 0
    assert {secret: where(secret, texts(tmp_path / "bag")) for secret in SECRETS} == {
        secret: set() for secret in SECRETS
    }
    for command in (
        ["export", "--offline", str(tmp_path / "copy.zip")],
        ["report", "booklet", "--out", str(tmp_path / "book")],
    ):
        assert (
            CliRunner()
            .invoke(
                cli,
                [*command, "--root", str(root), "--today", "2026-07-02", "--jobs", "1"],
                standalone_mode=False,
            )
            .return_value
            == 0
        )
    with zipfile.ZipFile(tmp_path / "copy.zip") as package:
        package.extractall(tmp_path / "copy")
    (book,) = (tmp_path / "book").glob("*.pdf")
    printed = "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(book))
    copied = texts(tmp_path / "copy")
    assert {secret: where(secret, copied) | where(fold(secret), copied) for secret in SECRETS} == {
        secret: set() for secret in SECRETS
    }
    assert "关于做好汛期地质灾害" in "".join(printed.split())
    assert not [secret for secret in SECRETS if secret in "".join(printed.split())]
    if kind == "its time is over":
        assert '公开期限至 <time datetime="2026-07-01">2026-07-01</time> 届满，内容已经撤下' in page
        assert '"kind":"期满"' in after["changes.ndjson"]


REASON = "没有删除住址，立即撤下"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """One site in which one document was withdrawn in each way, and one was moved."""
    moved = f"moved_from:\n  - {{address: {CODE}/2025-00009, date: 2026-07-01, note: 年份有误}}\n  - {{address: art/2026/6/a.html, date: 2026-07-02}}\n"
    root = make_root(
        tmp_path_factory.mktemp("withdrawn") / "root",
        {
            "a.md": document(
                1, f"withdrawn: {{kind: 误公开, date: 2026-07-01, reason: {REASON}, by: 应急科}}\n", ""
            ),
            "b.md": document(
                2,
                f"withdrawn: {{kind: 被替代, date: 2026-07-01, reason: 漏列一项, successor: {CODE}/2026-00003}}\n",
            ),
            "c.md": document(3, title="关于防治工作的补充通知"),
            "d.md": document(4, "withdrawn: {kind: 撤回, date: 2026-07-01, reason: 依据已经失效}\n"),
            "e.md": document(5, moved),
        },
    )
    return root / "site", build(root)


def test_a_withdrawal_is_told_everywhere(built):
    files = built[1]
    for name in (
        f"{ADDRESS}/index.html",
        "catalog/index.html",
        "catalog/validity/removed/index.html",
        "feeds/all.xml",
        "feeds/all.json",
        "changes.ndjson",
        "catalog.json",
        "catalog.csv",
        "catalog.xlsx",
        f"api/documents/{ADDRESS}.json",
    ):
        assert REASON in files[name], name
        assert "应急科" not in files[name], name
    record = json.loads(files[f"api/documents/{ADDRESS}.json"])
    assert record["status"] == "已撤下"
    assert record["withdrawn"] == {"kind": "误公开", "date": "2026-07-01", "reason": REASON}


def test_a_superseded_document_keeps_its_text_and_leads_to_its_successor(built):
    files = built[1]
    page = files[f"{CODE}/2026-00002/index.html"]
    assert "请以新的信息为准" in page
    assert f'替代它的信息：<a href="../../{CODE}/2026-00003/">关于防治工作的补充通知</a>' in page
    assert "发现险情立即报告" in page
    assert '<span class="gk-label">替代</span>' in files[f"{CODE}/2026-00003/index.html"]
    assert f"/{CODE}/2026-00002/" in files["sitemap.xml"]
    assert f'"by":["{CODE}/2026-00003"]' in files["changes.ndjson"]


def test_a_withdrawn_document_keeps_its_text_under_a_banner(built):
    page = built[1][f"{CODE}/2026-00004/index.html"]
    assert page.index("撤回，以下内容仅供查考") < page.index("依据已经失效") < page.index("发现险情立即报告")


def test_earlier_addresses_lead_to_the_document(built, browser):
    site, files = built
    new = f"{CODE}/2026-00005"
    for name, target in (
        (f"{CODE}/2025-00009/index.html", f"../../{new}/"),
        ("art/2026/6/a.html", f"../../../{new}/"),
    ):
        assert f'<meta http-equiv="refresh" content="0; url={target}">' in files[name]
        assert f'<link rel="canonical" href="https://www.example.gov.cn/zwgk/{new}/">' in files[name]
        assert "<script" not in files[name] and "style=" not in files[name]
    assert json.loads(files[f"api/documents/{CODE}/2025-00009.json"])["moved_to"] == new
    assert "art/2026/6/a.html.json" not in " ".join(files)
    assert files["changes.ndjson"].count('"kind":"迁址"') == 2
    assert "年份有误" in files[f"{new}/index.html"]
    opened = browser.new_page(java_script_enabled=False)
    opened.goto((site / CODE / "2025-00009/index.html").as_uri(), wait_until="commit")
    opened.wait_for_url("**/2026-00005/", wait_until="commit")
    opened.close()


def test_what_stays_of_a_withdrawn_document_is_chosen_key_by_key():
    """A new key of the front matter must not leak by default: it is either content, or entered in KEPT on purpose."""
    assert set(FIELDS) - KEPT == {
        "summary",
        "keywords",
        "attachments",
        "amended_text",
        "charts",
        "source",
        "corrections",
        "consultation",
        "interpretation",
        "responds",
        "review",
        "allow",
    }, (
        "enter the key in KEPT (model/visibility.py) if it stays when the text goes, or here if it goes with the text"
    )
    assert {"withdrawn", "moved_from"} <= set(PUBLISHED[FrontMatter])


def test_findings_about_an_address_outside(tmp_path: Path):
    root = make_root(
        tmp_path / "root",
        {"a.md": document(1, "moved_from:\n  - {address: ../../etc/passwd, date: 2026-07-01}\n")},
    )
    assert [(d.rule, d.message.zh) for d in findings(root)] == [
        ("wrong-type", "“moved_from.0.address”不能写“../../etc/passwd”")
    ]


def test_the_example_county_shows_each_kind(page, address: str):
    page.goto(f"{address}11339926650691552J/2026-00003/")
    assert page.locator(".gk-banner").inner_text().startswith("本信息于 2026-10-16 撤下，内容不再提供。")
    assert page.locator(".gk-body").count() == 0
    page.goto(f"{address}113399264404167715/2026-00004/")
    page.locator(".gk-banner a").click()
    page.wait_for_url("**/113399264404167715/2026-00005/")


def test_search_finds_what_was_withdrawn_and_says_so(page, address: str):
    page.goto(f"{address}search/?q=云溪镇2026年第三季度临时救助情况公示")
    result = page.locator("[data-result]").first
    result.wait_for()
    assert "已撤下" in result.inner_text()
    assert (
        result.locator("a")
        .first.get_attribute("href")
        .partition("?")[0]
        .endswith("11339926650691552J/2026-00003/")
    )
