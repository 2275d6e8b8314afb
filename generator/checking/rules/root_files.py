"""Rules about what lies in the folders of a root: everything that is published comes from inside it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from unicodedata import normalize

from generator.machine.cache import MADE
from generator.machine.git import nested, submodules, tracked
from generator.model.diagnostics import Finding, Text, is_garbled
from generator.model.document import Document
from generator.model.setting import Setting
from generator.reading.attachments.kinds import kind_of, type_refusal

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
            yield Finding(
                1,
                Text("是链接，不是文件", "it is a link, not a file"),
                Text("把所指的文件本身放进来，或者删除链接", "put the file itself there, or delete the link"),
                {},
                _place(entry, setting),
            )


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
            yield Finding(
                1,
                Text("名称是乱码，不是 UTF-8 编码", "the name is garbled: it is not in UTF-8"),
                Text(
                    "改名；从压缩包里解出来的，换一个解压软件重新解压",
                    "rename it, or unpack the archive again with another tool",
                ),
                {},
                _place(entry, setting),
            )


def twin_name(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """同一个文件夹里有两个名称，只是大小写或者字符的组合方式不同。

    Windows 和 macOS 把它们当成同一个文件：取出仓库时后一个覆盖前一个，改一份就改了另一份，检查到的和别人看到的不是同一份。
    依据：《政府网站发展指引》（附件应当可以下载）；本项目的约定。
    ---
    Two names in one folder that differ in case only, or in how their signs are composed.

    Windows and macOS take them for one file: one overwrites the other when the repository is checked out, and what was checked
    is not what others see.
    """
    known: dict[tuple[str, str], str] = {}
    for entry in _sources(setting.root):
        folder = entry.path[: -len(entry.name)]
        other = known.setdefault((folder, normalize("NFC", entry.name).casefold()), entry.name)
        if other != entry.name:
            yield Finding(
                1,
                Text(
                    f"与“{other}”只是大小写或者字符组合方式不同，在 Windows 和 macOS 上是同一个文件",
                    f"it is the same file as “{other}” on Windows and macOS",
                ),
                Text("改名，或者删除多余的一份", "rename it, or delete one of them"),
                {},
                _place(entry, setting),
            )


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
    for path in sorted(
        p for p in pages.rglob("*") if p.suffix != ".md" and p.is_file() and not p.is_symlink()
    ):
        if refusal := type_refusal(kind_of(path.read_bytes(), path.name), path.name, legacy=False):
            yield Finding(1, refusal.message, refusal.hint, {}, path.relative_to(setting.root).as_posix())


def nested_repository(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """目录里面还有一个 git 仓库。

    文件夹里有 HEAD、objects、refs，git 就把它当成仓库，照其中 config 的设置运行程序：谁的分支带来这样一个文件夹，谁就能在检查的人的
    机器上运行程序。本程序从不使用这样的仓库，但是别的工具会用。.git 只能在目录（以及纳入的目录）的最上层。
    子模块（.gitmodules）的内容不在提交里，检查以后还会变，也不接受。
    依据：《网络安全法》（网络运行安全）；《政府网站发展指引》（安全防护）。
    ---
    Another git repository within the root.

    Git takes a folder with HEAD, objects and refs in it for a repository and runs the programs that its config names: a branch
    that brings one would run them on the machine of whoever looks at it. This program never uses such a repository, other tools
    do. Only the top of a root, or of an included one, has a `.git`. What a submodule brings is in no commit and can change
    after the check, so there are none either.
    """
    others = [setting.root / include.root for include in setting.catalog.includes if include.root is not None]
    for path in nested(setting.root, others):
        folder = path.rpartition("/")[0] or "."
        yield Finding(
            1,
            Text(f"文件夹“{folder}”是一个 git 仓库", f"the folder “{folder}” is a git repository"),
            Text(
                "不要在里面运行 git；弄清来历后删除整个仓库，需要其中文件的，只复制文件",
                "do not run git in it; find out where it came from and delete it; if its files are needed, copy them alone",
            ),
            {},
            path,
        )
    for path in submodules(setting.root):
        yield Finding(
            1,
            Text(
                f"“{path}”的内容来自另一个 git 仓库（子模块）",
                f"what lies in “{path}” comes from another git repository (a submodule)",
            ),
            Text(
                "子模块的内容不在提交里，检查以后还会变：删去 .gitmodules 中的这一项，把要用的文件本身放进来",
                "it is in no commit and can change after the check: take it out of .gitmodules and put the files themselves there",
            ),
            {},
            path,
        )


def committed_output(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """程序生成的文件夹是链接，或者提交到了仓库里。

    .build、site 和 .site.old 由程序在本机生成，里面的内容下次直接采用。它们如果随分支而来，检查结果和网页就可以伪造；如果是链接，
    生成网站时会改动别处的文件。程序不读这样的文件夹，也不写。
    依据：《网络安全法》（网络运行安全）；《政府网站发展指引》（安全防护）。
    ---
    A folder that the program makes is a link, or is in the repository.

    .build, site and .site.old are made on each machine, and what is in them is used again. If they came with a branch, findings
    and pages could be forged; a link would have a build change files elsewhere. The program neither reads nor writes such a folder.
    """
    kept = tracked(setting.root, MADE) or []
    for name in MADE:
        if (setting.root / name).is_symlink():
            yield Finding(
                1,
                Text("是链接，不是文件夹", "it is a link, not a folder"),
                Text("删除这个链接", "delete the link"),
                {},
                name,
            )
        elif name in kept:
            yield Finding(
                1,
                Text("提交到了 git 仓库里", "it is kept in the git repository"),
                Text(
                    f"运行 git rm -r --cached {name}，删除这个文件夹，并在 .gitignore 里写一行 /{name}",
                    f"run git rm -r --cached {name}, delete the folder, and write the line /{name} into .gitignore",
                ),
                {},
                name,
            )


def _sources(root: Path) -> Iterator[os.DirEntry[str]]:
    """Every file, folder and link that a site is made from."""
    yield from _entries(str(root), SOURCES)


def _entries(folder: str, names: Sequence[str] = ()) -> Iterator[os.DirEntry[str]]:
    """Every file and folder below a folder, or below just these names of it."""
    with os.scandir(folder) as entries:
        found = sorted(
            (entry for entry in entries if not names or entry.name in names), key=lambda entry: entry.name
        )
    for entry in found:
        yield entry
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path)


def _place(entry: os.DirEntry[str], setting: Setting) -> str:
    return Path(entry.path).relative_to(setting.root).as_posix()
