"""A preview that keeps up with the editor: the page of a changed document at once, the whole site behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock, Thread
from typing import NamedTuple

from generator.build import Built, build_site
from generator.checking.examine import document_rules, examine
from generator.history.story import story_of
from generator.machine.git import is_ours
from generator.machine.site_folder import amend, manifest_digest
from generator.model.faults import Fault
from generator.model.places import WORK
from generator.model.setting import Setting
from generator.planning.plan import Plan, make_plan
from generator.publishing.documents import Desk, DocumentWork, document_key, produce_documents
from generator.reading.sources import Source, sources_of
from generator.site.frame.host import build_host
from generator.site.frame.theme import template_folders
from generator.site.press import Press

AT_ONCE = 20
"""Documents whose pages are made at once; when more have changed, the whole site is waited for."""


class _Known(NamedTuple):
    """What the last whole build saw."""

    setting: Setting
    plan: Plan
    sources: frozenset[Source]


class Preview:
    """The site of a root below `.build`: `refresh` shows changed documents, a thread of its own does the rest."""

    def __init__(self, root: Path, today: date, jobs: int, report: Callable[[Built | Fault], object]) -> None:
        self._instead = (
            None if is_ours(root / WORK) else TemporaryDirectory(prefix="gongkai-")
        )  # gone with the program
        self._work = Path(self._instead.name) if self._instead else root / WORK
        self.site = self._work / "preview"
        self.news = self._work / "preview.news"
        """Touched whenever the whole site is new, for whoever watches it."""
        self._root, self._today, self._jobs, self._report = root, today, jobs, report
        self._known: _Known | None = None
        self._busy = Lock()
        self._wanted = Event()

    def build(self) -> None:
        """Bring the whole site up to date and report what came of it, unless everything was as before."""
        with self._busy:
            before, sources = manifest_digest(self.site), frozenset(sources_of(self._root))
            result = self._built()
            if isinstance(result, Built) and result.pages is not None and (setting := result.checked.setting):
                self._known = _Known(
                    setting, make_plan(setting.catalog, result.checked.documents, self._today), sources
                )
                if manifest_digest(self.site) == before:
                    return
                self.news.touch()
        self._report(result)

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

    def _built(self) -> Built | Fault:
        try:
            return build_site(self._root, self.site, today=self._today, jobs=self._jobs)
        except Fault as fault:
            return fault

    def _show(self, known: _Known, paths: Iterable[str]) -> None:
        """Make the pages of published documents anew, with the relations that the last whole build knew and without older versions."""
        setting, root = known.setting, self._root
        hosted = build_host(root, self._work, setting.catalog)
        desk = Desk(
            root,
            self.site,
            self._work / "words",
            Press(setting.catalog, hosted.shells, template_folders(root), setting.today),
        )
        rules = document_rules(setting.catalog)
        for path in paths:
            read = examine(setting, rules, [path])[0].document
            plan = make_plan(setting.catalog, [read] if read else [], setting.today)
            for document in plan.published:
                number = document.index_no
                job = DocumentWork(
                    document=document,
                    relations=known.plan.relations.get(number, ()),
                    story=story_of(document, ()),
                    page=document_key(document),
                    standing=known.plan.standings.get(number) or plan.standings[number],
                )
                amend(self.site, produce_documents(desk, [job])[0].page)
