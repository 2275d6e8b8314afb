"""The catalog → the files below admin/: the page, its configuration, and the editor, Decap CMS, as published on npm.

The editor is kept in this package, compressed, under the digest of what npm delivers. A build needs neither npm nor
a network, and an office reads the same bytes that were tested.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.machine.json_text import json_line
from generator.model.catalog import Admin, Body, Catalog
from generator.model.document import Document
from generator.planning.numbering import next_index_no, place_for
from generator.site.admin.form import form_fields

VERSION = "3.16.3"

DIGEST = "7c1efd6b616b4786e279aeef194dd21649a72058d3bc8d1f78901b574610dfb8"
"""SHA-256 of dist/decap-cms.js of that version."""

_HERE = Path(__file__).parent

_VENDOR = _HERE / "vendor"

_HOSTS = {
    "github": ("https://api.github.com", "https://github.com"),
    "gitlab": ("https://gitlab.com",),
    "gitea": ("https://try.gitea.io",),
    "test-repo": (),
}
"""Where each kind of host is when catalog.yml does not say."""


def admin_files(
    catalog: Catalog, admin: Admin, documents: Sequence[Document], year: int, page: str
) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file. `page` is admin/index.html, made from the template `admin.html`."""
    yield "admin/index.html", page.encode()
    yield (
        "admin/config.yml",
        json_line(editor_config(catalog, admin, documents, year)).encode(),
    )
    yield "admin/decap-cms.js", editor()
    yield "admin/admin.js", (_HERE / "admin.js").read_bytes()
    for name in ("LICENSE.txt", "THIRD-PARTY.txt"):
        yield f"admin/{name}", (_VENDOR / name).read_bytes()


def editor() -> bytes:
    """The editor's script. Raises ValueError when it is not what was published."""
    script = lzma.decompress((_VENDOR / f"decap-cms-{VERSION}.js.xz").read_bytes())
    if sha256(script).hexdigest() != DIGEST:
        raise ValueError("the editor's script is not the published one")
    return script


def policy(admin: Admin) -> str:
    """The content security policy of admin/: requests go to the git host alone.

    The editor compiles its JSON schemas (`unsafe-eval`) and sets its styles from the script.
    """
    given = [url for url in (admin.api, admin.auth) if url]
    hosts = " ".join(dict.fromkeys(map(_origin, given if admin.api else [*given, *_HOSTS[admin.backend]])))
    sources = {
        "default-src": "'none'",
        "script-src": "'self' 'unsafe-eval'",
        "style-src": "'unsafe-inline'",
        "img-src": f"'self' data: blob: {hosts}",
        "font-src": "data:",
        "connect-src": f"'self' blob: {hosts}",
        "frame-src": "blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}".strip() for name, value in sources.items())


def editor_config(catalog: Catalog, admin: Admin, documents: Sequence[Document], year: int) -> dict[str, Any]:
    """The editor's configuration: one collection for each body, with the next free index number in a new document."""
    used = [d.index_no for d in documents if d.index_no]
    others = {catalog.body_of(d) for d in documents if d.origin}
    themes = [*catalog.themes, *sorted({d.theme for d in documents if d.theme} - set(catalog.themes))]
    backend = {
        "name": admin.backend,
        "repo": admin.repo,
        "branch": admin.branch,
        "api_root": admin.api,
        "base_url": admin.auth,
        "app_id": admin.app,
    }
    if admin.app and admin.backend == "gitlab":
        backend["auth_type"] = "pkce"
    return {
        "backend": {key: value for key, value in backend.items() if value},
        "locale": "zh_Hans",
        "display_url": catalog.site.url,
        **({} if admin.backend == "gitea" else {"publish_mode": "editorial_workflow"}),
        "show_preview_links": False,
        "media_folder": "content/documents/uploads.files",
        "collections": [
            _collection(body, catalog, documents, used, themes, year)
            for body in catalog.bodies
            if body not in others
        ],
    }


def _collection(
    body: Body,
    catalog: Catalog,
    documents: Sequence[Document],
    used: Sequence[str],
    themes: Sequence[str],
    year: int,
) -> Mapping[str, Any]:
    number = next_index_no(body, year, used)
    place = re.sub(r"/\d{4}/[^/]+$", "", place_for(number, body, documents, catalog))
    return {
        "name": body.code,
        "label": body.name,
        "label_singular": body.short or body.name,
        "folder": place,
        "path": "{{year}}/{{slug}}",
        "slug": "{{index_no}}",
        "create": True,
        "delete": False,
        "extension": "md",
        "identifier_field": "title",
        "summary": "{{title}}（{{index_no}}）",
        "sortable_fields": ["formed", "published", "title"],
        "editor": {"preview": False},
        "media_folder": "{{filename}}.files",
        "public_folder": "{{filename}}.files",
        "fields": form_fields(
            catalog, themes, {"index_no": number, "issuer": body.name, "openness": "主动公开"}
        ),
    }


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
