"""Documents → what the site will hold: pages, catalog views, relations. Decides everything, writes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from generator.model.catalog import Catalog
from generator.model.document import Document, ListedDocument, PublishedDocument
from generator.model.duties import body_name
from generator.model.grounds import in_words
from generator.model.in_force import acts_of
from generator.model.relations import RELATIONS
from generator.model.shown_rows import Register, Shown, shown
from generator.model.visibility import as_shown, old_addresses
from generator.planning.standing import Standing, standing_of

PAGE_ROWS = 50
"""Rows on one page of a listing."""

VIEWS = {
    "category": "目录类别",
    "theme": "主题分类",
    "body": "发布机构",
    "year": "年份",
    "genre": "体裁",
    "validity": "有效性",
}

VALIDITY_SLUGS = {
    "有效": "in-force",
    "尚未生效": "not-yet",
    "已修改": "amended",
    "失效": "expired",
    "废止": "repealed",
    "被替代": "superseded",
    "已撤回": "withdrawn",
    "已撤下": "removed",
    "公开期满": "ended",
}
"""Every standing of a document, and its part of an address."""


class Row(NamedTuple):
    """One line of the catalog: the four legal columns (条例 art. 12) and what a reader needs beside them."""

    index_no: str
    title: str
    summary: str
    formed: date | None
    published: date | None
    issuer: str
    validity: str | None
    """Its validity on the day of the plan, or that it was withdrawn."""
    withheld: str | None
    """For a record that is not public: how it can be had, or why not."""
    address: str | None
    """Relative to the site; None when there is no page."""
    source: str | None = None
    """The catalog it comes from, when it is another one."""
    openness: str | None = None
    """How public it is, of a record that is not public to all or not in whole."""
    ground: str = ""
    """Why, in the words of the law."""
    left_out: str | None = None
    """The parts that were left out, in general words."""
    turns: tuple[tuple[str, str], ...] = ()
    """Pairs (day as YYYY-MM-DD, state): how the document will stand from later days on, earliest first."""


class Relation(NamedTuple):
    """A line in the list of relations of a document."""

    label: str
    row: Row


@dataclass(frozen=True, slots=True)
class Listing:
    """One catalog view with all its rows, newest first."""

    view: str
    name: str
    address: str
    rows: tuple[Row, ...]

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """Pairs (公开 or the kind of record, number of rows); empty when all rows are public."""
        return kinds_of(self.rows)

    @property
    def public(self) -> int:
        """The rows that lead to a document."""
        return sum(row.address is not None for row in self.rows)


def kinds_of(rows: Iterable[Row]) -> tuple[tuple[str, int], ...]:
    """Pairs (公开 or the kind of record, number of rows); empty when all rows are public."""
    found = Counter(row.withheld or "公开" for row in rows)
    return (
        tuple((kind, found[kind]) for kind in ("公开", "依申请公开", "不予公开") if found[kind])
        if set(found) - {"公开"}
        else ()
    )


class ListingPage(NamedTuple):
    """One page of a listing. Old pages keep their number: a new document changes only the first page."""

    listing: str
    """Address of the first page."""
    view: str
    name: str
    total: int | None
    """Rows of the whole listing, on its first page: the others stay as they are when a document is added."""
    number: int
    """Counted from the newest, from 1."""
    last: int
    """The number of the oldest page."""
    address: str
    rows: tuple[Row, ...]
    newer: str | None
    older: str | None
    kinds: tuple[tuple[str, int], ...] = ()
    """`Listing.kinds`, on the first page."""


@dataclass(frozen=True)
class Plan:
    """All that will be on the site."""

    catalog: Catalog
    today: date
    documents: tuple[Document, ...]
    """Every document as `as_shown` leaves it, drafts and withheld ones included: they count in ledgers and have no page."""
    published: tuple[PublishedDocument, ...]
    """Newest first."""
    rows: tuple[Row, ...]
    """The whole catalog, newest first, records without a page included."""
    listings: tuple[Listing, ...]
    relations: Mapping[str, tuple[Relation, ...]]
    """Index number → relations of the document."""
    standings: Mapping[str, Standing]
    """Index number → standing of every published document."""
    moved: Mapping[str, PublishedDocument]
    """Addresses of earlier days, without the slash at their end, and the documents to which they lead."""
    tables: tuple[Shown, ...] = ()
    """The registers with rows, as far as they are in force."""

    @cached_property
    def row(self) -> Mapping[str | None, Row]:
        """The rows by index number."""
        return {row.index_no: row for row in self.rows}


def make_plan(
    catalog: Catalog, documents: Iterable[Document], today: date, registers: Iterable[Register] = ()
) -> Plan:
    """What may be published of these documents on a day: the one place where that is decided. They have passed validation."""
    documents = tuple(as_shown(document, today) for document in documents)
    listed = sorted(_listed(documents, catalog), key=_newest_first, reverse=True)
    published = tuple(d for d in listed if isinstance(d, PublishedDocument))
    standings = _standings(published, today)
    rows: dict[str | None, Row] = {
        d.index_no: row_of(d, catalog, standings[d.index_no] if isinstance(d, PublishedDocument) else None)
        for d in listed
    }
    return Plan(
        catalog,
        today,
        documents,
        published,
        tuple(rows.values()),
        tuple(_listings(catalog, listed, rows)),
        _relations(listed, rows),
        standings,
        {address: document for document in published for address in old_addresses(document)},
        tuple(shown(register, today) for register in registers),
    )


def row_of(document: ListedDocument, catalog: Catalog, standing: Standing | None = None) -> Row:
    """The catalog row of a document; with its standing it also says how that will change."""
    public = isinstance(document, PublishedDocument)
    return Row(
        document.index_no,
        document.title,
        _summary(document) if isinstance(document, PublishedDocument) else "",
        document.formed,
        document.published,
        body_name(catalog, document.issuer),
        (standing.state if standing and standing.state else document.standing)
        if public
        else document.validity,
        None if public else document.openness,
        document.address if public else None,
        document.origin.name if document.origin else None,
        None if document.openness == "主动公开" else document.openness,
        "" if document.openness == "主动公开" else in_words(document.openness_reason),
        document.left_out,
        tuple((str(turn.day), turn.state) for turn in standing.turns[1:]) if standing else (),
    )


def issuers_of(document: Document, catalog: Catalog) -> tuple[str, ...]:
    """The full names of all bodies of this catalog that issued a document, the leading one first (条例 art. 10)."""
    named = (catalog.body_named(name) for name in (document.issuer, *document.joint_issuers))
    return tuple(dict.fromkeys(body.name for body in named if body))


def _standings(published: Sequence[PublishedDocument], today: date) -> dict[str, Standing]:
    """How every published document stands, by index number; one that was replaced names what now stands in its place."""
    acts = acts_of(published)
    heirs = {
        number: act.by.index_no
        for number, done in acts.items()
        for act in done
        if number and act.key == "replaces" and act.since and act.since <= today
    }
    heirs |= {d.index_no: d.withdrawn.successor for d in published if d.withdrawn and d.withdrawn.successor}
    known = {d.index_no for d in published}
    return {
        d.index_no: standing_of(
            d,
            acts.get(d.index_no, ()),
            today,
            heir if (heir := _last_heir(d.index_no, heirs)) in known else None,
        )
        for d in published
    }


def _last_heir(number: str, heirs: Mapping[str, str]) -> str | None:
    """The end of the chain of documents each of which stands in the place of the one before."""
    passed = {number}
    while (follows := heirs.get(number)) and follows not in passed:
        passed.add(number := follows)
    return number if len(passed) > 1 else None


def _summary(document: PublishedDocument) -> str:
    """The summary; of a document that was withdrawn since when and why, of one whose time is over the last day."""
    if document.withdrawn:
        return f"{document.withdrawn.date} {document.status}：{document.withdrawn.reason}"
    return f"公开期限至{document.public_until}届满" if document.ended else document.summary


def word_name(document: PublishedDocument) -> str:
    """The name of its Word file beside the page, from the index number alone, so that it never changes: `2026-00012.docx`."""
    return f"{document.index_no.rpartition('/')[2]}.docx"


def pages_of(listing: Listing) -> Iterator[ListingPage]:
    """The pages of a listing: full ones counted from the oldest row, the rest on the first page."""
    rows = listing.rows
    full = max(0, len(rows) // PAGE_ROWS - 1)
    first = len(rows) - full * PAGE_ROWS
    parts = [rows[:first], *(rows[n : n + PAGE_ROWS] for n in range(first, len(rows), PAGE_ROWS))]
    addresses = [listing.address, *(f"{listing.address}{number}/" for number in range(full, 0, -1))]
    for n, (part, address) in enumerate(zip(parts, addresses, strict=True)):
        yield ListingPage(
            listing.address,
            listing.view,
            listing.name,
            None if n else len(rows),
            n + 1,
            len(parts),
            address,
            part,
            addresses[n - 1] if n else None,
            addresses[n + 1] if n + 1 < len(parts) else None,
            () if n else listing.kinds,
        )


def _listed(documents: Iterable[Document], catalog: Catalog) -> Iterator[ListedDocument]:
    """The documents that have a row: those with a page, and records that are not public where the catalog lists them."""
    for document in documents:
        if isinstance(document, PublishedDocument) or (
            isinstance(document, ListedDocument) and catalog.withheld == "list"
        ):
            yield document


def _newest_first(document: ListedDocument) -> tuple[date, date, str]:
    oldest = date.min
    return (
        document.published or document.formed or oldest,
        document.formed or oldest,
        document.index_no,
    )


def _listings(
    catalog: Catalog, documents: Sequence[ListedDocument], rows: Mapping[str | None, Row]
) -> Iterator[Listing]:
    yield Listing("all", "全部信息", "catalog/", tuple(rows.values()))
    for view, names, slugs in _views(catalog, documents, rows):
        groups: dict[str, list[Row]] = defaultdict(list)
        for document in documents:
            for name in filter(None, names(document)):
                groups[name].append(rows[document.index_no])
        for name, slug in slugs.items():
            if groups[name]:
                yield Listing(view, name, f"catalog/{view}/{slug}/", tuple(groups[name]))


def _views(
    catalog: Catalog, documents: Sequence[ListedDocument], rows: Mapping[str | None, Row]
) -> Iterator[tuple[str, Callable[[Document], Iterable[str | None]], Mapping[str, str]]]:
    """For each view a triple: its name, a function document → names of its groups, and group name → part of its address, in display order.

    A joint document stands in the list of every issuer.
    """
    slugs = {view: group_slugs(catalog, view) for view in ("category", "theme", "body", "genre", "validity")}
    yield "category", lambda d: (d.category,), slugs["category"]
    yield "theme", lambda d: (top_theme(d.theme),), slugs["theme"]
    yield "body", lambda d: issuers_of(d, catalog), slugs["body"]
    years = sorted({str(d.formed.year) for d in documents if d.formed}, reverse=True)
    yield "year", lambda d: (str(d.formed.year) if d.formed else None,), {year: year for year in years}
    yield "genre", lambda d: (d.genre,), slugs["genre"]
    yield "validity", lambda d: (rows[d.index_no].validity,), slugs["validity"]


def top_theme(theme: str | None) -> str:
    r"""综合政务 of 综合政务\政务公开; "" of none."""
    return theme.replace("/", "\\").partition("\\")[0] if theme else ""


def group_slugs(catalog: Catalog, view: str) -> Mapping[str, str]:
    """For a view whose groups are known from the catalog: the name of each group → its part of an address, in display order."""
    return VALIDITY_SLUGS if view == "validity" else catalog.slugs[view]


def view_address(catalog: Catalog, view: str, name: str | None) -> str | None:
    """Where the listing of a group of a view is: of a category, theme, body, genre or standing by its name."""
    slugs = group_slugs(catalog, view)
    return f"catalog/{view}/{slugs[name]}/" if name and name in slugs else None


def _relations(
    documents: Sequence[ListedDocument], rows: Mapping[str | None, Row]
) -> dict[str, tuple[Relation, ...]]:
    """Relations in both directions; each pair is named once on a page."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for document in documents:
        for key, (forth, back) in RELATIONS.items():
            for other in getattr(document, key):
                if other in rows and other != document.index_no:
                    found[document.index_no].setdefault(other, forth)
                    found[other].setdefault(document.index_no, back)
        successor = document.withdrawn.successor if document.withdrawn else None
        if successor and successor in rows and successor != document.index_no:
            found[document.index_no].setdefault(successor, "被替代为")
            found[successor].setdefault(document.index_no, "替代")
    return {
        number: tuple(Relation(label, rows[other]) for other, label in others.items())
        for number, others in found.items()
    }
