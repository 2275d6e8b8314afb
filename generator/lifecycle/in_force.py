"""Documents with a validity → from when to when each was in force: pages by year-end, and a file from which a browser answers for any day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from generator.feeds.records import dump
from generator.ledger.in_force import KINDS, Act, acts_of, kind_of, note_of
from generator.model import Document
from generator.plan import is_published
from generator.render import Page, Press, fill_template, finish_page, head_of
from generator.workdays import ONE_DAY

DATA = "catalog/in-force/in-force.json"
ADDRESS = "catalog/in-force/on/"
NAME = "某日有效的规章和规范性文件"
STYLES = ("assets/gongkai/ledger.css", "assets/gongkai/statutory.css")


class Span(NamedTuple):
    """The time in which a document is in force, as far as the catalog knows today."""

    document: Document
    kind: str
    since: date
    until: date | None
    """The last day; None while no end is known."""
    amended: tuple[date, ...]
    """From when on it was amended, oldest first."""
    note: str
    """题注, as in the list of today."""

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def changed(self, day: date) -> bool:
        """Whether it had been amended by a day."""
        return any(since <= day for since in self.amended)


def spans_of(documents: Iterable[Document], today: date) -> tuple[list[Span], list[Document]]:
    """The spans of all published documents with a validity, newest first, and those that have ended nobody wrote when."""
    published = sorted((d for d in documents if is_published(d)), key=lambda d: (d.effective or d.formed or date.min, d.index_no), reverse=True)
    acts = acts_of(published, date.max)
    spans: list[Span] = []
    undated: list[Document] = []
    for document in published:
        since = document.effective or document.formed
        if not document.validity or document.genre == "解读" or not document.has_text or since is None:
            continue
        done = acts.get(document.index_no or "", ())
        until = min(_ends(document, done), default=None)
        if until is None and document.validity in ("废止", "失效"):
            undated.append(document)
            continue
        amended = tuple(_since(act) for act in done if act.key == "amends") or ((document.revised,) if document.revised else ())
        so_far = [act for act in done if _since(act) <= today]
        spans.append(Span(document, kind_of(document), since, until, amended, note_of(document, so_far)))
    return spans, undated


def in_force_json(spans: Sequence[Span]) -> str:
    """The spans as the browser reads them, one a line; `until` is the last day, absent while no end is known."""
    rows = ",\n".join(dump({key: value for key, value in _record(span).items() if value}) for span in spans)
    return f'{{"documents": [\n{rows}\n]}}\n'


def in_force_pages(press: Press, spans: Sequence[Span], undated: Sequence[Document]) -> Iterator[Page]:
    """The page that answers for any day, and one for the last day of each year that has ended."""
    first = min((span.since.year for span in spans), default=press.today.year)
    years = list(range(press.today.year - 1, first - 1, -1))
    yield _page(press, ADDRESS, NAME, "in_force_on.html", years=years, undated=undated, data="../in-force.json")
    for year in years:
        day = date(year, 12, 31)
        held = {kind: [(span, span.changed(day)) for span in spans if span.kind == kind and span.holds(day)] for kind in KINDS}
        yield _page(press, f"catalog/in-force/{year}/", f"{year}年底有效的规章和规范性文件", "in_force_year.html", year=year, years=years,
                    kinds={kind: found for kind, found in held.items() if found}, undated=undated)


def _ends(document: Document, acts: Iterable[Act]) -> Iterator[date]:
    """The last days in force that its own dates and later documents give it."""
    if document.expires:
        yield document.expires
    yield from (day - ONE_DAY for day in (document.repealed, document.withdrawn and document.withdrawn.date) if day)
    yield from (_since(act) - ONE_DAY for act in acts if act.key != "amends")


def _since(act: Act) -> date:
    return act.by.effective or act.by.formed or date.max


def _record(span: Span) -> dict[str, Any]:
    document = span.document
    return {"index_no": document.index_no, "title": document.title, "address": document.address, "kind": span.kind, "since": str(span.since),
            "until": str(span.until) if span.until else None, "amended": [str(day) for day in span.amended], "note": span.note}


def _page(press: Press, address: str, name: str, template: str, **context: Any) -> Page:
    depth = address.count("/")
    root = "../" * depth
    content = fill_template(press, template, root=root, name=name, **context)
    head = head_of(press, root, address, f"{press.catalog.site.name}：{name}", name, "信息公开目录", styles=STYLES)
    return finish_page(press, f"catalog-{depth}", address, f"{name} - {press.catalog.site.name}", head, content)
