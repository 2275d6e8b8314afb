"""A preview that keeps up with the editor: the page of a changed document at once, the whole site behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock, Thread
from typing import NamedTuple

from generator.annual.books import Books
from generator.build import Built, Checked
from generator.checking.examine import document_rules, examine
from generator.machine.git import is_ours
from generator.machine.site_folder import amend, manifest_digest
from generator.machine.workers import silent
from generator.model.faults import Fault
from generator.model.places import WORK
from generator.model.setting import Setting
from generator.planning.plan import Plan, make_plan
from generator.publishing.documents import Desk, page_alone, produce_documents
from generator.reading.sources import Source, sources_of
from generator.site.frame.host import build_host
from generator.site.frame.theme import template_folders
from generator.site.press import Press
from generator.tools.preview.drafts import Drafts, Seen, Served
from generator.tools.proof.held import Held
from generator.tools.proof.holding import build_prepared, prepared

_NOTHING = Checked(None, (), Books(), [])

AT_ONCE = 20
"""Documents whose pages are made at once; when more have changed, the whole site is waited for."""


class _Known(NamedTuple):
    """What the last whole build saw."""

    setting: Setting
    plan: Plan
    sources: frozenset[Source]


class Preview:
    """The site of a root below `.build`: `refresh` shows changed documents, a thread of its own does the rest.

    What is not on the site, `drafts` shows: documents that wait or have errors, and what was found.
    """

    def __init__(self, root: Path, today: date, jobs: int, report: Callable[[Built | Fault], object]) -> None:
        self._instead = (
            None if is_ours(root / WORK) else TemporaryDirectory(prefix="gongkai-")
        )  # gone with the program
        self._work = Path(self._instead.name) if self._instead else root / WORK
        self._work.mkdir(parents=True, exist_ok=True)
        self.site = self._work / "preview"
        self.news = self._work / "preview.news"
        """Touched whenever the whole site is new, for whoever watches it."""
        self.news.touch()
        self.drafts = Drafts(root, Seen(_NOTHING), today)
        self._root, self._today, self._jobs, self._report = root, today, jobs, report
        self._known: _Known | None = None
        self._found: object = None
        self._busy = Lock()
        self._wanted = Event()

    def build(self) -> None:
        """Bring the whole site up to date and report what came of it, unless everything was as before."""
        with self._busy:
            before, sources = manifest_digest(self.site), frozenset(sources_of(self._root))
            result, held = self._built()
            if isinstance(result, Fault):
                seen = Seen(_NOTHING, result, stale=True)
            else:
                paths = frozenset(one.path for one in held)
                seen = Seen(
                    result.checked, None, paths, result.pages is None, self._press(result.checked.setting)
                )
            if isinstance(result, Built) and result.pages is not None and (setting := result.checked.setting):
                self._known = _Known(
                    setting, make_plan(setting.catalog, result.checked.documents, self._today), sources
                )
            before_drafts, self.drafts = self.drafts, Drafts(self._root, seen, self._today)
            before_drafts.close()
            found = [(d.order, d.severity) for d in seen.checked.diagnostics], str(seen.fault), seen.stale
            if manifest_digest(self.site) == before and found == self._found:
                return
            self._found = found
            self.news.touch()
        self._report(result)

    def page(self, path: str) -> Served | None:
        """What the preview answers by itself: a draft, the list of drafts and findings, or that in the place of a site that is not there."""
        served = self.drafts.page(path)
        if served is None and not (self.site / "index.html").is_file():
            return self.drafts.overview("503 Service Unavailable")
        return served

    def refresh(self) -> None:
        """Show the documents that have changed; the whole site follows when it is ready."""
        with self._busy:
            if self._known:
                changed = sorted(set(sources_of(self._root)) - self._known.sources)
                if len(changed) <= AT_ONCE:
                    self._show(self._known, [source.path for source in changed])
        self._wanted.set()

    def keep_up(self) -> None:
        """Start the thread that builds the whole site after each `refresh`. It ends with the program."""
        Thread(target=self._build_when_wanted, daemon=True).start()

    def _build_when_wanted(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            self.build()

    def _built(self) -> tuple[Built | Fault, Sequence[Held]]:
        """What came of a build of what can be published, with all that was found in the root itself."""
        try:
            with prepared(self._root, today=self._today, jobs=self._jobs) as ready:
                built = build_prepared(
                    ready, self._root, self.site, today=self._today, jobs=self._jobs, progress=silent
                )
                return replace(built, checked=ready.checked), ready.held
        except Fault as fault:
            return fault, ()

    def _press(self, setting: Setting | None) -> Press | None:
        """What pages are made with; None when the frame cannot be made, which the build tells."""
        if setting is None:
            return None
        try:
            hosted = build_host(self._root, self._work, setting.catalog)
        except Fault:
            return None
        return Press(setting.catalog, hosted.shells, template_folders(self._root), setting.today)

    def _show(self, known: _Known, paths: Iterable[str]) -> None:
        """Make the pages of published documents anew, with the relations that the last whole build knew and without older versions."""
        setting = known.setting
        press = self._press(setting)
        if press is None:
            return
        desk = Desk(self._root, self.site, self._work / "words", press)
        rules = document_rules(setting.catalog)
        for path in paths:
            read = examine(setting, rules, [path])[0].document
            plan = make_plan(setting.catalog, [read] if read else [], setting.today)
            for document in plan.published:
                around = known.plan if document.index_no in known.plan.standings else plan
                work = page_alone(document, around)
                amend(self.site, produce_documents(desk, [work])[0].page)
