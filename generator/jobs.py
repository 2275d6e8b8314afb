"""Work on many documents at once: the same map in this process or in several."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")

Progress = Callable[[str, int, int], object]
"""Hears the name of a stage, how much of it is done, and how much there is."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


CHUNK = 64
"""Documents handed to a worker at a time: enough to hide the hand-over, few enough to show progress."""


def available() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def workers(jobs: int) -> Iterator[Executor | None]:
    """Processes to share the work; None with one job, and the work then stays in this process."""
    if jobs == 1:
        yield None
        return
    with ProcessPoolExecutor(jobs, initializer=_collect_rarely) as pool:
        yield pool


def each(executor: Executor | None, function: Callable[[A], R], items: Sequence[A],
         progress: Callable[[int, int], object] = lambda done, total: None) -> Iterator[R]:
    """`function` of every item, in order. `progress` hears how many are done, of how many.

    An executor begins at once; what it has made waits until it is asked for.
    """
    chunks = list(_chunks(items))
    work = partial(_all, function)
    results = executor.map(work, chunks) if executor and len(chunks) > 1 else map(work, chunks)
    return _flat(results, len(items), progress)


def _flat(results: Iterable[list[R]], total: int, progress: Callable[[int, int], object]) -> Iterator[R]:
    done = 0
    for result in results:
        done += len(result)
        progress(done, total)
        yield from result


def _collect_rarely() -> None:
    """A worker makes many small objects and no cycles to speak of: looking for cycles cost it a tenth of its time."""
    gc.set_threshold(100_000, 50, 50)


def _all(function: Callable[[A], R], chunk: Sequence[A]) -> list[R]:
    return [function(item) for item in chunk]


def _chunks(items: Sequence[A]) -> Iterator[list[A]]:
    left = iter(items)
    while chunk := list(islice(left, CHUNK)):
        yield chunk

