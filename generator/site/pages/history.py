"""Histories → pages that compare versions; earlier addresses → pages that lead to the present ones. No script is needed for either;
with one, any two days lead to the comparison of their versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.history.histories import History
from generator.history.story import Told
from generator.machine.json_text import json_line, json_text
from generator.model.document import EarlierText, PublishedDocument
from generator.model.workdays import ONE_DAY
from generator.planning.plan import Row
from generator.reading.index_pattern import index_pattern
from generator.reading.markdown import Rendered, article_of
from generator.site.feeds.records import link
from generator.site.press import Page, Press, fill_template, finish_page, head_of

STYLES = ("assets/gongkai/history.css",)


class Compared(NamedTuple):
    """A document of which there are several versions."""

    document: PublishedDocument
    history: History
    story: tuple[Told, ...]
    """What happened to it."""
    earlier: tuple[tuple[EarlierText, Row | None], ...] = ()
    """The texts that were in force before, each with the document that amended it."""

    @property
    def days(self) -> dict[str, date | None]:
        """By the name of each version: from when on it stood, oldest first."""
        return dict(self.history.days)

    @property
    def following(self) -> dict[str, str]:
        """The name of the version after each, by its name."""
        return dict(pairwise(self.days))

    @property
    def labels(self) -> dict[str, str]:
        """What each version is called, by its name."""
        earlier = {str(entry.since): f"{entry.since} 起的文本" for entry in self.history.earlier}
        committed = [name for name in self.days if name not in earlier]
        if earlier and len(committed) == 1:
            return earlier | {committed[0]: "现在的文本"}
        return earlier | {name: f"{'公开后' if earlier else ''}第 {name} 版" for name in committed}


def history_pages(press: Press, case: Compared, earlier: Mapping[EarlierText, Rendered]) -> Iterator[Page]:
    """`history/` compares each version with the one before, `history/<name>/` one with all later ones, `text/<name>/` is its text.

    `earlier` are the texts that the front matter lists.
    """
    yield _step_by_step(press, case)
    yield from _listed_texts(press, case, earlier)
    yield from _committed_texts(press, case)
    yield from _with_later_ones(press, case)


def _step_by_step(press: Press, case: Compared) -> Page:
    document, history, labels, following = case.document, case.history, case.labels, case.following
    dated = timeline(document, history.days, history.earlier)
    return _page(
        press,
        document,
        "history/",
        "history.html",
        days=case.days,
        labels=labels,
        dated=json_line([(day, name, name and labels[name]) for day, name in dated]),
        story=case.story,
        shallow=press.shallow,
        hidden=any(correction.earlier == "隐去" for correction in document.corrections),
        steps=[c for c in history.comparisons if following.get(c.before) == c.after],
        earlier=history.earlier,
    )


def _listed_texts(press: Press, case: Compared, earlier: Mapping[EarlierText, Rendered]) -> Iterator[Page]:
    amending, following = dict(case.earlier), case.following
    for entry, rendered in earlier.items():
        yield _page(
            press,
            case.document,
            text_address(str(entry.since)),
            "earlier_text.html",
            entry=entry,
            by=amending.get(entry),
            following=following[str(entry.since)],
            outline=rendered.outline,
            text=Markup(rendered.html),
        )


def _committed_texts(press: Press, case: Compared) -> Iterator[Page]:
    days, following = case.days, case.following
    for name, text in case.history.texts:
        yield _page(
            press,
            case.document,
            text_address(name),
            "history_text.html",
            number=name,
            since=days[name],
            until=days[following[name]],
            text=list(_addressed(text)),
        )


def _with_later_ones(press: Press, case: Compared) -> Iterator[Page]:
    days, labels = case.days, case.labels
    for name in list(days)[:-2]:
        yield _page(
            press,
            case.document,
            f"history/{name}/",
            "history_version.html",
            days=days,
            labels=labels,
            name=name,
            comparisons=[c for c in case.history.comparisons if c.before == name],
        )


def timeline(
    document: PublishedDocument,
    days: Sequence[tuple[str, date | None]],
    earlier: Sequence[EarlierText],
) -> list[tuple[date, str | None]]:
    """From when on the text of which version stood, oldest first; None: the text of these days is not to be had."""
    dated: list[tuple[date, str | None]] = [(day, name) for name, day in days if day]
    gaps = [
        (one.until + ONE_DAY, None) for one, other in pairwise(earlier) if one.until + ONE_DAY < other.since
    ]
    return sorted([*dated, *gaps] or [(document.published, "1")], key=itemgetter(0))


def _addressed(text: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The paragraphs of a text, each with its address on the page: articles have the same as in the text of today."""
    met = {""}
    for block in text:
        article = article_of(block)
        yield block, "" if article in met else article
        met.add(article)


def text_address(name: str) -> str:
    """Where the whole text of an earlier version is, below the page of its document."""
    return f"text/{name}/"


def redirects(press: Press, moved: Mapping[str, PublishedDocument]) -> Iterator[tuple[str, str]]:
    """Name and text of the files at earlier addresses: a page, and for an index number its record in the static API.

    An address with a query is no file: only the server can redirect it, by the maps that are written beside.
    """
    for address, document in moved.items():
        if "?" in address or "%" in address:
            continue
        name = address if address.endswith((".html", ".htm")) else f"{address}/index.html"
        target = "../" * name.count("/") + document.address
        yield (
            name,
            fill_template(press, "redirect.html", site=press.catalog.site, document=document, target=target),
        )
        if not index_pattern(press.catalog.index_no).fullmatch(address):
            continue
        moved_to = {
            "index_no": address,
            "moved_to": document.index_no,
            "url": link(press.catalog, document.address),
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
