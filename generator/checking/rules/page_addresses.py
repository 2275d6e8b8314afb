"""Rules about the addresses of editorial pages, and about files that lie where nobody reads them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.model.addresses import PREFACES, is_generated, place_of_page
from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import Document
from generator.model.places import DOCUMENTS, PAGES
from generator.model.setting import Setting
from generator.reading.pages import page_names

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn")

_NOT_MEANT = frozenset({"thumbs.db", "desktop.ini", ".ds_store", ".gitkeep", ".gitignore", ".keep"})
"""Names of files that operating systems and git leave in folders."""


def occupied_page(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """页面的地址属于网站自己的栏目、文件或者信息。

    content/pages 里的页面和文件有自己的地址；程序生成的栏目（目录、检索、核对、数据等）、文件（robots.txt、404.html 等）和信息页的地址
    由程序写出，页面不能顶替，大小写、全半角写法不同也不行。guide.md、system.md、annual.md、request.md、search.md 是同名栏目的前言。
    依据：本项目的约定（地址永久有效）；《网络安全法》（网络运行安全）。
    ---
    The address of a page belongs to the site itself, or to a document.

    Pages and files of content/pages have addresses of their own. Those of what the generator makes (catalog, search, verify, data,
    robots.txt, the frame) and of documents are its own; no page takes their place, in no case or spelling. guide.md, system.md,
    annual.md, request.md and search.md are prefaces of the pages of the same name.
    """
    seen: dict[str, str] = {}
    codes = [body.code for body in setting.catalog.bodies]
    for name in page_names(setting.root):
        path, place = f"{PAGES}/{name}", place_of_page(name)
        if name in PREFACES:
            continue
        if is_generated(place, codes):
            yield Finding(
                1,
                Text(
                    f"地址“{place}”由程序生成，页面不能顶替",
                    f"the generator makes “{place}”; no page takes its place",
                ),
                Text("换一个文件名，如 about.md", "give the file another name, such as about.md"),
                {"address": place},
                path,
            )
        elif place in seen:
            yield Finding(
                1,
                Text(f"和 {seen[place]} 的地址相同", f"it has the address of {seen[place]}"),
                Text(
                    "改名，使名称不只是大小写、写法不同",
                    "rename it: names must differ in more than case or spelling",
                ),
                {"address": place},
                path,
            )
        seen.setdefault(place, name)


def stray_file(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """content/documents 里有不会公开的文件。

    只有以 .md 结尾的文件是信息，附件放在“文件名.files/”里。记事本存成的 .md.txt、大写的 .MD、直接放进来的 Word 文件都不会公开，
    也不检查，编辑却可能以为已经公开。
    依据：《政府信息公开条例》第二十六条（及时公开）；本项目的约定。
    ---
    A file below content/documents that will not be published.

    Documents end in `.md`, and attachments lie in `<name>.files/`. What Notepad calls `.md.txt`, a name in capitals, a Word file
    put there as it is: none of them is read, and whoever put it there may believe that it is public.
    """
    top = setting.root / DOCUMENTS
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not name.endswith(".files")
        )
        for name in sorted(files):
            lowered = name.casefold()
            if name.endswith(".md") or name.startswith((".", "~$")) or lowered in _NOT_MEANT:
                continue
            meant = lowered.endswith(_MARKDOWN) or ".md." in lowered
            path = (Path(folder) / name).relative_to(setting.root).as_posix()
            right = (
                name[: lowered.rfind(".md")] + ".md" if ".md" in lowered else f"{name.partition('.')[0]}.md"
            )
            yield Finding(
                1,
                Text(
                    "这个文件不会公开：信息的文件名以 .md 结尾", "this is not published: documents end in .md"
                ),
                Text(f"改名为 {right}", f"rename it to {right}")
                if meant
                else Text(
                    "是附件的，放进信息旁边的“文件名.files/”并写进 attachments；是 Word、PDF 的，用 gongkai import 导入；多余的删除",
                    "an attachment goes into `<name>.files/` and into `attachments`; a Word or PDF file is brought in with gongkai import",
                ),
                {},
                path,
                Severity.ERROR if meant else Severity.WARNING,
            )
