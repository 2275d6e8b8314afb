"""Loads every page of a hostile catalog in Chromium: each of 300 and more payloads in every field and body position, in a document of its own.

    python benchmarks/hostile.py [--every 1] [--folder DIR]

The gate, which refuses most of these documents, is forced open. Every page is loaded twice: with the content security
policy (nothing may be refused) and with a browser that ignores it (nothing may run). Takes about an hour; `--every 20` two minutes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
import time
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

import generator.build

TOP = Path(__file__).parent.parent
sys.path.insert(0, str(TOP / "tests"))

from helpers.hostile import faults_of_files, hostile_root, payloads, visit  # noqa: E402


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Run and print the counts; exits with 1 when anything ran or was refused."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=1, help="use every n-th payload only")
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    chosen = payloads()[:: args.every]
    root = hostile_root((args.folder or Path(tempfile.mkdtemp())) / "root", chosen, TOP)
    generator.build.blocking = lambda diagnostics: False
    print(
        f"{len(chosen)} payloads, {generator.build.build_site(root, root / 'site', today=date(2026, 11, 22)).pages} pages",
        flush=True,
    )
    faults = faults_of_files(root / "site")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=root / "site"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    addresses = [f"http://127.0.0.1:{server.server_port}/{place}" for place in places(root / "site", chosen)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for policy in (True, False):
            started = time.perf_counter()
            found = visit(browser, addresses, policy=policy)
            print(
                f"{'with' if policy else 'without'} policy: {len(addresses)} loads, {len(found)} faults, {time.perf_counter() - started:.0f} s",
                flush=True,
            )
            faults += found
    print("\n".join(faults[:100]))
    server.shutdown()
    sys.exit(bool(faults))


def places(site: Path, chosen: list[str]) -> list[str]:
    """Every page and feed of the site, and every payload in each part of the query string that a page reads."""
    files = [
        p.relative_to(site).as_posix()
        for p in sorted(site.rglob("*"))
        if p.suffix in (".html", ".xml") and "pagefind" not in p.parts
    ]
    searches = [
        f"search/?q={quote(text)}&issuer={quote(text)}&theme={quote(text)}&from={quote(text)}&sort={quote(text)}"
        for text in chosen
    ]
    marks = [f"000000000/2026-00001/?mark={quote(text)}" for text in chosen]
    return [*(quote(name).removesuffix("index.html") for name in files), *searches, *marks]


if __name__ == "__main__":
    main()
