"""Histories → pages that compare versions; earlier addresses → pages that lead to the present ones. No script is needed for either;
with one, any two days lead to the comparison of their versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from generator.history.histories import History
from generator.machine.json_text import json_line, json_text
from generator.model.document import PublishedDocument
from generator.planning.plan import Row
from generator.reading.index_pattern import index_pattern
from generator.reading.markdown import article_of
from generator.site.feeds.records import link
from generator.site.press import Page, Press, fill_template, finish_page, head_of

STYLES = ("assets/gongkai/history.css",)


class Compared(NamedTuple):
    """A document of which there are several versions."""

    document: PublishedDocument
    history: History


def history_pages(press: Press, case: Compared) -> Iterator[Page]:
    """`history/` compares each version with the one before, `history/<n>/` version n with all later ones."""
    document, history = case
    days, comparisons = dict(history.days), history.comparisons
    yield _page(
        press,
        document,
        "history/",
        "history.html",
        days=days,
        dated=json_line([(number, day) for number, day in days.items() if day]),
        document_story=history.changes,
        shallow=press.shallow,
        hidden=any(correction.earlier == "隐去" for correction in document.corrections),
        steps=[c for c in comparisons if c.after == c.before + 1],
    )
    ends = dict(pairwise(days))
    for number, text in history.texts:
        yield _page(
            press,
            document,
            text_address(number),
            "history_text.html",
            number=number,
            since=days[number],
            until=days[ends[number]],
            text=list(_addressed(text)),
        )
    for number in list(days)[:-2]:
        yield _page(
            press,
            document,
            f"history/{number}/",
            "history_version.html",
            days=days,
            number=number,
            comparisons=[c for c in comparisons if c.before == number],
        )


def _addressed(text: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The paragraphs of a text, each with its address on the page: articles have the same as in the text of today."""
    met = {""}
    for block in text:
        article = article_of(block)
        yield block, "" if article in met else article
        met.add(article)


def text_address(number: int) -> str:
    """Where the whole text of an earlier version is, below the page of its document."""
    return f"text/{number}/"


def redirects(press: Press, moved: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    """Name and text of the files at earlier addresses: a page, and for an index number its record in the static API.

    An address with a query is no file: only the server can redirect it, by the maps that are written beside.
    """
    for address, row in moved.items():
        if "?" in address or "%" in address:
            continue
        name = address if address.endswith((".html", ".htm")) else f"{address}/index.html"
        target = "../" * name.count("/") + (row.address or "")
        yield name, fill_template(press, "redirect.html", site=press.catalog.site, row=row, target=target)
        if not index_pattern(press.catalog.index_no).fullmatch(address):
            continue
        moved_to = {
            "index_no": address,
            "moved_to": row.index_no,
            "url": link(press.catalog, row.address or ""),
        }
        yield f"api/documents/{address}.json", json_text(moved_to, indent=2)


def _page(press: Press, document: PublishedDocument, below: str, template: str, **context: Any) -> Page:
    address = f"{document.address}{below}"
    depth = address.count("/")
    root, name = "../" * depth, f"变更记录：{document.title}"
    content = fill_template(press, template, root=root, document=document, **context)
    head = head_of(
        press,
        root,
        address,
        f"{document.title}公开以来的各个版本和改动",
        document.category,
        "信息公开目录",
        styles=STYLES,
    )
    return finish_page(
        press, f"catalog-{depth}", address, f"{name} - {press.catalog.site.name}", head, content
    )
