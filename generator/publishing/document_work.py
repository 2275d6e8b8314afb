"""Published documents → the work of making their files: what of it is known, what workers make, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from generator.history.histories import UNCHANGED, load_histories
from generator.history.story import story_of
from generator.machine.cache import key_of
from generator.machine.workers import by_chunk
from generator.model.document import PublishedDocument
from generator.model.events import Event
from generator.publishing.documents import (
    DocumentWork,
    Made,
    attachment_places,
    document_key,
    produce_attachment,
    produce_documents,
    produce_history,
)
from generator.publishing.file_groups import By, FileGroups, Group
from generator.publishing.indexing import Index
from generator.publishing.work import Work
from generator.site.feeds.documents import by_document
from generator.site.pages.document import Surroundings, is_dated
from generator.site.pages.history import Compared


def begin_documents(
    groups: FileGroups, work: Work, index: Index, paged: Sequence[PublishedDocument]
) -> tuple[list[DocumentWork], Iterator[Made]]:
    """Begin the files of these documents, and the texts of all that are in the index.

    Returns what has to be made and, in the same order, what the workers make of it: hand both to `record_documents`.
    """
    happened = by_document(work.happened)
    left = _unknown(groups, _works(work, index, paged, happened, _around(groups, work, paged, happened)))
    made = by_chunk(
        groups.means.executor,
        partial(produce_documents, work.desk),
        left,
        partial(groups.means.progress, "信息页"),
    )
    groups.add(
        Group(
            "attachment",
            attachment_places(paged),
            partial(produce_attachment, work.desk),
            By.WORKERS,
            own=True,
            stage="附件",
        )
    )
    return left, made


def record_documents(groups: FileGroups, works: Sequence[DocumentWork], made: Iterable[Made]) -> None:
    """Wait for the files of documents, and add them."""
    pairs = list(zip(works, made, strict=True))
    groups.made("document", {work.page: new.page for work, new in pairs if work.page})
    groups.made("copies", {work.copies: new.copies for work, new in pairs if work.copies})
    groups.made("texts", {work.texts: new.texts for work, new in pairs if work.texts})


def _works(
    work: Work,
    index: Index,
    paged: Sequence[PublishedDocument],
    happened: Mapping[str, Sequence[Event]],
    surroundings: Mapping[str, Surroundings],
) -> Iterator[DocumentWork]:
    """Every document with all of its keys. Of the pages of registers, which search knows as documents, texts alone are made."""
    today = work.desk.press.today
    with_page = {document.index_no: document for document in paged}
    for number, document in {**index.documents, **with_page}.items():
        texts = index.document_keys.get(number)
        if number not in surroundings:
            yield DocumentWork(document=document, texts=texts)
            continue
        key = texts or document_key(document)
        around, events = surroundings[number], tuple(happened[number])
        dated = today if is_dated(document, around.standing, today) else None
        changes = [event.change for event in events]
        yield DocumentWork(
            document=document,
            around=around,
            happened=events,
            page=key_of(work.keys.theme, key, around, dated),
            copies=key_of(work.keys.program, key, around.relations, changes),
            texts=texts,
        )


def _unknown(groups: FileGroups, works: Iterable[DocumentWork]) -> list[DocumentWork]:
    """What of the work is left when everything known has been taken over."""
    every = list(works)
    pages = groups.known("document", [work.page for work in every if work.page])
    copies = groups.known("copies", [work.copies for work in every if work.copies])
    texts = groups.known("texts", [work.texts for work in every if work.texts])
    left = (
        replace(
            work,
            page=None if work.page in pages else work.page,
            copies=None if work.copies in copies else work.copies,
            texts=None if work.texts in texts else work.texts,
        )
        for work in every
    )
    return [work for work in left if work.page or work.copies or work.texts]


def _around(
    groups: FileGroups,
    work: Work,
    documents: Sequence[PublishedDocument],
    happened: Mapping[str, Sequence[Event]],
) -> dict[str, Surroundings]:
    """By index number what each page tells around its document; adds the pages that compare versions."""
    histories = load_histories(work.desk.root, documents, work.log, groups.means.cache, groups.means.executor)
    plan, rows = work.contents.plan, work.contents.plan.row
    found: dict[str, Surroundings] = {}
    compared = []
    for document in documents:
        number = document.index_no
        history, standing = histories.get(number, UNCHANGED), plan.standings[number]
        around = Surroundings(
            relations=plan.relations.get(number, ()),
            story=story_of([event.change for event in reversed(happened[number])], history.steps),
            days=history.days,
            earlier=tuple((entry, rows.get(entry.by)) for entry in history.earlier),
            standing=standing,
            heir=rows.get(standing.heir),
        )
        found[number] = around
        if history.comparisons:
            compared.append(Compared(document, history, around.story, around.earlier))
    groups.add(
        Group(
            "history-page",
            {key_of(work.keys.theme, case): case for case in compared},
            partial(produce_history, work.desk),
            By.WORKERS,
            own=True,
            stage="变更记录",
        )
    )
    return found
