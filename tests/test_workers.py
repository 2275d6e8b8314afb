"""What needs the whole plan is made by workers that have it already, and only by them."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from concurrent.futures import ProcessPoolExecutor

from generator.machine.workers import Inherited, meanwhile, workers


def _length(inherited: Inherited[tuple[str, ...]]) -> tuple[int, int]:
    return os.getpid(), len(inherited.value)


def test_workers_that_begin_afterwards_have_a_value_that_is_not_handed_over():
    with workers(2) as executor:
        assert executor
        inherited = Inherited(("甲",) * 10_000, executor)
        assert inherited.everywhere is (multiprocessing.get_start_method() == "fork")
        assert len(pickle.dumps(inherited)) < 500
        if inherited.everywhere:
            found = list(executor.map(_length, [inherited] * 6))
            assert {length for _, length in found} == {10_000}
            assert os.getpid() not in {process for process, _ in found}


def test_workers_that_have_begun_do_not_have_a_value_nor_do_those_of_others():
    with workers(2) as executor, ProcessPoolExecutor(1) as other:
        assert executor
        executor.submit(os.getpid).result()
        assert not Inherited((), executor).everywhere
        assert not Inherited((), other).everywhere
        assert not Inherited((), None).everywhere


def _there(place: str) -> tuple[int, str]:
    if place == "dies" and multiprocessing.parent_process():
        os._exit(1)
    return os.getpid(), place


def test_what_is_done_meanwhile_is_done_here_when_the_other_process_ends_without_a_result():
    process, told = meanwhile(_there, "lives")()
    assert process != os.getpid() and told == "lives"
    assert meanwhile(_there, "dies")() == (os.getpid(), "dies")
