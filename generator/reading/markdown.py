"""A document's Markdown → safe HTML, its outline and its plain text.

CommonMark with GFM tables and footnotes through pyromark (pulldown-cmark), then through nh3 (ammonia): whatever an
editor writes, only the tags and attributes listed here come out.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from itertools import count
from typing import Any, NamedTuple

import nh3

from generator.reading.links import MARKDOWN
from generator.reading.masks import MASK, with_masks
from generator.reading.signature import set_apart

_TAGS = {
    "a",
    "blockquote",
    "br",
    "caption",
    "code",
    "del",
    "div",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}

_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "div": {"id"}}

_CLASSES = {cell: {"gk-right", "gk-center"} for cell in ("td", "th")} | {"div": {"footnote-definition"}}

_SCHEMES = {"http", "https", "mailto", "tel"}

_NAMED = {"h1", "h2", "h3", "h4", "h5", "h6", "li", "sup"}

PAGE_TAGS = _TAGS | {
    "abbr",
    "dd",
    "details",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "kbd",
    "span",
    "summary",
}
"""Elements that editorial pages may have."""

_PAGE_ATTRIBUTES = _ATTRIBUTES | {"abbr": {"title"}, "th": {"scope"}} | {tag: {"id"} for tag in _NAMED}

PAGE_CLASSES = _CLASSES | {"div": {"footnote"}, "a": {"footnote-ref", "footnote-backref"}}
"""Classes that editorial pages may have, by element."""

_TABLE = '<div class="gk-table" role="group" aria-label="表格" tabindex="0"><table class="gk-grid">'

_HEADING = re.compile(r"<(h[2-6])>(.*?)</\1>", re.DOTALL)


_TAG = re.compile(r"<[^>]*>")

_BLOCK_END = re.compile(r"</(?:p|h[2-6]|li|tr|div|pre|blockquote)>|<br>")

_CELL_END = re.compile(r"</t[dh]>")

_ARTICLE_NAME = r"(第[〇零一二两三四五六七八九十百千0-9]+条(?:之[一二三四五六七八九十]+)?)"

_ARTICLE = re.compile(rf"<p>(?=(?:<strong>)?{_ARTICLE_NAME})")

_TABLES = re.compile(r"<table>.*?</table>", re.DOTALL)

_ROW = re.compile(r"<tr>(?=\s*<td)")

_LINE = re.compile(r"<tr>.*?</tr>", re.DOTALL)

_CELL = re.compile(r"<(t[dh])>(.*?)</t[dh]>|<t[dh] class=[^>]*>.*?</t[dh]>", re.DOTALL)

_AMOUNT = re.compile(r"[-+−]?(?:0|[1-9][\d,]*)(?:\.\d+)?%?", re.ASCII)

_NO_AMOUNT = frozenset({"", "-", "—", "——", "－", "/", "…"})
"""What stands in a column of amounts where there is none."""

_BOLD = re.compile(r"(?<![\\*])\*\*(?!\*)")

_QUOTES = "“‘《〈「『【〔"

_LETTER = "\ufdd0"
"""Stands for a letter where one is missing: no character (Unicode, noncharacters), so that no text has it."""

_FILTERED = re.compile(r"<(?:img|div)", re.IGNORECASE)

_DIV_ID = re.compile(r'<div class="footnote-definition" id="')

_NOTE_HREF = re.compile(r'<sup class="footnote-reference"><a href="#')


class Heading(NamedTuple):
    """A heading of the text: level 2–6, anchor, plain title."""

    level: int
    anchor: str
    title: str


class Rendered(NamedTuple):
    """A text as safe HTML, and its headings."""

    html: str
    outline: tuple[Heading, ...]

    @property
    def text(self) -> str:
        """The words a reader sees, one block a line."""
        return plain_text(self.html)


def render_text(source: str, files: str = "") -> Rendered:
    """Render one text. Links into the attachment folder `files` are turned to `files/` beside the page."""
    if "*" in source:
        raw = MARKDOWN.html(_flanked(with_masks(source))).replace(_LETTER, "").replace(MASK, "*")
    else:
        raw = MARKDOWN.html(source)
    if files:
        raw = raw.replace(f'="{files}/', '="files/').replace(f'="./{files}/', '="files/')
    safe = _clean(_demote(raw))
    outline: list[Heading] = []
    used: Counter[str] = Counter()
    safe = _HEADING.sub(lambda m: _anchored(m, outline, used), safe)
    safe = _addressed(safe, {heading.anchor for heading in outline})
    safe = safe.replace("<table>", _TABLE).replace("</table>", "</table></div>")
    safe = safe.replace("<th>", '<th scope="col">').replace("<th class", '<th scope="col" class')
    return Rendered(set_apart(safe), tuple(outline))


def _flanked(source: str) -> str:
    """With a letter inside those `**` that CommonMark would not take because punctuation follows and a Chinese word stands before,
    as in `原则是**“公开”**的`: it looks for the spaces of other scripts there. The marks of a line open and close in turn."""
    return "\n".join(_flanked_line(line) if line.count("**") > 1 else line for line in source.split("\n"))


def _flanked_line(line: str) -> str:
    pieces = _BOLD.split(line)
    if len(pieces) % 2 == 0:  # a mark without its fellow
        return line
    for n in range(1, len(pieces), 2):
        inside, before, after = pieces[n], pieces[n - 1][-1:], pieces[n + 1][:1]
        if inside and inside.strip() == inside:
            opening = _LETTER if before.isalnum() and _opens(inside) else ""
            closing = _LETTER if after.isalnum() and not inside[-1].isalnum() else ""
            pieces[n] = f"{opening}{inside}{closing}"
    return "**".join(pieces)


def _opens(inside: str) -> bool:
    """Whether these words can be meant to be bold after a letter. `张**（男）、李**` are two names that were masked."""
    return inside[0] in _QUOTES or (inside[0] in "（(" and not inside[-1].isalnum())


def _addressed(safe: str, taken: set[str]) -> str:
    """Every article and every row of a table gets an address of its own: `#第十二条`, `#表1-3`."""

    tried: dict[str, count[int]] = {}

    def address(name: str) -> str:
        further = tried.setdefault(name, count(2))  # goes on where it stood: equal names cost no search
        free = (
            name
            if name not in taken
            else next(f"{name}--{n}" for n in further if f"{name}--{n}" not in taken)
        )
        taken.add(free)
        return free

    def numbered(table: re.Match[str]) -> str:
        name, rows = address(f"表{next(tables)}"), count(1)
        return _ROW.sub(lambda _: f'<tr id="{name}-{next(rows)}">', _with_amounts_right(table[0]))

    tables = count(1)
    safe = _TABLES.sub(numbered, safe)
    return _ARTICLE.sub(lambda article: f'<p id="{address(article[1])}">', safe)


def _with_amounts_right(table: str) -> str:
    """A table whose columns of amounts stand on the right. The first column says what a row is of, and stays as it is, like one
    that the writer has aligned."""
    lines = [list(_CELL.finditer(line[0])) for line in _LINE.finditer(table)]
    below = [line for line in lines if line and line[0][1] != "th"]
    width = min((len(line) for line in lines), default=0)
    columns = [
        [_TAG.sub("", line[n][2] or " ").strip(" ") if line[n][1] else None for line in below]
        for n in range(width)
    ]
    amounts = {
        n
        for n, column in enumerate(columns)
        if n
        and any(text and _AMOUNT.fullmatch(text) for text in column)
        and all(text is not None and (text in _NO_AMOUNT or _AMOUNT.fullmatch(text)) for text in column)
    }
    if not amounts:
        return table

    def aligned(line: re.Match[str]) -> str:
        places = count()
        return _CELL.sub(
            lambda cell: (
                f'<{cell[1]} class="gk-right">{cell[2]}</{cell[1]}>'
                if next(places) in amounts and cell[1]
                else cell[0]
            ),
            line[0],
        )

    return _LINE.sub(aligned, table)


def article_of(paragraph: str) -> str:
    """The article that a paragraph of plain text begins, as its address has it; "" when it begins none."""
    found = re.match(_ARTICLE_NAME, paragraph)
    return found[1] if found else ""


def clean_page(rendered: str) -> str:
    """An editorial page as Python-Markdown renders it, made as safe as a document; a little more HTML is kept."""
    aligned = re.sub(r'style="text-align: (right|center|left);"', r'class="gk-\1"', rendered)
    return nh3.clean(
        aligned,
        tags=PAGE_TAGS,
        attributes=_PAGE_ATTRIBUTES,
        allowed_classes=PAGE_CLASSES,
        url_schemes=_SCHEMES,
        attribute_filter=_harmless,
        link_rel="noopener noreferrer",
    )


def plain_text(safe: str) -> str:
    """The words of safe HTML, one block a line, table cells apart."""
    lines = _CELL_END.sub("\t", _BLOCK_END.sub("\n", safe))
    return "\n".join(line.strip() for line in html.unescape(_TAG.sub("", lines)).split("\n") if line.strip())


def _demote(raw: str) -> str:
    """The page title is the only first-level heading; alignment and note anchors become what the sanitiser keeps."""
    return _NOTE_HREF.sub(
        '<sup><a href="#note-',
        _DIV_ID.sub(
            '<div class="footnote-definition" id="note-',
            (
                raw.replace("<h1>", "<h2>")
                .replace("</h1>", "</h2>")
                .replace('style="text-align: right"', 'class="gk-right"')
                .replace('style="text-align: center"', 'class="gk-center"')
            ),
        ),
    )


def _clean(raw: str) -> str:
    return (_FILTERING if _FILTERED.search(raw) else _PLAIN).clean(raw)


def _harmless(tag: str, attribute: str, value: str) -> str | None:
    """Images come from the site itself: no request leaves it. Names of the frame's own elements are not given away."""
    if tag == "img" and attribute == "src":
        address = "".join(letter for letter in value if letter > " ").replace(
            "\\", "/"
        )  # as browsers read it
        return None if ":" in address or address.startswith("//") else value
    if attribute == "id" and (value.startswith("__") or (tag == "div" and not value.startswith("note-"))):
        return None
    return value


_CLEANED: dict[str, Any] = {
    "tags": _TAGS,
    "attributes": _ATTRIBUTES,
    "allowed_classes": _CLASSES,
    "url_schemes": _SCHEMES,
    "link_rel": "noopener noreferrer",
}
_PLAIN = nh3.Cleaner(**_CLEANED)
_FILTERING = nh3.Cleaner(**_CLEANED, attribute_filter=_harmless)
"""Made once: to tell the library every time what may stay took a sixth of its time."""


def _anchored(match: re.Match[str], outline: list[Heading], used: Counter[str]) -> str:
    title = _title(match[2])
    anchor = re.sub(r"[^\w]+", "-", title).strip("-_")
    anchor = (
        anchor if anchor and not anchor.isascii() else f"section-{anchor}".rstrip("-")
    )  # ASCII ids are the page's own
    used[anchor] += 1  # no title gives an anchor with two dashes, so the numbered ones are free
    anchor = f"{anchor}--{used[anchor]}" if used[anchor] > 1 else anchor
    outline.append(Heading(int(match[1][1]), anchor, title))
    return f'<{match[1]} id="{html.escape(anchor)}">{match[2]}</{match[1]}>'


def _title(heading: str) -> str:
    return html.unescape(_TAG.sub("", heading)).strip()
