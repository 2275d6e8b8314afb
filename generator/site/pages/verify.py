"""What a site carries so that it can be checked: the page for citizens, and the digests of the documents' sources."""

from __future__ import annotations

from collections.abc import Iterator

from generator.machine.json_text import json_line
from generator.planning.plan import Plan
from generator.site.press import FORM_STYLE, Page, Press, fill_template, finish_page, head_of

NAME = "核对文件真伪"

SOURCES = "sources.json"


def render_verify(press: Press) -> Page:
    """The page `verify/`, which compares a file or an address with the manifest in the browser."""
    site = press.catalog.site
    content = fill_template(press, "verify.html", root="../", name=NAME, site=site)
    head = head_of(
        press,
        "../",
        "verify/",
        f"{site.name}：核对文件是不是本网站公布的",
        NAME,
        "数据开放",
        styles=(FORM_STYLE,),
    )
    return finish_page(press, "accessibility", "verify/", f"{NAME} - {site.name}", head, content)


def sources_json(plan: Plan) -> Iterator[str]:
    """The SHA-256 of the file in the repository behind every document, so that the pages can be traced to what was reviewed."""
    lines = sorted((d.path, d.index_no, d.digest) for d in plan.published)
    yield '{"algorithm": "SHA-256", "sources": [\n'
    yield ",\n".join(
        json_line({"path": path, "index_no": number, "sha256": digest}) for path, number, digest in lines
    )
    yield "\n]}\n"
