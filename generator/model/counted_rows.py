"""The rows of registers as documents, for whatever counts documents: ledgers, statistics, timeliness, inspection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from sys import intern

from generator.model.document import Document, Late, PublishedDocument
from generator.model.review import Review
from generator.model.rows import applies, body_of, event_day, row_page
from generator.model.shown_rows import Register, Shown
from generator.model.tables import TABLES
from generator.model.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDocument(PublishedDocument):
    """A row in force as ledgers count it: like a document, under the term of its register."""

    term: Term | None = None
    """None: no term runs for it."""
    number: int = 1
    """How many rows it stands for."""


def number_of(document: Document) -> int:
    """How many documents or rows a document stands for."""
    return document.number if isinstance(document, RowDocument) else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow(Document):
    """A row that is to be published and is not yet, as the inspection counts it."""

    term: Term


def waiting_documents(registers: Iterable[Register]) -> Iterator[WaitingRow]:
    """The rows that are to be published and are not yet, as documents to be counted."""
    for register in registers:
        table = register.table
        for row in register.rows if table.publish else ():
            if table.publish and row.life.published is None and applies(table, row, table.publish):
                start = event_day(table, row, table.publish.start)
                if start:
                    yield WaitingRow(
                        title=f"{table.title} {register.key_of(row)}",
                        category=table.category,
                        issuer=body_of(table, row),
                        formed=start,
                        openness="主动公开",
                        review=_REVIEWED,
                        path=register.path,
                        lines={},
                        body_line=row.line,
                        digest="",
                        head="",
                        size=0,
                        term=table.publish,
                    )


def row_documents(tables: Iterable[Shown]) -> Iterator[RowDocument]:
    """The rows of all registers that are or have been public, as documents to be counted; of those that have ended without a name."""
    for shown in tables:
        for row in shown.rows:
            yield _counted(
                shown,
                row.id,
                address=row_page(shown.slug, row.id),
                title=row.name,
                body=row.body,
                days=(row.start or row.day, row.published),
                term=shown.table.publish if row.start else None,
                late=Late(reason=row.late) if row.late else None,
                items=(shown.table.item,) if shown.table.item else (),
            )
        for over in shown.over:
            yield _counted(
                shown,
                over.id,
                address=shown.address,
                title=f"{shown.table.title}：编号 {over.id}（已经结束）",
                body=over.body,
                days=(over.formed, over.published),
                term=shown.table.publish if over.start else None,
                late=_EXPLAINED if over.explained else None,
            )


def alike_documents(tables: Iterable[Shown]) -> Iterator[RowDocument]:
    """The rows of all registers that are or have been public, one document for all rows of a body that share their days: without names,
    terms and reasons."""
    for shown in tables:
        rows = ((row.body, row.start or row.day, row.published) for row in shown.rows)
        ended = ((over.body, over.formed, over.published) for over in shown.over)
        for (body, formed, published), number in Counter(chain(rows, ended)).items():
            days = formed, published
            title = shown.table.title
            yield _counted(shown, "", address=shown.address, title=title, body=body, days=days, number=number)


def _counted(
    shown: Shown,
    identity: str,
    *,
    address: str,
    title: str,
    body: str,
    days: tuple[date | None, date],
    term: Term | None = None,
    late: Late | None = None,
    items: tuple[str, ...] = (),
    number: int = 1,
) -> RowDocument:
    """A row of a register, in force or ended; `days` are those on which it was formed and published."""
    return RowDocument(
        index_no=intern(address.rstrip("/")),  # many rows have one page, and are many
        title=title,
        category=shown.table.category,
        issuer=body,
        formed=days[0],
        published=days[1],
        openness="主动公开",
        theme=shown.table.title,
        items=items,
        late=late,
        review=_REVIEWED,
        path=intern(f"{TABLES}/{shown.slug}.csv"),
        lines=_NO_LINES,
        body_line=1,
        digest=identity,
        head=identity,
        size=0,
        term=term,
        number=number,
    )


def newest_rows(registers: Iterable[Register], today: date) -> Iterator[Document]:
    """For each register that has been public the day on which a row last was: what keeps a column of the catalog up to date."""
    for register in registers:
        days = [
            row.published
            for block in register.blocks
            for row in block.known.rows
            if row and row.published <= today
        ]
        if days:
            yield Document(
                title=register.table.title,
                category=register.table.category,
                formed=max(days),
                published=max(days),
                openness="主动公开",
                path=register.path,
                lines={},
                body_line=1,
                digest="",
                head="",
                size=0,
            )


_EXPLAINED = Late(reason="已经结束，原因不再显示")

_NO_LINES: Mapping[str, int] = {}

_REVIEWED = Review(conclusion="公开", date=date(1900, 1, 1), by="")
"""The review of a register is that of its file: rows have no record of their own."""
