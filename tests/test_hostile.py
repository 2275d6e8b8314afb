"""Hostile content comes out inert in every output, even when the gate that refuses most of it is forced open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from helpers.browsing import served
from helpers.hostile import faults_of_files, hostile_root, payloads, visit
from helpers.html import tags
from helpers.roots import TESTS, TODAY
from playwright.sync_api import Browser

from generator.build import build_site
from generator.reading.markdown import clean_page

GROUPS = 2
PAGES = (
    "",
    "000000000/2026-00001/",
    "000000001/2026-00001/?mark=alert",
    "catalog/",
    "catalog/body/000000000/",
    "guide/",
    "annual/2025/",
    "data/",
    "in-force/",
    "p0/",
    "q1/",
    "404.html",
    "feeds/all.xml",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The hostile catalog's site with the gate forced open, and its address."""
    everything = payloads()
    root = hostile_root(
        tmp_path_factory.mktemp("hostile") / "root",
        ["\n".join(everything[n::GROUPS]) for n in range(GROUPS)],
        TESTS.parent,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.build.blocking", lambda found: False)
        assert build_site(root, root / "site", today=TODAY).pages
    with served(root / "site") as address:
        yield root / "site", address


def test_nothing_runs_and_the_policy_has_nothing_to_refuse(hostile: tuple[Path, str], browser: Browser):
    _, address = hostile
    assert len(payloads()) >= 300
    searches = [f"search/?q={quote(text)}&issuer={quote(text)}" for text in payloads()[::110]]
    assert visit(browser, [address + place for place in (*PAGES, *searches)]) == []


def test_escaping_holds_without_the_policy(hostile: tuple[Path, str], browser: Browser):
    _, address = hostile
    assert visit(browser, [address + place for place in PAGES[:6]], policy=False) == []


def test_the_browser_test_can_fail(hostile: tuple[Path, str], browser: Browser):
    site, address = hostile
    (site / "planted.html").write_text(
        (site / "index.html").read_text(encoding="utf-8").replace("<h1>", "<script>alert(1)</script><h1>", 1),
        encoding="utf-8",
    )
    assert "script-src-elem inline" in visit(browser, [f"{address}planted.html"])[0]
    assert visit(browser, [f"{address}planted.html"], policy=False) == [f"{address}planted.html: alert"]
    (site / "planted.html").unlink()


@pytest.mark.slow
def test_other_files_hold_no_formula_no_markup_and_are_well_formed(hostile: tuple[Path, str]):
    assert faults_of_files(hostile[0]) == []


@pytest.mark.slow
def test_active_files_beside_editorial_pages_stay_away(hostile: tuple[Path, str]):
    assert [p.name for p in hostile[0].glob("a.*")] == []


def test_every_page_has_the_policy_and_web_servers_send_the_same(site: Path):
    policy = re.search(
        r'http-equiv="Content-Security-Policy" content="([^"]+)"',
        (site / "index.html").read_text(encoding="utf-8"),
    )
    assert policy and "unsafe-inline" not in policy[1]
    for page in site.rglob("*.html"):
        head = page.read_text(encoding="utf-8").split("<script")[0]
        assert policy[0] in head, page
    for server in ("nginx.conf", "apache.conf", "Caddyfile"):
        assert f"{policy[1]}; frame-ancestors 'self'" in (TESTS.parent / "docs/deploy" / server).read_text(
            encoding="utf-8"
        ), server


def test_no_page_of_the_county_needs_what_the_policy_refuses(site: Path):
    assert faults_of_files(site) == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<p onclick="alert(1)" style="color:red">x</p>', "<p>x</p>"),
        ('<h2 id="__config">x</h2>', "<h2>x</h2>"),
        ("<kbd>/</kbd>", "<kbd>/</kbd>"),
        ('<td style="text-align: right;">1</td>', "1"),
        (
            '<table><tr><td style="text-align: right;">1</td></tr></table>',
            '<table><tbody><tr><td class="gk-right">1</td></tr></tbody></table>',
        ),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<img src="//evil.example/x">', "<img>"),
        ('<img src="/\\evil.example/x">', "<img>"),
        ('<img src="/&#9;/evil.example/x">', "<img>"),
        ('<img src=" \\\\evil.example/x">', "<img>"),
        ('<img src="images/a.png">', '<img src="images/a.png">'),
        (
            '<a class="md-overlay" target="_blank" href="/x">x</a>',
            '<a href="/x" rel="noopener noreferrer" class="">x</a>',
        ),
    ],
)
def test_editorial_pages_keep_only_harmless_html(written: str, kept: str):
    assert [(tag, sorted(a.items())) for tag, a in tags(clean_page(written))] == [
        (tag, sorted(a.items())) for tag, a in tags(kept)
    ]
