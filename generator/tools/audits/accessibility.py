"""A built site → what automated tests find: axe-core in a real browser on each kind of page, in every way it is shown.

The largest page of each kind is tested, light and dark, wide and narrow, in normal and in large type, each time after it
has been changed as the reader's own switches change it. Our own check is reflow: at 320 px, which is 1280 px at 400 %
(WCAG 2.2, 1.4.10), nothing may scroll sideways.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.model.faults import SearchError
from generator.planning.plan import VIEWS
from generator.reading.registers.audit_record import Record, Violation
from generator.tools.audits.browser import browser_page, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

STANDARD = "WCAG 2.2 AA"

NARROWEST = 320

_SHORT = re.compile(r"[0-9a-f]{3}")
"""The part of an address under which the pages of single rows of a register stand."""

_RUN = """async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return found.violations.map((v) => ({ rule: v.id, example: v.nodes[0].html.slice(0, 200) }));
}"""

_SWITCH = """([dark, elder]) => {
  const root = document.documentElement;
  root.dataset.mdColorScheme = dark ? "slate" : "default";
  elder ? (root.dataset.elder = "") : delete root.dataset.elder;
  for (const details of document.querySelectorAll("details")) details.open = true;
}"""

_OVERFLOWS = "() => document.documentElement.scrollWidth > innerWidth"


class State(NamedTuple):
    """One way in which a page is shown."""

    width: int
    dark: bool
    elder: bool

    @property
    def name(self) -> str:
        """For the record."""
        return f"{self.width} px，{'深色' if self.dark else '浅色'}，{'关怀版' if self.elder else '标准版'}"


STATES = tuple(State(*state) for state in product((1280, 390), (False, True), (False, True)))


def audit(site: Path, today: date, done: Callable[[int, int], object] = lambda count, total: None) -> Record:
    """Test a built site. Raises SearchError when there is no browser or no engine to test with."""
    kinds = page_kinds(site)
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    with serving(site) as address, browser_page("无障碍检测", reduced_motion="reduce") as page:
        for count, (kind, place) in enumerate(kinds.items(), 1):
            page.goto(address + place)
            for state, rule, example in (*broken(page, STATES), *_overflowing(page)):
                found[kind, place, rule].append((state, example))
            done(count, len(kinds))
        engine, browser = (
            f"axe-core {page.evaluate('axe.version')}",
            f"Chromium {page.context.browser.version}",  # type: ignore[union-attr]
        )
    violations = tuple(
        Violation(kind, place, tuple(state for state, _ in seen), rule, seen[0][1])
        for (kind, place, rule), seen in found.items()
    )
    return Record(
        today,
        engine,
        browser,
        STANDARD,
        tuple(kinds),
        tuple(state.name for state in STATES),
        len(kinds) * (len(STATES) + 2),
        violations,
    )


def page_kinds(site: Path) -> Mapping[str, str]:
    """Each kind of page with the address of its largest page, so that what few pages have is likely to be on it."""
    largest: dict[str, Path] = {}
    for file in sorted(site.rglob("index.html")):
        kind = _kind(file.parent.relative_to(site).parts)
        if kind not in largest or file.stat().st_size > largest[kind].stat().st_size:
            largest[kind] = file
    return {
        kind: f"{a}/" if (a := file.parent.relative_to(site).as_posix()) != "." else ""
        for kind, file in sorted(largest.items())
    }


class Broken(NamedTuple):
    """One rule that a page breaks in one state."""

    state: str
    """The name of the `State`."""
    rule: str
    """Its id in axe, or `reflow`."""
    example: str
    """The first element that breaks it, as a selector."""


def broken(page: Page, states: tuple[State, ...]) -> Iterator[Broken]:
    """Everything that axe finds on the open page."""
    page.evaluate(_engine())
    for state in states:
        page.set_viewport_size({"width": state.width, "height": 900})
        page.evaluate(_SWITCH, [state.dark, state.elder])
        for violation in page.evaluate(_RUN, list(TAGS)):
            yield Broken(state.name, violation["rule"], violation["example"])


def _overflowing(page: Page) -> Iterator[Broken]:
    for elder in (False, True):
        state = State(NARROWEST, False, elder)
        page.set_viewport_size({"width": state.width, "height": 900})
        page.evaluate(_SWITCH, [state.dark, state.elder])
        if page.evaluate(_OVERFLOWS):
            yield Broken(state.name, "reflow", "html")


def _kind(parts: tuple[str, ...]) -> str:
    """`信息页` for documents, `分类目录` for listings, else the address without years, codes and serial numbers."""
    kind = tuple("*" if any(map(str.isdecimal, part)) or _SHORT.fullmatch(part) else part for part in parts)
    if kind == ("*", "*"):
        return "信息页"
    if len(kind) > 2 and kind[0] == "catalog" and kind[1] in VIEWS:
        return "分类目录"
    return "/".join(kind) or "首页"


def _engine() -> Any:
    try:
        import axe_playwright_python
    except ImportError as error:
        raise SearchError("无障碍检测需要 axe-core：请运行 pip install 'gongkai[dev]'") from error
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
