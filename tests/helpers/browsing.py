"""A folder behind a web server, and a page that keeps a list of what went wrong in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a test without a browser needs none of it
    from playwright.sync_api import Browser, BrowserContext, Page


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for many files

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
def reader(browser: Browser, home: str, **context: Any) -> Iterator[BrowserContext]:
    """One reader's browser, in which a page stays open at `home`.

    Chromium draws all pages of a site in one process as long as one of them is open. To start it takes as long as to show a page.
    """
    opened = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "zh-CN"} | context)
    opened.new_page().goto(home)
    yield opened
    opened.close()


@contextmanager
def alone(browser: Browser, home: str, address: str, **context: Any) -> Iterator[Page]:
    """A watched page of a reader who opens no other."""
    with reader(browser, home, **context) as opened, watched(opened, address) as page:
        yield page


@contextmanager
def watched(reader: BrowserContext, address: str, *, console: bool = True) -> Iterator[Page]:
    """A page that fails the test on any script error, error in the console, or request that does not begin with the address.

    What it and the pages that it opened have left with the reader is taken away at its end. `page.clock` cannot be: it sets the
    clock of all pages that the reader opens from then on, so a test that needs it opens a reader of its own.
    """
    assert abs(reader.pages[0].evaluate("Date.now()") - 1000 * time()) < 10_000, (
        "the clock of this reader was set"
    )
    page = reader.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    if console:
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    inside = (address, "blob:", "data:")
    page.on("request", lambda asked: None if asked.url.startswith(inside) else faults.append(asked.url))
    yield page
    home, *others = reader.pages
    for other in others:
        other.close()
    home.evaluate("localStorage.clear()")
    reader.clear_cookies()
    assert faults == []
