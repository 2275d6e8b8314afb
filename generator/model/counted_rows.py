"""The rows of registers as documents, for whatever counts documents: ledgers, statistics, timeliness, inspection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from generator.model.document import Document, Late, PublishedDocument
from generator.model.review import Review
from generator.model.tables import TABLES, Register, Shown, applies, body_of, event_day, row_page
from generator.model.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDocument(PublishedDocument):
    """A row in force as ledgers count it: like a document, under the term of its register."""

    term: Term | None = None
    """None: no term runs for it."""


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


class CountedRow(NamedTuple):
    """What ledgers know of a row that is or has been public: of one that has ended no name."""

    id: str
    address: str
    title: str
    body: str
    formed: date
    published: date
    under_term: bool
    """Whether a term ran for its publication."""
    late: str
    """Why it was published after its term; empty: nothing was said."""
    in_force: bool


class Counted(NamedTuple):
    """The rows of a register, as far as ledgers count them: a tenth of what is shown, to be handed to another process."""

    slug: str
    title: str
    category: str
    item: str | None
    term: Term | None
    rows: tuple[CountedRow, ...]


def counted(shown: Shown) -> Counted:
    """The rows of a register that are or have been public, to be counted."""
    table, slug = shown.table, shown.slug
    rows = [
        CountedRow(
            row.id,
            row_page(slug, row.id),
            row.name,
            row.body,
            row.start or row.day,
            row.published,
            row.start is not None,
            row.late,
            True,
        )
        for row in shown.rows
    ]
    rows += [
        CountedRow(
            over.id,
            shown.address,
            f"{table.title}：编号 {over.id}（已经结束）",
            over.body,
            over.formed,
            over.published,
            over.start is not None,
            _EXPLAINED if over.explained else "",
            False,
        )
        for over in shown.over
    ]
    return Counted(slug, table.title, table.category, table.item, table.publish, tuple(rows))


def row_documents(tables: Iterable[Counted]) -> Iterator[RowDocument]:
    """The rows of all registers that are or have been public, as documents to be counted."""
    for table in tables:
        path = f"{TABLES}/{table.slug}.csv"
        items = (table.item,) if table.item else ()
        for row in table.rows:
            yield RowDocument(
                index_no=row.address.rstrip("/"),
                title=row.title,
                category=table.category,
                issuer=row.body,
                formed=row.formed,
                published=row.published,
                openness="主动公开",
                theme=table.title,
                items=items if row.in_force else (),
                late=Late(reason=row.late) if row.late else None,
                review=_REVIEWED,
                path=path,
                lines={},
                body_line=1,
                digest=row.id,
                head=row.id,
                size=0,
                term=table.term if row.under_term else None,
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


_EXPLAINED = "已经结束，原因不再显示"

_REVIEWED = Review(conclusion="公开", date=date(1900, 1, 1), by="")
"""The review of a register is that of its file: rows have no record of their own."""
