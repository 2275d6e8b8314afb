"""Known-item test of a built site's search in headless Chromium: is what documents say found, how fast, for how many bytes?

    python benchmarks/search.py SITE [--documents 200] [--cold 5]

Strings are cut at random from documents of the site and typed into its search page. "Found" counts those with at most
ten true hits; "equal" compares the number of results with a plain scan of the folded texts. For the bytes, `--cold`
queries of every kind are made each in a browser that has opened the search page and asked nothing yet, so that nothing
but what the first use loads is in its memory. Bytes are counted by the server, bodies and headers, save the icon of
the site; it packs what real servers pack. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import gzip
import re
import shutil
import statistics
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Lock, Thread
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from generator.search.fold import fold
from generator.search.rows import read_rows
from generator.search.texts import texts_place, unpack_texts
from generator.tools.audits.browser import ARGUMENTS, BROWSERS
from generator.tools.audits.search import READY

PACKED = (".html", ".json", ".js", ".css", ".xml", ".svg")
"""What a server packs by itself; everything else is sent as it is."""
ASK = """async (query) => {
  const box = document.querySelector('#search-form input[name=q]');
  const results = document.querySelector('#search-results');
  box.value = query;
  const started = performance.now();
  box.form.requestSubmit();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const first = performance.now() - started;
  while (results.getAttribute('aria-busy') !== 'false') await new Promise((done) => setTimeout(done, 2));
  const full = performance.now() - started;
  return { first, full, count: Number(document.querySelector('[data-result-count]').dataset.resultCount),
    found: [...results.querySelectorAll('li[data-result]')].slice(0, 10).map((item) => item.dataset.result) };
}"""


@dataclass
class Tally:
    """Bytes and requests that a server has answered."""

    sent: int = 0
    requests: int = 0
    bundles: int = 0
    """How many bundles were opened."""


class Texts:
    """The folded texts of a site, for a plain scan."""

    def __init__(self, site: Path) -> None:
        self.rows = list(read_rows(site))
        self.bodies = [unpack_texts((site / texts_place(row["address"])).read_bytes()) for row in self.rows]
        self.starts: list[int] = []
        pieces, at = [], 0
        for row, texts in zip(self.rows, self.bodies, strict=True):
            piece = "\n".join(map(fold, [row["title"], row["doc_no"] or "", row["address"], *texts])) + "\n"
            self.starts.append(at)
            pieces.append(piece)
            at += len(piece)
        self.whole = "".join(pieces)

    def having(self, phrase: str) -> set[int]:
        """The rows in which a folded phrase stands."""
        rows, at = set(), self.whole.find(phrase)
        while at >= 0:
            row = bisect_right(self.starts, at) - 1
            rows.add(row)
            at = self.whole.find(phrase, self.starts[row + 1]) if row + 1 < len(self.starts) else -1
        return rows


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--cold", type=int, default=5)
    args = parser.parse_args()
    print_search(args.site, args.documents, args.cold)


def print_search(site: Path, documents: int, cold: int) -> None:
    """Ask a site everything."""
    texts = Texts(site)
    chosen = Random(7).sample(range(len(texts.rows)), min(documents, len(texts.rows)))
    queries = {
        kind: [
            (row, query, wanted)
            for row in chosen
            for query, wanted in [make(texts, row, Random(row))]
            if query
        ]
        for kind, make in kinds().items()
    }
    tally = Tally()
    with serving(site, tally) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        print_found(texts, queries, opened(browser, address))
        print_cost(queries, cold, len(list(site.glob("**/*.pf_meta"))), browser, address, tally)
        browser.close()


def kinds() -> dict[str, Callable[[Texts, int, Random], tuple[str, list[str]]]]:
    """What is looked for: of a row the query, and the folded phrases that must all stand in a result."""

    def title(texts: Texts, row: int, random: Random, length: int = 0) -> tuple[str, list[str]]:
        return cut(texts.rows[row]["title"], length, random)

    def body(texts: Texts, row: int, random: Random, length: int = 0) -> tuple[str, list[str]]:
        return cut(texts.bodies[row][1], length, random)

    def number(texts: Texts, row: int, random: Random, form: str = "") -> tuple[str, list[str]]:
        doc_no = texts.rows[row]["doc_no"] or ""
        parts = re.fullmatch(r"(\D+)〔(\d{4})〕(\d+)号", doc_no)
        return (form.format(*parts.groups()), [fold(doc_no)]) if parts else ("", [])

    return {
        "title": title,
        **{f"{n} characters of the title": partial(title, length=n) for n in (4, 6, 8)},
        **{
            f"文号 as {form.format('国发', 2023, 15)}": partial(number, form=form)
            for form in ("{}〔{}〕{}号", "{}{} {}号", "{}[{}]{}号")
        },
        "索引号": lambda texts, row, random: cut(texts.rows[row]["address"][:-1], 0, random),
        **{f"{n} characters of the text": partial(body, length=n) for n in (2, 4, 6, 8, 10)},
    }


def cut(text: str, length: int, random: Random) -> tuple[str, list[str]]:
    """A piece of a text, or the whole, and the terms in it."""
    start = random.randrange(max(1, len(text) - length)) if length else 0
    piece = text[start : start + length].strip() if length else text
    terms = [fold(word) for word in piece.split()]
    return (piece, terms) if sum(map(len, terms)) > 1 else ("", [])


def print_found(texts: Texts, queries: dict[str, list[tuple[int, str, list[str]]]], page: Page) -> None:
    """Whether everything is found, and counted right; what is wrong is named."""
    times: list[tuple[float, float]] = []
    print("| looked for | found among the first ten | counts equal |\n|---|--:|--:|")
    for kind, asked in queries.items():
        found, rare, equal = 0, 0, 0
        for row, query, terms in asked:
            truth = set.intersection(*map(texts.having, terms))
            answer = page.evaluate(ASK, query)
            times.append((answer["first"], answer["full"]))
            hit = texts.rows[row]["address"] in answer["found"]
            rare += len(truth) <= 10
            found += hit and len(truth) <= 10
            equal += answer["count"] == len(truth)
            if answer["count"] != len(truth) or (not hit and len(truth) <= 10):
                print(
                    f"<!-- {query}: {answer['count']} results, {len(truth)} in truth, {'found' if hit else 'not found'} -->"
                )
        print(f"| {kind} | {found}/{rare} | {equal}/{len(asked)} |", flush=True)
    print(
        f"\nwarm, {len(times)} queries one after another: first answer {spread([t for t, _ in times])} ms, full result {spread([t for _, t in times])} ms"
    )


def print_cost(
    queries: dict[str, list[tuple[int, str, list[str]]]],
    cold: int,
    shards: int,
    browser: Browser,
    address: str,
    tally: Tally,
) -> None:
    """Bytes and times of queries in browsers that have asked nothing before."""
    first_use, every = [], []
    print(
        "\n| cold | KB, median / most | requests, median | first answer, ms | full result, ms, median / most |\n|---|--:|--:|--:|--:|"
    )
    for kind, asked in queries.items():
        answers = []
        for _, query, _ in asked[:cold]:
            before, bundles = (tally.sent, tally.requests), tally.bundles
            page = opened(browser, address)
            while tally.bundles - bundles < shards:
                page.wait_for_timeout(50)
            page.wait_for_load_state("networkidle")
            ready = (tally.sent, tally.requests)
            answer = page.evaluate(ASK, query)
            page.wait_for_load_state("networkidle")
            first_use.append(ready[0] - before[0])
            answers.append(
                ((tally.sent - ready[0]) / 1000, tally.requests - ready[1], answer["first"], answer["full"])
            )
            page.context.close()
        every += answers
        if answers:
            print(row_of(kind, answers), flush=True)
    print(row_of("all", every))
    print(f"\nfirst use of the page: {statistics.median(first_use) / 1000:.0f} KB")


def row_of(kind: str, answers: Sequence[tuple[float, int, float, float]]) -> str:
    """One row of the table of costs."""
    sent, requests, first, full = (list(column) for column in zip(*answers, strict=True))
    return (
        f"| {kind} | {spread(sent)} | {statistics.median(requests):.0f} | {spread(first)} | {spread(full)} |"
    )


def spread(values: Sequence[float]) -> str:
    """Median, and the value that 95 of 100 stay below."""
    return f"{statistics.median(values):.0f} / {sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]:.0f}"


def opened(browser: Browser, address: str) -> Page:
    """The search page in a browser without memory."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}search/")
    page.wait_for_function(READY)
    return page


def chromium() -> str | None:
    """The system's browser, or None for the one that playwright installed."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@contextmanager
def serving(site: Path, tally: Tally) -> Iterator[str]:
    """Serve a site as real servers do, and count what is sent."""
    lock = Lock()

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            data = path.read_bytes()
            packed = path.suffix in PACKED
            data = gzip.compress(data, 6, mtime=0) if packed else data
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Length", str(len(data)))
            if packed:
                self.send_header("Content-Encoding", "gzip")
            head = sum(map(len, self._headers_buffer))  # type: ignore[attr-defined]
            with suppress(ConnectionError):  # a browser that was closed
                self.end_headers()
                self.wfile.write(data)
            with lock:
                if path.name == "icon.svg":  # asked for by every new browser, at a time of its own
                    return
                tally.sent += len(data) + head
                tally.requests += 1
                tally.bundles += path.suffix == ".pf_meta"

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


if __name__ == "__main__":
    main()
