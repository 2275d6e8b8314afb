"""What the search of a built site finds and what it costs, in headless Chromium: all figures that are wanted, in one run.

    python benchmarks/search.py SITE [--documents 200] [--cold 5] [--asked 40] [--questions FILE]

Known items: strings are cut at random from documents of the site and typed into its search page. "Found" counts those with at
most ten true hits; "equal" compares the number of results with a plain scan of the folded texts.

Costs: every query is made in a browser that has opened the search page and asked nothing yet, so that nothing but what the first
use loads is in its memory. `--cold` known items of every kind are asked for exactly (`--documents 0` leaves out what is found); `--asked` questions of a file in the form of
questions.yml (those of the tests, if none is named; answers do not matter) are asked twice, exactly and as people ask, which
tells what the near answer adds. Bytes are counted by the server, bodies and headers, save the icon of the site; it packs what
real servers pack. Prints Markdown tables, at last the figures that are wanted.
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
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Lock, Thread
from typing import Any, NamedTuple

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

from generator.search.fold import fold
from generator.search.rows import read_rows
from generator.search.texts import texts_place, unpack_texts
from generator.tools.audits.browser import ARGUMENTS, BROWSERS
from generator.tools.audits.search import READY

PACKED = (".html", ".json", ".js", ".css", ".xml", ".svg")
"""What a server packs by itself; everything else is sent as it is."""
QUESTIONS = Path(__file__).parents[1] / "tests/search/questions/example.yml"
SCRIPTS = "assets/gongkai/search"
EXACT = "?exact=1"
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
            piece = (
                "\n".join(
                    map(fold, [row["title"], row["doc_no"] or "", row["address"], *row["keywords"], *texts])
                )
                + "\n"
            )
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
    parser.add_argument("--asked", type=int, default=40)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    args = parser.parse_args()
    print_search(args.site, args.documents, args.cold, args.asked, args.questions)


def print_search(site: Path, documents: int, cold: int, asked: int = 0, questions: Path = QUESTIONS) -> None:
    """Ask a site everything."""
    texts = Texts(site)
    chosen = Random(7).sample(range(len(texts.rows)), min(max(documents, 4 * cold), len(texts.rows)))
    queries = {
        kind: [
            (row, query, wanted)
            for row in chosen
            for query, wanted in [make(texts, row, Random(row))]
            if query
        ]
        for kind, make in kinds().items()
    }
    with serving(site, Tally()) as counted, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        meter = Meter(browser, *counted, len(list(site.glob("**/*.pf_meta"))))
        if documents:
            print_found(texts, queries, opened(browser, counted[0], EXACT))
        exact = print_cost(queries, cold, meter)
        added, whole = print_added(_questions(questions, asked), meter)
        browser.close()
    print_wanted(len(texts.rows), exact, added, whole, meter.first_use, _packed_size(site / SCRIPTS))


def _questions(file: Path, most: int) -> list[str]:
    listed = yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]
    every = max(1, len(listed) // most) if most else len(listed) + 1
    return [entry["query"] for entry in listed[every - 1 :: every]][:most]


def _packed_size(folder: Path) -> int:
    """Of the two halves of the page's script; what they are joined from lies beside them."""
    halves = (folder / name for name in ("search.js", "second.js"))
    return sum(len(gzip.compress(script.read_bytes(), 6)) for script in halves)


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


class Cost(NamedTuple):
    """What one query took."""

    kilobytes: float
    requests: int
    first: float
    """Milliseconds until something is shown."""
    full: float
    """Milliseconds until all is shown, save excerpts."""


@dataclass
class Meter:
    """Asks queries in browsers that have asked nothing before."""

    browser: Browser
    address: str
    tally: Tally
    bundles: int
    """How many directories the first use loads."""
    first_use: list[float] = field(default_factory=list)
    """Kilobytes, of every page that was opened."""

    def ask(self, query: str, extra: str = "") -> Cost:
        """What a query costs beyond the first use of the page."""
        before, bundles = self.tally.sent, self.tally.bundles
        page = opened(self.browser, self.address, extra)
        while self.tally.bundles - bundles < self.bundles:
            page.wait_for_timeout(50)
        page.wait_for_load_state("networkidle")
        sent, requests = self.tally.sent, self.tally.requests
        answer = page.evaluate(ASK, query)
        page.wait_for_load_state("networkidle")
        self.first_use.append((sent - before) / 1000)
        page.context.close()
        return Cost(
            (self.tally.sent - sent) / 1000, self.tally.requests - requests, answer["first"], answer["full"]
        )


def print_cost(queries: dict[str, list[tuple[int, str, list[str]]]], cold: int, meter: Meter) -> list[Cost]:
    """What known items cost, asked for exactly."""
    print(
        "\n| exactly, in a fresh browser | KB, median / most | requests | first answer, ms | full result, ms |\n|---|--:|--:|--:|--:|"
    )
    every: list[Cost] = []
    for kind, asked in queries.items():
        costs = [meter.ask(query, EXACT) for _, query, _ in asked[:cold]]
        every += costs
        if costs:
            print(row_of(kind, costs), flush=True)
    if every:
        print(row_of("all", every))
    return every


def print_added(questions: Sequence[str], meter: Meter) -> tuple[list[Cost], list[Cost]]:
    """What questions cost, and what of it the near answer adds."""
    if not questions:
        return [], []
    alone = [meter.ask(question, EXACT) for question in questions]
    whole = [meter.ask(question) for question in questions]
    added = [
        Cost(both.kilobytes - one.kilobytes, both.requests - one.requests, both.first, both.full)
        for one, both in zip(alone, whole, strict=True)
    ]
    print(
        "\n| questions, in a fresh browser | KB, median / most | requests | first answer, ms | full result, ms |\n|---|--:|--:|--:|--:|"
    )
    for kind, costs in (("exact answer alone", alone), ("both", whole), ("near answer adds", added)):
        print(row_of(kind, costs), flush=True)
    return added, whole


def print_wanted(
    documents: int,
    exact: Sequence[Cost],
    added: Sequence[Cost],
    whole: Sequence[Cost],
    first_use: Sequence[float],
    scripts: int,
) -> None:
    """The figures that are wanted, medians save where it says otherwise."""
    print(f"\n| {documents:,} documents | |\n|---|--:|")
    if first_use:
        print(f"| first use of the page | {statistics.median(first_use):.0f} KB |")
    if exact:
        print(f"| exact answer: requests | {statistics.median(c.requests for c in exact):.0f} |")
        print(f"| exact answer | {statistics.median(c.kilobytes for c in exact):.0f} KB |")
        print(f"| exact answer: full, median / 95 of 100 | {spread([c.full for c in exact])} ms |")
    if added:
        print(f"| near answer adds: requests | {statistics.median(c.requests for c in added):.0f} |")
        print(f"| near answer adds | {statistics.median(c.kilobytes for c in added):.0f} KB |")
        print(f"| question: full, median / 95 of 100 | {spread([c.full for c in whole])} ms |")
    print(f"| scripts of the page, packed | {scripts / 1000:.0f} KB |")


def row_of(kind: str, costs: Sequence[Cost]) -> str:
    """One row of a table of costs."""
    return f"| {kind} | {' | '.join(spread(list(column)) for column in zip(*costs, strict=True))} |"


def spread(values: Sequence[float]) -> str:
    """Median, and the value that 95 of 100 stay below."""
    return f"{statistics.median(values):.0f} / {sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]:.0f}"


def opened(browser: Browser, address: str, extra: str = "") -> Page:
    """The search page in a browser without memory."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}search/{extra}")
    page.wait_for_function(READY)
    return page


def chromium() -> str | None:
    """The system's browser, or None for the one that playwright installed."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@contextmanager
def serving(site: Path, tally: Tally) -> Iterator[tuple[str, Tally]]:
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
    yield f"http://127.0.0.1:{server.server_port}/", tally
    server.shutdown()


if __name__ == "__main__":
    main()
