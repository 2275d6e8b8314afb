"""XML and HTML of any kind → the words in it, those in attributes too."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from html.parser import HTMLParser
from xml.etree import ElementTree

from generator.reading.attachments.coding import decoded

Element = ElementTree.Element

_LINES = frozenset({"p", "si", "pt", "tr", "row", "li", "item", "comment", "TextObject"})
_FONTS = frozenset({"rFonts", "font", "latin", "ea", "cs", "sym", "buFont", "Font", "name", "rFont"})
_TELLING = re.compile(
    r"[\u3400-\u9fff\uff10-\uff19]|\d(?:\W{0,2}[\dXx]){6,}|@\w|tel:", re.ASCII | re.IGNORECASE
)
_HEX = re.compile(
    r"[0-9A-Fa-f{}-]*[A-Fa-f][0-9A-Fa-f{}-]*|https?://(?:schemas|www\.w3|purl)\.[^ ]*|urn:[^ ]*"
)


def words_of(tree: Element) -> str:
    """All text of a tree: runs of one paragraph joined, everything else on lines of its own."""
    out: list[str] = []
    _collect(tree, out)
    return re.sub(r"\n{2,}", "\n", "".join(out)).strip()


def told_in_attributes(tree: Element) -> str:
    """What attributes say to people: alternative texts, prompts, names, targets of links; one a line."""
    return "\n".join(dict.fromkeys(value for element in tree.iter() for value in _told(element)))


def _told(element: Element) -> Iterator[str]:
    if element.attrib and element.tag.rpartition("}")[2] not in _FONTS:
        for value in element.attrib.values():
            if len(value) > 1 and _TELLING.search(value) and not _HEX.fullmatch(value):
                yield value


def _collect(tree: Element, out: list[str]) -> None:
    """Without recursion: trees of strangers may be deep."""
    stack: list[tuple[Element, bool]] = [(tree, False)]
    while stack:
        element, done = stack.pop()
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if done:
            if name != "t" and name != "TextCode":
                out.append("\n" if name in _LINES or (element.text and element.text.strip()) else "")
            if element.tail and element.tail.strip():
                out.append(element.tail)
            continue
        if element.text and (name in ("t", "TextCode") or element.text.strip()):
            out.append(element.text)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))


class _Words(HTMLParser):
    """Collects text; what a reader of the source would see counts as well."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A cell or a line begins; what attributes tell counts as well."""
        if tag in ("td", "th"):
            self.out.append("\t")
        elif tag not in ("span", "b", "i", "u", "em", "strong", "font", "a", "sub", "sup", "wbr"):
            self.out.append("\n")
        self.out += [
            f" {value} "
            for _, value in attrs
            if value and _TELLING.search(value) and not _HEX.fullmatch(value)
        ]

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.out.append(data)

    def handle_comment(self, data: str) -> None:
        """A comment is there for whoever opens the source."""
        self.out.append(f"\n{data}\n")


def html_words(text: str) -> str:
    """The words of a web page, comments and attributes included."""
    parser = _Words()
    parser.feed(text)
    parser.close()
    return re.sub(r"\n[ \t\r]*(?:\n[ \t\r]*)+", "\n", "".join(parser.out)).strip()


def mail_words(data: bytes) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """A web archive (mht) or mail: the words of its texts, and its other parts as files."""
    message = email.message_from_bytes(data, policy=policy.default)
    texts, files = [], []
    for number, part in enumerate(p for p in message.walk() if not p.is_multipart()):
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if part.get_content_maintype() == "text":
            charset = part.get_content_charset()
            try:
                text = content.decode(charset) if charset else decoded(content) or ""
            except (LookupError, UnicodeDecodeError):
                text = decoded(content) or ""
            texts.append(html_words(text) if part.get_content_subtype() in ("html", "xml") else text)
        else:
            location = str(part.get("Content-Location", "")).rpartition("/")[2]
            files.append(
                (part.get_filename() or location or f"{number}.{part.get_content_subtype()}", content)
            )
    return "\n".join([*(f"{message[h]}" for h in ("From", "To", "Subject") if message[h]), *texts]), tuple(
        files
    )
