"""Rules about the links of a text: each leads to a page, a part of one, or a file that is there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.model.diagnostics import Finding, Text, did_you_mean
from generator.model.document import PUBLIC, Document, Link
from generator.model.setting import Setting
from generator.model.tables import TABLES
from generator.reading.frontmatter import body_of, decode
from generator.reading.markdown import render_text

_FOLLOWED = ("http", "https", "mailto", "tel")
"""Schemes of addresses outside the site that a browser follows without harm."""


class _Site(NamedTuple):
    """The pages that links may point to: path below the site's root, without a slash at the end → document."""

    pages: Mapping[str, Document]
    sources: Mapping[str, Document]
    """Path of the source → document: editors often link to sources."""
    files: frozenset[str]
    codes: frozenset[str]
    """The first parts of all addresses of documents."""


def dead_link(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """链接打不开。

    链接从本页的地址算起：本机构的另一份文件写 ../2026-00002/，其他机构的写 ../../机构代码/2026-00002/，
    附件写“文件名.files/附件名”并列入 attachments，本页的标题写 #标题。没有公开的文件没有页面，不能链接。
    图片也是如此，并且只能放在本站。其他网站的链接不检查。
    依据：国办秘函〔2019〕19号（链接不可用）；《政府信息公开条例》第二十四条（查阅、下载）。
    ---
    A link that leads nowhere.

    Links start from the page's own address: ../2026-00002/ is another document of the same body, ../../code/2026-00002/
    one of another body, `name.files/x` an attachment that is listed, #heading a heading. Unpublished documents have
    no page. Images must be on this site. Links to other sites are not followed.
    """
    site = _site(documents)
    for document in site.pages.values():
        for link in document.links:
            if fault := _fault(link, document, site, setting):
                yield Finding(
                    link.line,
                    Text(f"链接“{link.target}”{fault[0].zh}", f"the link “{link.target}” {fault[0].en}"),
                    fault[1],
                    {"target": link.target},
                    link.path or document.path,
                )


def _site(documents: Sequence[Document]) -> _Site:
    public = [d for d in documents if d.openness in PUBLIC and d.index_no]
    return _Site(
        {d.address.rstrip("/"): d for d in public},
        {d.path: d for d in public},
        frozenset(f"{d.address}files/{a.file}" for d in public for a in d.attachments),
        frozenset(d.address.partition("/")[0] for d in public),
    )


_SPELL = Text(
    "从本页地址写起：同一机构写 ../年份-流水号/，其他机构写 ../../机构代码/年份-流水号/，附件写“文件名.files/附件名”",
    "start from this page: ../year-serial/ in the same body, ../../code/year-serial/ elsewhere, name.files/x for attachments",
)

_NOWHERE = Text("指向的页面或者附件不存在", "points to no page and no attachment")


def _fault(link: Link, document: Document, site: _Site, setting: Setting) -> tuple[Text, Text] | None:
    """Pair (message, hint) on a link that does not work; None when it works or points to another site."""
    home = setting.catalog.site.url.rstrip("/") + "/"
    try:
        scheme, host, path, _, fragment = urlsplit(link.target.removeprefix(home))
    except ValueError:
        return Text("不是网址", "is no address"), _SPELL
    if scheme or host:
        return _outside(link, scheme or "https")
    if path.startswith("/"):
        return Text(
            "从网站根目录写起，网站换了目录就会失效",
            "starts at the root of the host and breaks when the site moves",
        ), _SPELL
    place = place_of_document_link(link, document, setting)
    page = site.pages.get(place)
    if page is None:
        return _not_a_page(place, link, document, site, setting)
    if document.published and not page.published:
        return Text("指向的文件尚未公开", "points to a document that is not published"), Text(
            "等它公开后再加链接", "add the link once it is published"
        )
    if fragment and unquote(fragment) not in (anchors := _anchors(page, setting)):
        hint = (
            did_you_mean(unquote(fragment), anchors)
            if anchors
            else Text("删除 # 和后面的文字", "delete # and what follows")
        )
        return Text("指向的标题不存在", "points to a heading that does not exist"), hint
    return None


def _outside(link: Link, scheme: str) -> tuple[Text, Text] | None:
    if scheme not in _FOLLOWED:
        return Text("不是网页地址，页面上会被去掉", "is no web address and is removed from the page"), _SPELL
    if link.image:
        return Text("是其他网站的图片，页面上不会显示", "is an image of another site and is not shown"), Text(
            "把图片存入附件文件夹并列入 attachments，再链接",
            "keep the image among the attachments and link that",
        )
    return None


def _not_a_register(place: str, setting: Setting) -> tuple[Text, Text] | None:
    """Pair (message, hint) on a link into the registers, each of which has a folder of its own."""
    known = [path.stem for path in sorted((setting.root / TABLES).glob("*.yml"))]
    slug = place.split("/")[1]
    return None if slug in known else (Text("没有这张登记表", "is no register"), did_you_mean(slug, known))


def _not_a_page(
    place: str, link: Link, document: Document, site: _Site, setting: Setting
) -> tuple[Text, Text] | None:
    if place in site.files:
        return None
    written = unquote(link.target.partition("#")[0])
    source = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), written))
    if meant := site.pages.get(written.strip("/")) or site.sources.get(source):
        right = posixpath.relpath(meant.address, document.address) + "/"
        return _NOWHERE, Text(f"改为 {right}", f"write {right}")
    if written.startswith("www."):
        return Text("缺少 https://，会被当作本站的地址", "lacks https:// and points into this site"), Text(
            f"写成 https://{written}", f"write https://{written}"
        )
    if place.startswith("tables/"):
        return _not_a_register(place, setting)
    # What lies beside the documents (catalog views, editorial pages) is not known before the site is planned.
    inside = place.partition("/")[0] in site.codes
    return (_NOWHERE, _SPELL) if inside or place.startswith("..") or link.image else None


def place_of_document_link(link: Link, document: Document, setting: Setting) -> str:
    """The path below the site's root that a link of a document to this site leads to; `..` at its head when it leads out."""
    home = setting.catalog.site.url.rstrip("/") + "/"
    path = unquote(urlsplit(link.target.removeprefix(home)).path)
    if link.target.startswith(home):
        path = f"../../{path}"
    own = posixpath.basename(document.files) + "/"
    path = path.removeprefix("./")
    if path.startswith(own):
        path = "files/" + path.removeprefix(own)
    return posixpath.normpath(posixpath.join(document.address, path)).removesuffix("/index.html")


def _anchors(document: Document, setting: Setting) -> list[str]:
    text = body_of(decode((setting.root / document.path).read_bytes()), document.body_line)
    return [heading.anchor for heading in render_text(text).outline]
