"""The address of a page on an old site → the relative address under which it is remembered (`moved_from`)."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from generator.model.addresses import is_generated, may_be_earlier, place_of
from generator.model.document import OLD_ADDRESS

_SAFE = "/%._~-"
_SAFE_QUERY = "=&%._~-+:,;/@"


def old_path(address: str) -> str | None:
    """Path and query without the host; None for what is no address, or one that this site uses itself."""
    try:
        parts = urlsplit("".join(address.split()))
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https"):
        return None
    path = re.sub(r"/{2,}", "/", quote(parts.path, safe=_SAFE)).lstrip("/")
    path = re.sub(r"(?:^|(?<=/))(?:\.{1,2}/)+", "", path)
    query = quote(parts.query, safe=_SAFE_QUERY)
    found = f"{path}?{query}" if query else path
    if not re.fullmatch(OLD_ADDRESS, found) or is_generated(place_of(path)):
        return None
    return found if may_be_earlier(found) else None
