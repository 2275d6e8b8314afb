"""Safe HTML → the paragraphs and tables of a Word document, in one pass over its tags.

The input is what `markdown.render_text` makes: well-formed, few kinds of tags, text escaped as XML wants it. A parser
would cost more than all the rest of a page; `official_word` says what a Word file may cost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

LINE = 8844
"""Twips of a line: 156 mm."""

_TOKEN = re.compile(r'((?:\n<p(?: id="[^"<>]+")?>[^<\n]+</p>)+)(?=\n)|<(/?)([a-z0-9]+)([^>]*)>|([^<]+)')
"""Plain paragraphs, of which most texts mostly consist, articles among them; a tag; words."""

_OPEN_NAMED = re.compile(r'\n<p id="([^"]+)">')

_SOFT_BREAK = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])")

_ALT = re.compile(r'alt="([^"]*)"')

_ID = re.compile(r'id="([^"]*)"')

_HREF = re.compile(r'href="(https?://[^"]*)"')

_INLINE = {
    "strong": "<w:b/>",
    "em": "<w:i/>",
    "del": "<w:strike/>",
    "sup": '<w:vertAlign w:val="superscript"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
}

_HEADINGS = {"h2": "Heading1", "h3": "Heading2", "h4": "Heading3", "h5": "Heading3", "h6": "Heading3"}

_ALIGNED = {"gk-right": "right", "gk-center": "center"}

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def word_blocks(html: str) -> str:
    """The HTML as WordprocessingML. An image is named by its alternative text, an external link followed by its address."""
    page = _Page()
    for plain, end, tag, attributes, text in _TOKEN.findall(html):
        if plain:
            page.put(plain)
        elif text:
            page.say(text)
        elif handler := (_ENDS if end else _STARTS).get(tag):
            handler(page, tag, attributes)
    page.close()
    return "".join(page.blocks)


def paragraph(style: str, text: str) -> str:
    """A paragraph of escaped text in one of the styles of the document."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text, "")}</w:p>'


class _Page:
    """What has been written so far, and what the next words belong to."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.runs: list[str] = []
        self.marks: list[str] = []
        self.styles = ["Normal"]
        self.lists: list[int] = []
        self.links: list[str] = []
        self.align = ""
        self.columns = 0
        self.grid = 0
        self.verbatim = False
        self.joins = False
        """Whether the next paragraph goes on where a number has been put."""
        self.bookmarks = 0
        self.row = ""
        """The attributes of a row that has not got a cell yet."""

    def say(self, text: str) -> None:
        """Words in the present paragraph."""
        if not self.verbatim:
            if "\n" in text:
                text = _SOFT_BREAK.sub("", text).replace("\n", " ")
            if text.isspace() and (self.joins or not self.runs):
                return
        self.runs.append(_run(text.replace("&nbsp;", "\u00a0"), "".join(self.marks)))

    def bookmark(self, address: str) -> str:
        """What gives a paragraph the address that the page gives it. Word takes no hyphens in it, and 40 characters."""
        name, number = address.replace("-", "_")[:40], self.bookmarks
        self.bookmarks += 1
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'

    def name(self, attributes: str) -> None:
        """Give the present paragraph the address that stands in the attributes of a tag."""
        if named := _ID.search(attributes):
            self.runs.append(self.bookmark(named[1]))

    def put(self, paragraphs: str) -> None:
        """Whole paragraphs, each of words in a line of its own."""
        if self.joins:
            first, _, paragraphs = paragraphs.partition("</p>")
            attributes, _, words = first.partition(">")
            self.name(attributes)
            self.say(words)
        self.close()
        opening = self.opening
        start, end = _run("\n", "".join(self.marks)).split("\n")
        named = _OPEN_NAMED.sub(lambda p: f"{opening}{self.bookmark(p[1])}{start}", paragraphs)
        self.blocks.append(
            named.replace("&nbsp;", "\u00a0")
            .replace("\n<p>", opening + start)
            .replace("</p>", end + "</w:p>")
        )

    def close(self) -> None:
        """End the present paragraph, if it has words."""
        if self.runs:
            self.blocks.append(f"{self.opening}{''.join(self.runs)}</w:p>")
            self.runs = []
        self.joins = False

    @property
    def opening(self) -> str:
        """The start of a paragraph in the present style."""
        align = f'<w:jc w:val="{self.align}"/>' if self.align else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{self.styles[-1]}"/>{align}</w:pPr>'


def _run(text: str, marks: str) -> str:
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _close(page: _Page, tag: str, attributes: str) -> None:
    page.close()


def _mark(page: _Page, tag: str, attributes: str) -> None:
    page.marks.append(_INLINE[tag])


def _unmark(page: _Page, tag: str, attributes: str) -> None:
    page.marks.pop()


def _heading(page: _Page, tag: str, attributes: str) -> None:
    page.close()
    page.styles.append(_HEADINGS[tag])


def _leave(page: _Page, tag: str, attributes: str) -> None:
    page.close()
    page.styles.pop()


def _division(page: _Page, tag: str, attributes: str) -> None:
    page.close()
    page.styles.append("Signature" if "gk-signature" in attributes else page.styles[-1])
    page.joins = "footnote-definition" in attributes


def _list(page: _Page, tag: str, attributes: str) -> None:
    page.close()
    first = re.search(r'start="(\d+)"', attributes)
    page.lists.append((int(first[1]) if first else 1) if tag == "ol" else 0)


def _leave_list(page: _Page, tag: str, attributes: str) -> None:
    page.close()
    page.lists.pop()


def _item(page: _Page, tag: str, attributes: str) -> None:
    page.close()
    number = page.lists[-1]
    page.say(f"{number}. " if number else "· ")
    page.lists[-1] += bool(number)
    page.joins = True


def _open_paragraph(page: _Page, tag: str, attributes: str) -> None:
    if not page.joins:
        page.close()
    page.joins = False
    page.name(attributes)


def _link(page: _Page, tag: str, attributes: str) -> None:
    found = _HREF.search(attributes)
    page.links.append(found[1] if found else "")


def _leave_link(page: _Page, tag: str, attributes: str) -> None:
    if address := page.links.pop():
        page.say(f"（{address}）")


def _break(page: _Page, tag: str, attributes: str) -> None:
    page.runs.append("<w:r><w:br/></w:r>")


def _image(page: _Page, tag: str, attributes: str) -> None:
    named = _ALT.search(attributes)
    page.say(f"［图：{named[1] if named else ''}］")


def _verbatim(page: _Page, tag: str, attributes: str) -> None:
    page.close()
    page.verbatim = True


def _leave_verbatim(page: _Page, tag: str, attributes: str) -> None:
    page.close()
    page.verbatim = False


def _table(page: _Page, tag: str, attributes: str) -> None:
    page.close()
    page.blocks.append(
        f'<w:tbl><w:tblPr><w:tblW w:w="{LINE}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
    )
    page.grid, page.columns = len(page.blocks), 0
    page.blocks.append("")  # the widths of the columns, once they have been counted


def _leave_table(page: _Page, tag: str, attributes: str) -> None:
    page.blocks.append("</w:tbl>" + paragraph("Cell", ""))


def _row(page: _Page, tag: str, attributes: str) -> None:
    page.blocks.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
    page.columns, page.row = 0, attributes


def _leave_row(page: _Page, tag: str, attributes: str) -> None:
    page.blocks.append("</w:tr>")
    if not page.blocks[page.grid]:
        column = f'<w:gridCol w:w="{LINE // page.columns}"/>'
        page.blocks[page.grid] = f"<w:tblGrid>{column * page.columns}</w:tblGrid>"


def _cell(page: _Page, tag: str, attributes: str) -> None:
    page.columns += 1
    page.blocks.append("<w:tc>")
    page.styles.append("Heading" if tag == "th" else "Cell")
    page.align = next((align for name, align in _ALIGNED.items() if name in attributes), "")
    page.name(page.row)
    page.row = ""


def _leave_cell(page: _Page, tag: str, attributes: str) -> None:
    page.close()
    page.styles.pop()
    page.align = ""
    if page.blocks[-1] == "<w:tc>":
        page.blocks.append("<w:p/>")
    page.blocks.append("</w:tc>")


_Handler = Callable[[_Page, str, str], None]

_STARTS: Mapping[str, _Handler] = {
    **dict.fromkeys(_INLINE, _mark),
    **dict.fromkeys(_HEADINGS, _heading),
    "ul": _list,
    "ol": _list,
    "li": _item,
    "p": _open_paragraph,
    "a": _link,
    "br": _break,
    "img": _image,
    "pre": _verbatim,
    "table": _table,
    "tr": _row,
    "td": _cell,
    "th": _cell,
    "div": _division,
    "blockquote": _close,
}

_ENDS: Mapping[str, _Handler] = {
    **dict.fromkeys(_INLINE, _unmark),
    **dict.fromkeys(_HEADINGS, _leave),
    "ul": _leave_list,
    "ol": _leave_list,
    "li": _close,
    "p": _close,
    "a": _leave_link,
    "pre": _leave_verbatim,
    "table": _leave_table,
    "tr": _leave_row,
    "td": _leave_cell,
    "th": _leave_cell,
    "div": _leave,
    "blockquote": _close,
    "caption": _close,
}
