"""A page of an old website → a source: the article without the site around it, and what its head and fact table tell."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.content import unreadable
from generator.tools.importing.blocks import merged_cells, plain_blocks
from generator.tools.importing.pandoc import read_tree
from generator.tools.importing.source import PAGE_TITLE, Source, Told

_CONTAINERS = re.compile(
    r"trs_editor|ucapcontent|^zoom$|article[-_]?(?:con|content|body|text)|content[-_]?(?:text|body|main|con)"
    r"|^(?:content|article|nr|zw|con_con|pages_content|info_content|news_content|xxgk_content)$",
    re.IGNORECASE,
)
"""Names that content systems of Chinese government sites give the element around the text."""

_AROUND = re.compile(
    r"nav|menu|foot|header|crumb|share|print|sidebar|qrcode|related|login|search|banner|position|toolbar|dqwz|fontsize",
    re.IGNORECASE,
)

_DROPPED = (
    "script",
    "style",
    "noscript",
    "iframe",
    "object",
    "embed",
    "form",
    "nav",
    "footer",
    "button",
    "select",
    "input",
    "link",
    "svg",
)

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)

_META = {
    "ArticleTitle": "title",
    "PubDate": "published",
    "ContentSource": "issuer",
    "Description": "summary",
    "Keywords": "keywords",
}

_LABELS = {
    "索引号": "index_no",
    "信息索引号": "index_no",
    "发文机关": "issuer",
    "发布机构": "issuer",
    "发布单位": "issuer",
    "公开机构": "issuer",
    "成文日期": "formed",
    "生成日期": "formed",
    "发文日期": "formed",
    "发文字号": "doc_no",
    "文号": "doc_no",
    "文件编号": "doc_no",
    "标题": "title",
    "名称": "title",
    "信息名称": "title",
    "主题分类": "theme",
    "发布日期": "published",
    "公开日期": "published",
    "发布时间": "published",
    "内容概述": "summary",
    "关键词": "keywords",
    "主题词": "keywords",
    "体裁": "genre",
    "文种": "genre",
    "有效性": "validity",
}
"""Labels of the fact tables of government sites (many are written with blanks inside)."""

_LEAVES = ("td", "th", "li", "span", "p", "div", "dt", "dd", "b", "strong", "em", "label", "a", "font")

_FILES = re.compile(r"\.(pdf|ofd|docx?|xlsx?|pptx?|wps|et|csv|txt|zip|rar|jpe?g|png)$", re.IGNORECASE)

MAX_FILE = 50_000_000


def read_webpage(name: str, data: bytes, beside: Path | None) -> Source:
    """Read a saved page. `beside` is the folder whose files it may show and link to; nothing is fetched from the web.

    Raises Refused for a file that is not a page with text.
    """
    text = _decoded(data)
    page = html.document_fromstring(text)
    told = {**_told_by_window(page), **_told_by_facts(page), **_told_by_head(page)}
    article = _article(page)
    files, notes = _beside(article, beside)
    pictures, lost = _pictures(article, beside)
    tree = read_tree(etree.tostring(article, encoding="utf-8", method="html"), "html-smart")
    lines = tuple(line for part in article.itertext() for line in part.split("\n") if line.strip())
    if lost:
        notes.append(
            Text(
                f"{len(lost)} 张图片不在文件旁边，没有带入：{'、'.join(lost[:3])}",
                f"{len(lost)} pictures missing: {', '.join(lost[:3])}",
            )
        )
    return Source(
        name,
        "html",
        plain_blocks(tree),
        lines,
        tuple(_cells(article)),
        merged_cells(tree),
        pictures,
        tuple(files),
        told,
        tuple(notes),
    )


def _decoded(data: bytes) -> str:
    """The page as text: by its mark, by its own declaration, or by trying; without the declaration of another encoding."""
    declared = _CHARSET.search(data[:4096])
    text = None
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = declared[1].decode("ascii").lower()
        try:
            text = data.decode("gb18030" if name in ("gb2312", "gbk", "gb18030", "x-gbk") else name)
        except (LookupError, UnicodeDecodeError):
            text = None
    text = text or decoded(data)
    if text is None or not text.strip():
        raise unreadable(
            Text("认不出网页的编码", "the encoding of the page is not known"),
            Text("在浏览器里另存为 UTF-8", "save it from a browser as UTF-8"),
        )
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _told_by_head(page: html.HtmlElement) -> dict[str, Told]:
    found = {m.get("name"): " ".join((m.get("content") or "").split()) for m in page.iter("meta")}
    return {
        key: Told(found[name], Text(f"网页标签 {name}", f"page tag {name}"))
        for name, key in _META.items()
        if found.get(name)
    }


def _told_by_window(page: html.HtmlElement) -> dict[str, Told]:
    """The title of the window without the name of the site, when the page shows the same words."""
    window = page.findtext(".//title") or ""
    parts = [" ".join(part.split()) for part in re.split(r"[_|｜]| [-—–] |-(?=[^-]*$)", window)]
    body = _text(page.find("body")) if page.find("body") is not None else ""
    best = max(parts, key=len, default="")
    return {"title": Told(best, PAGE_TITLE)} if len(best) > 5 and "".join(best.split()) in body else {}


def _told_by_facts(page: html.HtmlElement) -> dict[str, Told]:
    """What stands beside or behind a known label, the first of each."""
    found: dict[str, Told] = {}
    leaves = [
        t
        for e in page.iter(*_LEAVES)
        if (t := " ".join(e.text_content().split()))
        and len(t) < 300
        and (
            len(e) == 0
            or not any(c.tag in ("td", "tr", "table", "div", "p", "li") for c in e.iterdescendants())
        )
    ]
    for n, leaf in enumerate(leaves):
        label, _, value = re.sub(r"^[\[【]|[\]】]$", "", leaf).replace("：", ":").partition(":")
        key = _LABELS.get("".join(label.split()).strip("[]【】"))
        if key is None:
            continue
        value = value.strip() or next(
            (later for later in leaves[n + 1 : n + 3] if later != leaf and not _is_label(later)), ""
        )
        if value and not _is_label(value):
            found.setdefault(
                key,
                Told(
                    value,
                    Text(f"网页上的“{''.join(label.split())}”", f"“{''.join(label.split())}” on the page"),
                ),
            )
    return found


def _is_label(text: str) -> bool:
    return "".join(text.split()).rstrip("：:").strip("[]【】") in _LABELS


def _article(page: html.HtmlElement) -> html.HtmlElement:
    """The element that holds the text: the innermost one with a usual name, or the one with the most words of its own."""
    for element in [e for e in page.iter(*_DROPPED) if e.getparent() is not None]:
        element.drop_tree()
    for element in [e for e in page.iter() if isinstance(e, etree._Comment | etree._ProcessingInstruction)]:
        element.drop_tree()
    named = [
        e
        for e in page.iter("div", "td", "article", "section")
        if any(_CONTAINERS.search(part) for part in _names(e)) and len(_text(e)) > 40
    ]
    if named:
        return max(named, key=lambda e: (_own_words(e), -len(_text(e))))
    body = page.find("body")
    around = [
        e
        for e in page.iter("div", "ul", "table", "td")
        if any(_AROUND.search(part) for part in _names(e)) and e is not body
    ]
    for element in around:
        if element.getparent() is not None and len(_text(element)) < 0.5 * len(_text(page)):
            element.drop_tree()
    candidates = list(page.iter("div", "td", "article", "section", "body"))
    best: html.HtmlElement = max(candidates, key=_own_words)
    if not _text(best):
        raise unreadable(
            Text("网页里没有正文", "the page holds no text"),
            Text("正文由脚本载入的，复制到 Word 再导入", "copy text loaded by scripts to Word"),
        )
    return best


def _names(element: html.HtmlElement) -> list[str]:
    return [*(element.get("class") or "").split(), *filter(None, [element.get("id")])]


def _text(element: html.HtmlElement) -> str:
    return "".join(element.text_content().split())


def _own_words(element: html.HtmlElement) -> int:
    """Characters directly in an element or in its paragraphs and data tables, those of links not counted."""
    size = len("".join((element.text or "").split())) + sum(
        len("".join((c.tail or "").split())) for c in element
    )
    for child in element:
        if child.tag in (
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "ul",
            "ol",
            "span",
            "font",
            "b",
            "strong",
            "center",
        ) or _is_grid(child):
            size += len(_text(child)) - sum(len(_text(a)) for a in child.iter("a"))
    return size


def _is_grid(element: html.HtmlElement) -> bool:
    return (
        element.tag == "table"
        and next(element.iterdescendants("table"), None) is None
        and len(list(element.iter("td", "th"))) > 3
    )


def _cells(article: html.HtmlElement) -> Iterator[str]:
    for cell in article.iter("td", "th"):
        if next(cell.iterdescendants("table"), None) is None and _text(cell):
            yield cell.text_content()


def _pictures(article: html.HtmlElement, beside: Path | None) -> tuple[Mapping[str, bytes], list[str]]:
    found: dict[str, bytes] = {}
    lost: list[str] = []
    for image in list(article.iter("img")):
        source = image.get("src") or ""
        data = _local(source, beside)
        if data is None:
            lost.append(source[:60])
            image.drop_tree()
        else:
            found[source] = data
    return found, lost


def _beside(article: html.HtmlElement, beside: Path | None) -> tuple[list[tuple[str, bytes]], list[Text]]:
    """The files an article links to that lie beside it."""
    found: dict[str, bytes] = {}
    notes: list[Text] = []
    for link in article.iter("a"):
        address = link.get("href") or ""
        path = unquote(urlsplit(address).path)
        if not _FILES.search(path):
            continue
        data = _local(address, beside)
        title = " ".join(link.text_content().split())
        if data is None:
            shown = f"{title or path}（{address[:80]}）"
            notes.append(
                Text(f"附件不在文件旁边，没有带入：{shown}", f"an attachment is not beside the file: {shown}")
            )
        else:
            found[path.rpartition("/")[2]] = data
    return list(found.items()), notes


def _local(address: str, beside: Path | None) -> bytes | None:
    """A file below the page's own folder; None for anything elsewhere."""
    parts = urlsplit(address)
    if beside is None or parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    try:
        path = (beside / unquote(parts.path)).resolve()
        inside = path.is_relative_to(beside.resolve()) and path.is_file() and path.stat().st_size <= MAX_FILE
        return path.read_bytes() if inside else None
    except (OSError, ValueError):
        return None
