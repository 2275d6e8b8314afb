"""MkDocs makes the frame: editorial pages, page shells and theme assets come out of one small MkDocs build.

Documents never pass through it. The build is kept under a key of everything it is made from, so an unchanged theme
costs nothing.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from generator.cleaning import cleaned
from generator.machine.site_folder import file_digest
from generator.model.catalog import Catalog
from generator.model.faults import HostError
from generator.model.places import PAGES
from generator.reading.attachments.kinds import kind_of, type_refusal
from generator.reading.markdown import clean_page
from generator.site.frame.look import look_tokens, picture
from generator.site.frame.modules import OWN, whole_modules
from generator.site.frame.shell import Shell, split_shell
from generator.site.frame.stylesheet import STYLESHEET, site_stylesheet
from generator.site.frame.theme import host_key, mkdocs_config, own_files, theme_folders

STUBS = {
    "home": "index.md",
    "guide": "guide/index.md",
    "system": "system/index.md",
    "catalog": "catalog/index.md",
    "annual": "annual/index.md",
    "request": "request/index.md",
    "search": "search/index.md",
    "catalog-2": "catalog/0/index.md",
    "catalog-3": "catalog/0/0/index.md",
    "catalog-4": "catalog/0/0/0/index.md",
    "guide-2": "guide/0/index.md",
    "system-2": "system/0/index.md",
    "annual-2": "annual/0/index.md",
    "request-2": "request/0/index.md",
    "document": "document/0/index.md",
    "body": "body/0/index.md",
    "accessibility": "accessibility/index.md",
    "map": "map/index.md",
}
"""Kind of page → the stub whose shell it uses: a block by its name, pages below it by name and depth. A stub lies as deep
as its pages, so that relative links are right."""

NAVIGATION = (
    ("首页", "home"),
    ("政府信息公开指南", "guide"),
    ("政府信息公开制度", "system"),
    ("法定主动公开内容", "catalog"),
    ("政府信息公开年报", "annual"),
    ("依申请公开", "request"),
)
"""The four blocks and the entry that every platform has under these names (国办公开办函〔2019〕61号)."""

SECTIONS = {"document": "catalog", "body": "guide"}
"""Kinds of page that belong to a block without lying below its address."""

HEADED = ("guide", "system", "annual", "request")
"""Pages whose heading and editorial preface (content/pages/<kind>.md) the shell itself shows."""


@dataclass(frozen=True, slots=True)
class Hosted:
    """What MkDocs made: a folder with assets and editorial pages, and a shell for each kind of page."""

    folder: Path
    shells: Mapping[str, Shell]


def build_host(root: Path, work: Path, catalog: Catalog) -> Hosted:
    """Build pages and shells below `work`, or take them from there when nothing they are made from has changed."""
    folder = work / f"host-{host_key(root, catalog)}"
    listed = folder.with_suffix(".files")
    if not _is_whole(folder, listed):
        for old in work.glob("host-*"):
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
        staged = work / "host.new"
        _stage(root / PAGES, work / "docs")
        _run(mkdocs_config(root), work / "docs", staged, root, catalog)
        (staged / STYLESHEET).write_text(
            site_stylesheet(_material(staged), theme_folders(root), look_tokens(catalog.site.look)),
            encoding="utf-8",
        )
        for module, text in whole_modules(staged / OWN):
            module.write_text(text, encoding="utf-8")
        staged.rename(folder)
        listed.write_text(_listing(folder), encoding="utf-8")
    shells = {
        kind: split_shell((folder / stub).with_suffix(".html").read_text(encoding="utf-8"))
        for kind, stub in STUBS.items()
    }
    return Hosted(folder, shells)


def _is_whole(folder: Path, listed: Path) -> bool:
    """Whether everything that was made is still there as it was: a folder that lost a file would go on the site without it."""
    try:
        return listed.read_text(encoding="utf-8") == _listing(folder)
    except (OSError, UnicodeDecodeError):
        return False


def _listing(folder: Path) -> str:
    """Name and digest of every file of a folder."""
    return "".join(
        f"{file_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in own_files(folder)
    )


def public_files(hosted: Hosted) -> Iterator[str]:
    """What of the host's folder belongs on the site, relative to it: all but stubs, its own sitemap, Material's scripts and what the
    stylesheet is made from."""
    stubs = {Path(stub).with_suffix(".html").as_posix() for stub in STUBS.values()}
    for path in own_files(hosted.folder):
        name = path.relative_to(hosted.folder).as_posix()
        if (
            name not in stubs
            and not name.startswith("sitemap.xml")
            and not name.startswith(("assets/javascripts/", "assets/stylesheets/", "assets/gongkai/look/"))
        ):
            yield name


def _stage(pages: Path, docs: Path) -> None:
    """Copy the editorial pages with the files that may be attached, and turn those named like a block into its preface."""
    shutil.rmtree(docs, ignore_errors=True)
    docs.mkdir(parents=True)
    for file in own_files(pages):
        data = file.read_bytes()
        if file.suffix != ".md" and type_refusal(kind_of(data, file.name), file.name, legacy=False):
            continue  # page-file-type has reported it
        target = docs / file.relative_to(pages)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data if file.suffix == ".md" else cleaned(data, file.name))
    for kind, stub in STUBS.items():
        preface = docs / f"{kind}.md"
        text = _page_text(preface) if preface.is_file() else ""
        preface.unlink(missing_ok=True)
        heading = next(title for title, name in NAVIGATION if name == kind) if kind in HEADED else ""
        section = SECTIONS.get(kind, kind.partition("-")[0])
        target = docs / stub
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            f"---\ntemplate: shell.html\nsection: {section}\nheading: {heading}\n---\n\n{text}",
            encoding="utf-8",
        )


def _run(config: Path, docs: Path, out: Path, root: Path, catalog: Catalog) -> None:
    from mkdocs.commands.build import build  # most builds find what it has made
    from mkdocs.exceptions import Abort, MkDocsException

    shutil.rmtree(out, ignore_errors=True)
    heard = _Heard()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    try:
        settings = _settings(config, docs, out, root, catalog)
        settings.plugins.events["page_markdown"].append(_plain_meta)
        settings.plugins.events["page_content"].append(lambda html, **_: clean_page(html))
        build(settings)
    except (Abort, MkDocsException, SystemExit, UnicodeError, RecursionError) as error:
        raise HostError("\n".join([*heard.lines, str(error)])) from error
    finally:
        logger.removeHandler(heard)


def _settings(config: Path, docs: Path, out: Path, root: Path, catalog: Catalog) -> Any:
    from mkdocs.config import load_config

    site = catalog.site
    nav = [{title: STUBS[kind]} for title, kind in NAVIGATION]
    settings = load_config(
        str(config),
        docs_dir=str(docs.resolve()),
        site_dir=str(out.resolve()),
        site_name=site.name,
        site_url=site.url,
        nav=nav,
        copyright=None,
    )
    theme: Any = settings.theme
    for folder in reversed(theme_folders(root)):
        theme.dirs.insert(0, str(folder))
    theme.get_env = partial(_environment, theme)
    settings.extra.update(
        site=site,
        logo=picture(root, site.look.logo if site.look else None),
        header=picture(root, site.look.header if site.look else None),
        authority=catalog.authority,
        pages=list(editorial_pages(docs)),
    )
    return settings


def _environment(theme: Any) -> Any:
    """What MkDocs fills templates with; of what it lists there it copies the files that are no templates, and none in hidden folders.

    Material keeps 14,000 icons in one of those: to list them took longer than all else that makes a frame.
    """
    made = type(theme).get_env(theme)
    made.loader.list_templates = partial(_listed, theme.dirs)
    return made


def _listed(folders: Iterable[str]) -> list[str]:
    """Name of every file below these folders, sorted, without hidden folders."""
    found = set()
    for top in map(Path, folders):
        for place, inner, names in os.walk(top):
            inner[:] = [name for name in inner if not name.startswith(".")]
            found |= {(Path(place) / name).relative_to(top).as_posix() for name in names}
    return sorted(found)


def _plain_meta(markdown: str, page: Any, **_: object) -> str:
    """Of the front matter of an editorial page only its title is used: themes print the rest unescaped or act on it."""
    if page.file.src_uri not in STUBS.values():
        page.meta = {"title": str(page.meta["title"])} if "title" in page.meta else {}
    return markdown


def _material(built: Path) -> str:
    """Material's stylesheets, whose names change with every release, the main one first."""
    sheets = sorted(
        (built / "assets/stylesheets").glob("*.min.css"), key=lambda f: not f.name.startswith("main.")
    )
    return "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def editorial_pages(folder: Path) -> Iterator[tuple[str, str]]:
    """Title and address of every editorial page that is no preface, for the footer and the site map."""
    for file in sorted(folder.glob("*.md")):
        if file.stem not in ("index", *STUBS):
            heading = re.search(r"^# (.+)$", _page_text(file), re.MULTILINE)
            yield (heading[1].strip() if heading else file.stem), f"{file.stem}/"


def _page_text(file: Path) -> str:
    """The text of an editorial page. Raises HostError for one in another encoding, which the check has told unless somebody let it pass."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise HostError(f"{file.name}: not UTF-8") from None


class _Heard(logging.Handler):
    """Keeps MkDocs' warnings and errors for the message of a HostError."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what is said."""
        self.lines.append(record.getMessage())
