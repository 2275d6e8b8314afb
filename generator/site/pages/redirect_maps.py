"""The addresses of an old site → maps from which a web server answers with 301, for nginx, Apache and Caddy.

Pages that lead on need no server, but a search engine trusts a 301 more, and an address with a query (`show.aspx?id=12`) is no
file that could be a page. The maps hold every old address in each form in which it is asked for; the settings that use them
are in docs/deploy. They compare without regard to case, as many old servers did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import ascii_lowercase, ascii_uppercase
from urllib.parse import quote, unquote, urlsplit

from generator.model.catalog import Catalog
from generator.model.document import PublishedDocument
from generator.reading.index_pattern import index_pattern

FOLDER = "redirects"
"""Below the site."""

_START = re.compile(r"(?:^|(?<=/))(?:index|default)\.(?:s?html?|aspx?|jsp|php)$", re.IGNORECASE)
"""The page that a server shows for a folder."""
_RAW = re.compile(r"%(?:2[1478B9AC]|3[ABD]|40)", re.IGNORECASE)
"""Signs that browsers send as they are, written with percent: ! $ ' ( + ) * , : ; = @"""
_UNSAFE = re.compile(r"[\x00-\x20\x7f\"`\\{}]")
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def redirect_maps(catalog: Catalog, moved: Mapping[str, PublishedDocument]) -> Iterator[tuple[str, str]]:
    """Name and text of each map; none when nothing was moved. Keys are paths with queries as they stand in requests."""
    pairs = sorted(_pairs(catalog, moved).items())
    if not pairs:
        return
    yield f"{FOLDER}/nginx.map", "".join(f'"{old}" "{new}";\n' for old, new in pairs)
    yield f"{FOLDER}/apache.map", "".join(f"{old} {new}\n" for old, new in pairs)
    yield f"{FOLDER}/caddy.map", "".join(f"`~(?i)^{_pattern(old)}$` {new}\n" for old, new in pairs)


def _pairs(catalog: Catalog, moved: Mapping[str, PublishedDocument]) -> dict[str, str]:
    """Requests in small letters → where they lead, whole; an address as it is remembered goes before other forms of others."""
    base = urlsplit(catalog.site.url).path.rstrip("/")
    numbers = index_pattern(catalog.index_no)
    own: dict[str, str] = {}
    also: dict[str, str] = {}
    for address in sorted(moved):
        target = catalog.site.url.rstrip("/") + "/" + quote(moved[address].address, safe="/%")
        first, *others = dict.fromkeys(
            [*([] if numbers.fullmatch(address) else [f"/{address}"]), f"{base}/{address}"]
        )
        for n, path in enumerate(_asked(first)):
            (also if n else own).setdefault(path.translate(_LOWER), target)
        for other in others:
            for path in _asked(other):
                also.setdefault(path.translate(_LOWER), target)
    return {**also, **own}


def _asked(address: str) -> Iterator[str]:
    """The forms in which an address is asked for, its own first: with and without the page of a folder, with signs and letters raw."""
    path, mark, query = address.partition("?")
    paths = [path]
    if not mark:
        folder = _START.sub("", path).rstrip("/")
        if folder != path.rstrip("/") or "." not in path.rpartition("/")[2]:
            paths += [
                form for form in (folder, f"{folder}/", f"{folder}/index.html") if form not in ("", "/")
            ]
    for form in dict.fromkeys(paths):
        for written in _spellings(form):
            yield from (written + mark + asked for asked in _spellings(query))


def _spellings(text: str) -> Iterator[str]:
    """As it is remembered, with the signs raw that may be, and with all letters raw."""
    signs = _RAW.sub(lambda sign: unquote(sign[0]), text)
    yield from dict.fromkeys((text, signs, _letters(text), _letters(signs)))


def _letters(text: str) -> str:
    """Letters beyond ASCII as they are, which some programs send; signs that no line of a map may hold stay with percent."""
    try:
        plain = re.sub(r"(?:%[89A-Fa-f][0-9A-Fa-f])+", lambda part: unquote(part[0], errors="strict"), text)
    except UnicodeDecodeError:
        return text
    return text if _UNSAFE.search(plain) or not plain.isprintable() else plain


def _pattern(key: str) -> str:
    """An expression for a request; a page that has no query of its own is found whatever query somebody has added."""
    return re.escape(key) + ("" if "?" in key else r"(?:\?.*)?")
