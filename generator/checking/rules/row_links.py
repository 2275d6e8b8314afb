"""Links of documents and pages into registers with rows: each address there is known, and a row has its own."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from generator.checking.rules.links import place_of_document_link
from generator.checking.rules.rule import LinkIn, Rows
from generator.model.addresses import place_of_page
from generator.model.diagnostics import Finding, Severity, Text, did_you_mean
from generator.model.document import PUBLIC, Document
from generator.model.places import PAGES
from generator.model.setting import Setting
from generator.model.tables import BUCKET, row_address, row_id, shown
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
    register = rows.register
    public = shown(register, setting.today)
    places = places_of_register(public, setting.catalog)
    in_force = {row.id for row in public.rows}
    over = {one.id: one for one in public.over}
    ids = {row_id(register.slug, key): key for key in register.keys}
    home = public.address.rstrip("/")
    for link in rows.links:
        last = link.place.removeprefix(home).strip("/")
        severity = None
        if last.startswith("r/") and link.fragment in over:
            one = over[link.fragment]
            message = Text(
                f"指向的一条 {one.end} 起不再公示（{one.kind}）",
                f"leads to a row that is no longer public from {one.end}",
            )
            hint = Text(
                "删除链接，链接的文字里写着名称的一并删去",
                "delete the link, and the name if its words tell one",
            )
            severity = Severity.WARNING
        elif last.startswith("r/") and link.fragment in in_force:
            right = row_address(register.slug, link.fragment)
            if link.place == right.partition("/#")[0]:
                continue
            message = Text("页面和编号不一致", "page and id do not belong together")
            hint = Text(f"改为 {right}", f"write {right}")
        elif last.startswith("r/") and link.fragment in ids:
            message = Text("指向的一条还没有公开", "leads to a row that is not public yet")
            hint = Text("等它公开后再加链接", "add the link once it is")
        elif link.place in places and not (last.startswith("r/") and link.fragment):
            continue
        elif key := next((key for key in register.keys if key == last), None):
            right = row_address(register.slug, row_id(register.slug, key))
            message = Text("不是一条的网址", "is not the address of a row")
            hint = Text(f"改为 {right}", f"write {right}")
        elif last.startswith("r/"):
            message = Text("登记表里没有这一条", "leads to a row that the register does not have")
            known = [one for one in in_force if one[:BUCKET] == last[2:]]
            hint = (
                did_you_mean(link.fragment, known)
                if known
                else Text("在网站上打开这一条，复制它的网址", "open the row on the site and copy its address")
            )
        else:
            message = Text("登记表里没有这个页面或者文件", "leads to no page or file of the register")
            hint = did_you_mean(last, sorted(named for place in places if (named := place[len(home) + 1 :])))
        yield Finding(
            link.line,
            Text(f"链接“{link.target}”{message.zh}", f"the link “{link.target}” {message.en}"),
            hint,
            {"target": link.target},
            link.path,
            severity=severity,
        )


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
