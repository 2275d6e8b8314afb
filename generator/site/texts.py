"""A document's text as HTML and as words."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from generator.model.document import EarlierText, Origin, PublishedDocument
from generator.planning.tables import RowsPage
from generator.reading.attachments.earlier import earlier_texts
from generator.reading.attachments.reading import contents
from generator.reading.frontmatter import body_of, decode
from generator.reading.markdown import Rendered, render_text

_RELATIVE = re.compile(r'((?:href|src)=")(?![#/]|[A-Za-z][A-Za-z0-9+.-]*:)')


def rendered(root: Path, document: PublishedDocument) -> Rendered:
    """The text of a document as HTML and as words; nothing when it is gone from the site."""
    if not document.has_text:
        return Rendered("", ())
    if document.origin and document.origin.elsewhere:
        return pointer(document, document.origin)
    if isinstance(document, RowsPage):
        return Rendered("", ())
    source = body_of(decode((root / document.path).read_bytes()), document.body_line)
    return render_text(source, document.files.rpartition("/")[2])


def rendered_earlier(root: Path, document: PublishedDocument) -> dict[EarlierText, Rendered]:
    """The earlier texts of a document (`amended_text`), as pages two folders below that of the document show them."""
    folder = document.files.rpartition("/")[2]
    texts = {entry: render_text(text.body, folder) for entry, text in earlier_texts(root, document).items()}
    return {entry: text._replace(html=_RELATIVE.sub(r"\1../../", text.html)) for entry, text in texts.items()}


def pointer(document: PublishedDocument, origin: Origin) -> Rendered:
    """What stands in place of a text that is on another site."""
    link = f'<a href="{escape(origin.url)}" rel="noopener noreferrer">{escape(document.title)}</a>'
    safe = (
        f"<p>{escape(document.summary)}</p>\n<p>本信息由{escape(origin.name)}公布，正文在来源网站：{link}</p>"
    )
    return Rendered(safe, ())


def attached(root: Path, document: PublishedDocument) -> dict[str, str]:
    """The words of each attachment, and of each file inside one, by its names; of a page of a register those of each row, by its id."""
    if isinstance(document, RowsPage):
        return dict(document.entries)
    titles = {a.file: f"{a.title} {a.file}" if a.title else a.file for a in document.attachments}
    return {titles.get(content.name, content.name): content.text for content in contents(root, document)}
