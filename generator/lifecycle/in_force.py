"""Documents with a validity → from when to when each was in force: pages by year-end, and a file from which a browser answers for any day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.feeds.records import dump
from generator.ledger.in_force import KINDS, Act, acts_of, kind_of, note_of
from generator.model import Document
from generator.plan import is_published
from generator.render import Page, Press, environment, fill_template, finish_page, head_of
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

    def changed(self, day: date) -> bool:
        """Whether it had been amended by a day."""
        return bool(self.amended) and self.amended[0] <= day


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
        amended = tuple(sorted(_since(act) for act in done if act.key == "amends")) or ((document.revised,) if document.revised else ())
        so_far = [act for act in done if _since(act) <= today]
        spans.append(Span(document, kind_of(document), since, until, amended, note_of(document, so_far)))
    return spans, undated


def in_force_json(spans: Sequence[Span]) -> str:
    """The spans as the browser reads them, one a line; `until` is the last day, absent while no end is known."""
    rows = ",\n".join(dump({key: value for key, value in _record(span).items() if value}) for span in spans)
    return f'{{"documents": [\n{rows}\n]}}\n'


Held = Mapping[int, Sequence[tuple[int, bool]]]
"""Every year that has ended, newest first → the numbers of the spans that hold on its last day, and whether each was amended by then."""


def by_year_end(spans: Sequence[Span], today: date) -> Held:
    """What was in force at the end of each year."""
    first = min((span.since.year for span in spans), default=today.year)
    held: dict[int, list[tuple[int, bool]]] = {year: [] for year in range(today.year - 1, first - 1, -1)}
    ends = {year: date(year, 12, 31) for year in held}
    for number, span in enumerate(spans):
        last = (span.until + ONE_DAY).year - 1 if span.until else today.year - 1
        for year in range(span.since.year, min(last, today.year - 1) + 1):
            held[year].append((number, span.changed(ends[year])))
    return held


class Lines(dict[tuple[int, bool], Markup]):
    """The line of a span in a list, by its number and whether it is marked as amended; made once, since it stands in many years."""

    def __init__(self, press: Press, spans: Sequence[Span]) -> None:
        super().__init__()
        self._line = environment(press.templates).get_template("in_force_parts.html").module.line  # type: ignore[attr-defined]
        self.spans = spans

    def __missing__(self, key: tuple[int, bool]) -> Markup:
        number, changed = key
        line = self[key] = Markup(self._line(self.spans[number], changed, "../../../"))
        return line


def render_any_day(press: Press, years: Sequence[int], undated: Sequence[Document]) -> Page:
    """The page that answers for any day."""
    return _page(press, ADDRESS, NAME, "in_force_on.html", years=years, undated=undated, data="../in-force.json")


def render_year_end(press: Press, year: int, held: Held, lines: Lines, undated: Sequence[Document]) -> Page:
    """The list of what was in force on the last day of a year."""
    kinds = {kind: [lines[key] for key in held[year] if lines.spans[key[0]].kind == kind] for kind in KINDS}
    return _page(press, f"catalog/in-force/{year}/", f"{year}年底有效的规章和规范性文件", "in_force_year.html", year=year, years=list(held),
                 kinds={kind: found for kind, found in kinds.items() if found}, undated=undated)


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
