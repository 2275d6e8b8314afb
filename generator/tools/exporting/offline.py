"""A built site and its documents → one zip that works from a disk: links that name files, and a search without a server.

A page opened from a disk cannot fetch anything and cannot load modules. So the search index is left out; the folded texts
of all documents and the folding itself come as classic scripts (assets: offline/search.js). The modules of every other page
come as a classic script that holds what they would fetch (assets: offline/fetch.js).
"""

from __future__ import annotations

import json
import posixpath
import re
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from generator.machine.files import ZIP_EPOCH, written_whole
from generator.machine.json_text import json_line
from generator.model.diagnostics import Text
from generator.model.document import PublishedDocument
from generator.model.faults import OutputError, SearchError
from generator.planning.tables import RowsPage
from generator.search.fold import VARIANTS, fold
from generator.search.rows import Row, read_rows
from generator.search.texts import texts_of
from generator.site.frame.modules import with_imports
from generator.site.texts import attached, rendered
from generator.tools.exporting.classic import classic

OWN = "offline/"

SCRIPTS = f"assets/gongkai/{OWN}"

_SEARCH_FORM = 'id="search-form"'

LEFT_OUT = ("pagefind/", "404.html", "search/")
"""What needs a server, but for the page of these names:"""

KEPT = "search/index.html"

PART = 2_000_000
"""Characters of text in one script."""

HELD = ("texts", "bodies")
"""What the scripts of the documents give: what is looked through, and what is quoted from."""

STORED = (".docx", ".xlsx", ".zip", ".png", ".jpg", ".jpeg", ".pdf", ".ofd")
"""Packed already."""

_TAG = re.compile(r"<(?:a|form)\b[^>]*>")

_TARGET = re.compile(r'((?:href|action)=")([^":#?]*)(?=[#?"])')

_AHEAD = re.compile(r'<link rel="(?:module)?preload"[^>]*>')
"""What a page asks for before it is needed: nothing that a page on a disk could load."""

_MODULE = re.compile(r'<script type="module" src="([./]*assets/gongkai/)([\w/-]+)\.js"></script>')

_FETCHED = re.compile(r'\bdata-(?:calendar|source|template)="([^"]+)"')
"""How a page names a file that its module fetches."""

MODULES = (
    "dom",
    "search/fold",
    "search/rows",
    "search/query",
    "search/excerpt",
    "search/ask",
    "search/sounds",
    "search/near",
    "search/approach",
    "search/quote",
    "search/view",
    "search/nearby",
)
"""The modules of the site's search that work without a server, in the order in which they import from each other."""

FETCHED = ("words", "places", "terms")
"""Files of search/ that they would fetch."""

_MARK = f"{SCRIPTS}mark.js"
"""What marks on a page that was opened from a search what was looked for."""

_SEARCH = "".join(f'<script defer src="../{SCRIPTS}{name}.js"></script>' for name in ("data", "search"))


def write_offline(
    site: Path,
    root: Path,
    documents: Sequence[PublishedDocument],
    target: Path,
    done: Callable[[int, int], object] = lambda count, total: None,
) -> int:
    """Write the copy of a built site, with the texts of its `documents` in the order of its titles; returns how many files it has.

    Raises OutputError when the site lacks one of the documents. The same bytes for the same site.
    """
    rows = _rows(site)
    by_address = {d.address: d for d in documents}
    order = [by_address.get(address) for address in rows["address"]]
    if None in order or len(order) != len(by_address):
        raise OutputError(
            Text(
                f"{site} 与现在的信息不一致；请先运行 gongkai build",
                f"{site} is not up to date; run gongkai build first",
            )
        )
    files = [path for path in sorted(site.rglob("*")) if path.is_file()]
    names = [
        name
        for path in files
        if (name := path.relative_to(site).as_posix()) == KEPT or not name.startswith((*LEFT_OUT, _MARK))
    ]
    fetched: dict[str, set[str]] = {}
    with written_whole(target) as beside, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as package:
        for count, name in enumerate(names, 1):
            data = (site / name).read_bytes()
            if name.endswith(".html"):
                page = data.decode()
                for module, held in _modules(page, name).items():
                    fetched.setdefault(module, set()).update(held)
                data = local_page(page).encode()
            _add(package, name, data)
            done(count, len(names))
        for module, held in sorted(fetched.items()):
            _add(package, f"{SCRIPTS}{module}.js", _served(site, module, held).encode())
        parts = 0
        for parts, said in enumerate(_parts(_said(root, [d for d in order if d])), 1):
            for name, column in zip(HELD, zip(*said, strict=True), strict=True):
                script = f"gongkai.{name}[{parts - 1}] = {json_line(column)};\n"
                _add(package, f"{SCRIPTS}{name}-{parts - 1}.js", script.encode())
        _add(package, f"{SCRIPTS}data.js", _data(site, rows, parts).encode())
        _add(package, _MARK, _marks(site).encode())
        return len(package.namelist())


def local_page(html: str) -> str:
    """A page whose links lead to files and whose scripts need no server."""
    scripts = _SEARCH if _SEARCH_FORM in html else rf'<script defer src="\1{OWN}\2.js"></script>'
    own = _MODULE.sub(scripts, _AHEAD.sub("", html))
    return _TAG.sub(lambda tag: _TARGET.sub(_named, tag[0]), own)


def _modules(html: str, name: str) -> dict[str, set[str]]:
    """The modules of the page of this name that are not of the search, and the files of the site that they fetch."""
    if _SEARCH_FORM in html:
        return {}
    files = {
        posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(file)))
        for file in _FETCHED.findall(html)
    }
    return {module: files for _, module in _MODULE.findall(html)}


def _served(site: Path, module: str, files: Iterable[str]) -> str:
    """The classic script of a module with all that it imports and fetches."""
    held = {name: b64encode((site / name).read_bytes()).decode() for name in sorted(files)}
    fetch = (site / f"{SCRIPTS}fetch.js").read_text(encoding="utf-8")
    modules = with_imports(site / f"assets/gongkai/{module}.js")
    return f"{{\nconst files = {json_line(held)};\n{fetch}{classic(modules, 'page')}}}\n"


def _marks(site: Path) -> str:
    """The script that marks on a page what was looked for, with all that its module imports."""
    modules = with_imports(site / "assets/gongkai/search/marks.js")
    mark = (site / _MARK).read_text(encoding="utf-8")
    return f"{{\nconst variants = {_variants()};\n{classic(modules, 'marking')}{mark}}}\n"


def _variants() -> str:
    """The letters that search takes for one another, as JSON."""
    return VARIANTS.read_text(encoding="utf-8").strip()


def _named(match: re.Match[str]) -> str:
    before, path = match.groups()
    folder = f"{path}/" if path.rpartition("/")[2] in (".", "..") else path
    return f"{before}{folder}index.html" if folder.endswith("/") else match[0]


def _rows(site: Path) -> dict[str, list[Any]]:
    """The rows of a site in one block, column by column."""
    try:
        rows = list(read_rows(site))
    except SearchError as error:
        raise OutputError(
            Text(
                f"{site} 不是生成的网站；请先运行 gongkai build",
                f"{site} is not a built site; run gongkai build first",
            )
        ) from error
    return {column: [row[column] for row in rows] for column in Row._fields}


def _said(root: Path, documents: Iterable[PublishedDocument]) -> Iterator[tuple[str, str]]:
    """Of each document what can be found in it beside its title and numbers (summary, text, attachments), folded, and its text as HTML;
    of a page of a register its rows in place of that, a line each."""
    for document in documents:
        found, text = attached(root, document), rendered(root, document)
        texts = (document.summary, text.text, *found, *found.values())
        rows = "\n".join(" ".join(one.split()) for one in texts_of(document, "", found)[2:])
        body = rows if isinstance(document, RowsPage) else text.html
        yield "\n".join(fold(one) for one in texts if one), body


def _parts(said: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    part: list[tuple[str, str]] = []
    size = 0
    for one in said:
        part.append(one)
        size += len(one[0])
        if size >= PART:
            yield part
            part, size = [], 0
    if part:
        yield part


def _data(site: Path, rows: dict[str, list[Any]], parts: int) -> str:
    """The script of everything but the texts: the modules of the site's own search, and what these would fetch."""
    modules = [site / f"assets/gongkai/{name}.js" for name in MODULES]
    files = {name: json.loads((site / f"search/{name}.json").read_text(encoding="utf-8")) for name in FETCHED}
    return (
        f"{classic(modules, 'gongkai')}"
        f"gongkai.parts = {parts};\ngongkai.texts = [];\ngongkai.bodies = [];\ngongkai.variants = {_variants()};\n"
        f"gongkai.rows = {json_line(rows)};\ngongkai.files = {json_line(files)};\n"
    )


def _add(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    kind = zipfile.ZIP_STORED if name.lower().endswith(STORED) else zipfile.ZIP_DEFLATED
    package.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), data, kind)
