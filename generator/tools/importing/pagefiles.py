"""The links and pictures of a saved page → the files that lie beside it. Nothing is fetched from the web."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

_ENDING = r"\.(?:pdf|ofd|docx?|docm|xlsx?|xlsm|pptx?|wps|et|dps|rtf|odt|csv|txt|zip|rar|7z|jpe?g|png|tif|ceb)"
FILES = re.compile(rf"{_ENDING}$", re.IGNORECASE)
_NAMED = re.compile(rf"[^\\/:*?\"<>|]{{1,150}}?{_ENDING}", re.IGNORECASE)
_DOWNLOAD = re.compile(r"down(?:load|file)|attach|fujian|getfile|/file/|fileid|upload", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\\/:*?\"<>|]")
_NAME_KEYS = ("filename", "file", "name", "attname", "fname", "path", "title")
_PICTURE_KEYS = ("src", "data-src", "_src", "oldsrc", "data-original", "original", "data-lazy-src")
MAX_FILE = 50_000_000


@dataclass(frozen=True)
class Shelf:
    """Where the files of a page may lie."""

    beside: Path | None
    """The page's own folder; None: there are no files."""
    stem: str = ""
    """The page's name without its ending: browsers save its files in a folder of that name."""
    top: Path | None = None
    """The folder of the whole copied site; addresses that begin with `/` count from there."""
    inside: Mapping[str, bytes] = field(default_factory=dict)
    """Files that came with the page itself, by their addresses."""

    def find(self, address: str, shown: str = "") -> tuple[str, bytes] | None:
        """Name and bytes of the file at an address; None for what is not here. `shown` is the text of the link."""
        if address.startswith("data:"):
            return _inline(address)
        if address.strip() in self.inside:
            return file_name(address, shown), self.inside[address.strip()]
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            return None
        base = unquote(parts.path).rpartition("/")[2]
        if base and base in self.inside:
            return file_name(address, shown), self.inside[base]
        if self.beside is None or parts.scheme not in ("", "http", "https"):
            return None
        for place in self._places(parts.path, parts.query, parts.netloc):
            if (data := self._read(place)) is not None:
                return file_name(address, shown) or place.name, data
        return None

    def _places(self, path: str, query: str, host: str) -> Iterator[Path]:
        assert self.beside is not None
        path, top = unquote(path), self.top
        names = [path, *(f"{path}{sign}{part}" for sign in "?@" for part in {query, unquote(query)} if query)]
        if host or path.startswith("/"):
            for name in names if top else ():
                assert top is not None
                for folder in (host.partition(":")[0], self._site(), ""):
                    yield top / folder / name.lstrip("/")
        else:
            yield from (self.beside / name for name in names if name)
        called = file_name(f"{path}?{query}" if query else path, "")
        if called and (host or query or path.startswith("/")):
            for folder in ("", f"{self.stem}_files", f"{self.stem}.files", f"{self.stem}.fld"):
                yield self.beside / folder / called

    def _site(self) -> str:
        """The folder that a copying program has called after the host of the page."""
        assert self.beside is not None and self.top is not None
        inside = self.beside.is_relative_to(self.top)
        return next(iter(self.beside.relative_to(self.top).parts), "") if inside else ""

    def _read(self, place: Path) -> bytes | None:
        """A file below the folder of the page or of the site."""
        limits = [limit.resolve() for limit in (self.beside, self.top) if limit is not None]
        try:
            path = place.resolve()
            inside = any(path.is_relative_to(limit) for limit in limits)
            if not (inside and path.is_file() and path.stat().st_size <= MAX_FILE):
                return None
            return path.read_bytes()
        except (OSError, ValueError):
            return None


def is_file_link(address: str, shown: str) -> bool:
    """Whether a link leads to a file rather than to a page: by its path, its query, or the words it shows."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    if parts.scheme not in ("", "http", "https") or not (parts.path or parts.query):
        return False
    if FILES.search(unquote(parts.path)):
        return True
    if any(FILES.search(value) for _, value in parse_qsl(parts.query)):
        return True
    return bool(
        _DOWNLOAD.search(address) and (FILES.search(shown.strip()) or shown.strip().startswith("附件"))
    )


def file_name(address: str, shown: str) -> str:
    """The name of a file: the words of its link where they are one, the name in the query, the last part of the path."""
    words = _FORBIDDEN.sub("", " ".join(shown.split()))
    parts = urlsplit(address.strip())
    path = unquote(parts.path).rpartition("/")[2]
    query = dict(parse_qsl(parts.query))
    asked = next(
        (v.rpartition("/")[2] for k, v in query.items() if k.lower() in _NAME_KEYS and FILES.search(v)), ""
    )
    asked = asked or next((v.rpartition("/")[2] for v in query.values() if FILES.search(v)), "")
    if _NAMED.fullmatch(words) and not FILES.search(path):
        return words
    return asked or (path if FILES.search(path) else words if _NAMED.fullmatch(words) else path)


def picture_addresses(attributes: dict[str, str]) -> list[str]:
    """Where a picture may lie: pages that load late keep its address in an attribute of their own."""
    return [value for key in _PICTURE_KEYS if (value := attributes.get(key))]


def _inline(address: str) -> tuple[str, bytes] | None:
    """A picture whose bytes stand in the page itself."""
    head, _, content = address.partition(",")
    if not head.endswith(";base64"):
        return None
    try:
        return "", base64.b64decode(content, validate=False)
    except (binascii.Error, ValueError):
        return None
