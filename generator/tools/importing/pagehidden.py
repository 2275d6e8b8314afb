"""What a page does not show its reader: by attributes and styles of its elements, and by the rules of its style sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import html

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import decoded
from generator.tools.importing.pagefiles import Shelf

_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"display\s*:\s*(?!none)\w|visibility\s*:\s*visible", re.IGNORECASE)
_PRINTED = re.compile(r"print|speech|max-width|prefers", re.IGNORECASE)
"""Media whose rules do not hold on a screen."""


def mark_hidden(page: html.HtmlElement, shelf: Shelf) -> None:
    """Give the attribute `hidden` to what the style sheets of a page hide; sheets that do not lie beside the page are not known."""
    for sheet in _sheets(page, shelf):
        for selector, declared in _rules(sheet):
            if _HIDDEN.search(declared):
                for element in _selected(page, selector):
                    element.set("hidden", "css")
            elif _SHOWN.search(declared):
                for element in _selected(page, selector):
                    if element.get("hidden") == "css":
                        del element.attrib["hidden"]


def hides(element: html.HtmlElement) -> bool:
    """Whether an element is hidden by itself."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def drop_hidden(article: html.HtmlElement) -> list[str]:
    """Leave out what a reader of the page does not see; returns the words. What is most of the text is shown by a script."""
    found: list[str] = []
    for element in list(article.iterdescendants()):
        if not hides(element) or element.getroottree().getroot() is not article.getroottree().getroot():
            continue
        words = "".join(element.text_content().split())
        if len(words) * 2 < len("".join(article.text_content().split())):
            found += [words] if words else []
            element.drop_tree()
    return found


def hidden_told(words: list[str]) -> list[Text]:
    """For the report."""
    shown = [some[:20] for some in words[:3]]
    return [
        Text(
            f"网页上看不见的文字没有带入：{'、'.join(shown)}",
            f"words that the page hides are left out: {', '.join(shown)}",
        )
    ][: len(shown)]


def _sheets(page: html.HtmlElement, shelf: Shelf) -> Iterator[str]:
    """The text of the style sheets in a page and beside it, in their order."""
    for element in page.iter("style", "link"):
        if _PRINTED.search(element.get("media", "")):
            continue
        if element.tag == "style":
            yield element.text_content()
        elif "stylesheet" in element.get("rel", "").lower():
            found = shelf.find(element.get("href", ""))
            yield (decoded(found[1]) or "") if found else ""


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selector and declarations of each rule that holds on a screen."""
    import tinycss2

    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            if not _PRINTED.search(tinycss2.serialize(rule.prelude)):
                yield from _rules(tinycss2.serialize(rule.content))
        elif rule.type == "qualified-rule":
            yield tinycss2.serialize(rule.prelude).strip(), tinycss2.serialize(rule.content)


def _selected(page: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """The elements that a selector means; none for one that only a browser can follow, such as :hover."""
    from cssselect import HTMLTranslator, SelectorError

    translate: Callable[[str], str] = HTMLTranslator().css_to_xpath
    try:
        found: list[html.HtmlElement] = page.xpath(translate(selector))
    except SelectorError:
        return []
    return found
