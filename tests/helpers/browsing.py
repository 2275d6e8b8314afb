"""A folder behind a web server, and a page that keeps a list of what went wrong in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a test without a browser needs none of it
    from playwright.sync_api import Browser, Page


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a web server for a folder, with a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def watched(browser: Browser, address: str, *, console: bool = True, **context: Any) -> Iterator[Page]:
    """A page that fails the test on any script error, error in the console, or request that does not begin with the address."""
    opened = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "zh-CN"} | context)
    page = opened.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    if console:
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    inside = (address, "blob:", "data:")
    page.on("request", lambda asked: None if asked.url.startswith(inside) else faults.append(asked.url))
    yield page
    opened.close()
    assert faults == []
