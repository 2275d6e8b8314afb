"""A catalog that is hostile in every place where an editor can write: more than 300 payloads in every field and body position."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import product
from pathlib import Path
from urllib.parse import quote

import docx
import icalendar
import lxml.etree
import lxml.html
import openpyxl
from playwright.sync_api import Browser, Dialog

from helpers.roots import make_root

CALL = "alert(1)"
"""What every payload tries to run; the browser counts it."""

_HANDLERS = (
    "onerror",
    "onload",
    "onfocus",
    "onmouseover",
    "onanimationstart",
    "ontoggle",
    "onpointerenter",
    "onbegin",
    "onwheel",
    "onclick",
)
_ELEMENTS = (
    "<img src=x {h}={c}>",
    "<svg {h}={c}>",
    "<svg><animate {h}={c} attributeName=x dur=1s></svg>",
    "<body {h}={c}>",
    "<video src=x {h}={c}></video>",
    "<input autofocus {h}={c}>",
    "<details open {h}={c}>",
    "<iframe src=x {h}={c}></iframe>",
    '"><b style="animation:x" {h}="{c}">',
    "' {h}='{c}' x='",
    "</title><img src=x {h}={c}>",
    '--><img/src="x"/{h}={c}>',
    "<math><mtext><img src=x {h}={c}></mtext></math>",
    "`{h}={c}`",
)
_SCRIPTS = (
    "<script>{c}</script>",
    "</script><script>{c}</script>",
    "<ScRiPt>{c}</sCrIpT>",
    "<script src=data:text/javascript,{c}></script>",
    "<script\n>{c}</script\n>",
    "<script type=module>{c}</script>",
    "<svg><script>{c}</script></svg>",
    "<svg><script href=data:,{c} /></svg>",
    "]]><script>{c}</script>",
    "--!><script>{c}</script>",
    "</textarea><script>{c}</script>",
    "</style><script>{c}</script>",
    "</noscript><script>{c}</script>",
    '<noscript><p title="</noscript><script>{c}</script>">',
    "<script>{c}//",
    "<<script>{c}//<</script>",
    "<script xmlns='http://www.w3.org/1999/xhtml'>{c}</script>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{c}</x:script>",
    "<template><script>{c}</script></template>",
    "<math><style><img src=x onerror={c}></style></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror={c}>",
    '<xmp><p title="</xmp><img src=x onerror={c}>">',
    "<object data=data:text/html,<script>{c}</script>></object>",
    "<embed src=javascript:{c}>",
    "<meta http-equiv=refresh content='0;url=javascript:{c}'>",
    "<base href=javascript:{c}//>",
    "<link rel=stylesheet href=data:text/css,*%7Bcolor:red%7D>",
    "<style>*{{background:url(javascript:{c})}}</style>",
    "<p style='color:red;background:url(//evil.example/x)'>",
    "<iframe srcdoc='<script>parent.{c}</script>'></iframe>",
    "<form action=javascript:{c}><button>x</button></form>",
    "<button formaction=javascript:{c}>x</button>",
    "<img srcset='//evil.example/x 1x' src=//evil.example/y>",
    "{{{{constructor.constructor('{c}')()}}}}",
    "${{{c}}}",
    "{{% raw %}}<script>{c}</script>",
    "{{{{ config }}}}{{{{ self.__init__ }}}}",
    "<!--slot:content--><script>{c}</script>",
    '<a id=__config>{{"base":"//evil.example"}}</a>',
    '<div id=__config>{{"base":"javascript:{c}"}}</div>',
    "<img name=body><form name=head id=forms>",
    '" autofocus onfocus="{c}',
    "' autofocus onfocus='{c}",
    '\\"><script>{c}</script>',
    "\\u003cscript\\u003e{c}\\u003c/script\\u003e",
    "&lt;script&gt;{c}&lt;/script&gt;",
    "&#60;script&#62;{c}&#60;/script&#62;",
    "%3Cscript%3E{c}%3C/script%3E",
    "＜script＞{c}＜/script＞",
    "<scr\u0131pt>{c}</scr\u0131pt>",
    "+ADw-script+AD4-{c}+ADw-/script+AD4-",
    "=cmd|'/c calc'!A1",
    "+1+cmd|'/c calc'!A1",
    "-2+3+cmd|'/c calc'!A1",
    "@SUM(1+1)*cmd|'/c calc'!A1",
    '=HYPERLINK("javascript:{c}","x")',
    "\t=1+1",
    "＝1+1",
    "BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT",
    "x\r\nSet-Cookie: a=b",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
)
_ADDRESSES = (
    "javascript:{c}",
    "JaVaScRiPt:{c}",
    " javascript:{c}",
    "java\tscript:{c}",
    "java\nscript:{c}",
    "\x01javascript:{c}",
    "javascript&colon;{c}",
    "javascript&#58;{c}",
    "&#106;avascript:{c}",
    "&#x6A;avascript:{c}",
    "javascript://%0a{c}",
    "javascript://https://www.gov.cn/%0A{c}",
    "vbscript:{c}",
    "data:text/html,<script>{c}</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{c}'/>",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "/\\evil.example/x",
    "https:evil.example",
    "blob:https://evil.example/x",
    "filesystem:x",
    "view-source:javascript:{c}",
    "feed:javascript:{c}",
    "jar:javascript:{c}!/",
    "about:blank",
    "file:///etc/passwd",
    'x" onclick="{c}',
    "x' onclick='{c}",
    "x) onclick={c} (",
    'x>" onmouseover={c}',
)


def payloads() -> list[str]:
    """Every payload once: elements with handlers, scripts and their disguises, addresses, formulas, and each in a few wrappings."""
    found = [text.format(h=handler, c=CALL) for text, handler in product(_ELEMENTS, _HANDLERS)]
    found += [text.format(c=CALL) for text in (*_SCRIPTS, *_ADDRESSES)]
    found += [f"<a href='{escape(text.format(c=CALL))}'>x</a>" for text in _ADDRESSES]
    found += [f"[x]({text.format(c=CALL)})" for text in _ADDRESSES]
    found += [
        f'<svg><a xlink:href="{quote(text.format(c=CALL))}"><text>x</text></a></svg>' for text in _ADDRESSES
    ]
    return list(dict.fromkeys(found))


def hostile_root(folder: Path, groups: Sequence[str], county: Path) -> Path:
    """A root with one document, one editorial page, one body and one column for each of `groups` (a payload, or several in one text)."""
    catalog = {
        "site": {
            "name": "".join(groups),
            "url": "https://www.example.gov.cn/zwgk/",
            "sponsor": groups[0],
            "icp": groups[-1],
            "police": groups[0],
        },
        "authority": {
            "name": "".join(groups),
            "level": "county",
            "address": groups[0],
            "hours": groups[-1],
            "phone": groups[0],
            "fax": groups[0],
            "email": "a@example.gov.cn",
            "supervisor": {"name": groups[-1], "phone": groups[0]},
        },
        "bodies": [
            {"code": f"{n:09}", "name": f"{n}{text}", "short": f"s{n}{text}"} for n, text in enumerate(groups)
        ],
        "categories": [{"name": f"{n}{text}", "duty": f"20-{n % 15 + 1}"} for n, text in enumerate(groups)],
        "themes": [f"{n}{text}" for n, text in enumerate(groups)],
        "genres": [f"{n}{text}" for n, text in enumerate(groups)],
    }
    documents: dict[str, str | bytes] = {f"{n}.md": _document(n, text) for n, text in enumerate(groups)}
    documents |= {f"{n}.files/a b#'&.csv": b"a,b\n1,2\n" for n in range(len(groups))}
    root = make_root(folder, documents, json.dumps(catalog, ensure_ascii=False))
    shutil.copytree(county / "content/data", root / "content/data")
    pages = root / "content/pages"
    pages.mkdir()
    for name, text in _pages(groups):
        (pages / name).write_text(text, encoding="utf-8")
    for name in ("a.html", "a.svg", "a.js", "a.xml"):
        (pages / name).write_text(
            f"<svg xmlns='http://www.w3.org/2000/svg' onload='{CALL}'><script>{CALL}</script></svg>",
            encoding="utf-8",
        )
    for annual in (root / "content/data/annual").glob("*.md"):
        annual.write_text(annual.read_text(encoding="utf-8") + _text("".join(groups)), encoding="utf-8")
    return root


def _pages(groups: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in ("guide", "system", "annual", "request", "search", "home", "catalog", "document"):
        yield f"{name}.md", _text("\n\n".join(groups))
    for n, text in enumerate(groups):
        head = "".join(
            f"{key}: {json.dumps(text, ensure_ascii=False)}\n" for key in ("title", "description", "author")
        )
        yield f"p{n}.md", f"---\n{head}tags: [{json.dumps(text, ensure_ascii=False)}]\n---\n{_text(text)}"
        yield f"q{n}.md", _text(text)


def _document(n: int, text: str) -> str:
    head = {
        "index_no": f"{n:09}/2026-00001",
        "title": text,
        "summary": text,
        "genre": f"{n}{text}",
        "doc_no": text,
        "category": f"{n}{text}",
        "theme": f"{n}{text}",
        "issuer": f"{n}{text}",
        "joint_issuers": [text],
        "formed": "2026-03-02",
        "published": "2026-03-03",
        "effective": "2026-03-04",
        "revised": "2026-04-01",
        "validity": "有效",
        "openness": "部分公开",
        "openness_reason": [text],
        "keywords": [text, text],
        "channels": [text],
        "items": [text],
        "review": {
            "conclusion": "公开",
            "date": "2026-03-02",
            "by": text,
            "approved_by": text,
            "basis": text,
            "note": text,
        },
        "source": {"name": text, "url": text, "date": "2026-03-01"},
        "attachments": [{"file": "a b#'&.csv", "title": text}],
        "late": {"reason": text, "filed": "2026-03-03", "approved_by": text},
        "corrections": [{"date": "2026-03-05", "note": text, "kind": "更正"}],
        "related": [f"{n + 1:09}/2026-00001"],
    }
    return (
        "---\n"
        + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in head.items())
        + f"---\n{_text(text)}"
    )


def _text(text: str) -> str:
    """The payload in every position of a Markdown text."""
    flat = " ".join(text.split())
    cell = flat.replace("|", "\\|")
    return f"""
{text}

# {flat} {{: onclick={CALL} style=color:red #__config }}

**{text}** *{text}* ~~{text}~~ `{text}` \\{text}

- {text}
- [ ] {text}

1. {text}

> {text}

| {cell} | {cell} |
|---|--:|
| {cell} | {cell} |

[{flat}](https://www.example.gov.cn/ "{flat}") [x]({flat}) [x](<{flat}>) ![{flat}](a.png "{flat}") ![x]({flat}) ![x](<{flat}>)

<{text}> <https://www.example.gov.cn/{flat}> [r][ref] [{flat}][ref]

[ref]: <{flat}> "{flat}"

正文[^1]

[^1]: {flat}

```{flat}
{text}
```

    {flat}

<div>{text}</div>

<!-- {text} -->

<p title="{text}">{text}</p>

<a href="{text}" target="_blank" ping="//evil.example">{text}</a>
"""


WATCH = """
window.__ran = []; window.__refused = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => { window.__ran.push(name); return null; };
addEventListener("securitypolicyviolation", (event) => window.__refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`), true);
"""
POKE = """() => {
  for (const element of document.querySelectorAll("body *")) {
    for (const name of element.getAttributeNames()) if (name.startsWith("on")) window.__ran.push(`${element.tagName} ${name}`);
    for (const name of ["href", "src", "action", "formaction", "data", "xlink:href"]) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      const address = new URL(value, location.href);
      const safe = ["A", "link"].includes(element.tagName) ? ["http:", "https:", "mailto:", "tel:"].includes(address.protocol) : address.origin === location.origin;
      if (!safe) window.__ran.push(`${element.tagName} ${name}=${value}`);
    }
  }
  for (const element of document.querySelectorAll("details, input, a, img, button, svg")) {
    for (const kind of ["mouseover", "focus", "error", "load", "toggle", "pointerenter", "wheel"]) element.dispatchEvent(new Event(kind));
  }
  return [window.__ran, window.__refused];
}"""
"""Looks for attributes that run code or lead elsewhere, then sets off every handler there is."""


def visit(browser: Browser, addresses: Iterable[str], *, policy: bool = True) -> list[str]:
    """Everything that ran or was refused on pages; without `policy` the browser ignores the content security policy."""
    context = browser.new_context(bypass_csp=not policy)
    page = context.new_page()
    page.add_init_script(WATCH)
    faults: list[str] = []
    origin = ""

    def dismiss(dialog: Dialog) -> None:
        faults.append(f"dialog on {page.url}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((origin, "blob:", "data:"))
            else faults.append(f"request {request.url}")
        ),
    )
    for address in addresses:
        origin = "/".join(address.split("/")[:3])
        page.goto(address, wait_until="load")
        if "search/?q=" in address:
            page.wait_for_selector("#search-results[aria-busy=false]", state="attached")
        ran, refused = page.evaluate(POKE)
        faults += [f"{address}: {what}" for what in (*ran, *refused)]
    context.close()
    return faults


def faults_of_files(site: Path) -> list[str]:
    """Formulas, markup and broken syntax in everything that we write ourselves."""
    faults = []
    for path in sorted(
        p
        for p in site.rglob("*")
        if p.is_file() and not {"pagefind", "assets", "files"} & set(p.relative_to(site).parts)
    ):
        name, text = path.relative_to(site).as_posix(), path.read_bytes()
        try:
            faults += [f"{name}: {fault}" for fault in _CHECKS.get(path.suffix, _nothing)(text)]
        except (ValueError, SyntaxError) as error:
            faults.append(f"{name}: {error}")
    return faults


def _nothing(data: bytes) -> Iterator[str]:
    yield from ()


def _csv(data: bytes) -> Iterator[str]:
    for row in csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)):
        yield from (
            cell
            for cell in row
            if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            and len(cell) > 1
            and not cell[1:].replace(".", "").isdigit()
        )


def _xlsx(data: bytes) -> Iterator[str]:
    for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows():
        yield from (
            f"formula or link {cell.value}" for cell in row if cell.data_type == "f" or cell.hyperlink
        )


def _html(data: bytes) -> Iterator[str]:
    for tag in lxml.html.fromstring(data.decode()).iter(lxml.etree.Element):
        yield from (f"<{tag.tag} {name}>" for name in tag.attrib if name == "style" or name.startswith("on"))
        if tag.tag == "script" and "src" not in tag.attrib:
            json.loads(tag.text or "")
        if tag.tag == "style":
            yield "a style element"


def _xml(data: bytes) -> Iterator[str]:
    tree = lxml.etree.fromstring(data, lxml.etree.XMLParser(resolve_entities=False))
    if tree.getroottree().docinfo.doctype:
        yield "a document type"
    yield from (
        f"script in {tag.tag}" for tag in tree.iter(lxml.etree.Element) if str(tag.tag).endswith("}script")
    )


def _json(data: bytes) -> Iterator[str]:
    json.loads(data)
    yield from ()


def _lines(data: bytes) -> Iterator[str]:
    for line in data.split(b"\n")[:-1]:
        json.loads(line)
    yield from ()


def _ics(data: bytes) -> Iterator[str]:
    calendar = icalendar.Calendar.from_ical(data)
    yield from (
        f"an event of its own: {event['SUMMARY']}"
        for event in calendar.walk("VEVENT")
        if event["SUMMARY"] == "x"
    )


def _docx(data: bytes) -> Iterator[str]:
    document = docx.Document(io.BytesIO(data))
    yield from (
        f"a field: {element.tag}"
        for element in document.element.body.iter()
        if element.tag.endswith(("}fldSimple", "}instrText"))
    )


_CHECKS = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".html": _html,
    ".xml": _xml,
    ".json": _json,
    ".jsonld": _json,
    ".ndjson": _lines,
    ".ics": _ics,
    ".docx": _docx,
}
