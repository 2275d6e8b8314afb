"""A page of an old website → a source: the article without the site around it, and what its head and fact table tell."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping

from lxml import etree, html

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.content import unreadable
from generator.tools.importing.blocks import merged_cells, plain_blocks
from generator.tools.importing.pagefacts import page_facts
from generator.tools.importing.pagefiles import FILES, Shelf, is_file_link, picture_addresses
from generator.tools.importing.pagehidden import drop_hidden, hidden_told, hides, mark_hidden
from generator.tools.importing.pandoc import read_tree
from generator.tools.importing.source import Source

_CONTAINERS = re.compile(
    r"trs_(?:ueditor|editor|web)|ucap-?content|^(?:font)?zoom$|article[-_]?(?:con|content|body|text|info)|content[-_]?(?:text|body|main|con)"
    r"|ewb-(?:article-info|info-content|article-content)|epoint-article|vsb_content|v_news_content|(?:detail|news|info|xl|show|view|text)[-_]?con(?:tent)?(?:$|[-_])"
    r"|^(?:content|article|nr|zw|zwnr|wzcon|con_con|pages_content|xxgk_content|bt_content|main-?txt|maintext|view|b12c|xxgk-nr|zhengwen|arc_?cont)$",
    re.IGNORECASE,
)
"""Names that content systems of Chinese government sites give the element around the text."""

_AROUND = re.compile(
    r"nav|menu|foot|^crumb|header|crumb|share|print|sidebar|qrcode|related|login|search|banner|position|toolbar|dqwz|fontsize|recommend|hot|guess|xgwd|xglj|xgxw|tjyd|relation|friendlink|sitemap",
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

_ANNEX_NUMBER = re.compile(r"^(?:点击下载|下载)?附件\s*\d*\s*[：:.．、]\s*|^\d{1,2}[.．、]\s*")

_PARAGRAPHS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "ul", "ol", "span", "font", "b", "strong", "center", "blockquote", "pre"}
)
_PLACES = frozenset(
    {"a", "article", "body", "div", "dl", "section", "table", "tbody", "td", "th", "thead", "tr"}
)
"""Elements whose words are their own and not those of the element around them."""

_RELATED = re.compile(
    r"(?:相关|延伸|更多|推荐)(?:新闻|阅读|报道|链接|信息|文章|稿件|文档|内容|推荐|政策|解读)[：:]?"
)

_FAR_MORE = 3
"""How many times the words of an element with a usual name another one must have to be the text instead."""

_BREAKS = frozenset({"p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "center", "section"})

MANY_LINKS = 8
"""Links from which on a page may be a list."""

_NO_WORDS = re.compile(
    r"[\s|｜·【】\[\]（）()]*(?:(?:打印|关闭|收藏|分享到?|扫一扫.{0,16}|无障碍浏览|下载文字版|下载图片版|附件信息|附件下载|相关附件"
    r"|返回顶部|字体|字号|大|中|小|上一篇|下一篇|上一条|下一条|(?:浏览|阅读|访问|点击)(?:次数|量|数)?|标签|微信|微博|保存|本页|页面|窗口|全文|扫码浏览|手机浏览"
    r"|扫码分享|分享到微信)[：:\s|｜·【】\[\]（）()\-\d]*)+|(?:您|你)?(?:现在|当前)?(?:所在)?(?:的)?位置[：:].{0,120}"
)
"""What pages write around their text for those who use them."""


def read_webpage(name: str, data: bytes, shelf: Shelf) -> Source:
    """Read a saved page. `shelf` is where the files lie that it may show and link to; nothing is fetched from the web.

    Raises Refused for a file that is not a page with text.
    """
    return read_page(name, _decoded(data), shelf)


def read_page(name: str, text: str, shelf: Shelf) -> Source:
    """Read a page whose text is known. Raises Refused for one without text."""
    page = html.document_fromstring(text)
    told = page_facts(page, text)
    mark_hidden(page, shelf)
    article = _article(page)
    _refuse_lists(article)
    hidden = hidden_told(drop_hidden(article))
    files, titles, notes = _attachments(page, article, shelf)
    absent = len(notes)
    notes += hidden
    pictures, lost = _pictures(article, shelf)
    _clean(article)
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
        titles,
        told,
        absent,
        tuple(notes),
    )


def read_fragment(name: str, text: str) -> Source:
    """Read all of a page that some program has embedded in a document: there is no site around it."""
    page = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    mark_hidden(page, Shelf(None))
    for element in list(page.iter("script", "style", "title", "meta", "link")):
        element.drop_tree()
    notes = tuple(hidden_told(drop_hidden(page)))
    tree = read_tree(etree.tostring(page, encoding="utf-8", method="html"), "html-smart")
    lines = tuple(line for part in page.itertext() for line in part.split("\n") if line.strip())
    return Source(
        name, "html", plain_blocks(tree), lines, tuple(_cells(page)), merged_cells(tree), notes=notes
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
    best = _fullest(page)
    if named:
        usual = max(named, key=lambda e: (not _is_hidden(e), _own_words(e), -len(_text(e))))
        if _own_words(usual) * _FAR_MORE >= _own_words(best) or usual in best.iterancestors():
            return usual
    if not _text(best):
        raise unreadable(
            Text("网页里没有正文", "the page holds no text"),
            Text("正文由脚本载入的，复制到 Word 再导入", "copy text loaded by scripts to Word"),
        )
    return best


def _fullest(page: html.HtmlElement) -> html.HtmlElement:
    """The element with the most words of its own, outside of what stands around the text of a page."""
    body, left = page.find("body"), len(_text(page))
    around: set[html.HtmlElement] = set()
    for element in page.iter("div", "ul", "table", "td"):
        size = len(_text(element))
        named = any(_AROUND.search(part) for part in _names(element)) and element is not body
        if named and size < 0.5 * left and around.isdisjoint(element.iterancestors()):
            around.add(element)
            left -= size
    candidates = [
        e
        for e in page.iter("div", "td", "article", "section", "body")
        if e not in around and around.isdisjoint(e.iterancestors())
    ]
    seen = [e for e in candidates if not _is_hidden(e)]
    best: html.HtmlElement = max(candidates, key=_own_words)
    shown = max(seen, key=_own_words, default=best)
    return shown if _own_words(shown) * _FAR_MORE >= _own_words(best) else best


def _refuse_lists(article: html.HtmlElement) -> None:
    """A page of links to other pages is no document."""
    links = [words for a in article.iter("a") if len(words := _text(a)) > 5 and not FILES.search(words)]
    if len(links) >= MANY_LINKS and sum(map(len, links)) > 0.6 * len(_text(article)):
        raise unreadable(
            Text(
                f"像是列表页：{len(links)} 个链接，没有别的文字",
                f"this seems to be a list of {len(links)} links and no document",
            ),
            Text("列表页不用导入；确实是正文的，复制到 Word 再导入", "lists need not be imported"),
        )


def _names(element: html.HtmlElement) -> list[str]:
    return [*element.get("class", "").split(), *filter(None, [element.get("id")])]


def _text(element: html.HtmlElement) -> str:
    return "".join(element.text_content().split())


def _own_words(element: html.HtmlElement) -> int:
    """Characters directly in an element or in its paragraphs and data tables, those of links not counted."""
    size = len("".join((element.text or "").split())) + sum(
        len("".join((c.tail or "").split())) for c in element
    )
    for child in element:
        if child.tag in _PARAGRAPHS or _is_grid(child):
            size += len(_text(child)) - sum(len(_text(a)) for a in child.iter("a"))
        elif child.tag not in _PLACES and isinstance(
            child.tag, str
        ):  # some systems have elements of their own
            size += _own_words(child)
    return size


def _is_hidden(element: html.HtmlElement) -> bool:
    return any(hides(e) for e in (element, *element.iterancestors()))


def _is_grid(element: html.HtmlElement) -> bool:
    return (
        element.tag == "table"
        and next(element.iterdescendants("table"), None) is None
        and len(list(element.iter("td", "th"))) > 3
    )


def _cells(article: html.HtmlElement) -> Iterator[str]:
    """The text of each cell without a table in it, a line for each of its paragraphs."""
    for cell in article.iter("td", "th"):
        if next(cell.iterdescendants("table"), None) is None and _text(cell):
            yield "\n".join(line for part in _broken(cell).split("\n") if (line := part.strip()))


def _broken(element: html.HtmlElement) -> str:
    """The text of an element with line ends where a browser begins a line."""
    if not isinstance(element.tag, str):
        return ""
    inner = [" ".join((element.text or "").split("\n"))]
    inner += [_broken(child) + " ".join((child.tail or "").split("\n")) for child in element]
    text = "".join(inner)
    return f"\n{text}\n" if element.tag in _BREAKS else text


def _drop_related(article: html.HtmlElement) -> None:
    """Links to other pages under a heading of their own, at the end, are no text."""
    for heading in [
        e for e in article.iter("div", "p", "h2", "h3", "h4", "span", "dt") if _RELATED.fullmatch(_text(e))
    ]:
        block = heading
        while block.getparent() is not None and block is not article and block.getnext() is None:
            block = block.getparent()
        if block is article:
            continue
        after = list(block.itersiblings())
        linked = sum(
            len(_text(a)) for e in after for a in e.iter("a") if not is_file_link(a.get("href", ""), _text(a))
        )
        if linked >= 0.6 * sum(len(_text(e)) for e in after):
            for element in (block, *after):
                element.drop_tree()


def _clean(article: html.HtmlElement) -> None:
    """Buttons and hints around the text are no text."""
    _drop_related(article)
    for element in list(article.iter("div", "p", "span", "a", "li", "ul", "td")):
        words = " ".join(element.text_content().split())
        hint = (
            len(words) < 60
            and _NO_WORDS.fullmatch(words)
            and next(element.iter("img", "table"), None) is None
        )
        if words and hint and element is not article and element.getparent() is not None:
            element.drop_tree()


def _pictures(article: html.HtmlElement, shelf: Shelf) -> tuple[Mapping[str, bytes], list[str]]:
    found: dict[str, bytes] = {}
    lost: list[str] = []
    for number, image in enumerate(list(article.iter("img")), 1):
        addresses = picture_addresses(dict(image.attrib))
        data = next((hit[1] for address in addresses if (hit := shelf.find(address))), None)
        if data is None:
            lost += [address[:60] for address in addresses[:1]]
            image.drop_tree()
        else:
            name = f"picture-{number}"
            image.set("src", name)
            found[name] = data
    return found, lost


def _attachments(
    page: html.HtmlElement, article: html.HtmlElement, shelf: Shelf
) -> tuple[list[tuple[str, bytes]], dict[str, str], list[Text]]:
    """The files that a page links to in its text or beside it, but for those of the site around it, and what it calls them."""
    found: dict[str, bytes] = {}
    titles: dict[str, str] = {}
    missing: dict[str, Text] = {}
    inside = set(article.iter("a"))
    for link in page.iter("a"):
        address, shown = link.get("href", ""), " ".join(link.text_content().split())
        titled = link.get("title") or link.get("download", "")
        words = shown if FILES.search(shown) or not FILES.search(titled) else titled
        if not is_file_link(address, words) or (link not in inside and _is_around(link)):
            continue
        hit = shelf.find(address, words)
        if hit is None:
            told = f"{shown or address[:40]}（{address[:80]}）"
            missing[address] = Text(
                f"附件不在文件旁边，没有带入：{told}", f"an attachment is not beside the file: {told}"
            )
        elif hit[1] not in found.values():
            name, number = hit[0], 2
            while name in found:
                stem, dot, ending = hit[0].rpartition(".")
                name, number = f"{stem}-{number}{dot}{ending}", number + 1
            found[name] = hit[1]
            title = FILES.sub("", _ANNEX_NUMBER.sub("", words)).strip()
            if len(title) > 1 and title not in ("附件", "下载", "点击下载", "查看", "附件下载"):
                titles[name] = title
    return list(found.items()), titles, list(missing.values())


def _is_around(link: html.HtmlElement) -> bool:
    """Whether a link belongs to the site: its head, its foot, its lists of other pages."""
    above = [link, *link.iterancestors()]
    return any(
        e.tag in ("nav", "header", "footer") or any(_AROUND.search(name) for name in _names(e)) for e in above
    )
