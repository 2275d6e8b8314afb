"""Rules about what lies in the folders of a root: everything that is published comes from inside it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.attachments.kinds import kind_of, type_refusal
from generator.diagnostics import Finding, Text
from generator.model import Document
from generator.rules.rule import Setting

SOURCES = ("catalog.yml", "mkdocs.yml", "content", "theme")
"""Everything of a root that a site is made from."""


def symbolic_link(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """用链接代替文件或者文件夹。

    链接可以指向服务器上的任何文件，包括不公开的文件和密码；照链接发布，等于把那个文件放到网上。因此 catalog.yml、mkdocs.yml、
    content 和 theme 中都不用链接，文件本身放进来。附件文件夹中的链接由 unsafe-path 报告。
    依据：《网络安全法》（网络运行安全）；《政府网站发展指引》（安全防护）。
    ---
    A link in the place of a file or folder.

    A link can point to any file of the machine. Nothing from outside the root is published, so there are no links in
    catalog.yml, mkdocs.yml, content and theme.
    """
    for path in _links(setting.root, SOURCES):
        yield Finding(1, Text("是链接，不是文件", "it is a link, not a file"),
                      Text("把所指的文件本身放进来，或者删除链接", "put the file itself there, or delete the link"), {}, path)


def page_file_type(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """页面文件夹里有不能发布的文件。

    content/pages 里只放 Markdown 页面，以及可以作附件的文件（pdf、ofd、docx、xlsx、pptx、csv、txt、png、jpg、zip，以内容为准）。
    网页（html）、脚本（js）和矢量图（svg）会在读者的浏览器里运行程序，不会发布。
    依据：《网络安全法》（网络运行安全）；《政府网站发展指引》（安全防护）。
    ---
    A file among the editorial pages that is not published.

    content/pages holds Markdown and the kinds of files that may be attached. HTML, scripts and SVG run code in the
    reader's browser.
    """
    pages = setting.root / "content/pages"
    for path in sorted(p for p in pages.rglob("*") if p.suffix != ".md" and p.is_file() and not p.is_symlink()):
        if refusal := type_refusal(kind_of(path.read_bytes(), path.name), path.name):
            yield Finding(1, refusal.message, refusal.hint, {}, path.relative_to(setting.root).as_posix())


def _links(root: Path, names: Sequence[str], folder: str = "") -> Iterator[str]:
    """The links among some entries of a folder and below them; folders of attachments have a rule of their own."""
    for name in names:
        path = f"{folder}{name}"
        if (root / path).is_symlink():
            yield path
        elif not name.endswith(".files") and (root / path).is_dir():
            with os.scandir(root / path) as entries:
                found = sorted(entry.name for entry in entries if entry.is_symlink() or entry.is_dir(follow_symlinks=False))
            yield from _links(root, found, f"{path}/")
