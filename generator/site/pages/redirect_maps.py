"""The addresses of an old site → maps from which a web server answers with 301, for nginx, Apache and Caddy.

Pages that lead on need no server, but a search engine trusts a 301 more, and an address with a query (`show.aspx?id=12`) is no
file that could be a page. The maps hold every old address; the settings that use them are in docs/deploy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from generator.model.catalog import Catalog
from generator.planning.plan import Row

FOLDER = "redirects"
"""Below the site."""


def redirect_maps(catalog: Catalog, moved: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    """Name and text of each map; none when nothing was moved. Keys are paths with queries as a browser sends them."""
    pairs = [
        (old, new) for address, row in sorted(moved.items()) for old, new in _pairs(catalog, address, row)
    ]
    if not pairs:
        return
    yield f"{FOLDER}/nginx.map", "".join(f'"{old}" "{new}";\n' for old, new in pairs)
    yield f"{FOLDER}/apache.map", "".join(f"{old} {new}\n" for old, new in pairs)
    yield f"{FOLDER}/caddy.map", "".join(f'"{old}" "{new}"\n' for old, new in pairs)


def _pairs(catalog: Catalog, address: str, row: Row) -> Iterator[tuple[str, str]]:
    """A folder is asked for with and without its last slash."""
    target = f"{urlsplit(catalog.site.url).path.rstrip('/')}/{row.address or ''}"
    yield f"/{address}", target
    if "?" not in address and "." not in address.rpartition("/")[2]:
        yield f"/{address}/", target
