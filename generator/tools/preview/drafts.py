"""Documents that are not on the site, and everything that was found → pages that only the preview shows.

A page is made when somebody asks for it, in a folder of its own that is gone with the program. Nothing of it is ever written
into a site, neither that of the preview nor any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from threading import Lock
from typing import Any, NamedTuple
from weakref import finalize

from markupsafe import Markup

from generator.build import Checked
from generator.checking.examine import document_rules, examine
from generator.checking.formats.fit import presentable
from generator.checking.rules import BY_NAME
from generator.checking.rules.rule import DocumentRule
from generator.machine.shipped import asset_root
from generator.model.diagnostics import Diagnostic, Severity
from generator.model.document import PUBLIC, Document
from generator.model.faults import Fault
from generator.model.places import DOCUMENTS, document_of
from generator.model.setting import Setting
from generator.model.visibility import is_published
from generator.planning.plan import make_plan
from generator.publishing.documents import (
    INDEX,
    Desk,
    attachment_places,
    page_alone,
    produce_attachment,
    produce_documents,
)
from generator.reading.frontmatter import body_of, decode
from generator.reading.markdown import render_text
from generator.site.frame.theme import template_folders
from generator.site.press import Press, TemplateFault, environment

LIST = "_drafts/"
"""Address of the list of drafts and findings."""

STYLE = "_drafts/preview.css"


class Served(NamedTuple):
    """What the preview answers by itself."""

    kind: str
    """Its media type."""
    data: bytes
    status: str = "200 OK"


class Draft(NamedTuple):
    """A document that is not on the site as it is written."""

    path: str
    title: str
    address: str
    """Where the preview shows it; empty when it cannot be shown."""
    state: str
    """Why it is not on the site."""
    found: tuple[Diagnostic, ...]


class Seen(NamedTuple):
    """What the last check of a root saw."""

    checked: Checked
    fault: Fault | None = None
    """Why no site could be made, when it is not a finding."""
    held: frozenset[str] = frozenset()
    """Documents that the site does not show as they are written, by their paths."""
    stale: bool = False
    """Whether the site could not be made anew."""
    press: Press | None = None
    """What pages are made with; None when that could not be had."""


class Drafts:
    """The drafts of a root after a check. Ask `page` for what is at an address."""

    def __init__(self, root: Path, seen: Seen, today: date) -> None:
        self._root, self._seen, self._today = root, seen, today
        self._busy = Lock()
        self._folder = Path(mkdtemp(prefix="gongkai-"))
        self.close = finalize(self, rmtree, self._folder, True)
        """Remove the pages that were made, at the latest at the end of the program."""
        self.drafts = tuple(_drafts(seen, today))
        self._at = {draft.address: draft for draft in self.drafts if draft.address}

    @property
    def summary(self) -> str:
        """One line for every page of the preview."""
        errors = sum(d.severity is Severity.ERROR for d in self._seen.checked.diagnostics)
        said = [f"草稿和暂缓 {len(self.drafts)} 份"] if self.drafts else []
        said += [f"{errors} 个错误"] if errors else []
        said += ["网站没有更新"] if self._seen.stale else []
        return " · ".join(said)

    def page(self, path: str) -> Served | None:
        """What is at an address that belongs to a draft or to the preview itself; `path` has no slash at its beginning."""
        if path == STYLE:
            return Served("text/css; charset=utf-8", _style())
        if path in (LIST, LIST.rstrip("/")):
            return self.overview()
        address = next((a for a in self._at if path.startswith(a) or path == a.rstrip("/")), None)
        if address is None:
            return None
        inside = path[len(address) :]
        if inside in ("", INDEX):
            with self._busy:
                return self._draft(self._at[address])
        file = self._folder / path
        return (
            Served("application/octet-stream", file.read_bytes()) if _is_below(file, self._folder) else None
        )

    def overview(self, status: str = "200 OK") -> Served:
        """The list of drafts, and of everything that was found."""
        found = [presentable(d) for d in self._seen.checked.diagnostics]
        data = self._filled(
            "preview.html",
            drafts=self.drafts,
            fault=self._seen.fault.message.zh if self._seen.fault else "",
            stale=self._seen.stale,
            errors=[d for d in found if d.severity is Severity.ERROR],
            warnings=[d for d in found if d.severity is Severity.WARNING],
        )
        return Served("text/html; charset=utf-8", data.encode(), status)

    def _draft(self, draft: Draft) -> Served | None:
        setting, press = self._seen.checked.setting, self._seen.press
        if setting is None or press is None:
            return self.overview()
        examined = examine(setting, document_rules(setting.catalog), [draft.path])[0]
        found = [*examined.diagnostics, *(d for d in draft.found if not _is_of_one(d))]
        document = examined.document
        note = self._filled(
            "preview_note.html",
            draft=draft,
            found=[presentable(d) for d in sorted(found, key=lambda d: d.order)],
        )
        html = (
            self._shown(setting, press, document) if document and document.index_no and document.title else ""
        )
        if not html:
            text = self._text(document) if document else ""
            html = self._filled("preview_bare.html", title=draft.title, text=Markup(text))
        head, mark, rest = html.partition("<article")
        tag, end, body = rest.partition(">")
        page = f"{head}{mark}{tag}{end}{note}{body}".replace(
            "</head>", f'<link rel="stylesheet" href="/{STYLE}"></head>', 1
        )
        return Served("text/html; charset=utf-8", page.encode())

    def _text(self, document: Document) -> str:
        source = body_of(decode((self._root / document.path).read_bytes()), document.body_line)
        return render_text(source, document.files.rpartition("/")[2]).html

    def _filled(self, template: str, **context: Any) -> str:
        return environment(template_folders(self._root)).get_template(template).render(**context)

    def _shown(self, setting: Setting, press: Press, document: Document) -> str:
        """The page of a draft as it would be if it were published today, with its files beside it; empty when there can be none."""
        document = published_today(document, self._today)
        others = [d for d in self._seen.checked.documents if d.path != document.path]
        plan = make_plan(setting.catalog, [*others, document], self._today)
        shown = next((d for d in plan.published if d.index_no == document.index_no), None)
        if shown is None:
            return ""
        folder = self._folder
        desk = Desk(self._root, folder, folder / "words", press)
        work = page_alone(shown, plan)
        try:
            for place in attachment_places([shown]).values():
                produce_attachment(desk, place)
            produce_documents(desk, [work])
        except (Fault, OSError, TemplateFault, LookupError, TypeError, ValueError, AttributeError):
            return ""  # a document with errors can lack anything that a page is made from
        return (folder / shown.address / INDEX).read_text(encoding="utf-8")


def published_today(document: Document, today: date) -> Document:
    """A document as if it were published on a day at the latest."""
    early = document.published is not None and document.published <= today
    return document if early else replace(document, published=today)


def _drafts(seen: Seen, today: date) -> Iterable[Draft]:
    """The documents of the root itself that wait, that are held back, or that cannot be read."""
    found: dict[str, list[Diagnostic]] = {}
    for d in seen.checked.diagnostics:
        found.setdefault(document_of(d.path), []).append(d)
    read: set[str] = set()
    for document in seen.checked.documents:
        read.add(document.path)
        if document.origin or document.openness not in (*PUBLIC, None) or document.withdrawn:
            continue
        why = tuple(found.get(document.path, ()))
        shown = is_published(document) and document.published and document.published <= today
        if document.path in seen.held or not shown:
            state = "有错误，没有按现在的内容发布" if document.path in seen.held and shown else "尚未公开"
            address = document.address if document.index_no and document.title else ""
            yield Draft(document.path, document.title or document.path, address, state, why)
    for path, wrong in found.items():
        if path not in read and path.startswith(f"{DOCUMENTS}/") and path.endswith(".md"):
            yield Draft(path, "", "", "读不出来", tuple(wrong))


def _is_of_one(found: Diagnostic) -> bool:
    """Whether a finding comes from a rule that looks at one document, which is asked again."""
    return isinstance(BY_NAME.get(found.rule), DocumentRule)


def _style() -> bytes:
    return (asset_root() / "theme/templates/preview.css").read_bytes()


def _is_below(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve()) and file.is_file()
