"""A page of an old website → what it tells of its document beside the text: tags of its head, fact tables, lines of labels, headings.

Known are the tags of 《政府网站发展指引》 (ArticleTitle, PubDate, …) and the labels of the usual systems; where two places
say the same, the more deliberate one counts: the head of the page, then fact tables, then labels in running lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from urllib.parse import unquote

from lxml import html

from generator.model.diagnostics import Text
from generator.tools.importing.labels import LABELS, key_of_label, split_label
from generator.tools.importing.source import PAGE_TITLE, Told

_META = {
    "articletitle": "title",
    "pubdate": "published",
    "publishdate": "published",
    "contentsource": "source",
    "description": "summary",
    "keywords": "keywords",
    "columnname": "category",
    "url": "address",
    "og:url": "address",
    "og:title": "title",
    "indexno": "index_no",
    "filenum": "doc_no",
}
"""Names of tags in small letters → keys."""

_SAVED = re.compile(
    r"<!--\s*saved from url=\(\d+\)(?P<address>\S+?)\s*-->|Mirrored from (?P<mirrored>[^\s<>]+) by HTTrack"
)

_LEAVES = (
    "td",
    "th",
    "li",
    "span",
    "p",
    "div",
    "dt",
    "dd",
    "b",
    "strong",
    "em",
    "label",
    "a",
    "font",
    "h2",
    "h3",
    "i",
)

_BLOCKS = ("td", "tr", "table", "div", "p", "li", "ul", "dl", "dd")

_IN_LINE = re.compile(
    r"(?P<label>"
    + "|".join(r"\s{0,4}".join(label) for label in sorted(LABELS, key=len, reverse=True))
    + r"|时间|日期)\s*[：:]\s*"
)
"""A label within a line that has several; 时间 and 日期 there are those of the page."""

_HEADINGS = re.compile(
    r"(?:^|[-_])(?:title|tit|biaoti|bt|h1)(?:$|[-_\d])|articletitle|arttitle|newstitle", re.IGNORECASE
)

MAX_LABELLED = 300
"""Characters of an element that may be a label and its value."""


def page_facts(page: html.HtmlElement, text: str) -> dict[str, Told]:
    """Values by key: keys of the front matter, and `published`, `address`, `series`, `term`, `source`, which are told."""
    found = {**_window(page), **_headings(page), **_saved(text), **_lines(page), **_facts(page)}
    head = _head(page)
    if "source" in head and "source" in found:
        del head["source"]
    return {
        **found,
        **{key: told for key, told in head.items() if key not in ("category",) or key not in found},
    }


def _head(page: html.HtmlElement) -> dict[str, Told]:
    found: dict[str, Told] = {}
    for tag in page.iter("meta"):
        name = (tag.get("name") or tag.get("property", "")).strip()
        value = " ".join(tag.get("content", "").split())
        if value and (key := _META.get(name.lower())):
            found.setdefault(key, Told(value, Text(f"网页标签 {name}", f"page tag {name}")))
    for link in page.iter("link"):
        if link.get("rel", "").lower() == "canonical" and link.get("href"):
            found.setdefault(
                "address", Told(link.get("href"), Text("网页标签 canonical", "page tag canonical"))
            )
    return found


def _saved(text: str) -> dict[str, Told]:
    """Where a browser or a copying program says that it took the page from."""
    match = _SAVED.search(text[:4000]) or _SAVED.search(text[-4000:])
    if match is None:
        return {}
    address = unquote(match["address"] or match["mirrored"])
    return {"address": Told(address, Text("另存网页的记录", "note of the program that saved the page"))}


def _window(page: html.HtmlElement) -> dict[str, Told]:
    """The title of the window without the name of the site, when the page shows the same words."""
    window = page.findtext(".//title") or ""
    parts = [" ".join(part.split()) for part in re.split(r"[_|｜]| [-—–] |-(?=[^-]*$)", window)]
    body = page.find("body")
    shown = "" if body is None else "".join(body.text_content().split())
    best = max(parts, key=len, default="")
    return {"title": Told(best, PAGE_TITLE)} if len(best) > 5 and "".join(best.split()) in shown else {}


def _headings(page: html.HtmlElement) -> dict[str, Told]:
    """The heading of the page that its window names too, or the only one of the first order."""
    window = "".join((page.findtext(".//title") or "").split())
    first = [words for e in page.iter("h1") if (words := " ".join(e.text_content().split()))]
    marked = [
        words
        for e in page.iter("h1", "h2", "h3", "div", "td", "p", "span")
        if (e.tag in ("h1", "h2") or any(_HEADINGS.search(name) for name in _names(e)))
        and 5 < len(words := " ".join(e.text_content().split())) < 150
    ]
    named = next((words for words in marked if "".join(words.split())[:18] in window), None)
    alone = first[0] if len(first) == 1 and 5 < len(first[0]) < 150 else None
    title = named or alone or (None if window else next(iter(marked), None))
    return {"title": Told(title, Text("网页上的标题", "heading of the page"))} if title else {}


def _names(element: html.HtmlElement) -> list[str]:
    return [*element.get("class", "").split(), *filter(None, [element.get("id")])]


def _facts(page: html.HtmlElement) -> dict[str, Told]:
    """What stands beside or behind a known label, the first of each; a label in a cell tells of the next cell, which may be empty."""
    found: dict[str, Told] = {}
    leaves = list(_leaves(page))
    for n, (element, leaf) in enumerate(leaves):
        labelled = split_label(leaf)
        if labelled is None and (alone := key_of_label(leaf)):
            labelled = (alone, "")
        if labelled is None:
            continue
        key, value = labelled
        if not value and (cell := _next_cell(element)) is not None:
            value = " ".join(cell.text_content().split())
        elif not value:
            behind = (words for _, words in leaves[n + 1 : n + 3])
            value = next((words for words in behind if words != leaf and not _is_label(words)), "")
        if value and len(value) < MAX_LABELLED and not _is_label(value) and not _IN_LINE.search(value):
            label = "".join(re.split("[：:]", leaf, maxsplit=1)[0].split())[:14]
            found.setdefault(key, Told(value, Text(f"网页上的“{label}”", f"“{label}” on the page")))
    return found


def _next_cell(element: html.HtmlElement) -> html.HtmlElement | None:
    """The cell beside the one that an element is, or fills by itself."""
    cell = next((e for e in (element, *element.iterancestors()) if e.tag in ("td", "th")), None)
    if cell is None or "".join(cell.text_content().split()) != "".join(element.text_content().split()):
        return None
    return next((e for e in cell.itersiblings() if e.tag in ("td", "th")), None)


def _leaves(page: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """The elements that hold no others of weight, with their words."""
    for element in page.iter(*_LEAVES):
        if len(element) and any(c.tag in _BLOCKS for c in element.iterdescendants()):
            continue
        words = " ".join(element.text_content().split())
        if words and len(words) < MAX_LABELLED:
            yield element, words


def _is_label(text: str) -> bool:
    return key_of_label(text) is not None or split_label(text) is not None


def _lines(page: html.HtmlElement) -> dict[str, Told]:
    """Labels and values in one line: 发布日期：2021-06-10 09:00　来源：本网　字体：[大]."""
    found: dict[str, Told] = {}
    for element in page.iter("div", "p", "span", "td", "li", "h3"):
        line = " ".join(element.text_content().split())
        if len(line) > MAX_LABELLED or "：" not in line.replace(":", "："):
            continue
        places = list(_IN_LINE.finditer(line))
        for place, following in zip_longest(places, places[1:]):
            label = "".join(place["label"].split())
            key = LABELS.get(label, "published")
            value = line[place.end() : following.start() if following else len(line)]
            value = re.split(
                r"\s{2,}|\s?[【\[（(]?(?:字体|字号|浏览|点击|阅读|打印|分享|访问|作者|编辑|审核|大 中 小)",
                value,
            )[0]
            value = value.strip(" |｜　·")
            if value and len(value) < 160:
                found.setdefault(key, Told(value, Text(f"网页上的“{label}”", f"“{label}” on the page")))
    return found
