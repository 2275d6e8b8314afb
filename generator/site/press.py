"""Templates and shells → a finished page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup, escape

from generator.machine.json_text import json_line
from generator.model.catalog import Catalog
from generator.model.document import PublishedDocument
from generator.planning.plan import VALIDITY_SLUGS, VIEWS, Row
from generator.site.frame.modules import loaded_with
from generator.site.frame.shell import Shell

SEARCH_STYLE = "assets/gongkai/search/search.css"

FORM_STYLE = "assets/gongkai/form.css"


TemplateFault = TemplateError
"""What a template raises that lacks something."""


@dataclass(frozen=True)
class Press:
    """What every page is made with; handed to the worker processes."""

    catalog: Catalog
    shells: Mapping[str, Shell]
    templates: tuple[Path, ...]
    today: date
    shallow: bool = False
    """Whether the repository at hand lacks older commits, so that versions may be missing."""


class Article(NamedTuple):
    """What the official tags say of a page that is read, not only leafed through (国办发〔2017〕47号, annex)."""

    title: str
    published: date | None
    source: str
    keywords: tuple[str, ...]
    summary: str


class Page(NamedTuple):
    """A finished page and its place on the site."""

    address: str
    html: str


@lru_cache(maxsize=4)
def environment(folders: tuple[Path, ...]) -> Environment:
    """The templates of the given folders, the first before the others. Everything is escaped unless it is Markup."""
    env = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["statuses"] = VALIDITY_SLUGS
    env.globals["views"] = VIEWS
    env.filters["dialled"] = dialled
    env.filters["reachable"] = reachable
    env.filters["badges"] = badges
    return env


def dialled(number: str) -> str:
    """The first telephone number of a text, as `tel:` takes it: 0599-0000312转2 → 0599-0000312."""
    found = re.search(r"\+?\d[\d\- ]*\d", number)
    return found[0].replace(" ", "") if found else ""


_REACHED = re.compile(
    r"(?P<phone>(?<![\d-])0\d{2,3}-?\d{7,8}(?![\d-]))|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.ASCII
)
"""Numbers of fixed telephones and addresses of e-mail within a sentence."""


def reachable(text: str) -> Markup:
    """A sentence, safe for a page, whose telephone numbers and e-mail addresses are links."""
    pieces, end = [], 0
    for found in _REACHED.finditer(text):
        address = f"tel:{dialled(found[0])}" if found["phone"] else f"mailto:{found[0]}"
        pieces += [escape(text[end : found.start()]), Markup('<a href="{}">{}</a>').format(address, found[0])]
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])


def badges(turns: Sequence[tuple[str, str]]) -> str:
    """The turns of a row as `today.js` reads them; a document simply in force has no badge."""
    return json_line([(day, VALIDITY_SLUGS[state], "" if state == "有效" else state) for day, state in turns])


def fill_template(press: Press, template: str, **context: Any) -> str:
    """A template of theme/templates with its values."""
    return environment(press.templates).get_template(template).render(**context)


def head_of(
    press: Press,
    root: str,
    address: str,
    description: str,
    column: str,
    kind: str,
    *,
    document: PublishedDocument | None = None,
    row: Row | None = None,
    linked_data: str = "",
    styles: Sequence[str] = (),
    module: str = "",
    data: Sequence[str] = (),
    article: Article | None = None,
) -> str:
    """What a page puts into <head>: canonical address, description, official tags; `styles` are relative to the
    site, `module` is the script that the page cannot do without, `data` what that fetches in any case."""
    site = press.catalog.site
    if document and row:
        article = Article(
            document.title,
            document.published,
            document.source.name if document.source else row.issuer,
            document.keywords,
            document.summary,
        )
    return fill_template(
        press,
        "head.html",
        article=article,
        root=root,
        site=site,
        address=address,
        description=description,
        column=column,
        column_type=kind,
        column_description=f"{site.name}“{column}”栏目",
        column_keywords=f"{column},政府信息公开",
        document=document,
        row=row,
        linked_data=linked_data,
        styles=styles,
        modules=loaded_with(press.templates, module) if module else (),
        data=data,
    )


def simple_page(
    press: Press,
    kind: str,
    name: str,
    column_type: str,
    content: str,
    styles: Sequence[str] = (),
    module: str = "",
    data: Sequence[str] = (),
) -> Page:
    """A page one step below the top, named like its kind."""
    head = head_of(
        press,
        "../",
        f"{kind}/",
        f"{press.catalog.site.name}：{name}",
        name,
        column_type,
        styles=styles,
        module=module,
        data=data,
    )
    return finish_page(press, kind, f"{kind}/", f"{name} - {press.catalog.site.name}", head, content)


def finish_page(press: Press, kind: str, address: str, title: str, head: str, content: str) -> Page:
    """A page in the shell of its kind. `title` is plain text, the others HTML."""
    return Page(address, press.shells[kind].fill(title=str(Markup.escape(title)), head=head, content=content))
