"""Published documents of a year or a body → a BagIt bag (RFC 8493): what was published, its metadata, and checksums of it all.

Each document is a folder `data/documents/<index_no>/` with its record (record.json), its text as a page that opens anywhere
(text.html), and its attachments as published. What is internal, such as the review, stays in the office.
"""

from __future__ import annotations

import html
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import bagit

from generator.cleaning import cleaned
from generator.machine.json_text import json_text
from generator.machine.site_folder import write_file, write_pieces
from generator.machine.workers import Progress, silent
from generator.model.catalog import Catalog
from generator.model.diagnostics import Text
from generator.model.document import PublishedDocument
from generator.model.duties import body_name
from generator.model.faults import OutputError
from generator.model.setting import Setting
from generator.planning.plan import Plan
from generator.site.feeds.catalog_json import records_json
from generator.site.feeds.records import numbers, records
from generator.site.feeds.static_api import api_record
from generator.site.feeds.table import catalog_csv
from generator.site.texts import rendered


@dataclass(frozen=True, slots=True)
class Selection:
    """What is handed over: documents formed in a year, issued by a body; None stands for all."""

    year: int | None = None
    body: str | None = None
    """The full name of a body of catalog.yml."""

    def has(self, document: PublishedDocument, catalog: Catalog) -> bool:
        """Whether a document belongs to it."""
        return (
            self.year is None or (document.formed is not None and document.formed.year == self.year)
        ) and (self.body is None or body_name(catalog, document.issuer) == self.body)


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag that was written."""

    documents: int
    files: int
    digest: str
    """SHA-256 of `tagmanifest-sha256.txt`, which stands for the whole bag: a receipt names it."""


def write_bag(
    folder: Path, setting: Setting, plan: Plan, selection: Selection, progress: Progress = silent
) -> Bag:
    """Write a bag to a folder that is new or empty; the same documents on the same day give the same bag.

    The folder appears when the bag is whole. Raises OutputError when it holds something, when no document
    fits, and when it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(
            Text(f"{folder} 不是空文件夹，没有写入", f"{folder} is not empty; nothing was written")
        )
    chosen = [d for d in plan.published if selection.has(d, setting.catalog)]
    if not chosen:
        raise OutputError(Text("没有符合条件的信息，没有写移交包", "no document fits; no bag was written"))
    part = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        files = sum(1 for _ in _payload(part, setting, plan, chosen, progress))
        bagit.make_bag(str(part), dict(_info(setting, selection, len(chosen))), checksums=["sha256"])
        digest = sha256((part / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        where = error.filename or folder
        raise OutputError(
            Text(
                f"{where}：{error.strerror}；请检查磁盘空间和权限后重试",
                f"{where}: {error.strerror}; check free space and permissions",
            )
        ) from error
    return Bag(len(chosen), files, digest)


def _payload(
    part: Path, setting: Setting, plan: Plan, chosen: list[PublishedDocument], progress: Progress
) -> Iterator[tuple[str, str]]:
    catalog, known = setting.catalog, numbers(plan)
    yield write_pieces(part, "catalog.csv", catalog_csv(records(catalog, known, chosen)))
    yield write_pieces(part, "catalog.json", records_json(catalog, records(catalog, known, chosen)))
    for count, document in enumerate(chosen, 1):
        place = f"documents/{document.address}"
        yield write_file(
            part,
            f"{place}record.json",
            json_text(api_record(document, catalog, plan.relations.get(document.index_no, ())), indent=2),
        )
        yield write_file(part, f"{place}text.html", _page(document, rendered(setting.root, document).html))
        for attachment in document.attachments:
            data = (setting.root / document.files / attachment.file).read_bytes()
            yield write_file(part, f"{place}files/{attachment.file}", cleaned(data, attachment.file))
        progress("移交", count, len(chosen))


def _page(document: PublishedDocument, text: str) -> str:
    title = html.escape(document.title)
    return f'<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head>\n<body><h1>{title}</h1>\n{text}\n</body></html>\n'


def _info(setting: Setting, selection: Selection, count: int) -> Iterator[tuple[str, str]]:
    site, authority = setting.catalog.site, setting.catalog.authority
    scope = "".join(
        part
        for part in (f"{selection.year}年" if selection.year else "", selection.body or "全部机构")
        if part
    )
    yield "Source-Organization", authority.name
    yield "Organization-Address", authority.address
    yield "Contact-Phone", authority.phone
    yield "Contact-Email", authority.email
    yield "External-Description", f"{site.name}：{scope}主动公开的政府信息 {count} 件"
    yield "External-Identifier", site.url
    yield "Bagging-Date", str(setting.today)
