"""The registry of addresses: which of them are the generator's, which a document's, and what is left for pages and earlier addresses.

Servers and file systems differ in what they take for the same name, so two addresses count as one when they differ in case, in
the composition of their letters, in percent signs, or in an `index.html` at the end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import unquote

FOLDERS = frozenset(
    {
        ".well-known",
        "accessibility",
        "admin",
        "annual",
        "answers",
        "api",
        "assets",
        "body",
        "catalog",
        "data",
        "document",
        "embed",
        "feeds",
        "forms",
        "guide",
        "letters",
        "map",
        "offline",
        "pagefind",
        "redirects",
        "releases",
        "request",
        "schema",
        "search",
        "system",
        "table",
        "tables",
        "topics",
        "verify",
    }
)
"""Folders at the top of the site whose pages and files the generator makes, or may make one day."""

FILES = frozenset(
    {
        "404.html",
        "catalog.csv",
        "catalog.json",
        "catalog.jsonld",
        "catalog.xlsx",
        "changes.ndjson",
        "index.html",
        "manifest.json",
        "robots.txt",
        "sitemap.xml",
        "sources.json",
    }
)
"""Files at the top of the site that the generator makes."""

PREFACES = frozenset({"guide.md", "system.md", "annual.md", "request.md", "search.md"})
"""Names of pages in content/pages that stand before what the generator writes on the page of the same name."""

_SHELL = re.compile(r"(?:home|index|404|(?:catalog|guide|system|annual|request)-[2-9])")
"""Pages of the frame, which belong to the generator too."""

_OLD_PAGE = re.compile(r"(?!404|index)[\w-]*\d[\w-]*\.(?:s?html?|aspx?|jsp|php)", re.ASCII)
"""Pages at the top of an old site; this site calls none of its own pages by a number, but for 404.html."""

_CODE = re.compile(r"[0-9a-z]{8}-?[0-9x]|[0-9a-z]{18}")
"""The first part of an index number."""


def place_of(address: str) -> str:
    """An address in the form in which it is compared with others: no slash at either end."""
    plain = unicodedata.normalize("NFC", unquote(address)).replace("\\", "/").casefold()
    parts = [part for part in plain.split("/") if part not in ("", ".")]
    return "/".join(parts[:-1] if len(parts) > 1 and parts[-1] in ("index.html", "index.htm") else parts)


def place_of_page(name: str) -> str:
    """The place of a file of content/pages, by its name from there: `help.md` is shown at `help/`."""
    stem, dot, ending = name.rpartition(".")
    shown = stem if dot and ending.casefold() == "md" else name
    place = place_of(shown)
    folder, _, last = place.rpartition("/")
    return folder if last in ("index", "readme") and folder else place


def is_generated(place: str, codes: Collection[str] = ()) -> bool:
    """Whether a place belongs to the generator or to documents; a place at the top that is a file of its own does not.

    `codes` are those of the bodies, with which the addresses of documents begin.
    """
    first, *others = re.split("[/?]", place)
    return (
        first in FOLDERS
        or first in FILES
        or bool(_SHELL.fullmatch(first) or _CODE.fullmatch(first))
        or any(first == code.casefold() for code in codes)
        or ".." in others
    )


def may_be_earlier(address: str) -> bool:
    """Whether an address of an old site can be none of a page to come: it has a folder or a query, or a number in its name."""
    return bool(re.search("[/?]", address.strip("/")) or _OLD_PAGE.fullmatch(place_of(address)))
