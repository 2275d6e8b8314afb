"""Rules about what lies in the folders of a root: everything that is published comes from inside it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.attachments.kinds import kind_of, type_refusal
from generator.diagnostics import Finding, Text, is_garbled
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
    for entry in _sources(setting.root):
        if entry.is_symlink() and not Path(entry.path).parent.name.endswith(".files"):
            yield Finding(1, Text("是链接，不是文件", "it is a link, not a file"),
                          Text("把所指的文件本身放进来，或者删除链接", "put the file itself there, or delete the link"), {}, _place(entry, setting))


def garbled_name(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """文件名或者文件夹名是乱码。

    名称要用 UTF-8 编码。旧的压缩包里的中文文件名常常是 GBK 编码，解压后成为乱码，别的机器读不出来，网页上也无法链接。
    依据：《政府网站发展指引》（附件应当可以下载）。
    ---
    A garbled name of a file or folder.

    Names are in UTF-8. Those from an old archive are often in GBK: other machines cannot read them, and no page can link to them.
    """
    for entry in _sources(setting.root):
        if is_garbled(entry.name):
            yield Finding(1, Text("名称是乱码，不是 UTF-8 编码", "the name is garbled: it is not in UTF-8"),
                          Text("改名；从压缩包里解出来的，换一个解压软件重新解压", "rename it, or unpack the archive again with another tool"), {},
                          _place(entry, setting))


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


def _sources(root: Path) -> Iterator[os.DirEntry[str]]:
    """Every file, folder and link that a site is made from."""
    yield from _entries(str(root), SOURCES)


def _entries(folder: str, names: Sequence[str] = ()) -> Iterator[os.DirEntry[str]]:
    """What lies in a folder, or just these names of it, and below."""
    with os.scandir(folder) as entries:
        found = sorted((entry for entry in entries if not names or entry.name in names), key=lambda entry: entry.name)
    for entry in found:
        yield entry
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path)


def _place(entry: os.DirEntry[str], setting: Setting) -> str:
    return Path(entry.path).relative_to(setting.root).as_posix()
