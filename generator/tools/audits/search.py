"""The thorough check of a finished site, in a real browser: is every document found by everything it is called, and what is
answered to the questions that people ask?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.reading.registers.questions import Question
from generator.search.check import Miss, pieces
from generator.search.places import FILE as PLACES
from generator.search.rows import read_rows
from generator.tools.audits.browser import browser_page, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

READY = "() => document.querySelector('#search-results').getAttribute('aria-busy') === 'false'"

TEXT = """async (address) => {
  const page = await (await fetch('../' + address)).text();
  const body = new DOMParser().parseFromString(page, 'text/html').querySelector('.gk-body');
  body?.querySelectorAll('td, th, p, li, dt, dd, div, br, h1, h2, h3, h4, h5, h6').forEach((part) => part.append(' '));
  return body?.textContent ?? '';
}"""

FOUND = """async (address) => {
  const more = document.querySelector('#search-more');
  const results = document.querySelector('#search-results');
  const found = () => results.querySelector(`li[data-result="${CSS.escape(address)}"]`) !== null;
  while (!found() && !more.hidden) {
    more.click();
    while (results.getAttribute('aria-busy') !== 'false') await new Promise((done) => setTimeout(done, 2));
  }
  return found();
}"""


SHOWN = """() => [...document.querySelectorAll('li[data-result]')].map((item) => item.dataset.result)"""

TEN = 10


class Answer(NamedTuple):
    """What search showed to a question."""

    question: Question
    rank: int | None
    """Where the first of the expected results stood, from 1; None when it was not shown."""


class Figures(NamedTuple):
    """How well the questions of a kind are answered; all but `asked` are shares from 0 to 1."""

    kind: str
    asked: int
    first: float
    ten: float
    """Among the first ten."""
    reciprocal: float
    """The mean of 1 ÷ rank (MRR)."""


def ask_questions(
    site: Path,
    questions: Sequence[Question],
    done: Callable[[int, int], object] = lambda count, total: None,
) -> list[Answer]:
    """Ask the built site each question as a visitor would. Raises SearchError as `verify_search` does."""
    answers = []
    with serving(site) as address, opened(f"{address}search/") as page:
        for count, question in enumerate(questions, 1):
            ask(page, question.query)
            shown: list[str] = page.evaluate(SHOWN)
            ranks = [n for n, result in enumerate(shown, 1) if result in question.addresses]
            answers.append(Answer(question, min(ranks, default=None)))
            done(count, len(questions))
    return answers


def unknown_answers(site: Path, questions: Iterable[Question]) -> list[tuple[Question, str]]:
    """The expected addresses that search could never show, because the site has no such result."""
    places = json.loads((site / PLACES).read_text(encoding="utf-8"))
    known = {row["address"] for row in read_rows(site)}
    known |= {place.get("known", place["address"]).partition("#")[0] for place in places}
    return [(q, address) for q in questions for address in q.addresses if address not in known]


def figures_of(answers: Sequence[Answer]) -> list[Figures]:
    """The figures of each kind, in the order in which kinds were first asked, and of all of them."""
    kinds: dict[str, list[int | None]] = {}
    for answer in answers:
        kinds.setdefault(answer.question.kind, []).append(answer.rank)
    return [_figures(kind, ranks) for kind, ranks in (*kinds.items(), ("全部", [a.rank for a in answers]))]


def _figures(kind: str, ranks: Sequence[int | None]) -> Figures:
    asked, found = len(ranks), [rank for rank in ranks if rank]
    return Figures(
        kind,
        asked,
        sum(rank == 1 for rank in found) / asked,
        sum(rank <= TEN for rank in found) / asked,
        sum(1 / rank for rank in found) / asked,
    )


def verify_search(
    site: Path, sample: int | None = None, done: Callable[[int, int], object] = lambda count, total: None
) -> list[Miss]:
    """Search the built site for each document (or `sample` of them, the same in every run) as a visitor would.

    Index number, document number, title and two pieces of the text are looked for; what is not found is returned.
    Raises SearchError when there is no browser to look with, or when the site has no search.
    """
    rows = list(read_rows(site))
    if sample is not None and sample < len(rows):
        rows = Random(len(rows)).sample(rows, sample)
    misses: list[Miss] = []
    with serving(site) as address, opened(f"{address}search/") as page:
        for count, row in enumerate(rows, 1):
            misses += [
                Miss(row["address"], kind, text)
                for kind, text in _wanted(page, row)
                if not finds(page, text, row["address"])
            ]
            done(count, len(rows))
    return misses


def finds(page: Page, text: str, address: str) -> bool:
    """Whether an open search page has the document at an address among its results for a text."""
    ask(page, text)
    return bool(page.evaluate(FOUND, address))


def ask(page: Page, text: str) -> None:
    """Type a text into an open search page and wait for the whole answer."""
    box = page.locator("#search-form input[name=q]")
    box.fill(text)
    page.evaluate("document.querySelector('#search-results').setAttribute('aria-busy', 'true')")
    box.press("Enter")
    page.wait_for_function(READY)


@contextmanager
def opened(address: str) -> Iterator[Page]:
    """The search page at an address, ready to be asked."""
    with browser_page("检查检索") as page:
        page.goto(address)
        page.wait_for_function(READY)
        yield page


def _wanted(page: Page, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "索引号", row["address"].removesuffix("/")
    if row["doc_no"]:
        yield "文号", row["doc_no"]
    yield "名称", row["title"]
    for piece in pieces(page.evaluate(TEXT, row["address"]), row["address"]):
        yield "正文", piece
