"""Links of documents and pages into registers with rows: each address there is known, and a row has its own."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.checking.rules.links import place_of_document_link
from generator.checking.rules.rule import LinkIn, Rows
from generator.model.addresses import place_of_page
from generator.model.diagnostics import Finding, Severity, Text, did_you_mean
from generator.model.document import PUBLIC, Document
from generator.model.places import PAGES
from generator.model.rows import BUCKET, row_address, row_id
from generator.model.setting import Setting
from generator.model.shown_rows import Over, Register, shown
from generator.planning.tables import places_of_register
from generator.reading.links import links_of
from generator.reading.pages import page_names

INTO = "tables/"


def row_link(rows: Rows, setting: Setting) -> Iterator[Finding]:
    """链接指向登记表里没有的一条，或者已经结束的一条。

    一条的网址是 tables/登记表/r/前三位/#编号，从网站上复制；清单、年份、机构、状态和下载文件的网址也逐个核对。没有的、还没有公开的是错误。
    已经期满、修复或者撤下的是警告：这个网址仍然打得开，写着“不再公示”，不写是谁；链接的文字里如果写着名称，要一并删去。
    依据：《个人信息保护法》第四十七条；本项目的约定（地址永久有效）。
    ---
    A link leads to a row that a register does not have, or to one that has ended.

    The address of a row is tables/register/r/three signs/#id, as the site shows it; those of lists, years, bodies, states and
    files are looked at too. What is not there, or not yet, is an error. A row that has ended is a warning: its address still
    opens and says so without telling whom it named, so take the name out of the words of the link.
    """
    if not rows.links:
        return
    known = _known(rows.register, setting)
    for link in rows.links:
        if fault := _fault(link, known):
            yield Finding(
                link.line,
                Text(
                    f"链接“{link.target}”{fault.message.zh}", f"the link “{link.target}” {fault.message.en}"
                ),
                fault.hint,
                {"target": link.target},
                link.path,
                severity=fault.severity,
            )


class _Known(NamedTuple):
    """What the site has of a register on the day of the check."""

    slug: str
    home: str
    """The place of its first page."""
    places: Collection[str]
    """Its pages and files."""
    in_force: Collection[str]
    """The ids of the rows that are public."""
    over: Mapping[str, Over]
    """Id → a row that has ended."""
    ids: Mapping[str, str]
    """Key → id of every row, public or not."""


class _Fault(NamedTuple):
    """What is wrong with a link, behind its words."""

    message: Text
    hint: Text
    severity: Severity | None = None
    """None: that of the rule."""


def _known(register: Register, setting: Setting) -> _Known:
    public = shown(register, setting.today)
    return _Known(
        register.slug,
        public.address.rstrip("/"),
        places_of_register(public, setting.catalog),
        {row.id for row in public.rows},
        {one.id: one for one in public.over},
        {key: row_id(register.slug, key) for key in register.keys},
    )


def _fault(link: LinkIn, known: _Known) -> _Fault | None:
    last = link.place.removeprefix(known.home).strip("/")
    if last.startswith("r/") and link.fragment:
        return _fault_of_row(link, last.removeprefix("r/"), known)
    if link.place in known.places:
        return None
    if last in known.ids:
        return _Fault(
            Text("不是一条的网址", "is not the address of a row"), _write(known.slug, known.ids[last])
        )
    if last.startswith("r/"):
        return _Fault(_NO_ROW, _COPY)
    named = sorted(rest for place in known.places if (rest := place[len(known.home) + 1 :]))
    return _Fault(
        Text("登记表里没有这个页面或者文件", "leads to no page or file of the register"),
        did_you_mean(last, named),
    )


def _fault_of_row(link: LinkIn, bucket: str, known: _Known) -> _Fault | None:
    """What is wrong with a link to the row that its fragment names, on the page of the rows whose ids begin like `bucket`."""
    if one := known.over.get(link.fragment):
        return _Fault(
            Text(
                f"指向的一条 {one.end} 起不再公示（{one.kind}）",
                f"leads to a row that is no longer public from {one.end}",
            ),
            Text(
                "删除链接，链接的文字里写着名称的一并删去",
                "delete the link, and the name if its words tell one",
            ),
            Severity.WARNING,
        )
    if link.fragment in known.in_force:
        if link.place == row_address(known.slug, link.fragment).partition("/#")[0]:
            return None
        return _Fault(
            Text("页面和编号不一致", "page and id do not belong together"), _write(known.slug, link.fragment)
        )
    if link.fragment in known.ids.values():
        return _Fault(
            Text("指向的一条还没有公开", "leads to a row that is not public yet"),
            Text("等它公开后再加链接", "add the link once it is"),
        )
    near = [one for one in known.in_force if one[:BUCKET] == bucket]
    return _Fault(_NO_ROW, did_you_mean(link.fragment, near) if near else _COPY)


_NO_ROW = Text("登记表里没有这一条", "leads to a row that the register does not have")
_COPY = Text("在网站上打开这一条，复制它的网址", "open the row on the site and copy its address")


def _write(slug: str, identity: str) -> Text:
    right = row_address(slug, identity)
    return Text(f"改为 {right}", f"write {right}")


def links_into_registers(documents: Sequence[Document], setting: Setting) -> Mapping[str, list[LinkIn]]:
    """The links of published documents and of pages that lead into registers, by the name of the register."""
    found: dict[str, list[LinkIn]] = defaultdict(list)
    for link in (*_of_documents(documents, setting), *_of_pages(setting)):
        if link.place.startswith(INTO):
            found[link.place.split("/")[1]].append(link)
    return found


def _of_documents(documents: Sequence[Document], setting: Setting) -> Iterator[LinkIn]:
    for document in documents:
        for link in document.links if document.openness in PUBLIC and document.index_no else ():
            if INTO in link.target and (parts := _split(link.target)):
                place = place_of_document_link(link, document, setting)
                yield LinkIn(document.path, link.line, link.target, place, parts[1])


def _of_pages(setting: Setting) -> Iterator[LinkIn]:
    home = setting.catalog.site.url.rstrip("/") + "/"
    for name in page_names(setting.root):
        data = (setting.root / PAGES / name).read_bytes() if name.endswith(".md") else b""
        if INTO.encode() not in data:
            continue
        for link in links_of(data.decode("utf-8", "replace"), 1):
            if parts := _split(link.target.removeprefix(home)):
                own = "" if link.target.startswith(home) else place_of_page(name)
                place = posixpath.normpath(posixpath.join(own, parts[0]))
                yield LinkIn(f"{PAGES}/{name}", link.line, link.target, place, parts[1])


def _split(target: str) -> tuple[str, str] | None:
    """Path and fragment of a link; None when it is none that can be read."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return unquote(parts.path), unquote(parts.fragment)
