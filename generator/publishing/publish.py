"""The plan → all files of the site, in a stage; what is known from before is taken over instead of being made again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from functools import partial

from generator.history.revisions import read_log
from generator.machine.cache import key_of, program_key
from generator.machine.site_folder import Stage, copy_file, write_file
from generator.machine.workers import give_back
from generator.model.document import PublishedDocument
from generator.model.events import events
from generator.model.places import PAGES
from generator.planning.tables import counted_key, searchable
from generator.publishing.document_work import begin_documents, record_documents
from generator.publishing.documents import Desk, write_page
from generator.publishing.file_groups import FileGroups, one
from generator.publishing.indexing import Index
from generator.publishing.inputs import Contents, Means
from generator.publishing.rows import key_of_front_matter, rows_of_front_matter, rows_of_texts
from generator.publishing.shares import LIST, Share, own_pages, own_shards, part_list
from generator.publishing.words import words_row
from generator.publishing.work import Keys, Work
from generator.search.shards import Shard, assign_shards
from generator.site.frame.host import Hosted, editorial_pages, public_files
from generator.site.frame.theme import template_folders
from generator.site.pages.home import render_search
from generator.site.pages.site_map import blocks_of
from generator.site.pages.statutory import all_reports
from generator.site.press import Press


def publish(
    contents: Contents, means: Means, stage: Stage, hosted: Hosted, share: Share | None
) -> list[tuple[str, str]]:
    """Bring the whole site, or a share of it, into the stage; returns every file with its SHA-256. Raises SearchError.

    This process makes the other pages while the workers make the documents. The index is made from the texts of these.
    """
    work = _work(contents, stage, hosted)
    groups = FileGroups(stage, means, share)
    shards = assign_shards(searchable(contents.plan.published, contents.plan.tables, work.desk.press.catalog))
    index = Index.begin(groups, work.desk, own_shards(shards, share) if share else shards)
    documents, made = begin_documents(groups, work, index, _paged(contents, shards, share))
    groups.add(one("host", key_of(program_key(), hosted.folder.name), partial(_host, hosted, stage)))
    for row in rows_of_texts(work):
        groups.add(row)
    rows = partial(rows_of_front_matter, work, groups)
    groups.together("others", key_of_front_matter(work), rows)
    record_documents(groups, documents, made)
    means.progress("索引", 0, 1)
    give_back()
    index.build(groups)
    groups.settle()
    give_back()
    if not share:
        press = work.desk.press
        opening = index.finish(groups, press.catalog)
        page = partial(_search_page, press, stage, opening)
        groups.add(one("search page", key_of(work.keys.theme, opening), page))
        groups.add(words_row(work, index))
    shutil.rmtree(work.desk.work, ignore_errors=True)
    return (
        [*groups.files, write_file(stage.folder, LIST, part_list(groups.groups))] if share else groups.files
    )


def _work(contents: Contents, stage: Stage, hosted: Hosted) -> Work:
    setting, plan, books = contents
    templates = template_folders(setting.root)
    log = read_log(setting.root)
    press = Press(setting.catalog, hosted.shells, templates, setting.today, log.shallow)
    reports = all_reports(plan, setting, books.annual)
    years = [report.year for report in reports]
    program = key_of(program_key(), setting.catalog)
    sources = (file.read_bytes() for folder in templates for file in sorted(folder.iterdir()))
    theme = key_of(program, hosted.shells, log.shallow, *sources)
    front_matter = key_of(
        program,
        setting.today,
        [(d.path, d.head, d.index_no, d.ended, d.attached, d.origin) for d in plan.documents],
        [counted_key(table) for table in plan.tables],
    )
    return Work(
        contents,
        Desk(setting.root, stage.folder, hosted.folder.parent / "words", press),
        log,
        events(plan.published, setting.today),
        reports,
        blocks_of(setting.catalog, years, editorial_pages(setting.root / PAGES), plan.tables),
        Keys(program, theme, front_matter, key_of(theme, front_matter)),
    )


def _paged(contents: Contents, shards: Sequence[Shard], share: Share | None) -> Sequence[PublishedDocument]:
    """The documents whose pages this build makes."""
    if share is None:
        return contents.plan.published
    own = own_pages(shards, share)
    return [document for document in contents.plan.published if document.index_no in own]


def _search_page(press: Press, stage: Stage, opening: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield write_page(stage.folder, render_search(press, opening))


def _host(hosted: Hosted, stage: Stage) -> Iterator[tuple[str, str]]:
    for name in public_files(hosted):
        yield copy_file(hosted.folder / name, stage.folder, name)
