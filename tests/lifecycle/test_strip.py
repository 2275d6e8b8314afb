"""One strip under every title: the state with its dates, what did it, who issued the paper and how to call them."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from made import CODE, Root, document

BASE = f"{CODE}/2026-000"
RULE = {"genre": "办法", "validity": "有效", "effective": "2026-06-20"}

STATES = {
    "现行有效": (RULE, "现行有效 · 自 2026-06-20 起施行"),
    "有效期": ({**RULE, "expires": "2031-06-19"}, "现行有效 · 自 2026-06-20 起施行 · 有效期至 2031-06-19"),
    "尚未生效": (
        {**RULE, "validity": "尚未生效", "effective": "2027-01-01"},
        "尚未生效 · 自 2027-01-01 起施行",
    ),
    "失效": ({**RULE, "validity": "失效", "expires": "2026-10-31"}, "已经失效 · 有效期至 2026-10-31"),
    "废止": ({**RULE, "validity": "废止", "repealed": "2026-11-01"}, "已于 2026-11-01 废止，仅供查考"),
    "已修改": ({**RULE, "validity": "已修改"}, "现行有效，已经修改 · 自 2026-06-20 起施行"),
    "撤回": ({"withdrawn": "{kind: 撤回, date: 2026-11-02, reason: 依据已经改变}"}, "2026-11-02 已撤回"),
    "误公开": (
        {"withdrawn": "{kind: 误公开, date: 2026-11-03, reason: 误将内部材料上网}"},
        "2026-11-03 已撤下",
    ),
    "期满": ({"public_until": "2026-11-04"}, "公开期限至 2026-11-04 届满"),
    "征求意见": (
        {"consultation": "{opens: 2026-11-01, closes: 2026-12-05, respond: 信函寄县府办}"},
        "正在征求意见还有 13 天",
    ),
    "一般信息": ({}, ""),
}


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> Root:
    """A document in each state, one that another amends, and one that another replaces."""
    root = Root(tmp_path_factory.mktemp("states"))
    files = {
        f"d{n}": document(
            n, text="" if "误公开" in str(keys) else "第一条　办法。\n", **{"published": "2026-06-10", **keys}
        )
        for n, (keys, _) in enumerate(STATES.values(), 1)
    }
    number = list(STATES).index("已修改") + 1
    amending = {**RULE, "effective": "2026-08-01", "formed": "2026-06-02"}
    files["z"] = document(80, extra=f"amends: [{BASE}{number:02}]\n", title="关于修改办法的决定", **amending)
    files["y"] = document(81, text="旧办法。\n", **{**RULE, "validity": "废止"})
    files["x"] = document(82, extra=f"replaces: [{BASE}81]\n", title="新办法", **RULE)
    root.commit("2026-06-10", **files)
    root.build()
    return root


def strip(root: Root, number: int) -> tuple[str, str]:
    """The HTML of the strip, and its words."""
    page = root.page(f"{BASE}{number:02}")
    html = page[page.index('class="gk-strip"') : page.index("</div>", page.index('class="gk-strip"'))]
    html = re.sub(r"<(\w+)[^>]* hidden[^>]*>[^<]*</\1>", "", html)
    return html, re.sub(r"\s*\n\s*", "\n", re.sub(r"<[^>]*>", "", html)).partition(">")[2].strip()


@pytest.mark.parametrize("state", STATES)
def test_every_state_says_since_when_who_and_whom_to_call(stated: Root, state: str):
    html, words = strip(stated, list(STATES).index(state) + 1)
    assert words.startswith(STATES[state][1]), words
    assert "测试县人民政府办公室" in words and 'href="tel:' in html


@pytest.mark.parametrize("state", ["有效期", "尚未生效", "征求意见"])
def test_what_another_day_makes_untrue_says_for_which_day_it_is_true(stated: Root, state: str):
    html, words = strip(stated, list(STATES).index(state) + 1)
    assert "截至 2026-11-22" in words and "data-asof" in html


def test_the_strip_leads_to_what_amended_it_and_to_what_stands_in_its_place(stated: Root):
    html, words = strip(stated, list(STATES).index("已修改") + 1)
    assert "已于 2026-08-01 修改，见关于修改办法的决定" in words and f'href="../../{BASE}80/"' in html
    html, words = strip(stated, 81)
    assert "已于 2026-06-20 由新的文件替代：新办法" in words and f'href="../../{BASE}82/"' in html


def listed(page: str) -> list[tuple[str, str]]:
    """Day and kind of what a page tells of a document, oldest first; git alone knows of what only changed the form."""
    found = re.findall(r'<li><time datetime="([^"]+)">[^<]*</time> <span class="gk-label">(\w+)</span>', page)
    return [line for line in reversed(found) if line[1] != "格式调整"]


def test_pages_and_feeds_tell_the_same_of_a_document_in_every_state(stated: Root, site: Path):
    for folder in (stated.path / "site", site):
        told: dict[str, list[dict[str, str]]] = {}
        for line in (folder / "changes.ndjson").read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            told.setdefault(event["index_no"], []).append(event)
        pages = {
            number: unescape((folder / number / "index.html").read_text(encoding="utf-8"))
            for number in told
            if re.fullmatch(r"\w+/\d{4}-\d+", number)
        }
        assert len(pages) >= len(STATES)
        for number, page in pages.items():
            events = [(event["date"], event["kind"]) for event in told[number]]
            assert (listed(page) or events[:1]) == events, number
            assert all(event["why"] in page for event in told[number] if "why" in event), number


def test_every_document_of_the_example_has_the_strip(site: Path):
    pages = [file.read_text(encoding="utf-8") for file in site.glob("*/[0-9]*/index.html")]
    pages = [page for page in pages if 'class="gk-document"' in page]
    assert len(pages) > 70
    for page in pages:
        html = page[page.index('class="gk-strip"') :].partition("</div>")[0]
        assert 'href="../../body/' in html and 'href="tel:' in html
