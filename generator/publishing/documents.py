"""One document, or one page of a listing → its files in the stage. What the workers do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from generator.cleaning import cleaned
from generator.history.story import story_of
from generator.machine.cache import key_of, program_key
from generator.machine.site_folder import Files, write_file
from generator.model.document import Attachment, PublishedDocument
from generator.model.duties import body_name
from generator.model.events import Event, changes_of
from generator.model.in_force import acts_of
from generator.planning.plan import ListingPage, Plan, word_name
from generator.reading.attachments.layers import DOUBTFUL, digest_of
from generator.reading.attachments.reading import layer_of
from generator.reading.markdown import Rendered
from generator.search.texts import pack_texts, texts_of, texts_place
from generator.site.feeds.documents import document_feeds
from generator.site.feeds.static_api import api_file
from generator.site.pages.document import Download, Surroundings, render_document
from generator.site.pages.history import Compared, history_pages
from generator.site.pages.listing import render_listing
from generator.site.paper.official_word import official_docx
from generator.site.press import Page, Press
from generator.site.texts import attached, rendered, rendered_earlier

INDEX = "index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWork:
    """A document that is published, with everything its files are made from. A worker makes those that have a key."""

    document: PublishedDocument
    around: Surroundings = field(default_factory=Surroundings)
    happened: tuple[Event, ...] = ()
    """What its feeds tell, newest first; nothing before the day on which it is published."""
    page: bytes | None = None
    """Key of its page; None: it is not to be made."""
    copies: bytes | None = None
    """Key of its other forms: Word file, JSON record and feeds, which look the same under every theme."""
    texts: bytes | None = None
    """Key of its texts, which the search page reads and the index is made from."""


def page_alone(document: PublishedDocument, plan: Plan) -> DocumentWork:
    """The work of making a document's page and nothing else, without its older versions: for a preview."""
    number = document.index_no
    acts = acts_of(plan.published).get(number, ())
    return DocumentWork(
        document=document,
        around=Surroundings(
            relations=plan.relations.get(number, ()),
            story=story_of(changes_of(document, acts, plan.today)),
            standing=plan.standings[number],
        ),
        page=document_key(document),
    )


class Made(NamedTuple):
    """What was made of a document."""

    page: Files
    copies: Files
    texts: Files


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a worker reads and writes, and what pages are made with."""

    root: Path
    stage: Path
    work: Path
    """For what is put aside on the way; removed at the end."""
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


def produce_documents(desk: Desk, works: Sequence[DocumentWork]) -> list[Made]:
    """Write the pages of documents, their other forms and their texts, as far as they are wanted; one kind of file after the other."""
    pairs = [(work, rendered(desk.root, work.document)) for work in works]
    texts = [(_texts(desk, work.document, text),) if work.texts else () for work, text in pairs]
    records = [tuple(_records(desk, work)) if work.copies else () for work in works]
    words = [tuple(_word_file(desk, work.document, text)) if work.copies else () for work, text in pairs]
    pages = [(_page(desk, work, text),) if work.page else () for work, text in pairs]
    return [
        Made(page, (*record, *word), text)
        for page, record, word, text in zip(pages, records, words, texts, strict=True)
    ]


def _texts(desk: Desk, document: PublishedDocument, text: Rendered) -> tuple[str, str]:
    texts = texts_of(document, text.text, attached(desk.root, document))
    return write_file(desk.stage, texts_place(document.address), pack_texts(texts))


def _records(desk: Desk, work: DocumentWork) -> Iterator[tuple[str, str]]:
    catalog = desk.press.catalog
    yield write_file(desk.stage, *api_file(work.document, catalog, work.around.relations))
    yield from (write_file(desk.stage, *feed) for feed in document_feeds(catalog, work.happened))


def _word_file(desk: Desk, document: PublishedDocument, text: Rendered) -> Iterator[tuple[str, str]]:
    catalog = desk.press.catalog
    if document.has_text:
        issuers = "、".join([body_name(catalog, document.issuer), *document.joint_issuers])
        data = official_docx(document, text.html, issuers, f"{catalog.site.url}{document.address}")
        yield write_file(desk.stage, f"{document.address}{word_name(document)}", data)


def _page(desk: Desk, work: DocumentWork, text: Rendered) -> tuple[str, str]:
    downloads = [_download(desk.root, work.document, attachment) for attachment in work.document.attachments]
    return write_page(desk.stage, render_document(desk.press, work.document, text, downloads, work.around))


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
    pages = history_pages(desk.press, case, rendered_earlier(desk.root, case.document))
    return tuple(write_page(desk.stage, page) for page in pages)
