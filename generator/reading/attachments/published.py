"""A root → every text beside the documents from which the site is made, so that rules can look at it.

`PUBLISHED` is the whole list: what lies elsewhere in a root does not reach the site, and a test plants a word in every
place to show both.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.machine.shipped import asset_root
from generator.model.diagnostics import Text
from generator.model.places import CATALOG, DOCUMENTS, PAGES
from generator.model.tables import ROWS, TABLES
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.content import Content
from generator.reading.attachments.passages import Passage, texts_of
from generator.reading.attachments.reading import read_file
from generator.reading.yamltext import read_yaml


class Source(NamedTuple):
    """A file or folder of a root from which something is published."""

    place: str
    """Relative to the root."""
    examined: str
    """How it is looked at: `documents` by the rules of documents, `values`, `texts` or `files` here."""
    what: Text


PUBLISHED: tuple[Source, ...] = (
    Source(DOCUMENTS, "documents", Text("公开的信息和附件", "disclosures and their attachments")),
    Source(CATALOG, "values", Text("网站、机构和栏目的设置", "settings of site, bodies and categories")),
    Source("mkdocs.yml", "values", Text("网站生成的设置", "settings of MkDocs")),
    Source("content/data", "texts", Text("登记簿和统计", "registers and statistics")),
    Source(PAGES, "files", Text("栏目的说明页面和文件", "editorial pages and their files")),
    Source("theme", "files", Text("页眉、页脚、图片和样式", "header, footer, pictures and styles")),
)
"""Everything that a site is made from, and how it is examined."""

_PROGRAM = ("templates", "partials", "assets/gongkai", "404.html", "frame.html", "main.html", "shell.html")
"""What of the theme is part of the program."""
_TEXTS = (
    ".md",
    ".txt",
    ".csv",
    ".yml",
    ".yaml",
    ".json",
    ".html",
    ".css",
    ".js",
    ".svg",
    ".xml",
    ".xsl",
    ".lock",
    ".ics",
    ".sig",
    ".vtt",
)
_SILENT = (".woff", ".woff2", ".ttf", ".otf", ".ico", ".xz", ".gz")


class Found(NamedTuple):
    """A text of a file, and the file's path relative to the root."""

    path: str
    passage: Passage


def published_texts(root: Path) -> Iterator[Found]:
    """Every text that the site may show and that no document holds, with the names of files and folders."""
    for source in PUBLISHED:
        place = root / source.place
        match source.examined:
            case "values" if place.is_file():
                yield from _values(root, place)
            case "texts" | "files":
                for path in _files(root, place):
                    yield from _file(root, path)


def _values(root: Path, file: Path) -> Iterator[Found]:
    """Values only: nobody sees the comments of a settings file."""
    text = decoded(file.read_bytes())
    if text is None:
        return
    name = file.relative_to(root).as_posix()
    read = read_yaml(text)
    for key, value in texts_of(read.value, ""):
        line = key
        while line and line not in read.lines:
            line = line.rpartition(".")[0]
        yield Found(name, Passage(value, read.lines.get(line, 1), Text(f"“{key}”", f"`{key}`")))


def _files(root: Path, folder: Path) -> Iterator[Path]:
    own = folder.name == "theme" and folder.resolve() == (asset_root() / "theme").resolve()
    for path, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            file = Path(path) / name
            if file.is_symlink() or (own and file.relative_to(folder).as_posix().startswith(_PROGRAM)):
                continue
            yield file


def _file(root: Path, file: Path) -> Iterator[Found]:
    name = file.relative_to(root).as_posix()
    yield Found(name, Passage(name, 1, Text("文件名", "file name"), named=True))
    if file.name.lower().endswith(_SILENT) or _is_register(name, file):
        return
    if file.name.lower().endswith(_TEXTS):
        text = decoded(file.read_bytes())
        if text is not None:
            yield Found(name, Passage(text, 1))
            return
    for content in read_file(file):
        for part in content.parts:
            yield Found(name, Passage(part.text, 1, part.place, content.name, part.role, part.first_line))


def _is_register(name: str, file: Path) -> bool:
    """Whether a file holds the rows of a register: each cell that is published is looked at by itself, under its heading."""
    return name.startswith(f"{TABLES}/") and file.suffix in ROWS and file.with_suffix(".yml").is_file()


def published_files(root: Path) -> Iterator[tuple[str, Content]]:
    """The contents of all files that are published as they are and belong to no document."""
    for folder in (PAGES, "theme"):
        for path in _files(root, root / folder):
            if not path.name.lower().endswith((*_TEXTS, *_SILENT)):
                for content in read_file(path):
                    yield path.relative_to(root).as_posix(), content
