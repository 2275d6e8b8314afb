"""The preview's server, which is that of MkDocs: the open page reloads itself when something has changed."""

from __future__ import annotations

import logging
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

NEWS = "/livereload.js"
"""The script that waits for news."""

READS = frozenset({EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE})
"""What the system says when a file is read, as every build reads all of them."""


def live_server(
    builder: Callable[[], None], folder: Path, watched: Iterable[Path], host: str, port: int
) -> None:
    """Serve `folder` and rebuild when something watched changes; the open page reloads itself. Returns on Ctrl-C."""
    server = _LiveServer(builder, host=host, port=port, root=str(folder))
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


class _LiveServer(LiveReloadServer):
    """Rebuilds after writes only; the one it comes from does after reads too, and a build that fails would follow itself for ever.

    Brings the script that waits for news as a file of its own: the policy of the pages stops any script within them.
    """

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:  # as in the class above
        """Rebuild when something below a path changes."""
        self._watched_paths[path] = 1
        self.observer.schedule(Changes(self._want), path, recursive=recursive)

    def _want(self) -> None:
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        return content.replace(
            b"</body>", b'<script src="%s?epoch=%d"></script></body>' % (NEWS.encode(), epoch)
        )

    def _serve_request(
        self, environ: dict[str, Any], start_response: Callable[..., object]
    ) -> Iterable[bytes] | None:
        if environ["PATH_INFO"] != NEWS:
            served: Iterable[bytes] | None = super()._serve_request(environ, start_response)
            return served
        epoch = "".join(parse_qs(environ["QUERY_STRING"]).get("epoch", ["0"]))
        start_response("200 OK", [("Content-Type", "text/javascript")])
        return [_SCRIPT_TEMPLATE.substitute(epoch=int(epoch), request_id=id(environ)).encode()]
