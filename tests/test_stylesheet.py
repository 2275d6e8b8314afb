"""The one stylesheet of the site: small, and without any loss against the whole of Material."""

from __future__ import annotations

import re
from pathlib import Path

import material
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from generator.site.frame.stylesheet import CARRIED, CHARSET, STYLESHEET, Vocabulary, lean, vocabulary
from generator.tools.audits.accessibility import page_kinds
from generator.tools.audits.search import READY

ROOT = Path(__file__).parent.parent
MATERIAL = Path(material.__file__).parent / "templates/assets/stylesheets"
LARGEST = 60 * 1024

LOOK = """([skip, dark]) => {
  document.documentElement.dataset.mdColorScheme = dark ? "slate" : "default";
  const named = (element) => `${element.tagName}.${element.getAttribute("class") ?? ""}`;
  const kinds = new Map([...document.querySelectorAll("body, body *")].map((e) => [`${named(e.parentElement)} > ${named(e)}`, e]));
  for (const kind of skip) kinds.delete(kind);
  const names = [...getComputedStyle(document.body)].filter((name) => !/^--|size$|^width$|^height$|-origin$|template-rows$/.test(name) || name === "font-size");
  return Object.fromEntries([...kinds].flatMap(([kind, element]) => [null, "::before", "::after"].map((part) => {
    const style = getComputedStyle(element, part);
    const there = !part || !["none", "normal"].includes(style.content);
    return [kind + (part ?? ""), there ? names.map((name) => `${name}: ${style.getPropertyValue(name)}`).join("; ") : ""];
  })));
}"""
"""Every kind of element of the page that is not to be skipped, by class and parent, with what is computed for one of them, but for
sizes that follow from what scripts put in."""


SWAP = """(sheet) => new Promise((done) => {
  const link = document.querySelector(`link[href$="${sheet}"]`);
  link.onload = done;
  link.href += "?whole";
})"""
"""Let another file, the sheet with `?whole` at its end, dress the page."""


class Others(frozenset[str]):
    """Every word but the elements that our own components dress wholly."""

    def __contains__(self, word: object) -> bool:
        return word not in CARRIED


def whole(site: Path) -> str:
    """Material with everything that it has for the elements that it dresses, before our own components."""
    sheets = sorted(MATERIAL.glob("*.min.css"), key=lambda file: not file.name.startswith("main."))
    own = (site / STYLESHEET).read_text(encoding="utf-8")
    every = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    base = lean(every, Vocabulary(Others(), Others(), Others()), every).removeprefix(CHARSET)
    return f"@layer material{{{base}}}{own[own.index('/*') :]}"


def test_a_document_page_loads_little(site: Path):
    page = (site / "11339926854601395E/2026-00005/index.html").read_text(encoding="utf-8")
    sheets = re.findall(r'<link rel="stylesheet" href="(?:\.\./)*([^"]+)"', page)
    assert sheets == [STYLESHEET]
    assert (site / STYLESHEET).stat().st_size <= LARGEST
    assert not (site / "assets/stylesheets").exists() and not (site / "assets/gongkai/look").exists()


def test_no_page_looks_different_with_the_whole_of_material(page: Page, address: str, site: Path):
    """Each kind of element, by its class and its parent's, has the same computed style, light and dark, and so has what is generated."""
    page.emulate_media(reduced_motion="reduce")
    page.route(
        lambda url: url.endswith(f"{STYLESHEET}?whole"),
        lambda route: route.fulfill(body=whole(site), content_type="text/css"),
    )
    seen: set[str] = set()
    for place in page_kinds(site).values():
        page.goto(address + place)
        if place == "search/":
            page.wait_for_function(READY)
        kept = [page.evaluate(LOOK, [list(seen), dark]) for dark in (False, True)]
        page.evaluate(SWAP, STYLESHEET)
        full = [page.evaluate(LOOK, [list(seen), dark]) for dark in (False, True)]
        assert [
            (place, kind, style, with_all[kind])
            for ours, with_all in zip(kept, full, strict=True)
            for kind, style in ours.items()
            if with_all[kind] != style
        ] == []
        seen |= kept[0].keys()
    assert len(seen) > 300


def test_on_a_phone_particulars_stand_below_each_other(page: Page, address: str):
    page.set_viewport_size({"width": 390, "height": 900})
    for place in ("guide/", "request/", "11339926854601395E/2026-00005/"):
        page.goto(address + place)
        tables = page.locator(".gk-meta tbody").evaluate_all(
            "all => all.map((e) => getComputedStyle(e).gridTemplateColumns)"
        )
        assert tables and all(len(columns.split()) == 1 for columns in tables)


KNOWN = Vocabulary(frozenset({"p", "a", "href", "dir", "id1"}), frozenset({"ltr"}), frozenset({"md-x"}))


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("p{a:b}video{a:b}", "p{a:b}"),
        (".md-x>p,.md-y{a:b}", ".md-x>p{a:b}"),
        ("p.note{a:b}", ""),
        ("[dir=rtl] p{a:b}[dir=ltr] p{a:b}", "[dir=ltr] p{a:b}"),
        ("#id1 p,#id2{a:b}", "#id1 p{a:b}"),
        (":is(video,kbd) p{a:b}:is(video,p) a{a:b}", ":is(video,p) a{a:b}"),
        ("p:not(.md-y):hover::before{a:b}", "p:not(.md-y):hover::before{a:b}"),
        ("@media print{video{a:b}}@media (width>1px){p{a:b}}", "@media (width>1px){p{a:b}}"),
        ("p{--kept:1;--lost:var(--also);--also:2;a:var(--kept)}", "p{--kept:1;a:var(--kept)}"),
        (
            "@keyframes in{to{a:b}}@keyframes out{to{a:b}}p{animation:in 1s}",
            "@keyframes in{to{a:b}}p{animation:in 1s}",
        ),
        ('p{--icon:url("data:image/svg+xml;utf8,<svg>;}</svg>");mask:var(--icon)}', None),
    ],
)
def test_what_matches_nothing_is_left_out(css: str, left: str | None):
    assert lean(css, KNOWN, "") == (css if left is None else left)


@given(
    st.lists(
        st.sampled_from(["p", "a", "video", ".md-x", ".md-y", "p a", ".md-x:hover", "[dir=rtl]"]), min_size=1
    )
)
def test_a_selector_stays_or_goes_alone(selectors: list[str]):
    alone = [s for s in selectors if lean(s + "{a:b}", KNOWN, "")]
    assert lean(",".join(selectors) + "{a:b}", KNOWN, "") == (f"{','.join(alone)}{{a:b}}" if alone else "")


def test_classes_of_templates_scripts_and_texts_are_known():
    known = vocabulary([ROOT / "theme"])
    assert {"md-header", "md-typeset", "footnote-backref"} <= known.classes
    assert "md-nav" not in known.classes and "slate" in known.values


def test_every_class_of_our_own_sheets_is_borne_by_something():
    sheets = [file.read_text(encoding="utf-8") for file in (ROOT / "theme/assets").rglob("*.css")]
    sources = "".join(
        file.read_text(encoding="utf-8")
        for folder, kinds in ((ROOT / "theme", (".html", ".js")), (ROOT / "generator", (".py",)))
        for file in folder.rglob("*")
        if file.suffix in kinds
    )
    borne = set(re.findall(r"gk-[\w-]+", sources))
    made = tuple(name for name in borne if name.endswith("--"))  # `gk-key--{}`: the end is filled in
    written = {name for sheet in sheets for name in re.findall(r"\.(gk-[\w-]+)", sheet)}
    assert sorted(name for name in written - borne if not name.startswith(made)) == []


SMALL = """() => {
  const pressed = "a, button, input:not([type=hidden], [type=radio], [type=checkbox], .gk-unseen), select, textarea, summary";
  const alone = (link) => link.parentElement.textContent.trim() === link.textContent.trim();
  return [...document.querySelectorAll(pressed)]
    .filter((e) => e.checkVisibility() && !e.matches(".gk-skip, .gk-anchor") && (!e.matches("p a, li a, td a, dd a, small a") || alone(e)))
    .map((e) => [Math.round(e.getBoundingClientRect().height), e.textContent.trim().slice(0, 20)])
    .filter(([height]) => height < 44);
}"""
"""What is pressed on a page, but for links within a sentence, and is lower than a thumb needs."""

BROKEN = """() => {
  const cells = [...document.querySelectorAll("table td, table th, time, a[href^='tel:']")].filter((e) => e.checkVisibility());
  const range = document.createRange();
  return cells.flatMap((cell) => [...cell.childNodes].filter((node) => node.nodeType === 3)).flatMap((node) =>
    [...node.data.matchAll(/\\d[\\d.,-]*\\d/g)].filter(([number], n, all) => {
      range.setStart(node, node.data.indexOf(number));
      range.setEnd(node, node.data.indexOf(number) + number.length);
      return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
    }).map(([number]) => number));
}"""
"""Numbers of tables, days and telephones that stand on two lines."""


def test_on_a_phone_thumbs_reach_everything_and_no_number_is_broken(page: Page, address: str, site: Path):
    page.set_viewport_size({"width": 390, "height": 900})
    small, broken = {}, {}
    for place in page_kinds(site).values():
        page.goto(address + place)
        if low := page.evaluate(SMALL):
            small[place] = low
        if numbers := page.evaluate(BROKEN):
            broken[place] = numbers
    assert (small, broken) == ({}, {})
