"""The preview's server, which is that of MkDocs: the open page reloads itself when something has changed."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer
from watchdog.events import (
    EVENT_TYPE_CLOSED_NO_WRITE,
    EVENT_TYPE_OPENED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from generator.tools.preview.drafts import LIST, STYLE
from generator.tools.preview.preview import Preview

NEWS = "/livereload.js"
"""The script that waits for news."""

_HERE = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?", re.IGNORECASE)
"""A page elsewhere that gives this machine a name of its own is not served: drafts are nobody's business yet."""

READS = frozenset({EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE})
"""What the system says when a file is read, as every build reads all of them."""


def live_server(
    builder: Callable[[], None],
    preview: Preview,
    watched: Iterable[Path],
    host: str,
    port: int,
) -> None:
    """Serve a preview and rebuild when something watched changes; the open page reloads itself. Returns on Ctrl-C."""
    server = PreviewServer(builder, host=host, port=port, root=str(preview.site))
    server.preview = preview
    server.observer = Observer()  # type: ignore[assignment]  # the system says what changes; looking at ten thousand files twice a second does not keep up
    for path in watched:
        server.watch(str(path))
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    server.serve()  # type: ignore[no-untyped-call]


class Changes(FileSystemEventHandler):
    """Calls a function when a file is written, moved or deleted; whoever reads one changes nothing."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        """What the system says of a file."""
        if not event.is_directory and event.event_type not in READS:
            self._changed()


class PreviewServer(LiveReloadServer):
    """Rebuilds after writes only; the one it comes from does after reads too, and a build that fails would follow itself for ever.

    Brings the script that waits for news as a file of its own: the policy of the pages stops any script within them.
    """

    preview: Preview

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:  # as in the class above
        """Rebuild when something below a path changes."""
        self._watched_paths[path] = 1
        self.observer.schedule(Changes(self._want), path, recursive=recursive)

    def _want(self) -> None:
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        told = self.preview.drafts.summary
        bar = (
            f'<link rel="stylesheet" href="/{STYLE}"><p class="gk-preview"><a href="/{LIST}">{told}</a></p>'
            if told
            else ""
        )
        script = f'<script src="{NEWS}?epoch={epoch}"></script>'
        return content.replace(b"</body>", f"{bar}{script}</body>".encode())

    def _serve_request(
        self, environ: dict[str, Any], start_response: Callable[..., object]
    ) -> Iterable[bytes] | None:
        if not _HERE.fullmatch(environ.get("HTTP_HOST", "")):
            start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
            return ["预览只在本机可以看：http://127.0.0.1/".encode()]
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path == NEWS:
            epoch = "".join(parse_qs(environ["QUERY_STRING"]).get("epoch", ["0"]))
            start_response("200 OK", [("Content-Type", "text/javascript")])
            return [_SCRIPT_TEMPLATE.substitute(epoch=int(epoch), request_id=id(environ)).encode()]
        if not path.startswith("/livereload/") and (own := self.preview.page(path.lstrip("/"))):
            data = own.data
            if own.kind.startswith("text/html"):
                data = self._inject_js_into_html(data, self._visible_epoch)
            start_response(own.status, [("Content-Type", own.kind), ("Content-Length", str(len(data)))])
            return [data]
        served: Iterable[bytes] | None = super()._serve_request(environ, start_response)
        return served
