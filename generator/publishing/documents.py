"""One document, or one page of a listing → its files in the stage. What the workers do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from generator.cleaning import cleaned
from generator.history.story import Change
from generator.machine.cache import key_of, program_key
from generator.machine.site_folder import Files, write_file
from generator.model.document import Attachment, PublishedDocument
from generator.model.duties import body_name
from generator.planning.events import Event
from generator.planning.plan import ListingPage, Relation, Row, word_name
from generator.planning.standing import Standing
from generator.publishing.kept_texts import Shown, cut_out, shown_in
from generator.reading.attachments.layers import DOUBTFUL, digest_of
from generator.reading.attachments.reading import layer_of
from generator.reading.markdown import Rendered
from generator.search.texts import pack_texts, texts_of, texts_place
from generator.site.feeds.documents import document_feeds
from generator.site.feeds.static_api import api_file
from generator.site.pages.document import Download, render_document
from generator.site.pages.history import Compared, history_pages
from generator.site.pages.listing import render_listing
from generator.site.paper.official_word import official_docx
from generator.site.press import Page, Press
from generator.site.texts import attached, rendered

INDEX = "index.html"

NOTHING_SAID = Standing()
"""The standing of a document that is only indexed."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker does for one document."""

    document: PublishedDocument
    relations: tuple[Relation, ...]
    story: tuple[Change, ...]
    happened: tuple[Event, ...]
    """What its feeds tell, newest first; nothing before the day on which it is published."""
    page: bool
    """Whether the page is to be written."""
    copies: bool
    """Whether its other forms are to be written: Word file, JSON record and feeds, which look the same under every theme."""
    texts: bool
    """Whether its texts are to be written, which the search page reads and the index is made from."""
    shown: Shown | None = None
    """Where the site in use shows the text; None when it has to be rendered."""
    standing: Standing = NOTHING_SAID
    heir: Row | None = None
    """The document that now stands in its place."""
    days: tuple[tuple[int, date | None], ...] = ()
    """Number and day of each of its versions."""


class Made(NamedTuple):
    """What was made of a document."""

    page: Files
    copies: Files
    texts: Files
    shown: Shown | None
    """Where the page shows the text."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a worker reads and writes, and what pages are made with."""

    root: Path
    stage: Path
    work: Path
    """For what is put aside on the way; removed at the end."""
    live: Path
    """The site in use."""
    press: Press


def document_key(document: PublishedDocument) -> bytes:
    """Everything about a document and its attachments that its page and its texts can show."""
    return key_of(
        program_key(),
        document.digest,
        document.address,
        document.files,
        document.attached,
        document.ended,
        document.origin,
    )


def produce_documents(desk: Desk, jobs: Sequence[Job]) -> list[Made]:
    """Write the pages of documents, their other forms and their texts, as far as they are wanted; one kind of file after the other."""
    rendered_texts = [_text(desk, job) for job in jobs]
    work = list(zip(jobs, rendered_texts, strict=True))
    texts = [(_texts(desk, job.document, text),) if job.texts else () for job, text in work]
    records = [tuple(_records(desk, job)) if job.copies else () for job in jobs]
    words = [tuple(_word_file(desk, job.document, text)) if job.copies else () for job, text in work]
    pages = [_page(desk, job, text) if job.page else ((), None) for job, text in work]
    return [
        Made(page, (*record, *word), text, shown)
        for (page, shown), record, word, text in zip(pages, records, words, texts, strict=True)
    ]


def _text(desk: Desk, job: Job) -> Rendered:
    kept = job.shown and cut_out(desk.live / job.document.address / INDEX, job.shown)
    return kept or rendered(desk.root, job.document)


def _texts(desk: Desk, document: PublishedDocument, text: Rendered) -> tuple[str, str]:
    texts = texts_of(document, text.text, attached(desk.root, document))
    return write_file(desk.stage, texts_place(document.address), pack_texts(texts))


def _records(desk: Desk, job: Job) -> Iterator[tuple[str, str]]:
    catalog = desk.press.catalog
    yield write_file(desk.stage, *api_file(job.document, catalog, job.relations))
    yield from (write_file(desk.stage, *feed) for feed in document_feeds(catalog, job.happened))


def _word_file(desk: Desk, document: PublishedDocument, text: Rendered) -> Iterator[tuple[str, str]]:
    catalog = desk.press.catalog
    if document.has_text:
        issuers = "、".join([body_name(catalog, document.issuer), *document.joint_issuers])
        data = official_docx(document, text.html, issuers, f"{catalog.site.url}{document.address}")
        yield write_file(desk.stage, f"{document.address}{word_name(document)}", data)


def _page(desk: Desk, job: Job, text: Rendered) -> tuple[Files, Shown | None]:
    downloads = [_download(desk.root, job.document, attachment) for attachment in job.document.attachments]
    page = render_document(
        desk.press,
        job.document,
        text,
        job.relations,
        downloads,
        job.story,
        job.standing,
        job.heir,
        job.days,
    )
    written = write_page(desk.stage, page)
    return (written,), shown_in(page.html, written[1], text)


def attachment_places(documents: Iterable[PublishedDocument]) -> dict[bytes, tuple[str, str]]:
    """Every attachment: where it lies below the root and below the site, under a key of what it is and where it goes.

    Attachments are a group of files for themselves: a page that is made again does not have them cleaned again.
    """
    places = {
        (f"{d.files}/{a.file}", f"{d.address}files/{a.file}"): digest
        for d in documents
        for a, digest in zip(d.attachments, d.attached, strict=False)
    }
    return {key_of(program_key(), place, digest): place for place, digest in places.items()}


def produce_attachment(desk: Desk, place: tuple[str, str]) -> Files:
    """Write one attachment without what it says about the people and machines behind it. Raises AttachmentError."""
    source, name = place
    return (write_file(desk.stage, name, cleaned((desk.root / source).read_bytes(), Path(source).name)),)


def produce_listing(desk: Desk, views: Sequence[dict[str, Any]], page: ListingPage) -> Files:
    """Write one page of a catalog view."""
    return (write_page(desk.stage, render_listing(desk.press, page, views)),)


def write_page(folder: Path, page: Page) -> tuple[str, str]:
    """Write a page so that its address works without a server's help."""
    return write_file(folder, f"{page.address}{INDEX}", page.html)


def _download(root: Path, document: PublishedDocument, attachment: Attachment) -> Download:
    size = (root / document.files / attachment.file).stat().st_size
    shown = f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
    kind = attachment.file.rpartition(".")[2].upper()
    address = f"files/{quote(attachment.file)}"
    return Download(
        attachment.title or attachment.file, address, kind, shown, _layer(root, document, attachment.file)
    )


def _layer(root: Path, document: PublishedDocument, name: str) -> tuple[tuple[str, str], ...]:
    """The text layer of an attachment, while it fits."""
    layer = layer_of(root, document, name)
    if layer is None or layer.digest != digest_of((root / document.files / name).read_bytes()):
        return ()
    return tuple((place, text.replace(DOUBTFUL, "")) for place, text in layer.parts.items() if text.strip())


def produce_history(desk: Desk, case: Compared) -> Files:
    """Write the pages of one document's versions."""
    return tuple(write_page(desk.stage, page) for page in history_pages(desk.press, case))
