"""The rows of registers as documents, for whatever counts documents: ledgers, statistics, timeliness, inspection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

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


def row_documents(tables: Iterable[Shown]) -> Iterator[RowDocument]:
    """The rows of all registers that are or have been public, as documents to be counted; of those that have ended without a name."""
    for shown_table in tables:
        table, path = shown_table.table, f"{TABLES}/{shown_table.slug}.csv"
        for row in shown_table.rows:
            yield RowDocument(
                index_no=row_page(shown_table.slug, row.id).rstrip("/"),
                title=row.name,
                summary=table.title,
                category=table.category,
                issuer=row.body,
                formed=row.start or row.day,
                published=row.published,
                openness="主动公开",
                theme=table.title,
                items=(table.item,) if table.item else (),
                late=Late(reason=row.late) if row.late else None,
                review=_REVIEWED,
                path=path,
                lines={},
                body_line=1,
                digest=row.id,
                head=row.id,
                size=0,
                term=table.publish if row.start else None,
            )
        for over in shown_table.over:
            yield RowDocument(
                index_no=shown_table.address.rstrip("/"),
                title=f"{table.title}：编号 {over.id}（已经结束）",
                category=table.category,
                issuer=over.body,
                formed=over.formed,
                published=over.published,
                openness="主动公开",
                theme=table.title,
                late=_EXPLAINED if over.explained else None,
                review=_REVIEWED,
                path=path,
                lines={},
                body_line=1,
                digest=over.id,
                head=over.id,
                size=0,
                term=table.publish if over.start else None,
            )


def newest_rows(registers: Iterable[Register], today: date) -> Iterator[Document]:
    """For each register that has been public the day on which a row last was: what keeps a column of the catalog up to date."""
    for register in registers:
        days = [
            row.life.published for row in register.rows if row.life.published and row.life.published <= today
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

_REVIEWED = Review(conclusion="公开", date=date(1900, 1, 1), by="")
"""The review of a register is that of its file: rows have no record of their own."""
