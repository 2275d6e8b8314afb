"""Work on many documents at once: the same map in this process or in several."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import multiprocessing.connection
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count, islice
from typing import Any, Generic, ParamSpec, TypeVar
from weakref import WeakValueDictionary

from generator.model.diagnostics import Text
from generator.model.faults import ClusterError

A = TypeVar("A")

R = TypeVar("R")

P = ParamSpec("P")

Progress = Callable[[str, int, int], object]
"""Called with the name of a stage, the number of items done, and their total."""


class Workers(ProcessPoolExecutor):
    """Processes of this machine. They begin with the first work that they are given."""

    begun = False

    def submit(self, function: Callable[P, R], /, *arguments: P.args, **named: P.kwargs) -> Future[R]:
        """Give work, as every executor does."""
        self.begun = True
        return super().submit(function, *arguments, **named)


class Inherited(Generic[A]):
    """A value that workers have without being handed it: those that begin after it was made, as copies of this process.

    A build of 10,000 documents to which one is added takes 3.2 s by the clock, and 4.2 if only this process makes what needs the whole plan;
    to pack the plan for the others costs a seventh more of processor time.
    """

    def __init__(self, value: A, executor: Executor | None) -> None:
        self.value = value
        self.everywhere = has_copies(executor)
        """Whether workers have it; otherwise this process alone does."""
        self._number = next(_numbers)
        _inherited[self._number] = self

    def __reduce__(self) -> tuple[Callable[[int], Inherited[A]], tuple[int]]:
        """What is handed over in its place."""
        return _taken, (self._number,)


_numbers = count()
_inherited: WeakValueDictionary[int, Inherited[Any]] = WeakValueDictionary()
"""Values of this process, and of the one that it is a copy of, by a number that only they have."""


def _taken(number: int) -> Inherited[Any]:
    return _inherited[number]


def silent(stage: str, done: int, total: int) -> None:
    """A progress callback that does nothing."""


CHUNK = 64
"""Documents handed to a worker at a time: enough to hide the hand-over, few enough to show progress."""


def available() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def workers(jobs: int, cluster: str | None = None) -> Iterator[Executor | None]:
    """Processes to share the work; None with one job, and the work then stays in this process.

    With a `cluster`, the address of a Dask scheduler, its workers do it. Raises ClusterError when there is none.
    """
    with _uncollected():
        if cluster:
            with _dask(cluster) as pool:
                yield pool
        elif jobs == 1:
            yield None
        else:
            with Workers(jobs, initializer=_begin) as pool:
                yield pool


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nobody looks for cycles among hundreds of thousands of objects, again and again: what documents become has hardly any."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def begin(executor: Executor | None) -> None:
    """Let workers of this machine begin now, while this process is small: they share what it holds then, and only that without a copy."""
    if isinstance(executor, Workers):
        executor.submit(available)


def has_copies(executor: Executor | None) -> bool:
    """Whether there may be several processes, and one that began now would be a copy of this one: no worker has begun."""
    return (
        isinstance(executor, Workers) and not executor.begun and multiprocessing.get_start_method() == "fork"
    )


def give_back() -> None:
    """Let the machine have what this process no longer needs. The C library of Linux keeps pages that are free between others in use: after
    a register of 100,000 rows was read, 85 of 335 MB."""
    with suppress(OSError, AttributeError, TypeError):  # other systems have no such function
        ctypes.CDLL(None).malloc_trim(0)


def meanwhile(function: Callable[[A], R], item: A) -> Callable[[], R]:
    """Let a process of its own work on something while this one goes on; what is returned waits for the result.

    Should that process end without one, for whatever reason, the work is done here.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_told, args=(theirs, function, item), daemon=True)
    process.start()
    theirs.close()

    def result() -> R:
        try:
            found: R = ours.recv()
        except EOFError:
            found = function(item)
        process.join()
        return found

    return result


def alongside(
    executor: Executor | None, function: Callable[[A], R], item: A, meantime: Callable[[], object] | None
) -> R:
    """What `function` makes of an item: by a copy of this process while this one does what there is in the `meantime`; by this one alone where
    there is nothing to do, or no copy may begin."""
    if meantime is None or not has_copies(executor):
        return function(item)
    result = meanwhile(function, item)
    meantime()
    return result()


def _told(pipe: multiprocessing.connection.Connection, function: Callable[[A], R], item: A) -> None:
    with suppress(Exception):  # it will be met again, where it can be dealt with
        pipe.send(function(item))


@contextmanager
def _dask(cluster: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            Text(
                "使用 Dask 集群需要先安装：pip install 'gongkai[cluster]'",
                "a Dask cluster needs pip install 'gongkai[cluster]'",
            )
        ) from error
    try:
        client = Client(cluster, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterError(
            Text(f"连接不上 Dask 集群 {cluster}", f"there is no Dask scheduler at {cluster}")
        ) from error
    with client:
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]


def each(
    executor: Executor | None,
    function: Callable[[A], R],
    items: Sequence[A],
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Iterator[R]:
    """`function` of every item, in order. `progress` hears how many are done, of how many.

    An executor begins at once; what it has made waits until it is asked for.
    """
    return by_chunk(executor, partial(_all, function), items, progress)


def by_chunk(
    executor: Executor | None,
    function: Callable[[Sequence[A]], Sequence[R]],
    items: Sequence[A],
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Iterator[R]:
    """Like `each`, with a function of up to CHUNK items at a time.

    The function can run one step over the whole chunk before the next step, which keeps that step's code in the instruction cache.
    """
    chunks = list(_chunks(items))
    results = executor.map(function, chunks) if executor and len(chunks) > 1 else map(function, chunks)
    return _flat(results, len(items), progress)


def _flat(results: Iterable[Sequence[R]], total: int, progress: Callable[[int, int], object]) -> Iterator[R]:
    done = 0
    for result in results:
        done += len(result)
        progress(done, total)
        yield from result


def _begin() -> None:
    gc.disable()  # whatever the way in which it began
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker ends when the process that started it has ended, whatever ended that; it would work on for nobody."""
    parent = multiprocessing.parent_process()
    if parent:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _all(function: Callable[[A], R], chunk: Sequence[A]) -> list[R]:
    return [function(item) for item in chunk]


def _chunks(items: Sequence[A]) -> Iterator[list[A]]:
    left = iter(items)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
