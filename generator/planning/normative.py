"""Documents with a validity → the lists of regulations and normative documents, each with its note of dates and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, get_args

from generator.model.catalog import Catalog
from generator.model.document import PublishedDocument, Validity
from generator.model.in_force import IN_FORCE, Act, acts_of, validity_on
from generator.model.normative import KINDS, is_normative, kind_of

VALIDITIES: tuple[Validity, ...] = get_args(Validity)


class Normative(NamedTuple):
    """One document of the lists."""

    document: PublishedDocument
    kind: str
    """One of `KINDS`."""
    validity: Validity
    """Its validity on the day of the plan, from its dates and the acts of later documents."""
    note: str
    """题注: when and under which number it was published and changed, and since when it is in force (国办发〔2021〕33号)."""


def in_force(
    documents: Iterable[PublishedDocument], catalog: Catalog, today: date
) -> tuple[PublishedDocument, ...]:
    """The normative documents in force on a day, amended ones included."""
    found = normative_documents(documents, catalog, today)
    return tuple(entry.document for entry in found if entry.validity in IN_FORCE)


def normative_documents(
    documents: Iterable[PublishedDocument], catalog: Catalog, today: date
) -> tuple[Normative, ...]:
    """Every published regulation, rule and normative document, in the order given."""
    published = list(documents)
    acts = acts_of(published, today)
    return tuple(
        Normative(
            document,
            kind_of(document),
            validity_on(document, acts.get(document.index_no, ()), today),
            note_of(document, acts.get(document.index_no, ())),
        )
        for document in published
        if is_normative(document, catalog) and document.validity and not document.status
    )


def normative_notes(documents: Iterable[PublishedDocument], today: date) -> dict[str, str]:
    """The note of every published document, by index number, whether it has a validity or not."""
    published = list(documents)
    acts = acts_of(published, today)
    return {document.index_no: note_of(document, acts.get(document.index_no, ())) for document in published}


def note_of(document: PublishedDocument, acts: Sequence[Act[PublishedDocument]]) -> str:
    """（2024年10月22日青政办发〔2024〕27号公布，2026年5月12日青政办发〔2026〕16号修改，自2024年12月1日起施行）."""
    parts = [_when(document.formed, document.doc_no, "公布")]
    if document.revised and not any(act.key == "amends" for act in acts):
        parts.append(_when(document.revised, None, "修改"))
    parts += [_when(act.by.formed, act.by.doc_no, "修改" if act.key == "amends" else "废止") for act in acts]
    if document.effective:
        parts.append(f"自{_day(document.effective)}起施行")
    if document.expires:
        parts.append(f"有效期至{_day(document.expires)}")
    if document.repealed and not any(act.key != "amends" for act in acts):
        parts.append(_when(document.repealed, None, "废止"))
    return f"（{'，'.join(part for part in parts if part)}）"


def sections(documents: Iterable[Normative]) -> dict[str, dict[Validity, list[Normative]]]:
    """By kind and validity, in the order of both; kinds and sections without documents are left out."""
    found: dict[str, dict[Validity, list[Normative]]] = {
        kind: {validity: [] for validity in VALIDITIES} for kind in KINDS
    }
    for entry in documents:
        found[entry.kind][entry.validity].append(entry)
    kept = {
        kind: {validity: entries for validity, entries in held.items() if entries}
        for kind, held in found.items()
    }
    return {kind: held for kind, held in kept.items() if held}


def _when(day: date | None, number: str | None, verb: str) -> str:
    return f"{_day(day)}{number or ''}{verb}" if day else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
