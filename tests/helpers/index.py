"""A search index, written in runs and ranges as a build writes it."""

from __future__ import annotations

from pathlib import Path

from generator.search import postings
from generator.search.directory import write_directory
from generator.search.postings import ranges_of, write_range, write_run
from generator.search.texts import pages_of


def page_of(texts: list[str]) -> postings.Words:
    """One page of an index by itself."""
    return pages_of([texts])[0]


def write_index(pages: list[postings.Words], folder: Path, run: int, chunk: int) -> None:
    """Write pages in runs of `run`, the directory in pieces of `chunk` words."""
    for first in range(0, len(pages), run):
        write_run(folder / "runs", first, pages[first : first + run])
    parts = [write_range(folder / "runs", folder / "out", part, chunk) for part in ranges_of(folder / "runs")]
    write_directory(folder / "out", [f"{n:x}" for n in range(len(pages))], parts)
